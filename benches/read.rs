//! How fast are documents read, when nobody analyzes them? JSON Lines, a folder of text files, and a file in each format
//! that is text itself.

use std::fs;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::json;
use textmill::{Corpus, Item, Source};
use textmill_benches::{BATCH_BYTES, SHAPES, Size, WRITTEN, texts};

fn read(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut group = criterion.benchmark_group("read");
    for shape in SHAPES {
        let texts = texts(shape, 4 * BATCH_BYTES);
        let lines = folder.path().join(format!("{}.jsonl", shape.name));
        let files = folder.path().join(shape.name);
        group.throughput(Throughput::Bytes(write_lines(&lines, &texts)));
        group.bench_function(BenchmarkId::new("json-lines", shape.name), |bencher| {
            bencher.iter(|| documents(&lines));
        });
        group.throughput(Throughput::Bytes(write_files(&files, &texts)));
        group.bench_function(BenchmarkId::new("text-files", shape.name), |bencher| {
            bencher.iter(|| documents(&files));
        });
        let formats = if matches!(shape.size, Size::News) { &WRITTEN[..] } else { &[] };
        for format in formats {
            let path = folder.path().join(format!("{}-{}.{}", format.name, shape.name, format.ending));
            let content = (format.write)(&texts);
            fs::write(&path, &content).expect("a temporary folder can be written");
            group.throughput(Throughput::Bytes(content.len() as u64));
            group.bench_function(BenchmarkId::new(format.name, shape.name), |bencher| {
                bencher.iter(|| documents(&path));
            });
        }
    }
    group.finish();
}

/// Reads all documents of a path, and gives their number.
fn documents(path: &Path) -> usize {
    let mut source = Corpus::new().path(path).open().expect("it was just written");
    let mut documents = 0;
    while let Some(item) = source.next_item() {
        // What is left to the workers is part of reading here.
        documents += match item {
            Item::Deferred(deferred) => deferred.make().len(),
            item => usize::from(matches!(item, Item::Document(_))),
        };
    }
    documents
}

/// Writes a line for each text, with an id and a date, and gives the size of the file.
fn write_lines(path: &Path, texts: &[String]) -> u64 {
    let lines: Vec<String> = (1..)
        .zip(texts)
        .map(|(id, text)| json!({"id": id, "date": "2025-03-02", "text": text}).to_string())
        .collect();
    let content = lines.join("\n");
    fs::write(path, &content).expect("a temporary folder can be written");
    content.len() as u64
}

/// Writes a file for each text, and gives their size together.
fn write_files(folder: &Path, texts: &[String]) -> u64 {
    fs::create_dir(folder).expect("a temporary folder can be written");
    for (index, text) in texts.iter().enumerate() {
        fs::write(folder.join(format!("{index:06}.txt")), text).expect("a temporary folder can be written");
    }
    texts.iter().map(|text| text.len() as u64).sum()
}

criterion_group! {
    name = benches;
    config = textmill_benches::criterion();
    targets = read
}
criterion_main!(benches);
