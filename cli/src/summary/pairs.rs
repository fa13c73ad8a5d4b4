//! Which words stand together: `collocations`, and pairs of any analyzer.

use textmill::{Merged, Pair};

use super::Part;
use super::bars::Row;
use super::figures::{decimal, whole as whole_number};
use super::page::Page;
use crate::terminal::Style;
use crate::terminal::number::whole;

/// How many pairs are shown that are surest to be no chance.
const SUREST: usize = 15;

/// How many pairs are shown whose words are seldom without each other.
const CLOSEST: usize = 8;

/// The pairs that are surest to be no chance, then those whose words are seldom apart, each with how often it is there and
/// how strong it is.
pub(super) fn block(page: &mut Page, part: &Part<'_>) -> bool {
    let Some(Merged::Pairs(pairs)) = part.field("pairs") else { return false };
    page.heading(
        &part.heading("Collocations"),
        &[format!("{} different", whole(pairs.distinct)), "count, G²".into()],
    );
    show(page, &pairs.by_g2, SUREST, g2);
    if pairs.by_g2.is_empty() {
        let total = whole_number(pairs.total);
        page.faint(&format!("none among {total} pairs of words stands out"));
        return true;
    }
    page.heading(&part.heading("Words seldom apart"), &["count, logDice (14 at most)".into()]);
    show(page, &pairs.by_log_dice, CLOSEST, log_dice);
    true
}

/// A figure of a pair, as it is shown.
pub(super) type Figure = fn(&Pair<'_>) -> String;

pub(super) fn g2(pair: &Pair<'_>) -> String {
    whole(pair.g2.as_f64().unwrap_or(0.0).round() as u64)
}

fn log_dice(pair: &Pair<'_>) -> String {
    decimal(pair.log_dice)
}

/// The first so many pairs, a row each.
pub(super) fn show(page: &mut Page, pairs: &[Pair<'_>], shown: usize, figure: Figure) {
    let labels: Vec<String> =
        pairs.iter().take(shown).map(|pair| format!("{} {}", pair.first, pair.second)).collect();
    let rows = pairs.iter().zip(&labels).map(|(pair, label)| Row {
        count: pair.count.into(),
        beside: figure(pair),
        label,
        style: Style::Bar,
    });
    page.bars(&rows.collect::<Vec<_>>());
}
