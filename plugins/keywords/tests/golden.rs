//! The outputs for the sample corpus are the same to the byte from one version to the next.
//!
//! `golden.tsv` has a line for each document: its path, its words and different terms, the hash (XXH3) of its output's JSON,
//! and the best of its keys, so that one sees what has changed. Where a change is meant, `TEXTMILL_PRINT=1` prints the
//! new lines.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use textmill_keywords::KeywordAnalyzer;
use textmill_sdk::{Harness, Sample};
use textmill_tokenize::Tokenize;
use xxhash_rust::xxh3::xxh3_64;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(path);
        }
    }
}

#[test]
fn outputs_for_the_corpus_are_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let (mut paths, mut lines) = (Vec::new(), String::new());
    files(&folder, &mut paths);
    paths.sort();
    let tokenize = Harness::<Tokenize>::new(json!({})).unwrap();
    let keywords = Harness::<KeywordAnalyzer>::new(json!({})).unwrap();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let output = keywords.analyze(&Sample::new(text).analyzed_by(&tokenize).unwrap()).unwrap().output;
        let hash = xxh3_64(serde_json::to_string(&output).unwrap().as_bytes());
        let name = path.strip_prefix(&folder).unwrap().display().to_string().replace('\\', "/");
        let best = output.keys.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
        let counts = format!("{}\t{}", output.terms_per_document, output.terms.len());
        lines.push_str(&format!("{name}\t{counts}\t{hash:016x}\t{best}\n"));
    }
    if std::env::var_os("TEXTMILL_PRINT").is_some() {
        print!("{lines}");
        return;
    }
    let expected = include_str!("golden.tsv");
    for (got, expected) in lines.lines().zip(expected.lines()) {
        assert_eq!(got, expected);
    }
    assert_eq!(lines.lines().count(), expected.lines().count(), "documents came or went");
}
