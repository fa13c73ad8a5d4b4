//! How fast is the whole, from documents in memory to a report? All four analyzers, on one worker and on two.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use textmill::{Document, Engine};
use textmill_benches::{BATCH_BYTES, SHAPES, texts};

fn pipeline(criterion: &mut Criterion) {
    let engines = [1, 2].map(|threads| {
        let engine = Engine::builder().builtins().threads(threads).build();
        (threads, engine.expect("the built-in plugins are sound"))
    });
    let mut group = criterion.benchmark_group("pipeline");
    // A run takes a second or so: ten are enough.
    group.sample_size(10);
    for shape in SHAPES {
        // Batches enough that two workers get the same number.
        let documents = documents(&texts(shape, 4 * BATCH_BYTES));
        let bytes = documents.iter().map(|document| document.text.len() as u64).sum();
        group.throughput(Throughput::Bytes(bytes));
        for (threads, engine) in &engines {
            let name = if *threads == 1 { "one-thread" } else { "two-threads" };
            group.bench_function(BenchmarkId::new(name, shape.name), |bencher| {
                bencher.iter_batched(
                    || documents.clone().into_iter(),
                    |mut documents| engine.analyze(&mut documents).expect("no document ends a run"),
                    BatchSize::PerIteration,
                );
            });
        }
    }
    group.finish();
}

fn documents(texts: &[String]) -> Vec<Document> {
    let numbered = (1..).zip(texts);
    numbered.map(|(line, text)| Document::new(format!("corpus/texts.jsonl#{line}"), text)).collect()
}

criterion_group! {
    name = benches;
    config = textmill_benches::criterion();
    targets = pipeline
}
criterion_main!(benches);
