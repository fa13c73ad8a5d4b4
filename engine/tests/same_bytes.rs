//! All of a report but `run` is the same bytes for any number of threads, size of batches, and cut into files.
#![cfg(feature = "builtin")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use textmill::{Corpus, Engine, Report, Source};

/// The documents of the sample corpus as JSON Lines, with ids of their own.
fn lines() -> Vec<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let mut source = Corpus::new().path(&corpus).root(&corpus).open().expect("the sample corpus is there");
    let mut lines = Vec::new();
    while let Some(item) = source.next_item() {
        for made in item.made() {
            let document = made.expect("all of the sample can be read");
            // The longest documents take most of the time and add nothing here.
            let text: String = document.text.chars().take(4000).collect();
            lines.push(json!({"id": document.id, "text": text}).to_string());
        }
    }
    assert!(lines.len() >= 30, "the sample has {} documents", lines.len());
    lines
}

/// Analyzes lines cut into files of the given numbers of lines.
fn analyze(
    folder: &Path,
    lines: &[String],
    cut: usize,
    threads: usize,
    batch_bytes: usize,
) -> (Report, Vec<u8>) {
    fs::create_dir_all(folder).expect("a temporary folder can be written");
    let mut paths: Vec<PathBuf> = Vec::new();
    for (index, part) in lines.chunks(cut).enumerate() {
        let path = folder.join(format!("{index:03}.jsonl"));
        fs::write(&path, part.join("\n")).expect("a temporary folder can be written");
        paths.push(path);
    }
    let engine = Engine::builder().builtins().threads(threads).batch_bytes(batch_bytes).build();
    let engine = engine.expect("the built-in plugins are sound");
    let mut source = Corpus::new().paths(paths).id_field("id").open().expect("the files were just written");
    let mut documents = Vec::new();
    let analysis = engine.analysis().documents(&mut documents).layers(["tokens", "entities"]);
    let report = analysis.run(&mut source).expect("no document ends a run");
    (report, documents)
}

fn without_run(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).expect("a report is JSON");
    value.as_object_mut().expect("a report is an object").remove("run");
    value
}

/// What is found in each document, without its place in the files.
fn without_source(documents: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(documents).expect("lines are UTF-8");
    text.lines()
        .map(|line| {
            let mut value: Value = serde_json::from_str(line).expect("a line is JSON");
            value.as_object_mut().expect("a line is an object").remove("source");
            value
        })
        .collect()
}

#[test]
fn threads_batches_and_files_change_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lines = lines();
    let (report, documents) = analyze(&folder.path().join("expected"), &lines, lines.len(), 1, 1 << 20);
    assert_eq!(report.faults.total, 0, "{:?}", report.faults);
    let (expected, expected_documents) = (without_run(&report), without_source(&documents));
    for (cut, threads, batch_bytes) in [(lines.len(), 2, 1 << 20), (7, 2, 1), (1, 1, 3000), (13, 3, 20_000)] {
        let name = format!("{cut}-{threads}-{batch_bytes}");
        let (report, documents) = analyze(&folder.path().join(&name), &lines, cut, threads, batch_bytes);
        assert_eq!(without_run(&report), expected, "{name}");
        assert_eq!(without_source(&documents), expected_documents, "{name}");
    }
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut lines = lines();
    let (report, _) = analyze(&folder.path().join("forward"), &lines, 10, 2, 50_000);
    lines.reverse();
    let (reversed, _) = analyze(&folder.path().join("backward"), &lines, 9, 2, 40_000);
    assert_eq!(without_run(&reversed), without_run(&report));
}
