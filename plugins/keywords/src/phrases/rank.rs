//! How much a word or phrase tells about its document.
//!
//! score = √(repeats + chance) × length^0.9 × (1 − 0.7 × place), where
//! - repeats is how often it comes again;
//! - chance is what the first occurrence counts. In a short text nearly all is said once and still counts in full; in
//!   a long one, what is said once is by the way;
//! - length is its number of words: a phrase is found less often than its words, and says more;
//! - place, from 0 to 1, is where it is first met: texts say first what they are about.
//!
//! The constants are those that lead on Arabic articles and on English abstracts at once. A root and products are the
//! same on every platform, which a logarithm is not.

use super::Candidate;
use crate::settings::LONGEST_PHRASE;

/// Up to so many words of phrases, a first occurrence counts in full.
const SHORT_TEXT: f64 = 80.0;

/// How much the last word of a text counts less than the first.
const DECAY: f64 = 0.7;

/// n^0.9 for phrases of n words.
const LENGTH: [f64; LONGEST_PHRASE + 1] = [0.0, 1.0, 1.866, 2.688, 3.482, 4.257, 5.016, 5.762, 6.498];

/// A candidate by its score, start and length, the last its index.
pub(super) type Ranked = (u64, u32, u32, u32);

/// The ranking of a document's candidates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rank {
    /// How many words of phrases there are.
    words: f64,
    chance: f64,
}

impl Rank {
    /// That of a document with so many words of phrases.
    pub(super) fn new(words: usize) -> Self {
        let words = words.max(1) as f64;
        Self { words, chance: (SHORT_TEXT / words).min(1.0) }
    }

    /// What is less for a better candidate, with its index. Equals go by the order of the text, the longer first.
    #[inline]
    pub(super) fn ranked(&self, (index, candidate): (u32, &Candidate)) -> Ranked {
        // Scores are greater than 0, and the bits of such numbers are ordered as they are.
        (!self.score(candidate).to_bits(), candidate.start, !candidate.length, index)
    }

    fn score(&self, candidate: &Candidate) -> f64 {
        let repeats = f64::from(candidate.count.saturating_sub(1));
        let length = LENGTH[(candidate.length as usize).min(LONGEST_PHRASE)];
        let place = f64::from(candidate.start) / self.words;
        (repeats + self.chance).sqrt() * length * (1.0 - DECAY * place)
    }
}
