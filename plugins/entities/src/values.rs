//! Values in text: dates, times, money, percentages, quantities.
//!
//! Each rule looks at the words from one place on and says how far a value reaches and what it is worth. The first
//! rule that finds one has it.

mod clock;
mod date;
mod edge;
mod measure;
mod money;
mod number;
mod numeric_date;
mod relative;
mod year;

use crate::class::{Class, Classes};
use crate::kind::Kind;
use crate::page::Page;
use crate::piece::Form;

/// A value that begins at a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    /// The word behind its last.
    pub(crate) end: usize,
    /// What it is worth.
    pub(crate) canonical: String,
}

type Rule = fn(&Page<'_>, usize) -> Option<Value>;

/// The rules, the more telling before the less.
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
    let mut at = 0;
    while at < page.len() {
        at = match first_value(page, at) {
            Some((kind, value)) => {
                page.add(at..value.end, kind, value.canonical);
                value.end
            }
            None => at + 1,
        };
    }
}

fn first_value(page: &Page<'_>, at: usize) -> Option<(Kind, Value)> {
    if !may_begin(page, at) {
        return None;
    }
    RULES
        .iter()
        .find_map(|&(kind, rule)| Some((kind, rule(page, at)?)))
        .filter(|(_, value)| page.all_free(at..value.end))
}

/// Classes of words that a value can begin with.
const OPENERS: Classes = Class::Number
    .set()
    .or(Class::Scale.set())
    .or(Class::Ordinal.set())
    .or(Class::Currency.set())
    .or(Class::CurrencySign.set())
    .or(Class::Percent.set())
    .or(Class::Month.set())
    .or(Class::HijriMonth.set())
    .or(Class::Weekday.set())
    .or(Class::RelativeDay.set())
    .or(Class::Period.set())
    .or(Class::Season.set())
    .or(Class::DateEdge.set())
    .or(Class::DayTime.set())
    .or(Class::Holiday.set())
    .or(Class::Deictic.set())
    .or(Class::YearCue.set())
    .or(Class::Clock.set());

/// Whether any rule can begin at the word: spares the rules most words of a text.
fn may_begin(page: &Page<'_>, at: usize) -> bool {
    match page.form(at) {
        Form::Digits => true,
        Form::Mark('-') => page.form(at + 1) == Form::Digits,
        _ => page.begins(at).meets(OPENERS),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use crate::tests::{found, page_of};

    /// Checks the values of a text: each `label: surface = canonical`.
    #[track_caller]
    pub(crate) fn check(text: &str, expected: &[&str]) {
        let lexicon = crate::tests::lexicon();
        let mut page = page_of(text, lexicon);
        super::find(&mut page);
        assert_eq!(found(&page, text), expected, "{text:?}");
    }
}
