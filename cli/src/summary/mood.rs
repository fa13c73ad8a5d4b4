//! How the documents speak of their subjects: `sentiment`.

use textmill::{Bin, Counts, Merged, ScoredDocument};

use super::Part;
use super::bars::{Row, columns_of};
use super::figures::{counted, float, share};
use super::page::Page;
use crate::terminal::Style;
use crate::terminal::number::signed;
use crate::terminal::text::shown;

/// The labels from good to bad, each with its looks.
const LABELS: [(&str, Style); 4] =
    [("positive", Style::Good), ("mixed", Style::Odd), ("neutral", Style::Faint), ("negative", Style::Bad)];

/// Labels, mean and distribution of scores, the words that spoke, and the documents at both ends.
pub(super) fn block(page: &mut Page, part: &Part<'_>) -> bool {
    let labels = ["label", "labels"].iter().find_map(|field| part.counts(field));
    let Some(labels) = labels else { return false };
    let mut notes = vec![format!("{} judged", counted(labels.total, "document"))];
    if let Some(Merged::Stats(score)) = part.field("score")
        && let Some(mean) = score.mean
    {
        notes.push(format!("mean {} from −1 to +1", signed(float(mean))));
    }
    page.heading(&part.heading("Mood"), &notes);
    let rows: Vec<Row<'_>> = LABELS.iter().filter_map(|(label, style)| row(labels, label, *style)).collect();
    page.bars(&rows);
    if let Some(Merged::Histogram(distribution)) = part.field("distribution") {
        let picture = picture(page, &distribution.bins);
        page.line(&format!("−1 {picture} +1"));
    }
    words(page, "praise", part.counts("positive_words"));
    words(page, "blame ", part.counts("negative_words"));
    extreme(page, "most positive", part.field("most_positive"));
    extreme(page, "most negative", part.field("most_negative"));
    true
}

fn row<'a>(labels: &Counts<'_>, label: &'a str, style: Style) -> Option<Row<'a>> {
    let count = match labels.get(label) {
        Some(counted) => counted.count.clone(),
        // The two ends belong to the picture though nobody is there.
        None if label == "mixed" || label == "neutral" => return None,
        None => 0.into(),
    };
    Some(Row { beside: share(&count, labels.total), count, label, style })
}

/// The distribution as a row of columns: the bad half and the good half each in its colour.
fn picture(page: &Page, bins: &[Bin<'_>]) -> String {
    let counts: Vec<f64> = bins.iter().map(|bin| float(bin.count)).collect();
    let paint = |(column, bin): (String, &Bin<'_>)| {
        let style = match bin {
            Bin { to: Some(to), .. } if float(to) <= 0.0 => Style::Bad,
            Bin { from: Some(from), .. } if float(from) >= 0.0 => Style::Good,
            _ => Style::Faint,
        };
        page.paint.style(style, &column)
    };
    columns_of(&counts, 3).into_iter().zip(bins).map(paint).collect()
}

fn words(page: &mut Page, label: &str, words: Option<&Counts<'_>>) {
    if let Some(words) = words {
        page.words(label, words.top.iter().map(|entry| entry.key));
    }
}

/// The document at one end.
fn extreme(page: &mut Page, label: &str, found: Option<&Merged<'_>>) {
    let Some(Merged::Top(documents)) = found else { return };
    if let Some(ScoredDocument { document, score, .. }) = documents.first() {
        // Both ends are told without a sign, since each is the greatest of its list.
        let score = float(score).abs();
        let sign = if label.ends_with("negative") { -score } else { score };
        let before = format!("{label}  {}  ", signed(sign));
        let room = page.room().saturating_sub(crate::terminal::text::columns(&before));
        let before = page.paint.style(Style::Faint, &before);
        page.line(&format!("{before}{}", shown(document, room)));
    }
}
