//! How long until an engine is there? Compiling the plugins, or taking compiled code up; checking and configuring them.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use textmill::{CompiledCache, Engine, PluginSource};
use textmill_benches::ANALYZERS;

fn startup(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("startup");
    group.sample_size(10);
    for threads in [1, 2] {
        group.bench_function(BenchmarkId::new("all-four", format!("{threads}-threads")), |bencher| {
            bencher.iter(|| Engine::builder().builtins().threads(threads).build());
        });
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cache = CompiledCache::folder(folder.path());
    for threads in [1, 2] {
        group.bench_function(
            BenchmarkId::new("all-four-compiled", format!("{threads}-threads")),
            |bencher| {
                bencher.iter(|| {
                    Engine::builder().builtins().threads(threads).compiled_cache(cache.clone()).build()
                });
            },
        );
    }
    for name in ANALYZERS {
        let plugin = PluginSource::builtin(name).expect("it is built in");
        // `tokenize` comes along where its layers are required.
        group.bench_function(BenchmarkId::new("one", name), |bencher| {
            bencher.iter(|| Engine::builder().plugin(plugin.clone()).threads(2).build());
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = textmill_benches::criterion();
    targets = startup
}
criterion_main!(benches);
