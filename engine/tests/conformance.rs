//! Analyzers whose outputs depend on more than their document are found out.

use serde_json::json;
use textmill::{Conformance, Document, Engine, FaultKind, PluginSource, check_conformance, sample_documents};
use textmill_test_plugins::{FAULTY, MINDFUL};

fn check(plugin: PluginSource, documents: &[Document]) -> Conformance {
    let engine = Engine::builder().plugin(plugin).threads(1).build().expect("the plugin is sound");
    let mut found = check_conformance(engine, documents).expect("documents with ids of their own");
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn mindful(sin: &str) -> Conformance {
    check(PluginSource::bytes("mindful.wasm", MINDFUL).settings(json!({"sin": sin})), &sample_documents())
}

/// The trials in which something differs.
fn differing(found: &Conformance) -> Vec<&str> {
    found.trials.iter().filter(|trial| trial.differing > 0).map(|trial| trial.name.as_str()).collect()
}

#[test]
fn an_analyzer_that_counts_its_documents_is_found_out() {
    let found = mindful("counts");
    assert!(!found.passes());
    assert_eq!(
        differing(&found),
        [
            "one after another in one instance",
            "backwards in one instance",
            "all in one batch",
            "in batches of a few, in another order",
            "each twice",
            "by other ids",
            "without layers being asked for",
            "without outputs being asked for",
            "in three groups",
        ]
    );
    let first = &found.trials[1].differences[0];
    assert_eq!(first.document.as_deref(), Some("blank"), "the first document is the first of its instance");
    assert_eq!((first.path.as_str(), first.alone.as_str(), first.here.as_str()), ("output.seen", "1", "2"));
    assert_eq!(found.trials[1].differing, found.documents - 1);
    assert_eq!(found.trials[1].differences.len(), 5);
}

#[test]
fn an_analyzer_that_adds_the_words_of_the_document_before_is_found_out() {
    let found = mindful("remembers");
    assert!(!found.passes());
    assert!(differing(&found).contains(&"backwards in one instance"), "{:?}", differing(&found));
    assert!(!differing(&found).contains(&"the same again"));
}

#[test]
fn an_analyzer_that_merges_otherwise_than_its_outputs_is_found_out() {
    let found = mindful("repeats");
    assert_eq!(differing(&found), ["without outputs being asked for", "in three groups"]);
    let in_groups = found.trials.iter().find(|trial| trial.name == "in three groups").expect("it is tried");
    assert_eq!(in_groups.differences.len(), 4, "of all, and of each group: {in_groups:?}");
    assert!(in_groups.differences[1].path.starts_with("groups."), "{in_groups:?}");
}

#[test]
fn an_analyzer_without_memory_passes() {
    let found = check(PluginSource::bytes("faulty.wasm", FAULTY), &sample_documents());
    assert_eq!(differing(&found), [""; 0]);
    assert!(found.passes());
    assert!(found.trials.len() >= 11 && found.documents >= 20);
}

#[test]
fn a_crash_is_no_pass_and_an_error_value_is() {
    let documents =
        |word: &str| [Document::new("a", "one"), Document::new("b", word), Document::new("c", "two")];
    let faulty = || PluginSource::bytes("faulty.wasm", FAULTY);
    let crashed = check(faulty(), &documents("PANIC"));
    assert_eq!(differing(&crashed), [""; 0]);
    assert_eq!(crashed.breaches().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::Trap]);
    assert!(!crashed.passes());
    let considered = check(faulty(), &documents("FAULT"));
    assert_eq!(considered.faults.len(), 1);
    assert!(considered.passes());
}

#[test]
fn documents_of_one_id_are_refused() {
    let engine =
        Engine::builder().plugin(PluginSource::bytes("x.wasm", FAULTY)).build().expect("it is sound");
    let twice = [Document::new("a", "one"), Document::new("a", "two")];
    let error = check_conformance(engine, &twice).expect_err("they cannot be told apart");
    assert_eq!(error.to_string(), "two documents are called `a`, and could not be told apart");
}
