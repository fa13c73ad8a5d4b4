//! Abbreviations: words that keep their full stop, and what that says about the end of a sentence.

use textmill_text::fold::BARE;

use super::boundary::segment_end;
use crate::lexicon;
use crate::token::Kind;
use crate::unicode::{Category, Properties, SentenceBreak};

/// How an abbreviation stands in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// Comes before a name, and so never ends a sentence: `Dr.`, `د.`.
    Title,
    /// May end a sentence: `etc.`, `Inc.`, `a.m.`, `U.S.`.
    Plain,
    /// Comes before a number: `No. 5`, `ص. 12`; without one it is an ordinary word.
    Number,
    /// A letter with a full stop: part of a name (`J. Smith`), or of a list (`a. first`).
    Initial,
}

/// The abbreviation that `token` is, its full stop included. Those of all languages are known together, since short texts
/// mix them.
pub(crate) fn classify(token: &str) -> Option<Abbreviation> {
    let word = without_format(token).strip_suffix('.')?;
    of_word(without_format(word))
}

/// The abbreviation that `word` is with a full stop after it. One that comes before a number is one only there.
pub(super) fn before_stop(word: &str) -> Option<Abbreviation> {
    of_word(without_format(word))
}

/// The word at `position`, which ends at `end` by the default rules, with the full stop after it where that is its own.
pub(super) fn match_at(text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
    let after = text[end..].strip_prefix('.')?;
    // `etc...` is an omission after a word.
    if after.starts_with('.') {
        return None;
    }
    let word = &text[position..end];
    match before_stop(word)? {
        Abbreviation::Number if !comes_before_number(word, after) => None,
        _ => Some((segment_end(text, end), Kind::Word)),
    }
}

/// Whether a number comes after blanks, or a letter that numbers as well: `Fig. A`. After the shortest abbreviations, which
/// are words too, a letter may be one: `No. I think`.
pub(super) fn comes_before_number(word: &str, after: &str) -> bool {
    let after = after.trim_start_matches(' ');
    let mut characters = after.chars();
    let letter = characters.next().is_some_and(|first| first.is_ascii_uppercase())
        && !characters.next().is_some_and(|next| next.is_alphanumeric() || matches!(next, '\'' | '’' | '.'));
    after.starts_with(char::is_numeric) || letter && word.len() > SHORTEST_WORD
}

/// Bytes of abbreviations before a number that are words too.
const SHORTEST_WORD: usize = 2;

fn of_word(word: &str) -> Option<Abbreviation> {
    let folded = BARE.folded(word);
    let word = &*folded;
    if let Some(known) = lexicon::abbreviation(word) {
        return Some(known);
    }
    if word.contains('.') {
        return is_dotted(word).then_some(Abbreviation::Plain);
    }
    if is_initial(word) {
        return Some(Abbreviation::Initial);
    }
    // Only what has a case is looked up again: `ETC`, then `GEN`.
    let lower = word.chars().any(char::is_uppercase).then(|| word.to_lowercase())?;
    lexicon::abbreviation(&lower).or_else(|| lexicon::abbreviation(&capitalized(word, &lower)?))
}

/// `word` in capitals with a capital only at its start; `lower` is the same in small letters.
fn capitalized(word: &str, lower: &str) -> Option<String> {
    let first = word.chars().next()?;
    let rest = lower.get(first.len_utf8()..)?;
    word.chars().all(char::is_uppercase).then(|| format!("{first}{rest}"))
}

/// One letter, of a script without case or a capital; lower-case letters are words and units.
fn is_initial(word: &str) -> bool {
    let mut characters = word.chars();
    let letter = characters.next().is_some_and(|first| {
        matches!(Properties::of(first).sentence_break(), SentenceBreak::Upper | SentenceBreak::OLetter)
    });
    letter && characters.all(|next| Properties::of(next).category() == Category::Mark)
}

/// Parts of one or two letters with full stops between: `U.S`, `e.g`, `Ph.D`, `ق.م`.
fn is_dotted(word: &str) -> bool {
    word.split('.').all(|part| {
        let letters =
            part.chars().filter(|&character| Properties::of(character).category() == Category::Letter);
        matches!(letters.count(), 1 | 2) && !part.contains(|character: char| character.is_numeric())
    })
}

/// `word` without the controls of writing direction that cling to its end.
fn without_format(word: &str) -> &str {
    word.trim_end_matches(|character| Properties::of(character).category() == Category::Other)
}
