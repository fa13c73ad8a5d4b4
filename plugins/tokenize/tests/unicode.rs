//! The boundaries without tailorings against the official test cases of Unicode and against the crate
//! `unicode-segmentation`, which carries those cases.

use std::path::PathBuf;
use std::process::Command;

use proptest::prelude::*;
use textmill_tokenize::{sentences, words};
use unicode_segmentation::UnicodeSegmentation;

fn segments(text: &str, segment_end: fn(&str, usize) -> usize) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = segment_end(text, start);
        assert!(end > start, "no progress at {start} in {text:?}");
        found.push(&text[start..end]);
        start = end;
    }
    found
}

/// The file of official cases in the source of `unicode-segmentation`, wherever cargo keeps it.
fn official_cases() -> String {
    // Packages of other platforms may not have been downloaded.
    let verbose = output(Command::new("rustc").arg("-vV"));
    let host = verbose.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let metadata = output(
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host])
            .current_dir(env!("CARGO_MANIFEST_DIR")),
    );
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("JSON");
    let package = metadata["packages"]
        .as_array()
        .and_then(|packages| packages.iter().find(|package| package["name"] == "unicode-segmentation"))
        .expect("a development dependency");
    let manifest = PathBuf::from(package["manifest_path"].as_str().expect("a path"));
    let file = manifest.with_file_name("tests").join("testdata/mod.rs");
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The cases of the table `name`: a text and its segments.
fn table(source: &str, name: &str) -> Vec<(String, Vec<String>)> {
    let start = source.find(&format!("pub const {name}:")).expect("the table is there");
    let body = &source[start..];
    let body = &body[body.find("= &[").expect("a table") + 4..];
    let body = &body[..body.find("];").expect("the table's end")];
    let mut cases = Vec::new();
    let mut literals = body.split('"').skip(1).step_by(2).map(unescaped);
    let mut pending = literals.next();
    while let Some(text) = pending {
        let mut parts = Vec::new();
        let mut length = 0;
        while length < text.len() {
            let part = literals.next().expect("segments that make up the text");
            length += part.len();
            parts.push(part);
        }
        cases.push((text, parts));
        pending = literals.next();
    }
    cases
}

/// The value of a literal that is made of `\u{…}` escapes alone.
fn unescaped(literal: &str) -> String {
    literal
        .split("\\u{")
        .skip(1)
        .map(|escape| {
            let code = escape.trim_end().trim_end_matches('}');
            char::from_u32(u32::from_str_radix(code, 16).expect("hexadecimal")).expect("a scalar value")
        })
        .collect()
}

#[test]
fn official_word_cases() {
    let cases = table(&official_cases(), "TEST_WORD");
    assert!(cases.len() > 1_800, "{} cases", cases.len());
    for (text, expected) in cases {
        assert_eq!(segments(&text, words::segment_end), expected, "in {text:?}");
    }
}

#[test]
fn official_sentence_cases() {
    let cases = table(&official_cases(), "TEST_SENTENCE");
    assert!(cases.len() > 490, "{} cases", cases.len());
    for (text, expected) in cases {
        assert_eq!(segments(&text, sentences::segment_end), expected, "in {text:?}");
    }
}

/// At least one character of every class of both properties, and the usual ones more often.
///
/// The zero width joiner stands only where it joins emoji: after `a.` and before a pictograph, and after it
/// before a pictograph that is a letter (`ℹ`), the crate departs from WB3c, WB5 and WB7.
fn piece() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        4 => prop::sample::select(COMMON.split('|').collect::<Vec<_>>()),
        2 => prop::sample::select(RARE.split('~').collect::<Vec<_>>()),
    ]
}

const COMMON: &str = "a|b|c|X|Y|Z| | |ا|ب|ت|د|0|1|2|٤|٥|.|.|,|:|;|!|?|'|\"|(|)|\n";
const RARE: &str = "\r~\r\n~\u{85}~\u{2028}~\u{0B}~\u{300}~\u{64E}~\u{640}~\u{200C}~\u{AD}~\u{202A}~\u{200F}~カ~シ~א~ב~ש~_~‿~٫~٬~·~’\
    ~․~\u{3000}~\u{A0}~\u{1F1EA}~\u{1F1EC}~😀~❤\u{FE0F}~1\u{20E3}~\u{1F3FD}~👩\u{200D}👩\u{200D}👧~中~ñ~É~ก~า~-~#~@~%~؟~؛~،~。~！~…~«~»\
    ~“~”~[~]~Ⓐ~½~²~ʰ~ა";

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_as_the_crate_has_them(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.concat();
        let expected: Vec<&str> = text.split_word_bounds().collect();
        prop_assert_eq!(segments(&text, words::segment_end), expected);
    }

    #[test]
    fn sentences_as_the_crate_has_them(pieces in prop::collection::vec(piece(), 0..32)) {
        let text = pieces.concat();
        let expected: Vec<&str> = text.split_sentence_bounds().collect();
        prop_assert_eq!(segments(&text, sentences::segment_end), expected);
    }
}
