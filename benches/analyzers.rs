//! How fast is each analyzer, and what does its sandbox cost? The same call on the same batch, natively and sandboxed.
//!
//! A call gives a state and no outputs. `tokenize-with-layers` also hands out its layers, as it does wherever another
//! analyzer runs. What the engine does around a call is in `pipeline`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use textmill_benches::{ANALYZERS, BATCH_BYTES, Call, SHAPES, Sandbox, native, texts};

fn analyzers(criterion: &mut Criterion) {
    for name in ANALYZERS {
        compare(criterion, name, name, false);
    }
    compare(criterion, "tokenize-with-layers", "tokenize", true);
}

fn compare(criterion: &mut Criterion, name: &str, analyzer: &str, layers_wanted: bool) {
    let native = native(analyzer);
    let sandbox = Sandbox::compile(analyzer);
    let mut instance = sandbox.instance();
    let mut group = criterion.benchmark_group(name);
    for shape in SHAPES {
        let call = Call::new(analyzer, &texts(shape, BATCH_BYTES), layers_wanted);
        // A ratio is of two that do the same.
        assert_eq!(
            native.analyze(&call).partials,
            instance.analyze(&call).partials,
            "{name} of {}",
            shape.name
        );
        group.throughput(Throughput::Bytes(call.bytes()));
        group.bench_function(BenchmarkId::new("native", shape.name), |bencher| {
            bencher.iter(|| native.analyze(&call));
        });
        group.bench_function(BenchmarkId::new("sandboxed", shape.name), |bencher| {
            bencher.iter(|| instance.analyze(&call));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = textmill_benches::criterion();
    targets = analyzers
}
criterion_main!(benches);
