//! `textmill analyze`: what goes in, what comes out.

use crate::harness::{Dir, repository, with_faulty, without_run};
use serde_json::{Value, json};

/// A JSON value by its path, such as `corpus.documents`.
#[track_caller]
fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(value, |value, key| match key.parse::<usize>() {
        Ok(index) => &value[index],
        Err(_) => &value[key],
    })
}

/// The count of each key of a `counts` report, as far as it is listed.
fn counted(counts: &Value) -> Vec<(&str, u64)> {
    let entries = counts["top"].as_array().expect("counts list their top").iter();
    entries
        .map(|entry| {
            let key = entry["key"].as_str().expect("a key is a string");
            (key, entry["count"].as_u64().expect("a count is a number"))
        })
        .collect()
}

#[test]
fn a_small_file_is_counted_as_by_hand() {
    let dir = Dir::new("--- a.txt\nThe cat saw the cat. A dog saw 3 cats!\n");
    let report = dir.textmill("analyze a.txt -o -").exits(0).report();
    assert_eq!(at(&report, "corpus.documents"), 1);
    assert_eq!(at(&report, "corpus.bytes"), 39);
    assert_eq!(at(&report, "faults.total"), 0);
    let tokens = counted(at(&report, "analyzers.tokenize.output.tokens"));
    assert!(tokens.contains(&("word", 9)), "{tokens:?}");
    assert!(tokens.contains(&("number", 1)), "{tokens:?}");
    assert!(tokens.contains(&("punctuation", 2)), "{tokens:?}");
    let terms = counted(at(&report, "analyzers.keywords.output.terms"));
    // Singular and plural are one term.
    assert!(terms.contains(&("cat", 3)), "{terms:?}");
    assert!(!terms.iter().any(|(term, _)| *term == "the"), "{terms:?}");
}

#[test]
fn the_sample_corpus_has_no_fault_and_four_sections() {
    let dir = Dir::new("");
    let corpus = repository().join("corpus");
    let arguments = ["analyze", corpus.to_str().expect("a UTF-8 path"), "-o", "report.json"];
    dir.textmill_with(arguments, "").exits(0);
    let report = dir.json("report.json");
    assert_eq!(at(&report, "faults.total"), 0, "{}", report["faults"]);
    assert_eq!(at(&report, "corpus.unread"), 0);
    let names: Vec<&String> = report["analyzers"].as_object().expect("sections by name").keys().collect();
    assert_eq!(names, ["entities", "keywords", "sentiment", "tokenize"]);
    for name in names {
        assert_eq!(report["analyzers"][name]["documents"], report["corpus"]["documents"], "{name}");
    }
}

#[test]
fn threads_change_nothing_outside_of_run() {
    let dir = Dir::new("");
    let corpus = repository().join("corpus/ar");
    let corpus = corpus.to_str().expect("a UTF-8 path");
    let of = |threads: &str| {
        let arguments = ["analyze", corpus, "-o", "-", "--threads", threads, "--batch-bytes", "5000"];
        without_run(dir.textmill_with(arguments, "").exits(0).report())
    };
    assert_eq!(of("1"), of("2"));
}

#[test]
fn json_lines_have_text_id_and_metadata() {
    let dir = Dir::new(
        r#"--- a.jsonl
{"id": 7, "body": "Guten Morgen liebe Sorgen", "language": "ca"}

{"id": "x", "body": "good morning"}"#,
    );
    dir.textmill(
        "analyze a.jsonl --text-field body --id-field id --documents out.jsonl --layers language -o r.json",
    )
    .exits(0);
    let lines = dir.json_lines("out.jsonl");
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["id"], &lines[0]["source"]), (&json!("7"), &json!("a.jsonl#1")));
    // The metadata field is honoured, though the text is German.
    assert_eq!(lines[0]["layers"]["language"], json!([{"start": 0, "end": 25, "label": "ca"}]));
    assert_eq!(lines[1]["id"], "x");
    assert_eq!(lines[1]["layers"]["language"][0]["label"], "en");
}

#[test]
fn a_line_that_is_not_json_is_named_with_its_number() {
    let dir = Dir::new(
        "--- a.jsonl\n{\"text\": \"one\"}\n{\"text\": \"two\" oops}\n{\"text\": 3}\n{\"text\": \"four\"}\n",
    );
    let report = dir.textmill("analyze a.jsonl -o -").exits(0).report();
    assert_eq!((at(&report, "corpus.documents"), at(&report, "corpus.unread")), (&json!(2), &json!(2)));
    let first = at(&report, "faults.first.0");
    assert_eq!((&first["document"], &first["analyzer"]), (&json!("a.jsonl#2"), &Value::Null));
    assert_eq!(first["message"], "expected `,` or `}` at byte 16 of the line");
    assert_eq!(at(&report, "faults.first.1.document"), "a.jsonl#3");
    dir.textmill("analyze a.jsonl -o - --strict").exits(3);
}

#[test]
fn the_standard_input_is_a_document() {
    let dir = Dir::new("");
    let run = dir.textmill_with(["analyze", "-", "-o", "-", "-p", "tokenize"], "one two").exits(0);
    let report = run.report();
    assert_eq!(at(&report, "corpus.documents"), 1);
    assert_eq!(at(&report, "run.sources.0.path"), "-");
}

#[test]
fn folders_are_read_in_order_with_ids_below_them() {
    let dir = Dir::new("--- c/b.txt\nb\n--- c/a/z.txt\nz\n--- c/.hidden\nno\n--- c/a.txt\na");
    dir.textmill("analyze c -p tokenize --documents out.jsonl -o r.json").exits(0);
    let ids: Vec<Value> = dir.json_lines("out.jsonl").into_iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.contains(&json!("c/a/z.txt")), "{ids:?}");
    dir.textmill("analyze c --root c -p tokenize --documents out.jsonl -o r.json").exits(0);
    assert!(dir.json_lines("out.jsonl").iter().any(|line| line["id"] == "a/z.txt"));
}

#[test]
fn one_analyzer_is_reported_and_its_provider_is_filled_in() {
    let dir = Dir::new("--- a.txt\nalpha beta beta");
    let report = dir.textmill("analyze a.txt -p keywords -o -").exits(0).report();
    let names: Vec<&String> = report["analyzers"].as_object().expect("sections by name").keys().collect();
    assert_eq!(names, ["keywords"]);
    assert_eq!(at(&report, "provenance.plugins.tokenize.reported"), false);
    assert_eq!(at(&report, "provenance.plugins.keywords.reported"), true);
}

#[test]
fn a_plugin_from_a_file_goes_wrong_on_one_document() {
    let dir = Dir::new("--- c/a.txt\nfine\n--- c/b.txt\nPANIC\n--- c/c.txt\nfine");
    with_faulty(&dir);
    let report = dir.textmill("analyze c -p ./faulty.wasm -p keywords -o -").exits(0).report();
    assert_eq!(at(&report, "faults.total"), 2);
    assert_eq!(at(&report, "faults.by"), &json!({"faulty": {"trap": 1}, "keywords": {"upstream": 1}}));
    assert_eq!(at(&report, "faults.first.0.document"), "c/b.txt");
    assert_eq!(at(&report, "analyzers.keywords.documents"), 2);
}

#[test]
fn the_configuration_names_plugins_and_settings() {
    let dir = Dir::new(
        r#"--- textmill.toml
[plugins.words]
plugin = "keywords"
settings = { min_length = 5 }
--- a.txt
alpha beta gamma delta be"#,
    );
    let report = dir.textmill("analyze a.txt --config textmill.toml -o -").exits(0).report();
    let terms = counted(at(&report, "analyzers.words.output.terms"));
    assert_eq!(terms, [("alpha", 1), ("delta", 1), ("gamma", 1)]);
    assert_eq!(at(&report, "provenance.plugins.words.settings.min_length"), 5);
}

#[test]
fn the_summary_shows_terms_and_totals() {
    let dir = Dir::new("--- a.txt\nبغداد بغداد بغداد مدينة جميلة\n--- b.txt\nParis is a lovely city. Paris!");
    let summary = dir.textmill("analyze a.txt b.txt").exits(0).stdout();
    assert!(summary.contains("بغداد"), "{summary}");
    assert!(summary.contains("paris"), "{summary}");
    assert!(!summary.contains('\u{1b}'), "no colour where there is no terminal");
}
