//! The values that hold no others.

use serde_json::Value;

use crate::error::FoldError;
use crate::number::Number;

/// A value that is neither null, list nor object.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scalar<'a> {
    Boolean(bool),
    Number(Number),
    String(&'a str),
}

impl<'a> Scalar<'a> {
    /// A float, which must be finite: JSON has no other, and would say null.
    #[inline]
    pub(super) fn float(value: f64) -> Result<Self, FoldError> {
        finite(value).map(Self::Number)
    }

    /// A float of 32 bits, as the number that it is written as: `0.1_f32` is 0.1. Whoever reads it as JSON sees
    /// that number, and a guest that folds it has to see the same.
    pub(super) fn single(value: f32) -> Result<Self, FoldError> {
        Self::float(value.to_string().parse().unwrap_or(f64::NAN))
    }

    #[inline]
    pub(super) fn number(self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(number),
            Self::Boolean(_) | Self::String(_) => None,
        }
    }

    /// A number, or 1 for true and 0 for false.
    #[inline]
    pub(super) fn amount(self) -> Option<Number> {
        match self {
            Self::Boolean(is_so) => Some(Number::Natural(is_so.into())),
            other => other.number(),
        }
    }

    #[inline]
    pub(super) fn count(self) -> Option<u64> {
        match self {
            Self::Number(Number::Natural(count)) => Some(count),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn string(self) -> Option<&'a str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn to_value(self) -> Value {
        match self {
            Self::Boolean(value) => Value::from(value),
            Self::Number(number) => number.to_value(),
            Self::String(text) => Value::from(text),
        }
    }

    /// How an error names it.
    pub(super) fn describe(self) -> String {
        match self {
            Self::String(text) => {
                let shown: String = text.chars().take(40).collect();
                let more = if shown.len() < text.len() { "…" } else { "" };
                format!("the string {shown:?}{more}")
            }
            other => other.to_value().to_string(),
        }
    }
}

/// The number of a float, which must be finite.
#[inline]
pub(crate) fn finite(value: f64) -> Result<Number, FoldError> {
    if value.is_finite() { Ok(Number::from_f64(value)) } else { Err(not_finite(value)) }
}

#[cold]
fn not_finite(value: f64) -> FoldError {
    FoldError::new(value.to_string(), "a finite number")
}
