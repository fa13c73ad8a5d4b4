//! Parts of a stretch of the calendar and days within it: `the end of 2012`, أواخر عام 2017, `the first Tuesday in
//! October`. Canonical is the phrase.

use super::Value;
use super::date::{date, digits};
use super::number::number;
use super::relative::{phrase, relative_date};
use super::year::year;
use crate::forms::class::Class;
use crate::page::Page;
use crate::text::line::Line;
use crate::text::piece::Form;

/// A phrase of that kind that begins at the word.
pub(super) fn edge(page: &Page<'_>, at: usize) -> Option<Value> {
    if let Some(quarter) = quarter(page, at) {
        return Some(quarter);
    }
    let end = part(page, at)
        .or_else(|| nth_weekday(page, at))
        .or_else(|| nth_stretch(page, at))
        .or_else(|| counted(page, at))?;
    Some(Value { end, canonical: phrase(page, at, end) })
}

/// `Q3 2020`, `H1 of 2021`, and `Q3` where a business speaks of it; canonical is `2020-Q3`.
fn quarter(page: &Page<'_>, at: usize) -> Option<Value> {
    let (length, name) = page.entry(at, Class::Quarter)?;
    let end = at + length;
    let link = usize::from(matches!(page.key(end), "of" | "in" | "fy" | "fiscal"));
    let year = digits(page, end + link, 4).filter(|year| (1900..=2100).contains(year) && page.joins(end));
    if let Some(year) = year {
        let canonical = Line::new().padded(year, 4).text("-").text(name).done();
        return Some(Value { end: end + link + 1, canonical });
    }
    let is_business = page.joins(end)
        && matches!(
            page.key(end),
            "earnings"
                | "results"
                | "revenue"
                | "profit"
                | "profits"
                | "sales"
                | "report"
                | "guidance"
                | "growth"
        );
    is_business.then(|| Value { end, canonical: name.to_owned() })
}

/// `the third quarter of 2020`, `first week of October`, الربع الثالث من العام الحالي, الأسبوع الأول من أكتوبر.
fn nth_stretch(page: &Page<'_>, at: usize) -> Option<usize> {
    let is_arabic = page.form(at) == Form::Arabic;
    let (stretch, end) = if is_arabic { arabic_stretch(page, at)? } else { english_stretch(page, at)? };
    let of = page.joins(end) && matches!(page.key(end), "of" | "in" | "من" | "في");
    let whole = end + usize::from(of);
    let the = usize::from(matches!(page.key(whole), "the" | "this") && of && !page.is(whole, Class::Deictic));
    let found = (page.joins(whole) && (of || page.form(whole) == Form::Digits))
        .then(|| {
            date(page, whole)
                .or_else(|| relative_date(page, whole))
                .or_else(|| year(page, whole))
                .map(|found| found.end)
                .or_else(|| Some(whole + the + page.entry(whole + the, Class::Period).filter(|_| the > 0)?.0))
        })
        .flatten();
    found.or_else(|| matches!(page.key(stretch), "quarter" | "الربع").then_some(end))
}

/// The stretch and the place after `third quarter`, `first half`, `2nd week`.
fn english_stretch(page: &Page<'_>, at: usize) -> Option<(usize, usize)> {
    let ordinal = match page.entry(at, Class::Ordinal) {
        Some((length, _)) => length,
        None if page.form(at) == Form::Digits => {
            let is_ordinal = page.touches(at + 1) && matches!(page.key(at + 1), "st" | "nd" | "rd" | "th");
            is_ordinal.then_some(2)?
        }
        None => page.entry(at, Class::Deictic)?.0,
    };
    let hyphen = usize::from(page.is_mark(at + ordinal, '-') && page.touches(at + ordinal));
    let stretch = at + ordinal + hyphen;
    let is_stretch =
        matches!(page.key(stretch), "quarter" | "half" | "week" | "day" | "month" | "decade" | "weekend");
    (is_stretch && page.joins(stretch)).then_some((stretch, stretch + 1))
}

/// The stretch and the place after الربع الثالث, النصف الأول, الأسبوع الثاني.
fn arabic_stretch(page: &Page<'_>, at: usize) -> Option<(usize, usize)> {
    let is_stretch = matches!(
        page.stem_key(at),
        "الربع"
            | "النصف"
            | "الاسبوع"
            | "اليوم"
            | "الشهر"
            | "العقد"
            | "الثلث"
            | "السنه"
            | "العام"
    );
    let (length, _) = page.entry(at + 1, Class::Ordinal).filter(|_| is_stretch && page.joins(at + 1))?;
    Some((at, at + 1 + length))
}

/// `late March`, `the end of last week`, منتصف آذار.
fn part(page: &Page<'_>, at: usize) -> Option<usize> {
    let (length, _) = page.entry(at, Class::DateEdge)?;
    let whole = at + length;
    if !page.joins(whole) {
        return None;
    }
    let found = date(page, whole).or_else(|| relative_date(page, whole)).or_else(|| year(page, whole))?;
    Some(found.end)
}

/// `the first Tuesday in October 2014`, `last Monday of March`, الثلاثاء الأول من شهر أيلول.
fn nth_weekday(page: &Page<'_>, at: usize) -> Option<usize> {
    let is_arabic = page.form(at) == Form::Arabic;
    let (first, second) =
        if is_arabic { (Class::Weekday, Class::Ordinal) } else { (Class::Ordinal, Class::Weekday) };
    let (length, _) =
        page.entry(at, first).or_else(|| page.entry(at, Class::Deictic).filter(|_| !is_arabic))?;
    let next = at + length;
    let (length, _) = page.entry(next, second).filter(|_| page.joins(next))?;
    let mut link = next + length;
    if !matches!(page.key(link), "of" | "in" | "من" | "في") || !page.joins(link) {
        return None;
    }
    link += 1 + usize::from(page.key(link + 1) == "شهر");
    page.entry(link, Class::Month).filter(|_| page.joins(link))?;
    Some(date(page, link).map_or(link + 1, |month| month.end))
}

/// `next three days`, `the past 2 weeks`.
fn counted(page: &Page<'_>, at: usize) -> Option<usize> {
    let (length, _) = page.entry(at, Class::Deictic)?;
    let count = at + length;
    let few = usize::from(matches!(page.key(count), "few" | "couple" | "several"));
    let word = match number(page, count) {
        Some((end, _)) => end,
        None if few == 1 => count + 1 + usize::from(page.key(count + 1) == "of"),
        None => return None,
    };
    let (length, _) = page.entry(word, Class::Period).filter(|_| page.joins(count) && page.joins(word))?;
    Some(word + length)
}

#[cfg(test)]
mod tests {
    use crate::values::tests::check;

    #[test]
    fn parts_of_a_stretch() {
        check("in late March", &["date: late March = late march"]);
        check("by the end of 2012", &["date: the end of 2012 = the end of 2012"]);
        check("في أواخر عام 2017", &["date: أواخر عام 2017 = أواخر عام 2017"]);
    }

    #[test]
    fn days_within_a_month() {
        check(
            "first Tuesday in October 2014",
            &["date: first Tuesday in October 2014 = first tuesday in october 2014"],
        );
        check("الثلاثاء الأول من شهر أيلول", &["date: الثلاثاء الأول من شهر أيلول = الثلاثاء الأول من شهر أيلول"]);
    }

    #[test]
    fn quarters_and_weeks() {
        check("in Q3 2020", &["date: Q3 2020 = 2020-Q3"]);
        check("Q4 earnings fell", &["date: Q4 = Q4"]);
        check("transistor Q1 failed", &[]);
        check("third quarter of 2020", &["date: third quarter of 2020 = third quarter of 2020"]);
        check("in the third quarter", &["date: third quarter = third quarter"]);
        check("first week of October", &["date: first week of October = first week of october"]);
        check("في الربع الثالث من عام 2020", &["date: الربع الثالث من عام 2020 = الربع الثالث من عام 2020"]);
        check("الأسبوع الأول من أكتوبر", &["date: الأسبوع الأول من أكتوبر = الأسبوع الأول من أكتوبر"]);
        check("the first half was dull", &[]);
    }

    #[test]
    fn counted_stretches() {
        check("in the past 2 weeks", &["date: the past 2 weeks = the past 2 weeks"]);
        check("next few days", &["date: next few days = next few days"]);
    }
}
