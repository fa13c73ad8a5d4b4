//! How much a word or phrase tells about its document.
//!
//! score = √(repeats + chance) × length^0.9 × (1 − 0.6 × place) × weight, where
//! - repeats is how often it comes again;
//! - chance is what the first occurrence counts. In a short text nearly all is said once and still counts in full; in
//!   a long one, what is said once is by the way;
//! - length is its number of words: a phrase is found less often than its words, and says more;
//! - place, from 0 to 1, is where it is first met: texts say first what they are about;
//! - weight is how rare its words are in texts in general, from 0 to 1: squared for a word, which tells nothing where it is
//!   common, and its fourth root for a phrase, whose words limit each other. A word that is only met within phrases has 0.7
//!   of that.
//!
//! The constants are those that lead on Arabic articles and on English abstracts at once. A root and products are the
//! same on every platform, which a logarithm is not.

use super::Candidate;
use crate::keyness::{NEVER, UNKNOWN};
use crate::settings::LONGEST_PHRASE;

/// Up to so many words of phrases, a first occurrence counts in full.
const SHORT_TEXT: f64 = 80.0;

/// How much the last word of a text counts less than the first.
const DECAY: f64 = 0.6;

/// What a word counts that is met within phrases alone.
const WITHIN: f64 = 0.7;

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
    pub(super) fn ranked(&self, index: u32, candidate: &Candidate, weight: f64) -> Ranked {
        // Scores are greater than 0, and the bits of such numbers are ordered as they are.
        let score = self.score(candidate) * weight;
        (!score.to_bits(), candidate.start, !candidate.length, index)
    }

    fn score(&self, candidate: &Candidate) -> f64 {
        let repeats = f64::from(candidate.count.saturating_sub(1));
        let length = LENGTH[(candidate.length as usize).min(LONGEST_PHRASE)];
        let place = f64::from(candidate.start) / self.words;
        (repeats + self.chance).sqrt() * length * (1.0 - DECAY * place)
    }
}

/// What words of each commonness weigh, in a phrase.
#[derive(Debug)]
pub(super) struct Weights([f64; UNKNOWN as usize + 1]);

impl Default for Weights {
    fn default() -> Self {
        Self(std::array::from_fn(|common| rarity(common).sqrt().sqrt()))
    }
}

impl Weights {
    /// The weight of a word or phrase, given how common its words are, and whether it is more than a part of others. Words that
    /// are no key terms say neither this nor that.
    #[inline]
    pub(super) fn of(&self, common: impl ExactSizeIterator<Item = u8>, stands_alone: bool) -> f64 {
        let is_word = common.len() == 1;
        let (mut sum, mut words) = (0, 0);
        for common in common.filter(|&common| common != NEVER) {
            sum += usize::from(common);
            words += 1;
        }
        let mean = sum.checked_div(words).unwrap_or(UNKNOWN.into());
        match (is_word, stands_alone) {
            (false, _) => self.0[mean.min(UNKNOWN.into())],
            (true, true) => rarity(mean) * rarity(mean),
            (true, false) => WITHIN * rarity(mean) * rarity(mean),
        }
    }
}

/// From 0 to 1, greater than 0.
fn rarity(common: usize) -> f64 {
    common.max(1) as f64 / f64::from(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::{NEVER, UNKNOWN, WITHIN, Weights};

    #[test]
    fn rare_words_weigh_more() {
        let of = |common: &[u8], alone| Weights::default().of(common.iter().copied(), alone);
        assert_eq!(of(&[UNKNOWN], true), 1.0);
        assert_eq!(of(&[UNKNOWN], false), WITHIN);
        assert_eq!(of(&[UNKNOWN / 2], true), 0.25);
        assert_eq!(of(&[UNKNOWN, NEVER], true), 1.0);
        assert!(of(&[60, 80], true) < of(&[60, 120], true));
    }
}
