//! Cuts a text into tokens.
//!
//! [`boundary`](segment_end) holds the default rules of UAX #29; each file of the next nine is one tailoring, a function
//! that is asked where the token that starts at a position ends, and that answers only where it knows better. They are
//! the rules. `pass` goes over the text once and asks them only where the class of a character, or of the one after a
//! word, says that they can matter; a property test holds it to what they say everywhere.

mod abbreviation;
mod alphabet;
mod apostrophe;
mod boundary;
mod clitic;
mod cut;
mod emoji;
mod follow;
mod found;
mod hyphen;
mod kind;
mod letter_run;
mod letters;
mod number;
mod pass;
mod run;
mod steps;
mod tag;
mod web;

pub use abbreviation::Abbreviation;
pub(crate) use abbreviation::classify;
use boundary::cut_segment_end;
pub use boundary::segment_end;
pub use found::Found;
pub(crate) use found::{LONGEST_ITEM_NUMBER, SHORTEST_RULE};
pub(crate) use letters::arabic as arabic_letters;

use crate::forms::Forms;
use crate::token::{Kind, Token};
use crate::unicode::{Category, Properties};

/// Cuts texts into tokens.
#[derive(Clone, Copy, Debug)]
pub struct Tokenizer {
    tailored: bool,
    by_dictionary: bool,
}

impl Tokenizer {
    /// By UAX #29 with this crate's tailorings, or, without `tailorings`, by its default rules alone.
    pub fn new(tailorings: bool) -> Self {
        Tokenizer { tailored: tailorings, by_dictionary: false }
    }

    /// The same, but that runs of scripts without blanks between words are cut by [`crate::dictionary`], if there are
    /// tailorings at all.
    #[must_use]
    pub fn with_dictionary(self, dictionary: bool) -> Self {
        Tokenizer { by_dictionary: self.tailored && dictionary, ..self }
    }

    /// The tokens of `text`, with codes of their forms from 0 up.
    pub fn tokens(self, text: &str) -> Vec<Token> {
        let (mut forms, mut found) = (Forms::new(), Found::default());
        forms.begin_call();
        self.find(text, None, &mut forms, &mut found);
        found.tokens
    }

    /// Finds the tokens of `text`, and what else one pass over it can tell. White space, controls and format characters
    /// that stand alone are no tokens. `language` is that of the text, where somebody said it.
    pub(crate) fn find(self, text: &str, language: Option<&str>, forms: &mut Forms, found: &mut Found) {
        found.clear();
        found.cutter.begin(language);
        pass::Pass::new(self, text, forms, found).run();
    }

    /// The token at `position` by the rules alone, where it ends, and its kind. `None`: it is none. `after_word` says
    /// whether a word or number ends at `position`.
    fn token(self, text: &str, position: usize, after_word: bool) -> (usize, Option<Kind>) {
        if !self.tailored {
            let end = segment_end(text, position);
            return (end, kind::of(&text[position..end]));
        }
        let end = cut_segment_end(text, position, cut::is_at);
        match tailored(text, position, end, after_word) {
            Some((end, kind)) => (end, Some(kind)),
            None => (end, kind::of(&text[position..end])),
        }
    }
}

/// Whether a word or number ends at `position`, after `tokens`.
fn is_after_word(tokens: &[Token], position: usize) -> bool {
    tokens
        .last()
        .is_some_and(|token| token.end() == position && matches!(token.kind, Kind::Word | Kind::Number))
}

/// Where the token at `position`, which ends at `end` by the default rules, ends instead, and what it is.
fn tailored(text: &str, position: usize, end: usize, after_word: bool) -> Option<(usize, Kind)> {
    let first = text[position..].chars().next()?;
    match Properties::of(first).category() {
        Category::Letter => web::match_at(text, position, end)
            .or_else(|| abbreviation::match_at(text, position, end))
            .or_else(|| clitic::match_at(text, position, end))
            .or_else(|| apostrophe::match_at(text, position, end))
            .or_else(|| hyphen::match_at(text, position, end))
            .or_else(|| run::match_at(text, position)),
        Category::Number => emoji::match_at(text, position, end)
            .or_else(|| web::match_at(text, position, end))
            .or_else(|| number::match_at(text, position, end))
            .or_else(|| hyphen::match_at(text, position, end)),
        Category::Punctuation if after_word => {
            emoji::emoticon_at(text, position, after_word).or_else(|| run::repeated(text, position))
        }
        Category::Punctuation | Category::Symbol => tag::match_at(text, position)
            .filter(|_| !after_word)
            .or_else(|| emoji::match_at(text, position, end))
            .or_else(|| emoji::emoticon_at(text, position, after_word))
            .or_else(|| run::repeated(text, position)),
        Category::Mark | Category::Space | Category::Other => None,
    }
}

#[cfg(test)]
mod tests;
