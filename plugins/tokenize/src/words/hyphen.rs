//! Hyphens within words: after English bound prefixes (`e-mail`, `non-human`), in Cyrillic (`80-х`), and where a line ends
//! within an English word (`represen-⏎tatives`).
//!
//! A compound of words that also stand alone (`well-known`) is cut at its hyphens, as the default rules have it and
//! as English treebanks do; Russian and Ukrainian compounds inflect as one word.

use super::boundary::segment_end;
use super::steps;
use crate::dictionary::is_english;
use crate::lexicon;
use crate::token::Kind;
use crate::unicode::{Category, Properties};

/// The word at `position`, which ends at `end` by the default rules, where a hyphen binds more to it.
pub(super) fn match_at(text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
    let first = text[position..].chars().next()?;
    let next = after_hyphen(text, end)?;
    if let Some(end) = end_of_divided(text, position, end) {
        return Some((end, Kind::Word));
    }
    if is_cyrillic(next) && (is_cyrillic(first) || Properties::of(first).category() == Category::Number) {
        return Some((end_of_compound(text, end, is_cyrillic), Kind::Word));
    }
    let bound = next.is_alphabetic() && is_prefix(&text[position..end]);
    bound.then(|| (segment_end(text, end + hyphen_length(text, end)), Kind::Word))
}

/// Where a word ends that a line break divides, if the letters up to a hyphen at `end` are its first part: both parts together
/// are a frequent word, or the second is none and the line is long, as of a text that was folded to a width.
pub(super) fn end_of_divided(text: &str, position: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let next = match bytes.get(end..)? {
        [b'-', b'\n', ..] => end + 2,
        [b'-', b'\r', b'\n', ..] => end + 3,
        _ => return None,
    };
    let first = &bytes[position..end];
    let rest =
        bytes[next..].iter().take(LONGEST_PART + 1).take_while(|byte| byte.is_ascii_lowercase()).count();
    let second = &bytes[next..next + rest];
    let is_part = |part: &[u8]| (SHORTEST_PART..=LONGEST_PART).contains(&part.len());
    let after = next + rest;
    steps::count(after - position);
    if !is_part(first) || !is_part(second) || !first.iter().all(u8::is_ascii_alphabetic) {
        return None;
    }
    // What joins more to the second part makes it another word: `re-⏎using's`, `up-⏎to-date`.
    if text[after..].starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_')) {
        return None;
    }
    let is_word = is_english(first.iter().chain(second).copied());
    let is_rest = || second.len() > SHORTEST_PART && !is_english(second.iter().copied());
    let is_long = || {
        let line =
            bytes[..position].iter().rev().take(SHORTEST_LINE).take_while(|&&byte| byte != b'\n').count();
        line + first.len() >= SHORTEST_LINE
    };
    (is_word || is_rest() && is_long()).then(|| segment_end(text, next))
}

/// Letters of a part of a word that a line break divides.
const SHORTEST_PART: usize = 2;
const LONGEST_PART: usize = 24;
/// Bytes of a line that may have been folded within a word that is not known.
const SHORTEST_LINE: usize = 30;

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
