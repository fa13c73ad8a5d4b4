//! Parts of a stretch of the calendar and days within it: `the end of 2012`, أواخر عام 2017, `the first Tuesday in
//! October`. Canonical is the phrase.

use super::Value;
use super::date::date;
use super::number::number;
use super::relative::{phrase, relative_date};
use super::year::year;
use crate::forms::class::Class;
use crate::page::Page;
use crate::text::piece::Form;

/// A phrase of that kind that begins at the word.
pub(super) fn edge(page: &Page<'_>, at: usize) -> Option<Value> {
    let end = part(page, at).or_else(|| nth_weekday(page, at)).or_else(|| counted(page, at))?;
    Some(Value { end, canonical: phrase(page, at, end) })
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
    fn counted_stretches() {
        check("in the past 2 weeks", &["date: the past 2 weeks = the past 2 weeks"]);
        check("next few days", &["date: next few days = next few days"]);
    }
}
