//! What does merging cost? Documents folded into a state; states merged, written, read and finished.

use std::collections::BTreeMap;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde::Serialize;
use textmill_benches::Random;
use textmill_merge::{Schema, State};

/// Different keys in a document, as a page of news has.
const KEYS: usize = 300;

fn counts(criterion: &mut Criterion) {
    let schema = Schema::counts(50);
    let documents = documents(2_000, 100_000);
    let mut group = criterion.benchmark_group("counts");
    group.throughput(Throughput::Elements(KEYS as u64));
    group.bench_function("fold/300-keys", |bencher| fold(bencher, &schema, &documents));
    let texts: Vec<String> = documents.iter().map(json).collect();
    group.bench_function("fold-json/300-keys", |bencher| {
        let mut state = State::new(schema.clone());
        let mut texts = texts.iter().cycle();
        bencher.iter(|| state.fold_json("a.txt", texts.next().expect("a circle has no end")));
    });
    for (keys, name) in [(1_000, "1k-keys"), (100_000, "100k-keys")] {
        group.throughput(Throughput::Elements(keys as u64));
        state(&mut group, name, &of_keys(&schema, keys, 0), &of_keys(&schema, keys, keys / 2));
    }
    group.finish();
}

fn numbers(criterion: &mut Criterion) {
    let mut random = Random::new(1);
    let lists: Vec<Vec<u64>> =
        (0..1_000).map(|_| (0..KEYS).map(|_| random.below(40) as u64).collect()).collect();
    let mut group = criterion.benchmark_group("stats");
    group.throughput(Throughput::Elements(KEYS as u64));
    group.bench_function("fold/300-numbers", |bencher| fold(bencher, &Schema::Stats, &lists));
    let mut state_of_all = State::new(Schema::Stats);
    for list in &lists {
        state_of_all.fold("a.txt", list).expect("a list of numbers");
    }
    group.throughput(Throughput::Elements(1));
    state(&mut group, "300k-numbers", &state_of_all, &state_of_all.clone());
    group.finish();
}

fn distinct(criterion: &mut Criterion) {
    let lists: Vec<Vec<String>> =
        documents(1_000, 100_000).into_iter().map(|document| document.into_keys().collect()).collect();
    let mut group = criterion.benchmark_group("distinct");
    group.throughput(Throughput::Elements(KEYS as u64));
    group.bench_function("fold/300-keys", |bencher| fold(bencher, &Schema::Distinct, &lists));
    // Up to 1,024 keys are held, of more there is a sketch.
    for (kept, name) in [(3, "exact"), (1_000, "sketch")] {
        let mut found = State::new(Schema::Distinct);
        for list in &lists[..kept] {
            found.fold("a.txt", list).expect("a list of keys");
        }
        group.throughput(Throughput::Elements(1));
        state(&mut group, name, &found, &found.clone());
    }
    group.finish();
}

/// Folds one document after the other into one state.
fn fold<V: Serialize>(bencher: &mut criterion::Bencher<'_>, schema: &Schema, values: &[V]) {
    let mut state = State::new(schema.clone());
    let mut values = values.iter().cycle();
    bencher.iter(|| state.fold("a.txt", values.next().expect("a circle has no end")));
}

/// What is done with states of one size.
fn state(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    name: &str,
    ours: &State,
    theirs: &State,
) {
    let json = theirs.to_json();
    group.bench_function(BenchmarkId::new("merge-json", name), |bencher| {
        bencher.iter_batched(
            || ours.clone(),
            |mut state| state.merge_json(&json).map(|()| state),
            BatchSize::LargeInput,
        );
    });
    group.bench_function(BenchmarkId::new("merge", name), |bencher| {
        bencher.iter_batched(
            || (ours.clone(), theirs.clone()),
            |(mut state, other)| state.merge(other).map(|()| state),
            BatchSize::LargeInput,
        );
    });
    group.bench_function(BenchmarkId::new("to-json", name), |bencher| bencher.iter(|| ours.to_json()));
    group.bench_function(BenchmarkId::new("finish", name), |bencher| bencher.iter(|| ours.finish()));
}

/// A state of the keys from `first` on.
fn of_keys(schema: &Schema, keys: usize, first: usize) -> State {
    let mut state = State::new(schema.clone());
    let keys: Vec<String> = (first..first + keys).map(key).collect();
    for part in keys.chunks(KEYS) {
        state.fold("a.txt", part).expect("a list of keys");
    }
    state
}

/// Documents of [`KEYS`] keys each, the low ones of `vocabulary` more often, as words are.
fn documents(number: usize, vocabulary: usize) -> Vec<BTreeMap<String, u64>> {
    let mut random = Random::new(7);
    (0..number)
        .map(|_| {
            let mut counts = BTreeMap::new();
            while counts.len() < KEYS {
                let rank = random.below(vocabulary) * random.below(vocabulary) / vocabulary;
                *counts.entry(key(rank)).or_insert(0) += 1;
            }
            counts
        })
        .collect()
}

/// A key of a word's length, unlike those of the numbers next to it.
fn key(number: usize) -> String {
    let mixed = Random::new(number as u64).next_number();
    format!("{:x}", mixed >> (24 + number % 4 * 4))
}

fn json<V: Serialize>(value: &V) -> String {
    serde_json::to_string(value).expect("an object of counts")
}

criterion_group! {
    name = benches;
    config = textmill_benches::criterion();
    targets = counts, numbers, distinct
}
criterion_main!(benches);
