//! How evenly a key is spread over documents.
//!
//! The measure is the Kullback-Leibler divergence D of where the key's occurrences are from where all occurrences are
//! (Gries 2020, "Analyzing dispersion", in *A Practical Handbook of Corpus Linguistics*; 2021, "A new approach to (key)
//! keywords analysis", *Research in Corpus Linguistics* 9): with f of the key's F occurrences in a document that has s of all S,
//!
//! ```text
//! D = Σ f/F · log₂ ((f/F) / (s/S)) = log₂ S − log₂ F − (Σ f · log₂ (s/f)) / F
//! ```
//!
//! The sum on the right is of documents alone, so it merges, where Gries's DP and the deviations of Juilland's D need the
//! counts of each document once all of them are known. (Juilland's D also tends to 1 for every key of many documents: Biber,
//! Reppen, Schnur and Ghanem 2016.)
//!
//! All is reckoned with whole numbers, in parts of a bit of 2⁻¹⁶, so that it is the same on every machine.

/// Binary digits after the point.
const DIGITS: u32 = 16;

/// What a document adds to a key's part of the divergence: f · log₂ (s/f) of a key that was counted `count` times there, of
/// `of` in all, in 2⁻¹⁶ bits.
///
/// ```
/// use textmill_merge::dispersed_bits;
///
/// // Two of eight: 2 · log₂ 4.
/// assert_eq!(dispersed_bits(2, 8), 4 << 16);
/// assert_eq!(dispersed_bits(8, 8), 0);
/// ```
#[inline]
pub fn dispersed_bits(count: u64, of: u64) -> u64 {
    DocumentSize::of(of).dispersed_bits(count)
}

/// How many occurrences a document has of all keys: for [`dispersed_bits`] of many of them.
///
/// ```
/// use textmill_merge::DocumentSize;
///
/// assert_eq!(DocumentSize::of(8).dispersed_bits(2), 4 << 16);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocumentSize {
    logarithm: u64,
}

impl DocumentSize {
    /// That of a document with so many.
    #[inline]
    pub fn of(occurrences: u64) -> Self {
        Self { logarithm: logarithm(occurrences) }
    }

    /// As [`dispersed_bits`] of a key that was counted `count` times.
    #[inline]
    pub fn dispersed_bits(self, count: u64) -> u64 {
        // Most keys come once.
        if count == 1 { self.logarithm } else { self.bits_of_several(count) }
    }

    #[inline(never)]
    fn bits_of_several(self, count: u64) -> u64 {
        count.saturating_mul(self.logarithm.saturating_sub(logarithm(count)))
    }
}

/// The binary logarithm of a number of at least 1, rounded down to 2⁻¹⁶.
#[inline]
pub(crate) fn logarithm(number: u64) -> u64 {
    match SMALL.get(number as usize) {
        Some(logarithm) if number < SMALL.len() as u64 => (*logarithm).into(),
        _ => long_logarithm(number),
    }
}

/// The logarithms of small numbers.
static SMALL: [u32; 1024] = {
    let mut small = [0; 1024];
    let mut number = 1;
    while number < small.len() {
        small[number] = long_logarithm(number as u64) as u32;
        number += 1;
    }
    small
};

/// Digit by digit: where the square of what is left reaches two, the next digit is one.
const fn long_logarithm(number: u64) -> u64 {
    if number == 0 {
        return 0;
    }
    let whole = number.ilog2();
    // From 2³¹ to 2³²: one to two.
    let mut left = (number << (63 - whole)) >> 32;
    let mut logarithm = whole as u64;
    let mut digit = 0;
    while digit < DIGITS {
        left = (left * left) >> 31;
        logarithm <<= 1;
        if left >= 1 << 32 {
            left >>= 1;
            logarithm |= 1;
        }
        digit += 1;
    }
    logarithm
}

/// How unevenly a key is spread: 1 − e^(−D), from 0, where each document has its share of it, towards 1, where one small
/// document has all of it. To three decimals.
///
/// `count` is how often the key was counted, `bits` the sum of [`dispersed_bits`] of its documents, and `total` what all keys
/// come to.
pub fn dispersion(count: u128, bits: u64, total: u128) -> f64 {
    let [count, total] = [count, total].map(|number| u64::try_from(number).unwrap_or(u64::MAX));
    let divergence = logarithm(total).saturating_sub(logarithm(count)).saturating_sub(bits / count.max(1));
    let thousandths = (ONE.saturating_sub(exponential(divergence)) * 1000) >> 31;
    // To the nearest: what was shifted out but for one digit is half.
    thousandths.div_ceil(2) as f64 / 1000.0
}

/// By what keys are ranked that are frequent and spread evenly: the logarithm of F · e^(−D), but for what all keys have in
/// common. (A key's frequency times its evenness is Juilland's usage coefficient.)
pub(crate) fn usage(count: u128, bits: u64) -> u128 {
    /// 1 + ln 2 in 2⁻¹⁶.
    const FACTOR: u128 = 110_962;
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    u128::from(logarithm(count)) * FACTOR + (u128::from(bits) << DIGITS) / u128::from(count.max(1))
}

/// By what keys are ranked that many documents have often, before those of one document alone.
pub(crate) fn widespread(count: u128, documents: u64) -> u128 {
    const SEVERAL: u128 = 1 << 100;
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    if documents < 2 {
        return count.into();
    }
    let bits = logarithm(documents.saturating_add(count)).saturating_sub(logarithm(documents));
    SEVERAL + u128::from(documents) * u128::from(bits)
}

/// e^(−x) of x in 2⁻¹⁶, in 2⁻³².
fn exponential(number: u64) -> u64 {
    /// log₂ e in 2⁻¹⁶.
    const FACTOR: u128 = 94_548;
    let power = u64::try_from((u128::from(number) * FACTOR) >> DIGITS).unwrap_or(u64::MAX);
    let whole = power >> DIGITS;
    if whole >= 32 {
        return 0;
    }
    let mut value = ONE;
    for (digit, root) in (0..DIGITS).rev().zip(ROOTS) {
        if (power >> digit) & 1 == 1 {
            value = (value * root) >> 32;
        }
    }
    value >> whole
}

/// One in 2⁻³².
const ONE: u64 = 1 << 32;

/// 2^(−1/2), 2^(−1/4) and so on, in 2⁻³².
const ROOTS: [u64; DIGITS as usize] = {
    let mut roots = [0; DIGITS as usize];
    let mut root = 1_u64 << 31;
    let mut digit = 0;
    while digit < roots.len() {
        root = (root << 32).isqrt();
        roots[digit] = root;
        digit += 1;
    }
    roots
};

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "what is reckoned is held to the platform's functions")]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_floats() {
        for number in (1..5_000).chain([65_535, 65_536, 1 << 40, 3 << 50, u64::MAX - 1, u64::MAX]) {
            let expected = (number as f64).log2();
            let found = logarithm(number) as f64 / 65_536.0;
            assert!(
                (found - expected).abs() < 3e-5 && found < expected + 1e-9,
                "{number}: {found} {expected}"
            );
        }
        assert_eq!(logarithm(0), 0);
    }

    #[test]
    fn exponentials_are_those_of_floats() {
        for number in (0..400_000).step_by(37) {
            let expected = (-(number as f64) / 65_536.0).exp();
            let found = exponential(number) as f64 / 4_294_967_296.0;
            assert!((found - expected).abs() < 2e-5, "{number}: {found} {expected}");
        }
        assert_eq!(exponential(u64::MAX), 0);
    }

    /// By hand, of three documents of 20, 30 and 50 words: the divergence of the shares of a key from .2, .3 and .5.
    #[test]
    fn dispersion_is_that_of_a_hand_computation() {
        let sizes = [20, 30, 50];
        for (counts, expected) in [
            // As the documents.
            ([2, 3, 5], 0.0),
            // All of it in the first: D = log₂ 5, 1 − e^(−2.3219).
            ([7, 0, 0], 0.902),
            // In the last: D = 1.
            ([0, 0, 4], 0.632),
            // D = .5 log₂ 2.5 + .5 log₂ 1 = .66096
            ([5, 0, 5], 0.484),
        ] {
            let bits = counts.iter().zip(sizes).map(|(count, of)| dispersed_bits(*count, of)).sum();
            let count: u64 = counts.iter().sum();
            assert_eq!(dispersion(count.into(), bits, 100), expected, "{counts:?}");
        }
        assert_eq!(dispersion(u128::MAX, u64::MAX, 0), 0.0);
        assert_eq!(dispersion(1, 0, u128::MAX), 1.0);
    }

    #[test]
    fn what_is_widespread_comes_before_what_one_document_says_all_the_time() {
        let ordered = [(50_000, 1_000), (3_000, 1_000), (248, 3), (93, 4), (88, 2), (2, 2), (184, 1), (1, 1)];
        let ranks = ordered.map(|(count, documents)| widespread(count, documents));
        assert!(ranks.is_sorted_by(|one, other| one > other), "{ranks:?}");
        assert!(widespread(u128::MAX, 1 << 40) > widespread(u128::MAX, 2));
    }

    #[test]
    fn usage_is_frequency_without_what_clusters() {
        let all_over = usage(10, 10 * dispersed_bits(1, 100));
        let in_one = usage(12, dispersed_bits(12, 100));
        assert!(all_over > in_one);
        assert!(usage(20, 20 * dispersed_bits(1, 100)) > all_over);
        // F · e^(−D) of both, where all have 1,000 words: .5 and 10.
        let ratio = (all_over - in_one) as f64 / (65_536.0 * 65_536.0);
        let reckoned = |count: f64, bits: f64| count.ln() + count.log2() + bits / count;
        let expected =
            reckoned(10.0, 10.0 * 100_f64.log2()) - reckoned(12.0, 12.0 * (100.0 / 12.0_f64).log2());
        assert!((ratio - expected).abs() < 1e-3, "{ratio} {expected}");
    }
}
