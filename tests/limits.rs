//! What analyzers may use, what becomes of those that want more, and what it all cost.

use crate::harness::{Dir, with_faulty};
use serde_json::{Value, json};

fn dir() -> Dir {
    let dir = Dir::new("--- a.jsonl\n{\"text\": \"one two\"}\n{\"text\": \"LOOP\"}\n{\"text\": \"three\"}\n");
    with_faulty(&dir);
    dir
}

/// The faults of a report as document, analyzer, kind and message.
fn faults(report: &Value) -> Vec<String> {
    let faults = report["faults"]["first"].as_array().expect("a list").iter();
    let shown = |fault: &Value| {
        let text = |key: &str| fault[key].as_str().unwrap_or("-").to_owned();
        format!("{} {} {}: {}", text("document"), text("analyzer"), text("kind"), text("message"))
    };
    faults.map(shown).collect()
}

#[test]
fn a_document_that_needs_more_fuel_is_a_fault() {
    let report = dir().textmill("analyze a.jsonl -p ./faulty.wasm --fuel 1M -o -").exits(0).report();
    assert_eq!(
        faults(&report),
        ["a.jsonl#2 faulty fuel: it needs more fuel than its limit of 1004000"],
        "1,000 units for each of its four bytes come to the million"
    );
    assert_eq!(report["provenance"]["plugins"]["faulty"]["limits"]["fuel"], 1_000_000);
    let cost = &report["run"]["cost"]["faulty"];
    assert!(cost["fuel"].as_u64().is_some_and(|fuel| fuel > 1_000_000), "{cost}");
    assert_eq!(cost["faults"], 1);
}

#[test]
fn limits_of_the_command_line_stand_over_those_of_the_configuration() {
    let dir = dir();
    dir.write("textmill.toml", "[plugins.loud]\nplugin = \"./faulty.wasm\"\nlimits = { time_ms = 60000 }\n");
    let arguments =
        "analyze a.jsonl --config textmill.toml --limit loud.time_ms=100 --limit loud.memory=64M -o -";
    let report = dir.textmill(arguments).exits(0).report();
    assert_eq!(faults(&report), ["a.jsonl#2 loud timeout: it took longer than its limit of 100 ms"]);
    let limits = &report["provenance"]["plugins"]["loud"]["limits"];
    assert_eq!((&limits["time_ms"], &limits["memory"]), (&json!(100), &json!(64 << 20)));
}

#[test]
fn a_limit_of_nobody_is_refused() {
    let dir = dir();
    let run = dir.textmill("analyze a.jsonl -p ./faulty.wasm --limit loud.time_ms=5").exits(2);
    assert_eq!(
        run.stderr(),
        "textmill: --limit loud.time_ms: no analyzer of this run is called `loud` (there are faulty)\n\
         hint: add it with -p loud\n"
    );
    let run = dir.textmill("analyze a.jsonl -p ./faulty.wasm --limit stack=1K").exits(1);
    assert_eq!(
        run.stderr(),
        "textmill: plugin `./faulty.wasm`: its limit `stack` of 1024 is not from 65536 to 67108864 bytes\n"
    );
}

#[test]
fn a_profile_shows_each_call() {
    let dir = Dir::new("--- a.txt\none two\n");
    with_faulty(&dir);
    dir.textmill("analyze a.txt -p ./faulty.wasm --profile trace.json --quiet").exits(0);
    let trace = dir.json("trace.json");
    let events = trace["traceEvents"].as_array().expect("a list of events");
    let of = |category: &str| {
        let found = events.iter().find(|event| event["cat"] == category);
        found.unwrap_or_else(|| panic!("no {category} in {trace:#}")).clone()
    };
    assert_eq!(of("load")["name"], "load faulty");
    let call = of("call");
    assert_eq!((&call["name"], &call["ph"]), (&json!("faulty"), &json!("X")));
    assert_eq!(call["args"], json!({"first_document": "a.txt", "documents": 1, "bytes": 8, "fault": null}));
    let number = |event: &Value, key: &str| event[key].as_f64().expect("a number of microseconds");
    assert!(number(&of("load"), "ts") < number(&call, "ts"));
    assert!(number(&call, "dur") > 0.0);
}

/// Whatever the machine lacks, no document is lost for it: either all are analyzed, or the run says that it could not.
#[test]
#[cfg(unix)]
fn a_machine_that_has_no_more_to_give_ends_the_run() {
    use std::process::Command;

    let dir = Dir::new("");
    let line = format!("{}\n", json!({"text": "The harbour was calm. ".repeat(40)}));
    dir.write("a.jsonl", line.repeat(400));
    for (gigabytes, threads) in [(3, 1), (20, 4), (30, 8), (60, 16)] {
        let limited = format!(
            "ulimit -v {}; exec \"$0\" analyze a.jsonl -q -o report.json --threads {threads} --batch-bytes 1K",
            gigabytes * 1_000_000
        );
        let mut command = Command::new("sh");
        command.args(["-c", &limited, env!("CARGO_BIN_EXE_textmill")]).current_dir(dir.path(""));
        let output = command.output().expect("there is a shell");
        let stderr = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => {
                assert_eq!(
                    dir.json("report.json")["faults"]["total"],
                    0,
                    "{gigabytes} GB, {threads} threads"
                );
            }
            Some(1) => assert!(
                stderr.contains("the machine has no room"),
                "{gigabytes} GB, {threads} threads: {stderr}"
            ),
            other => panic!("{gigabytes} GB, {threads} threads: {other:?} {stderr}"),
        }
    }
}
