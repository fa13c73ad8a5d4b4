//! How the documents speak of their subjects: `sentiment`.

use serde_json::Value;

use super::Part;
use super::bars::{Row, columns_of};
use super::page::Page;
use crate::number::{counted, share, signed};
use crate::shape::{Bin, Counts, Histogram, Stats, documents};
use crate::terminal::Style;
use crate::text::shown;

/// The labels from good to bad, each with its looks.
const LABELS: [(&str, Style); 4] =
    [("positive", Style::Good), ("mixed", Style::Odd), ("neutral", Style::Faint), ("negative", Style::Bad)];

/// Labels, mean and distribution of scores, the words that spoke, and the documents at both ends.
pub(super) fn block(page: &mut Page, part: &Part<'_>) -> bool {
    let output = &part.section.output;
    let labels = ["label", "labels"].iter().find_map(|field| Counts::of(&output[*field]));
    let Some(labels) = labels else { return false };
    let mut notes = vec![format!("{} judged", counted(labels.total, "document"))];
    if let Some(score) = Stats::of(&output["score"]) {
        notes.push(format!("mean {} from −1 to +1", signed(score.mean)));
    }
    page.heading(&part.heading("Mood"), &notes);
    let rows: Vec<Row<'_>> = LABELS.iter().filter_map(|(label, style)| row(&labels, label, *style)).collect();
    page.bars(&rows);
    if let Some(distribution) = Histogram::of(&output["distribution"]) {
        let picture = picture(page, &distribution.bins);
        page.line(&format!("−1 {picture} +1"));
    }
    words(page, "praise", &output["positive_words"]);
    words(page, "blame ", &output["negative_words"]);
    extreme(page, "most positive", &output["most_positive"]);
    extreme(page, "most negative", &output["most_negative"]);
    true
}

fn row<'a>(labels: &Counts<'_>, label: &'a str, style: Style) -> Option<Row<'a>> {
    let count = match labels.get(label) {
        Some(count) => count,
        // The two ends belong to the picture though nobody is there.
        None if label == "mixed" || label == "neutral" => return None,
        None => 0,
    };
    Some(Row { count, beside: share(count, labels.total), label, style })
}

/// The distribution as a row of columns: the bad half and the good half each in its colour.
fn picture(page: &Page, bins: &[Bin]) -> String {
    let counts: Vec<u64> = bins.iter().map(|bin| bin.count).collect();
    let paint = |(column, bin): (String, &Bin)| {
        let style = match bin {
            Bin { to: Some(to), .. } if *to <= 0.0 => Style::Bad,
            Bin { from: Some(from), .. } if *from >= 0.0 => Style::Good,
            _ => Style::Faint,
        };
        page.paint.style(style, &column)
    };
    columns_of(&counts, 3).into_iter().zip(bins).map(paint).collect()
}

fn words(page: &mut Page, label: &str, value: &Value) {
    if let Some(words) = Counts::of(value) {
        page.words(label, words.top.iter().map(|entry| entry.key));
    }
}

/// The document at one end.
fn extreme(page: &mut Page, label: &str, value: &Value) {
    let found = value.as_array().and_then(|items| documents(items));
    if let Some((document, score)) = found.as_deref().and_then(<[_]>::first) {
        // Both ends are told without a sign, since each is the greatest of its list.
        let score = score.as_f64().unwrap_or_default().abs();
        let sign = if label.ends_with("negative") { -score } else { score };
        let before = format!("{label}  {}  ", signed(sign));
        let room = page.room().saturating_sub(crate::text::columns(&before));
        let before = page.paint.style(Style::Faint, &before);
        page.line(&format!("{before}{}", shown(document, room)));
    }
}
