//! The output of an analyzer that no other block knows, by the kinds of its schema.

use serde_json::{Number, Value};
use textmill::{Counts, Histogram, KeySet, Merged, Quantile, Quantiles, ScoredDocument, Stats};

use super::Part;
use super::bars::columns_of;
use super::figures::{self, decimal, float};
use super::page::Page;
use super::pairs;
use super::terms::rows;
use crate::terminal::Style;
use crate::terminal::number::{self, counted, whole};
use crate::terminal::text::{columns, escaped, left, shown};

/// How many keys of a field are shown.
const KEYS: usize = 5;

/// How many documents of a field are shown.
const DOCUMENTS: usize = 3;

/// Columns of a name at most, and at least, so that values stand below each other.
const NAME: std::ops::RangeInclusive<usize> = 14..=32;

/// All fields, one after the other.
pub(super) fn block(page: &mut Page, part: &Part<'_>) {
    page.heading(part.name, &[counted(part.section.documents, "document")]);
    match &part.output {
        Err(error) => page.odd(&escaped(&error.to_string())),
        Ok(Merged::Record(fields)) if fields.is_empty() => page.faint("it found nothing to report"),
        Ok(output) => output.leaves().iter().for_each(|(path, value)| field(page, &path.to_string(), value)),
    }
}

fn field(page: &mut Page, name: &str, value: &Merged<'_>) {
    match value {
        Merged::Sum(number) | Merged::Min(Some(number)) | Merged::Max(Some(number)) => {
            line(page, name, &decimal(number));
        }
        Merged::Counts(counts) => show_counts(page, name, counts),
        Merged::Pairs(found) => {
            let total = figures::whole(found.total);
            line(page, name, &format!("{total} in all, {} different", whole(found.distinct)));
            pairs::show(page, &found.by_g2, KEYS, pairs::g2);
        }
        Merged::Stats(stats) => line(page, name, &stats_in_words(stats).unwrap_or_else(nothing)),
        Merged::Histogram(histogram) => line(page, name, &histogram_in_words(histogram)),
        Merged::Quantiles(quantiles) => {
            line(page, name, &quantiles_in_words(quantiles).unwrap_or_else(nothing));
        }
        Merged::Distinct(distinct) => {
            let about = if distinct.exact { "" } else { "about " };
            line(page, name, &format!("{about}{} different", whole(distinct.estimate)));
        }
        Merged::Set(set) => line(page, name, &set_in_words(set)),
        Merged::Sample(documents) => {
            let value = |page: &Page, value: &Value| match value {
                Value::Number(number) => decimal(number),
                value => shown(&value.to_string(), page.room() / 2),
            };
            let rows = documents.iter().map(|sampled| (sampled.document, value(page, sampled.value)));
            show_documents(page, name, &rows.collect::<Vec<_>>());
        }
        Merged::Top(documents) => {
            let value = |page: &Page, scored: &ScoredDocument<'_>| match scored.payload {
                Some(payload) => {
                    let payload = shown(&payload.to_string(), page.room() / 3);
                    format!("{} {payload}", decimal(scored.score))
                }
                None => decimal(scored.score),
            };
            let rows = documents.iter().map(|scored| (scored.document, value(page, scored)));
            show_documents(page, name, &rows.collect::<Vec<_>>());
        }
        // Of maps and records only those come here that have nothing in them.
        Merged::Min(None) | Merged::Max(None) | Merged::Map(_) | Merged::Record(_) | Merged::Each => {
            line(page, name, &nothing());
        }
    }
}

fn nothing() -> String {
    "nothing".to_owned()
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
    let total = figures::whole(counts.total);
    line(page, name, &format!("{total} in all, {} different", whole(counts.distinct)));
    page.bars(&rows(counts, KEYS));
}

/// Documents, each with what is shown of it.
fn show_documents(page: &mut Page, name: &str, documents: &[(&str, String)]) {
    line(page, name, &counted(documents.len() as u64, "document"));
    for (document, value) in documents.iter().take(DOCUMENTS) {
        let room = page.room().saturating_sub(columns(value) + 4);
        page.line(&format!("  {value}  {}", shown(document, room)));
    }
}

fn set_in_words(set: &KeySet<'_>) -> String {
    match &set.keys {
        Some(keys) => format!("{} different: {}", whole(keys.len() as u64), keys.join(", ")),
        None => format!("more than {} different", whole(set.max)),
    }
}

fn stats_in_words(stats: &Stats<'_>) -> Option<String> {
    Some(format!(
        "mean {} ± {}, from {} to {}, of {}",
        decimal(stats.mean?),
        decimal(stats.deviation?),
        decimal(stats.min?),
        decimal(stats.max?),
        figures::counted(stats.count, "value")
    ))
}

fn histogram_in_words(histogram: &Histogram<'_>) -> String {
    let counts: Vec<f64> = histogram.bins.iter().map(|bin| float(bin.count)).collect();
    let edge = |edge: Option<&Number>| edge.map(decimal).unwrap_or_default();
    format!(
        "<{} {} ≥{}",
        edge(histogram.bins.first().and_then(|bin| bin.to)),
        columns_of(&counts, 2).concat(),
        edge(histogram.bins.last().and_then(|bin| bin.from))
    )
}

fn quantiles_in_words(quantiles: &Quantiles<'_>) -> Option<String> {
    let at = |quantile: &Quantile<'_>| {
        let percent = number::decimal(float(quantile.at) * 100.0);
        Some(format!("{percent} % ≤ {}", decimal(quantile.value?)))
    };
    Some(format!(
        "from {} to {}, {}, of {}",
        decimal(quantiles.min?),
        decimal(quantiles.max?),
        quantiles.quantiles.iter().filter_map(at).collect::<Vec<_>>().join(", "),
        figures::counted(quantiles.count, "value")
    ))
}
