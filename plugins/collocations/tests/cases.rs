//! Runs the documents of `cases/` through `tokenize` and `collocations`.
//!
//! A case is a text file in three parts, each after a line `--- settings`, `--- text`, `--- output`; the first may be left
//! out. The lines before them say what the case shows. Of the pairs only those that the case names are compared; `null`
//! stands for one that must be missing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use textmill_collocations::CollocationAnalyzer;
use textmill_sdk::{Harness, Sample};
use textmill_tokenize::Tokenize;

#[test]
fn cases_give_what_they_say() {
    let tokenize = Harness::<Tokenize>::new(json!({})).unwrap();
    let mut failures = Vec::new();
    for path in files() {
        let file = fs::read_to_string(&path).unwrap();
        let part = |name: &str| {
            let (_, rest) = file.split_once(&format!("--- {name}\n"))?;
            Some(rest.split_once("\n--- ").map_or(rest, |(part, _)| part))
        };
        let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let collocations =
            Harness::<CollocationAnalyzer>::new(part("settings").map_or(json!({}), json)).unwrap();
        let sample = Sample::new(part("text").unwrap()).analyzed_by(&tokenize).unwrap();
        let found = serde_json::to_value(collocations.analyze(&sample).unwrap().output).unwrap();
        for (pair, count) in json(part("output").unwrap())["pairs"].as_object().unwrap() {
            let got = found["pairs"].get(pair).unwrap_or(&Value::Null);
            if got != count {
                failures.push(format!("{}: {pair:?}: expected {count}, got {got}", path.display()));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 7, "cases are missing");
    files
}
