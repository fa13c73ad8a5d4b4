//! What holds for any text.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use serde_json::json;
use textmill_entities::Entities;
use textmill_sdk::merge::State;
use textmill_sdk::{Analyzer, Harness, Output, Sample, contract, string_column};
use textmill_tokenize::Tokenize;

/// Pieces that the rules look for, so that random texts reach deep into them.
const PIECES: [&str; 60] = [
    "President",
    "Mr",
    ".",
    ",",
    "(",
    ")",
    "John",
    "Smith",
    "University",
    "of",
    "the",
    "The",
    "said",
    "NATO",
    "U.S",
    "Inc",
    "Lake",
    "River",
    "-",
    "'s",
    "van",
    "al",
    "$",
    "5",
    "12",
    "1998",
    "2003",
    "10:30",
    "million",
    "percent",
    "%",
    "dollars",
    "to",
    "March",
    "last",
    "week",
    "ago",
    "km",
    "per",
    "day",
    "الرئيس",
    "محمد",
    "بن",
    "عبد",
    "الله",
    "قال",
    "إن",
    "وزارة",
    "الصحة",
    "مدينة",
    "نابلس",
    "عام",
    "١٩٤٨",
    "هـ",
    "الساعة",
    "الثالثة",
    "والنصف",
    "دولار",
    "وللقاهرة",
    "\n",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => Just("ُـ".to_owned()),
    ];
    let gap = prop_oneof![4 => Just(" "), 1 => Just("")];
    prop::collection::vec((piece, gap), 0..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(piece, gap)| [piece, gap.to_owned()]).collect())
}

thread_local! {
    /// Configured once, so that the second knows the forms of all texts before.
    static ANALYZERS: (Harness<Tokenize>, Harness<Entities>) =
        (Harness::new(json!({})).unwrap(), Harness::new(json!({})).unwrap());
}

fn with_analyzers<T>(run: impl FnOnce(&Harness<Tokenize>, &Harness<Entities>) -> T) -> T {
    ANALYZERS.with(|(tokenize, entities)| run(tokenize, entities))
}

/// A call of many documents, as a host makes it: their texts back to back, and the layers that `tokenize` makes of them.
fn call(texts: &[String]) -> (contract::Batch, Vec<contract::Layer>) {
    let ids: Vec<String> = (0..texts.len()).map(|index| index.to_string()).collect();
    let batch = contract::Batch {
        texts: string_column(texts).unwrap(),
        ids: string_column(&ids).unwrap(),
        groups: Vec::new(),
        metadata: vec![contract::MetadataColumn {
            name: "language".into(),
            values: string_column(texts.iter().map(|_| "")).unwrap(),
        }],
    };
    let want = want(false, &["tokens", "sentences", "language"]);
    let layers = with_analyzers(|tokenize, _| tokenize.analyze_batch(&batch, &[], &want)).unwrap().layers;
    (batch, layers)
}

fn want(outputs: bool, layers: &[&str]) -> contract::Want {
    let wanted = layers.iter().map(|layer| contract::WantedLayer {
        layer: (*layer).to_owned(),
        attributes: vec!["form".into(), "canonical".into()],
    });
    contract::Want { outputs, partials: true, layers: wanted.collect(), extensions: Vec::new() }
}

/// What a call comes to, without outputs: its state, and its layers as text, since the contract's records are not compared.
fn folded(entities: &Harness<Entities>, texts: &[String], outputs: bool) -> (Vec<String>, String) {
    let (batch, layers) = call(texts);
    let analysis = entities.analyze_batch(&batch, &layers, &want(outputs, &["entities"])).unwrap();
    assert!(analysis.faults.is_empty(), "{:?}", analysis.faults);
    // Equal states may have different bytes.
    let schema = <Entities as Analyzer>::Output::schema();
    let read = |bytes: &Vec<u8>| State::from_bytes(schema.clone(), bytes).unwrap().to_json();
    (analysis.partials.iter().map(read).collect(), format!("{:?}", analysis.layers))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_batch_at_once_is_its_documents_one_by_one(texts in prop::collection::vec(texts(), 0..6)) {
        let [at_once, one_by_one] =
            with_analyzers(|_, entities| [false, true].map(|outputs| folded(entities, &texts, outputs)));
        prop_assert_eq!(at_once, one_by_one);
    }

    #[test]
    fn nothing_depends_on_what_was_read_before(texts in prop::collection::vec(texts(), 1..4)) {
        let fresh = Harness::<Entities>::new(json!({})).unwrap();
        let alone: Vec<String> = texts.iter().map(|text| folded(&fresh, std::slice::from_ref(text), true).1).collect();
        for (text, alone) in texts.iter().zip(alone) {
            let again = with_analyzers(|_, entities| folded(entities, std::slice::from_ref(text), false).1);
            prop_assert_eq!(again, alone);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn entities_are_spans_of_the_text_and_stand_apart(text in texts()) {
        let analyzed = with_analyzers(|tokenize, entities| {
            let sample = Sample::new(text.clone()).analyzed_by(tokenize).unwrap();
            entities.analyze(&sample).unwrap()
        });
        let mut end = 0;
        for (range, _) in analyzed.spans("entities") {
            prop_assert!(range.start >= end && !text[range.clone()].is_empty(), "{range:?} in {text:?}");
            end = range.end;
        }
        let canonical = analyzed.strings("entities", "canonical");
        prop_assert!(canonical.iter().all(|name| name.as_ref().is_some_and(|name| !name.is_empty())), "{canonical:?}");
    }
}
