//! A plugin that goes wrong costs one document, and its dependents' share of it.

use std::sync::{Arc, Mutex};

use textmill::{Document, Engine, EngineBuilder, Fault, FaultKind, Limits, PluginSource, Report};
use textmill_test_plugins::FAULTY;

/// Limits that a test reaches soon. That of time only ends what has no end.
fn faulty(time_ms: u64) -> PluginSource {
    PluginSource::bytes("faulty.wasm", FAULTY).limits(Limits {
        memory: 64 << 20,
        output: 1 << 20,
        time_ms,
        ..Limits::default()
    })
}

fn engine() -> EngineBuilder {
    Engine::builder().plugin(faulty(60_000)).threads(2)
}

fn documents(texts: &[&str]) -> Vec<Document> {
    texts.iter().enumerate().map(|(index, text)| Document::new(format!("{index:03}"), *text)).collect()
}

fn report(engine: EngineBuilder, texts: &[&str]) -> Report {
    let engine = engine.build().expect("the plugins are sound");
    engine.analyze(&mut documents(texts).into_iter()).expect("no fault of a document ends a run")
}

/// Runs documents of which the one in the middle goes wrong, and checks its fault.
#[track_caller]
fn check(word: &str, kind: FaultKind, message: &str) {
    check_with(engine(), word, kind, message);
}

#[track_caller]
fn check_with(engine: EngineBuilder, word: &str, kind: FaultKind, message: &str) {
    let mut report = report(engine, &["one two", "two", &format!("two {word} three"), "four", ""]);
    let backtrace = std::mem::take(&mut report.faults.first[0].backtrace);
    assert_eq!(
        backtrace.iter().any(|function| function.contains("analyze")),
        matches!(kind, FaultKind::Trap | FaultKind::Memory),
        "{backtrace:#?}"
    );
    assert_eq!(
        report.faults.first,
        [Fault {
            document: "002".into(),
            source: "002".into(),
            analyzer: Some("faulty".into()),
            kind,
            code: String::new(),
            message: message.into(),
            backtrace: Vec::new(),
        }]
    );
    let section = &report.analyzers["faulty"];
    assert_eq!((section.documents, section.faults), (4, 1));
    assert_eq!(section.output["words"]["total"], 4, "{}", section.output["words"]);
}

#[test]
fn an_error_value_spoils_one_document() {
    check("FAULT", FaultKind::Error, "this document cannot be done");
}

#[test]
fn a_trap_spoils_one_document_and_its_message_is_the_panic() {
    check("PANIC", FaultKind::Trap, "panicked at tests/faulty/src/lib.rs:58:20: the document asked for it");
}

#[test]
fn a_loop_spoils_one_document() {
    let engine = Engine::builder().plugin(faulty(200)).threads(2);
    check_with(engine, "LOOP", FaultKind::Timeout, "it took longer than its limit of 200 ms");
}

#[test]
fn memory_without_end_spoils_one_document() {
    check("GROW", FaultKind::Memory, "it needs more memory than its limit of 67109536 bytes");
}

#[test]
fn output_without_end_spoils_one_document() {
    let report = report(engine(), &["a", "b FLOOD", "c"]);
    // The output is not asked for, so it never leaves the sandbox, and the document is fine.
    assert_eq!(report.faults.total, 0);

    let engine = engine().build().expect("the plugins are sound");
    let mut lines = Vec::new();
    let analysis = engine.analysis().documents(&mut lines);
    let report =
        analysis.run(&mut documents(&["a", "b FLOOD", "c"]).into_iter()).expect("a fault ends no run");
    assert_eq!(report.faults.first[0].kind, FaultKind::Oversize);
    assert_eq!(report.faults.first[0].document, "001");
    assert_eq!(report.faults.total, 1);
    assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count(), 3);
}

#[test]
fn every_third_document_may_fail() {
    let texts: Vec<String> = (0..60)
        .map(|index| if index % 3 == 0 { "x PANIC".into() } else { format!("w{index} same") })
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let report = report(engine(), &texts);
    let words = &report.analyzers["faulty"].output["words"];
    assert_eq!(report.faults.total, 20);
    assert_eq!((&words["total"], &words["distinct"]), (&80.into(), &41.into()));
}

#[cfg(feature = "builtin")]
#[test]
fn a_document_lost_by_a_provider_is_lost_upstream() {
    let keywords = PluginSource::builtin("keywords").expect("it is built in");
    let report = report(engine().plugin(keywords), &["alpha beta", "gamma PANIC", "alpha"]);
    let kinds: Vec<_> = report
        .faults
        .first
        .iter()
        .map(|fault| (fault.analyzer.as_deref().unwrap_or_default(), fault.kind, fault.message.as_str()))
        .collect();
    assert_eq!(kinds.len(), 2);
    assert_eq!(kinds[1].0, "keywords");
    assert_eq!(kinds[1].1, FaultKind::Upstream);
    assert_eq!(kinds[1].2, "the document was lost by `faulty`, which this analyzer depends on");
    let keywords = &report.analyzers["keywords"];
    assert_eq!((keywords.documents, keywords.faults), (2, 1));
    assert_eq!(keywords.output["terms"]["total"], 3, "{}", keywords.output["terms"]);
}

#[test]
fn faults_are_the_same_for_any_threads_and_batches() {
    let texts: Vec<String> = (0..40)
        .map(
            |index| {
                if index % 7 == 3 { "a PANIC".into() } else { format!("w{} FAU{}", index % 5, index % 3) }
            },
        )
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let of = |threads: usize, batch_bytes: usize| {
        let report = report(engine().threads(threads).batch_bytes(batch_bytes), &texts);
        (report.analyzers["faulty"].clone(), report.faults)
    };
    let expected = of(1, 1 << 20);
    for (threads, batch_bytes) in [(1, 1), (2, 1), (2, 50), (3, 1 << 20)] {
        assert_eq!(of(threads, batch_bytes), expected, "{threads} threads, batches of {batch_bytes}");
    }
}

#[test]
fn messages_of_a_guest_are_bounded_and_printable() {
    let messages = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&messages);
    let engine = engine().on_log(move |analyzer, level, message| {
        seen.lock().expect("no handler panics").push(format!("{analyzer}: {level}: {message}"));
    });
    let texts = vec!["LOG LOG"; 200];
    report(engine, &texts);
    let messages = messages.lock().expect("no handler panics");
    assert_eq!(messages.len(), 101);
    assert_eq!(messages[0], "faulty: warn: a message [2J of the guest");
    assert_eq!(
        messages[100],
        "faulty: warn: it says more than its limit of 100 messages; the rest is left out"
    );
}
