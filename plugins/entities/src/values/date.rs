//! Dates with the name of a month: `12 March 2003`, `March 12`, `14 نيسان/أبريل`, `15 رمضان 1425 هـ`.

use super::Value;
use super::number::range_mark;
use crate::forms::class::Class;
use crate::names::is_street;
use crate::page::Page;
use crate::text::line::{Line, push_number};
use crate::text::piece::Form;

/// A date with a month's name that begins at the word. Canonical is ISO 8601: `2003-03-12`, `2003-03`, `--03-12`
/// without a year, `--03` for a month alone, a range of days as an interval; Hijri dates are the same with `AH `
/// before them.
pub(super) fn date(page: &Page<'_>, at: usize) -> Option<Value> {
    let (first, has_day_name) = after_weekday(page, at);
    // الثلاثاء الأول من أيلول is its first Tuesday.
    let is_nth = has_day_name && page.is(first, Class::Ordinal) && page.form(first) == Form::Arabic;
    if is_nth && day(page, first).is_some_and(|(_, day)| day <= 5) {
        return None;
    }
    let date = day_month(page, first).or_else(|| month_day(page, first, has_day_name))?;
    if date.year.is_none() && names_after_day(page, at) {
        return None;
    }
    Some(Value { end: date.end, canonical: date.iso() })
}

/// The most words of a day before its month: السادس والعشرين من.
const MAX_DAY: usize = 3;

/// Whether the word before is of a kind that has the names of days: شارع 26 يوليو, حركة 20 فبراير.
fn names_after_day(page: &Page<'_>, at: usize) -> bool {
    // Of شارع 26 يوليو the month is not the date either.
    let is_day =
        |at: usize| page.digits(at, 2).is_some() || page.is(at, Class::Ordinal) || page.key(at) == "من";
    let day =
        (at.saturating_sub(MAX_DAY)..at).rev().take_while(|&at| page.joins(at + 1) && is_day(at)).last();
    let day = day.unwrap_or(at);
    let Some(before) = day.checked_sub(1).filter(|_| page.joins(day)) else { return false };
    page.form(before) == Form::Arabic
        && (is_street(page.stem_key(before))
            || matches!(
                page.stem_key(before),
                "حركه"
                    | "حزب"
                    | "جبهه"
                    | "منظمه"
                    | "جماعه"
                    | "كتيبه"
                    | "لواء"
                    | "تحالف"
                    | "تيار"
                    | "ائتلاف"
                    | "ثوره"
                    | "انتفاضه"
                    | "انقلاب"
                    | "حرب"
                    | "معركه"
                    | "مليونيه"
                    | "جامعه"
                    | "مدرسه"
                    | "مستشفي"
                    | "مستشفى"
                    | "ملعب"
                    | "استاد"
                    | "كوبري"
                    | "نفق"
                    | "محور"
                    | "قاعده"
                    | "حديقه"
                    | "قريه"
                    | "مصنع"
                    | "سد"
                    | "جزيره"
            ))
}

/// The parts of a date.
#[derive(Clone, Copy, Debug, Default)]
struct Date {
    end: usize,
    year: Option<u32>,
    month: u32,
    day: Option<u32>,
    last_day: Option<u32>,
    last_month: Option<u32>,
    hijri: bool,
}

impl Date {
    fn iso(&self) -> String {
        let line =
            Line::new().text(if self.hijri { "AH " } else { "" }).with(|out| self.write(self.day, out));
        if let Some(month) = self.last_month {
            return line.text("/").with(|out| Self { month, ..*self }.write(None, out)).done();
        }
        match self.last_day {
            Some(last) => line.text("/").with(|out| self.write(Some(last), out)).done(),
            None => line.done(),
        }
    }

    /// Writes the month with a day of it.
    fn write(&self, day: Option<u32>, out: &mut String) {
        match self.year {
            Some(year) => push_number(out, year.into(), 4),
            None => out.push('-'),
        }
        for part in [Some(self.month), day].into_iter().flatten() {
            out.push('-');
            push_number(out, part.into(), 2);
        }
    }
}

/// The place after a weekday and its comma, `Friday, ` or يوم الجمعة; the place itself where there is none.
fn after_weekday(page: &Page<'_>, at: usize) -> (usize, bool) {
    let word = if page.key(at) == "يوم" { at + 1 } else { at };
    let Some((length, _)) = page.entry(word, Class::Weekday) else {
        return (at, false);
    };
    let mut next = word + length;
    while matches!(page.form(next), Form::Mark(',' | '،' | '.'))
        || matches!(page.key(next), "الموافق" | "the" | "في")
    {
        next += 1;
    }
    if page.joins(next) { (next, true) } else { (at, false) }
}

/// The day first.
fn day_month(page: &Page<'_>, at: usize) -> Option<Date> {
    let (mut end, day) = day(page, at)?;
    let mut last_day = None;
    let range = range_mark(page, end).and_then(|next| day_number(page, next));
    if let Some((range_end, last)) = range.filter(|&(_, last)| last > day) {
        (end, last_day) = (range_end, Some(last));
    }
    while matches!(page.key(end), "of" | "من" | "شهر") && page.joins(end) {
        end += 1;
    }
    if (page.is_mark(end, '-') || page.is_mark(end, '/')) && page.touches(end) && page.touches(end + 1) {
        end += 1;
    }
    let month = month(page, end).filter(|_| page.joins(end))?;
    Some(with_year(page, Date { day: Some(day), last_day, ..month }))
}

/// The month first, with a day, a year, or alone.
fn month_day(page: &Page<'_>, at: usize, has_weekday: bool) -> Option<Date> {
    let named = page.key(at) == "شهر";
    let first = at + usize::from(named);
    let mut date = month(page, first)?;
    if let Some(range) = month_range(page, date) {
        return Some(range);
    }
    let stop = usize::from(page.is_mark(date.end, '.') && page.touches(date.end));
    let the = usize::from(page.key(date.end + stop) == "the");
    let place = date.end + stop + the;
    let found = day(page, place).filter(|_| page.joins(place) && page.form(at) != Form::Arabic);
    if let Some((end, day)) = found {
        date.day = Some(day);
        date.end = end;
        let last = range_mark(page, end).and_then(|next| day_number(page, next));
        if let Some((range_end, last)) = last.filter(|&(_, last)| last > day) {
            date.end = range_end;
            date.last_day = Some(last);
        }
    }
    let date = with_year(page, date);
    // شباط الماضي is told from today.
    if date.day.or(date.year).is_none() && page.joins(date.end) && page.is(date.end, Class::Deictic) {
        return None;
    }
    let is_whole = date.day.is_some() || date.year.is_some() || named || has_weekday;
    (is_whole || stands_alone(page, first, date.end)).then_some(date)
}

/// `October-December`, من يناير إلى مارس 2020: two months of a year.
fn month_range(page: &Page<'_>, first: Date) -> Option<Date> {
    let next = range_mark(page, first.end)?;
    let last = month(page, next).filter(|last| last.hijri == first.hijri)?;
    let range = with_year(page, Date { end: last.end, last_month: Some(last.month), ..first });
    // `May to march`: one of the two at least is nothing but a month.
    let is_doubtful =
        |at: usize| matches!(page.key(at), "may" | "march" | "mar" | "اب") || page.form(at) == Form::Lower;
    let is_sure = range.year.is_some() || !is_doubtful(first.end - 1) || !is_doubtful(next);
    (first.month < last.month && is_sure).then_some(range)
}

/// A day of the month that is followed by no further digits: `12`, `3rd`, الخامس.
fn day(page: &Page<'_>, at: usize) -> Option<(usize, u32)> {
    if page.form(at) == Form::Digits {
        return day_number(page, at);
    }
    let the = usize::from(page.key(at) == "the");
    if the == 1 && page.form(at + 1) == Form::Digits {
        return day_number(page, at + 1).filter(|&(end, _)| end > at + 2);
    }
    let (length, day) = page.entry(at + the, Class::Ordinal)?;
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some((at + the + length, day))
}

fn day_number(page: &Page<'_>, at: usize) -> Option<(usize, u32)> {
    let the = usize::from(page.key(at) == "the");
    let at = at + the;
    let day = digits(page, at, 2).filter(|day| (1..=31).contains(day))?;
    let suffix = page.touches(at + 1) && matches!(page.key(at + 1), "st" | "nd" | "rd" | "th");
    Some((at + 1 + usize::from(suffix), day))
}

/// The value of a number of at most `most` plain digits.
pub(super) fn digits(page: &Page<'_>, at: usize, most: usize) -> Option<u32> {
    page.digits(at, most)
}

/// A month with its second name, as Arabic papers write it: `نيسان/أبريل`, `أيلول (سبتمبر)`.
fn month(page: &Page<'_>, at: usize) -> Option<Date> {
    if page.proclitic(at) > 0 && page.has_conjunction(at) && page.form(at) != Form::Arabic {
        return None;
    }
    let (length, class, month) = page.longest(at, Class::Month.set().or(Class::HijriMonth.set()))?;
    let mut date = Date {
        end: at + length,
        month: month.parse().ok()?,
        hijri: class == Class::HijriMonth,
        ..Date::default()
    };
    let bracket = page.is_mark(date.end, '(');
    if bracket || page.is_mark(date.end, '/') {
        let second = page.entry(date.end + 1, Class::Month);
        if let Some((length, _)) = second.filter(|&(_, value)| value == month) {
            date.end += 1 + length;
            date.end += usize::from(bracket && page.is_mark(date.end, ')'));
        }
    }
    Some(date)
}

/// Adds the year after a date, with the words and marks before it.
fn with_year(page: &Page<'_>, mut date: Date) -> Date {
    let mut at = date.end;
    while matches!(page.form(at), Form::Mark('.' | ',' | '،' | '(' | '/'))
        || page.is_mark(at, '-') && page.touches(at) && page.touches(at + 1)
        || matches!(page.key(at), "من" | "of" | "عام" | "سنه" | "العام" | "لعام" | "لسنه")
    {
        at += 1;
    }
    if date.day.is_some()
        && page.form(date.end) == Form::Arabic
        && page.is(date.end, Class::Deictic)
        && page.joins(date.end)
    {
        date.end += 1;
        return date;
    }
    let year = digits(page, at, 4).filter(|&year| year >= 1000 && page.joins(at));
    if let Some(year) = year {
        let closes = at > date.end && page.is_mark(at - 1, '(') && page.is_mark(at + 1, ')');
        date.year = Some(year);
        date.end = at + 1 + usize::from(closes);
        if let Some((length, _)) = page.entry(date.end, Class::Era).filter(|_| page.joins(date.end)) {
            date.end += length;
        }
    }
    date
}

/// Whether a month without day and year is one: not a verb or a name that is written alike.
fn stands_alone(page: &Page<'_>, at: usize, end: usize) -> bool {
    if page.is(at, Class::HijriMonth) {
        return false;
    }
    let before = at.checked_sub(1).map_or("", |before| page.key(before));
    if page.form(at) == Form::Lower {
        return matches!(
            before,
            "in" | "since" | "by" | "until" | "of" | "this" | "last" | "next" | "early" | "late"
        );
    }
    if page.form(at) == Form::Arabic {
        let is_doubtful = matches!(page.key(at), "اب" | "مارس" | "ماي" | "جوان" | "اوت" | "نيسان");
        let is_doubled = end > at + 1;
        return !is_doubtful || is_doubled || matches!(before, "في" | "منذ" | "حتى") && page.key(at) != "اب";
    }
    let has_cue = matches!(
        before,
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "of"
            | "from"
            | "to"
            | "through"
            | "during"
            | "between"
            | "before"
            | "after"
            | "early"
            | "late"
            | "mid"
            | "this"
            | "last"
            | "next"
            | "every"
            | "each"
    );
    // `between November and March`
    let follows_month = || {
        matches!(before, "and" | "or" | "to" | "through" | "," | "-" | "–")
            && at > 1
            && page.is(at - 2, Class::Month)
    };
    let is_doubtful =
        matches!(page.key(at), "may" | "march") || page.written_len(at) < 4 || page.form(at) == Form::Upper;
    !is_part_of_name(page, at, end) && (has_cue || !is_doubtful || follows_month())
}

/// `Mar del Plata`, `Sept-Îles`, `Theresa May`, `April Smith`: a month's name in another.
fn is_part_of_name(page: &Page<'_>, at: usize, end: usize) -> bool {
    let mark = usize::from(page.is_mark(end, '-') && page.touches(end));
    let particle = usize::from(page.form(end) == Form::Lower && page.is(end, Class::Particle));
    let next = end + mark.max(particle);
    let goes_on = page.form(next).is_capital() && page.joins(next);
    let is_family =
        page.joins(at) && at > 0 && page.is(at - 1, Class::Given) && page.form(at - 1).is_capital();
    goes_on || is_family
}

#[cfg(test)]
mod tests {
    use crate::values::tests::check;

    #[test]
    fn english_orders() {
        check("on 12 March 2003", &["date: 12 March 2003 = 2003-03-12"]);
        check("June 18, 1925 was", &["date: June 18, 1925 = 1925-06-18"]);
        check("Friday, July 18th", &["date: Friday, July 18th = --07-18"]);
        check("the 15th of February", &["date: the 15th of February = --02-15"]);
        check("July 13-15", &["date: July 13-15 = --07-13/--07-15"]);
        check("Feb. 17", &["date: Feb. 17 = --02-17"]);
        check("between November and March", &["date: November = --11", "date: March = --03"]);
        check("in March and in September 1991", &["date: March = --03", "date: September 1991 = 1991-09"]);
    }

    #[test]
    fn months_in_other_names() {
        check("He lives in Mar del Plata.", &[]);
        check("in Sept-Îles", &[]);
        check("since Brian May left", &[]);
        check(
            "in april and on 12 january 2020",
            &["date: april = --04", "date: 12 january 2020 = 2020-01-12"],
        );
    }

    #[test]
    fn days_that_others_are_named_after() {
        for text in [
            "سكن شارع 26 يوليو هناك",
            "قالت حركة 20 فبراير إن",
            "شباب ثورة 25 يناير هناك",
            "بمدينة السادس من أكتوبر",
            "أبطال حرب أكتوبر هناك",
        ] {
            check(text, &[]);
        }
        check("اندلعت ثورة 25 يناير 2011", &["date: 25 يناير 2011 = 2011-01-25"]);
        check("في يوم 25 يناير", &["date: 25 يناير = --01-25"]);
    }

    #[test]
    fn months_have_ranges() {
        for (text, expected) in [
            ("in October-December there", "date: October-December = --10/--12"),
            ("Jan-Mar 2020", "date: Jan-Mar 2020 = 2020-01/2020-03"),
            ("January to March", "date: January to March = --01/--03"),
            ("من يناير إلى مارس 2020", "date: يناير إلى مارس 2020 = 2020-01/2020-03"),
        ] {
            check(text, &[expected]);
        }
    }

    #[test]
    fn words_that_are_also_months() {
        check("They may march on. May I? March!", &[]);
    }

    #[test]
    fn arabic_names_of_months() {
        check("في 14 نيسان/أبريل 2003 وصل", &["date: 14 نيسان/أبريل 2003 = 2003-04-14"]);
        check("الخامس من حزيران 1967", &["date: الخامس من حزيران 1967 = 1967-06-05"]);
        check("يوم الجمعة 15 شباط", &["date: يوم الجمعة 15 شباط = --02-15"]);
        check("5 كانون الأول (ديسمبر) 1929", &["date: 5 كانون الأول (ديسمبر) 1929 = 1929-12-05"]);
        check("٢٥ يناير ٢٠١١", &["date: ٢٥ يناير ٢٠١١ = 2011-01-25"]);
    }

    #[test]
    fn hijri_dates_stay_hijri() {
        check("15 رمضان 1425 هـ", &["date: 15 رمضان 1425 هـ = AH 1425-09-15"]);
    }
}
