//! Plugins that go wrong in a call. All of them run beside one sound plugin, and each loses what is its own.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

use serde_json::Value;
use textmill::FaultKind::{self, Error, Fuel, Layer, Memory, Output, Oversize, Timeout, Trap};
use textmill::{Engine, Fault, Limits, Report};

use crate::harness::{TEMPTING, alone, documents, engine, json, limits, neighbour, plugin, report, short};

/// A plugin of `tests/hostile` that fails on the second document of [`TEMPTING`] alone, with the fault that it earns.
const OF_ONE_DOCUMENT: &[(&str, FaultKind, &str)] = &[
    ("loops", Timeout, "it took longer than its limit of 200 ms"),
    ("fills", Timeout, "it took longer than its limit of 200 ms"),
    ("logs", Timeout, "it took longer than its limit of 200 ms"),
    ("recurses", Trap, "it needs more stack than its limit of 1048576 bytes"),
    ("traps", Trap, "wasm trap: wasm `unreachable` instruction executed"),
    ("after-loops", Timeout, "it took longer than its limit of 200 ms"),
    ("after-traps", Trap, "wasm trap: wasm `unreachable` instruction executed"),
    ("answers-nothing", Trap, "invalid expected discriminant"),
    ("grows", Memory, "it needs more memory than its limit of 67109920 bytes"),
    ("grows-table", Memory, "it needs more entries of tables than its limit of 1048576"),
    ("floods", Oversize, "it gives back more than its limit of 8388608 bytes"),
    ("floods-spans", Oversize, "layer `marks`: 262144 spans, over the limit of 65580"),
    (
        "keeps",
        Oversize,
        "its output: `note`: 30002 bytes to keep, over the 26843 that its limit `state` of 268435456 leaves to each of 10000",
    ),
    ("nests", Oversize, "its output has JSON deeper than the limit of 64 at line 1 column 86"),
    ("repeats-keys", Output, "its output is not lawful JSON: the key `documents` twice at line 1 column 32"),
    ("not-utf8", Output, "it gives back a string that is not UTF-8"),
    ("not-json", Output, "its output is not lawful JSON: EOF while parsing an object at line 1 column 14"),
    ("not-an-object", Output, "its output is not a JSON object"),
    ("not-finite", Output, "its output is not lawful JSON: number out of range at line 1 column 18"),
    (
        "undeclared-field",
        Output,
        "`pages`: found a field that the schema does not have, expected `documents`, `note`",
    ),
    ("outside-memory", Trap, "string pointer/length out of bounds of memory"),
    (
        "span-outside",
        Layer,
        "layer `marks`: span 0 (0..1022) is empty, out of order, or not inside one document",
    ),
    ("span-inside-character", Layer, "layer `marks`: span 0 (0..2) begins or ends inside a character"),
    ("spans-out-of-order", Layer, "layer `marks`: span 1 (0..22) is out of order"),
    ("span-empty", Layer, "layer `marks`: span 0 (0..0) is empty, out of order, or not inside one document"),
    ("fault-elsewhere", Output, "its faults are not ascending documents under 1"),
];

/// A plugin that fails on every document.
const OF_ALL_DOCUMENTS: &[(&str, FaultKind, &str)] = &[
    ("promises-a-number", Output, "`documents`: found the string \"one\", expected a number"),
    ("promises-a-layer", Layer, "layer `marks`: it is wanted and missing"),
    ("partials-broken", Output, "its state: expected `{` at byte 0 of the state"),
    (
        "partials-repeat-keys",
        Output,
        "its state is not lawful JSON: the key `documents` twice at line 1 column 43",
    ),
    (
        "partials-huge",
        Output,
        "its state: `documents`: expected a sum, such as \"-0x1f3p-4\" at byte 30 of the state",
    ),
    (
        "partials-keep",
        Oversize,
        "its state: `note`: 30002 bytes to keep, over the 26843 that its limit `state` of 268435456 leaves to each of 10000",
    ),
    ("partials-for-others", Output, "3 partials for 1 groups"),
];

/// What became of [`TEMPTING`], with all of them in one engine.
struct Run {
    engine: Engine,
    report: Report,
    /// A line per document.
    lines: Vec<Value>,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let hostile = OF_ONE_DOCUMENT.iter().chain(OF_ALL_DOCUMENTS).map(|(name, kind, _)| match kind {
        Timeout => plugin(name).limits(short()),
        _ => plugin(name),
    });
    let engine = engine(neighbour()).plugins(hostile).plugins([plugin("frame"), plugin("blames-rudely")]);
    let engine = engine.on_log(|name, _, message| note(name, message)).build().expect("all look sound");
    let layers: Vec<String> = OF_ONE_DOCUMENT
        .iter()
        .chain(OF_ALL_DOCUMENTS)
        .filter(|(name, ..)| !name.starts_with("partials"))
        .map(|(name, ..)| format!("marks-of-{name}"))
        .chain(["tokens", "marks-of-frame", "marks-of-blames-rudely"].map(String::from))
        .collect();
    let mut lines = Vec::new();
    let analysis = engine.analysis().layers(layers).documents(&mut lines);
    let report = analysis.run(&mut documents(&TEMPTING)).expect("nothing that a plugin does ends a run");
    let lines = std::str::from_utf8(&lines).expect("lines are UTF-8").lines();
    let lines = lines.map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    Run { engine, report, lines }
});

static MESSAGES: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

fn note(name: &str, message: &str) {
    MESSAGES.lock().expect("no handler panics").push((name.into(), message.into()));
}

/// The faults of an analyzer: document, kind, message.
fn faults<'a>(report: &'a Report, name: &str) -> Vec<(&'a str, FaultKind, &'a str)> {
    let of_name = report.faults.first.iter().filter(|fault| fault.analyzer.as_deref() == Some(name));
    of_name
        .map(|Fault { document, kind, message, .. }| (document.as_str(), *kind, message.as_str()))
        .collect()
}

#[test]
fn each_is_named_and_costs_one_document() {
    for &(name, kind, message) in OF_ONE_DOCUMENT {
        assert_eq!(faults(&RUN.report, name), [("0001", kind, message)], "{name}");
        let section = &RUN.report.analyzers[name];
        assert_eq!((section.documents, section.faults), (4, 1), "{name}");
        assert_eq!(section.output["documents"], 4, "{name}");
    }
}

#[test]
fn what_cannot_do_any_document_is_named_at_each() {
    for &(name, kind, message) in OF_ALL_DOCUMENTS {
        let expected: Vec<String> = (0..5).map(|index| format!("{index:04}")).collect();
        let expected: Vec<_> = expected.iter().map(|document| (document.as_str(), kind, message)).collect();
        assert_eq!(faults(&RUN.report, name), expected, "{name}");
        assert_eq!(RUN.report.analyzers[name].documents, 0, "{name}");
    }
}

#[test]
fn faults_are_counted_by_analyzer_and_kind() {
    let mut expected: BTreeMap<&str, (FaultKind, u64)> = BTreeMap::new();
    expected.extend(OF_ONE_DOCUMENT.iter().map(|&(name, kind, _)| (name, (kind, 1))));
    expected.extend(OF_ALL_DOCUMENTS.iter().map(|&(name, kind, _)| (name, (kind, 5))));
    expected.insert("blames-rudely", (Error, 1));
    let found = RUN
        .report
        .faults
        .by
        .iter()
        .flat_map(|(name, kinds)| kinds.iter().map(|(&kind, &count)| (name.as_str(), (kind, count))));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), expected);
}

#[test]
fn the_neighbours_results_are_those_of_a_run_without_them() {
    assert_eq!(json(&RUN.report.analyzers["neighbour"]), alone());
    let frame = &RUN.report.analyzers["frame"];
    assert_eq!((frame.documents, frame.faults), (5, 0));
    for (line, text) in RUN.lines.iter().zip(TEMPTING) {
        let found = &line["analyzers"]["neighbour"]["words"];
        assert_eq!(found.as_object().map_or(0, serde_json::Map::len), text.split_whitespace().count());
        let tokens = line["layers"]["tokens"].as_array().map_or(0, Vec::len);
        assert_eq!(tokens, text.split_whitespace().count());
        assert_eq!(
            line["layers"]["marks-of-frame"].as_array().map_or(0, Vec::len),
            usize::from(!text.is_empty())
        );
    }
}

#[test]
fn a_document_that_is_lost_has_no_spans() {
    for (name, kind, _) in OF_ONE_DOCUMENT {
        let layer = format!("marks-of-{name}");
        let spans = |line: &Value| line["layers"][&layer].as_array().map_or(0, Vec::len);
        assert_eq!(RUN.lines.iter().map(spans).collect::<Vec<_>>(), [1, 0, 1, 0, 1], "{name}: {kind}");
    }
    let blamed = &RUN.report.faults.first.iter().find(|fault| fault.kind == Error).expect("it blames one");
    let line = RUN.lines.iter().find(|line| line["id"] == blamed.document).expect("there is a line for each");
    assert_eq!(line["layers"]["marks-of-blames-rudely"].as_array().map_or(0, Vec::len), 0);
}

/// A plugin that is no worse for being tried often: those that never end take their time.
fn of_no_timeout() -> impl Iterator<Item = &'static str> {
    let all = OF_ONE_DOCUMENT.iter().chain(OF_ALL_DOCUMENTS);
    all.filter(|(_, kind, _)| *kind != Timeout).map(|(name, ..)| *name)
}

#[test]
fn with_fuel_what_never_ends_is_told_by_its_fuel() {
    let limits = |fuel| Limits { fuel: Some(fuel), fuel_per_byte: 0, ..limits() };
    let hostile = OF_ONE_DOCUMENT.iter().map(|(name, kind, _)| match kind {
        Timeout => plugin(name).limits(limits(50_000)),
        _ => plugin(name).limits(limits(2_000_000)),
    });
    let engine = engine(neighbour()).plugins(hostile).build().expect("all look sound");
    let found = report(&engine, &TEMPTING);
    for &(name, kind, message) in OF_ONE_DOCUMENT {
        let expected = match kind {
            Timeout => ("0001", Fuel, "it needs more fuel than its limit of 50000"),
            _ => ("0001", kind, message),
        };
        assert_eq!(faults(&found, name), [expected], "{name}");
    }
    assert_eq!(json(&found.analyzers["neighbour"]), alone());
}

#[test]
fn threads_and_batches_change_nothing() {
    let texts: Vec<String> = (0..40)
        .map(|index| if index % 9 == 4 { format!("!é {index}") } else { format!("è {}", index % 7) })
        .collect();
    let of = |threads: usize, batch_bytes: usize| {
        let engine = engine(neighbour()).plugins(of_no_timeout().map(plugin));
        let engine = engine.threads(threads).batch_bytes(batch_bytes).build().expect("all look sound");
        let mut lines = Vec::new();
        let analysis = engine.analysis().documents(&mut lines);
        let report = analysis.run(&mut documents(&texts)).expect("nothing that a plugin does ends a run");
        (report.faults, report.analyzers, String::from_utf8(lines).expect("lines are UTF-8"))
    };
    let expected = of(1, 1 << 20);
    for (threads, batch_bytes) in [(1, 1), (2, 30), (3, 1 << 20)] {
        assert_eq!(of(threads, batch_bytes), expected, "{threads} threads, batches of {batch_bytes}");
    }
}

#[test]
fn a_cache_changes_no_fault() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let engine = engine(neighbour()).plugins(of_no_timeout().map(plugin)).build().expect("all look sound");
    let of = |cached: bool| {
        let analysis = engine.analysis();
        let analysis = if cached { analysis.cache(folder.path(), 16 << 20) } else { analysis };
        let report = analysis.run(&mut documents(&TEMPTING)).expect("nothing that a plugin does ends a run");
        (report.faults, report.analyzers)
    };
    // The cache has states made of outputs, so what is wrong with a guest's own states goes unseen.
    let (mut faults, mut analyzers) = of(false);
    for (name, ..) in OF_ALL_DOCUMENTS.iter().filter(|(name, ..)| name.starts_with("partials")) {
        faults.by.remove(*name);
        analyzers.remove(*name);
    }
    for pass in 0..2 {
        let (mut found, mut sections) = of(true);
        found.by.retain(|name, _| !name.starts_with("partials"));
        sections.retain(|name, _| !name.starts_with("partials"));
        assert_eq!((found.by, sections), (faults.by.clone(), analyzers.clone()), "pass {pass}");
    }
}

#[test]
fn the_engine_goes_on() {
    let harmless = TEMPTING.map(|text| text.trim_start_matches('!'));
    let report = report(&RUN.engine, &harmless);
    for (name, ..) in OF_ONE_DOCUMENT {
        assert_eq!(faults(&report, name), [], "{name}");
        assert_eq!(report.analyzers[*name].output["documents"], 5, "{name}");
    }
}

#[test]
fn what_a_guest_says_is_short_and_moves_no_cursor() {
    let found = faults(&RUN.report, "blames-rudely");
    let [(_, Error, message)] = found.as_slice() else { panic!("{found:?}") };
    assert!(message.starts_with(" [2J ok  [2J ok "), "{message}");
    assert_eq!(message.len(), 1024 + "…".len());

    let _ = &RUN.report;
    let messages = MESSAGES.lock().expect("no handler panics");
    let of_logs = messages.iter().filter(|(name, _)| name == "logs");
    let of_logs: Vec<&str> = of_logs.map(|(_, message)| message.as_str()).collect();
    let Some((last, others)) = of_logs.split_last() else { panic!("it logs") };
    assert_eq!(
        (others, *last),
        (&[" [2J gone"; 100][..], "it says more than its limit of 100 messages; the rest is left out")
    );
}
