//! The groups in which a report shows its documents.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use textmill_dates::{Dated, UNITS, Unit};

use super::Fields;

/// By which field of the documents a report is grouped.
///
/// Written as the command line takes it: `FIELD`, or for a field that is a date `FIELD:decade`, `FIELD:year`, `FIELD:quarter`,
/// `FIELD:month`, `FIELD:week` (of ISO 8601) or `FIELD:day`. The field is one of the metadata (or the label of a layer, such as `language`, for documents whose metadata lack
/// it), or `source`, the file or archive, or `folder`, the folder of that.
///
/// A date is RFC 3339 or the beginning of it (`2024-05-01T10:00:00Z`, `2024-05-01`, `2024-05`, `2024`), also with slashes or full
/// stops and without zeros (`2024/5/1`) or as one number (`20240501`); one of mail (`Wed, 01 May 2024 10:00:00 GMT`, RFC 5322); one
/// with the name of its month, in English or Arabic (`May 1, 2024`, `1 مايو 2024`). It is taken as it is written, in any digits. Or
/// it is a number of seconds since 1970, or of milliseconds where it has more than 11 digits, in UTC. `01/05/2024`, which is May
/// here and January there, is none.
///
/// ```
/// use textmill::GroupBy;
///
/// let by: GroupBy = "date:year".parse()?;
/// assert_eq!(by.field(), "date");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupBy {
    field: String,
    part: Part,
}

/// What of the field's value names the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// Of a date.
    Of(Unit),
}

impl GroupBy {
    /// The group of documents that lack the field.
    pub const NONE: &'static str = "(none)";

    /// The group of documents whose field is no date, where one is asked for, or none so exact: `2024` is of no month.
    pub const NO_DATE: &'static str = "(no date)";

    /// The field that is looked at.
    ///
    /// ```
    /// let group: textmill::GroupBy = "date:month".parse()?;
    /// assert_eq!(group.field(), "date");
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Whether a group is of documents that have a value of the field, or such a date.
    pub(crate) fn is_of_value(group: &str) -> bool {
        ![Self::NONE, Self::NO_DATE].contains(&group)
    }

    /// Whether groups are spans of time.
    pub(crate) fn is_by_date(&self) -> bool {
        matches!(self.part, Part::Of(_))
    }

    /// The groups that lie between two spans of time, in their order; none where they are more than `most`, or one of the two
    /// is no span of time.
    pub(crate) fn between(&self, first: &str, last: &str, most: usize) -> Vec<String> {
        let Part::Of(unit) = self.part else { return Vec::new() };
        let mut between = Vec::new();
        let mut date = unit.begin_of(first);
        while let Some(next) = date.and_then(|date| date.checked_add(unit.span()).ok()) {
            match Dated::of(next).group(unit) {
                Some(group) if group.as_str() < last && between.len() < most => between.push(group),
                Some(group) if group == last => return between,
                _ => break,
            }
            date = Some(next);
        }
        Vec::new()
    }

    /// What a document of the group [`NO_DATE`](Self::NO_DATE) says of its date.
    pub(crate) fn undated(&self, fields: &Fields<'_>) -> Option<String> {
        const SHOWN: usize = 100;
        let value = fields.get(&self.field).filter(|_| self.is_by_date())?;
        Some(value[..value.floor_char_boundary(SHOWN)].to_string())
    }

    /// The group of a document.
    pub(crate) fn group<'a>(&self, fields: &Fields<'a>) -> Cow<'a, str> {
        let none = Cow::Borrowed(Self::NONE);
        match (fields.get(&self.field), self.part) {
            (None, _) => none,
            (Some(value), _) if value.is_empty() => none,
            (Some(value), Part::Whole) => value,
            (Some(value), Part::Of(unit)) => {
                let group = Dated::read(&value).and_then(|date| date.group(unit));
                group.map_or(Cow::Borrowed(Self::NO_DATE), Cow::Owned)
            }
        }
    }
}

impl FromStr for GroupBy {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let (field, part) = match written.rsplit_once(':') {
            Some((field, unit)) => match UNITS.iter().find(|(name, _)| *name == unit) {
                Some((_, unit)) => (field, Part::Of(*unit)),
                // A colon may be a part of the field's name.
                None => (written, Part::Whole),
            },
            None => (written, Part::Whole),
        };
        if field.is_empty() {
            return Err("expected a field, as in language, source or date:year".to_string());
        }
        Ok(Self { field: field.to_string(), part })
    }
}

impl fmt::Display for GroupBy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.field)?;
        match UNITS.iter().find(|(_, unit)| self.part == Part::Of(*unit)) {
            Some((name, _)) => write!(formatter, ":{name}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[track_caller]
    fn check(by: &str, value: &Value, group: &str) {
        let parsed: GroupBy = by.parse().unwrap();
        assert_eq!(parsed.to_string(), by);
        let metadata = json!({ "date": value });
        let fields = Fields { metadata: metadata.as_object().unwrap(), position: "news/a.txt", labels: &[] };
        assert_eq!(parsed.group(&fields), group, "{by} of {value}");
    }

    #[test]
    fn a_value_names_its_group() {
        check("date", &json!("2024-05-01"), "2024-05-01");
        check("date", &json!(7), "7");
        check("date", &json!(null), "(none)");
        check("date", &json!(""), "(none)");
        check("folder", &json!(null), "news");
        check("city", &json!(null), "(none)");
    }

    #[test]
    fn between_two_spans_of_time_lie_others() {
        for (by, first, last, expected) in [
            ("date:day", "2024-02-27", "2024-03-01", "2024-02-28 2024-02-29"),
            ("date:week", "2020-W51", "2021-W02", "2020-W52 2020-W53 2021-W01"),
            ("date:month", "2023-11", "2024-02", "2023-12 2024-01"),
            ("date:quarter", "2023-Q3", "2024-Q2", "2023-Q4 2024-Q1"),
            ("date:year", "0999", "1001", "1000"),
            ("date:decade", "1980s", "2010s", "1990s 2000s"),
            ("date:month", "2023-11", "2023-12", ""),
            // Too many, not in order, none of a date.
            ("date:day", "2024-01-01", "2024-12-31", ""),
            ("date:year", "2024", "2020", ""),
            ("date:month", "(none)", "2024-02", ""),
            ("date:year", "9998", "(none)", ""),
            ("date", "2022", "2024", ""),
        ] {
            let by: GroupBy = by.parse().unwrap();
            assert_eq!(by.between(first, last, 5).join(" "), expected, "{by} {first} {last}");
        }
    }

    #[test]
    fn dates_are_grouped_by_spans_of_time() {
        let none = GroupBy::NO_DATE;
        for (value, groups) in [
            (json!("2024-05-01"), ["2020s", "2024", "2024-Q2", "2024-05", "2024-W18", "2024-05-01"]),
            (
                json!("2024-05-01T23:59:59+03:00"),
                ["2020s", "2024", "2024-Q2", "2024-05", "2024-W18", "2024-05-01"],
            ),
            (json!("2024-12-30 10:00"), ["2020s", "2024", "2024-Q4", "2024-12", "2025-W01", "2024-12-30"]),
            (json!("2024-05"), ["2020s", "2024", "2024-Q2", "2024-05", none, none]),
            (json!("1999"), ["1990s", "1999", none, none, none, none]),
            (json!(2024), ["2020s", "2024", none, none, none, none]),
            (json!(1_714_521_600), ["2020s", "2024", "2024-Q2", "2024-05", "2024-W18", "2024-05-01"]),
            (json!(1_714_521_600_000_u64), ["2020s", "2024", "2024-Q2", "2024-05", "2024-W18", "2024-05-01"]),
            (json!("2024-13"), [none; 6]),
            (json!("May 2024"), ["2020s", "2024", "2024-Q2", "2024-05", none, none]),
            (json!("01/05/2024"), [none; 6]),
            (json!("سنة"), [none; 6]),
            (json!(99_999_999_999_999_999_u64), [none; 6]),
            (json!(null), [GroupBy::NONE; 6]),
            (json!(""), [GroupBy::NONE; 6]),
        ] {
            for ((unit, _), group) in UNITS.iter().zip(groups) {
                check(&format!("date:{unit}"), &value, group);
            }
        }
    }

    #[test]
    fn a_field_is_needed() {
        assert!(":year".parse::<GroupBy>().is_err());
        assert!("".parse::<GroupBy>().is_err());
        assert_eq!("a:b".parse::<GroupBy>().unwrap().field(), "a:b");
    }
}
