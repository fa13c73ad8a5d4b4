//! Bars of block characters, in eighths of a column.

use serde_json::Number;

use super::figures::{float, whole};
use crate::terminal::text::{columns, left, right, shown};
use crate::terminal::{Paint, Style};

/// A line with a bar.
pub(super) struct Row<'a> {
    /// What the bar's length tells.
    pub(super) count: Number,
    /// A figure beside the count; empty for none.
    pub(super) beside: String,
    /// What was counted. Text of documents or plugins, in any script.
    pub(super) label: &'a str,
    pub(super) style: Style,
}

const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Heights of a column from the least to the full one.
const HEIGHTS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The greatest length of a bar, in columns.
const LONGEST: usize = 24;

/// The lines of a chart: count, figure, bar, label. The label stands last, since it may run from right to left.
pub(super) fn lines(rows: &[Row<'_>], room: usize, paint: Paint) -> Vec<String> {
    let greatest = rows.iter().map(|row| float(&row.count)).fold(0.0, f64::max);
    let width = |text: &dyn Fn(&Row<'_>) -> String| {
        rows.iter().map(|row| columns(&text(row))).max().unwrap_or_default()
    };
    let counts = width(&|row| whole(&row.count)).max(MIN_COUNT);
    let beside = width(&|row| row.beside.clone());
    let length = LONGEST.min(room / 3);
    let before = counts + beside + length + 6;
    let line = |row: &Row<'_>| {
        format!(
            "{}  {}  {}  {}",
            right(&whole(&row.count), counts),
            paint.style(Style::Faint, &right(&row.beside, beside)),
            paint.style(row.style, &left(&bar(float(&row.count), greatest, length), length)),
            shown(row.label, room.saturating_sub(before))
        )
    };
    rows.iter().map(line).collect()
}

/// Counts of neighbouring blocks stand in one column, as far as they are small.
const MIN_COUNT: usize = 6;

/// A bar of `part` in a chart whose longest bar stands for `greatest`. Nothing has none, and little has some.
fn bar(part: f64, greatest: f64, length: usize) -> String {
    if part <= 0.0 || greatest <= 0.0 {
        return String::new();
    }
    let eighths = (part / greatest * length as f64 * 8.0).round().max(1.0) as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// A column per count, `wide` characters each; a dot where there is nothing.
pub(super) fn columns_of(counts: &[f64], wide: usize) -> Vec<String> {
    let greatest = counts.iter().copied().fold(0.0, f64::max);
    let column = |count: &f64| {
        if *count <= 0.0 {
            return "·".repeat(wide);
        }
        let height = (count / greatest * 8.0).ceil().clamp(1.0, 8.0) as usize;
        HEIGHTS[height - 1].repeat(wide)
    };
    counts.iter().map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(part: f64, greatest: f64, length: usize, expected: &str) {
        assert_eq!(bar(part, greatest, length), expected, "{part} of {greatest}");
    }

    #[test]
    fn bars_tell_eighths() {
        check(8.0, 8.0, 4, "████");
        check(4.0, 8.0, 4, "██");
        check(5.0, 8.0, 4, "██▌");
        check(1.0, 1e6, 4, "▏");
        check(0.0, 8.0, 4, "");
        check(0.0, 0.0, 4, "");
        check(f64::MAX, f64::MAX, 2, "██");
    }

    #[test]
    fn columns_tell_what_is_there_from_what_is_not() {
        assert_eq!(columns_of(&[0.0, 1.0, 4.0, 8.0, 100.0], 1).concat(), "·▁▁▁█");
        assert_eq!(columns_of(&[1.0, 2.0], 2).concat(), "▄▄██");
        assert!(columns_of(&[], 2).is_empty());
    }

    #[test]
    fn text_stands_last_and_fits() {
        let row =
            |count: u64, label| Row { count: count.into(), beside: "3".into(), label, style: Style::Bar };
        let rows = [row(1_204, "council"), row(602, "مدينة"), row(1, "a very long term that goes on")];
        let lines = lines(&rows, 40, Paint::default());
        assert_eq!(
            lines,
            [
                " 1\u{202f}204  3  █████████████  council",
                "   602  3  ██████▌        \u{2068}مدينة\u{2069}",
                "     1  3  ▏              a very long t…",
            ]
        );
        assert!(lines.iter().all(|line| columns(line) <= 40));
    }
}
