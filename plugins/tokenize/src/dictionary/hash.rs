//! The hash of a word, character by character.

use super::Language;

/// The hash of the characters so far, in a language.
#[derive(Clone, Copy, Debug)]
pub struct WordHash(u64);

impl WordHash {
    /// Of no characters.
    #[inline]
    pub fn new(language: Language) -> Self {
        WordHash((language as u64).wrapping_mul(0xA076_1D64_78BD_642F))
    }

    /// With a character more.
    #[inline]
    #[must_use]
    pub fn with(self, character: u32) -> Self {
        let hash = (self.0 ^ u64::from(character)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        WordHash(hash ^ hash >> 32)
    }

    /// Of a word.
    pub fn of(language: Language, characters: impl IntoIterator<Item = u32>) -> Self {
        characters.into_iter().fold(WordHash::new(language), WordHash::with)
    }

    /// Of an English word.
    pub fn of_english(characters: impl IntoIterator<Item = u32>) -> Self {
        characters.into_iter().fold(WordHash(0), WordHash::with)
    }

    /// All its bits good, and others with each seed.
    #[inline]
    pub fn finish(self, seed: u32) -> u64 {
        let hash = (self.0 ^ u64::from(seed)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let hash = (hash ^ hash >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        hash ^ hash >> 29
    }
}
