//! What an author sees of a document, and what a test sees of an author's work.

mod common;

use common::{Reader, Words, harness};
use proptest::prelude::*;
use serde_json::{Value, json};
use textmill_sdk::prelude::*;

fn seen(sample: &Sample) -> Result<Value, String> {
    harness::<Reader>().analyze(sample).map(|analyzed| json!(analyzed.output))
}

#[track_caller]
fn check_language(spans: &[(std::ops::Range<usize>, &str)], expected: Value) {
    let sample = Sample::new("one two three").layer("language", spans.iter().cloned());
    assert_eq!(seen(&sample).expect("a lawful sample")["language"], expected);
}

#[track_caller]
fn check_refused(sample: &Sample, message: &str) {
    assert_eq!(seen(sample).expect_err("this sample is not lawful"), message);
}

#[test]
fn the_language_is_that_of_the_longest_span() {
    check_language(&[], Value::Null);
    check_language(&[(0..13, "ar-EG")], json!("ar-EG"));
    check_language(&[(0..3, "en"), (4..13, "fr")], json!("fr"));
    check_language(&[(0..3, "en"), (4..7, "fr")], json!("en"));
    check_language(&[(0..3, "en"), (4..13, "und")], Value::Null);
    check_language(&[(0..13, "")], Value::Null);
}

#[test]
fn metadata_is_any_json() {
    for value in [json!("ar"), json!(3.5), json!(null), json!(["a", {"b": 1}])] {
        let sample = Sample::new("").metadata("year", value.clone());
        assert_eq!(seen(&sample).expect("a lawful sample")["year"], value);
    }
}

#[test]
fn attributes_reach_the_reader() {
    let sample = Sample::new("ab c")
        .layer("tokens", [(0..2, "word"), (3..4, "")])
        .numbers("length", [Some(2.0), None])
        .strings("lower", [None, Some("C")])
        .references("next", [Some(1), None]);
    let expected = json!(["0..2 word ab length=2 next=c", "3..4  c lower=C"]);
    assert_eq!(seen(&sample).expect("a lawful sample")["tokens"], expected);
}

#[test]
fn an_analyzer_sees_what_its_manifest_names_and_nothing_else() {
    struct Blind;
    impl Analyzer for Blind {
        type Settings = NoSettings;
        type Output = common::Seen;
        fn manifest() -> Manifest {
            Manifest::new("blind", "0.1.0", "Asks for nothing")
        }
        fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
            Ok(Self)
        }
        fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<common::Seen, Fault> {
            Reader.analyze(document, layers)
        }
    }
    let sample = Sample::new("ab")
        .metadata("year", json!(1999))
        .layer("tokens", [(0..2, "word")])
        .layer("language", [(0..2, "en")]);
    let fault = harness::<Blind>().analyze(&sample).expect_err("it asks for what it did not name");
    let expected = "the layer `tokens` is read, and the manifest does not name it: add `.requires(\"tokens\")` or \
                    `.optional(\"tokens\")` in `Analyzer::manifest`";
    assert_eq!(fault, expected);
}

#[test]
fn one_analyzer_reads_what_another_makes() {
    let words = harness::<Words>();
    let sample = Sample::new("قهوة Ab").analyzed_by(&words).expect("no word goes wrong");
    let expected = json!(["0..8 word قهوة length=4 next=Ab", "9..11 word Ab length=2 lower=ab"]);
    assert_eq!(seen(&sample).expect("a lawful sample")["tokens"], expected);
    let fault = Sample::new("FAULT").analyzed_by(&words).expect_err("a fault of the provider");
    assert_eq!(fault, "this document cannot be done");
}

#[test]
fn a_test_sees_spans_and_their_attributes() {
    let analyzed = harness::<Words>().analyze(&Sample::new("قهوة Ab 7")).expect("no word goes wrong");
    assert_eq!(analyzed.spans("tokens"), [(0..8, "word"), (9..11, "word"), (12..13, "number")]);
    assert_eq!(analyzed.numbers("tokens", "length"), [Some(4.0), Some(2.0), Some(1.0)]);
    assert_eq!(analyzed.strings("tokens", "lower"), [None, Some("ab".to_string()), None]);
    assert_eq!(analyzed.references("tokens", "next"), [Some(1), Some(2), None]);
    // An attribute of another type has no values.
    assert_eq!(analyzed.numbers("tokens", "lower"), [None; 3]);
    assert_eq!(analyzed.numbers("sentences", "lower"), []);
    assert_eq!(analyzed.spans("sentences"), []);
}

#[test]
fn an_output_that_does_not_fit_is_a_fault() {
    let fault = harness::<Words>().analyze(&Sample::new("MISFIT")).expect_err("an infinite weight");
    assert_eq!(fault, "`weight`: found inf, expected a finite number");
}

#[test]
fn samples_that_no_host_would_send_are_refused() {
    let layer = |spans: &[(usize, usize)]| {
        Sample::new("aé b").layer("tokens", spans.iter().map(|&(start, end)| (start..end, "word")))
    };
    let unfit = |span: &str| {
        format!("sample layer `tokens`: span {span} is empty, outside of the text, or inside a character")
    };
    check_refused(&layer(&[(1, 1)]), &unfit("1..1"));
    check_refused(&layer(&[(4, 6)]), &unfit("4..6"));
    check_refused(&layer(&[(0, 2)]), &unfit("0..2"));
    check_refused(&layer(&[(4, 5), (0, 1)]), "sample layer `tokens`: span 0..1 is out of order");
    check_refused(&layer(&[(0, 1), (0, 3)]), "sample layer `tokens`: span 0..3 is out of order");
    check_refused(
        &Sample::new("").numbers("length", []),
        "sample attribute `length`: there is no layer before it",
    );
    check_refused(&layer(&[(0, 1)]).numbers("length", []), "layer `tokens`: length: 0 entries, expected 1");
}

#[test]
fn settings_come_as_a_host_sends_them() {
    let refused = Harness::<Words>::new(json!({"top": 3})).expect_err("there are no settings");
    assert!(refused.starts_with("`top`: unknown field `top`"), "{refused}");
}

/// Tells which tokens start inside each sentence.
struct Nesting;

#[derive(Serialize, Output)]
struct Nested {
    #[merge(each)]
    found: Vec<Vec<usize>>,
    #[merge(each)]
    expected: Vec<Vec<usize>>,
}

impl Analyzer for Nesting {
    type Settings = NoSettings;
    type Output = Nested;

    fn manifest() -> Manifest {
        Manifest::new("nesting", "0.1.0", "Tokens by sentence").requires("tokens").requires("sentences")
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Nested, Fault> {
        let starts = |spans: Spans<'_>| spans.map(|span| span.start()).collect::<Vec<_>>();
        let inside = |range: std::ops::Range<usize>| {
            starts(document.tokens()).into_iter().filter(move |start| range.contains(start))
        };
        let sentences = document.sentences().map(|sentence| sentence.range());
        Ok(Nested {
            found: sentences.clone().map(|range| starts(document.tokens().within(range))).collect(),
            expected: sentences.map(|range| inside(range).collect()).collect(),
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_within_a_range_are_those_that_start_there(
        mut tokens in proptest::collection::vec((0..20usize, 1..4usize), 0..12),
        mut sentences in proptest::collection::vec((0..20usize, 1..9usize), 0..5),
    ) {
        tokens.sort_by_key(|&(start, length)| (start, std::cmp::Reverse(length)));
        sentences.sort_by_key(|&(start, length)| (start, std::cmp::Reverse(length)));
        let spans = |spans: Vec<(usize, usize)>| spans.into_iter().map(|(start, length)| (start..start + length, "x"));
        let sample = Sample::new("x".repeat(30)).layer("tokens", spans(tokens)).layer("sentences", spans(sentences));
        let nested = harness::<Nesting>().analyze(&sample).expect("a lawful sample").output;
        prop_assert_eq!(nested.found, nested.expected);
    }
}
