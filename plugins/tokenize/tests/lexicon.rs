//! The tables under `lexicon/` are what their headers say.
#![allow(clippy::unwrap_used, reason = "a test that panics says where")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn tables(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(tables(&path));
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn lexicon() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicon")
}

#[test]
fn every_table_names_its_source_and_licence() {
    let tables = tables(&lexicon());
    assert!(tables.len() > 60, "{} tables", tables.len());
    for path in tables {
        let text = fs::read_to_string(&path).unwrap();
        let header: String = text.lines().take_while(|line| line.starts_with("# ")).collect();
        assert!(header.contains("Source: ") && header.contains("Licence: "), "{}", path.display());
    }
}

#[test]
fn lists_are_sorted_and_without_doubles() {
    for path in tables(&lexicon()).into_iter().filter(|path| !path.starts_with(lexicon().join("languages"))) {
        let text = fs::read_to_string(&path).unwrap();
        let entries: Vec<&str> = text.lines().filter(|line| !line.starts_with("# ")).collect();
        assert!(entries.is_sorted_by(|one, next| one < next), "{}", path.display());
    }
}

#[test]
fn words_of_a_language_are_folded_and_without_doubles() {
    for path in tables(&lexicon().join("languages")) {
        let text = fs::read_to_string(&path).unwrap();
        let mut seen = BTreeSet::new();
        for word in text.lines().filter(|line| !line.starts_with("# ")).flat_map(str::split_whitespace) {
            assert_eq!(word.to_lowercase(), word, "{}", path.display());
            assert!(seen.insert(word), "{}: `{word}` twice", path.display());
        }
    }
}
