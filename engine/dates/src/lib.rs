//! Dates as people and programs write them, and the spans of time that they are of.
//!
//! ```
//! use textmill_dates::{Dated, Unit};
//!
//! let date = Dated::read("1 مايو 2024").ok_or("it is a date")?;
//! assert_eq!(date.group(Unit::Quarter).as_deref(), Some("2024-Q2"));
//! assert_eq!(Dated::read("01/05/2024"), None);
//! # Ok::<(), &str>(())
//! ```

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Ten years, from one that ends in 0.
    Decade,
    /// A year.
    Year,
    /// Three months.
    Quarter,
    /// A month.
    Month,
    /// A week of ISO 8601, which begins on Monday.
    Week,
    /// A day.
    Day,
}

/// The units as they are written.
pub const UNITS: [(&str, Unit); 6] = [
    ("decade", Unit::Decade),
    ("year", Unit::Year),
    ("quarter", Unit::Quarter),
    ("month", Unit::Month),
    ("week", Unit::Week),
    ("day", Unit::Day),
];

impl Unit {
    /// How long it is.
    pub fn span(self) -> Span {
        match self {
            Self::Decade => 10.years(),
            Self::Year => 1.year(),
            Self::Quarter => 3.months(),
            Self::Month => 1.month(),
            Self::Week => 1.week(),
            Self::Day => 1.day(),
        }
    }

    /// The first day of a group.
    pub fn begin_of(self, group: &str) -> Option<Date> {
        let year = group.get(..4)?.parse::<i16>().ok()?;
        let number = |from: usize| group.get(from..)?.parse::<i8>().ok();
        match self {
            Self::Decade | Self::Year => Date::new(year, 1, 1).ok(),
            Self::Quarter => Date::new(year, number(6)?.checked_mul(3)?.checked_sub(2)?, 1).ok(),
            Self::Month => Date::new(year, number(5)?, 1).ok(),
            Self::Week => Some(ISOWeekDate::new(year, number(6)?, Weekday::Monday).ok()?.date()),
            Self::Day => group.parse().ok(),
        }
    }
}

/// A date, as far as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    year: i16,
    month: Option<i8>,
    /// The whole date, where it has a day.
    date: Option<Date>,
}

impl Dated {
    /// Reads a date; nothing where it is none, or could be one of two.
    pub fn read(value: &str) -> Option<Self> {
        let value = in_ascii_digits(value.trim());
        of_number(&value)
            .or_else(|| in_order(&value))
            .or_else(|| Some(Self::of(rfc2822::parse(&value).ok()?.date())))
            .or_else(|| with_month_name(&value))
    }

    /// A whole date.
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), date: Some(date) }
    }

    /// Of a year, and what is known of its month and day.
    fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        match (month, day) {
            (Some(month), Some(day)) => Date::new(year, month, day).ok().map(Self::of),
            (Some(month), None) => {
                (1..=12).contains(&month).then_some(Self { year, month: Some(month), date: None })
            }
            (None, _) => Some(Self { year, month: None, date: None }),
        }
    }

    /// How exact it is: a day, a month or a year.
    pub fn unit(self) -> Unit {
        match (self.date, self.month) {
            (Some(_), _) => Unit::Day,
            (None, Some(_)) => Unit::Month,
            (None, None) => Unit::Year,
        }
    }

    /// The first day that it can be.
    pub fn first_day(self) -> Option<Date> {
        self.date.or_else(|| Date::new(self.year, self.month.unwrap_or(1), 1).ok())
    }

    /// What it is grouped as; nothing where it is not so exact. Groups sort as time goes. Weeks are those of ISO 8601, which begin on Monday.
    pub fn group(self, unit: Unit) -> Option<String> {
        let year = self.year;
        Some(match unit {
            Unit::Decade => format!("{:04}s", year - year % 10),
            Unit::Year => format!("{year:04}"),
            Unit::Quarter => format!("{year:04}-Q{}", (self.month? + 2) / 3),
            Unit::Month => format!("{year:04}-{:02}", self.month?),
            Unit::Week => {
                let week = self.date?.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Unit::Day => self.date?.to_string(),
        })
    }
}

/// The text with Arabic and Persian digits as those of ASCII.
fn in_ascii_digits(text: &str) -> String {
    let ascii = |character: char| match character {
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(character) - 0x660, 10),
        '\u{6F0}'..='\u{6F9}' => char::from_digit(u32::from(character) - 0x6F0, 10),
        _ => None,
    };
    text.chars().map(|character| ascii(character).unwrap_or(character)).collect()
}

/// A year, a day as one number (`20240501`), or a time since 1970.
fn of_number(text: &str) -> Option<Dated> {
    let is_negative = text.starts_with('-');
    let (whole, fraction) = text
        .strip_prefix('-')
        .unwrap_or(text)
        .split_once('.')
        .unwrap_or_else(|| (text.trim_start_matches('-'), "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    match whole.len() {
        4 if text.len() == 4 => Dated::new(whole.parse().ok()?, None, None),
        8 if text.len() == 8 => {
            Dated::new(whole[..4].parse().ok()?, whole[4..6].parse().ok(), whole[6..].parse().ok())
        }
        9.. => {
            let number = whole.parse::<i64>().ok()?;
            let number = if is_negative { -number } else { number };
            let time = match whole.len() {
                ..=11 => Timestamp::from_second(number),
                _ => Timestamp::from_millisecond(number),
            };
            Some(Dated::of(time.ok()?.to_zoned(TimeZone::UTC).date()))
        }
        _ => None,
    }
}

/// A date from the year on, in numbers, and a time after it.
fn in_order(text: &str) -> Option<Dated> {
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (date, time) = text.split_at(end);
    if !time.is_empty() && !is_time(&time[1..]) {
        return None;
    }
    let separator = date.chars().find(|character| !character.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut numbers = date.split(separator);
    let year = numbers.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut short = || match numbers.next() {
        None => Some(None),
        Some(number) => is_short(number).then(|| number.parse::<i8>().ok()),
    };
    let (month, day) = (short()??, short()?);
    if numbers.next().is_some() || (day.is_none() && !time.is_empty()) {
        return None;
    }
    Dated::new(year, Some(month), day)
}

fn is_short(number: &str) -> bool {
    matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text can be a time of day, with its zone.
fn is_time(text: &str) -> bool {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 1 | 2) && text[digits..].starts_with(':') || matches!(digits, 4 | 6)
}

/// A date with the name of its month: `1 May 2024`, `May 1, 2024`, `May 2024`, after a day of the week or not.
fn with_month_name(text: &str) -> Option<Dated> {
    let mut words: Vec<&str> = text
        .split(|character: char| {
            character.is_whitespace() || matches!(character, ',' | '\u{60C}' | '-' | '/')
        })
        .filter(|word| !word.is_empty())
        .collect();
    if words.first().is_some_and(|word| is_weekday(word)) {
        words.remove(0);
    }
    let at = words.iter().position(|word| month(word).is_some())?;
    let number = month(words[at])?;
    let mut after = at + 1;
    // `مايو/أيار` and `كانون الثاني`: a month may have two names, or a name of two words.
    if let Some(joined) = words.get(after).and_then(|next| month_of_two(words[at], next)) {
        return dated(&words[..at], joined, &words[after + 1..]);
    }
    if words.get(after).and_then(|next| month(next)) == Some(number) {
        after += 1;
    }
    dated(&words[..at], number, &words[after..])
}

/// A date of the words before and after its month.
fn dated(before: &[&str], month: i8, after: &[&str]) -> Option<Dated> {
    let day = |word: &str| {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let is_ordinal = ["", "st", "nd", "rd", "th", "."].contains(&&*word[digits..].to_ascii_lowercase());
        (is_short(&word[..digits]) && is_ordinal).then(|| word[..digits].parse::<i8>().ok()).flatten()
    };
    let year = |word: &str| word.parse::<i16>().ok().filter(|_| word.len() == 4);
    let is_end = |rest: &[&str]| rest.first().is_none_or(|word| is_time(word));
    match (before, after) {
        ([], [only]) => Dated::new(year(only)?, Some(month), None),
        ([before], [written, rest @ ..]) if is_end(rest) => {
            Dated::new(year(written)?, Some(month), Some(day(before)?))
        }
        ([], [first, written, rest @ ..]) if is_end(rest) => {
            Dated::new(year(written)?, Some(month), Some(day(first)?))
        }
        _ => None,
    }
}

/// Whether a word is the name of a day of the week, in English, or the first three letters of that, or in Arabic.
fn is_weekday(word: &str) -> bool {
    const ENGLISH: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const ARABIC: [&str; 11] = [
        "الاثنين",
        "الإثنين",
        "الأثنين",
        "الثلاثاء",
        "الأربعاء",
        "الاربعاء",
        "الخميس",
        "الجمعة",
        "السبت",
        "الأحد",
        "الاحد",
    ];
    let name = word.trim_end_matches('.').to_lowercase();
    ENGLISH.iter().any(|full| *full == name || full[..3] == name) || ARABIC.contains(&&*name)
}

/// The number of a month, by its English name or the first three letters of that, or by its name in Arabic.
fn month(name: &str) -> Option<i8> {
    let name = name.trim_end_matches('.').to_lowercase();
    let is_english =
        |full: &str| full == name || (full[..3] == name) || (full == "september" && name == "sept");
    let english = ENGLISH.iter().position(|full| is_english(full));
    let found = english.or_else(|| ARABIC.iter().position(|names| names.contains(&&*name)))?;
    i8::try_from(found + 1).ok()
}

/// The number of a month whose Arabic name is of two words.
fn month_of_two(first: &str, second: &str) -> Option<i8> {
    let is_second = matches!(second, "الثاني" | "الثانى");
    let is_first = matches!(second, "الأول" | "الاول");
    match first {
        "كانون" if is_second => Some(1),
        "تشرين" if is_first => Some(10),
        "تشرين" if is_second => Some(11),
        "كانون" if is_first => Some(12),
        _ => None,
    }
}

const ENGLISH: [&str; 12] = [
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

/// As the months are called in Egypt and the Gulf, in the Levant and Iraq, and in the Maghreb. What has two words there is found
/// by its first, and told by its second.
const ARABIC: [&[&str]; 12] = [
    &["يناير", "جانفي", "كانون"],
    &["فبراير", "شباط", "فيفري"],
    &["مارس", "آذار", "اذار"],
    &["أبريل", "ابريل", "إبريل", "نيسان", "أفريل"],
    &["مايو", "أيار", "ايار", "ماي"],
    &["يونيو", "يونيه", "حزيران", "جوان"],
    &["يوليو", "يوليه", "تموز", "جويلية"],
    &["أغسطس", "اغسطس", "آب", "أوت", "غشت"],
    &["سبتمبر", "أيلول", "ايلول", "شتنبر"],
    &["أكتوبر", "اكتوبر", "تشرين"],
    &["نوفمبر", "نونبر"],
    &["ديسمبر", "دجنبر"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: Option<&str>) {
        let read = Dated::read(value);
        let of = |unit| read.and_then(|date| date.group(unit));
        let found = of(Unit::Day).or_else(|| of(Unit::Month)).or_else(|| of(Unit::Year));
        assert_eq!(found.as_deref(), expected, "of {value:?}");
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for value in [
            "2024-05-01",
            "2024-5-1",
            "2024/05/01",
            "2024.05.01",
            "20240501",
            " 2024-05-01 ",
            "2024-05-01T10:00:00Z",
            "2024-05-01t23:59:59+03:00",
            "2024-05-01 10:00",
            "2024/05/01 9:05",
            "Wed, 01 May 2024 10:00:00 GMT",
            "1 May 2024 23:30:00 -0500",
            "May 1, 2024",
            "1 May 2024",
            "1st May, 2024",
            "Wednesday, May 1, 2024",
            "01-May-2024",
            "May 1, 2024 10:00 AM",
            "٢٠٢٤-٠٥-٠١",
            "۲۰۲۴/۵/۱",
            "1 مايو 2024",
            "١ أيار ٢٠٢٤",
            "الأربعاء، 1 مايو 2024",
            "1 مايو/أيار 2024",
            "1714521600",
            "1714521600.5",
            "1714521600000",
        ] {
            check(value, Some("2024-05-01"));
        }
        for (value, expected) in [
            ("2024", "2024"),
            ("2024-05", "2024-05"),
            ("2024/5", "2024-05"),
            ("May 2024", "2024-05"),
            ("تشرين الثاني 2024", "2024-11"),
            ("3 كانون الأول 2024", "2024-12-03"),
            ("5 كانون الثاني 2024", "2024-01-05"),
            ("-100000000", "1966-10-31"),
            ("0999-12-31", "0999-12-31"),
        ] {
            check(value, Some(expected));
        }
    }

    #[test]
    fn a_date_is_as_exact_as_it_is_written() {
        for (value, unit, first) in [
            ("2024", Unit::Year, "2024-01-01"),
            ("2024-05", Unit::Month, "2024-05-01"),
            ("2024-05-03", Unit::Day, "2024-05-03"),
        ] {
            let date = Dated::read(value).unwrap();
            assert_eq!((date.unit(), date.first_day()), (unit, first.parse().ok()), "{value}");
        }
    }

    #[test]
    fn what_is_no_date_or_could_be_two_is_none() {
        for value in [
            "",
            "n/a",
            "سنة",
            "01/05/2024",
            "24-05-01",
            "2024-02-30",
            "2024-13-01",
            "2024-99",
            "0000-00-00",
            "2024-05-01junk",
            "2024-01-015",
            "2024-W18",
            "2024-05-01-02",
            "2024-05/01",
            "202405",
            "12345",
            "5 May",
            "May",
            "May 45, 2024",
            "99999999999999999",
            "12024-05-01",
            "2024-",
            "-",
            "2024-05-01T",
            "Mayor 2024",
            "1 May 2024 or so",
            "maybe 1 May 2024",
            "كانون 2024 1",
        ] {
            check(value, None);
        }
    }

    #[test]
    fn no_text_is_a_panic() {
        for value in
            ["é", "2024é05", "٢", "May é, 2024", "é May 2024", "20é4-05-01", "１2024-05-01", "5é May 2024"]
        {
            let _ = Dated::read(value);
        }
    }
}
