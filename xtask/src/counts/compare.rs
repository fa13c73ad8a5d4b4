//! Whether what is measured is what the table says.

use super::table::{Key, Table};

/// How far fuel per token may be from the table: 2 %.
pub(super) const TOLERANCE: f64 = 0.02;

/// How far it may be where another compiler made the plugins than those of the table. What compilers differ by is not known
/// before they are there: this lets a rule be seen that has gone astray, and no more.
pub(super) const TOLERANCE_OF_COMPILERS: f64 = 0.25;

/// A count that is not as in the table.
#[derive(Debug, PartialEq)]
pub(super) enum Change {
    /// More fuel per token than the tolerance allows: the analyzer is slower.
    Rose(Key, f64, f64),
    /// Less fuel per token: a later rise up to here would not be seen.
    Fell(Key, f64, f64),
    /// It was measured, and has no row.
    NotInTable(Key),
    /// It has a row, and was not measured.
    NotMeasured(Key),
}

/// What of `measured` is not as the table says, in the table's order.
pub(super) fn changes(table: &Table, measured: &Table, tolerance: f64) -> Vec<Change> {
    let mut changes = Vec::new();
    for (key, count) in &measured.counts {
        let Some(said) = table.counts.get(key) else {
            changes.push(Change::NotInTable(key.clone()));
            continue;
        };
        let (before, now) = (said.fuel_per_token(), count.fuel_per_token());
        if now > before * (1.0 + tolerance) {
            changes.push(Change::Rose(key.clone(), before, now));
        } else if now < before * (1.0 - tolerance) {
            changes.push(Change::Fell(key.clone(), before, now));
        }
    }
    let missing = table.counts.keys().filter(|key| !measured.counts.contains_key(key));
    changes.extend(missing.map(|key| Change::NotMeasured(key.clone())));
    changes
}

impl std::fmt::Display for Change {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rose(key, before, now) => {
                write!(formatter, "{key}: fuel per token rose, {}", step(*before, *now))
            }
            Self::Fell(key, before, now) => {
                write!(formatter, "{key}: fuel per token fell, {}", step(*before, *now))
            }
            Self::NotInTable(key) => write!(formatter, "{key}: has no row"),
            Self::NotMeasured(key) => write!(formatter, "{key}: has a row, and is not measured any more"),
        }
    }
}

fn step(before: f64, now: f64) -> String {
    format!("{before:.1} → {now:.1} ({:+.1} %)", (now / before - 1.0) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::{TOLERANCE, TOLERANCE_OF_COMPILERS, changes};
    use crate::counts::table::tests::table;

    #[track_caller]
    fn check(before: &[&str], now: &[&str], expected: &[&str]) {
        let found = changes(&table("rustc", before), &table("rustc", now), TOLERANCE);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn fuel_per_token_stays_within_two_in_a_hundred() {
        let before = &["keywords news warm 100 10000"];
        check(before, &["keywords news warm 100 10200"], &[]);
        check(before, &["keywords news warm 100 9800"], &[]);
        // Twice the text is no rise.
        check(before, &["keywords news warm 200 20000"], &[]);
        check(
            before,
            &["keywords news warm 100 10201"],
            &["keywords of news, warm: fuel per token rose, 100.0 → 102.0 (+2.0 %)"],
        );
        check(
            before,
            &["keywords news warm 100 5000"],
            &["keywords of news, warm: fuel per token fell, 100.0 → 50.0 (-50.0 %)"],
        );
    }

    #[test]
    fn compilers_may_differ_by_more() {
        let by_another = |now: &str| {
            let before = table("rustc", &["keywords news warm 100 10000"]);
            changes(&before, &table("rustc", &[now]), TOLERANCE_OF_COMPILERS).len()
        };
        assert_eq!(by_another("keywords news warm 100 12500"), 0);
        assert_eq!(by_another("keywords news warm 100 12501"), 1);
    }

    #[test]
    fn rows_are_of_what_is_measured() {
        check(
            &["keywords news warm 1 1", "keywords news cold 1 1"],
            &["keywords news warm 1 1", "entities news warm 1 1"],
            &[
                "entities of news, warm: has no row",
                "keywords of news, cold: has a row, and is not measured any more",
            ],
        );
    }
}
