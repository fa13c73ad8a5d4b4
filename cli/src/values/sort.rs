//! By what a concordance is sorted.

use std::str::FromStr;

/// By what a concordance is sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SortKey {
    /// A word before the hit: 1 is the last.
    Left(usize),
    /// A word after the hit: 1 is the first.
    Right(usize),
    /// The document's id.
    Document,
    /// A field of the metadata.
    Field(String),
}

impl FromStr for SortKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let place = |digits: &str| digits.parse::<usize>().ok().filter(|place| (1..=99).contains(place));
        let side = text.split_at_checked(1);
        match (side, text) {
            (Some(("L", digits)), _) if place(digits).is_some() => Ok(Self::Left(place(digits).unwrap_or(1))),
            (Some(("R", digits)), _) if place(digits).is_some() => {
                Ok(Self::Right(place(digits).unwrap_or(1)))
            }
            (_, "") => Err("expected L1, R1, document, or the name of a field".into()),
            (_, "document") => Ok(Self::Document),
            (_, field) => Ok(Self::Field(field.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SortKey;

    #[test]
    fn keys_are_places_and_fields() {
        for (text, expected) in [
            ("L1", Ok(SortKey::Left(1))),
            ("R12", Ok(SortKey::Right(12))),
            ("document", Ok(SortKey::Document)),
            ("date", Ok(SortKey::Field("date".into()))),
            ("R0", Ok(SortKey::Field("R0".into()))),
            ("", Err("expected L1, R1, document, or the name of a field".to_string())),
        ] {
            assert_eq!(text.parse::<SortKey>(), expected, "{text}");
        }
    }
}
