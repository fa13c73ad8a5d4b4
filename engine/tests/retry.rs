//! What was lost is tried again: with the states of the run only that, and with the report alone what lost something. The
//! report is then that of a run that had the new limits from the start.
#![cfg(feature = "builtin")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use textmill::{Analysis, Corpus, Earlier, Engine, FaultKind, Limits, Paths, PluginSource, Report};
use textmill_test_plugins::FAULTY;

/// `faulty` with so much memory and output, and `keywords`, which reads its tokens.
fn engine(memory: u64, output: u64, threads: usize, batch_bytes: usize) -> Engine {
    let limits = Limits { memory, output, time_ms: 60_000, ..Limits::default() };
    let faulty = PluginSource::bytes("faulty.wasm", FAULTY).limits(limits);
    let keywords = PluginSource::builtin("keywords").expect("it is built in");
    let builder = Engine::builder().plugin(faulty).plugin(keywords);
    builder.threads(threads).batch_bytes(batch_bytes).build().expect("the plugins are sound")
}

/// Too little for HUNGRY.
fn small(threads: usize, batch_bytes: usize) -> Engine {
    engine(16 << 20, 1 << 20, threads, batch_bytes)
}

/// Enough for HUNGRY.
fn large(threads: usize, batch_bytes: usize) -> Engine {
    engine(128 << 20, 32 << 20, threads, batch_bytes)
}

/// Documents of two files and three cities. Every fifth fails within small limits, every seventh always, and a line cannot
/// be read.
fn write_corpus(folder: &Path) {
    let line = |index: usize| {
        let word = match index {
            _ if index % 7 == 3 => "PANIC",
            _ if index.is_multiple_of(10) => "HUNGRY",
            _ => "calm",
        };
        let text = format!("The harbour {word} opened market{} by river{}", index % 4, index % 11);
        let city = ["Leeds", "York", "القاهرة"][index % 3];
        json!({"id": format!("d{}", index % 40), "text": text, "city": city}).to_string()
    };
    let mut lines: Vec<String> = (0..60).map(line).collect();
    lines[33] = "{not JSON".to_string();
    fs::write(folder.join("a.jsonl"), lines[..25].join("\n")).expect("a temporary folder can be written");
    fs::write(folder.join("b.jsonl"), lines[25..].join("\n")).expect("a temporary folder can be written");
}

fn corpus(folder: &Path) -> Paths {
    let paths = [folder.join("a.jsonl"), folder.join("b.jsonl")];
    Corpus::new().paths(paths).root(folder).id_field("id").open().expect("the files were just written")
}

/// All that a run leaves behind.
struct Left {
    report: Report,
    partial: PathBuf,
    lines: PathBuf,
}

impl Left {
    /// Runs an analysis, whatever runs it, with a partial file and lines of documents.
    fn by(folder: &Path, name: &str, engine: &Engine, run: impl FnOnce(Analysis<'_>) -> Report) -> Self {
        let (mut partial, mut lines) = (Vec::new(), Vec::new());
        let analysis = engine.analysis().group_by("city".parse().expect("it is a field")).layers(["tokens"]);
        let report = run(analysis.partial(&mut partial).documents(&mut lines));
        let left = Self {
            report,
            partial: folder.join(format!("{name}.part")),
            lines: folder.join(format!("{name}.lines")),
        };
        fs::write(&left.partial, partial).expect("a temporary folder can be written");
        fs::write(&left.lines, lines).expect("a temporary folder can be written");
        left
    }

    fn run(folder: &Path, name: &str, engine: &Engine) -> Self {
        Self::by(folder, name, engine, |analysis| {
            analysis.run(&mut corpus(folder)).expect("no fault ends a run")
        })
    }

    fn retry(&self, folder: &Path, name: &str, engine: &Engine) -> Self {
        let earlier = Earlier::new(self.report.clone()).partial(&self.partial).documents(&self.lines);
        Self::by(folder, name, engine, |analysis| {
            analysis
                .retry(earlier, &mut corpus(folder))
                .expect("it is the same run")
                .run()
                .expect("it is whole")
        })
    }

    #[track_caller]
    fn check_same(&self, expected: &Self) {
        check_same(&self.report, &expected.report);
        let bytes = |path: &Path| fs::read(path).expect("it was written");
        assert!(bytes(&self.partial) == bytes(&expected.partial), "the partial files differ");
        let lines = |path: &Path| String::from_utf8(bytes(path)).expect("lines are UTF-8");
        for (found, expected) in lines(&self.lines).lines().zip(lines(&expected.lines).lines()) {
            assert_eq!(found, expected);
        }
        assert!(bytes(&self.lines) == bytes(&expected.lines), "the lines differ");
    }
}

fn without_run(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).expect("a report is JSON");
    value.as_object_mut().expect("a report is an object").remove("run");
    value
}

#[track_caller]
fn check_same(report: &Report, expected: &Report) {
    assert_eq!(report.faults, expected.faults);
    let (report, expected) = (without_run(report), without_run(expected));
    let fields = expected.as_object().expect("a report is an object").keys();
    let other: Vec<&String> = fields.filter(|field| report[*field] != expected[*field]).collect();
    assert!(report == expected, "other than expected: {other:?}");
}

#[test]
fn a_retry_is_a_run_that_had_the_limits_from_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_corpus(folder);
    let expected = Left::run(folder, "expected", &large(1, 1 << 20));
    assert_eq!(expected.report.faults.by["faulty"].get(&FaultKind::Memory), None);
    assert_eq!(expected.report.faults.by["faulty"][&FaultKind::Trap], 9);
    for (threads, batch_bytes) in [(1, 1 << 20), (2, 300)] {
        let before = Left::run(folder, "before", &small(threads, batch_bytes));
        assert_eq!(before.report.faults.by["faulty"][&FaultKind::Memory], 5);
        assert_eq!(before.report.faults.by["keywords"][&FaultKind::Upstream], 14);
        let after = before.retry(folder, "after", &large(threads, batch_bytes));
        after.check_same(&expected);
        // What is left is tried again, and stays.
        after.retry(folder, "again", &large(threads, batch_bytes)).check_same(&expected);
    }
}
