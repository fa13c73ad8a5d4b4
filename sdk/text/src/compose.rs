//! A text letter by letter, in whatever way each was written: as one character, as a letter and its mark, or as a
//! presentation form.

use core::iter::Peekable;
use core::str::{CharIndices, Chars};

use crate::expand::expansion;
use crate::marks::{TATWEEL, is_combining, is_invisible};

include!(concat!(env!("OUT_DIR"), "/compositions.rs"));

/// So many marks may stand between a letter and the mark that it is composed with.
const MOST_PASSED: usize = 8;

/// A letter, mark or other character, and the bytes of the text that it was written as.
///
/// The letters of one presentation form have the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The letter as one character.
    pub character: char,
    /// Where it starts, in bytes of the text.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The letters of a text: those of NFC, with presentation forms taken apart.
///
/// What is canonically equivalent to a text in Unicode's form C or D gives the same letters. (Two marks of one letter in
/// neither order of Unicode's may stay as they are.)
///
/// ```
/// use textmill_text::Letters;
///
/// let letters = |text| Letters::new(text).map(|letter| letter.character).collect::<String>();
/// assert_eq!(letters("ا\u{654}حمد"), "أحمد");
/// assert_eq!(letters("ﺃﺣﻤﺪ"), "أحمد");
/// assert_eq!(letters("cafe\u{301}"), "café");
/// ```
#[derive(Clone, Debug)]
pub struct Letters<'a> {
    characters: Peekable<Expanded<'a>>,
    /// Marks that were passed over for one after them.
    passed: [Letter; MOST_PASSED],
    /// Of those the next one, and where they end.
    next: usize,
    end: usize,
}

impl<'a> Letters<'a> {
    /// Those of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let none = Letter { character: '\0', start: 0, end: 0 };
        let expanded = Expanded { characters: text.char_indices(), rest: "".chars(), start: 0, end: 0 };
        Self { characters: expanded.peekable(), passed: [none; MOST_PASSED], next: 0, end: 0 }
    }

    /// Takes the marks after a letter that are one character with it.
    fn compose(&mut self, letter: &mut Letter) {
        (self.next, self.end) = (0, 0);
        while let Some(&mark) = self.characters.peek() {
            // What is no mark is composed where it stands beside the letter: the vowels of Korean.
            let is_mark = is_passed(mark.character);
            if !is_mark && self.end > 0 {
                return;
            }
            if let Some(both) = composed(letter.character, mark.character) {
                letter.character = both;
                let last = self.passed[..self.end].last_mut().unwrap_or(letter);
                last.end = mark.end;
            } else if is_mark && self.end < MOST_PASSED {
                self.passed[self.end] = mark;
                self.end += 1;
            } else {
                return;
            }
            self.characters.next();
        }
    }
}

impl Iterator for Letters<'_> {
    type Item = Letter;

    fn next(&mut self) -> Option<Letter> {
        if self.next < self.end {
            self.next += 1;
            return Some(self.passed[self.next - 1]);
        }
        let mut letter = self.characters.next()?;
        if self.characters.peek().is_some_and(|next| !next.character.is_ascii())
            && !is_passed(letter.character)
        {
            self.compose(&mut letter);
        }
        Some(letter)
    }
}

/// The characters of a text, those that stand for letters as these.
#[derive(Clone, Debug)]
struct Expanded<'a> {
    characters: CharIndices<'a>,
    /// The letters that are left of a character.
    rest: Chars<'static>,
    start: usize,
    end: usize,
}

impl Iterator for Expanded<'_> {
    type Item = Letter;

    #[inline]
    fn next(&mut self) -> Option<Letter> {
        if let Some(character) = self.rest.next() {
            return Some(Letter { character, start: self.start, end: self.end });
        }
        let (start, mut character) = self.characters.next()?;
        let end = start + character.len_utf8();
        if let Some(letters) = expansion(character) {
            (self.rest, self.start, self.end) = (letters.chars(), start, end);
            character = self.rest.next()?;
        }
        Some(Letter { character, start, end })
    }
}

/// The character that a letter and the mark after it are together.
#[must_use]
pub fn composed(letter: char, mark: char) -> Option<char> {
    // The commonest that are none: plain letters one after the other.
    if mark < '\u{300}' || matches!(mark, '\u{620}'..='\u{652}') {
        return None;
    }
    let wanted = [mark as u32, yeh_of_hamza(letter, mark) as u32];
    match COMPOSITIONS.binary_search_by_key(&wanted, |&[mark, letter, _]| [mark, letter]) {
        Ok(place) => char::from_u32(COMPOSITIONS[place][2]),
        Err(_) => syllable(letter as u32, mark as u32),
    }
}

/// A hamza above ى or ی makes the ئ that Unicode composes of ي alone: keyboards of Quranic and Persian texts write it so.
const fn yeh_of_hamza(letter: char, mark: char) -> char {
    match (letter, mark) {
        ('ى' | 'ی', '\u{654}') => 'ي',
        _ => letter,
    }
}

/// Whether a letter may be composed with what stands behind a character: marks, and what says nothing.
fn is_passed(character: char) -> bool {
    is_combining(character) || character == TATWEEL || is_invisible(character)
}

/// A Korean syllable of its parts (The Unicode Standard, section 3.12).
const fn syllable(first: u32, second: u32) -> Option<char> {
    const SYLLABLES: u32 = 0xAC00;
    const LEADS: u32 = 19;
    const VOWELS: u32 = 21;
    const TAILS: u32 = 28;
    let (lead, vowel) = (first.wrapping_sub(0x1100), second.wrapping_sub(0x1161));
    if lead < LEADS && vowel < VOWELS {
        return char::from_u32(SYLLABLES + (lead * VOWELS + vowel) * TAILS);
    }
    // The tail 0 is none.
    let (open, tail) = (first.wrapping_sub(SYLLABLES), second.wrapping_sub(0x11A7));
    if open < LEADS * VOWELS * TAILS && open.is_multiple_of(TAILS) && tail > 0 && tail < TAILS {
        return char::from_u32(first + tail);
    }
    None
}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};
    use std::vec::Vec;

    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::{Letter, Letters, composed};
    use crate::marks::has_strange_marks;

    fn letters(text: &str) -> String {
        Letters::new(text).map(|letter| letter.character).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(letters(text), expected, "{text:?}");
    }

    #[test]
    fn letters_are_those_of_any_spelling() {
        check("أحمد", "أحمد");
        check("ا\u{654}حمد", "أحمد");
        check("ﺃﺣﻤﺪ", "أحمد");
        check("ا\u{64E}\u{654}", "أ\u{64E}");
        check("مسو\u{654}ول", "مسؤول");
        check("شى\u{654}", "شئ");
        check("ﷲ", "الله");
        check("cafe\u{301}", "café");
        check("e\u{302}\u{323} \u{EA}\u{323}", "ệ ệ");
        check("\u{301}e", "\u{301}e");
    }

    #[test]
    fn letters_know_their_bytes() {
        let found: Vec<Letter> = Letters::new("و\u{64E}\u{654}ﻻ").collect();
        let letter = |character, start, end| Letter { character, start, end };
        assert_eq!(found, [letter('ؤ', 0, 2), letter('\u{64E}', 2, 6), letter('ل', 6, 9), letter('ا', 6, 9)]);
    }

    #[test]
    fn all_that_unicode_composes_is_composed() {
        for both in (char::MIN..=char::MAX).filter(|both| [*both].into_iter().nfc().eq([*both])) {
            let decomposed: String = [both].into_iter().nfd().collect();
            // Characters of compatibility are the letters that they stand for.
            if crate::expansion(both).is_none() {
                assert_eq!(letters(&decomposed), both.to_string(), "U+{:04X}", u32::from(both));
            }
        }
        assert_eq!(composed('b', '\u{301}'), None);
    }

    proptest! {
        #[test]
        fn canonical_forms_have_the_same_letters(text in "[ا-يأإآؤئ\u{64B}-\u{655}aeéếñσ가각が\u{301}\u{323}]{0,12}|\\PC{0,12}") {
            prop_assume!(!has_strange_marks(&text));
            let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
            prop_assert_eq!(letters(&composed), letters(&decomposed));
        }

        #[test]
        fn bytes_of_letters_cover_the_text(text in "[اوي\u{64B}-\u{655}ﻻﷲe\u{301}]{0,12}|\\PC{0,12}") {
            let mut end = 0;
            let mut before = 0..0;
            for letter in Letters::new(&text) {
                let range = letter.start..letter.end;
                prop_assert!(letter.start == before.start && letter.end >= end || letter.start == end);
                prop_assert!(text.get(range.clone()).is_some_and(|written| !written.is_empty()));
                (end, before) = (letter.end, range);
            }
            prop_assert_eq!(end, text.len());
        }
    }
}
