//! Numbers in one form each, so that `3`, `3.0` and `-0` leave no trace of how they were written.

use std::cmp::Ordering;

use serde_json::Value;

/// 2⁶³ and 2⁶⁴: beyond the integers of 64 bits, signed and not.
const ABOVE_SIGNED: f64 = 9_223_372_036_854_775_808.0;
const ABOVE_UNSIGNED: f64 = 18_446_744_073_709_551_616.0;

/// A finite number: an integer where it is whole and fits 64 bits, signed or not, else a float.
///
/// The border lies where JSON readers have it: beyond 64 bits they read the nearest float, so a guest that folds
/// its own 128-bit integer has to see that float too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// Below 0.
    Negative(i64),
    /// From 0 on.
    Natural(u64),
    /// Finite, and not in the reach of the others.
    Float(f64),
}

impl Number {
    /// The number that is nearest to `value`.
    pub(crate) fn from_i128(value: i128) -> Self {
        match (u64::try_from(value), i64::try_from(value)) {
            (Ok(value), _) => Self::Natural(value),
            (_, Ok(value)) => Self::Negative(value),
            _ => Self::from_f64(value as f64),
        }
    }

    /// `value` must be finite.
    #[inline]
    pub(crate) fn from_f64(value: f64) -> Self {
        if value.abs() < ABOVE_SIGNED {
            let integer = value as i64;
            if integer as f64 == value { Self::from(integer) } else { Self::Float(value) }
        } else if value == -ABOVE_SIGNED {
            Self::Negative(i64::MIN)
        } else if value > 0.0 && value < ABOVE_UNSIGNED {
            Self::Natural(value as u64)
        } else {
            Self::Float(value)
        }
    }

    /// The nearest float, ties to even.
    #[inline]
    pub(crate) fn to_f64(self) -> f64 {
        match self {
            Self::Negative(value) => value as f64,
            Self::Natural(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Negative(value) => Value::from(value),
            Self::Natural(value) => Value::from(value),
            Self::Float(value) => Value::from(value),
        }
    }
}

impl From<i64> for Number {
    #[inline]
    fn from(value: i64) -> Self {
        if value < 0 { Self::Negative(value) } else { Self::Natural(value.unsigned_abs()) }
    }
}

/// What was counted, as a JSON integer where it fits 64 bits, else as the nearest float.
pub(crate) fn count_value(count: u128) -> Value {
    u64::try_from(count).map_or_else(|_| Value::from(count as f64), Value::from)
}

impl Eq for Number {}

impl PartialOrd for Number {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By value, exactly: an integer is never rounded to meet a float.
impl Ord for Number {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Natural(ours), Self::Natural(theirs)) => ours.cmp(theirs),
            (Self::Negative(ours), Self::Negative(theirs)) => ours.cmp(theirs),
            (Self::Negative(_), Self::Natural(_)) => Ordering::Less,
            (Self::Natural(_), Self::Negative(_)) => Ordering::Greater,
            (Self::Float(ours), Self::Float(theirs)) => ours.total_cmp(theirs),
            (integer, Self::Float(theirs)) => cmp_with_float(integer.to_f64(), *theirs),
            (Self::Float(ours), integer) => cmp_with_float(integer.to_f64(), *ours).reverse(),
        }
    }
}

/// Compares an integer, rounded, with a float that is no integer of 64 bits. Rounding keeps the order, up to one
/// case: an integer just below 2⁶⁴ is rounded to it.
fn cmp_with_float(rounded: f64, float: f64) -> Ordering {
    if rounded > float { Ordering::Greater } else { Ordering::Less }
}

#[cfg(test)]
mod tests {
    use super::Number::{self, Float, Natural, Negative};

    #[track_caller]
    fn check(value: f64, expected: Number) {
        assert_eq!(Number::from_f64(value), expected, "of {value:?}");
    }

    #[test]
    fn a_whole_number_of_64_bits_is_an_integer() {
        check(-0.0, Natural(0));
        check(3.0, Natural(3));
        check(-3.0, Negative(-3));
        check(-9_223_372_036_854_775_808.0, Negative(i64::MIN));
        check(9_223_372_036_854_775_808.0, Natural(1 << 63));
        check(18_446_744_073_709_549_568.0, Natural(18_446_744_073_709_549_568));
        assert_eq!(Number::from_i128(u64::MAX.into()), Natural(u64::MAX));
        assert_eq!(Number::from_i128(i64::MIN.into()), Negative(i64::MIN));
    }

    #[test]
    fn all_else_is_a_float() {
        check(0.5, Float(0.5));
        check(-0.5, Float(-0.5));
        check(5e-324, Float(5e-324));
        check(18_446_744_073_709_551_616.0, Float(18_446_744_073_709_551_616.0));
        check(-9_223_372_036_854_777_856.0, Float(-9_223_372_036_854_777_856.0));
        check(-1e300, Float(-1e300));
        assert_eq!(Number::from_i128(i128::from(u64::MAX) + 1), Float(18_446_744_073_709_551_616.0));
        assert_eq!(Number::from_i128(i128::from(i64::MIN) - 1), Negative(i64::MIN));
        assert_eq!(
            Number::from_i128(i128::MIN),
            Float(-170_141_183_460_469_231_731_687_303_715_884_105_728.0)
        );
    }

    #[test]
    fn order_is_exact_where_a_float_would_round() {
        let ascending = [
            Float(-1e300),
            Negative(i64::MIN),
            Float(-2.5),
            Negative(-2),
            Float(-1e-300),
            Natural(0),
            Float(5e-324),
            Natural(1),
            Float(1.5),
            Natural(9_007_199_254_740_993),
            Natural(u64::MAX),
            Float(18_446_744_073_709_551_616.0),
            Float(f64::MAX),
        ];
        for (index, number) in ascending.iter().enumerate() {
            for (other_index, other) in ascending.iter().enumerate() {
                assert_eq!(number.cmp(other), index.cmp(&other_index), "{number:?} and {other:?}");
            }
        }
    }
}
