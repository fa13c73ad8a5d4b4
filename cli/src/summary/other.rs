//! The output of an analyzer that no other block knows, by the shapes of its values.

use serde_json::Value;

use super::Part;
use super::bars::columns_of;
use super::page::Page;
use super::terms::rows;
use crate::number::{counted, decimal, whole};
use crate::shape::{Bin, Counts, Histogram, Quantiles, Shape, Stats};
use crate::terminal::Style;
use crate::text::{columns, left, shown};

/// How many keys of a field are shown.
const KEYS: usize = 5;

/// How many documents of a field are shown.
const DOCUMENTS: usize = 3;

/// Columns of a name at the most, and at the least, so that values stand below each other.
const NAME: std::ops::RangeInclusive<usize> = 14..=32;

/// All fields, one after the other.
pub(super) fn block(page: &mut Page, part: &Part<'_>) {
    page.heading(part.name, &[counted(part.section.documents, "document")]);
    match &part.section.output {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                field(page, name, value);
            }
        }
        _ => page.faint("it found nothing to report"),
    }
}

fn field(page: &mut Page, name: &str, value: &Value) {
    match Shape::of(value) {
        Shape::Number(number) => line(page, name, &decimal(number)),
        Shape::Counts(counts) => show_counts(page, name, &counts),
        Shape::Stats(stats) => line(page, name, &stats_in_words(&stats)),
        Shape::Histogram(histogram) => line(page, name, &histogram_in_words(&histogram)),
        Shape::Quantiles(quantiles) => line(page, name, &quantiles_in_words(&quantiles)),
        Shape::Distinct { estimate, exact } => {
            let about = if exact { "" } else { "about " };
            line(page, name, &format!("{about}{} different", decimal(estimate)));
        }
        Shape::Documents(documents) => show_documents(page, name, &documents),
        Shape::Object(fields) => {
            for (key, value) in fields {
                field(page, &format!("{name}.{key}"), value);
            }
        }
        Shape::Nothing => line(page, name, "nothing"),
        Shape::Unknown(value) => line(page, name, &value.to_string()),
    }
}

/// The value first: a name may be a key from a document.
fn line(page: &mut Page, name: &str, value: &str) {
    let name = left(&shown(name, *NAME.end()), *NAME.start());
    let room = page.room().saturating_sub(columns(&name) + 2);
    let value = shown(value, room);
    // A name that runs from right to left stands last.
    let line = if name.starts_with('\u{2068}') {
        format!("{value}  {}", page.paint.style(Style::Bar, &name))
    } else {
        format!("{}  {value}", page.paint.style(Style::Bar, &name))
    };
    page.line(&line);
}

fn show_counts(page: &mut Page, name: &str, counts: &Counts<'_>) {
    line(page, name, &format!("{} in all, {} different", whole(counts.total), whole(counts.distinct)));
    page.bars(&rows(counts, KEYS));
}

fn show_documents(page: &mut Page, name: &str, documents: &[(&str, &Value)]) {
    line(page, name, &counted(documents.len() as u64, "document"));
    for (document, value) in documents.iter().take(DOCUMENTS) {
        let value = match value.as_f64() {
            Some(number) => decimal(number),
            None => shown(&value.to_string(), page.room() / 2),
        };
        let room = page.room().saturating_sub(columns(&value) + 4);
        page.line(&format!("  {value}  {}", shown(document, room)));
    }
}

fn stats_in_words(stats: &Stats) -> String {
    format!(
        "mean {} ± {}, from {} to {}, of {}",
        decimal(stats.mean),
        decimal(stats.deviation),
        decimal(stats.min),
        decimal(stats.max),
        counted(stats.count, "value")
    )
}

fn histogram_in_words(histogram: &Histogram) -> String {
    let counts: Vec<u64> = histogram.bins.iter().map(|bin| bin.count).collect();
    let edge = |bin: Option<&Bin>, edge: fn(&Bin) -> Option<f64>| {
        bin.and_then(edge).map(decimal).unwrap_or_default()
    };
    format!(
        "<{} {} ≥{}",
        edge(histogram.bins.first(), |bin| bin.to),
        columns_of(&counts, 2).concat(),
        edge(histogram.bins.last(), |bin| bin.from)
    )
}

fn quantiles_in_words(quantiles: &Quantiles) -> String {
    let at = |(at, value): &(f64, f64)| format!("{} % ≤ {}", decimal(at * 100.0), decimal(*value));
    format!(
        "from {} to {}, {}, of {}",
        decimal(quantiles.min),
        decimal(quantiles.max),
        quantiles.quantiles.iter().map(at).collect::<Vec<_>>().join(", "),
        counted(quantiles.count, "value")
    )
}
