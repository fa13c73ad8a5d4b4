//! Days, for metadata.

use std::fmt;

const FIRST_YEAR: usize = 2015;

const MONTHS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A day of the years 2015 to 2024, shown as `2024-02-29`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    year: usize,
    month: usize,
    day: usize,
}

impl Date {
    /// Days of these years, of which three are leap years.
    pub(super) const DAYS: usize = 10 * 365 + 3;

    /// The day that is `number` days after the first.
    pub(super) fn of_2015_to_2024(number: usize) -> Self {
        let mut rest = number % Self::DAYS;
        let mut year = FIRST_YEAR;
        while rest >= 365 + leap_days(year) {
            rest -= 365 + leap_days(year);
            year += 1;
        }
        let mut month = 0;
        while rest >= days(year, month) {
            rest -= days(year, month);
            month += 1;
        }
        Self { year, month: month + 1, day: rest + 1 }
    }
}

/// Of a month from 0.
fn days(year: usize, month: usize) -> usize {
    MONTHS[month] + if month == 1 { leap_days(year) } else { 0 }
}

fn leap_days(year: usize) -> usize {
    usize::from(year.is_multiple_of(4))
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn every_day_has_its_date() {
        for (number, expected) in [
            (0, "2015-01-01"),
            (364, "2015-12-31"),
            (365 + 59, "2016-02-29"),
            (Date::DAYS - 1, "2024-12-31"),
            (Date::DAYS, "2015-01-01"),
        ] {
            assert_eq!(Date::of_2015_to_2024(number).to_string(), expected);
        }
    }
}
