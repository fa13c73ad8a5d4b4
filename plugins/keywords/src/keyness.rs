//! The key terms of a document: words that it has far more often than texts in general.
//!
//! How surprising it is that a document of n words has a word k times, of which e were expected, is told by the
//! log-likelihood ratio G² = 2 (k ln (k / e) − (k − e)) (Dunning, 1993, "Accurate methods for the statistics of surprise
//! and coincidence"; here of one text against a background that is taken for certain). What is expected follows from how
//! common the word is in general ([`lexicon::commonness`](crate::lexicon::commonness)). All is reckoned in eighths of a bit,
//! with whole numbers alone.

use crate::word::Content;

/// The least surprise of a key term: G² of 6.63, which one word in a hundred reaches by chance (χ² with one degree of
/// freedom), is 4.78 bits.
const LEAST: i32 = 38;

/// What k costs in k log₂ (k / e) − (k − e) log₂ exp 1. That e adds to it is left out: it is little where k is surprising.
const EACH: i32 = 12;

/// Chooses the key terms of documents, with room that is kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct KeyTerms {
    /// By surprise, less for the greater, and by place: the term and its count.
    ranked: Vec<(i32, u32, u32, u32)>,
}

impl KeyTerms {
    /// The key terms of a document of so many words, `most` of them at most, in no order, among those that are given with
    /// their counts: each last with its number and its count.
    pub(crate) fn of<'c>(
        &mut self,
        terms: impl Iterator<Item = (&'c Content, u32)>,
        words: u32,
        most: usize,
    ) -> &[(i32, u32, u32, u32)] {
        let expected = eighths(words);
        self.ranked.clear();
        for (place, (content, count)) in (0..).zip(terms) {
            let surprise = surprise(count, expected, content.common);
            if surprise >= LEAST && content.common != NEVER {
                self.ranked.push((-surprise, place, content.term, count));
            }
        }
        if self.ranked.len() > most {
            self.ranked.select_nth_unstable_by_key(most, |&(surprise, place, ..)| (surprise, place));
            self.ranked.truncate(most);
        }
        &self.ranked
    }
}

/// The commonness of what is never a key term.
pub(crate) const NEVER: u8 = 0;

/// The commonness of a word that texts in general hardly have: less than once in a million words.
pub(crate) const UNKNOWN: u8 = 160;

/// How surprising it is to meet a word so often in a text whose number of words has so many eighths of a bit.
#[inline]
fn surprise(count: u32, words: i32, common: u8) -> i32 {
    let one = i32::from(common) - words - EACH;
    if count == 1 {
        return one;
    }
    // A word that is met so often is no less surprising than it says.
    let count = count.min(1 << 16);
    count as i32 * (one + eighths(count))
}

/// Eight times the binary logarithm, rounded down; between powers of two it runs straight, at most 0.09 below the curve.
#[inline]
fn eighths(number: u32) -> i32 {
    let number = number.max(1);
    let whole = number.ilog2();
    let part = (u64::from(number) << 3 >> whole) & 7;
    (whole << 3) as i32 + part as i32
}

#[cfg(test)]
mod tests {
    use super::{KeyTerms, LEAST, NEVER, UNKNOWN, eighths, surprise};
    use crate::word::Content;

    #[test]
    fn logarithms_are_those_of_a_table() {
        for (number, expected) in [(0, 0), (1, 0), (2, 8), (3, 12), (4, 16), (1000, 79), (u32::MAX, 255)] {
            assert_eq!(eighths(number), expected, "{number}");
        }
    }

    /// G² as it was reckoned by hand: 2 (k ln (k / e) − (k − e)). What is left out of a surprise, 2 e, is put back.
    #[track_caller]
    fn check(count: u32, words: u32, (common, expected): (u8, f64), by_hand: f64) {
        let bits = f64::from(surprise(count, eighths(words), common)) / 8.0;
        let found = 2.0 * std::f64::consts::LN_2 * bits + 2.0 * expected;
        assert!((found - by_hand).abs() <= 0.1 * by_hand, "{found} for {by_hand}");
    }

    #[test]
    fn surprise_is_the_ratio_of_likelihoods() {
        // 1,000, 100 and 50 times in a million words.
        check(1, 100, (80, 0.1), 2.805);
        check(5, 1000, (106, 0.1), 29.320);
        check(40, 20_000, (114, 1.0), 217.110);
    }

    #[test]
    fn common_words_have_to_come_again() {
        let content = |(term, common)| Content { common, ..Content::plain_in(term, term) };
        let contents = (1..).zip([70, 70, UNKNOWN, UNKNOWN, NEVER]).map(content);
        let contents: Vec<Content> = contents.collect();
        let mut key_terms = KeyTerms::default();
        let mut of = |most| {
            let counted = contents.iter().zip([1, 9, 1, 2, 99]);
            let mut found: Vec<u32> =
                key_terms.of(counted, 100, most).iter().map(|&(.., term, _)| term).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(of(9), [2, 3, 4]);
        assert_eq!(of(1), [2]);
        assert!(surprise(1, eighths(100), 70) < LEAST);
    }
}
