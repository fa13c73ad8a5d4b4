//! The groups in which a report shows its documents.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Fields;

/// By which field of the documents a report is grouped.
///
/// Written as the command line takes it: `FIELD`, or `FIELD:year` and `FIELD:month` for a field that is a date. The
/// field is one of the metadata (or the label of a layer, such as `language`, for documents whose metadata lack
/// it), or `source`, the file or archive, or `folder`, the folder of that.
///
/// A date is RFC 3339 or the beginning of it (`2024-05-01T10:00:00Z`, `2024-05-01`, `2024-05`, `2024`), taken as it
/// is written, or a number of seconds since 1970, or of milliseconds where it has more than 11 digits, in UTC.
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
    Year,
    Month,
}

impl GroupBy {
    /// The group of documents that lack the field, or whose field is no date where one is asked for.
    pub const NONE: &'static str = "(none)";

    /// The field that is looked at.
    ///
    /// ```
    /// let group: textmill::GroupBy = "date:month".parse()?;
    /// assert_eq!(group.field(), "date");
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The group of a document.
    pub(crate) fn group<'a>(&self, fields: &Fields<'a>) -> Cow<'a, str> {
        let none = Cow::Borrowed(Self::NONE);
        let Some(value) = fields.get(&self.field) else { return none };
        match self.part {
            Part::Whole if value.is_empty() => none,
            Part::Whole => value,
            Part::Year => year_and_month(&value).map_or(none, |(year, _)| Cow::Owned(format!("{year:04}"))),
            Part::Month => match year_and_month(&value) {
                Some((year, Some(month))) => Cow::Owned(format!("{year:04}-{month:02}")),
                _ => none,
            },
        }
    }
}

/// The year of a date, and its month where it has one.
fn year_and_month(value: &str) -> Option<(i16, Option<i8>)> {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && value.len() > 8 {
        return of_epoch(value);
    }
    if let Some(Ok(date)) = value.get(..10).map(str::parse::<Date>) {
        return Some((date.year(), Some(date.month())));
    }
    let year = value.get(..4)?.parse::<u16>().ok().and_then(|year| i16::try_from(year).ok())?;
    match value.as_bytes().get(4..) {
        Some([]) => Some((year, None)),
        Some([b'-', b'0'..=b'1', b'0'..=b'9']) => {
            let month = value[5..].parse().ok().filter(|month| (1..=12).contains(month))?;
            Some((year, Some(month)))
        }
        _ => None,
    }
}

fn of_epoch(digits: &str) -> Option<(i16, Option<i8>)> {
    let number: i64 = digits.parse().ok()?;
    let time =
        if digits.len() > 11 { Timestamp::from_millisecond(number) } else { Timestamp::from_second(number) };
    let date = time.ok()?.to_zoned(TimeZone::UTC).date();
    Some((date.year(), Some(date.month())))
}

impl FromStr for GroupBy {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let (field, part) = match written.rsplit_once(':') {
            Some((field, "year")) => (field, Part::Year),
            Some((field, "month")) => (field, Part::Month),
            _ => (written, Part::Whole),
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
        formatter.write_str(match self.part {
            Part::Whole => "",
            Part::Year => ":year",
            Part::Month => ":month",
        })
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
    fn years_and_months_of_dates() {
        for (value, year, month) in [
            (json!("2024-05-01"), "2024", "2024-05"),
            (json!("2024-05-01T23:59:59+03:00"), "2024", "2024-05"),
            (json!("2024-05-01 10:00"), "2024", "2024-05"),
            (json!("2024-05"), "2024", "2024-05"),
            (json!("2024"), "2024", "(none)"),
            (json!(2024), "2024", "(none)"),
            (json!(1_714_521_600), "2024", "2024-05"),
            (json!(1_714_521_600_000_u64), "2024", "2024-05"),
            (json!("2024-13"), "(none)", "(none)"),
            (json!("May 2024"), "(none)", "(none)"),
            (json!("سنة"), "(none)", "(none)"),
            (json!(99_999_999_999_999_999_u64), "(none)", "(none)"),
        ] {
            check("date:year", &value, year);
            check("date:month", &value, month);
        }
    }

    #[test]
    fn a_field_is_needed() {
        assert!(":year".parse::<GroupBy>().is_err());
        assert!("".parse::<GroupBy>().is_err());
        assert_eq!("a:b".parse::<GroupBy>().unwrap().field(), "a:b");
    }
}
