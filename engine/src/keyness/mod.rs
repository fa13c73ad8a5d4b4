//! How much more often a key is in one text than in another.

mod groups;
mod ranked;
mod table;

pub(crate) use groups::{Distinctive, GroupKeys, of_states};
pub(crate) use ranked::Ranked;
pub(crate) use table::{Counted, KeyTable};

use std::cmp::Ordering;

/// How often a key has to be in both texts together to be weighed, by default.
pub(crate) const LEAST_COUNT: u64 = 5;

/// In how many documents a key has to be of the text that has it more often, by default: what one document says all the time
/// tells of that one.
pub(crate) const LEAST_DOCUMENTS: u64 = 2;

/// What was counted of a key on one side, and of all keys of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frequency {
    pub(crate) count: u128,
    pub(crate) of: u128,
}

impl Frequency {
    /// Counts are at most 2¹²⁸, and a float is near enough: both figures are estimates of chance.
    #[expect(clippy::cast_precision_loss, reason = "the figures are rounded to three decimals")]
    fn floats(self) -> (f64, f64) {
        (self.count as f64, self.of as f64)
    }
}

/// The log-likelihood G² of two frequencies, with one degree of freedom: how unlikely it is that both are samples of one text.
///
/// 2 Σ O ln (O / E), where a side's expected count E is its share of the key's count in both (Rayson and Garside 2000,
/// "Comparing corpora using frequency profiling").
pub(crate) fn log_likelihood(ours: Frequency, theirs: Frequency) -> f64 {
    let ((a, of_a), (b, of_b)) = (ours.floats(), theirs.floats());
    let part = |observed: f64, of: f64| {
        let expected = of * ((a + b) / (of_a + of_b));
        if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
    };
    (2.0 * (part(a, of_a) + part(b, of_b))).max(0.0)
}

/// The log-likelihood G² of any number of frequencies: how unlikely it is that all are samples of one text, with as many degrees
/// of freedom as there are, less one.
pub(crate) fn variation(frequencies: impl Iterator<Item = Frequency> + Clone) -> f64 {
    let floats = frequencies.map(Frequency::floats);
    let (count, of) = floats.clone().fold((0.0, 0.0), |(count, of), (c, o)| (count + c, of + o));
    let parts = floats.map(|(observed, size)| {
        let expected = size * (count / of);
        if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
    });
    (2.0 * parts.sum::<f64>()).max(0.0)
}

/// The log ratio: how many times the frequency doubles from their side to ours (Hardie 2014, "Log Ratio: an informal
/// introduction"). A key that a side lacks is taken as half a key there.
pub(crate) fn log_ratio(ours: Frequency, theirs: Frequency) -> f64 {
    let relative = |frequency: Frequency| {
        let (count, of) = frequency.floats();
        count.max(0.5) / of.max(1.0)
    };
    (relative(ours) / relative(theirs)).log2()
}

/// How two frequencies compare, exactly while products fit 128 bits.
pub(crate) fn compared(ours: Frequency, theirs: Frequency) -> Ordering {
    let products = (ours.count.checked_mul(theirs.of), theirs.count.checked_mul(ours.of));
    match products {
        (Some(ours), Some(theirs)) => ours.cmp(&theirs),
        _ => log_ratio(ours, theirs).total_cmp(&0.0),
    }
}

/// A figure as reports have it.
pub(crate) fn rounded(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 20 of 1,000 and 10 of 2,000 are 10 and 20 expected, 2 (20 ln 2 + 10 ln ½) = 20 ln 2.
    #[test]
    fn figures_are_those_of_a_hand_computation() {
        let frequency = |count, of| Frequency { count, of };
        for (ours, theirs, g2, ratio) in [
            (frequency(20, 1000), frequency(10, 2000), 20.0 * 2_f64.ln(), 2.0),
            (frequency(10, 2000), frequency(20, 1000), 20.0 * 2_f64.ln(), -2.0),
            (frequency(7, 700), frequency(3, 300), 0.0, 0.0),
            // Nothing on one side: 2 · 8 ln (8 / 4).
            (frequency(8, 500), frequency(0, 500), 16.0 * 2_f64.ln(), 4.0),
        ] {
            assert!((log_likelihood(ours, theirs) - g2).abs() < 1e-9, "{ours:?} {theirs:?}");
            assert!((log_ratio(ours, theirs) - ratio).abs() < 1e-9, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn variation_of_two_is_their_log_likelihood() {
        let frequency = |count, of| Frequency { count, of };
        let (one, other) = (frequency(20, 1000), frequency(10, 2000));
        assert!((variation([one, other].into_iter()) - log_likelihood(one, other)).abs() < 1e-9);
        // Three times the same share.
        let same = [frequency(1, 10), frequency(2, 20), frequency(4, 40)];
        assert!(variation(same.into_iter()) < 1e-9);
        assert_eq!(variation(std::iter::empty()), 0.0);
    }

    #[test]
    fn no_count_is_no_figure_that_json_lacks() {
        for (count, of) in [(0, 0), (u128::MAX, u128::MAX), (1, u128::MAX)] {
            let frequency = Frequency { count, of };
            let other = Frequency { count: 0, of: 0 };
            assert!(log_ratio(frequency, other).is_finite());
            assert!(log_likelihood(frequency, Frequency { count: 1, of: 10 }).is_finite());
        }
    }
}
