//! Partial files from anywhere.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use textmill::{Report, merge};

/// The line between two files of an input.
pub(super) const BETWEEN: &str = "--------\n";

/// One or two partial files. Their last lines are made again, since no mutation would find the right hash.
///
/// # Panics
/// Where files that join do not join to a file that gives the same report, or where their order leaves a trace.
pub fn partial(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let parts = text.split(BETWEEN).take(2);
    let files: Vec<PathBuf> =
        parts.enumerate().map(|(number, part)| write(folder.path(), number, &ended(part))).collect();
    let mut joined = Vec::new();
    let Ok(report) = merge(&files, Some(&mut joined)) else { return };
    let shown = shown(&report);
    let again = write(folder.path(), 2, &String::from_utf8(joined).expect("a partial file is text"));
    let again = merge(&[again], None).unwrap_or_else(|error| panic!("what was joined can be read: {error}"));
    assert_eq!(self::shown(&again), shown, "the joined file says what the report says");
    let backward: Vec<PathBuf> = files.into_iter().rev().collect();
    let backward = merge(&backward, None).unwrap_or_else(|error| panic!("files join in any order: {error}"));
    assert_eq!(self::shown(&backward), shown, "the order of files leaves no trace");
}

pub(super) fn write(folder: &Path, number: usize, content: &str) -> PathBuf {
    let path = folder.join(format!("{number}.part"));
    fs::write(&path, content).expect("there is room for a file");
    path
}

/// The lines of a file, with the last line that they ask for.
pub(super) fn ended(part: &str) -> String {
    let mut file: String = part.split_inclusive('\n').filter(|line| !line.starts_with("{\"end\"")).collect();
    if !file.ends_with('\n') {
        file.push('\n');
    }
    let hash: String = Sha256::digest(&file).iter().map(|byte| format!("{byte:02x}")).collect();
    let lines = file.matches('\n').count();
    file.push_str(&json!({"end": {"lines": lines, "sha256": hash}}).to_string());
    file.push('\n');
    file
}

/// All of a report but what belongs to one run.
fn shown(report: &Report) -> Value {
    let mut shown = serde_json::to_value(report).expect("a report has string keys and finite numbers");
    if let Some(fields) = shown.as_object_mut() {
        fields.remove("run");
    }
    shown
}
