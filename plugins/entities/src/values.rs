//! Values in text: dates, times, money, percentages, quantities.
//!
//! Each rule looks at the words from one place on, where a word stands with which it can begin, and says how far a value reaches and what it is worth. The first
//! rule that finds one has it.

mod clock;
mod date;
mod edge;
mod measure;
mod money;
mod number;
mod numeric_date;
mod opening;
mod relative;
mod year;

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
        let Some(at) = page.noted(index) else { break };
        if at < end || !page.has(at, Traits::VALUE) {
            continue;
        }
        if let Some((kind, value)) = first_value(page, at) {
            let name = page.name(&value.canonical);
            page.add(at..value.end, kind, name);
            end = value.end;
        }
    }
}

fn first_value(page: &Page<'_>, at: usize) -> Option<(Kind, Value)> {
    let rules = opening::opened(page, at);
    // A dash is a minus only before a number.
    if rules.is_empty() || page.is_mark(at, '-') && page.form(at + 1) != Form::Digits {
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

#[cfg(test)]
pub(crate) mod tests {
    use crate::tests::found;

    /// Checks the values of a text: each `label: surface = canonical`.
    #[track_caller]
    pub(crate) fn check(text: &str, expected: &[&str]) {
        assert_eq!(found(text, super::find), expected, "{text:?}");
    }
}
