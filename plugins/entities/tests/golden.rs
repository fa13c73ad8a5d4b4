//! Holds what is found in the sample corpus: for each document the number of its entities and a checksum of them, and the
//! state of all. The files were made by the code that looked each token up again, which this code replaced.
//!
//! With `TEXTMILL_PRINT=1` nothing is compared and the files are written.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use textmill_entities::Entities;
use textmill_sdk::merge::State;
use textmill_sdk::{Harness, Output as _, Sample};
use textmill_tokenize::Tokenize;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

/// The text files of the corpus in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
    files
}

/// FNV-1a.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[track_caller]
#[allow(clippy::disallowed_methods, reason = "the environment chooses whether the files are written")]
fn check(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var("TEXTMILL_PRINT").is_ok() {
        fs::write(path, found).unwrap();
    } else {
        assert_eq!(found, fs::read_to_string(path).unwrap(), "{name}");
    }
}

#[test]
fn the_sample_corpus_has_the_entities_that_it_had() {
    let tokenize = Harness::<Tokenize>::new(json!({})).unwrap();
    let entities = Harness::<Entities>::new(json!({})).unwrap();
    let mut state = State::new(textmill_entities::Found::schema());
    let mut lines = String::new();
    for path in files(&root()) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let sample = Sample::new(text).analyzed_by(&tokenize).unwrap();
        let analyzed = entities.analyze(&sample).unwrap();
        let spans = analyzed.spans("entities");
        let found = format!("{spans:?}{:?}", analyzed.strings("entities", "canonical"));
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        writeln!(lines, "{name} {} {:016x}", spans.len(), checksum(&found)).unwrap();
        state.fold(&name, &analyzed.output).unwrap();
    }
    check("documents.txt", &lines);
    check("state.json", &format!("{}\n", state.to_json()));
}
