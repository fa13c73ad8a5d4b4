//! Words of languages that write no blanks between them: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
//!
//! A run of their characters is cut so that its words together are the likeliest, each taken for itself: the cost of a word
//! is the logarithm of how rare it is, and [`Cutter`] finds the cheapest way from the start of a run to its end.
//! [`Lexicon`] knows the words, which `cargo xtask words` chooses and packs. They stand nowhere as letters: a [`Filter`]
//! gives for the hash of a word what was stored for it, in less than two bytes, and takes one of some six hundred strings
//! that are no words for a rare one.

mod characters;
mod cut;
mod english;
mod filter;
mod hash;
mod lexicon;

pub use characters::is_of;
pub use cut::Cutter;
pub use english::ENGLISH_BITS;
pub(crate) use english::is_english;
pub use filter::Filter;
pub use hash::WordHash;
pub use lexicon::{LEVELS, Lexicon, WELL_KNOWN, cost, level};

/// A language with words in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Language {
    /// In traditional or simplified characters.
    Chinese = 1,
    /// In Chinese characters and both syllabaries.
    Japanese,
    /// In Thai letters, as the next are in theirs.
    Thai,
    /// In Lao letters.
    Lao,
    /// In Khmer letters.
    Khmer,
    /// In Burmese letters.
    Burmese,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 6] = [
        Language::Chinese,
        Language::Japanese,
        Language::Thai,
        Language::Lao,
        Language::Khmer,
        Language::Burmese,
    ];

    /// Characters of its longest words in the lexicon.
    pub const fn longest(self) -> usize {
        match self {
            Language::Chinese => 4,
            Language::Japanese => 7,
            Language::Thai | Language::Lao | Language::Khmer | Language::Burmese => 12,
        }
    }
}

#[cfg(test)]
mod tests;
