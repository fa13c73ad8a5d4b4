//! The values that hold no others.

use serde_json::Value;

use crate::error::FoldError;
use crate::number::{Number, integer_value};

/// A value that is neither null, list nor object.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scalar<'a> {
    Boolean(bool),
    Integer(i128),
    /// Finite.
    Float(f64),
    String(&'a str),
}

impl<'a> Scalar<'a> {
    /// A float, which must be finite: JSON has no other, and would say null.
    pub(super) fn float(value: f64) -> Result<Self, FoldError> {
        if value.is_finite() {
            Ok(Self::Float(value))
        } else {
            Err(FoldError::new(value.to_string(), "a finite number"))
        }
    }

    /// A float of 32 bits, as the number that it is written as: `0.1_f32` is 0.1. Whoever reads it as JSON sees
    /// that number, and a guest that folds it has to see the same.
    pub(super) fn single(value: f32) -> Result<Self, FoldError> {
        Self::float(value.to_string().parse().unwrap_or(f64::NAN))
    }

    pub(super) fn number(self) -> Option<Number> {
        match self {
            Self::Integer(value) => Some(Number::from_i128(value)),
            Self::Float(value) => Some(Number::from_f64(value)),
            Self::Boolean(_) | Self::String(_) => None,
        }
    }

    pub(super) fn count(self) -> Option<u64> {
        match self {
            Self::Integer(value) => u64::try_from(value).ok(),
            _ => None,
        }
    }

    pub(super) fn string(self) -> Option<&'a str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn to_value(self) -> Value {
        match self {
            Self::Boolean(value) => Value::from(value),
            Self::Integer(value) => integer_value(value),
            Self::Float(value) => Value::from(value),
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
