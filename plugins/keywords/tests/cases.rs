//! Runs the documents of `cases/` through `tokenize` and `keywords`.
//!
//! A case is a text file in three parts, each after a line `--- settings`, `--- text`, `--- output`; the first may be
//! left out. The lines before them say what the case shows. `settings` may have a key `language`, which is the
//! document's metadata; the rest are the analyzer's settings. Of the output only the fields that the case names are
//! compared, and of an object in it only the keys that the case names; `null` stands for a key that must be missing.
//!
//! With `TEXTMILL_PRINT=1` nothing is compared and the full outputs are printed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use textmill_keywords::KeywordAnalyzer;
use textmill_sdk::{Harness, Sample};
use textmill_tokenize::Tokenize;

struct Case {
    settings: Value,
    text: String,
    output: Value,
}

impl Case {
    fn read(path: &Path) -> Self {
        let file = fs::read_to_string(path).unwrap();
        let part = |name: &str| {
            let (_, rest) = file.split_once(&format!("--- {name}\n"))?;
            Some(rest.split_once("\n--- ").map_or(rest, |(part, _)| part).to_string())
        };
        let json =
            |text: String| serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        Self {
            settings: part("settings").map_or(json!({}), json),
            text: part("text").unwrap_or_else(|| panic!("{path:?} has no text")),
            output: part("output").map_or(json!({}), json),
        }
    }

    fn run(mut self) -> Value {
        let settings = self.settings.as_object_mut().expect("settings are an object");
        let mut sample = Sample::new(self.text);
        if let Some(language) = settings.remove("language") {
            sample = sample.metadata("language", language);
        }
        let tokenize = Harness::<Tokenize>::new(json!({})).unwrap();
        let keywords = Harness::<KeywordAnalyzer>::new(self.settings).unwrap();
        let analyzed = keywords.analyze(&sample.analyzed_by(&tokenize).unwrap()).unwrap();
        serde_json::to_value(analyzed.output).unwrap()
    }
}

#[test]
fn cases_give_what_they_say() {
    let mut failures = Vec::new();
    for path in files() {
        let case = Case::read(&path);
        let expected = case.output.clone();
        let got = case.run();
        if std::env::var_os("TEXTMILL_PRINT").is_some() {
            println!("{}: {got:#}", path.display());
        } else {
            compare(&path.display().to_string(), &expected, &got, &mut failures);
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 10, "cases are missing");
    files
}

fn compare(place: &str, expected: &Value, got: &Value, failures: &mut Vec<String>) {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            for (key, value) in expected {
                compare(&format!("{place}: {key}"), value, got.get(key).unwrap_or(&Value::Null), failures);
            }
        }
        _ if expected == got => {}
        _ => failures.push(format!("{place}\n  expected {expected}\n  got      {got}")),
    }
}
