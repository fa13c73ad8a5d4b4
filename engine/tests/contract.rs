//! What the contract offers beside spans and outputs: forms, layers of documents, enrichments, attributes of every type,
//! references across layers, codes of faults, messages about documents; what is not declared; and how the contract grows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use textmill::{Document, Engine, EngineBuilder, Error, PluginSource, Report};
use textmill_test_plugins::{FAULTY, SPECIMEN, WITNESS, hostile};

fn words() -> PluginSource {
    PluginSource::bytes("faulty.wasm", FAULTY)
}

fn specimen() -> PluginSource {
    PluginSource::bytes("specimen.wasm", SPECIMEN)
}

fn witness(undeclared: &str) -> PluginSource {
    PluginSource::bytes("witness.wasm", WITNESS).settings(json!({"undeclared": undeclared}))
}

fn engine() -> EngineBuilder {
    Engine::builder().plugin(words()).plugin(specimen()).plugin(witness("")).threads(2)
}

fn documents(texts: &[&str]) -> Vec<Document> {
    texts.iter().enumerate().map(|(index, text)| Document::new(index.to_string(), *text)).collect()
}

/// The report, and the line of each document.
fn run(engine: &Engine, texts: &[&str], layers: &[&str]) -> (Report, Vec<Value>) {
    let mut lines = Vec::new();
    let analysis = engine.analysis().documents(&mut lines).layers(layers.iter().copied());
    let report = analysis.run(&mut documents(texts).into_iter()).expect("no fault of a document ends a run");
    let lines = str::from_utf8(&lines).expect("JSON Lines").lines();
    (report, lines.map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

fn shown(error: &Error) -> String {
    let hint = error.hint().map_or(String::new(), |hint| format!("\nhint: {hint}"));
    format!("{error}{hint}")
}

#[track_caller]
fn check_refused(engine: EngineBuilder, expected: &str) {
    assert_eq!(shown(&engine.build().expect_err("this engine cannot be built")), expected);
}

#[test]
fn layers_of_every_scope_reach_who_reads_them() {
    let engine = engine().build().expect("the plugins fit");
    let (report, lines) = run(&engine, &["Ab cd é9", "", "x"], &["size", "pairs", "tokens"]);
    assert_eq!(report.faults.total, 0, "{:?}", report.faults.first);
    let seen = |document: usize| &lines[document]["analyzers"]["witness"]["seen"];
    assert_eq!(
        *seen(0),
        json!([
            "Ab Aa 2 true [65.0, 98.0]",
            "cd a 2 true [99.0, 100.0]",
            "é9 x 3 false [195.0, 57.0]",
            "0..9 long Some(3.0)",
            "\"Ab cd\" Some(\"Ab\") Some(\"cd\") None form 0",
            "\"cd é9\" Some(\"cd\") Some(\"é9\") Some(0) form 1",
        ])
    );
    assert_eq!(*seen(1), json!(["0..0 short Some(0.0)"]));
    // Forms are counted by the call, and both documents are in one.
    assert_eq!(*seen(2), json!(["x a 1 true [120.0, 120.0]", "0..1 short Some(1.0)"]));
    assert_eq!(lines[0]["layers"]["size"], json!([{"label": "long", "words": 3}]));
    assert_eq!(
        lines[0]["layers"]["tokens"][0],
        json!({"start": 0, "end": 2, "label": "word", "shape": "Aa", "bytes": 2, "ascii": true, "ends": [65.0, 98.0]})
    );
    assert_eq!(
        lines[0]["layers"]["pairs"][1],
        json!({"start": 3, "end": 9, "label": "pair", "before": 0, "first": 1, "second": 2, "share": 0.4})
    );
    assert_eq!(report.analyzers["witness"].output["shapes"]["total"], 4);
}

#[test]
fn who_loses_a_document_leaves_the_others_as_they_are() {
    let engine = engine().build().expect("the plugins fit");
    let texts = ["a b", "FORBIDDEN b", "PANIC", "c d"];
    let (report, lines) = run(&engine, &texts, &["size", "pairs", "tokens"]);
    let (alone, lines_alone) = run(&engine, &["a b", "c d"], &["size", "pairs", "tokens"]);
    let found = |line: &Value| (line["analyzers"].clone(), line["layers"].clone());
    assert_eq!(found(&lines[0]), found(&lines_alone[0]));
    assert_eq!(found(&lines[3]), found(&lines_alone[1]));
    assert_eq!(report.analyzers["witness"].output, alone.analyzers["witness"].output);
    // The specimen lost it, and not who makes tokens: they are there, without what it would have added.
    assert_eq!(lines[1]["layers"]["tokens"][1], json!({"start": 10, "end": 11, "label": "word"}));
    assert_eq!(report.faults.by["witness"].values().sum::<u64>(), 2, "it depends on the specimen");
    assert_eq!(
        report.faults.codes,
        BTreeMap::from([("specimen".into(), BTreeMap::from([("forbidden".into(), 1)]))])
    );
    assert_eq!(lines[1]["faults"][0]["code"], "forbidden");
}

#[test]
fn a_cache_and_groups_give_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let texts = ["Ab cd", "", "cd Ab x", "Ab FORBIDDEN"];
    let engine = engine().build().expect("the plugins fit");
    let (plain, lines) = run(&engine, &texts, &["tokens", "size", "pairs"]);
    for _ in 0..2 {
        let mut cached = Vec::new();
        let analysis = engine.analysis().cache(folder.path(), 1 << 20).documents(&mut cached);
        let analysis = analysis.layers(["tokens", "size", "pairs"]);
        let report = analysis.run(&mut documents(&texts).into_iter()).expect("no fault ends a run");
        assert_eq!(report.analyzers, plain.analyzers);
        let cached = str::from_utf8(&cached).expect("JSON Lines").lines();
        let cached: Vec<Value> = cached.map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(cached, lines);
    }
}

#[test]
fn what_is_read_and_not_declared_is_a_fault_that_names_the_line() {
    let read = |undeclared: &str| {
        let engine = Engine::builder().plugin(words()).plugin(specimen()).plugin(witness(undeclared));
        let engine = engine.build().expect("the plugins fit");
        let (report, _) = run(&engine, &["a b"], &[]);
        report.faults.first[0].message.clone()
    };
    assert_eq!(
        read("layer"),
        "the layer `sentences` is read, and the manifest does not name it: add `.requires(\"sentences\")` or \
         `.optional(\"sentences\")` in `Analyzer::manifest`"
    );
    assert_eq!(
        read("attribute"),
        "the attribute `length` of the layer `tokens` is read, and the manifest does not name it: add \
         `.with_text(\"length\")`, or what fits its type, after `.requires(\"tokens\")` in `Analyzer::manifest`"
    );
    assert_eq!(
        read("form"),
        "the attribute `form` of the layer `tokens` is read, and the manifest does not name it: add \
         `.with_form()`, or what fits its type, after `.requires(\"tokens\")` in `Analyzer::manifest`"
    );
    assert_eq!(
        read("metadata"),
        "the metadata field `author` is read, and the manifest does not name it: add `.metadata(\"author\")` in \
         `Analyzer::manifest`"
    );
    assert_eq!(
        read("write"),
        "the layer `notes` is written, and the manifest does not name it: add \
         `.provides(Provision::new(\"notes\", …))` in `Analyzer::manifest`"
    );
    check_refused(
        Engine::builder().plugin(words()).plugin(specimen()).plugin(witness("resource")),
        "plugin `witness`: the resource `lexicon` is read, and the manifest does not name it: add \
         `.resource(\"lexicon\")` in `Analyzer::manifest`\n\
         hint: `textmill plugin inspect witness.wasm` shows its settings",
    );
}

#[test]
fn a_message_about_a_document_has_its_id() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&heard);
    let engine = engine().on_log(move |analyzer, _, message| {
        hears.lock().expect("nobody panicked").push(format!("{analyzer}: {message}"));
    });
    run(&engine.build().expect("the plugins fit"), &["a", "b LOG"], &[]);
    assert_eq!(
        *heard.lock().expect("nobody panicked"),
        ["faulty: a message [2J of the guest", "specimen: 1: it asks to be told"]
    );
}

#[test]
fn two_that_add_one_attribute_are_refused() {
    check_refused(
        Engine::builder().plugin(words()).plugin(specimen()).plugin(
            specimen().named("second").rename_layer("size", "sizes").rename_layer("pairs", "couples"),
        ),
        "`specimen` and `second` both provide the attribute `shape` of the layer `tokens`\n\
         hint: leave one out, or give its layer another name in the configuration",
    );
    check_refused(
        Engine::builder().plugin(words()).plugin(specimen().rename_layer("tokens", "words")),
        "plugin `specimen`: it provides no layer `tokens` that could be renamed (its layers: size, pairs)",
    );
}

/// The component of a sound plugin that says it speaks another version of the contract.
fn of_version(version: &str) -> PluginSource {
    let bytes = hostile("frame").to_vec();
    let spoken = b"@0.1.0";
    assert_eq!(version.len(), spoken.len());
    let mut changed = bytes.clone();
    for at in 0..bytes.len() - spoken.len() {
        if &bytes[at..at + spoken.len()] == spoken {
            changed[at..at + spoken.len()].copy_from_slice(version.as_bytes());
        }
    }
    PluginSource::bytes("frame.wasm", changed)
}

#[test]
fn a_patch_version_is_served_and_no_other() {
    let engine = Engine::builder().plugin(of_version("@0.1.7")).build().expect("it differs in its patch");
    let (report, _) = run(&engine, &["a", "b"], &[]);
    assert_eq!(report.analyzers["hostile"].output["documents"], 2);
    check_refused(
        Engine::builder().plugin(of_version("@0.2.0")),
        "plugin frame.wasm: it speaks textmill:analyzer@0.2.0, and this engine textmill:analyzer@0.1.0\n\
         hint: build it against the SDK of this engine's version",
    );
}
