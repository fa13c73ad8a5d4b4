//! When a message was written.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use mail_parser::DateTime;

/// What a field of a date says, as RFC 3339 has it: without an offset where it names no zone; nothing where it is no date.
///
/// Read are the dates of RFC 5322, also without seconds, a zone or a comma, and those that programs write in their place:
/// that of C (`Tue Mar  5 09:10:11 2024`), of ISO 8601 (`2024-03-05 09:10:11`), and with whole names and `PM`. Days and
/// months that are both numbers could be each other, and are none.
pub(super) fn date(field: &str) -> Option<String> {
    let field = &*with_number(field);
    let usual = DateTime::parse_rfc822(field).filter(DateTime::is_valid);
    usual.map(|date| date.to_rfc3339()).or_else(|| of_words(field))
}

/// A date whose zone is told by its distance from another, as JavaScript writes it: `GMT+0300`, `UTC+3`. It stands by its number.
fn with_number(field: &str) -> Cow<'_, str> {
    let place = ["GMT+", "GMT-", "UTC+", "UTC-"].iter().find_map(|zone| field.find(zone));
    let Some(at) = place else { return Cow::Borrowed(field) };
    let (before, zone) = (&field[..at], &field[at + 3..]);
    let end =
        zone[1..].find(|mark: char| !mark.is_ascii_digit() && mark != ':').map_or(zone.len(), |end| end + 1);
    let digits: String = zone[1..end].chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.len() {
        1 | 2 => format!("{digits:0>2}00"),
        _ => digits,
    };
    Cow::Owned(format!("{before}{}{digits}{}", &zone[..1], &zone[end..]))
}

/// The words of a date in whatever order.
#[derive(Debug, Default)]
struct Words {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    date: Option<Date>,
    time: Option<Time>,
    is_afternoon: Option<bool>,
    zone: Option<String>,
}

fn of_words(field: &str) -> Option<String> {
    // What is in brackets says the zone once more.
    let field = field.split('(').next()?;
    let words = field.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    let mut found = Words::default();
    words.flat_map(parts).for_each(|word| found.take(word));
    let date = match found.date {
        Some(date) => date,
        None => Date::new(found.year?, found.month?, found.day?).ok()?,
    };
    let time = found.time?;
    let hour = match (found.is_afternoon, time.hour()) {
        (None, hour) => hour,
        (Some(is_afternoon), hour @ 1..=12) => hour % 12 + if is_afternoon { 12 } else { 0 },
        _ => return None,
    };
    let time = time.with().hour(hour).build().ok()?;
    Some(format!("{date}T{time}{}", found.zone.unwrap_or_default()))
}

/// A date and a time of ISO 8601, which a letter stands between.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let is_joined = word.len() > 11 && word.as_bytes()[10] == b'T' && word.is_char_boundary(11);
    let (first, second) = if is_joined { (&word[..10], Some(&word[11..])) } else { (word, None) };
    std::iter::once(first).chain(second)
}

impl Words {
    fn take(&mut self, word: &str) {
        if let Some((time, zone)) = time(word) {
            self.time = self.time.or(Some(time));
            self.zone = self.zone.take().or(zone);
        } else if let Some(zone) = offset(word) {
            self.zone = self.zone.take().or(Some(zone));
        } else if let Ok(number) = word.parse::<i16>() {
            match word.len() {
                1 | 2 if self.day.is_none() => self.day = i8::try_from(number).ok(),
                // RFC 5322, section 4.3.
                2 => self.year = self.year.or(Some(number + if number < 50 { 2000 } else { 1900 })),
                4 => self.year = self.year.or(Some(number)),
                _ => {}
            }
        } else if let Some(month) = month(word) {
            self.month = self.month.or(Some(month));
        } else if let Ok(date) = word.parse::<Date>() {
            self.date = Some(date);
        } else if word.eq_ignore_ascii_case("pm") || word.eq_ignore_ascii_case("am") {
            self.is_afternoon = Some(word.eq_ignore_ascii_case("pm"));
        }
    }
}

/// A time of hours, minutes and at most seconds, and the zone that stands at its end.
fn time(word: &str) -> Option<(Time, Option<String>)> {
    let end = word.find(['+', '-', 'Z']).unwrap_or(word.len());
    let (clock, zone) = word.split_at(end);
    let whole = clock.split('.').next()?;
    let mut numbers = whole.split(':').map(|number| number.parse::<i8>().ok());
    let (hour, minute, second) = (numbers.next()??, numbers.next()??, numbers.next().unwrap_or(Some(0))?);
    let time = Time::new(hour, minute, second.min(59), 0).ok().filter(|_| numbers.next().is_none())?;
    Some((time, offset(zone)))
}

/// What a zone is away from UTC: a number, or one of the names of RFC 5322.
fn offset(word: &str) -> Option<String> {
    let hours = match word {
        "Z" | "UT" | "UTC" | "GMT" => return Some("Z".to_owned()),
        "EDT" => "-04:00",
        "EST" | "CDT" => "-05:00",
        "CST" | "MDT" => "-06:00",
        "MST" | "PDT" => "-07:00",
        "PST" => "-08:00",
        _ => {
            let digits: String =
                word.strip_prefix(['+', '-'])?.chars().filter(|&digit| digit != ':').collect();
            let are_digits = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit());
            return are_digits.then(|| format!("{}{}:{}", &word[..1], &digits[..2], &digits[2..]));
        }
    };
    Some(hours.to_owned())
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_is_read_as_programs_write_it() {
        for (field, expected) in [
            ("Tue, 5 Mar 2024 09:10:11 +0300 (AST)", Some("2024-03-05T09:10:11+03:00")),
            ("5 Mar 2024 09:10 GMT", Some("2024-03-05T09:10:00Z")),
            ("Tue, 05 Mar 24 09:10 -0500", Some("2024-03-05T09:10:00-05:00")),
            ("Tue, 5 Mar 1996 09:10:11", Some("1996-03-05T09:10:11")),
            ("Tue Mar  5 09:10:11 2024", Some("2024-03-05T09:10:11")),
            ("Tue Mar  5 09:10:11 EST 2024", Some("2024-03-05T09:10:11-05:00")),
            ("2024-03-05 09:10:11", Some("2024-03-05T09:10:11")),
            ("2024-03-05T09:10:11.250+03:00", Some("2024-03-05T09:10:11+03:00")),
            ("2024-03-05T09:10:11Z", Some("2024-03-05T09:10:11Z")),
            ("Tuesday, March 5, 2024 9:10 PM", Some("2024-03-05T21:10:00")),
            ("Tuesday, Sept. 5, 2024 12:10 am", Some("2024-09-05T00:10:00")),
            ("03/05/2024 09:10:11", None),
            ("Tue Mar 05 2024 09:10:11 GMT+0300 (Arabian Standard Time)", Some("2024-03-05T09:10:11+03:00")),
            ("Tue, 5 Mar 2024 09:10:11 UTC-3", Some("2024-03-05T09:10:11-03:00")),
            ("Tue, 5 Mar 2024 09:10:11 GMT+05:30", Some("2024-03-05T09:10:11+05:30")),
            ("Tue, 32 Mar 2024 09:10:11 +0000", None),
            ("Tue, 5 Mar 2024", None),
            ("5 Mar 2024 25:10", None),
            ("Tue, 5 Mar 2024 14:10 PM", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(date(field).as_deref(), expected, "of {field}");
        }
    }

    proptest! {
        #[test]
        fn any_words_are_a_date_or_none(field in "([0-9]{0,4}[ ,:T+.-]{0,2}|Mar|PM|س|2024-03-05|Z){0,8}") {
            if let Some(date) = date(&field) {
                prop_assert!(date.len() >= 19 && date.is_ascii(), "{date}");
            }
        }
    }
}
