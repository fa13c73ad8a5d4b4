//! Numbers in one form each, so that `3`, `3.0` and `-0` leave no trace of how they were written.

use std::cmp::Ordering;

use serde_json::Value;

/// 2⁶⁴: the first whole number that is a float here.
const ABOVE_INTEGERS: f64 = 18_446_744_073_709_551_616.0;

/// A finite number: an integer where it is whole and fits 64 bits, signed or not, else a float.
///
/// The border lies where JSON readers have it: beyond 64 bits they read the nearest float, so a guest that folds
/// its own 128-bit integer has to see that float too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// From −2⁶³ to 2⁶⁴ − 1.
    Integer(i128),
    /// Finite, and not in the reach of `Integer`.
    Float(f64),
}

impl Number {
    /// The number that is nearest to `value`.
    pub(crate) fn from_i128(value: i128) -> Self {
        if (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&value) {
            Self::Integer(value)
        } else {
            Self::from_f64(value as f64)
        }
    }

    /// `value` must be finite.
    pub(crate) fn from_f64(value: f64) -> Self {
        if value == value.trunc() && value >= i64::MIN as f64 && value < ABOVE_INTEGERS {
            Self::Integer(value as i128)
        } else {
            Self::Float(value)
        }
    }

    /// The nearest float, ties to even.
    pub(crate) fn to_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Integer(value) => integer_value(value),
            Self::Float(value) => Value::from(value),
        }
    }
}

/// A JSON integer where it fits 64 bits, signed or not, else the nearest float.
pub(crate) fn integer_value(value: i128) -> Value {
    if let Ok(value) = u64::try_from(value) {
        Value::from(value)
    } else if let Ok(value) = i64::try_from(value) {
        Value::from(value)
    } else {
        Value::from(value as f64)
    }
}

/// As [`integer_value`], for what is counted.
pub(crate) fn count_value(count: u128) -> Value {
    u64::try_from(count).map_or_else(|_| Value::from(count as f64), Value::from)
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By value, exactly: an integer is never rounded to meet a float.
impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Integer(ours), Self::Integer(theirs)) => ours.cmp(theirs),
            (Self::Float(ours), Self::Float(theirs)) => ours.total_cmp(theirs),
            (Self::Integer(ours), Self::Float(theirs)) => cmp_with_float(*ours, *theirs),
            (Self::Float(ours), Self::Integer(theirs)) => cmp_with_float(*theirs, *ours).reverse(),
        }
    }
}

/// The cast saturates, which is right for a float beyond all integers. Within them a float here has a fraction,
/// so it lies above its floor, and no integer equals it.
fn cmp_with_float(integer: i128, float: f64) -> Ordering {
    if integer <= float.floor() as i128 { Ordering::Less } else { Ordering::Greater }
}

#[cfg(test)]
mod tests {
    use super::Number::{self, Float, Integer};

    #[track_caller]
    fn check(value: f64, expected: Number) {
        assert_eq!(Number::from_f64(value), expected, "of {value:?}");
    }

    #[test]
    fn a_whole_number_of_64_bits_is_an_integer() {
        check(-0.0, Integer(0));
        check(3.0, Integer(3));
        check(-9_223_372_036_854_775_808.0, Integer(i64::MIN.into()));
        check(18_446_744_073_709_549_568.0, Integer(18_446_744_073_709_549_568));
        assert_eq!(Number::from_i128(u64::MAX.into()), Integer(u64::MAX.into()));
    }

    #[test]
    fn all_else_is_a_float() {
        check(0.5, Float(0.5));
        check(5e-324, Float(5e-324));
        check(18_446_744_073_709_551_616.0, Float(18_446_744_073_709_551_616.0));
        check(-1e300, Float(-1e300));
        assert_eq!(Number::from_i128(i128::from(u64::MAX) + 1), Float(18_446_744_073_709_551_616.0));
        assert_eq!(
            Number::from_i128(i128::MIN),
            Float(-170_141_183_460_469_231_731_687_303_715_884_105_728.0)
        );
    }

    #[test]
    fn order_is_exact_where_a_float_would_round() {
        let ascending = [
            Float(-1e300),
            Integer(i64::MIN.into()),
            Float(-2.5),
            Integer(-2),
            Float(-1e-300),
            Integer(0),
            Float(5e-324),
            Integer(1),
            Float(1.5),
            Integer(9_007_199_254_740_993),
            Integer(u64::MAX.into()),
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
