//! From exact numbers to the nearest float, rounded once.

use num_bigint::BigUint;

use crate::exact::Parts;

/// A quotient or a root is worked out to this many bits, a dozen more than a float has: what is cut off after
/// them can then only break a tie, for which one bit is kept.
const QUOTIENT_BITS: u64 = 66;

/// The float nearest to an exact number, ties to even; the greatest finite one where it lies beyond.
pub(crate) fn nearest(parts: &Parts) -> f64 {
    signed(parts.negative, round(&parts.magnitude, parts.exponent, false))
}

/// The float nearest to `parts` / `divisor`, which is not 0.
pub(crate) fn nearest_quotient(parts: &Parts, divisor: &BigUint) -> f64 {
    let (quotient, exponent, inexact) = divide(&parts.magnitude, parts.exponent, divisor, QUOTIENT_BITS);
    signed(parts.negative, round(&quotient, exponent, inexact))
}

/// The float nearest to the square root of `parts` / `divisor`, which is not 0; the sign is not looked at.
pub(crate) fn nearest_root(parts: &Parts, divisor: &BigUint) -> f64 {
    let (quotient, exponent, inexact) = divide(&parts.magnitude, parts.exponent, divisor, 2 * QUOTIENT_BITS);
    let root = quotient.sqrt();
    let inexact = inexact || &root * &root != quotient;
    round(&root, exponent / 2, inexact)
}

/// `magnitude` · 2^`exponent` / `divisor` to at least `bits` bits, the exponent of the quotient (even), and
/// whether something was cut off.
fn divide(magnitude: &BigUint, exponent: i64, divisor: &BigUint, bits: u64) -> (BigUint, i64, bool) {
    let missing = (bits + divisor.bits()).saturating_sub(magnitude.bits());
    let odd = (exponent - signed_bits(missing)).rem_euclid(2);
    let shift = missing + odd.unsigned_abs();
    let dividend = magnitude << shift;
    let quotient = &dividend / divisor;
    let inexact = &quotient * divisor != dividend;
    (quotient, exponent - signed_bits(shift), inexact)
}

/// Rounds `magnitude` · 2^`exponent`, and a little more where it is `inexact`.
fn round(magnitude: &BigUint, exponent: i64, inexact: bool) -> f64 {
    if *magnitude == BigUint::ZERO {
        return 0.0;
    }
    let highest = exponent + signed_bits(magnitude.bits()) - 1;
    // The last bit of a float of this size; subnormals share theirs.
    let last = (highest - 52).max(-1_074);
    let mantissa = shift_rounding(magnitude, last - exponent, inexact);
    // A mantissa that was rounded up to 2^53 carries into the exponent, where it belongs.
    let biased = last + 1_075;
    if biased > 2_045 + i64::from(mantissa < 1 << 53) {
        return f64::MAX;
    }
    f64::from_bits((biased.unsigned_abs() << 52) + mantissa - (1 << 52))
}

/// `magnitude` / 2^`shift`, ties to even; the result has at most 54 bits.
fn shift_rounding(magnitude: &BigUint, shift: i64, inexact: bool) -> u64 {
    let low_digits = |number: BigUint| number.iter_u64_digits().next().unwrap_or(0);
    if shift <= 0 {
        return low_digits(magnitude << shift.unsigned_abs());
    }
    let shift = shift.unsigned_abs();
    let kept = low_digits(magnitude >> shift);
    let half = magnitude.bit(shift - 1);
    let below_half = inexact || magnitude.trailing_zeros().is_some_and(|zeros| zeros < shift - 1);
    kept + u64::from(half && (below_half || kept % 2 == 1))
}

fn signed(negative: bool, magnitude: f64) -> f64 {
    if negative { -magnitude } else { magnitude }
}

fn signed_bits(bits: u64) -> i64 {
    i64::try_from(bits).expect("no number has 2^63 bits")
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use proptest::prelude::*;

    use super::{nearest, nearest_quotient, nearest_root};
    use crate::exact::{Exact, Parts};
    use crate::number::Number;

    fn parts(value: f64) -> Parts {
        let mut exact = Exact::default();
        exact.add(Number::from_f64(value), 1);
        exact.to_parts()
    }

    #[track_caller]
    fn check(text: &str, expected: f64) {
        let exact = Exact::read(text).expect("a sum");
        assert_eq!(nearest(&exact.to_parts()).to_bits(), expected.to_bits(), "of {text}");
    }

    #[test]
    fn ties_go_to_even() {
        check("0x20000000000001p+0", 9_007_199_254_740_992.0);
        check("0x20000000000003p+0", 9_007_199_254_740_996.0);
        check("0x200000000000011p-4", 9_007_199_254_740_994.0);
        check("0x3fffffffffffffp+0", 18_014_398_509_481_984.0);
    }

    #[test]
    fn the_ends_of_the_scale_hold() {
        check("0x0p+0", 0.0);
        check("0x1p-1074", 5e-324);
        check("0x1p-1075", 0.0);
        check("0x3p-1076", 5e-324);
        check("0x3p-1075", 1e-323);
        check("0xfffffffffffffp-1074", f64::from_bits(0x000F_FFFF_FFFF_FFFF));
        check("0x1fffffffffffffp-1075", f64::MIN_POSITIVE);
        check("0x1p-2148", 0.0);
        check("0x1fffffffffffffp+971", f64::MAX);
        check("0x3fffffffffffffp+970", f64::MAX);
        check("-0x1p+1024", f64::MIN);
        check("0x1p+2000", f64::MAX);
    }

    proptest! {
        #[test]
        fn a_float_is_nearest_to_itself(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
            prop_assert_eq!(nearest(&parts(value)), value);
        }

        #[test]
        fn division_and_root_are_those_of_ieee_754(dividend in 1_u64..1 << 53, divisor in 1_u64..1 << 53) {
            let exact = parts(dividend as f64);
            let quotient = dividend as f64 / divisor as f64;
            prop_assert_eq!(nearest_quotient(&exact, &BigUint::from(divisor)), quotient);
            prop_assert_eq!(nearest_root(&exact, &BigUint::from(1_u32)), (dividend as f64).sqrt());
            prop_assert_eq!(nearest_root(&parts(dividend as f64 / 1024.0), &BigUint::from(1_u32)), (dividend as f64 / 1024.0).sqrt());
        }
    }
}
