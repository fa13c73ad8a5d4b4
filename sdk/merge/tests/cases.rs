//! Cases as text: what was documented holds, and what was once written can be read.
//!
//! A case is a `schema` line, a `document` line for each (id and value), and the `state` and `report` that come of
//! them; where there are `entry` lines, they are those of the state, and `bytes` are a binary form of it, in hexadecimal
//! digits. The examples of `docs/merge.md` are such cases, and so are the files of `golden/VERSION`: those are never
//! changed, since states of that version are out in the world.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own data is wrong")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use textmill_merge::{Entry, Finisher, KINDS, Schema, State, VERSION};

#[derive(Default)]
struct Case {
    place: String,
    schema: String,
    documents: Vec<(String, String)>,
    entries: Vec<String>,
    state: String,
    bytes: Option<Vec<u8>>,
    report: String,
}

fn cases(text: &str, place: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some((word, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim().to_owned();
        if word == "schema" {
            cases.push(Case {
                place: format!("{place}:{}", index + 1),
                schema: rest.clone(),
                ..Case::default()
            });
        }
        let Some(case) = cases.last_mut() else { continue };
        match word {
            "document" => {
                let (id, value) = rest.split_once(' ').unwrap();
                case.documents.push((serde_json::from_str(id).unwrap(), value.trim().to_owned()));
            }
            "entry" => case.entries.push(rest),
            "state" => case.state = rest,
            "bytes" => case.bytes = Some(bytes(&rest)),
            "report" => case.report = rest,
            _ => {}
        }
    }
    cases
}

fn bytes(digits: &str) -> Vec<u8> {
    digits.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn hold(case: &Case) {
    let Case { place, schema, documents, state: expected, report, .. } = case;
    let schema = Schema::from_json(schema).unwrap_or_else(|error| panic!("{place}: {error}"));
    assert_eq!(schema.to_json(), case.schema, "{place}: a schema's JSON");
    let mut state = State::new(schema.clone());
    for (id, value) in documents {
        state.fold_json(id, value).unwrap_or_else(|error| panic!("{place}: {error}"));
    }
    let report: Value = serde_json::from_str(report).unwrap_or_else(|error| panic!("{place}: {error}"));
    assert_eq!(state.to_json(), *expected, "{place}: state");
    assert_eq!(state.finish(), report, "{place}: report");
    for bytes in case.bytes.iter().chain([&state.to_bytes()]) {
        let read =
            State::from_bytes(schema.clone(), bytes).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(read.to_json(), *expected, "{place}: state, read from bytes");
    }
    let read = State::from_json(schema, expected).unwrap_or_else(|error| panic!("{place}: {error}"));
    assert_eq!(read.to_json(), *expected, "{place}: state, read again");
    hold_entries(case, &state);
    assert_eq!(read.finish(), report, "{place}: report of the state, read again");
}

fn hold_entries(Case { place, entries, .. }: &Case, state: &State) {
    let mut written = Vec::new();
    let mut finisher = Finisher::new(state.schema().clone());
    let mut entry = Entry::new();
    let visited = state.write_entries(|line| {
        written.push(line.to_owned());
        entry.read(state.schema(), line)?;
        finisher.add(&entry)
    });
    assert_eq!(visited, Ok(()), "{place}: entries, read again");
    assert!(entries.is_empty() || *entries == written, "{place}: entries are {written:#?}");
    assert_eq!(finisher.finish(), state.finish(), "{place}: report of the entries");
}

fn file(path: PathBuf) -> Vec<Case> {
    let text = fs::read_to_string(&path).unwrap();
    cases(&text, &path.file_name().unwrap().to_string_lossy())
}

/// The bytes that are now written of a case.
fn written(case: &Case) -> Vec<u8> {
    let mut state = State::new(Schema::from_json(&case.schema).unwrap());
    for (id, value) in &case.documents {
        state.fold_json(id, value).unwrap();
    }
    state.to_bytes()
}

#[test]
fn documented_examples_hold() {
    let cases = file(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/merge.md"));
    for case in &cases {
        hold(case);
        let bytes = written(case);
        assert_eq!(case.bytes.as_ref(), Some(&bytes), "{}: bytes are {bytes:02x?}", case.place);
    }
    let found: Vec<&str> = cases.iter().map(|case| case.schema.split('"').nth(3).unwrap()).collect();
    for kind in KINDS {
        assert!(found.contains(&kind.name), "`{}` has no example", kind.name);
    }
}

#[test]
fn states_of_every_version_are_read() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut versions: Vec<PathBuf> =
        fs::read_dir(golden).unwrap().map(|entry| entry.unwrap().path()).collect();
    versions.sort();
    assert!(
        versions.iter().any(|version| version.ends_with(VERSION)),
        "the present version has golden states"
    );
    for version in versions {
        let mut files: Vec<PathBuf> =
            fs::read_dir(version).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for case in files.into_iter().flat_map(file) {
            hold(&case);
        }
    }
}
