//! Figures, and which of a scorer's are kept.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::part::Part;
use crate::snapshot::rounded;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    pub(crate) part: Part,
    /// The texts that it is of.
    pub(crate) rows: String,
    pub(crate) measure: String,
    pub(crate) percent: f64,
}

impl Figure {
    pub(crate) fn new(part: Part, rows: impl Into<String>, measure: impl Into<String>, share: f64) -> Self {
        Self { part, rows: rows.into(), measure: measure.into(), percent: 100.0 * share }
    }

    /// A line for the screen, with the last figure of the kind.
    pub(crate) fn beside(&self, last: Option<f64>) -> String {
        let now = format!("{:<24}{:<20}{:>7.2}", self.rows, self.measure, self.percent);
        match last {
            // What is kept is rounded.
            Some(last) if rounded(self.percent) == rounded(last) => now,
            Some(last) => format!("{now}{last:>8.2} {:>+7.2}", self.percent - last),
            None => now + "     new",
        }
    }
}

/// A number of a list in a scorer's answer.
fn number(value: &Value, index: usize) -> f64 {
    value.get(index).and_then(Value::as_f64).unwrap_or_default()
}

/// The answers about one source, or one language: the rest of the group's name, the measure, and the numbers.
fn groups<'a>(
    scores: &'a Map<String, Value>,
    kind: &'a str,
) -> impl Iterator<Item = (&'a str, &'a str, &'a Value)> {
    scores.iter().filter_map(move |(key, value)| {
        let (group, measure) = key.split_once('|')?;
        Some((group.strip_prefix(kind)?, measure, value))
    })
}

/// Of tokens, words and sentences.
pub(crate) fn of_boundaries(part: Part, scores: &Map<String, Value>) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (rows, measure, value) in groups(scores, "source ") {
        let mut push = |measure: &str, index| {
            figures.push(Figure::new(part, rows, measure, number(value, index)));
        };
        match measure {
            // Other languages write few of their words together.
            "words" | "splits" if !rows.starts_with("ar ") => {}
            "splits" => {
                push("splits precision", 0);
                push("splits", 2);
            }
            "sents" => push("sentences", 2),
            "inner" => push("inner ends", 2),
            "ends" => {}
            measure => push(measure, 2),
        }
    }
    figures
}

/// Of the languages of one file.
pub(crate) fn of_languages(part: Part, file: &str, scores: &Map<String, Value>) -> Vec<Figure> {
    let name = file.strip_suffix(".jsonl").unwrap_or(file);
    let kinds = scores.iter().filter_map(|(group, value)| match group.as_str() {
        "all" => Some((name.to_owned(), value)),
        group => {
            let kind = group.strip_prefix("source ")?.split_once(' ')?.1;
            Some((format!("{name} {kind}"), value))
        }
    });
    kinds.map(|(rows, value)| Figure::new(part, rows, "accuracy", number(value, 0))).collect()
}

/// Of key phrases.
pub(crate) fn of_keywords(part: Part, scores: &Map<String, Value>) -> Vec<Figure> {
    let sources = scores.iter().filter_map(|(group, value)| Some((group.strip_prefix("source ")?, value)));
    let of_source = |(rows, value): (&str, &Value)| {
        [("f5", "F1@5"), ("f10", "F1@10")]
            .map(|(key, measure)| Figure::new(part, rows, measure, value[key].as_f64().unwrap_or_default()))
    };
    sources.flat_map(of_source).collect()
}

/// What counts as one question.
const NAMES: [&str; 3] = ["PERSON", "ORGANIZATION", "LOCATION"];

/// So few spans say nothing.
const FEWEST_SPANS: f64 = 25.0;

/// Spans that were right, that were asked for, and that were found.
#[derive(Clone, Copy, Default)]
struct Spans {
    right: f64,
    gold: f64,
    found: f64,
}

impl Spans {
    /// From precision, recall and how many were asked for.
    fn of(precision: f64, recall: f64, gold: f64) -> Self {
        let right = (recall * gold).round();
        let found = if precision > 0.0 { (right / precision).round() } else { 0.0 };
        Self { right, gold, found }
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.gold += other.gold;
        self.found += other.found;
    }

    fn f1(self) -> f64 {
        if self.right > 0.0 { 2.0 * self.right / (self.gold + self.found) } else { 0.0 }
    }
}

/// Of entities: by source, names together and every label.
pub(crate) fn of_names(part: Part, scores: &Map<String, Value>) -> Vec<Figure> {
    let mut names: BTreeMap<&str, [Spans; 2]> = BTreeMap::new();
    let mut labels = Vec::new();
    for (rows, label, value) in groups(scores, "source ").filter(|(_, label, _)| *label != "micro") {
        let gold = number(value, 6);
        if NAMES.contains(&label) {
            for (sum, at) in names.entry(rows).or_default().iter_mut().zip([0, 3]) {
                sum.add(Spans::of(number(value, at), number(value, at + 1), gold));
            }
        }
        if gold >= FEWEST_SPANS {
            labels.extend(both(part, rows, label, [number(value, 2), number(value, 5)]));
        }
    }
    let names = names.into_iter().flat_map(|(rows, sums)| both(part, rows, "names", sums.map(Spans::f1)));
    names.chain(labels).collect()
}

/// What the texts of values have labels for and no analyzer gives.
const NOT_GIVEN: [&str; 4] = ["micro", "NUMBER", "ORDINAL", "DURATION"];

/// Of values: by language, every label.
pub(crate) fn of_values(part: Part, scores: &Map<String, Value>) -> Vec<Figure> {
    let labels = groups(scores, "lang ").filter(|(_, label, _)| !NOT_GIVEN.contains(label));
    let labels = labels.filter(|(_, _, value)| number(value, 6) >= FEWEST_SPANS);
    labels
        .flat_map(|(rows, label, value)| both(part, rows, label, [number(value, 2), number(value, 5)]))
        .collect()
}

fn both(part: Part, rows: &str, label: &str, [exact, overlap]: [f64; 2]) -> [Figure; 2] {
    [("exact", exact), ("overlap", overlap)]
        .map(|(how, share)| Figure::new(part, rows, format!("{label} {how}"), share))
}

/// Of the mood: by source, and the means of the languages.
pub(crate) fn of_sentiment(part: Part, scores: &Map<String, Value>) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (rows, value) in scores.iter().filter(|(rows, _)| *rows != "mean all") {
        for measure in ["f1-3", "f1-pn", "acc2", "r"] {
            let is_known = measure != "r" || !rows.starts_with("mean ");
            let share = value[measure].as_f64().filter(|_| is_known);
            figures.extend(share.map(|share| Figure::new(part, rows.as_str(), measure, share)));
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{Figure, of_boundaries, of_keywords, of_languages, of_names, of_sentiment, of_values};
    use crate::part::Part;

    #[track_caller]
    fn check(found: Vec<Figure>, expected: &[(&str, &str, f64)]) {
        let found: Vec<_> = found
            .iter()
            .map(|figure| {
                (figure.rows.as_str(), figure.measure.as_str(), (figure.percent * 100.0).round() / 100.0)
            })
            .collect();
        assert_eq!(found, expected);
    }

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn boundaries_are_kept_by_source() {
        let scores = object(json!({
            "all|words": [0.1, 0.2, 0.3, 9],
            "source ar a|splits": [0.9, 0.8, 0.85, 9],
            "source en b|splits": [0.9, 0.8, 0.85, 9],
            "source en b|sents": [0.1, 0.2, 0.3, 9],
        }));
        check(
            of_boundaries(Part::Tokens, &scores),
            &[("ar a", "splits precision", 90.0), ("ar a", "splits", 85.0), ("en b", "sentences", 30.0)],
        );
    }

    #[test]
    fn languages_are_kept_by_file_and_kind() {
        let scores =
            object(json!({"all": [0.9, 0.8, 3], "source s": [0.9, 0.8, 3], "source s word": [0.5, 0.4, 1]}));
        let expected = [("f", "accuracy", 90.0), ("f word", "accuracy", 50.0)];
        check(of_languages(Part::Langid, "f.jsonl", &scores), &expected);
    }

    #[test]
    fn key_phrases_are_kept_at_five_and_ten() {
        let scores = object(json!({"all": {"f5": 0.5}, "source ar a": {"docs": 2, "f5": 0.25, "f10": 0.5}}));
        check(of_keywords(Part::Keywords, &scores), &[("ar a", "F1@5", 25.0), ("ar a", "F1@10", 50.0)]);
    }

    #[test]
    fn names_are_summed() {
        // 30 of 40 right among 60; 10 of 40 right among 20: 40 of 80 right among 80.
        let scores = object(json!({
            "source en s|PERSON": [0.5, 0.75, 0.6, 0.5, 0.75, 0.6, 40],
            "source en s|LOCATION": [0.5, 0.25, 0.33, 1.0, 0.5, 0.67, 40],
            "source en s|DATE": [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 3],
            "source en s|micro": [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 83],
        }));
        let found = of_names(Part::Entities, &scores);
        assert_eq!(found.len(), 6, "{found:?}");
        check(found[..2].to_vec(), &[("en s", "names exact", 50.0), ("en s", "names overlap", 62.5)]);
        let scores = object(
            json!({"lang ar|MONEY": [0, 0, 0.5, 0, 0, 0.7, 30], "lang ar|URL": [0, 0, 1, 0, 0, 1, 2]}),
        );
        check(
            of_values(Part::Values, &scores),
            &[("ar", "MONEY exact", 50.0), ("ar", "MONEY overlap", 70.0)],
        );
    }

    #[test]
    fn moods_are_kept_with_the_means_of_languages() {
        let scores = object(json!({
            "s": {"f1-3": 0.5, "f1-pn": 0.4, "acc2": 0.3, "r": null, "cover": 1},
            "mean all": {"f1-3": 0.5},
        }));
        check(
            of_sentiment(Part::Sentiment, &scores),
            &[("s", "f1-3", 50.0), ("s", "f1-pn", 40.0), ("s", "acc2", 30.0)],
        );
    }

    #[test]
    fn a_figure_stands_beside_its_last() {
        let figure = Figure::new(Part::Keywords, "ar a", "F1@5", 0.2);
        assert!(figure.beside(Some(19.0)).ends_with("20.00   19.00   +1.00"));
        assert!(figure.beside(Some(20.0)).ends_with("20.00"));
        assert!(figure.beside(None).ends_with("new"));
    }
}
