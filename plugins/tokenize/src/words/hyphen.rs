//! Hyphens within words: after English bound prefixes (`e-mail`, `non-human`) and in Cyrillic (`80-х`).
//!
//! A compound of words that also stand alone (`well-known`) is cut at its hyphens, as the default rules have it and
//! as English treebanks do; Russian and Ukrainian compounds inflect as one word.

use std::collections::HashSet;

use super::boundary::segment_end;
use crate::lexicon;
use crate::token::Kind;
use crate::unicode::{Category, Properties};

/// The prefixes that a hyphen binds to the next word.
#[derive(Debug)]
pub(super) struct Hyphens {
    prefixes: HashSet<&'static str>,
    longest: usize,
}

impl Hyphens {
    pub(super) fn new() -> Self {
        let prefixes: HashSet<_> = lexicon::entries(include_str!("../../lexicon/prefixes.txt")).collect();
        let longest =
            lexicon::entries(include_str!("../../lexicon/prefixes.txt")).map(str::len).max().unwrap_or(0);
        Hyphens { prefixes, longest }
    }

    /// The word at `position`, which ends at `end` by the default rules, where a hyphen binds more to it.
    pub(super) fn match_at(&self, text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
        let first = text[position..].chars().next()?;
        let next = after_hyphen(text, end)?;
        if is_cyrillic(next) && (is_cyrillic(first) || Properties::of(first).category() == Category::Number) {
            return Some((end_of_compound(text, end, is_cyrillic), Kind::Word));
        }
        let bound = next.is_alphabetic() && self.is_prefix(&text[position..end]);
        bound.then(|| (segment_end(text, end + 1), Kind::Word))
    }

    fn is_prefix(&self, word: &str) -> bool {
        word.len() <= self.longest && self.prefixes.contains(word.to_lowercase().as_str())
    }
}

/// The character after the hyphen at `end`, if there is a hyphen.
fn after_hyphen(text: &str, end: usize) -> Option<char> {
    let mut rest = text[end..].chars();
    if matches!(rest.next(), Some('-' | '\u{2010}' | '\u{2011}')) { rest.next() } else { None }
}

/// Takes in part after part as long as each begins with a letter that `belongs`.
fn end_of_compound(text: &str, mut end: usize, belongs: impl Fn(char) -> bool) -> usize {
    while after_hyphen(text, end).is_some_and(&belongs) {
        let hyphen = text[end..].chars().next().map_or(0, char::len_utf8);
        end = segment_end(text, end + hyphen);
    }
    end
}

fn is_cyrillic(character: char) -> bool {
    ('\u{0400}'..='\u{052F}').contains(&character)
}
