//! What holds for every document, and for any cut of documents into batches.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use serde_json::{Value, json};
use textmill_collocations::{CollocationAnalyzer, Collocations};
use textmill_sdk::contract::{Batch, Want, WantedLayer};
use textmill_sdk::merge::State;
use textmill_sdk::{Harness, Output, Sample, number_column, string_column};
use textmill_tokenize::Tokenize;

/// The analyzers, made once: what one document leaves in memory would be seen in the next.
struct Analyzers {
    tokenize: Harness<Tokenize>,
    collocations: Harness<CollocationAnalyzer>,
}

thread_local! {
    static ANALYZERS: Analyzers = Analyzers {
        tokenize: Harness::new(json!({})).unwrap(),
        collocations: Harness::new(json!({"window": 3, "min_length": 1})).unwrap(),
    };
}

impl Analyzers {
    fn analyze(&self, text: &str) -> Collocations {
        self.collocations.analyze(&Sample::new(text).analyzed_by(&self.tokenize).unwrap()).unwrap().output
    }

    /// The state of documents, folded one by one.
    fn folded(&self, texts: &[String]) -> State {
        let mut state = State::new(Collocations::schema());
        texts.iter().for_each(|text| state.fold("", &self.analyze(text)).unwrap());
        state
    }

    /// The state of documents that come as one batch.
    fn batch(&self, texts: &[String]) -> State {
        let groups = number_column(texts.iter().map(|_| 0));
        let batch = Batch {
            texts: string_column(texts).unwrap(),
            ids: string_column(texts.iter().map(|_| "id")).unwrap(),
            groups,
            metadata: Vec::new(),
        };
        let wanted = [("tokens", &["form", "clitics"][..]), ("sentences", &[]), ("language", &[])].map(
            |(layer, attributes)| WantedLayer {
                layer: layer.to_string(),
                attributes: attributes.iter().map(ToString::to_string).collect(),
            },
        );
        let want = |layers, partials| Want { outputs: false, partials, layers, extensions: Vec::new() };
        let alone = Batch { groups: Vec::new(), ..batch.clone() };
        let layers = self.tokenize.analyze_batch(&alone, &[], &want(wanted.to_vec(), false)).unwrap().layers;
        let analysis = self.collocations.analyze_batch(&batch, &layers, &want(Vec::new(), true)).unwrap();
        assert!(analysis.faults.is_empty(), "{:?}", analysis.faults);
        State::from_bytes(Collocations::schema(), &analysis.partials[0]).unwrap()
    }
}

fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => prop::sample::select(&["bank", "Banks", "river", "the", "Oil", "U.S.", "agent-based", "7"][..])
            .prop_map(str::to_string),
        2 => prop::sample::select(&["كتاب", "والكتاب", "الحكومة", "بالحكومة", "في", "وزير"][..])
            .prop_map(str::to_string),
        1 => "[一二三の]{1,3}",
        1 => "\\PC",
        1 => Just(".".to_string()),
        1 => Just("\n\n".to_string()),
        1 => Just("#وسم".to_string()),
    ];
    proptest::collection::vec((part, prop::bool::ANY), 0..40).prop_map(|parts| {
        parts.into_iter().map(|(part, space)| if space { part + " " } else { part }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_pair_is_two_words(text in texts()) {
        let output = ANALYZERS.with(|analyzers| analyzers.analyze(&text));
        for (pair, count) in output.pairs.iter() {
            let words: Vec<&str> = pair.split('\t').collect();
            prop_assert!(count > 0 && words.len() == 2 && words[0] != words[1], "{:?}", pair);
            prop_assert!(words.iter().all(|word| !word.is_empty() && word.trim() == *word), "{:?}", pair);
        }
    }

    #[test]
    fn any_order_and_any_cut_gives_the_same_bytes(
        texts in proptest::collection::vec(texts(), 1..7),
        cut in 0_usize..7,
    ) {
        ANALYZERS.with(|analyzers| -> Result<(), TestCaseError> {
            let expected = analyzers.folded(&texts);
            let reversed: Vec<String> = texts.iter().rev().cloned().collect();
            prop_assert_eq!(analyzers.folded(&reversed).to_json(), expected.to_json());
            let (ours, theirs) = reversed.split_at(cut.min(texts.len()));
            let mut merged = State::new(Collocations::schema());
            for part in [theirs, ours].into_iter().filter(|part| !part.is_empty()) {
                merged.merge(analyzers.batch(part)).unwrap();
            }
            prop_assert_eq!(merged.to_json(), expected.to_json());
            prop_assert_eq!(merged.finish().to_string(), expected.finish().to_string());
            Ok(())
        })?;
    }
}

/// The scores of a small table, by hand: ten sentences `strong tea`, ten `weak coffee`. Of twenty pair tokens ten begin with
/// `strong`, and all of these end with `tea`: E = 10 · 10 / 20 = 5, G² = 2 · 20 ln 2, PMI³ = log₂ (1000 / 5), and logDice is
/// at its greatest.
#[test]
fn scores_are_those_of_a_hand_computation() {
    let texts: Vec<String> =
        ["Strong tea.", "Weak coffee."].iter().map(|text| [*text; 10].join(" ")).collect();
    let report = ANALYZERS.with(|analyzers| analyzers.folded(&texts)).finish();
    let pairs = &report["pairs"];
    let pair = |first: &str, second: &str| {
        json!({"first": first, "second": second, "count": 10, "documents": 1,
            "expected": 5.0, "g2": 27.726, "pmi3": 7.644, "log_dice": 14.0})
    };
    let expected = [pair("strong", "tea"), pair("weak", "coffee")];
    assert_eq!((&pairs["total"], &pairs["distinct"]), (&json!(20), &json!(2)));
    for list in ["by_g2", "by_log_dice", "by_pmi3"] {
        assert_eq!(pairs[list], Value::from(expected.to_vec()), "{list}");
    }
}
