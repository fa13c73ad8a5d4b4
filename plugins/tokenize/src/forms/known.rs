//! What is known of a form: all that a word says by itself, found out once.

use crate::language;
use crate::unicode::Script;
use crate::words::Abbreviation;

/// What is known of a form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// The script of its first letter, where that has one.
    pub(crate) script: Option<Script>,
    /// What it weighs among the scripts of a text; see [`language::letters`].
    pub(crate) letters: u32,
    /// Unicode scalar values.
    pub(crate) characters: u32,
    /// Whether it has an ASCII digit, and so is of no language.
    pub(crate) digits: bool,
    /// Whether folding leaves it as it is, once that was asked.
    pub(crate) folded: Option<bool>,
    /// What it is with a full stop behind it, once that was asked.
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
    /// Of a form that has not yet come in any call.
    pub(super) fn of(form: &str) -> Self {
        let letters = language::letters(form);
        Known {
            script: letters.map(|(script, _)| script),
            letters: letters.map_or(0, |(_, letters)| letters),
            characters: u32::try_from(characters(form)).unwrap_or(u32::MAX),
            digits: form.bytes().any(|byte| byte.is_ascii_digit()),
            folded: None,
            abbreviation: None,
            votes: language::Votes::default(),
            call: 0,
            code: 0,
            words: 0,
        }
    }
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
    use super::characters;

    #[test]
    fn characters_of_long_and_short_texts() {
        for text in ["", "a", "é", "😀 قطة", &"x".repeat(300), &"س".repeat(300), &"😀".repeat(97)] {
            assert_eq!(characters(text), text.chars().count(), "{text:?}");
        }
    }
}
