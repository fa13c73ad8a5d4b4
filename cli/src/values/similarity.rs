//! How like each other documents have to be.

use std::fmt;
use std::str::FromStr;

/// A share of what two documents have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Similarity(pub(crate) f64);

/// Below, what documents have in common is chance, or how their language is written.
const LEAST: f64 = 0.2;

impl FromStr for Similarity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(share) if (LEAST..=1.0).contains(&share) => Ok(Self(share)),
            _ => Err(format!("expected a number from {LEAST} to 1")),
        }
    }
}

/// What is taken for the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sameness {
    /// The same words in the same order.
    Same,
    /// At least so much similarity too; nothing for that by default.
    Near(Option<Similarity>),
}

impl FromStr for Sameness {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "same" => Ok(Self::Same),
            "near" => Ok(Self::Near(None)),
            // As a report has it.
            share => match share.strip_prefix("near=").unwrap_or(share).parse() {
                Ok(share) => Ok(Self::Near(Some(share))),
                Err(_) => Err("expected `same`, `near` or a number from 0.2 to 1".to_owned()),
            },
        }
    }
}

impl fmt::Display for Sameness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same => formatter.write_str("same"),
            Self::Near(None) => formatter.write_str("near"),
            Self::Near(Some(Similarity(share))) => write!(formatter, "{share}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sameness, Similarity};

    #[test]
    fn a_share_is_from_a_fifth_to_all() {
        assert_eq!("0.5".parse(), Ok(Similarity(0.5)));
        for text in ["0.1", "1.5", "", "half", "NaN", "inf"] {
            assert_eq!(
                text.parse::<Similarity>(),
                Err("expected a number from 0.2 to 1".to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_the_same_is_a_word_or_a_share() {
        for (text, expected) in [
            ("same", Sameness::Same),
            ("near", Sameness::Near(None)),
            ("0.75", Sameness::Near(Some(Similarity(0.75)))),
            ("near=0.75", Sameness::Near(Some(Similarity(0.75)))),
        ] {
            assert_eq!(text.parse(), Ok(expected));
        }
        assert!("alike".parse::<Sameness>().is_err());
    }
}
