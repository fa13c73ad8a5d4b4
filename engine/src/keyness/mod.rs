//! How much more often a key is in one text than in another.

/// What was counted of a key on one side, and of all keys of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frequency {
    pub(super) count: u128,
    pub(super) of: u128,
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
pub(super) fn log_likelihood(ours: Frequency, theirs: Frequency) -> f64 {
    let ((a, of_a), (b, of_b)) = (ours.floats(), theirs.floats());
    let part = |observed: f64, of: f64| {
        let expected = of * ((a + b) / (of_a + of_b));
        if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
    };
    (2.0 * (part(a, of_a) + part(b, of_b))).max(0.0)
}

/// The log ratio: how many times the frequency doubles from their side to ours (Hardie 2014, "Log Ratio: an informal
/// introduction"). A key that a side lacks is taken as half a key there.
pub(super) fn log_ratio(ours: Frequency, theirs: Frequency) -> f64 {
    let relative = |frequency: Frequency| {
        let (count, of) = frequency.floats();
        count.max(0.5) / of.max(1.0)
    };
    (relative(ours) / relative(theirs)).log2()
}

/// A figure as reports have it.
pub(super) fn rounded(figure: f64) -> f64 {
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
    fn no_count_is_no_figure_that_json_lacks() {
        for (count, of) in [(0, 0), (u128::MAX, u128::MAX), (1, u128::MAX)] {
            let frequency = Frequency { count, of };
            let other = Frequency { count: 0, of: 0 };
            assert!(log_ratio(frequency, other).is_finite());
            assert!(log_likelihood(frequency, Frequency { count: 1, of: 10 }).is_finite());
        }
    }
}
