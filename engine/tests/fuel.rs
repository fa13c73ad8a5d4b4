//! Under a limit of fuel the same documents are at fault, however they are batched and whatever is asked for.

use std::collections::BTreeMap;

use textmill::{CompiledCache, Document, Engine, FaultKind, FaultSummary, Limits, PluginSource, Report};
use textmill_test_plugins::FAULTY;

/// About what three `SPIN` take, each of which takes some 100,000 turns.
fn limits() -> Limits {
    Limits { fuel: Some(2_000_000), fuel_per_byte: 0, time_ms: 60_000, ..Limits::default() }
}

/// Documents with no, one, two, … `SPIN` in them, in no order.
fn documents() -> Vec<Document> {
    let spins = (0..48).map(|index| (index * 7) % 12);
    let text = |(index, spins): (usize, usize)| {
        Document::new(format!("{index:02}-{spins:02}"), format!("w{index} {}", "SPIN ".repeat(spins)))
    };
    spins.enumerate().map(text).collect()
}

fn run(threads: usize, batch_bytes: usize, limits: Limits, outputs: bool) -> Report {
    let plugin = PluginSource::bytes("faulty.wasm", FAULTY).limits(limits);
    // So that the plugin is compiled once for all of these engines, not for each.
    let compiled = CompiledCache::folder(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled"));
    let engine = Engine::builder().plugin(plugin).threads(threads).batch_bytes(batch_bytes);
    let engine = engine.compiled_cache(compiled).build();
    let engine = engine.expect("the plugin is sound");
    let mut lines = Vec::new();
    let mut analysis = engine.analysis();
    if outputs {
        analysis = analysis.documents(&mut lines).layers(["tokens"]);
    }
    analysis.run(&mut documents().into_iter()).expect("no fault of a document ends a run")
}

fn at_fault(faults: &FaultSummary) -> BTreeMap<&str, FaultKind> {
    faults.first.iter().map(|fault| (fault.document.as_str(), fault.kind)).collect()
}

#[test]
fn verdicts_do_not_depend_on_batches_threads_or_what_is_wanted() {
    let expected = run(1, 1, limits(), false);
    let faults = at_fault(&expected.faults);
    assert!(faults.len() > 4 && faults.len() < 44, "{faults:?}");
    assert!(faults.values().all(|kind| *kind == FaultKind::Fuel));
    // More of what takes fuel takes more fuel.
    let spins = |document: &str| document[3..].parse::<u32>().expect("the number of SPIN");
    let least = faults.keys().map(|document| spins(document)).min().expect("some are at fault");
    for document in documents() {
        assert_eq!(
            faults.contains_key(document.id.as_str()),
            spins(&document.id) >= least,
            "{}",
            document.id
        );
    }
    for (threads, batch_bytes, outputs) in
        [(1, 1, true), (1, 60, false), (2, 200, true), (1, 1 << 20, false), (3, 1 << 20, true)]
    {
        let report = run(threads, batch_bytes, limits(), outputs);
        let shown = format!("{threads} threads, batches of {batch_bytes}, outputs: {outputs}");
        assert_eq!(report.faults, expected.faults, "{shown}");
        assert_eq!(report.analyzers, expected.analyzers, "{shown}");
    }
}

#[test]
fn an_instance_that_was_replaced_gives_the_same_verdicts() {
    let expected = run(1, 1, limits(), false);
    let replaced = Limits { documents_per_instance: 1, ..limits() };
    let report = run(2, 100, replaced, false);
    assert_eq!(report.faults, expected.faults);
    assert_eq!(report.analyzers, expected.analyzers);
}

#[test]
fn fuel_is_on_the_bill() {
    let cost = &run(1, 1 << 20, limits(), false).run.cost["faulty"];
    assert!(cost.fuel.is_some_and(|fuel| fuel > 1_000_000), "{cost:?}");
    let unlimited = Limits { fuel: None, ..limits() };
    let cost = &run(1, 1 << 20, unlimited, false).run.cost["faulty"];
    assert_eq!((cost.fuel, cost.faults, cost.instances), (None, 0, 1));
    assert_eq!((cost.calls, cost.documents), (1, 48));
    assert!(cost.bytes_in > 1_000 && cost.bytes_out > 100 && cost.peak_memory >= 65_536, "{cost:?}");
    assert_eq!(cost.slowest.len(), 1);
}

#[test]
fn old_and_large_instances_are_replaced() {
    let instances = |limits: Limits| run(1, 1, limits, false).run.cost["faulty"].instances;
    let unlimited = Limits { fuel: None, ..limits() };
    assert_eq!(instances(unlimited.clone()), 1);
    assert_eq!(instances(Limits { memory_kept: 1, ..unlimited }), 48);
    assert_eq!(instances(Limits { documents_per_instance: 10, ..unlimited }), 5);
}
