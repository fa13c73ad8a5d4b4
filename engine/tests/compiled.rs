//! An engine of kept code gives what one of newly compiled code gives.

use std::fs;
use std::path::Path;

use serde_json::Value;
use textmill::{CompiledCache, Document, Engine, EngineBuilder, Limits, PluginSource};
use textmill_test_plugins::FAULTY;

fn engine(memory: u64) -> EngineBuilder {
    let limits = Limits { memory, ..Limits::default() };
    Engine::builder().plugin(PluginSource::bytes("faulty.wasm", FAULTY).limits(limits)).threads(2)
}

/// What a report says of a corpus in which some goes wrong.
fn report(engine: EngineBuilder) -> Value {
    let engine = engine.build().expect("the plugin is sound");
    assert_eq!(engine.warnings(), [""; 0]);
    let texts = ["one two", "a PANIC", "two FAULT", "three", ""];
    let mut documents =
        texts.iter().enumerate().map(|(index, text)| Document::new(format!("{index}"), *text));
    let report = engine.analyze(&mut documents).expect("no fault of a document ends a run");
    let mut value = serde_json::to_value(report).expect("a report is JSON");
    value.as_object_mut().expect("a report is an object").remove("run");
    value
}

fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).expect("the folder was made").count()
}

#[test]
fn the_report_is_the_same_with_a_new_and_with_a_full_cache() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path().join("compiled");
    let cache = CompiledCache::folder(&folder);
    let without = report(engine(64 << 20));
    assert!(!folder.exists());
    for pass in 0..3 {
        assert_eq!(report(engine(64 << 20).compiled_cache(cache.clone())), without, "pass {pass}");
        assert_eq!(entries(&folder), 1, "pass {pass}");
    }
    // Limits are no matter of the code, but those of stack and fuel.
    assert_ne!(report(engine(65 << 20).compiled_cache(cache)), without);
    assert_eq!(entries(&folder), 1);
}

#[test]
fn a_cache_that_cannot_be_had_is_told_of_and_fails_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let taken = folder.path().join("compiled");
    fs::write(&taken, "a file").expect("the folder is ours");
    let engine =
        engine(64 << 20).compiled_cache(CompiledCache::folder(&taken)).build().expect("the plugin is sound");
    let warnings = engine.warnings();
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].starts_with("compiled analyzers are not kept: "), "{warnings:?}");
}
