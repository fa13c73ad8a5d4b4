//! Verdicts over reports that differ in one thing.

use serde_json::{Value, json};
use textmill::{Manifest, PluginInfo, Provision, Requirement, Scope};

use super::page;
use super::verdict::{Cause, Verdict};
use crate::report::ReportFile;
use crate::terminal::Paint;

fn report() -> Value {
    let plugin = |name: &str, reported: bool| {
        json!({"name": name, "version": "0.1.0", "sha256": "77aa", "reported": reported, "settings": {"n": 3},
            "limits": {}, "resources": {}})
    };
    json!({
        "format": 1,
        "complete": true,
        "corpus": {"documents": 2, "bytes": 9, "unread": 0, "replaced": 0, "fingerprint": "0a"},
        "analyzers": {
            "loud": {"version": "0.1.0", "documents": 2, "faults": 0, "output": {"words": {"total": 5, "top": [
                {"key": "a.b", "count": 3}, {"key": "c", "count": 2}]}}},
            "mood": {"version": "0.1.0", "documents": 2, "faults": 0, "output": {"score": {"mean": 0.5}}},
        },
        "faults": {"total": 0, "by": {}, "first": []},
        "provenance": {"engine": "0.1.0", "interface": "textmill:analyzer@0.1.0", "selection": {},
            "plugins": {"loud": plugin("loud", true), "mood": plugin("mood", true), "words": plugin("words", false)}},
        "run": {"started": "", "seconds": 1.0, "threads": 1, "batch_bytes": 1, "host": "", "sources": [
            {"path": "a.txt", "bytes": 4, "sha256": "aaaaaaaaaaaaaaaa", "documents": 1},
            {"path": "b.txt", "bytes": 5, "sha256": "bbbbbbbbbbbbbbbb", "documents": 1}]}
    })
}

/// `words` makes the layer that `loud` reads, and `mood` reads that of `loud`.
fn plugins() -> Vec<PluginInfo> {
    let plugin = |name: &str, requires: &str, provides: &str| PluginInfo {
        name: name.into(),
        origin: "built-in".into(),
        sha256: "77aa".into(),
        bytes: 1,
        reported: name != "words",
        manifest: Manifest {
            name: name.into(),
            version: "0.1.0".into(),
            summary: String::new(),
            requires: vec![Requirement {
                layer: requires.into(),
                optional: false,
                attributes: Vec::new(),
                labels: Vec::new(),
            }],
            provides: vec![Provision {
                layer: provides.into(),
                scope: Scope::Spans,
                summary: String::new(),
                labels: Vec::new(),
                attributes: Vec::new(),
            }],
            metadata: Vec::new(),
            resources: Vec::new(),
            output_schema: json!({}),
            settings_schema: json!({}),
        },
    };
    vec![
        plugin("words", "nothing", "tokens"),
        plugin("loud", "tokens", "shouts"),
        plugin("mood", "shouts", "mood"),
    ]
}

fn verdict(change: impl FnOnce(&mut Value)) -> (ReportFile, Verdict) {
    let (was, mut is) = (report(), report());
    change(&mut is);
    let parse = |json: Value| {
        let report = serde_json::from_value(json.clone()).expect("it is a report");
        ReportFile { report, json }
    };
    // The report of now has been one already, so that nothing stands in it that a report does not have.
    let is = parse(is).report;
    let was = serde_json::from_value::<textmill::Report>(was).expect("it is a report");
    let was = parse(serde_json::to_value(was).expect("a report is JSON"));
    let verdict = Verdict::of(&was, &is, &plugins());
    (was, verdict)
}

#[track_caller]
fn page_of(change: impl FnOnce(&mut Value)) -> String {
    let (was, verdict) = verdict(change);
    page::page("report.json", &was.report, &verdict, Paint::default())
}

#[test]
fn what_belongs_to_a_run_is_not_compared() {
    let (_, verdict) = verdict(|is| is["run"]["seconds"] = json!(9.0));
    assert!(verdict.is_same() && verdict.inputs.is_empty());
    insta::assert_snapshot!(page_of(|is| is["run"]["threads"] = json!(7)), @"report.json: the same, 2 documents of 2 inputs, 2 analyzers");
}

#[test]
fn a_report_of_an_earlier_version_has_no_schemas() {
    let schema = json!({"kind": "record", "fields": {"score": {"kind": "stats"}}});
    let (_, same) = verdict(|is| is["analyzers"]["mood"]["schema"] = schema.clone());
    assert!(same.is_same());
    let (_, other) = verdict(|is| {
        is["analyzers"]["mood"]["schema"] = schema;
        is["analyzers"]["loud"]["output"]["words"]["total"] = json!(6);
    });
    assert_eq!(
        other.cause,
        Some(Cause::Analyzer { analyzer: "loud".into(), providers: vec!["words".into()] })
    );
}

#[test]
fn inputs_are_named() {
    insta::assert_snapshot!(page_of(|is| {
        is["run"]["sources"][0]["sha256"] = json!("cccccccccccccccc");
        is["run"]["sources"][1]["path"] = json!("c.txt");
        is["corpus"]["fingerprint"] = json!("0b");
        is["analyzers"]["loud"]["output"]["words"]["total"] = json!(6);
        is["analyzers"]["loud"]["output"]["words"]["top"][0]["count"] = json!(4);
    }), @r#"
        report.json: not the same, 2 documents of 2 inputs, 2 analyzers

        Inputs
          changed  a.txt: 4 bytes (SHA-256 cccccccccccc…), was 4 bytes (SHA-256 aaaaaaaaaaaa…)
          renamed  c.txt: was b.txt

        Found
          corpus.fingerprint: "0b", was "0a"
          analyzers.loud.output.words.top[0].count: 4, was 3 (and 1 difference more)
    "#);
    insta::assert_snapshot!(page_of(|is| is["run"]["sources"][1]["path"] = json!("c\u{1b}.txt")), @r#"
        report.json: the same, 2 documents of 2 inputs, 2 analyzers

        Inputs
          renamed  c\u{1b}.txt: was b.txt

        The inputs are others, and what was found in them is the same.
    "#);
}

#[test]
fn versions_settings_and_limits_are_named() {
    insta::assert_snapshot!(page_of(|is| {
        let plugin = &mut is["provenance"]["plugins"]["loud"];
        plugin["sha256"] = json!("88bb");
        plugin["settings"] = json!({"n": 4, "m": "x"});
        plugin["limits"] = json!({"time_ms": 1});
    }), @r#"
        report.json: not the same, 2 documents of 2 inputs, 2 analyzers

        Analyzers and settings (- the report, + now)
          - plugins.loud.limits.time_ms = 10000
          + plugins.loud.limits.time_ms = 1
          + plugins.loud.settings.m = "x"
          - plugins.loud.settings.n = 3
          + plugins.loud.settings.n = 4
          - plugins.loud.sha256 = "77aa"
          + plugins.loud.sha256 = "88bb"

        What was found is the same.
    "#);
}

#[track_caller]
fn check_cause(change: impl FnOnce(&mut Value), expected: Option<Cause>) {
    assert_eq!(verdict(change).1.cause, expected);
}

#[test]
fn the_analyzer_that_is_not_deterministic_is_the_first_to_run() {
    let analyzer = |analyzer: &str, provider: &str| {
        Some(Cause::Analyzer { analyzer: analyzer.into(), providers: vec![provider.into()] })
    };
    let change = |is: &mut Value, name: &str| is["analyzers"][name]["output"] = json!({"x": 1});
    check_cause(|is| change(is, "mood"), analyzer("mood", "loud"));
    check_cause(
        |is| [change(is, "mood"), change(is, "loud")].into_iter().collect(),
        analyzer("loud", "words"),
    );
    check_cause(
        |is| is["groups"] = json!({"x": {"mood": is["analyzers"]["mood"]}}),
        analyzer("mood", "loud"),
    );
    check_cause(|is| is["faults"]["by"] = json!({"mood": {"trap": 1}}), analyzer("mood", "loud"));
    check_cause(|is| is["corpus"]["documents"] = json!(3), Some(Cause::Reading));
    check_cause(
        |is| {
            change(is, "loud");
            is["faults"]["by"] = json!({"loud": {"timeout": 1}, "mood": {"upstream": 1}});
        },
        Some(Cause::Timeout { analyzer: "loud".into() }),
    );
}

#[test]
fn no_analyzer_is_blamed_for_what_inputs_and_settings_explain() {
    let change = |is: &mut Value| is["analyzers"]["loud"]["output"] = json!({"x": 1});
    check_cause(
        |is| {
            change(is);
            is["provenance"]["engine"] = json!("0.2.0");
        },
        None,
    );
    check_cause(
        |is| {
            change(is);
            is["run"]["sources"][0]["bytes"] = json!(7);
        },
        None,
    );
}

#[test]
fn the_reason_is_said_in_words() {
    let change = |is: &mut Value| is["analyzers"]["mood"]["output"]["score"]["mean"] = json!(0.25);
    insta::assert_snapshot!(page_of(change), @r#"
        report.json: not the same, 2 documents of 2 inputs, 2 analyzers

        Found
          analyzers.mood.output.score.mean: 0.25, was 0.5

        Inputs, analyzers and settings are the same, and mood found something else: it
        is not deterministic, unless it is one whose layers it reads (loud). It does not
        keep the contract, by which an output depends on the document, settings and
        resources alone.
    "#);
    insta::assert_snapshot!(page_of(|is| is["faults"]["by"] = json!({"loud": {"timeout": 1}})), @r#"
        report.json: not the same, 2 documents of 2 inputs, 2 analyzers

        Found
          faults.by.loud: {…}, was nothing

        Inputs, analyzers and settings are the same, but loud ran out of time on other
        documents than before: how far it comes in its time depends on the machine. A
        limit of fuel (--fuel) is the same everywhere.
    "#);
}

#[test]
fn a_program_gets_everything() {
    let (_, verdict) = verdict(|is| {
        is["run"]["sources"][0]["sha256"] = json!("cccccccccccccccc");
        is["provenance"]["plugins"]["loud"]["settings"] = json!({"n": 4});
        is["analyzers"]["loud"]["documents"] = json!(1);
    });
    insta::assert_snapshot!(page::json("report.json", &verdict), @r#"
        {
          "cause": null,
          "found": [
            {
              "differences": 1,
              "is": 1,
              "path": "analyzers.loud.documents",
              "was": 2
            }
          ],
          "inputs": [
            {
              "change": "changed",
              "is": {
                "bytes": 4,
                "sha256": "cccccccccccccccc"
              },
              "path": "a.txt",
              "was": {
                "bytes": 4,
                "sha256": "aaaaaaaaaaaaaaaa"
              }
            }
          ],
          "provenance": [
            {
              "is": 4,
              "path": "plugins.loud.settings.n",
              "was": 3
            }
          ],
          "report": "report.json",
          "same": false
        }
    "#);
}
