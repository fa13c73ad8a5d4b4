//! What does a call cost beside the work, and what an instance? Calls of no document and of one short one; a plugin
//! instantiated and configured.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use textmill_benches::{ANALYZERS, Call, Sandbox, native};

/// A word, and a full stop: the analyzers have next to nothing to do.
const SHORT: &str = "Hello.";

fn calls(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("call");
    for name in ANALYZERS {
        let sandbox = Sandbox::compile(name);
        for (documents, what) in [(vec![], "no-document"), (vec![SHORT.to_string()], "one-short-document")] {
            let call = Call::new(name, &documents, true);
            let mut instance = sandbox.instance();
            group.bench_function(BenchmarkId::new(format!("sandboxed/{what}"), name), |bencher| {
                bencher.iter(|| instance.analyze(&call));
            });
            let native = native(name);
            group.bench_function(BenchmarkId::new(format!("native/{what}"), name), |bencher| {
                bencher.iter(|| native.analyze(&call));
            });
        }
    }
    group.finish();
}

fn instances(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("instance");
    for name in ANALYZERS {
        let sandbox = Sandbox::compile(name);
        group.bench_function(BenchmarkId::new("instantiated-and-configured", name), |bencher| {
            bencher.iter(|| sandbox.instance());
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = textmill_benches::criterion();
    targets = calls, instances
}
criterion_main!(benches);
