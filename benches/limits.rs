//! What does it cost to be held to limits? Fuel beside epochs, and documents that fail among those that do not.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use textmill::{Document, Engine, Limits, PluginSource};
use textmill_benches::{BATCH_BYTES, SHAPES, texts};
use textmill_test_plugins::FAULTY;

/// The analyzers by the clock alone, and with fuel counted that no document uses up.
fn fuel(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fuel");
    group.sample_size(10);
    let shape = SHAPES.iter().find(|shape| shape.name == "arabic-news").expect("a shape of that name");
    let documents = documents(&texts(*shape, 2 * BATCH_BYTES));
    group.throughput(Throughput::Bytes(bytes(&documents)));
    for (name, fuel) in [("not-counted", None), ("counted", Some(1_000_000_000))] {
        let limits = Limits { fuel, ..Limits::default() };
        let plugins = PluginSource::builtins().into_iter().map(|plugin| plugin.limits(limits.clone()));
        let engine = Engine::builder().plugins(plugins).threads(1).build();
        let engine = engine.expect("the built-in plugins are sound");
        analyze(&mut group, BenchmarkId::new(name, shape.name), &engine, &documents);
    }
    group.finish();
}

/// Short documents, of which none, one in a hundred or one in ten crashes its analyzer.
fn faults(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("faults");
    group.sample_size(10);
    let engine = Engine::builder().plugin(PluginSource::bytes("faulty.wasm", FAULTY)).threads(1).build();
    let engine = engine.expect("the plugin is sound");
    for (name, every) in [("none", usize::MAX), ("one-in-100", 100), ("one-in-10", 10)] {
        let text = |index: usize| match index % every {
            7 if every < usize::MAX => "a document that shall PANIC".to_owned(),
            _ => format!("document {index} of those that are well"),
        };
        let documents: Vec<Document> =
            (0..10_000).map(|index| Document::new(index.to_string(), text(index))).collect();
        group.throughput(Throughput::Elements(documents.len() as u64));
        analyze(&mut group, BenchmarkId::new("short-documents", name), &engine, &documents);
    }
    group.finish();
}

fn analyze(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    name: BenchmarkId,
    engine: &Engine,
    documents: &[Document],
) {
    group.bench_function(name, |bencher| {
        bencher.iter_batched(
            || documents.to_vec(),
            |documents| engine.analyze(&mut documents.into_iter()).expect("no document ends a run"),
            BatchSize::PerIteration,
        );
    });
}

fn documents(texts: &[String]) -> Vec<Document> {
    let numbered = (1..).zip(texts);
    numbered.map(|(line, text)| Document::new(format!("corpus/texts.jsonl#{line}"), text)).collect()
}

fn bytes(documents: &[Document]) -> u64 {
    documents.iter().map(|document| document.text.len() as u64).sum()
}

criterion_group! {
    name = benches;
    config = textmill_benches::criterion();
    targets = fuel, faults
}
criterion_main!(benches);
