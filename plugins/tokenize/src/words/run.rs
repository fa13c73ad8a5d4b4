//! Runs that are one token: the same punctuation mark again and again, and text of scripts that write no spaces.

use super::steps;
use crate::token::Kind;
use crate::unicode::{Category, Properties};

/// `...`, `!!!`, `----`, `♪♪`: the same mark or symbol at least twice.
///
/// UAX #29 parts them; a rule of eighty dashes is one thing to a reader.
pub(super) fn repeated(text: &str, position: usize) -> Option<(usize, Kind)> {
    let rest = &text[position..];
    let first = rest.chars().next()?;
    let properties = Properties::of(first);
    let kind = match properties.category() {
        Category::Punctuation => Kind::Punctuation,
        // Each emoji counts by itself.
        Category::Symbol if !properties.is_pictographic() && !is_regional_indicator(first) => Kind::Symbol,
        _ => return None,
    };
    let length = rest.len() - rest.trim_start_matches(first).len();
    // A mark that joins the last one stays with it.
    let marks: usize = rest[length..]
        .chars()
        .take_while(|&character| Properties::of(character).category() == Category::Mark)
        .map(char::len_utf8)
        .sum();
    steps::count(length + marks);
    (length > first.len_utf8()).then_some((position + length + marks, kind))
}

fn is_regional_indicator(character: char) -> bool {
    ('\u{1F1E6}'..='\u{1F1FF}').contains(&character)
}

/// A run of a script that only a dictionary can cut into words (Thai, Lao, Khmer, Myanmar).
///
/// UAX #29 alone would make every consonant a word. Writers of these scripts put spaces between phrases, and a
/// phrase is the smaller error of the two.
pub(super) fn match_at(text: &str, position: usize) -> Option<(usize, Kind)> {
    let length: usize = text[position..]
        .chars()
        .take_while(|&character| {
            let properties = Properties::of(character);
            properties.needs_dictionary() || properties.category() == Category::Mark
        })
        .map(char::len_utf8)
        .sum();
    steps::count(length);
    (length > 0).then_some((position + length, Kind::Word))
}
