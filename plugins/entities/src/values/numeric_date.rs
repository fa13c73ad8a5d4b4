//! Dates in digits: `2013-02-12`, `12/26/2004`, `7 / 9 / 1945`, `3.10.1966`.

use super::Value;
use super::date::digits;
use crate::page::Page;
use crate::text::line::Line;
use crate::text::normal::digit;
use crate::text::piece::Form;

/// A date in digits that begins at the word, with بتاريخ and brackets before it. Canonical is ISO 8601 where the order
/// of day and month is known: from a number above 12, from full stops, or from Arabic text, where the day comes
/// first. In English text `3/4/2005` stays as written.
pub(super) fn numeric_date(page: &Page<'_>, at: usize) -> Option<Value> {
    let first = after_cue(page, at);
    let has_cue = first > at;
    if let Some(value) = month_of_year(page, first).or_else(|| year_and_month(page, first)) {
        return Some(value);
    }
    let parts = parts(page, first)?;
    let canonical = parts.iso(page.is_arabic())?;
    if !has_cue
        && first > 0
        && page.touches(first)
        && matches!(page.form(first - 1), Form::Mark('/' | '-' | '.'))
    {
        return None;
    }
    let closes = has_cue && page.is_mark(first - 1, '(') && page.is_mark(parts.end, ')');
    Some(Value {
        end: parts.end + usize::from(closes),
        canonical: canonical.unwrap_or_else(|| crate::page::tidy(page.written_range(first..parts.end))),
    })
}

fn after_cue(page: &Page<'_>, at: usize) -> usize {
    let mut first = at;
    if matches!(page.key(first), "بتاريخ" | "تاريخ" | "يوم") {
        first += 1;
        while matches!(page.form(first), Form::Mark(':' | '(')) {
            first += 1;
        }
    }
    first
}

/// `2/2013`.
fn month_of_year(page: &Page<'_>, at: usize) -> Option<Value> {
    let month = digits(page, at, 2).filter(|month| (1..=12).contains(month))?;
    let year = digits(page, at + 2, 4).filter(|year| (1800..=2100).contains(year))?;
    let is_whole = page.is_mark(at + 1, '/') && page.touches(at + 1) && page.touches(at + 2);
    let goes_on = page.touches(at + 3) && matches!(page.form(at + 3), Form::Mark('/' | '-'));
    let is_part = at > 0 && page.touches(at) && matches!(page.form(at - 1), Form::Mark('/' | '-'));
    (is_whole && !goes_on && !is_part).then(|| Value {
        end: at + 3,
        canonical: Line::new().padded(year, 4).text("-").padded(month, 2).done(),
    })
}

/// `2014-10`, `2014/10`, which is no range of years.
fn year_and_month(page: &Page<'_>, at: usize) -> Option<Value> {
    let year = digits(page, at, 4).filter(|year| (1900..=2100).contains(year))?;
    let month = digits(page, at + 2, 2).filter(|month| (1..=12).contains(month))?;
    let is_whole =
        matches!(page.form(at + 1), Form::Mark('-' | '/')) && page.touches(at + 1) && page.touches(at + 2);
    let goes_on = page.touches(at + 3) && matches!(page.form(at + 3), Form::Mark('/' | '-'));
    let is_part = at > 0 && page.touches(at) && matches!(page.form(at - 1), Form::Mark('/' | '-'));
    let is_range = year % 100 < month;
    (is_whole && page.characters(at + 2) == 2 && !goes_on && !is_part && !is_range).then(|| Value {
        end: at + 3,
        canonical: Line::new().padded(year, 4).text("-").padded(month, 2).done(),
    })
}

/// Three numbers as they stand, and the separator between them.
struct Parts {
    end: usize,
    numbers: [(u32, usize); 3],
    separator: char,
}

impl Parts {
    /// Nothing where no order makes a date; within, nothing where two orders do.
    fn iso(&self, day_first: bool) -> Option<Option<String>> {
        let [(first, first_length), (second, _), (third, third_length)] = self.numbers;
        if first_length == 4 {
            return Some(Some(iso(first, second, third)?));
        }
        let year = match third_length {
            4 => third,
            2 if self.separator != '.' => third + if third < 50 { 2000 } else { 1900 },
            _ => return None,
        };
        let day_first = day_first || self.separator == '.';
        match (iso(year, second, first), iso(year, first, second)) {
            (Some(date), other) if day_first || other.is_none() => Some(Some(date)),
            (None, Some(date)) => Some(Some(date)),
            (Some(date), Some(other)) => Some((date == other).then_some(date)),
            _ => None,
        }
    }
}

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let is_date = (1000..=2999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    // A year of three centuries of the Islamic calendar, the Gregorian ones of which nobody writes in digits.
    let calendar = if (1250..1550).contains(&year) { "AH " } else { "" };
    let line = Line::new().text(calendar).padded(year, 4).text("-").padded(month, 2).text("-").padded(day, 2);
    is_date.then(|| line.done())
}

fn parts(page: &Page<'_>, at: usize) -> Option<Parts> {
    dotted_parts(page, at).or_else(|| {
        let separator = match page.form(at + 1) {
            Form::Mark(mark @ ('/' | '-' | '–' | '.' | '\\')) => mark,
            _ => return None,
        };
        let is_spaced = separator == '/';
        let joins = (at + 1..at + 5).all(|at| if is_spaced { page.joins(at) } else { page.touches(at) });
        if !joins || !page.is_mark(at + 3, separator) {
            return None;
        }
        Some(Parts {
            end: at + 5,
            numbers: [part(page, at)?, part(page, at + 2)?, part(page, at + 4)?],
            separator,
        })
    })
}

fn part(page: &Page<'_>, at: usize) -> Option<(u32, usize)> {
    Some((digits(page, at, 4)?, page.characters(at)))
}

/// `3.10.1966`, which is one piece.
fn dotted_parts(page: &Page<'_>, at: usize) -> Option<Parts> {
    if page.form(at) != Form::Digits {
        return None;
    }
    let mut numbers = [(0, 0); 3];
    let mut split = page.written(at).split('.');
    for number in &mut numbers {
        let part = split.next().filter(|part| part.chars().count() <= 4)?;
        let value = part.chars().try_fold(0, |value, c| Some(value * 10 + u32::from(digit(c)?)))?;
        *number = (value, part.chars().count());
    }
    split.next().is_none().then_some(Parts { end: at + 1, numbers, separator: '.' })
}

#[cfg(test)]
mod tests {
    use crate::values::tests::check;

    #[test]
    fn orders() {
        check("2013-02-12", &["date: 2013-02-12 = 2013-02-12"]);
        check("at 12/26/2004 10:46", &["date: 12/26/2004 10:46 = 2004-12-26T10:46"]);
        check("on 3/4/2005", &["date: 3/4/2005 = 3/4/2005"]);
        check("am 3.10.1966", &["date: 3.10.1966 = 1966-10-03"]);
        check("محضر اجتماع البلدية بتاريخ (3 / 10 / 1966)", &["date: بتاريخ (3 / 10 / 1966) = 1966-10-03"]);
        check("since 2014-10", &["date: 2014-10 = 2014-10"]);
        check("version 10.20.30", &[]);
        check("17/13/45", &[]);
    }
}
