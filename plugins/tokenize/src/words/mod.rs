//! Cuts a text into tokens.
//!
//! [`boundary`](segment_end) holds the default rules of UAX #29; each further file is one tailoring, a function
//! that is asked where the token that starts at a position ends, and that answers only where it knows better.

mod abbreviation;
mod boundary;
mod clitic;
mod emoji;
mod hyphen;
mod kind;
mod number;
mod run;
mod tag;
mod web;

pub use abbreviation::{Abbreviation, Abbreviations};
pub use boundary::segment_end;

use crate::token::{Kind, Token};
use crate::unicode::{Category, Properties, WordBreak};

/// Cuts texts into tokens.
#[derive(Debug)]
pub struct Tokenizer {
    tailored: Option<Tailorings>,
}

#[derive(Debug)]
struct Tailorings {
    abbreviations: Abbreviations,
    emoticons: emoji::Emoticons,
    hyphens: hyphen::Hyphens,
}

impl Tailorings {
    fn new() -> Self {
        Tailorings {
            abbreviations: Abbreviations::new(),
            emoticons: emoji::Emoticons::new(),
            hyphens: hyphen::Hyphens::new(),
        }
    }
}

impl Tokenizer {
    /// By UAX #29 with this crate's tailorings, or, without `tailorings`, by its default rules alone.
    pub fn new(tailorings: bool) -> Self {
        Tokenizer { tailored: tailorings.then(Tailorings::new) }
    }

    /// Appends the tokens of `text` to `tokens`, in order. White space, controls and format characters that stand
    /// alone are no tokens.
    pub fn tokens(&self, text: &str, tokens: &mut Vec<Token>) {
        let mut position = 0;
        while position < text.len() {
            let (end, kind) = match simple(text, position).or_else(|| letters(text, position)) {
                Some(found) => found,
                None => self.token(text, position, tokens),
            };
            if let Some(kind) = kind {
                tokens.push(Token { start: position, end, kind });
            }
            position = end;
        }
    }

    /// The segment at `position` by the rules, `before` being the tokens so far.
    fn token(&self, text: &str, position: usize, before: &[Token]) -> (usize, Option<Kind>) {
        let end = segment_end(text, position);
        let Some(tailorings) = &self.tailored else {
            return (end, kind::of(&text[position..end]));
        };
        match tailorings.token(text, position, end, before) {
            Some((end, kind)) => (end, Some(kind)),
            None => (end, kind::of(&text[position..end])),
        }
    }
}

impl Tailorings {
    /// Where the token at `position`, which ends at `end` by the default rules, ends instead, and what it is.
    fn token(&self, text: &str, position: usize, end: usize, before: &[Token]) -> Option<(usize, Kind)> {
        let first = text[position..].chars().next()?;
        let after_word = before
            .last()
            .is_some_and(|token| token.end == position && matches!(token.kind, Kind::Word | Kind::Number));
        match Properties::of(first).category() {
            Category::Letter => web::match_at(text, position, end)
                .or_else(|| self.abbreviations.match_at(text, position, end))
                .or_else(|| clitic::match_at(text, position, end))
                .or_else(|| self.hyphens.match_at(text, position, end))
                .or_else(|| run::match_at(text, position)),
            Category::Number => emoji::match_at(text, position, end)
                .or_else(|| web::match_at(text, position, end))
                .or_else(|| number::match_at(text, position, end))
                .or_else(|| self.hyphens.match_at(text, position, end)),
            Category::Punctuation if after_word => {
                self.emoticons.match_at(text, position, after_word).or_else(|| run::repeated(text, position))
            }
            Category::Punctuation | Category::Symbol => tag::match_at(text, position)
                .filter(|_| !after_word)
                .or_else(|| emoji::match_at(text, position, end))
                .or_else(|| self.emoticons.match_at(text, position, after_word))
                .or_else(|| run::repeated(text, position)),
            Category::Mark | Category::Space | Category::Other => None,
        }
    }
}

/// The segment at `position` where it is letters of a script other than Latin, and what follows is nothing that any
/// rule or tailoring would join to them. `None` asks for the rules.
#[inline]
fn letters(text: &str, position: usize) -> Option<(usize, Option<Kind>)> {
    let first = text[position..].chars().next().filter(|first| !first.is_ascii())?;
    // A circled letter is a symbol, a Roman numeral a number.
    if Properties::of(first).category() != Category::Letter {
        return None;
    }
    let (end, next) = boundary::letters_end(text, position);
    let joins = !matches!(next, None | Some(WordBreak::WSegSpace | WordBreak::Lf));
    (end > position && !joins).then_some((end, Some(Kind::Word)))
}

/// The segment at `position` where nothing but ASCII decides, which most of a Latin text is: a word of letters and
/// digits, one space, one punctuation mark. `None` asks for the rules.
///
/// Held equal to the rules by a property test.
#[inline]
fn simple(text: &str, position: usize) -> Option<(usize, Option<Kind>)> {
    let bytes = text.as_bytes();
    let mut end = position;
    let mut letters = false;
    let mut digits = false;
    while let Some(&byte) = bytes.get(end) {
        match CLASSES[byte as usize] {
            Class::Letter => letters = true,
            Class::Digit => digits = true,
            Class::Space if end == position => return plain(bytes, position).then_some((position + 1, None)),
            Class::Separator if end == position => {
                return plain(bytes, position).then_some((position + 1, Some(Kind::Punctuation)));
            }
            // A comma joins two digits.
            Class::Separator if digits && byte == b',' => return None,
            Class::Space | Class::Separator => break,
            Class::Other => return None,
        }
        end += 1;
    }
    (letters || digits).then_some((end, Some(if letters { Kind::Word } else { Kind::Number })))
}

/// Whether the byte after `position` is ASCII, so that no mark joins the character there, and not the same again.
#[inline]
fn plain(bytes: &[u8], position: usize) -> bool {
    bytes.get(position + 1).is_none_or(|&next| next < 0x80 && next != bytes[position])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// Joins nothing, and is no token.
    Space,
    /// Joins nothing (a comma: nothing but digits) and begins no emoticon.
    Separator,
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b' ' | b'\n' => Class::Space,
            b',' | b'!' | b'?' | b')' | b'"' => Class::Separator,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests;
