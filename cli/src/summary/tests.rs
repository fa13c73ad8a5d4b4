//! Whole pages, from reports that are written by hand.

use serde_json::{Map, Value, json};
use textmill::Report;

use super::fixture::{all_of, counts, every_kind, kind, report, section, with_faults};
use super::summary;
use crate::terminal::{Paint, Terminal};

fn builtins() -> Value {
    let mut tokenize = all_of("counts", ["languages", "tokens"]);
    tokenize["sentences"] = kind("sum");
    let mut sentiment = all_of("counts", ["label", "positive_words", "negative_words"]);
    sentiment["score"] = kind("stats");
    sentiment["distribution"] = json!({"kind": "histogram", "edges": [-0.5, -0.1, 0.1, 0.5]});
    sentiment["most_positive"] = kind("top");
    sentiment["most_negative"] = kind("top");
    let entities =
        all_of("counts", ["persons", "organizations", "locations", "dates", "money", "emails", "urls"]);
    json!({
        "tokenize": section(tokenize, json!({
            "languages": counts(60, 9, &[
                ("ar", 27, 27), ("en", 19, 19), ("ja", 2, 2), ("ru", 2, 2), ("zh", 2, 2), ("he", 1, 1), ("hi", 1, 1),
            ]),
            "tokens": counts(60_012, 9, &[("word", 54_210, 60), ("punctuation", 5_802, 58)]),
            "sentences": 2_104,
        })),
        "keywords": section(all_of("counts", ["terms", "phrases"]), json!({
            "terms": counts(30_112, 9_812, &[
                ("harbour", 1_214, 12), ("مدينة", 187, 9), ("council", 93, 9), ("bad\u{1b}[31m\u{202e}term", 1, 1),
            ]),
            "phrases": counts(40, 12, &[("city council", 9, 5), ("الذكاء الاصطناعي", 7, 2)]),
        })),
        "sentiment": section(sentiment, json!({
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
        "entities": section(entities, json!({
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
    let widest = page.lines().map(crate::terminal::text::columns).max().unwrap_or_default();
    assert!(colour || widest <= columns, "a line has {widest} columns of {columns}:\n{page}");
    // What cannot be seen in a snapshot is made visible.
    page.replace('\u{202f}', "_").replace('\u{2068}', "⟨").replace('\u{2069}', "⟩").replace('\u{1b}', "␛")
}

#[test]
fn the_built_in_analyzers() {
    insta::assert_snapshot!(page(&report(builtins()), 80, false));
}

#[test]
fn a_narrow_terminal_with_colour() {
    let page = page(&report(builtins()), 50, true);
    insta::assert_snapshot!(page);
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    let faults = json!({"total": 1, "by": {"(reader)": {"unread": 1}}, "first": [{
        "document": "a/long/path/to/a/document/that/nobody/could/read.jsonl#120412", "source": "the/same#1",
        "analyzer": null, "kind": "unread", "message": "expected `,` or `}` at byte 88 of the line, found `]`",
    }]});
    let report = with_faults(builtins(), faults);
    for columns in [40, 61, 80, 100, 300] {
        page(&report, columns, false);
    }
}

#[test]
fn no_name_in_a_report_moves_the_cursor() {
    let name = "\u{1b}[2J\u{7f}\u{202e}";
    let faults = json!({"total": 1, "by": {name: {"unread": 1}}, "first": [{
        "document": name, "source": "", "analyzer": name, "kind": "unread", "message": name
    }]});
    let fields = json!({name: {"kind": "map", "of": kind("sum"), "top": 1}});
    let mut report = with_faults(json!({name: section(fields, json!({name: {name: 1}}))}), faults);
    report.corpus.encodings = [(name.to_owned(), 2), (format!("{name}2"), 1)].into();
    report.corpus.removed = [(name.to_owned(), textmill::RemovedTotals { passages: 1, bytes: 1 })].into();
    let page = page(&report, 80, false);
    assert!(!page.contains(['␛', '\u{7f}', '\u{202e}']), "{page}");
}

#[test]
fn analyzers_of_others_by_the_shapes_of_their_values() {
    let fields = json!({
        "words": kind("counts"),
        "length": kind("stats"),
        "delay": {"kind": "quantiles", "at": [0.5, 0.95]},
        "loudness": {"kind": "histogram", "edges": [0, 2.5]},
        "different": kind("distinct"),
        "loudest": kind("top"),
        "examples": kind("sample"),
        "all": kind("sum"),
        "least": kind("min"),
        "by-city": {"kind": "record", "fields": {"القاهرة": kind("stats"), "Leeds": kind("sum")}},
    });
    let analyzers = json!({
        "shouting": section(fields, json!({
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
        })),
        "keywords": section(json!({"unknown": kind("sum")}), json!({"unknown": 1})),
        "silent": section(json!({}), json!({})),
    });
    insta::assert_snapshot!(page(&report(analyzers), 80, false));
}

#[test]
fn every_kind_under_any_name() {
    let report = report(json!({"hostile": every_kind()}));
    let shown = page(&report, 80, false);
    assert!(!shown.contains(['␛', '\u{202e}']), "{shown}");
    insta::assert_snapshot!(shown);
    for columns in [40, 61, 100] {
        page(&report, columns, false);
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    let fields = || json!({"words": kind("counts")});
    let mut old = section(fields(), json!({"words": counts(0, 0, &[])}));
    old.as_object_mut().expect("a section").remove("schema");
    let analyzers = json!({"changed": section(fields(), json!({"words": 1})), "old": old});
    insta::assert_snapshot!(page(&report(analyzers), 80, false));
}

/// Groups by their names: documents, and the terms that tell them from others.
fn groups(groups: &[(&str, u64, &[&str])]) -> Value {
    let group = |(name, documents, terms): &(&str, u64, &[&str])| {
        let mut keywords = section(json!({}), json!({"terms": counts(9, 1, &[("all", 9, 5)])}));
        keywords["documents"] = json!(documents);
        let key = |term: &&str| {
            json!({
                "key": term, "count": 9, "documents": 5, "against": 0, "log_likelihood": 20.5, "log_ratio": 3.0
            })
        };
        let keys: Vec<Value> = terms.iter().map(key).collect();
        if !keys.is_empty() {
            keywords["distinctive"] = json!({"terms": keys});
        }
        let other = json!({"version": "0.1.0", "documents": 0, "faults": 1, "output": {}});
        ((*name).to_owned(), json!({"keywords": keywords, "other": other}))
    };
    groups.iter().map(group).collect::<Map<_, _>>().into()
}

fn with_groups(by: Value) -> Report {
    let keywords = section(all_of("counts", ["terms"]), json!({"terms": counts(0, 0, &[])}));
    let report = report(json!({"keywords": keywords}));
    Report { groups: serde_json::from_value(by).expect("the form of groups"), ..report }
}

#[test]
fn groups_with_what_tells_them_apart() {
    let by = groups(&[
        ("en", 19, &["council", "harbour", "strike", "tide", "keel", "sixth"]),
        ("ar", 27, &["مدينة", "المجلس"]),
        ("أخبار", 14, &["harbour"]),
        ("news/a/folder/with/a/long/name/that/goes/on/and/on", 1, &["harbour"]),
        ("(none)", 0, &[]),
    ]);
    insta::assert_snapshot!(page(&with_groups(by), 80, false), @r"
    Textmill · 61 documents · 389 kB
      in 82 ms at 4.7 MB/s on 2 threads, no faults

    Groups · 5 · documents, distinctive terms
          27  44 %  ████████████████████████  ar · ⟨مدينة⟩ · ⟨المجلس⟩
          19  31 %  ████████████████▉         en · council · harbour · strike
          14  23 %  ████████████▌             ⟨أخبار⟩ · harbour
           1   2 %  ▉                         news/a/folder/with/a/long/name/that/g…
           0   0 %                            (none)

    Top terms · 0 different · count, documents
      none
    ");
}

#[test]
fn the_greatest_groups_come_first() {
    let names: Vec<String> = (2001..=2020).map(|year| year.to_string()).collect();
    let years: Vec<_> =
        names.iter().zip(1..).map(|(year, count)| (year.as_str(), count % 5, &[] as &[&str])).collect();
    insta::assert_snapshot!(page(&with_groups(groups(&years)), 60, false), @r"
    Textmill · 61 documents · 389 kB
      in 82 ms at 4.7 MB/s on 2 threads, no faults

    Groups · 20 · documents
           4  7 %  ███████████████████  2004
           4  7 %  ███████████████████  2009
           4  7 %  ███████████████████  2014
           4  7 %  ███████████████████  2019
           3  5 %  ██████████████▎      2003
           3  5 %  ██████████████▎      2008
           3  5 %  ██████████████▎      2013
           3  5 %  ██████████████▎      2018
           2  3 %  █████████▌           2002
           2  3 %  █████████▌           2007
           2  3 %  █████████▌           2012
           2  3 %  █████████▌           2017
           1  2 %  ████▊                2001
           1  2 %  ████▊                2006
           1  2 %  ████▊                2011
      and 1 document in 5 more groups

    Top terms · 0 different · count, documents
      none
    ");
}

#[test]
fn groups_fit_a_terminal() {
    let by = groups(&[
        ("2024-05", 1_204_000, &["الذكاء الاصطناعي وما بعده", "آلة"]),
        ("a folder with a long name", 9, &["incomprehensibilities"]),
        ("x", 2, &["日本語日本語日本語日本語", "日本"]),
    ]);
    let report = with_groups(by);
    for columns in [40, 55, 61, 80, 100] {
        page(&report, columns, false);
    }
}

#[test]
fn what_a_reader_has_to_know_of_the_documents() {
    let mut report = report(json!({}));
    report.complete = false;
    report.corpus.filtered = 1_204;
    report.corpus.replaced = 1;
    let encodings = [("UTF-16LE", 3), ("UTF-8", 40), ("windows-1256", 12), ("windows-1252", 3)];
    report.corpus.encodings = encodings.map(|(name, count)| (name.to_owned(), count)).into();
    let removed = json!({
        "comments": {"passages": 1_200, "bytes": 80_000}, "navigation": {"passages": 4, "bytes": 120}
    });
    report.corpus.removed = serde_json::from_value(removed).expect("the form of what is removed");
    insta::assert_snapshot!(page(&report, 80, false), @r"
    Textmill · 61 documents · 389 kB
      stopped before the end: this is what was read so far
      in 82 ms at 4.7 MB/s on 2 threads, no faults
      1_204 documents left out by a filter or the sample
      12 documents in windows-1256, 3 in UTF-16LE, 3 in windows-1252
      1_204 passages of boilerplate removed, 80 kB (comments 1_200, navigation 4)
      1 document has bytes that are no text in its encoding; they were replaced by
      U+FFFD
    ");
}

#[test]
fn what_goes_without_saying_is_not_said() {
    let mut report = report(json!({}));
    report.corpus.encodings = [("UTF-8".to_owned(), 61)].into();
    let removed = json!({"navigation": {"passages": 0, "bytes": 0}});
    report.corpus.removed = serde_json::from_value(removed).expect("the form of what is removed");
    assert_eq!(
        page(&report, 80, false),
        "Textmill · 61 documents · 389 kB\n  in 82 ms at 4.7 MB/s on 2 threads, no faults\n"
    );
}

#[test]
fn one_plugin_under_two_names() {
    let output = json!({"labels": counts(2, 1, &[("positive", 2, 2)])});
    let section = section(all_of("counts", ["labels"]), output);
    let analyzers = json!({"mood": section, "sentiment": section});
    insta::assert_snapshot!(page(&report(analyzers), 80, false), @r"
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
    insta::assert_snapshot!(page(&with_faults(json!({}), faults), 80, false), @r"
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
