//! What holds for any text.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::json;
use textmill_entities::Entities;
use textmill_sdk::{Harness, Sample};
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

/// Natively configured once: the lexicon takes some milliseconds.
static ANALYZERS: LazyLock<(Harness<Tokenize>, Harness<Entities>)> =
    LazyLock::new(|| (Harness::new(json!({})).unwrap(), Harness::new(json!({})).unwrap()));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn entities_are_spans_of_the_text_and_stand_apart(text in texts()) {
        let (tokenize, entities) = &*ANALYZERS;
        let sample = Sample::new(text.clone()).analyzed_by(tokenize).unwrap();
        let analyzed = entities.analyze(&sample).unwrap();
        let mut end = 0;
        for (range, _) in analyzed.spans("entities") {
            prop_assert!(range.start >= end && !text[range.clone()].is_empty(), "{range:?} in {text:?}");
            end = range.end;
        }
        let canonical = analyzed.strings("entities", "canonical");
        prop_assert!(canonical.iter().all(|name| name.as_ref().is_some_and(|name| !name.is_empty())), "{canonical:?}");
    }
}
