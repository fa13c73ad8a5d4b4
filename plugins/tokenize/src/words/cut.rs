//! Places where UAX #29 joins letters that a reader parts: between Arabic letters and those of another script
//! (`شركةApple`, `الـDNA`), and at a mark behind which a space was forgotten (`الوزير.واجتمع`, `done.It`, `الوزير:نحن`).

use textmill_text::is_arabic;

use crate::lexicon;
use crate::unicode::{Category, Properties, SentenceBreak};

/// Whether the segment that starts at `start` is cut at `place`, between two characters that the rules would join: the
/// one before is a letter, and what clings to it, and the one after a letter, `.` or `:`.
pub(super) fn is_at(text: &str, start: usize, place: usize) -> bool {
    let Some(next) = text[place..].chars().next() else { return false };
    if next == '.' {
        return is_forgotten_space(text, start, place);
    }
    if next == ':' {
        return is_beside_arabic(text, start, place);
    }
    // Within a script nothing is cut, and most words are of one byte a letter, or of two.
    let last = text.as_bytes()[place - 1];
    if last < 0x80 && next < '\u{80}' {
        return false;
    }
    let before = text[start..place].chars().rev().find(|&character| !clings(character));
    before.is_some_and(|before| is_arabic(before) != is_arabic(next) && is_letter(before) && is_letter(next))
}

/// Whether a letter of the Arabic script stands before or after the mark at `place`. Only other scripts write a colon within
/// words (`EU:s`).
fn is_beside_arabic(text: &str, start: usize, place: usize) -> bool {
    let before = text[start..place].chars().rev().find(|&character| !clings(character));
    let after = text[place..].chars().nth(1);
    [before, after].into_iter().flatten().any(|letter| is_arabic(letter) && is_letter(letter))
}

/// Where the last letter ends of the Arabic script that has one of another script after it, or the other way round; nothing where
/// all letters of `text` are of the Arabic script, or none is.
pub(super) fn last_mix(text: &str) -> Option<usize> {
    let mut letters = text.char_indices().rev().filter(|&(_, character)| is_letter(character));
    let (_, last) = letters.next()?;
    let (at, character) = letters.find(|&(_, character)| is_arabic(character) != is_arabic(last))?;
    Some(at + character.len_utf8())
}

/// Whether the full stop at `place` ends a sentence, and no abbreviation and no part of an address.
fn is_forgotten_space(text: &str, start: usize, place: usize) -> bool {
    let after = &text[place + 1..];
    let Some(next) = after.chars().next().filter(|&next| is_letter(next)) else { return false };
    let before = || text[start..place].chars().rev().take_while(|&character| character != '.');
    let Some(last) = before().find(|&character| !clings(character)) else { return false };
    if is_arabic(last) || is_arabic(next) {
        // `ق.م` is one word, `د.أحمد` is none.
        return letters(before()) > SHORT
            || letters(after.chars().take_while(|&character| character != '.')) > SHORT;
    }
    if Properties::of(last).sentence_break() != SentenceBreak::Lower || letters(before()) <= SHORT {
        return false;
    }
    match last.is_ascii() || next.is_ascii() {
        // A file, a host or a name of a program has a capital there too, but seldom a word that begins sentences.
        true => lexicon::begins_sentences(word(after)),
        false => Properties::of(next).sentence_break() == SentenceBreak::Upper,
    }
}

/// Letters of the longest part of an abbreviation.
const SHORT: usize = 2;
/// Bytes of the longest word that begins sentences, and more.
const LONGEST_STARTER: usize = 24;

/// How many letters come before anything else, as far as that matters.
fn letters(characters: impl Iterator<Item = char>) -> usize {
    let word = characters.take_while(|&character| is_letter(character) || clings(character));
    word.filter(|&character| !clings(character)).take(SHORT + 1).count()
}

/// The word that `text` begins with, if a blank, a mark or nothing is after it.
fn word(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(LONGEST_STARTER)
        .find(|&(_, character)| !is_letter(character) && character != '\'');
    match end {
        Some((end, character))
            if character.is_whitespace() || matches!(character, ',' | ';' | ':' | '!' | '?') =>
        {
            &text[..end]
        }
        Some(_) => "",
        None if text.len() <= LONGEST_STARTER => text,
        None => "",
    }
}

fn is_letter(character: char) -> bool {
    Properties::of(character).category() == Category::Letter && character != 'ـ'
}

/// What belongs to the letter before it; the tatweel is of no script.
fn clings(character: char) -> bool {
    character == 'ـ' || matches!(Properties::of(character).category(), Category::Mark | Category::Other)
}
