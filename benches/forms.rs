//! What does an analyzer save that works by forms? One that counts long words, in three ways (`src/long_words.rs`):
//! token by token; with a memo of forms; and over a whole call at once. Without a sandbox, to a state.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use textmill_benches::long_words::{Folded, Plain, Remembered};
use textmill_benches::{BATCH_BYTES, Call, SHAPES, configured, texts};
use textmill_merge::{Schema, State};
use textmill_sdk::export::describe;

fn forms(criterion: &mut Criterion) {
    let ways = [
        ("token-by-token", configured::<Plain>(), describe::<Plain>()),
        ("memo", configured::<Remembered>(), describe::<Remembered>()),
        ("folded", configured::<Folded>(), describe::<Folded>()),
    ];
    let mut group = criterion.benchmark_group("forms");
    for shape in SHAPES {
        let documents = texts(shape, BATCH_BYTES);
        let layers = textmill_benches::tokenized(&documents);
        let calls = ways.each_ref().map(|(_, _, manifest)| Call::of(manifest, &documents, &layers, false));
        // The keys of a state's bytes have no order, so states are compared as JSON.
        let states = ways.iter().zip(&calls).map(|((_, way, manifest), call)| {
            let schema = Schema::from_json(&manifest.output_schema).expect("a derived schema is lawful");
            let [partial] = &way.analyze(call).partials[..] else {
                panic!("a call without groups has one state")
            };
            State::from_bytes(schema, partial).expect("a state is read as it was written").to_json()
        });
        let states: Vec<String> = states.collect();
        assert!(states.iter().all(|state| *state == states[0]), "{}", shape.name);
        for ((name, way, _), call) in ways.iter().zip(&calls) {
            group.throughput(Throughput::Bytes(call.bytes()));
            group.bench_function(BenchmarkId::new(*name, shape.name), |bencher| {
                bencher.iter(|| way.analyze(call));
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = textmill_benches::criterion();
    targets = forms
}
criterion_main!(benches);
