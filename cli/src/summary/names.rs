//! Who and what is named: `entities`.

use textmill::{Counts, Merged};

use super::Part;
use super::figures;
use super::page::Page;
use super::terms::rows;
use crate::terminal::number::whole;

/// How many of each are shown.
const SHOWN: usize = 7;

/// The three that are shown in full: the field, and what its readers call it.
const NAMES: [(&str, &str); 3] =
    [("persons", "People"), ("organizations", "Organizations"), ("locations", "Places")];

/// The rest in one line: the field, one of it, and several.
const VALUES: [(&str, &str, &str); 8] = [
    ("dates", "date", "dates"),
    ("times", "time", "times"),
    ("money", "amount of money", "amounts of money"),
    ("percents", "percentage", "percentages"),
    ("quantities", "measurement", "measurements"),
    ("numbers", "number", "numbers"),
    ("emails", "e-mail address", "e-mail addresses"),
    ("urls", "link", "links"),
];

/// The most named people, organizations and places, and how many dates, amounts and addresses there are.
pub(super) fn block(page: &mut Page, part: &Part<'_>) -> bool {
    let found: Vec<(&str, &Counts<'_>)> =
        NAMES.iter().filter_map(|(field, heading)| Some((*heading, part.counts(field)?))).collect();
    if found.is_empty() {
        return false;
    }
    for (heading, names) in &found {
        page.heading(&part.heading(heading), &[format!("{} different", whole(names.distinct))]);
        page.bars(&rows(names, SHOWN));
        if names.top.is_empty() {
            page.faint("none");
        }
    }
    let values: Vec<String> =
        VALUES.iter().filter_map(|(field, one, many)| value(part.field(field)?, one, many)).collect();
    if !values.is_empty() {
        page.heading(&part.heading("Also found"), &[]);
        page.faint(&values.join(", "));
    }
    true
}

fn value(value: &Merged<'_>, one: &str, many: &str) -> Option<String> {
    let total = match value {
        Merged::Counts(counts) => counts.total,
        Merged::Sum(sum) => *sum,
        _ => return None,
    };
    match total.as_u64() {
        Some(0) => None,
        Some(1) => Some(format!("1 {one}")),
        _ => Some(format!("{} {many}", figures::whole(total))),
    }
}
