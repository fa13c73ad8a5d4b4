//! Every kind of the list stands on every page that lists kinds.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own data is wrong")]

use std::fs;
use std::path::Path;

use textmill_merge::{Form, KINDS, Kind};

fn page(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

/// Holds that each kind has a line on the page that `is_its` agrees to.
#[track_caller]
fn check(path: &str, is_its: impl Fn(&Kind, &str) -> bool) {
    let text = page(path);
    let missing: Vec<&str> = KINDS
        .iter()
        .filter(|kind| !text.lines().any(|line| is_its(kind, line)))
        .map(|kind| kind.name)
        .collect();
    assert!(missing.is_empty(), "{path} says nothing of the kinds {missing:?}");
}

/// Whether a line is a row of a table whose first cell names the kind.
fn is_row(kind: &Kind, line: &str) -> bool {
    let cell = line.strip_prefix('|').and_then(|cells| cells.split('|').next());
    cell.is_some_and(|cell| {
        let named = format!("`{}", kind.name);
        cell.match_indices(&named).any(|(place, _)| {
            cell[place + named.len()..].starts_with(|next: char| !next.is_ascii_alphanumeric())
        })
    })
}

#[test]
fn every_kind_has_its_section_and_its_bytes() {
    check("docs/merge.md", |kind, line| {
        line.starts_with("### ") && line.contains(&format!("`{}`", kind.name))
    });
    check("docs/merge.md", is_row);
}

#[test]
fn every_kind_is_in_the_table_of_reports() {
    check("docs/report.md", is_row);
}

#[test]
fn every_kind_that_is_reported_is_in_the_schema_of_reports() {
    check("docs/report.schema.json", |kind, line| {
        let words = line.split(|letter: char| !letter.is_ascii_alphanumeric());
        kind.takes == Form::Unkept || words.into_iter().any(|word| word == kind.name)
    });
}
