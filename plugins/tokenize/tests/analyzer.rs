//! The analyzer as a host sees it: its layers keep the contract whatever the text, and its output adds up.
#![allow(clippy::unwrap_used, reason = "a test that panics says where")]

use proptest::prelude::*;
use serde_json::json;
use textmill_sdk::merge::State;
use textmill_sdk::{Analyzed, Analyzer, Harness, Output, Sample, contract, number_column};
use textmill_tokenize::output::Statistics;
use textmill_tokenize::token::Kind;
use textmill_tokenize::{Tokenize, words};
use unicode_segmentation::UnicodeSegmentation;

fn analyze(sample: &Sample) -> Analyzed<Statistics> {
    Harness::<Tokenize>::new(json!({})).unwrap().analyze(sample).unwrap()
}

#[track_caller]
fn check_language(sample: Sample, expected: Option<&str>, counted: &str) {
    let analyzed = analyze(&sample);
    let spans = analyzed.spans("language");
    assert_eq!(spans.first().map(|(_, label)| *label), expected);
    assert_eq!(analyzed.output.languages.iter().collect::<Vec<_>>(), [(counted, 1)]);
}

#[test]
fn the_language_of_metadata_is_honoured() {
    let sample = Sample::new("The news of the day");
    check_language(sample.clone(), Some("en"), "en");
    check_language(sample.clone().metadata("language", json!("EN_us")), Some("en-US"), "en-US");
    check_language(sample.clone().metadata("language", json!("ar")), Some("ar"), "ar");
    check_language(sample.clone().metadata("language", json!("English please")), Some("en"), "en");
    check_language(sample.metadata("language", json!(7)), Some("en"), "en");
}

#[test]
fn without_letters_there_is_no_language() {
    check_language(Sample::new(""), None, "und");
    check_language(Sample::new("12 + 30"), None, "und");
    check_language(Sample::new("12 + 30").metadata("language", json!("fa")), Some("fa"), "fa");
    check_language(Sample::new("").metadata("language", json!("fa")), None, "fa");
}

#[test]
fn an_output_by_hand() {
    let output = analyze(&Sample::new("The cat saw 2 cats. The END!\nقطّة")).output;
    assert_eq!(
        serde_json::to_value(&output).unwrap(),
        json!({
            "languages": {"en": 1},
            "characters": 33,
            "tokens": {"word": 7, "number": 1, "punctuation": 2},
            "sentences": 3,
            "types": ["the", "cat", "saw", "cats", "end", "قطة"],
            "scripts": {"Latin": 6, "Arabic": 1},
            "word_length": [[3, 5], [4, 2]],
            "sentence_length": [[1, 1], [2, 1], [4, 1]],
            "document_length": 7,
        })
    );
}

#[test]
fn an_empty_document_has_nothing() {
    let analyzed = analyze(&Sample::new(""));
    for layer in ["tokens", "sentences", "language"] {
        assert_eq!(analyzed.spans(layer), []);
    }
    assert_eq!(analyzed.output.characters, 0);
}

#[test]
fn an_unknown_setting_is_named() {
    let error = Harness::<Tokenize>::new(json!({"tailoring": true})).unwrap_err();
    assert!(error.contains("tailoring"), "{error}");
}

#[test]
fn long_lines_and_long_runs_take_linear_time() {
    for piece in [
        ".", "a.", "http://", "a1://", "(", "#", "1:1:", "a-", "a-b_", "e-", "و1", "a b ", "a", "ب", "。「",
        "\u{301}", "@a.", ". ", "!\"", "No. ", "a'", "1,",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        analyze(&Sample::new(text));
    }
}

/// Pieces that the tailorings look for, letters of several scripts, and characters that cling to others.
fn known_piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        "http://|https://x.org/|www.|a@b.com|#|@|:-)|<3|Dr.|e.g.|U.S|10:30|1/2/2003|2004-05-12|...|!|؟|…|و20|الـ|د.|\
         e-|80-|х|[1]|(a)|1.|•|\n|\n\n|\r\n| |\t|\u{A0}|word|كلمة|слово|词|ไทย|カナ|א\"ב|😀|👩‍👧|🇪🇬|1️⃣|\u{301}|\u{200D}|\
         \u{200F}|\u{0}|ⓐ|Ⅷ|½|ß|İ|'|’|\"|«|»|-|—|,|،|;|:|=|_|%|$|/|\\"
            .split('|')
            .collect::<Vec<_>>(),
    )
}

/// Now and then any character at all.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![4 => known_piece().prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

/// A call over documents in two groups, with what is wanted.
fn call(documents: &[String], outputs: bool) -> contract::Analysis {
    let strings = |parts: &[String]| {
        let ends = parts.iter().scan(0, |end, part| {
            *end += part.len() as u32;
            Some(*end)
        });
        contract::Strings { text: parts.concat(), ends: number_column(ends) }
    };
    let empty = vec![String::new(); documents.len()];
    let batch = contract::Batch {
        texts: strings(documents),
        ids: strings(&empty),
        groups: number_column((0..documents.len() as u32).map(|document| document / 2 % 2)),
        metadata: vec![contract::MetadataColumn { name: "language".into(), values: strings(&empty) }],
    };
    let layers = [("tokens", &["form"][..]), ("sentences", &[]), ("language", &[])];
    let layers = layers.map(|(layer, attributes)| contract::WantedLayer {
        layer: layer.into(),
        attributes: attributes.iter().map(|&name| name.into()).collect(),
    });
    let want = contract::Want { outputs, partials: true, layers: layers.into(), extensions: Vec::new() };
    Harness::<Tokenize>::new(json!({})).unwrap().analyze_batch(&batch, &[], &want).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn layers_keep_the_contract(pieces in prop::collection::vec(piece(), 0..24), tailorings: bool) {
        let text = pieces.concat();
        let harness = Harness::<Tokenize>::new(json!({"tailorings": tailorings})).unwrap();
        let analyzed = harness.analyze(&Sample::new(text.clone())).unwrap();
        for layer in ["tokens", "sentences"] {
            let mut end = 0;
            for (range, _) in analyzed.spans(layer) {
                prop_assert!(range.start >= end, "{layer} overlap at {range:?} in {text:?}");
                end = range.end;
                let covered = &text[range];
                prop_assert_eq!(covered.trim(), covered);
            }
        }
        let sentences = analyzed.spans("sentences");
        for (token, _) in analyzed.spans("tokens") {
            let holds = |sentence: &&(std::ops::Range<usize>, &str)| sentence.0.start <= token.start && token.end <= sentence.0.end;
            prop_assert!(!tailorings || sentences.iter().filter(holds).count() == 1, "{token:?} in {text:?}");
        }
    }

    /// The short cuts of the tokenizer are the rules: without tailorings, its tokens are segments of UAX #29.
    /// (Only known characters: the crate is a version of Unicode after.)
    #[test]
    fn plain_tokens_are_segments(pieces in prop::collection::vec(known_piece(), 0..24)) {
        // The crate departs from the rules after a joiner; see tests/unicode.rs.
        let text = pieces.concat().replace('\u{200D}', "");
        let tokens = words::Tokenizer::new(false).tokens(&text);
        let segments: Vec<_> = text.split_word_bound_indices().map(|(start, part)| start..start + part.len()).collect();
        for token in &tokens {
            prop_assert!(segments.contains(&(token.start()..token.end())), "{:?} in {text:?}", token);
        }
        for segment in segments {
            let seen = text[segment.clone()].chars().any(char::is_alphanumeric);
            prop_assert!(!seen || tokens.iter().any(|token| token.start() == segment.start), "{segment:?} in {text:?}");
        }
    }

    /// A batch at once comes to what its documents one by one come to.
    #[test]
    fn a_batch_is_the_sum_of_its_documents(
        documents in prop::collection::vec(prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat()), 1..8)
    ) {
        let (at_once, one_by_one) = (call(&documents, false), call(&documents, true));
        // Equal states may have different bytes.
        let states = |analysis: &contract::Analysis| -> Vec<String> {
            let schema = <Tokenize as Analyzer>::Output::schema();
            let read = |bytes: &Vec<u8>| State::from_bytes(schema.clone(), bytes).map(|state| state.to_json());
            analysis.partials.iter().map(|bytes| read(bytes).unwrap()).collect()
        };
        prop_assert_eq!(states(&at_once), states(&one_by_one));
        prop_assert_eq!(format!("{:?}", at_once.layers), format!("{:?}", one_by_one.layers));
    }

    #[test]
    fn counts_add_up(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.concat();
        let analyzed = analyze(&Sample::new(text.clone()));
        let output = &analyzed.output;
        prop_assert_eq!(output.tokens.total() as usize, analyzed.spans("tokens").len());
        prop_assert_eq!(output.sentences as usize, analyzed.spans("sentences").len());
        prop_assert_eq!(output.document_length, output.tokens.get(Kind::Word.label()));
        prop_assert_eq!(output.characters as usize, text.chars().count());
        prop_assert!(output.types.len() as u64 <= output.document_length);
    }
}
