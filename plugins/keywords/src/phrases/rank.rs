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

use super::candidates::Candidate;
use crate::settings::LONGEST_PHRASE;

/// Up to so many words of phrases, a first occurrence counts in full.
const SHORT_TEXT: f64 = 80.0;

/// How much the last word of a text counts less than the first.
const DECAY: f64 = 0.7;

/// n^0.9 for phrases of n words.
const LENGTH: [f64; LONGEST_PHRASE + 1] = [0.0, 1.0, 1.866, 2.688, 3.482, 4.257, 5.016, 5.762, 6.498];

/// The score of a candidate in a document with `words` words of phrases.
pub(super) fn score(candidate: &Candidate, words: usize) -> f64 {
    let words = words.max(1) as f64;
    let chance = (SHORT_TEXT / words).min(1.0);
    let repeats = f64::from(candidate.count.saturating_sub(1));
    let length = LENGTH[candidate.length.min(LONGEST_PHRASE)];
    let place = candidate.start as f64 / words;
    (repeats + chance).sqrt() * length * (1.0 - DECAY * place)
}
