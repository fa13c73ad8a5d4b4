//! Runs the documents of `cases/` through `tokenize` and `entities`.
//!
//! A case file begins with what it shows. Behind each line `--- text` stands a document, after `--- found` its
//! entities in order, one a line: `type: words in the text`, and ` = canonical` where that differs.
//!
//! With `TEXTMILL_PRINT=1` nothing is compared and all that is found is printed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use textmill_entities::Entities;
use textmill_sdk::{Harness, Sample};
use textmill_tokenize::Tokenize;

struct Case {
    text: String,
    found: Vec<String>,
}

/// The cases of a file, in order.
fn cases(path: &Path) -> Vec<Case> {
    let file = fs::read_to_string(path).unwrap();
    let parts = file.split("--- text\n").skip(1);
    parts
        .map(|part| {
            let (text, found) = part.split_once("--- found\n").expect("a text has its findings");
            Case {
                text: text.trim_end_matches('\n').to_owned(),
                found: found.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            }
        })
        .collect()
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn found(entities: &Harness<Entities>, tokenize: &Harness<Tokenize>, text: &str) -> Vec<String> {
    let sample = Sample::new(text).analyzed_by(tokenize).unwrap();
    let analyzed = entities.analyze(&sample).unwrap();
    let canonical = analyzed.strings("entities", "canonical");
    let line = |range: std::ops::Range<usize>, label: &str, canonical: &str| {
        let written = text[range].replace('\n', " ");
        if written == canonical {
            format!("{label}: {written}")
        } else {
            format!("{label}: {written} = {canonical}")
        }
    };
    let spans = analyzed.spans("entities").into_iter().zip(canonical);
    spans.map(|((range, label), canonical)| line(range, label, &canonical.unwrap())).collect()
}

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the environment chooses what the test prints, not what is found"
)]
fn cases_find_what_they_say() {
    let tokenize = Harness::<Tokenize>::new(json!({})).unwrap();
    let entities = Harness::<Entities>::new(json!({})).unwrap();
    let print = std::env::var("TEXTMILL_PRINT").is_ok();
    let mut failures = Vec::new();
    for path in files() {
        for case in cases(&path) {
            let found = found(&entities, &tokenize, &case.text);
            if print {
                println!("--- text\n{}\n--- found\n{}", case.text, found.join("\n"));
            } else if found != case.found {
                let name = path.file_name().unwrap().display().to_string();
                failures.push(format!("{name}: {}\nexpected {:#?}\ngot {found:#?}", case.text, case.found));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
