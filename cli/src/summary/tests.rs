//! Whole pages, from reports that are written by hand.

use serde_json::{Value, json};
use textmill::Report;

use super::summary;
use crate::terminal::{Paint, Terminal};

fn report(analyzers: Value, faults: Value) -> Report {
    let plugins: serde_json::Map<String, Value> = analyzers
        .as_object()
        .expect("analyzers by name")
        .keys()
        .map(|name| (name.clone(), record(if name == "mood" { "sentiment" } else { name })))
        .collect();
    let report = json!({
        "format": 1,
        "complete": true,
        "corpus": {"documents": 61, "bytes": 389_400, "unread": 1, "replaced": 0, "fingerprint": ""},
        "analyzers": analyzers,
        "faults": faults,
        "provenance": {"engine": "0.1.0", "interface": "textmill:analyzer@0.1.0", "plugins": plugins},
        "run": {
            "started": "2026-01-02T03:04:05Z", "seconds": 0.082, "threads": 2, "batch_bytes": 1_048_576,
            "host": "linux-x86_64", "sources": []
        },
    });
    serde_json::from_value(report).expect("the form of a report")
}

fn record(name: &str) -> Value {
    json!({
        "name": name, "version": "0.1.0", "sha256": "", "reported": true, "settings": {}, "limits": {}, "resources": {}
    })
}

fn section(output: Value) -> Value {
    json!({"version": "0.1.0", "documents": 60, "faults": 0, "output": output})
}

fn counts(total: u64, distinct: u64, top: &[(&str, u64, u64)]) -> Value {
    let entry = |(key, count, documents): &(&str, u64, u64)| json!({"key": key, "count": count, "documents": documents});
    json!({"total": total, "distinct": distinct, "top": top.iter().map(entry).collect::<Vec<_>>()})
}

fn no_faults() -> Value {
    json!({"total": 0, "by": {}, "first": []})
}

fn builtins() -> Value {
    json!({
        "tokenize": section(json!({
            "languages": counts(60, 9, &[
                ("ar", 27, 27), ("en", 19, 19), ("ja", 2, 2), ("ru", 2, 2), ("zh", 2, 2), ("he", 1, 1), ("hi", 1, 1),
            ]),
            "tokens": counts(60_012, 9, &[("word", 54_210, 60), ("punctuation", 5_802, 58)]),
            "sentences": 2_104,
        })),
        "keywords": section(json!({
            "terms": counts(30_112, 9_812, &[
                ("harbour", 1_214, 12), ("مدينة", 187, 9), ("council", 93, 9), ("bad\u{1b}[31m\u{202e}term", 1, 1),
            ]),
            "phrases": counts(40, 12, &[("city council", 9, 5), ("الذكاء الاصطناعي", 7, 2)]),
        })),
        "sentiment": section(json!({
            "label": counts(54, 3, &[("positive", 21, 21), ("neutral", 21, 21), ("negative", 12, 12)]),
            "score": {"count": 54, "mean": 0.1234, "deviation": 0.4, "min": -0.8, "max": 0.9},
            "distribution": {"count": 54, "bins": [
                {"from": null, "to": -0.5, "count": 3}, {"from": -0.5, "to": -0.1, "count": 9},
                {"from": -0.1, "to": 0.1, "count": 21}, {"from": 0.1, "to": 0.5, "count": 21},
                {"from": 0.5, "to": null, "count": 0},
            ]},
            "positive_words": counts(90, 30, &[("great", 9, 5), ("رائع", 7, 5), ("excellent", 5, 3)]),
            "negative_words": counts(90, 30, &[("slow", 9, 5), ("سيئ", 7, 5)]),
            "most_positive": [{"document": "corpus/en/reviews/cafe.txt", "score": 0.91}],
            "most_negative": [{"document": "corpus/ar/reviews/فندق.txt", "score": 0.82}],
        })),
        "entities": section(json!({
            "persons": counts(120, 44, &[("Amina Haddad", 9, 2), ("أنطونيو غوتيريش", 4, 3)]),
            "organizations": counts(80, 31, &[("UNESCO", 12, 4)]),
            "locations": counts(0, 0, &[]),
            "dates": counts(120, 80, &[("2024-05-01", 3, 3)]),
            "money": counts(1, 1, &[("USD 1200000", 1, 1)]),
            "emails": counts(2, 2, &[]),
            "urls": counts(0, 0, &[]),
        })),
    })
}

fn page(report: &Report, columns: usize, colour: bool) -> String {
    let terminal = Terminal { is_terminal: colour, columns, paint: Paint { colour } };
    let page = summary(report, terminal);
    let widest = page.lines().map(crate::text::columns).max().unwrap_or_default();
    assert!(colour || widest <= columns, "a line has {widest} columns of {columns}:\n{page}");
    // What cannot be seen in a snapshot is made visible.
    page.replace('\u{202f}', "_").replace('\u{2068}', "⟨").replace('\u{2069}', "⟩").replace('\u{1b}', "␛")
}

#[test]
fn the_built_in_analyzers() {
    insta::assert_snapshot!(page(&report(builtins(), no_faults()), 80, false));
}

#[test]
fn a_narrow_terminal_with_colour() {
    let page = page(&report(builtins(), no_faults()), 50, true);
    insta::assert_snapshot!(page);
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    let faults = json!({"total": 1, "by": {"(reader)": {"unread": 1}}, "first": [{
        "document": "a/long/path/to/a/document/that/nobody/could/read.jsonl#120412", "source": "the/same#1",
        "analyzer": null, "kind": "unread", "message": "expected `,` or `}` at byte 88 of the line, found `]`",
    }]});
    let report = report(builtins(), faults);
    for columns in [40, 61, 80, 100, 300] {
        page(&report, columns, false);
    }
}

#[test]
fn analyzers_of_others_by_the_shapes_of_their_values() {
    let analyzers = json!({
        "shouting": section(json!({
            "words": counts(1_204, 9, &[("WOW", 9, 5), ("NO", 7, 5), ("مهم", 1, 1)]),
            "length": {"count": 16, "mean": 3.25, "deviation": 1.5, "min": 2, "max": 11},
            "delay": {"count": 9, "error": 0.004, "min": 1, "max": 90, "quantiles": [{"at": 0.5, "value": 3}, {"at": 0.95, "value": 81.5}]},
            "loudness": {"count": 4, "bins": [
                {"from": null, "to": 0, "count": 1}, {"from": 0, "to": 2.5, "count": 0}, {"from": 2.5, "to": null, "count": 3},
            ]},
            "different": {"estimate": 12_345, "error": 0.008, "exact": false},
            "loudest": [{"document": "a.txt", "score": 0.5}, {"document": "ب.txt", "score": 0.25}],
            "examples": [{"document": "a.txt", "value": ["WOW", 1]}],
            "all": 12_040,
            "least": null,
            "by-city": {"القاهرة": {"count": 0, "mean": null, "deviation": null, "min": null, "max": null}, "Leeds": 4},
            "odd": "text",
        })),
        "keywords": section(json!({"unknown": 1})),
        "silent": section(json!({})),
    });
    insta::assert_snapshot!(page(&report(analyzers, no_faults()), 80, false));
}

#[test]
fn one_plugin_under_two_names() {
    let output = json!({"labels": counts(2, 1, &[("positive", 2, 2)])});
    let analyzers = json!({"mood": section(output.clone()), "sentiment": section(output)});
    insta::assert_snapshot!(page(&report(analyzers, no_faults()), 80, false), @r"
    Textmill · 61 documents · 389 kB
      in 82 ms at 4.7 MB/s on 2 threads, no faults

    Mood (mood) · 2 documents judged
           2  100 %  ████████████████████████  positive
           0    0 %                            negative

    Mood · 2 documents judged
           2  100 %  ████████████████████████  positive
           0    0 %                            negative
    ");
}

#[test]
fn faults_are_counted_and_the_first_are_told() {
    let fault = |document: &str, analyzer: Option<&str>, kind: &str, message: &str| json!({"document": document, "source": document, "analyzer": analyzer, "kind": kind, "message": message});
    let mut first = vec![
        fault("a.txt", Some("shouting"), "trap", "index out of bounds at src/lib.rs:12"),
        fault("b.jsonl#12", None, "unread", "expected `,` or `}` at byte 88 of the line"),
        fault("د.txt", Some("entities"), "upstream", "`tokenize` lost the document"),
    ];
    first.extend(
        (0..3).map(|number| fault(&format!("x{number}"), Some("shouting"), "timeout", "longer than 10 s")),
    );
    let faults = json!({
        "total": 1_206,
        "by": {"(reader)": {"unread": 1}, "entities": {"upstream": 1}, "shouting": {"timeout": 1_203, "trap": 1}},
        "first": first,
    });
    insta::assert_snapshot!(page(&report(json!({}), faults), 80, false), @r"
    Textmill · 61 documents · 389 kB
      in 82 ms at 4.7 MB/s on 2 threads, 1_206 faults

    Faults · 1_206
           1  (reader): unread
           1  entities: upstream
       1_203  shouting: timeout
           1  shouting: trap
      shouting: trap: index out of bounds at src/lib.rs:12
        in a.txt
      unread: expected `,` or `}` at byte 88 of the line
        in b.jsonl#12
      entities: upstream: `tokenize` lost the document
        in ⟨د.txt⟩
      shouting: timeout: longer than 10 s
        in x0
      shouting: timeout: longer than 10 s
        in x1
      and 1_201 more: the report (-o report.json) names the first hundred,
      --documents all of them
    ");
}
