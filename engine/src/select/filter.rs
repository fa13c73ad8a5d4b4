//! Conditions on the fields of documents.

use std::fmt;
use std::str::FromStr;

use super::Fields;

/// A condition that a document has to meet to be analyzed.
///
/// It is written as the command line takes it:
///
/// | written | a document meets it |
/// | --- | --- |
/// | `city=Leeds` | whose field is that text, or the same number |
/// | `language=ar,en` | whose field is one of these |
/// | `city!=Leeds` | whose field is anything else, or absent |
/// | `stars>=4`, `>`, `<=`, `<` | whose field compares so: as numbers where both are, else by the bytes of the text |
/// | `city` | that has the field, and not as `null` |
/// | `!city` | that lacks it |
///
/// The field `language` matches as RFC 4647 filters basic ranges: `language=ar` is met by `ar-EG` too.
///
/// ```
/// use textmill::Filter;
///
/// let filter: Filter = "stars>=4".parse()?;
/// assert_eq!(filter.field(), "stars");
/// assert!("=4".parse::<Filter>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    field: String,
    condition: Condition,
}

#[derive(Clone, Debug, PartialEq)]
enum Condition {
    Present,
    Absent,
    Among(Vec<String>),
    NotAmong(Vec<String>),
    Compares(Comparison, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// Operators, the longer of two that begin alike first.
const COMPARISONS: [(&str, Comparison); 4] = [
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

impl Filter {
    /// The field that is looked at.
    ///
    /// ```
    /// let filter: textmill::Filter = "date>=2024".parse()?;
    /// assert_eq!(filter.field(), "date");
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Whether the condition makes sense only where some document has the field: all but the one that it is absent.
    pub(crate) fn needs_field(&self) -> bool {
        self.condition != Condition::Absent
    }

    /// Whether a document meets the condition.
    pub(crate) fn accepts(&self, fields: &Fields<'_>) -> bool {
        let value = fields.get(&self.field);
        let equal = |to: &String, value: &str| match self.field.as_str() {
            "language" => in_range(value, to),
            _ => value == to || numbers(value, to).is_some_and(|(a, b)| a == b),
        };
        match (&self.condition, value) {
            (Condition::Present, value) => value.is_some(),
            (Condition::Absent, value) => value.is_none(),
            (Condition::Among(values), Some(value)) => values.iter().any(|to| equal(to, &value)),
            (Condition::NotAmong(values), Some(value)) => !values.iter().any(|to| equal(to, &value)),
            (Condition::Compares(comparison, to), Some(value)) => comparison.holds(&value, to),
            (Condition::NotAmong(_), None) => true,
            (Condition::Among(_) | Condition::Compares(..), None) => false,
        }
    }
}

impl Comparison {
    fn holds(self, value: &str, to: &str) -> bool {
        let order = match numbers(value, to) {
            Some((value, to)) => value.partial_cmp(&to),
            None => Some(value.cmp(to)),
        };
        order.is_some_and(|order| match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        })
    }
}

/// Both as numbers, where both are.
fn numbers(a: &str, b: &str) -> Option<(f64, f64)> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    number(a).zip(number(b))
}

/// Whether a language tag lies in a basic language range (RFC 4647, 3.3.1).
fn in_range(tag: &str, range: &str) -> bool {
    let Some(head) = tag.get(..range.len()) else { return false };
    head.eq_ignore_ascii_case(range) && matches!(tag.as_bytes().get(range.len()), None | Some(b'-'))
}

impl FromStr for Filter {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let end = written.find(['=', '!', '<', '>']).unwrap_or(written.len());
        let (field, condition) = match written.strip_prefix('!') {
            Some(field) if !field.contains(['=', '!', '<', '>']) => (field, Condition::Absent),
            _ => (&written[..end], condition(&written[end..])?),
        };
        if field.is_empty() {
            return Err("expected a field first, as in language=ar or stars>=4".to_string());
        }
        Ok(Self { field: field.to_string(), condition })
    }
}

/// What stands after the field.
fn condition(written: &str) -> Result<Condition, String> {
    let values = |list: &str| list.split(',').map(str::to_string).collect();
    if written.is_empty() {
        return Ok(Condition::Present);
    }
    if let Some(list) = written.strip_prefix('=') {
        return Ok(Condition::Among(values(list)));
    }
    if let Some(list) = written.strip_prefix("!=") {
        return Ok(Condition::NotAmong(values(list)));
    }
    let found =
        COMPARISONS.iter().find_map(|(sign, comparison)| Some((*comparison, written.strip_prefix(sign)?)));
    match found {
        Some((_, "")) => Err("expected a value to compare with, as in stars>=4".to_string()),
        Some((comparison, to)) => Ok(Condition::Compares(comparison, to.to_string())),
        None => Err("expected one of = != < <= > >= after the field".to_string()),
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = &self.field;
        match &self.condition {
            Condition::Present => formatter.write_str(field),
            Condition::Absent => write!(formatter, "!{field}"),
            Condition::Among(values) => write!(formatter, "{field}={}", values.join(",")),
            Condition::NotAmong(values) => write!(formatter, "{field}!={}", values.join(",")),
            Condition::Compares(comparison, to) => {
                let sign =
                    COMPARISONS.iter().find(|(_, other)| other == comparison).map_or("", |(sign, _)| sign);
                write!(formatter, "{field}{sign}{to}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[track_caller]
    fn check(filter: &str, metadata: &Value, expected: bool) {
        let parsed: Filter = filter.parse().unwrap();
        assert_eq!(parsed.to_string(), filter);
        let fields = Fields { metadata: metadata.as_object().unwrap(), position: "a.txt", labels: &[] };
        assert_eq!(parsed.accepts(&fields), expected, "{filter} of {metadata}");
    }

    #[test]
    fn conditions_are_met_or_not() {
        let document =
            json!({"city": "Leeds", "stars": 4, "language": "ar-EG", "date": "2024-05-01", "none": null});
        for (filter, expected) in [
            ("city=Leeds", true),
            ("city=Leeds,York", true),
            ("city=leeds", false),
            ("city!=Leeds", false),
            ("city!=York", true),
            ("stars=4.0", true),
            ("stars>=4", true),
            ("stars>4", false),
            ("stars<10", true),
            ("date<2024-06", true),
            ("date>=2025", false),
            ("language=ar", true),
            ("language=AR-eg", true),
            ("language=a", false),
            ("language=ar-EG-x", false),
            ("city", true),
            ("none", false),
            ("!none", true),
            ("!city", false),
            ("absent=1", false),
            ("absent<1", false),
            ("absent!=1", true),
            ("source=a.txt", true),
        ] {
            check(filter, &document, expected);
        }
    }

    #[track_caller]
    fn check_wrong(filter: &str, message: &str) {
        assert_eq!(filter.parse::<Filter>().unwrap_err(), message, "{filter}");
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        check_wrong("", "expected a field first, as in language=ar or stars>=4");
        check_wrong("=ar", "expected a field first, as in language=ar or stars>=4");
        check_wrong("stars>=", "expected a value to compare with, as in stars>=4");
        check_wrong("stars!4", "expected one of = != < <= > >= after the field");
    }
}
