//! Plugins that remember what they must not: no fault tells, since each answer is lawful, but only their own section
//! suffers. `textmill plugin test` is what finds them out.

use serde_json::json;
use textmill::{Engine, Limits, PluginSource};
use textmill_test_plugins::MINDFUL;

use crate::harness::{TEMPTING, alone, engine, json, limits, neighbour, report};

fn mindful(sin: &str) -> PluginSource {
    PluginSource::bytes("mindful.wasm", MINDFUL).settings(json!({"sin": sin})).limits(limits())
}

fn beside_neighbour(sin: &str) -> Engine {
    engine(neighbour()).plugin(mindful(sin)).build().expect("it looks sound")
}

#[track_caller]
fn check(sin: &str) {
    let engine = beside_neighbour(sin);
    for _ in 0..2 {
        let report = report(&engine, &TEMPTING);
        assert_eq!(report.faults.total, 0, "{:?}", report.faults.first);
        assert_eq!(report.analyzers["mindful"].documents, 5);
        assert_eq!(json(&report.analyzers["neighbour"]), alone());
    }
}

#[test]
fn state_that_leaks_into_the_next_document() {
    check("remembers");
}

#[test]
fn a_different_answer_each_time() {
    check("counts");
}

#[test]
fn memory_that_is_never_given_back_ends_no_run() {
    let texts = vec!["a document"; 150];
    let engine = beside_neighbour("hoards");
    let found = report(&engine, &texts);
    assert_eq!(found.faults.total, 0, "{:?}", found.faults.first);
    assert_eq!(found.analyzers["mindful"].documents, 150);
    assert_eq!(found.analyzers["neighbour"].output["words"]["total"], 300);
}

#[test]
fn instances_are_replaced_before_they_do_harm() {
    let kept = Limits { memory_kept: 8 << 20, ..limits() };
    let few = Limits { documents_per_instance: 4, ..limits() };
    for limits in [kept, few] {
        let engine = engine(mindful("hoards").limits(limits)).threads(1).batch_bytes(40).build();
        let found = report(&engine.expect("it looks sound"), &["a document"; 40]);
        assert_eq!(found.faults.total, 0, "{:?}", found.faults.first);
        // An instance counts the documents that it has seen: none of these sees many.
        let most = found.analyzers["mindful"].output["seen"].as_u64();
        assert!(most.is_some_and(|most| most < 20), "{most:?}");
    }
}
