//! Values in text: dates, times, money, percentages, quantities.
//!
//! Each rule looks at the words from one place on, where a word stands with which it can begin, and says how far a value reaches and what it is worth. The first
//! rule that finds one has it.

mod clock;
mod counts;
mod date;
mod edge;
mod measure;
mod money;
mod national;
mod number;
mod numeric_date;
mod opening;
mod relative;
mod year;

use crate::forms::class::{Class, Classes};
use crate::forms::lexeme::Traits;
use crate::kind::Kind;
use crate::page::Page;
use crate::text::piece::Form;
pub(crate) use number::Numbers;
pub(crate) use opening::{Alone, Rules, by_key, may_begin, rules_after};

/// A value that begins at a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    /// The word after its last.
    pub(crate) end: usize,
    /// What it is worth.
    pub(crate) canonical: String,
}

type Rule = fn(&Page<'_>, usize) -> Option<Value>;

/// The rules, the more telling before the less, in the order of the constants of [`Rules`].
const RULES: [(Kind, Rule); 10] = [
    (Kind::Money, money::money),
    (Kind::Percent, measure::percent),
    (Kind::Time, clock::time),
    (Kind::Time, clock::day_time),
    (Kind::Date, edge::edge),
    (Kind::Date, date::date),
    (Kind::Date, numeric_date::numeric_date),
    (Kind::Date, relative::relative_date),
    (Kind::Quantity, measure::quantity),
    (Kind::Date, year::year),
];

/// Finds the values of the page.
pub(crate) fn find(page: &mut Page<'_>) {
    let mut end = 0;
    for index in 0.. {
        let Some(at) = page.value_start(index) else { break };
        if at < end {
            continue;
        }
        if let Some((kind, value)) = first_value(page, at) {
            let (kind, value) = with_time(page, kind, value);
            let name = page.name(&value.canonical);
            page.add(at..value.end, kind, name);
            end = value.end;
        }
    }
}

fn first_value(page: &Page<'_>, at: usize) -> Option<(Kind, Value)> {
    let rules = opening::opened(page, at);
    // A dash is a minus only before a number, or the sign of a currency.
    let is_signed = || page.form(at + 1) == Form::Digits || page.is(at + 1, Class::CurrencySign);
    if rules.is_empty() || page.is_mark(at, '-') && !is_signed() {
        return None;
    }
    rules
        .iter()
        .find_map(|rule| {
            let (kind, rule) = RULES.get(rule)?;
            Some((*kind, rule(page, at)?))
        })
        .filter(|(_, value)| page.all_free(at..value.end))
}

/// A date and a time beside it as one: `Friday at 10:30`, غدا الساعة الخامسة, `9am on Saturday`. Canonical is that of the
/// date, `T` and that of the time; of a date in words the phrase and the time.
fn with_time(page: &Page<'_>, kind: Kind, value: Value) -> (Kind, Value) {
    // A comma and a word may stand between the two.
    let may_go_on = (value.end..value.end + 3).any(|at| page.has(at, Traits::VALUE));
    if !may_go_on {
        return (kind, value);
    }
    let next = after_link(page, value.end, kind).filter(|&next| page.has(next, Traits::VALUE));
    let Some(next) = next else { return (kind, value) };
    let second = if kind == Kind::Date {
        clock::time(page, next).map(|time| (value.canonical.clone(), time.canonical, time.end))
    } else {
        date_after(page, next).map(|date| (date.canonical, value.canonical.clone(), date.end))
    };
    match second.filter(|&(.., end)| page.all_free(value.end..end)) {
        Some((date, time, end)) => {
            let is_iso = date.starts_with(|first: char| first.is_ascii_digit() || first == '-');
            let between = if is_iso { "T" } else { " " };
            (Kind::Date, Value { end, canonical: [date.as_str(), between, time.as_str()].concat() })
        }
        None => (kind, value),
    }
}

/// Where the other half of a moment may begin.
fn after_link(page: &Page<'_>, end: usize, kind: Kind) -> Option<usize> {
    if !matches!(kind, Kind::Date | Kind::Time) || !page.joins(end) {
        return None;
    }
    let comma = usize::from(matches!(page.form(end), Form::Mark(',' | '،')));
    let word = end + comma;
    let links: &[&str] = if kind == Kind::Date {
        &["at", "@", "في", "عند", "تمام"]
    } else {
        &["on", "من", "يوم"]
    };
    let link = links.contains(&page.key(word)) || kind == Kind::Date && page.is_mark(word, '@');
    let next = word + usize::from(link && page.key(word) != "يوم");
    // Without a word between them, only what is plainly a time: `2013-02-12 04:30`.
    (page.joins(next) && !(comma == 1 && kind == Kind::Time)).then_some(next)
}

/// A day after a time: not `in 1998`, which is of a whole clause.
fn date_after(page: &Page<'_>, at: usize) -> Option<Value> {
    let is_day = |value: &Value| value.canonical.len() > 7 || page.classes(at).meets(Class::Weekday.set());
    numeric_date::numeric_date(page, at)
        .or_else(|| date::date(page, at))
        .filter(is_day)
        .or_else(|| relative::relative_date(page, at).filter(|_| page.classes(at).meets(DAYS)))
}

/// Days that are told by a word.
const DAYS: Classes = Class::Weekday.set().or(Class::RelativeDay.set());

#[cfg(test)]
pub(crate) mod tests {
    use crate::tests::found;

    /// Checks the values of a text: each `label: surface = canonical`.
    #[track_caller]
    pub(crate) fn check(text: &str, expected: &[&str]) {
        assert_eq!(found(text, super::find), expected, "{text:?}");
    }

    #[test]
    fn a_day_and_its_time_are_one() {
        check("Friday at 10:30", &["date: Friday at 10:30 = Friday 10:30"]);
        check("on 12 March 2003 at 3 p.m.", &["date: 12 March 2003 at 3 p.m. = 2003-03-12T15:00"]);
        check("at 9am on Saturday", &["date: 9am on Saturday = Saturday 09:00"]);
        check("2013-02-12 04:30", &["date: 2013-02-12 04:30 = 2013-02-12T04:30"]);
        check("غدا الساعة الخامسة مساء", &["date: غدا الساعة الخامسة مساء = غدا 17:00"]);
        check("at 10:30 in 1998", &["time: 10:30 = 10:30", "date: 1998 = 1998"]);
        check("توفي في 2015 م", &["date: 2015 م = 2015"]);
    }
}
