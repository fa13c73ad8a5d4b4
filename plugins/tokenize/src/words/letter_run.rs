//! What the pass knows of letters and digits that it goes over.

use super::alphabet::Alphabet;
use crate::unicode::Class;

/// Letters, digits and their marks, from a boundary on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The class of the first character, which is a letter or digit.
    pub(super) first: Class,
    /// The class of the last letter or digit.
    pub(super) last: Class,
    /// The classes of all.
    pub(super) seen: Class,
    /// Bytes of the marks among them.
    pub(super) marks: usize,
    /// That of its first letter, where it begins with letters of one.
    pub(super) alphabet: Option<Alphabet>,
    /// Whose letters are among them, as bits: [`ASCII`], [`ARABIC`], [`OTHERS`].
    pub(super) letters: u8,
}

/// Of ASCII.
pub(super) const ASCII: u8 = 1;
/// Of the block Arabic, tatweel and all.
pub(super) const ARABIC: u8 = 1 << 1;
/// All others.
const OTHERS: u8 = 1 << 2;

/// The bit of the letters at the beginning of `bytes`.
#[inline]
pub(super) fn letters_of(bytes: &[u8]) -> u8 {
    match bytes {
        [0..0x80, ..] => ASCII,
        [0xD8..=0xDB, ..] => ARABIC,
        _ => OTHERS,
    }
}

impl Run {
    /// What begins with characters of one class.
    pub(super) fn new(start: usize, end: usize, class: Class, alphabet: Option<Alphabet>) -> Self {
        let letters = match alphabet {
            Some(Alphabet::Latin) => ASCII,
            Some(Alphabet::Arabic) => ARABIC,
            None => 0,
        };
        Run { start, end, first: class, last: class, seen: class, marks: 0, alphabet, letters }
    }

    /// With the letters at the beginning of `bytes`, where it begins with letters.
    pub(super) fn with_letters(self, bytes: &[u8]) -> Self {
        Run { letters: if self.first.is(Class::LETTER) { letters_of(bytes) } else { 0 }, ..self }
    }

    /// Whether there may be letters of the Arabic script and of another one: those of its block come with neither.
    pub(super) fn may_mix_scripts(&self) -> bool {
        self.letters & OTHERS != 0 || self.letters == ASCII | ARABIC
    }

    /// Whether it is digits, and what joins them.
    pub(super) fn is_of_digits(&self) -> bool {
        self.seen == Class::DIGIT
    }
}
