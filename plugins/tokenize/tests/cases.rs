//! Walks `cases/`: texts with what is expected of them.
//!
//! A case has sections, each begun by a line of `--- ` and a name: `text`, then any of `settings` (JSON), `metadata`
//! (the language given), `tokens` (a kind and a token a line), `sentences` (one a line, `⏎` for a line break in it) and
//! `language`.
#![allow(clippy::unwrap_used, reason = "a test that panics says where")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use textmill_sdk::{Analyzed, Harness, Sample};
use textmill_tokenize::Tokenize;
use textmill_tokenize::output::Statistics;

fn sections(case: &str) -> BTreeMap<&str, String> {
    let mut sections: BTreeMap<&str, String> = BTreeMap::new();
    let mut name = None;
    for line in case.lines() {
        match (line.strip_prefix("--- "), name) {
            (Some(next), _) => {
                name = Some(next);
                sections.insert(next, String::new());
            }
            (None, Some(name)) => {
                let body = sections.entry(name).or_default();
                if !body.is_empty() {
                    body.push('\n');
                }
                body.push_str(line);
            }
            (None, None) => panic!("a line before the first section: {line}"),
        }
    }
    sections
}

fn layer(analyzed: &Analyzed<Statistics>, name: &str, text: &str) -> String {
    let line = |(range, label): (std::ops::Range<usize>, &str)| {
        let covered = text[range].replace('\n', "⏎");
        if name == "tokens" { format!("{label} {covered}") } else { covered }
    };
    analyzed.spans(name).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

fn check(path: &Path) {
    let case = fs::read_to_string(path).unwrap();
    let sections = sections(&case);
    let settings =
        sections.get("settings").map_or(serde_json::json!({}), |json| serde_json::from_str(json).unwrap());
    let text = &sections["text"];
    let mut sample = Sample::new(text);
    if let Some(language) = sections.get("metadata") {
        sample = sample.metadata("language", serde_json::json!(language));
    }
    let analyzed = Harness::<Tokenize>::new(settings).unwrap().analyze(&sample).unwrap();
    for (name, expected) in &sections {
        let found = match *name {
            "text" | "settings" | "metadata" => continue,
            "tokens" | "sentences" => layer(&analyzed, name, text),
            "language" => analyzed.spans("language").iter().map(|(_, label)| *label).collect(),
            other => panic!("{}: no section is called `{other}`", path.display()),
        };
        assert_eq!(
            found.lines().collect::<Vec<_>>(),
            expected.lines().collect::<Vec<_>>(),
            "{}: {name}",
            path.display()
        );
    }
}

#[test]
fn every_case_is_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 8, "{} cases", paths.len());
    for path in paths {
        check(&path);
    }
}
