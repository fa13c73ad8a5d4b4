//! What was lost is tried again: with the states of the run only that, and with the report alone what lost something. The
//! report is then that of a run that had the new limits from the start.
#![cfg(feature = "builtin")]

mod stopping;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};
use textmill::{
    Again, Analysis, Corpus, Document, Earlier, Engine, ErrorKind, FaultKind, Limits, Paths, PluginSource,
    Report, StateUpdate, StopHandle,
};
use textmill_test_plugins::FAULTY;

use crate::stopping::Stopping;

/// A plugin that goes wrong where documents say so, with so much memory.
fn faulty(memory: u64) -> PluginSource {
    let limits = Limits { memory, time_ms: 60_000, ..Limits::default() };
    PluginSource::bytes("faulty.wasm", FAULTY).limits(limits)
}

fn builtin(name: &str) -> PluginSource {
    PluginSource::builtin(name).expect("it is built in")
}

/// Too little memory for HUNGRY, and enough.
const SMALL: u64 = 16 << 20;
const LARGE: u64 = 128 << 20;

fn engine(plugins: impl IntoIterator<Item = PluginSource>, threads: usize, batch_bytes: usize) -> Engine {
    let builder = Engine::builder().plugins(plugins).threads(threads).batch_bytes(batch_bytes);
    builder.build().expect("the plugins are sound")
}

/// `faulty` with little memory, and `keywords`, which reads its tokens.
fn small() -> &'static Engine {
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| engine([faulty(SMALL), builtin("keywords")], 2, 300));
    &ENGINE
}

/// The same with more memory.
fn large() -> &'static Engine {
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| engine([faulty(LARGE), builtin("keywords")], 2, 300));
    &ENGINE
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

    /// Runs an analysis that wants a partial file and may fail.
    fn try_by(
        engine: &Engine,
        run: impl FnOnce(Analysis<'_>) -> Result<Report, textmill::Error>,
    ) -> Result<Report, textmill::Error> {
        let (mut partial, mut lines) = (Vec::new(), Vec::new());
        let analysis = engine.analysis().group_by("city".parse().expect("it is a field")).layers(["tokens"]);
        run(analysis.partial(&mut partial).documents(&mut lines))
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
    let one_thread = engine([faulty(LARGE), builtin("keywords")], 1, 1 << 20);
    let expected = Left::run(folder, "expected", &one_thread);
    assert_eq!(expected.report.faults.by["faulty"].get(&FaultKind::Memory), None);
    assert_eq!(expected.report.faults.by["faulty"][&FaultKind::Trap], 9);
    let before = Left::run(folder, "before", small());
    assert_eq!(before.report.faults.by["faulty"][&FaultKind::Memory], 5);
    assert_eq!(before.report.faults.by["keywords"][&FaultKind::Upstream], 14);
    for engine in [&one_thread, large()] {
        let after = before.retry(folder, "after", engine);
        after.check_same(&expected);
        // What is left is tried again, and stays.
        after.retry(folder, "again", engine).check_same(&expected);
    }
    // With the same limits nothing else comes of it.
    before.retry(folder, "same", small()).check_same(&before);
}

#[test]
fn a_state_is_taken_from_and_becomes_that_of_a_run_with_the_new_limits() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_corpus(folder);
    let expected = Left::run(folder, "expected", large());
    let state = folder.join("state");
    let run = |analysis: Analysis<'_>| {
        let analysis = analysis.state(&state).state_interval(Duration::ZERO);
        analysis.run(&mut corpus(folder)).expect("no fault ends a run")
    };
    let before = Left::by(folder, "before", small(), run);
    let after = Left::by(folder, "after", large(), |analysis| {
        let earlier = Earlier::new(before.report.clone()).state(&state);
        let mut corpus = corpus(folder);
        analysis.retry(earlier, &mut corpus).expect("it is the same run").run().expect("it is whole")
    });
    after.check_same(&expected);
    // It is complete, and reports without reading.
    Left::by(folder, "again", large(), run).check_same(&expected);
    let error =
        Left::try_by(small(), |analysis| analysis.state(&state).run(&mut corpus(folder))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::State);
}

#[test]
fn a_state_is_the_old_one_or_the_new_one_whenever_a_retry_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_corpus(folder);
    let expected = Left::run(folder, "expected", large());
    let state = folder.join("state");
    let run =
        |analysis: Analysis<'_>| analysis.state(&state).run(&mut corpus(folder)).expect("no fault ends it");
    let before = Left::by(folder, "before", small(), run);
    let beside = |name: &str| {
        let mut update = None;
        let after = Left::by(folder, name, large(), |analysis| {
            let earlier = Earlier::new(before.report.clone()).state(&state);
            let mut corpus = corpus(folder);
            let retry = analysis.retry(earlier, &mut corpus).expect("it is the same run");
            let retried = retry.run_beside().expect("it is whole");
            update = retried.state;
            retried.report
        });
        after.check_same(&expected);
        update.expect("there is a state")
    };
    drop(beside("killed"));
    // The state is as it was, for a run and for another try.
    let update = beside("again");
    assert_eq!(update.place(), state.join("state.json"));
    drop(update);
    let update = StateUpdate::left_in(&state).unwrap().expect("it was left there");
    assert_eq!(StateUpdate::left_in(&state).unwrap_err().kind(), ErrorKind::State);
    drop(update);
    Left::by(folder, "same", small(), run).check_same(&before);
    assert!(StateUpdate::left_in(&state).unwrap().is_none(), "a run removes what was not taken up");
    drop(beside("third"));
    StateUpdate::left_in(&state).unwrap().expect("it was left there").take_up().unwrap();
    Left::by(folder, "taken", large(), run).check_same(&expected);
    let names = |folder: PathBuf| fs::read_dir(folder).expect("it is there").count();
    assert_eq!((names(state.join("runs")), names(state)), (1, 5));
}

#[test]
fn a_run_that_was_stopped_is_tried_again_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_corpus(folder);
    let expected = Left::run(folder, "expected", large());
    let state = folder.join("state");
    let before = Left::by(folder, "before", small(), |analysis| {
        let stop = StopHandle::new();
        let mut source = Stopping { paths: corpus(folder), items: 30, stop: stop.clone() };
        let analysis = analysis.state(&state).state_interval(Duration::ZERO).stop(stop);
        analysis.run(&mut source).expect("it is stopped in good order")
    });
    assert!(!before.report.complete && before.report.corpus.documents < 59);
    let after = Left::by(folder, "after", large(), |analysis| {
        let earlier = Earlier::new(before.report.clone()).state(&state);
        let mut corpus = corpus(folder);
        analysis.retry(earlier, &mut corpus).expect("it is the same run").run().expect("it is whole")
    });
    assert!(!after.report.complete);
    assert_eq!(after.report.corpus, before.report.corpus);
    assert_eq!(after.report.faults.by["faulty"].get(&FaultKind::Memory), None);
    let whole = Left::by(folder, "whole", large(), |analysis| {
        analysis.state(&state).run(&mut corpus(folder)).expect("it continues")
    });
    whole.check_same(&expected);
}

fn grouped(engine: &Engine) -> Analysis<'_> {
    engine.analysis().group_by("city".parse().expect("it is a field"))
}

proptest! {
    // Instances are made in each case, and many documents fail.
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn any_documents_are_mended(
        words in proptest::collection::vec(
            prop_oneof![4 => Just("calm"), 2 => Just("HUNGRY"), 1 => Just("PANIC"), 1 => Just("")],
            1..12,
        ),
        cities in 1_usize..4,
    ) {
        let documents: Vec<Document> = words
            .iter()
            .enumerate()
            .map(|(index, word)| {
                Document::new(index.to_string(), format!("the ferry {word} leaves"))
                    .with_metadata("city", format!("city {}", index % cities))
            })
            .collect();
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut partial = Vec::new();
        let before = grouped(small()).partial(&mut partial).run(&mut documents.clone().into_iter()).unwrap();
        fs::write(file.path(), partial).unwrap();
        let mut source = documents.clone().into_iter();
        let retry = grouped(large()).retry(Earlier::new(before).partial(file.path()), &mut source).unwrap();
        let report = retry.run().unwrap();
        check_same(&report, &grouped(large()).run(&mut documents.into_iter()).unwrap());
    }
}

/// What `retry` would run again, or why it would not.
fn planned(folder: &Path, engine: &Engine, earlier: Earlier) -> Result<BTreeMap<String, Again>, String> {
    let group_by = "city".parse().expect("it is a field");
    let mut corpus = corpus(folder);
    let retry = engine.analysis().group_by(group_by).retry(earlier, &mut corpus);
    retry
        .map(|retry| retry.again())
        .map_err(|error| error.to_string().replace(&format!("{}/", folder.display()), ""))
}

fn everything(because: &str) -> Again {
    Again::Everything { because: because.to_string() }
}

#[test]
fn a_report_alone_keeps_the_sections_of_what_lost_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_corpus(folder);
    let calm =
        || faulty(LARGE).named("calm").rename_layer("tokens", "words").rename_layer("sentences", "lines");
    let without_panic = |path: &Path| {
        let text = fs::read_to_string(path).expect("it was just written").replace("PANIC", "quiet");
        fs::write(path, text).expect("a temporary folder can be written");
    };
    ["a.jsonl", "b.jsonl"].iter().for_each(|name| without_panic(&folder.join(name)));
    let with = |memory| engine([faulty(memory), builtin("keywords"), calm()], 2, 300);
    let expected = Left::run(folder, "expected", &with(LARGE));
    let before = Left::run(folder, "before", &with(SMALL));
    let engine = with(LARGE);
    // Reports of earlier versions have no schemas.
    let mut report = before.report.clone();
    report.analyzers.values_mut().for_each(|section| section.schema = None);
    let earlier = || Earlier::new(report.clone()).documents(&before.lines);
    let again = planned(folder, &engine, earlier()).unwrap();
    let no_states = everything("there is no partial file of the run to merge into");
    let dependent = everything("it reads `tokens` of `faulty`, which runs again");
    assert_eq!(again, [("faulty".into(), no_states), ("keywords".into(), dependent)].into());
    let mut lines = Vec::new();
    let analysis =
        engine.analysis().group_by("city".parse().unwrap()).layers(["tokens"]).documents(&mut lines);
    let mut corpus = corpus(folder);
    let retry = analysis.retry(earlier(), &mut corpus).unwrap();
    assert!(!retry.has_states());
    check_same(&retry.run().unwrap(), &expected.report);
    assert!(lines == fs::read(&expected.lines).unwrap(), "the lines differ");
    // There are no states of what stays, so there is no partial file.
    let error = Left::try_by(&engine, |analysis| analysis.retry(earlier(), &mut self::corpus(folder))?.run());
    assert_eq!(error.unwrap_err().to_string(), "there are no states to write into a partial file");
}

#[test]
fn another_version_runs_over_everything_and_the_rest_where_it_was_lost() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_corpus(folder);
    let changed = || builtin("keywords").settings(json!({"min_length": 5}));
    let with = |memory| engine([faulty(memory), changed()], 2, 300);
    let expected = Left::run(folder, "expected", &with(LARGE));
    let before = Left::run(folder, "before", small());
    let earlier = Earlier::new(before.report.clone()).partial(&before.partial);
    let again = planned(folder, &with(LARGE), earlier).unwrap();
    assert_eq!(
        again,
        [
            ("faulty".to_string(), Again::Lost(14)),
            ("keywords".to_string(), everything("its settings.min_length was absent, and is 5"))
        ]
        .into()
    );
    before.retry(folder, "after", &with(LARGE)).check_same(&expected);
}

/// `tokenize`, which tells languages and fails on documents of some size, beside `faulty`, whose tokens `keywords` reads.
fn telling_languages(fuel: u64) -> Engine {
    let limits = Limits { fuel: Some(fuel), fuel_per_byte: 0, ..Limits::default() };
    let tokenize = builtin("tokenize").limits(limits);
    let tokenize = tokenize.rename_layer("tokens", "words").rename_layer("sentences", "lines");
    engine([faulty(LARGE), tokenize, builtin("keywords")], 2, 300)
}

fn write_long_document(folder: &Path) {
    write_corpus(folder);
    let long = "The ferry crosses the river in the morning and is late. ".repeat(2_000);
    let path = folder.join("b.jsonl");
    let lines = fs::read_to_string(&path).expect("it was just written");
    fs::write(&path, format!("{}\n{lines}", json!({"text": long, "city": "York"})))
        .expect("it can be written");
}

#[test]
fn what_did_without_a_lost_layer_runs_over_everything() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_long_document(folder);
    let (little, much) = (telling_languages(3_000_000), telling_languages(3_000_000_000));
    let expected = Left::run(folder, "expected", &much);
    let before = Left::run(folder, "before", &little);
    assert_eq!(before.report.faults.by["tokenize"].values().sum::<u64>(), 1);
    let again = planned(folder, &much, Earlier::new(before.report.clone()).partial(&before.partial)).unwrap();
    assert_eq!(again["keywords"], everything("it did without `language` on documents that `tokenize` lost"));
    assert_eq!(again["tokenize"], Again::Lost(1));
    before.retry(folder, "after", &much).check_same(&expected);
}

#[test]
fn documents_that_were_grouped_by_a_lost_layer_are_grouped_anew() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_long_document(folder);
    let (little, much) = (telling_languages(3_000_000), telling_languages(3_000_000_000));
    let grouped = |engine: &Engine| {
        let mut partial = Vec::new();
        let analysis = engine.analysis().group_by("language".parse().unwrap()).partial(&mut partial);
        let report = analysis.run(&mut corpus(folder)).unwrap();
        let path = folder.join("grouped.part");
        fs::write(&path, partial).unwrap();
        (report, path)
    };
    let (expected, _) = grouped(&much);
    let (before, path) = grouped(&little);
    assert_ne!(before.groups.keys().collect::<Vec<_>>(), expected.groups.keys().collect::<Vec<_>>());
    let mut corpus = corpus(folder);
    let analysis = much.analysis().group_by("language".parse().unwrap());
    let retry = analysis.retry(Earlier::new(before).partial(path), &mut corpus).unwrap();
    let because = "documents are chosen or grouped by `language`, for which `tokenize` runs again";
    assert!(retry.again().values().all(|again| *again == everything(because)), "{:?}", retry.again());
    check_same(&retry.run().unwrap(), &expected);
}

#[test]
fn partial_files_that_were_merged_are_tried_again_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_corpus(folder);
    let part = |name: &str| {
        let mut partial = Vec::new();
        let analysis = small().analysis().group_by("city".parse().unwrap()).partial(&mut partial);
        let corpus = Corpus::new().path(folder.join(name)).root(folder).id_field("id");
        analysis.run(&mut corpus.open().unwrap()).unwrap();
        let path = folder.join(format!("{name}.part"));
        fs::write(&path, partial).unwrap();
        path
    };
    let parts = [part("a.jsonl"), part("b.jsonl")];
    let merged = textmill::merge(&parts, None).unwrap();
    let earlier = parts.iter().fold(Earlier::new(merged), |earlier, part| earlier.partial(part));
    let mut corpus = corpus(folder);
    let analysis = large().analysis().group_by("city".parse().unwrap());
    let report = analysis.retry(earlier, &mut corpus).unwrap().run().unwrap();
    check_same(&report, &Left::run(folder, "expected", large()).report);
}

#[test]
fn documents_of_a_program_are_found_by_their_positions() {
    let documents = |words: &[&str]| -> Vec<Document> {
        words.iter().enumerate().map(|(index, word)| Document::new(index.to_string(), *word)).collect()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.part");
    let mut partial = Vec::new();
    let all = documents(&["a b", "b HUNGRY", "c", "HUNGRY"]);
    let before = small().analysis().partial(&mut partial).run(&mut all.clone().into_iter()).unwrap();
    fs::write(&path, partial).unwrap();
    let earlier = Earlier::new(before).partial(&path);
    let retry = |documents: Vec<Document>| {
        let mut source = documents.into_iter();
        large().analysis().retry(earlier.clone(), &mut source)?.run()
    };
    let expected = large().analyze(&mut all.clone().into_iter()).unwrap();
    check_same(&retry(all.clone()).unwrap(), &expected);
    let error = retry(all[..3].to_vec()).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Corpus, "3: is no longer there"));
}

#[test]
fn what_cannot_be_tried_again_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_corpus(folder);
    let before = Left::run(folder, "before", small());
    let earlier = || Earlier::new(before.report.clone()).partial(&before.partial);
    let check = |engine: &Engine, earlier: Earlier, message: &str| {
        assert_eq!(planned(folder, engine, earlier).unwrap_err(), message);
    };
    let less = engine([faulty(SMALL - 1), builtin("keywords")], 1, 300);
    check(&less, earlier(), "the limit `memory` of `faulty` was 16777216, and is 16777215");
    let fewer = engine([faulty(SMALL)], 1, 300);
    check(&fewer, earlier(), "the analyzers are others: they were faulty, keywords, and are faulty");
    let other = Left::run(folder, "other", large());
    let of_other = Earlier::new(before.report.clone()).partial(&other.partial);
    check(large(), of_other, "other.part: is not of the run of the report: its provenance are others");
    check(large(), earlier().state(folder.join("none")), "none: there is no state in it");
    let stopped = Report { complete: false, ..before.report.clone() };
    let message = "the run was stopped before its end, and `faulty` would have to run over all of what it read: there is \
                   no partial file of the run to merge into";
    check(large(), Earlier::new(stopped), message);
    fs::write(folder.join("a.jsonl"), "{}").unwrap();
    let error = planned(folder, large(), earlier()).unwrap_err();
    assert!(error.starts_with("a.jsonl: was changed since: it had "), "{error}");
}

#[test]
fn a_change_of_the_same_size_is_found_while_reading_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_corpus(folder);
    let before = Left::run(folder, "before", small());
    let text = fs::read_to_string(folder.join("a.jsonl")).unwrap().replacen("harbour", "harbors", 1);
    fs::write(folder.join("a.jsonl"), text).unwrap();
    let earlier = Earlier::new(before.report.clone()).partial(&before.partial);
    let analysis = large().analysis().group_by("city".parse().unwrap());
    let error = analysis.retry(earlier, &mut corpus(folder)).unwrap().run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corpus);
    assert_eq!(error.to_string(), "a.jsonl: was changed since: it has the same size and another content");
}
