//! Trends for reading, and as a table.

use textmill::{KeyTrend, Period, Trend, TrendPoint, UndatedDocument};

use crate::spreadsheet;
use crate::terminal::number::{counted, whole};
use crate::terminal::text::{columns, left, right, shown};
use crate::terminal::{Style, Terminal};

/// The greatest length of a bar, in columns.
const BAR: usize = 24;

/// The widths of count, rate, documents and their share.
const COLUMNS: [usize; 4] = [9, 9, 9, 20];

/// Keys below each other, each with a line per period.
pub(super) fn page(trend: &Trend, terminal: Terminal) -> String {
    let mut page = String::new();
    let heading =
        format!("{} by {}", shown(&trend.field, terminal.columns), shown(&trend.by, terminal.columns));
    page.push_str(&terminal.paint.style(Style::Heading, &heading));
    page.push('\n');
    page.push_str(&format!("  {}\n", terminal.paint.style(Style::Faint, &totals(trend))));
    page.push_str(&undated(trend, terminal));
    if trend.keys.is_empty() {
        page.push_str("  no key was counted often enough\n");
    }
    for key in &trend.keys {
        write_key(&mut page, trend, key, terminal);
    }
    page
}

fn totals(trend: &Trend) -> String {
    let documents = |periods: &[Period]| periods.iter().map(|period| period.documents).sum();
    let dated = format!(
        "{} in {}",
        counted(documents(&trend.periods), "document"),
        counted(trend.periods.len() as u64, "period")
    );
    match documents(&trend.undated) {
        0 => dated,
        undated => format!("{dated}, {} without a date", whole(undated)),
    }
}

/// What was taken for no date, a few of it.
fn undated(trend: &Trend, terminal: Terminal) -> String {
    const SHOWN: usize = 5;
    let line = |undated: &UndatedDocument| {
        let line = format!("no date in {}: {}", undated.document, undated.value);
        let line = shown(&line, terminal.columns.saturating_sub(2));
        format!("  {}\n", terminal.paint.style(Style::Faint, &line))
    };
    trend.undated_in.iter().take(SHOWN).map(line).collect()
}

fn write_key(page: &mut String, trend: &Trend, key: &KeyTrend, terminal: Terminal) {
    let paint = terminal.paint;
    let name = paint.style(Style::Heading, &shown(&key.key, terminal.columns));
    page.push_str(&format!(
        "\n{name}{}\n",
        paint.style(Style::Faint, &format!(" · G² {:.1}", key.log_likelihood))
    ));
    let rows = || trend.periods.iter().zip(&key.points).chain(trend.undated.iter().zip(&key.undated));
    let names = rows().map(|(period, _)| columns(&shown(&period.name, BAR))).max().unwrap_or_default().max(6);
    let head = ["count", "in 10 000", "documents", "share, 95 %"];
    let head = head.iter().zip(COLUMNS).map(|(name, width)| right(name, width)).collect::<Vec<_>>().join(" ");
    page.push_str(&format!("  {}\n", paint.style(Style::Faint, &format!("{}  {head}", left("", names)))));
    let greatest = key.points.iter().map(height).fold(0.0, f64::max);
    for (place, (period, point)) in rows().enumerate() {
        let bar = if place < key.points.len() { bar(height(point), greatest) } else { String::new() };
        let cells = cells(point).into_iter().zip(COLUMNS).map(|(cell, width)| right(&cell, width));
        let cells = cells.collect::<Vec<_>>().join(" ");
        let name = left(&shown(&period.name, BAR), names);
        let line = format!("  {name}  {cells}  {}", paint.style(Style::Bar, &bar));
        page.push_str(line.trim_end());
        page.push('\n');
    }
}

fn cells(point: &TrendPoint) -> [String; 4] {
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    [
        whole(point.count),
        point.per_10_000.map(|rate| format!("{rate:.1}")).unwrap_or_else(|| "–".to_owned()),
        whole(point.documents),
        point
            .share
            .map(|share| {
                format!("{} % ({}–{})", percent(share.share), percent(share.low), percent(share.high))
            })
            .unwrap_or_default(),
    ]
}

/// What a bar tells: the rate, or where there is none the share of documents.
fn height(point: &TrendPoint) -> f64 {
    point.per_10_000.or(point.share.map(|share| share.share)).unwrap_or_default()
}

fn bar(part: f64, greatest: f64) -> String {
    if part <= 0.0 || greatest <= 0.0 {
        return String::new();
    }
    "█".repeat((part / greatest * BAR as f64).round().max(1.0) as usize)
}

/// A row for each key and period, those without a date last.
pub(super) fn table(trend: &Trend) -> String {
    let mut table =
        "key\tperiod\tcount\tper_10_000\tdocuments\tshare\tlow\thigh\tof_documents\tof_words\n".to_owned();
    for key in &trend.keys {
        let rows = trend.periods.iter().zip(&key.points).chain(trend.undated.iter().zip(&key.undated));
        for (period, point) in rows {
            let share = |of: fn(&textmill::Share) -> f64| point.share.as_ref().map(of);
            let figure = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
            let row = [
                key.key.clone(),
                period.name.clone(),
                point.count.to_string(),
                figure(point.per_10_000),
                point.documents.to_string(),
                figure(share(|share| share.share)),
                figure(share(|share| share.low)),
                figure(share(|share| share.high)),
                period.documents.to_string(),
                period.words.map(|words| words.to_string()).unwrap_or_default(),
            ];
            table.push_str(&spreadsheet::row(row.iter().map(String::as_str)));
            table.push('\n');
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use textmill::Share;

    use super::*;
    use crate::terminal::Paint;

    fn trend() -> Trend {
        let period =
            |name: &str, documents, words| Period { name: name.into(), documents, words: Some(words) };
        let point = |count, per_10_000, documents, share: f64| TrendPoint {
            count,
            per_10_000,
            documents,
            share: Some(Share { share, low: share / 2.0, high: share * 1.5 }),
        };
        let key = KeyTrend {
            key: "مدرسة\t".into(),
            log_likelihood: 31.25,
            points: vec![
                point(2, Some(1.6), 2, 0.02),
                point(40, Some(20.0), 31, 0.31),
                point(0, Some(0.0), 0, 0.0),
            ],
            undated: vec![point(1, None, 1, 0.5)],
        };
        Trend {
            by: "date:year".into(),
            field: "keywords.terms".into(),
            periods: vec![period("2022", 100, 12_500), period("2023", 100, 20_000), period("2025", 12, 900)],
            undated: vec![period("(no date)", 2, 0)],
            undated_in: vec![UndatedDocument {
                document: "a.txt".into(),
                source: "a.txt".into(),
                value: "01/05/2024".into(),
            }],
            keys: vec![key],
        }
    }

    #[test]
    fn each_period_has_a_line() {
        let terminal = Terminal { is_terminal: false, columns: 80, paint: Paint { colour: false } };
        insta::assert_snapshot!(page(&trend(), terminal));
    }

    #[test]
    fn each_period_has_a_row() {
        insta::assert_snapshot!(table(&trend()));
    }
}
