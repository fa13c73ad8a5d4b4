//! Hyphens within words: after English bound prefixes (`e-mail`, `non-human`) and in Cyrillic (`80-х`).
//!
//! A compound of words that also stand alone (`well-known`) is cut at its hyphens, as the default rules have it and
//! as English treebanks do; Russian and Ukrainian compounds inflect as one word.

use super::boundary::segment_end;
use crate::lexicon;
use crate::token::Kind;
use crate::unicode::{Category, Properties};

/// The word at `position`, which ends at `end` by the default rules, where a hyphen binds more to it.
pub(super) fn match_at(text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
    let first = text[position..].chars().next()?;
    let next = after_hyphen(text, end)?;
    if is_cyrillic(next) && (is_cyrillic(first) || Properties::of(first).category() == Category::Number) {
        return Some((end_of_compound(text, end, is_cyrillic), Kind::Word));
    }
    let bound = next.is_alphabetic() && is_prefix(&text[position..end]);
    bound.then(|| (segment_end(text, end + hyphen_length(text, end)), Kind::Word))
}

/// Whether a hyphen binds `word` to a next one.
pub(super) fn is_prefix(word: &str) -> bool {
    word.len() <= lexicon::LONGEST_PREFIX && lexicon::is_prefix(&word.to_lowercase())
}

/// The character after the hyphen at `end`, if there is a hyphen.
fn after_hyphen(text: &str, end: usize) -> Option<char> {
    let mut rest = text[end..].chars();
    if matches!(rest.next(), Some('-' | '\u{2010}' | '\u{2011}')) { rest.next() } else { None }
}

/// Bytes of the hyphen at `end`, of which some are not ASCII.
fn hyphen_length(text: &str, end: usize) -> usize {
    text[end..].chars().next().map_or(0, char::len_utf8)
}

/// Takes in part after part as long as each begins with a letter that `belongs`.
fn end_of_compound(text: &str, mut end: usize, belongs: impl Fn(char) -> bool) -> usize {
    while after_hyphen(text, end).is_some_and(&belongs) {
        end = segment_end(text, end + hyphen_length(text, end));
    }
    end
}

fn is_cyrillic(character: char) -> bool {
    ('\u{0400}'..='\u{052F}').contains(&character)
}
