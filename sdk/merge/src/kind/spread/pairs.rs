//! `pairs`: how often pairs of words were counted, and which of them go together.
//!
//! A state is that of `counts`. What differs is what a report shows, which is made here.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::association::{Marginals, Strength, Word};
use super::counts::{CountsState, Tally};
use crate::number::count_value;
use crate::schema::Schema;

impl Schema {
    /// `pairs`, of which the report shows the `top` strongest by each measure.
    pub fn pairs(top: u32) -> Self {
        Self::Pairs { top, at_least: 0 }
    }
}

/// What a report shows of a state.
pub(crate) fn finish(counts: &CountsState, top: u32, at_least: u32) -> Value {
    let mut associations = Associations::new(at_least);
    counts.sorted().for_each(|(key, tally)| associations.add(key, tally));
    associations.finish(top)
}

/// Pairs as they come by in the order of their keys.
///
/// How strong a pair is depends on all pairs, so those that may be shown are kept until the last has come.
#[derive(Debug)]
pub(crate) struct Associations {
    at_least: u128,
    distinct: usize,
    marginals: Marginals,
    kept: Vec<Kept>,
}

/// 24 bytes, since there may be millions. No pair was ever counted 2⁶⁴ times: it would be shown so.
#[derive(Debug, Clone, Copy)]
struct Kept {
    first: Word,
    second: Word,
    count: u64,
    documents: u64,
}

impl Kept {
    fn strength(&self, marginals: &Marginals) -> Strength {
        marginals.strength_of(self.first, self.second, self.count.into())
    }
}

/// A measure, by which pairs are ranked.
type Measure = fn(&Strength) -> f64;

/// The measures, with the names of the lists that a report has of each.
const MEASURES: [(&str, Measure); 3] = [
    ("by_g2", |strength| strength.g2),
    ("by_log_dice", |strength| strength.log_dice),
    ("by_pmi3", |strength| strength.pmi3),
];

impl Associations {
    pub(crate) fn new(at_least: u32) -> Self {
        Self { at_least: at_least.into(), distinct: 0, marginals: Marginals::new(), kept: Vec::new() }
    }

    /// Takes in the next pair. Keys come in the order of their bytes.
    pub(crate) fn add(&mut self, key: &str, tally: Tally) {
        self.distinct += 1;
        let (first, second) = self.marginals.add_pair(key, tally.count);
        if tally.count >= self.at_least {
            let count = u64::try_from(tally.count).unwrap_or(u64::MAX);
            self.kept.push(Kept { first, second, count, documents: tally.documents });
        }
    }

    /// Of the pairs that stand together more often than by chance, and were counted often enough, the `top` strongest by
    /// each measure; ties in the order of their keys.
    pub(crate) fn finish(self, top: u32) -> Value {
        let Self { distinct, marginals, mut kept, .. } = self;
        kept.retain(|pair| pair.strength(&marginals).attracts(pair.count.into()));
        let mut report = json!({ "total": count_value(marginals.total()), "distinct": distinct });
        for (name, measure) in MEASURES {
            let strongest = strongest(&kept, top, |pair| measure(&pair.strength(&marginals)));
            let shown = strongest.into_iter().map(|number| show(&kept[number], &marginals));
            report[name] = Value::Array(shown.collect());
        }
        report
    }
}

/// The places of the strongest, the strongest first.
fn strongest(kept: &[Kept], top: u32, measure: impl Fn(&Kept) -> f64) -> Vec<usize> {
    let top = usize::try_from(top).unwrap_or(usize::MAX);
    let mut ranked: Vec<(Reverse<Rank>, usize)> = Vec::new();
    for (number, pair) in kept.iter().enumerate() {
        ranked.push((Reverse(rank(measure(pair))), number));
        // In between, what is not among the strongest so far is left: of millions some dozens are shown.
        if ranked.len() >= top.saturating_mul(2).saturating_add(1024) {
            ranked.select_nth_unstable(top);
            ranked.truncate(top);
        }
    }
    ranked.sort_unstable();
    ranked.truncate(top);
    ranked.into_iter().map(|(_, number)| number).collect()
}

/// A number that orders as the figure does.
type Rank = i64;

fn rank(figure: f64) -> Rank {
    let bits = figure.to_bits().cast_signed();
    // As in `f64::total_cmp`.
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

fn show(pair: &Kept, marginals: &Marginals) -> Value {
    let Strength { expected, g2, pmi3, log_dice } = pair.strength(marginals).rounded();
    json!({
        "first": marginals.word(pair.first),
        "second": marginals.word(pair.second),
        "count": pair.count,
        "documents": pair.documents,
        "expected": expected,
        "g2": g2,
        "pmi3": pmi3,
        "log_dice": log_dice,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::rank;
    use crate::{Schema, State};

    /// The pairs of a list.
    fn shown(report: &Value, list: &str) -> Vec<String> {
        let pairs = report[list].as_array().unwrap().iter();
        pairs
            .map(|pair| format!("{} {}", pair["first"].as_str().unwrap(), pair["second"].as_str().unwrap()))
            .collect()
    }

    fn folded(schema: Schema, documents: &[Value]) -> State {
        let mut state = State::new(schema);
        documents.iter().for_each(|document| state.fold("", document).unwrap());
        state
    }

    /// `strong tea` and `old man` come often, `fortnight hence` seldom and never apart, `old table` hardly more often than by
    /// chance, the others less often.
    fn teas() -> Vec<Value> {
        vec![
            json!({"strong\ttea": 40, "strong\tman": 10, "old\tman": 60, "old\ttea": 10}),
            json!({"fortnight\thence": 2, "old\ttable": 8, "strong\ttable": 4, "once\tonly": 1}),
        ]
    }

    #[test]
    fn measures_rank_each_in_its_own_way() {
        let state = folded(Schema::Pairs { top: 9, at_least: 2 }, &teas());
        let report = state.finish();
        assert_eq!((&report["total"], &report["distinct"]), (&json!(135), &json!(8)));
        assert_eq!(shown(&report, "by_g2"), ["strong tea", "old man", "fortnight hence", "old table"]);
        assert_eq!(shown(&report, "by_log_dice"), ["fortnight hence", "old man", "strong tea", "old table"]);
        assert_eq!(shown(&report, "by_pmi3"), ["old man", "strong tea", "fortnight hence", "old table"]);
    }

    #[test]
    fn what_was_counted_less_is_part_of_the_sums_alone() {
        let state = folded(Schema::Pairs { top: 9, at_least: 3 }, &teas());
        assert!(!shown(&state.finish(), "by_log_dice").contains(&"fortnight hence".to_owned()));
        assert_eq!(state.finish()["distinct"], 8);
        assert_eq!(shown(&state.finish_with_top(1), "by_g2"), ["strong tea"]);
        assert_eq!(shown(&state.finish_with_top(0), "by_g2").len(), 0);
    }

    #[test]
    fn a_state_is_that_of_counts() {
        let [pairs, counts] = [Schema::pairs(2), Schema::counts(2)].map(|schema| folded(schema, &teas()));
        assert_eq!(pairs.to_json(), counts.to_json());
        assert_eq!(pairs.to_bytes(), counts.to_bytes());
    }

    #[test]
    fn ties_go_by_key() {
        let state = folded(Schema::pairs(2), &[json!(["c\td", "a\tb", "e\tf"])]);
        assert_eq!(shown(&state.finish(), "by_g2"), ["a b", "c d"]);
    }

    #[test]
    fn many_are_ranked_as_few() {
        let document: serde_json::Map<String, Value> =
            (0..5_000_u64).map(|n| (format!("{n:04}\tx{n}"), json!(1 + n * 7_919 % 997))).collect();
        let state = folded(Schema::pairs(3), &[Value::Object(document)]);
        let whole = shown(&state.finish_with_top(u32::MAX), "by_g2");
        assert_eq!((whole.len(), &whole[..3]), (5_000, &shown(&state.finish(), "by_g2")[..]));
    }

    #[test]
    fn ranks_order_as_figures_do() {
        let figures = [f64::NEG_INFINITY, -2.5, -0.0, 0.0, 1e-9, 3.0, 1e300];
        assert!(figures.windows(2).all(|pair| rank(pair[0]) < rank(pair[1])));
    }
}
