//! How long until an engine is there? Taking the code of the built-in plugins up, or compiling them; checking and configuring them.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use textmill::{Engine, Limits, PluginSource};
use textmill_benches::ANALYZERS;

fn startup(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("startup");
    group.sample_size(10);
    for threads in [1, 2] {
        group.bench_function(BenchmarkId::new("all-four", format!("{threads}-threads")), |bencher| {
            bencher.iter(|| Engine::builder().builtins().threads(threads).build());
        });
    }
    // Code that counts fuel is no part of the program: these are compiled.
    let limits = Limits { fuel: Some(1 << 40), ..Limits::default() };
    for threads in [1, 2] {
        let compiling = || {
            let plugins = PluginSource::builtins().into_iter().map(|plugin| plugin.limits(limits.clone()));
            Engine::builder().plugins(plugins).provider_limits(limits.clone()).threads(threads).build()
        };
        group.bench_function(
            BenchmarkId::new("all-four-compiling", format!("{threads}-threads")),
            |bencher| {
                bencher.iter(compiling);
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
