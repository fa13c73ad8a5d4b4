//! What is known of a form: all that a word says by itself, found out once.

use std::num::NonZero;

use super::Key;
use crate::language;
use crate::unicode::Script;
use crate::words::{Abbreviation, arabic_letters};

/// What is known of a form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// The script of its first letter, where that has one.
    pub(crate) script: Option<Script>,
    /// What it weighs among the scripts of a text; see [`language::letters`].
    pub(crate) letters: u32,
    /// Unicode scalar values.
    pub(crate) characters: u32,
    /// How it is written.
    pub(crate) looks: Looks,
    /// The hash of its folded form, by which different words are counted, once that was asked; one of 0 is asked again.
    pub(crate) folded_hash: Option<NonZero<u64>>,
    /// What it is with a full stop after it, once that was asked.
    pub(crate) abbreviation: Option<Option<Abbreviation>>,
    /// What it says of the language, once that was asked.
    pub(crate) votes: language::Votes,
    /// The call for which `code` and `words` hold.
    pub(super) call: u32,
    pub(super) code: u32,
    /// How often it was a word in the call.
    pub(crate) words: u32,
}

impl Known {
    /// Of a form that has not yet come in any call, and of its key.
    pub(super) fn of(form: &str, key: Key) -> Self {
        let letters = plain_arabic_letters(key).or_else(|| language::letters(form));
        let (characters, digits, joined) = match key.bytes() {
            Some(bytes) => (
                short_characters(bytes, form.len()),
                bytes.into_iter().any(has_digit),
                bytes.into_iter().any(|eight| has_byte(eight, b'.') || has_byte(eight, b'_')),
            ),
            None => (
                characters(form),
                form.bytes().any(|byte| byte.is_ascii_digit()),
                form.bytes().any(|byte| matches!(byte, b'.' | b'_')),
            ),
        };
        Known {
            script: letters.map(|(script, _)| script),
            letters: letters.map_or(0, |(_, letters)| letters),
            characters: u32::try_from(characters).unwrap_or(u32::MAX),
            looks: Looks::of(form, digits, joined),
            folded_hash: None,
            abbreviation: None,
            votes: language::Votes::default(),
            call: 0,
            code: 0,
            words: 0,
        }
    }
}

/// What tells that a form is no word of its language, each a bit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looks(u8);

impl Looks {
    const DIGITS: u8 = 1;
    const JOINED: u8 = 1 << 1;
    const CAPITAL: u8 = 1 << 2;

    fn of(form: &str, digits: bool, joined: bool) -> Self {
        let bit = |has: bool, bit: u8| if has { bit } else { 0 };
        Looks(
            bit(digits, Self::DIGITS) | bit(joined, Self::JOINED) | bit(is_capitalized(form), Self::CAPITAL),
        )
    }

    /// Whether it has an ASCII digit, and so is of no language.
    pub(crate) fn digits(self) -> bool {
        self.0 & Self::DIGITS != 0
    }

    /// Whether it has a full stop or a low line, as names of files have.
    pub(crate) fn joined(self) -> bool {
        self.0 & Self::JOINED != 0
    }

    /// Whether it begins with a capital and goes on with a small letter, as names do.
    pub(crate) fn capital(self) -> bool {
        self.0 & Self::CAPITAL != 0
    }
}

/// Whether the first letter is a capital, and the second a small one: what is all in capitals may be anything.
fn is_capitalized(form: &str) -> bool {
    match form.as_bytes() {
        [b'A'..=b'Z', b'a'..=b'z', ..] => true,
        [0..0x80, 0..0x80, ..] | [0xD8..=0xDB, ..] => false,
        _ => {
            let mut letters = form.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
        }
    }
}

/// The same as [`language::letters`], of a short word of letters of U+0620 to U+064A that does not begin with the tatweel, which
/// is no letter of a script.
fn plain_arabic_letters(key: Key) -> Option<(Script, u32)> {
    const TATWEEL: u16 = u16::from_le_bytes([0xD9, 0x80]);
    let ([low, high], bytes) = (key.bytes()?, key.length());
    let letters = match arabic_letters(low) {
        8 if bytes > 8 => 8 + arabic_letters(high),
        letters => letters,
    };
    (letters == bytes && bytes > 0 && low as u16 != TATWEEL).then_some((Script::ARABIC, bytes / 2))
}

/// Unicode scalar values of up to sixteen bytes, after which there are zeros.
fn short_characters(bytes: [u64; 2], length: usize) -> usize {
    // A byte of 10 in its two high bits continues a character.
    let continuing = bytes.map(|eight| eight >> 7 & !(eight >> 6) & each(1));
    length - ((continuing[0] + continuing[1]).wrapping_mul(each(1)) >> 56) as usize
}

/// Whether one of eight bytes is an ASCII digit.
fn has_digit(eight: u64) -> bool {
    let low = eight & each(0x7F);
    let from_zero = low + each(0x80 - b'0');
    let after_nine = low + each(0x80 - b'9' - 1);
    from_zero & !after_nine & !eight & each(0x80) != 0
}

/// Whether one of eight bytes is this one of ASCII.
fn has_byte(eight: u64, byte: u8) -> bool {
    // Zero where they are equal, and only a zero borrows with its high bit clear.
    let differ = eight ^ each(byte);
    differ.wrapping_sub(each(1)) & !differ & each(0x80) != 0
}

const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Unicode scalar values of a text: bytes that do not continue one.
pub(crate) fn characters(text: &str) -> usize {
    // Counted in bytes, of which a vector holds many.
    let count = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte as i8 >= -0x40)).sum::<u8>();
    let (long, rest) = text.as_bytes().as_chunks::<128>();
    long.iter().map(|bytes| usize::from(count(bytes))).sum::<usize>() + usize::from(count(rest))
}

#[cfg(test)]
mod tests {
    use super::{Key, Known, characters, language};

    #[test]
    fn short_and_long_forms_are_told_alike() {
        for form in [
            "a",
            "9",
            "a/:",
            "كتب1",
            "كتب.",
            "_كتاب",
            "a.b",
            "snake_case_word",
            "a_word_of_many_letters",
            "é😀",
            "0123456789abcdef",
            "كلماتطويلةجدا٣",
            "wordsofmanyletters2",
            "من",
            "كتاب",
            "ـما",
            "مـا",
            "مدرسة",
            "والمدرسة",
            "سٌ",
            "والمدارسس",
            "\u{63B}ا",
        ] {
            let known = Known::of(form, Key::of(form.as_bytes(), 0, form.len()));
            assert_eq!(known.characters as usize, form.chars().count(), "{form}");
            let letters = language::letters(form);
            assert_eq!(
                (known.script, known.letters),
                (letters.map(|of| of.0), letters.map_or(0, |of| of.1)),
                "{form}"
            );
            assert_eq!(
                known.looks.digits(),
                form.contains(|character: char| character.is_ascii_digit()),
                "{form}"
            );
            assert_eq!(known.looks.joined(), form.contains(['.', '_']), "{form}");
        }
    }

    #[test]
    fn characters_of_long_and_short_texts() {
        for text in ["", "a", "é", "😀 قطة", &"x".repeat(300), &"س".repeat(300), &"😀".repeat(97)] {
            assert_eq!(characters(text), text.chars().count(), "{text:?}");
        }
    }
}
