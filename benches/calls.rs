//! Single texts on a ready engine: by a call, in an open stream, and many together; from one thread and from several.

use std::sync::mpsc;
use std::thread;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use textmill::{Document, Engine};

/// 118 bytes.
const TEXT: &str = "Naguib Mahfouz won the Nobel Prize in Cairo in 1988; readers loved his wonderful novels, and critics praised them all.";

/// Texts of one measurement where there are several.
const TEXTS: usize = 1024;

fn calls(criterion: &mut Criterion) {
    let engine = Engine::builder().builtins().build().expect("the built-in plugins are sound");
    let mut group = criterion.benchmark_group("calls");
    group.throughput(Throughput::Elements(1));
    group.bench_function("a call", |bencher| {
        bencher.iter(|| engine.analyze_text(TEXT).expect("a result"));
    });
    group.bench_function("in an open stream", |bencher| {
        let (sender, receiver) = mpsc::channel();
        let mut results = engine.analysis().stream(receiver.into_iter()).expect("it starts");
        bencher.iter(|| {
            sender.send(Document::new("0", TEXT)).expect("the stream reads");
            results.next().expect("it continues").expect("a result")
        });
    });
    group.throughput(Throughput::Elements(TEXTS as u64));
    let texts = vec![TEXT; TEXTS];
    group.bench_function("together", |bencher| {
        bencher.iter(|| engine.analyze_texts(&texts).expect("results"));
    });
    for threads in [1, 2, 8] {
        group.bench_function(format!("from {threads} threads"), |bencher| {
            bencher.iter(|| {
                thread::scope(|scope| {
                    for _ in 0..threads {
                        scope.spawn(|| {
                            for _ in 0..TEXTS / threads {
                                engine.analyze_text(TEXT).expect("a result");
                            }
                        });
                    }
                });
            });
        });
    }
    group.finish();
}

criterion_group!(benches, calls);
criterion_main!(benches);
