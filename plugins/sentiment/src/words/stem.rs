//! What the rules for Arabic do to a word, whether it is packed into a number or a string.

use crate::lexicon::packed::Packed;
use crate::lexicon::{Lexicon, WordId};

/// A levelled word, or what is left of it without its affixes. Affixes are packed.
pub(crate) trait Stem: Sized {
    /// How many letters it has; of a word with other characters, its bytes in letters of two.
    fn letters(&self) -> usize;

    /// Its first letter, where that is of the alphabet.
    fn first(&self) -> char;

    /// Its last letter, where that is of the alphabet.
    fn last(&self) -> char;

    /// What stands after a prefix.
    fn without_prefix(&self, prefix: Packed) -> Option<Self>;

    /// What stands before a suffix.
    fn without_suffix(&self, suffix: Packed) -> Option<Self>;

    /// It after a prefix, where it was taken off one that is as long.
    fn after(&self, prefix: Packed) -> Self;

    /// It before a suffix, where it was taken off one that is as long.
    fn followed_by(&self, suffix: Packed) -> Self;

    /// The word with each doubled letter once, as حلوو is حلو, where it has one.
    fn once_doubled(&self) -> Option<Self>;

    /// Whether it is the same word.
    fn is(&self, word: &Self) -> bool;

    /// Whether a word of the vocabulary may begin with its first three letters, of which no suffix takes any.
    fn begins_word(&self, lexicon: &Lexicon) -> bool;

    /// It as a word of the vocabulary.
    fn word(&self, lexicon: &Lexicon) -> Option<WordId>;
}

impl Stem for Packed {
    #[inline]
    fn letters(&self) -> usize {
        Self::letters(*self)
    }

    #[inline]
    fn first(&self) -> char {
        Self::first(*self)
    }

    #[inline]
    fn last(&self) -> char {
        Self::last(*self)
    }

    #[inline]
    fn without_prefix(&self, prefix: Self) -> Option<Self> {
        Self::without_prefix(*self, prefix)
    }

    #[inline]
    fn without_suffix(&self, suffix: Self) -> Option<Self> {
        Self::without_suffix(*self, suffix)
    }

    #[inline]
    fn after(&self, prefix: Self) -> Self {
        prefix.before(*self)
    }

    #[inline]
    fn followed_by(&self, suffix: Self) -> Self {
        self.before(suffix)
    }

    #[inline]
    fn once_doubled(&self) -> Option<Self> {
        Self::once_doubled(*self)
    }

    #[inline]
    fn is(&self, word: &Self) -> bool {
        Self::is(*self, *word)
    }

    #[inline]
    fn begins_word(&self, lexicon: &Lexicon) -> bool {
        lexicon.begins_packed(*self)
    }

    #[inline]
    fn word(&self, lexicon: &Lexicon) -> Option<WordId> {
        lexicon.packed_word(*self)
    }
}

/// For the few words that cannot be packed: long ones, and those with characters that are no letters of Arabic.
impl Stem for String {
    fn letters(&self) -> usize {
        self.len() / 'ا'.len_utf8()
    }

    fn first(&self) -> char {
        self.chars().next().unwrap_or_default()
    }

    fn last(&self) -> char {
        self.chars().next_back().unwrap_or_default()
    }

    fn without_prefix(&self, prefix: Packed) -> Option<Self> {
        let mut rest = self.chars();
        prefix.chars().all(|letter| rest.next() == Some(letter)).then(|| rest.as_str().to_string())
    }

    fn without_suffix(&self, suffix: Packed) -> Option<Self> {
        let suffix: Self = suffix.chars().collect();
        self.strip_suffix(&suffix).map(str::to_string)
    }

    fn after(&self, prefix: Packed) -> Self {
        prefix.chars().chain(self.chars()).collect()
    }

    fn followed_by(&self, suffix: Packed) -> Self {
        self.chars().chain(suffix.chars()).collect()
    }

    fn once_doubled(&self) -> Option<Self> {
        let mut single = Self::new();
        for letter in self.chars() {
            if !single.ends_with(letter) {
                single.push(letter);
            }
        }
        (single.len() < self.len()).then_some(single)
    }

    fn is(&self, word: &Self) -> bool {
        self == word
    }

    fn begins_word(&self, _: &Lexicon) -> bool {
        true
    }

    fn word(&self, lexicon: &Lexicon) -> Option<WordId> {
        lexicon.word(self)
    }
}
