//! Vectors of several widths: the contract has one for all calls, and values of another would be lost without a word.

use serde_json::Value;
use textmill::{Engine, Fault, FaultKind};

use crate::harness::{documents, engine, plugin};

fn widening() -> Engine {
    engine(plugin("widens")).threads(1).batch_bytes(1).build().expect("it looks sound")
}

/// The faults of a run, and the vectors of each document.
fn run(engine: &Engine, texts: &[&str], cache: Option<&std::path::Path>) -> (Vec<Fault>, Vec<Value>) {
    let mut lines = Vec::new();
    let analysis = engine.analysis().layers(["marks-of-widens"]).documents(&mut lines);
    let analysis = match cache {
        Some(folder) => analysis.cache(folder, 1 << 20),
        None => analysis,
    };
    let report = analysis.run(&mut documents(texts)).expect("nothing that a plugin does ends a run");
    let lines = str::from_utf8(&lines).expect("lines are UTF-8").lines();
    let line = |line| serde_json::from_str::<Value>(line).expect("a line is JSON");
    let vectors = lines.map(|text| line(text)["layers"]["marks-of-widens"][0]["vector"].clone());
    (report.faults.first, vectors.collect())
}

#[track_caller]
fn check(found: &(Vec<Fault>, Vec<Value>), vectors: &[usize], document: &str, message: &str) {
    let (faults, values) = found;
    let widths: Vec<usize> = values.iter().map(|vector| vector.as_array().map_or(0, Vec::len)).collect();
    assert_eq!(widths, vectors, "{faults:?}");
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    assert_eq!((fault.document.as_str(), fault.kind), (document, FaultKind::Layer));
    assert_eq!(fault.message, message);
}

#[test]
fn another_width_is_a_fault_that_names_both() {
    let found = run(&widening(), &["a", "!b", "c"], None);
    check(
        &found,
        &[2, 0, 2],
        "0001",
        "layer `marks`: attribute `vector`: vectors of 3 numbers, where those of other calls have 2",
    );
}

#[test]
fn what_a_cache_has_is_held_to_the_width_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (faults, _) = run(&widening(), &["a"], Some(folder.path()));
    assert_eq!(faults, []);
    let found = run(&widening(), &["!b", "a"], Some(folder.path()));
    check(
        &found,
        &[3, 0],
        "0001",
        "layer `marks`: attribute `vector`: vectors of 2 numbers, where those of other calls have 3",
    );
}
