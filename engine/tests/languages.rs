//! The analyzer of `tests/specimen` in other languages, built against the contract by their own tools: each says what the
//! Rust one says. `tests/languages` has the sources, and how they were built.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use textmill::{CompiledCache, Document, Engine, Limits, PluginSource};
use textmill_test_plugins::{FAULTY, SPECIMEN, WITNESS};

/// The component of a language, as it was built once.
fn built(name: &str) -> PluginSource {
    let file = format!("{name}.wasm.zst");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/languages/built");
    let compressed = fs::read(folder.join(&file)).expect("it is in the repository");
    PluginSource::bytes(file, zstd::decode_all(compressed.as_slice()).expect("it was compressed with zstd"))
}

fn specimen() -> PluginSource {
    PluginSource::bytes("specimen.wasm", SPECIMEN)
}

/// Documents in three groups, some with a year, one with another kind of one.
fn documents() -> Vec<Document> {
    let long = "Long words, and Ever longer ones: ḍāḍ مطوّل ".repeat(40);
    let texts = [
        "Ab cd é9",
        "",
        "x",
        "مرحبا بالعالم العربي، كيف الحال؟",
        "The QUICK brown Fox-jumps 12 times",
        "👍 emoji 👩‍👩‍👧 ok 🇪🇬",
        "one FORBIDDEN two",
        "say LOG now",
        "  blank\t\n around  ",
        "FORBIDDEN",
        "e\u{301}te\u{301} ŒUVRE ﷺ",
        long.as_str(),
        "a a a a A A a",
    ];
    let year = |index: usize| match index % 4 {
        0 => json!(1998 + index),
        1 => json!("1999"),
        2 => json!(-0.5),
        _ => Value::Null,
    };
    let document = |(index, text): (usize, &str)| {
        let mut document = Document::new(index.to_string(), text);
        document.metadata.insert("group".into(), json!(["a", "b", "c"][index % 3]));
        document.metadata.insert("year".into(), year(index));
        document
    };
    texts.into_iter().enumerate().map(document).collect()
}

/// What is told of the documents: a line for each, the outputs in the report, its faults, the messages.
#[derive(Debug, PartialEq)]
struct Told {
    lines: Vec<Value>,
    report: Value,
    /// The report where nobody asks for lines, so that states are folded by the analyzer.
    folded: Value,
    /// Each once: how often a document is analyzed is no part of what is found in it.
    messages: BTreeSet<String>,
}

/// Runs an analyzer between who provides tokens and who reads its layers.
fn told(name: &str, analyzer: PluginSource) -> Told {
    let messages = Arc::new(Mutex::new(Vec::<String>::new()));
    let heard = Arc::clone(&messages);
    // An interpreter brings its library along, and an instance starts as a copy of its memory.
    let limits = Limits { memory: 512 << 20, time_ms: 600_000, ..Limits::default() };
    // No machine is too slow: what is cut off by its time is done again in smaller batches, where forms have other codes.
    let patient = Limits { time_ms: 600_000, ..Limits::default() };
    let compiled = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled");
    let engine = Engine::builder()
        .plugin(PluginSource::bytes("faulty.wasm", FAULTY).limits(patient.clone()))
        .plugin(analyzer.limits(limits))
        .plugin(PluginSource::bytes("witness.wasm", WITNESS).limits(patient))
        .threads(1)
        .compiled_cache(CompiledCache::folder(compiled))
        .on_log(move |analyzer, _, message| {
            heard.lock().expect("nobody panicked").push(format!("{analyzer}: {message}"));
        })
        .build()
        .expect("the plugins fit");
    let mut lines = Vec::new();
    let analysis = engine.analysis().documents(&mut lines).layers(["tokens", "size", "pairs"]);
    let report = report(name, analysis);
    let lines = str::from_utf8(&lines).expect("JSON Lines").lines();
    let lines = lines.map(|line| neutral(name, line)).collect();
    let folded = self::report(name, engine.analysis());
    let messages = messages.lock().expect("nobody panicked");
    let messages = messages.iter().map(|message| message.replace(name, "specimen")).collect();
    Told { lines, report, folded, messages }
}

fn report(name: &str, analysis: textmill::Analysis<'_>) -> Value {
    let analysis = analysis.group_by("group".parse().expect("it is a field"));
    let report = analysis.run(&mut documents().into_iter()).expect("no fault of a document ends a run");
    let sections = json!([report.analyzers, report.groups, report.faults]);
    neutral(name, &sections.to_string())
}

/// JSON without the analyzer's name, and with one form for each number: `2000` and `2000.0` are the same.
fn neutral(name: &str, json: &str) -> Value {
    let json = json.replace(name, "specimen");
    one_form(serde_json::from_str(&json).expect("JSON"))
}

fn one_form(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(values) => values.into_iter().map(one_form).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, one_form(value))).collect(),
        other => other,
    }
}

#[track_caller]
fn check(name: &str) {
    let expected = told("specimen", specimen());
    assert_eq!(expected.lines.len(), 13);
    assert_eq!(expected.report, expected.folded, "lines change nothing of a report");
    let found = told(name, built(name));
    for (found, expected) in found.lines.iter().zip(&expected.lines) {
        assert_eq!(found, expected);
    }
    assert_eq!(found, expected);
}

#[test]
fn c_says_the_same() {
    check("specimen-c");
}

#[test]
fn javascript_says_the_same() {
    check("specimen-js");
}

#[test]
fn python_says_the_same() {
    check("specimen-python");
}
