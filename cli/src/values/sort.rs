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

/// What there is to sort by, for who asks for something else.
const KEYS: &str = "expected L1 to L99, R1 to R99, document, or the name of a field";

impl FromStr for SortKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let place = |digits: &str| {
            let digits = Some(digits).filter(|digits| !digits.starts_with(['0', '+']))?;
            digits.parse::<usize>().ok().filter(|place| *place <= MOST)
        };
        let side = |letter: &str| text.strip_prefix(letter).and_then(place);
        match (side("L"), side("R"), text) {
            (Some(place), ..) => Ok(Self::Left(place)),
            (_, Some(place), _) => Ok(Self::Right(place)),
            (.., "") => Err(KEYS.into()),
            (.., "document") => Ok(Self::Document),
            _ if is_near(text) => Err(KEYS.into()),
            (.., field) => Ok(Self::Field(field.to_string())),
        }
    }
}

/// The farthest word to sort by.
const MOST: usize = 99;

/// Whether somebody who writes this means a word or the document, and no field: `r1`, `L0`, `right`, `1R`, `R-1`.
fn is_near(text: &str) -> bool {
    let letters: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let side = letters.trim_matches(|letter: char| letter.is_ascii_digit());
    // What has other letters is a name.
    text.is_ascii() && (matches!(side, "" | "l" | "r" | "left" | "right") || letters == "document")
}

#[cfg(test)]
mod tests {
    use super::{KEYS, SortKey};

    #[test]
    fn keys_are_places_and_fields() {
        let field = |name: &str| Ok(SortKey::Field(name.into()));
        for (text, expected) in [
            ("L1", Ok(SortKey::Left(1))),
            ("R12", Ok(SortKey::Right(12))),
            ("L99", Ok(SortKey::Left(99))),
            ("document", Ok(SortKey::Document)),
            ("date", field("date")),
            ("Rating", field("Rating")),
            ("L1_name", field("L1_name")),
            ("تاريخ", field("تاريخ")),
        ] {
            assert_eq!(text.parse::<SortKey>(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_near_a_place_is_no_field() {
        let near = [
            "", "r1", "l2", "L0", "R00", "R01", "R100", "R", "left", "Right", "right1", "1R", "R-1", "R+1",
            "1", "-2", "Document",
        ];
        for text in near {
            assert_eq!(text.parse::<SortKey>(), Err(KEYS.to_string()), "{text}");
        }
    }
}
