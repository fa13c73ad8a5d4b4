//! Groups, filters and samples; states that spill, are stopped and resumed, and are merged from parts: whichever
//! way a report came about, it is the same bytes.
#![cfg(feature = "builtin")]

mod stopping;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};
use textmill::{
    Analysis, CommandRecord, Corpus, Engine, ErrorKind, Merged, Paths, PluginSource, Report, Schema, Source,
    StopHandle,
};

use crate::stopping::Stopping;

/// One engine for all tests: `tokenize` and `keywords`, two workers, small batches.
fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let keywords = PluginSource::builtin("keywords").expect("it is built in");
        let tokenize = PluginSource::builtin("tokenize").expect("it is built in");
        let builder = Engine::builder().plugin(keywords).plugin(tokenize).threads(2).batch_bytes(2_000);
        builder.build().expect("the built-in plugins are sound")
    })
}

const CITIES: [&str; 3] = ["Leeds", "القاهرة", "York"];

/// Documents in Arabic and English, of three cities and two years, one of them without metadata.
fn lines() -> Vec<String> {
    let texts = [
        "The harbour council met on Monday. It opened a new market near the old harbour.",
        "افتتح مجلس المدينة سوقا جديدا قرب الميناء القديم يوم الاثنين.",
        "A ferry crosses the river twice a day, and the ferry is always late.",
        "تأخرت العبارة مرة أخرى، وقال الركاب إن العبارة تتأخر كل يوم.",
    ];
    let line = |index: usize| {
        let text = format!("{} {index} word{}", texts[index % 4], index % 13);
        let id = format!("d{index:03}");
        match index {
            7 => json!({"id": id, "text": text}),
            _ => json!({
                "id": id, "text": text, "city": CITIES[index % 3], "date": format!("20{}-05-01", 23 + index % 2),
                "stars": index % 5,
            }),
        }
        .to_string()
    };
    let mut lines: Vec<String> = (0..120).map(line).collect();
    lines[50] = "{not JSON".to_string();
    lines
}

/// Lines cut into files of so many.
fn files(folder: &Path, cut: usize) -> Vec<PathBuf> {
    fs::create_dir_all(folder).expect("a temporary folder can be written");
    let lines = lines();
    let write = |(index, part): (usize, &[String])| {
        let path = folder.join(format!("{index:03}.jsonl"));
        fs::write(&path, part.join("\n")).expect("a temporary folder can be written");
        path
    };
    lines.chunks(cut).enumerate().map(write).collect()
}

fn corpus(folder: &Path, files: &[PathBuf]) -> Paths {
    let corpus = Corpus::new().paths(files).root(folder).id_field("id");
    corpus.open().expect("the files were just written")
}

fn without_run(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).expect("a report is JSON");
    value.as_object_mut().expect("a report is an object").remove("run");
    value
}

#[track_caller]
fn check_same(report: &Report, expected: &Report) {
    // A difference of two whole reports would fill the screen.
    let (report, expected) = (without_run(report), without_run(expected));
    let fields = expected.as_object().expect("a report is an object").keys();
    let other: Vec<&String> = fields.filter(|field| report[*field] != expected[*field]).collect();
    assert!(report == expected, "other than expected: {other:?}");
}

fn grouped<'a>() -> Analysis<'a> {
    engine().analysis().group_by("city".parse().expect("it is a field"))
}

fn undisturbed(folder: &Path) -> Report {
    let files = files(folder, 1_000);
    grouped().run(&mut corpus(folder, &files)).expect("no document ends a run")
}

#[test]
fn a_report_says_what_was_known_of_it_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 50);
    let analysis = grouped().filter("stars>1".parse().unwrap()).sample(&mut corpus(folder.path(), &files), 9);
    let command = CommandRecord::new(&["analyze".into(), "in".into()], Path::new("/home/a"));
    let mut source = corpus(folder.path(), &files);
    let known = analysis.provenance(&source);
    let report = analysis.command(command.clone()).run(&mut source).unwrap();
    assert_eq!(report.provenance, known);
    let selection = &report.provenance.selection;
    assert_eq!((&selection.filter[..], selection.sample), (&["stars>1".to_string()][..], Some(9)));
    assert_eq!((selection.group_by.as_deref(), &selection.reading["id_field"]), (Some("city"), &json!("id")));
    assert_eq!(report.run.command, Some(command));
    assert_eq!(report.run.origins["keywords"].component, "built-in");
    let plugins = engine().provenance().plugins;
    assert_eq!(report.provenance.plugins, plugins);
}

#[test]
fn groups_are_sections_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let report = undisturbed(folder.path());
    let groups: Vec<&str> = report.groups.keys().map(String::as_str).collect();
    assert_eq!(groups, ["(none)", "Leeds", "York", "القاهرة"]);
    let documents = |name: &str| report.groups.values().map(|group| group[name].documents).sum::<u64>();
    assert_eq!(documents("keywords"), report.analyzers["keywords"].documents);
    assert_eq!(report.groups["(none)"]["tokenize"].documents, 1);
    let total = |section: &textmill::Section| section.output["terms"]["total"].as_u64().unwrap();
    let sum: u64 = report.groups.values().map(|group| total(&group["keywords"])).sum();
    assert_eq!(sum, total(&report.analyzers["keywords"]));
}

#[test]
fn what_was_found_is_read_by_the_schema_of_the_manifest() {
    let folder = tempfile::tempdir().unwrap();
    let report = undisturbed(folder.path());
    for plugin in engine().plugins().iter().filter(|plugin| plugin.reported) {
        let schema = Schema::from_json(&plugin.manifest.output_schema.to_string()).unwrap();
        assert_eq!(report.analyzers[&plugin.name].schema, Some(schema));
        assert!(matches!(report.merged(&plugin.name), Ok(Merged::Record(_))));
        for (group, sections) in &report.groups {
            assert_eq!(sections[&plugin.name].schema, None);
            assert!(matches!(report.merged_in(group, &plugin.name), Ok(Merged::Record(_))));
        }
    }
    let Some(Merged::Counts(terms)) = report.merged("keywords").unwrap().field("terms").cloned() else {
        panic!("terms are counted")
    };
    let total = &report.analyzers["keywords"].output["terms"]["total"];
    assert_eq!(terms.total.as_u64(), total.as_u64());
}

#[test]
fn a_layer_tells_a_field_that_metadata_lack() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1_000);
    let by_language = engine().analysis().group_by("language".parse().unwrap());
    let report = by_language.run(&mut corpus(folder.path(), &files)).unwrap();
    let groups: Vec<(&str, u64)> =
        report.groups.iter().map(|(name, group)| (name.as_str(), group["keywords"].documents)).collect();
    assert_eq!(groups, [("ar", 60), ("en", 59)]);
    let arabic = engine().analysis().filter("language=ar".parse().unwrap());
    let report = arabic.run(&mut corpus(folder.path(), &files)).unwrap();
    assert_eq!((report.corpus.documents, report.corpus.filtered), (60, 59));
    assert_eq!(report.analyzers["tokenize"].documents, 60);
}

#[test]
fn filters_are_all_met() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1_000);
    let analysis =
        engine().analysis().filter("city=Leeds".parse().unwrap()).filter("stars>=3".parse().unwrap());
    let report = analysis.run(&mut corpus(folder.path(), &files)).unwrap();
    let expected = (0..120).filter(|index| index % 3 == 0 && index % 5 >= 3).count() as u64;
    assert_eq!(report.corpus.documents, expected);
    assert_eq!(report.corpus.documents + report.corpus.filtered + report.corpus.unread, 120);
}

#[test]
fn a_sample_is_the_same_for_any_cut() {
    let folder = tempfile::tempdir().unwrap();
    let sampled = |cut: usize| {
        let folder = folder.path().join(cut.to_string());
        let files = files(&folder, cut);
        let analysis = engine().analysis().sample(&mut corpus(&folder, &files), 10);
        analysis.run(&mut corpus(&folder, &files)).unwrap()
    };
    let (whole, cut) = (sampled(1_000), sampled(7));
    assert_eq!(whole.corpus.documents, 10);
    // The line that is not JSON has another position there.
    assert_eq!((whole.corpus, whole.analyzers), (cut.corpus, cut.analyzers));
}

#[test]
fn a_state_that_spills_gives_the_same_report() {
    let folder = tempfile::tempdir().unwrap();
    let expected = undisturbed(folder.path());
    let files = files(folder.path(), 1_000);
    let (mut partial, mut spilled_partial) = (Vec::new(), Vec::new());
    let kept = grouped().partial(&mut partial).run(&mut corpus(folder.path(), &files)).unwrap();
    let analysis = grouped().partial(&mut spilled_partial).merge_bytes(0);
    let spilled = analysis.run(&mut corpus(folder.path(), &files)).unwrap();
    let alone = grouped().merge_bytes(0).run(&mut corpus(folder.path(), &files)).unwrap();
    for report in [&kept, &spilled, &alone] {
        check_same(report, &expected);
    }
    assert!(partial == spilled_partial, "a partial file does not tell how it came about");
}

#[test]
fn partial_files_of_parts_merge_into_the_report_of_one_run() {
    let folder = tempfile::tempdir().unwrap();
    for (parts, cut) in [(1, 120), (3, 40), (18, 7), (120, 1)] {
        let folder = folder.path().join(format!("parts-{parts}"));
        let files = files(&folder, cut);
        let expected = grouped().run(&mut corpus(&folder, &files)).unwrap();
        let partials: Vec<PathBuf> = files
            .iter()
            .map(|file| {
                let mut partial = Vec::new();
                let mut corpus = corpus(&folder, std::slice::from_ref(file));
                grouped().partial(&mut partial).run(&mut corpus).unwrap();
                let path = file.with_extension("part");
                fs::write(&path, partial).unwrap();
                path
            })
            .collect();
        assert_eq!(partials.len(), parts);
        let mut joined = Vec::new();
        let merged = textmill::merge(&partials, Some(&mut joined)).unwrap();
        check_same(&merged, &expected);
        assert_eq!(merged.run.sources.len(), parts);
        let again = folder.join("joined.part");
        fs::write(&again, joined).unwrap();
        check_same(&textmill::merge(&[again], None).unwrap(), &expected);
    }
}

#[test]
fn a_partial_file_alone_is_that_beside_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1_000);
    let run = |merge_bytes: usize, is_alone: bool| {
        let mut partial = Vec::new();
        let analysis = grouped().merge_bytes(merge_bytes);
        let analysis = match is_alone {
            true => analysis.partial_alone(&mut partial),
            false => analysis.partial(&mut partial),
        };
        let report = analysis.run(&mut corpus(folder.path(), &files)).unwrap();
        (report, String::from_utf8(partial).unwrap())
    };
    for merge_bytes in [Analysis::MERGE_BYTES, 0] {
        let ((report, beside), (alone, partial)) = (run(merge_bytes, false), run(merge_bytes, true));
        assert!(partial == beside, "with {merge_bytes} bytes");
        assert!(alone.analyzers.is_empty() && alone.groups.is_empty());
        let emptied = Report { analyzers: alone.analyzers.clone(), groups: alone.groups.clone(), ..report };
        check_same(&alone, &emptied);
    }
}

#[test]
fn analyzers_that_report_alone_find_what_they_find_beside_others() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1_000);
    let built = |only: &[&str]| Engine::builder().builtins().only(only.iter().copied()).build();
    let all = built(&[]).unwrap().analyze(&mut corpus(folder.path(), &files)).unwrap();
    for (only, others) in [
        (&["sentiment"][..], &["tokenize", "entities"][..]),
        (&["keywords"], &["tokenize"]),
        (&["keywords", "tokenize"], &[]),
        (&["tokenize"], &[]),
    ] {
        let engine = built(only).unwrap();
        let infos = engine.plugins();
        let [reported, unreported] = [true, false].map(|is_reported| {
            let of = infos.iter().filter(|info| info.reported == is_reported);
            of.map(|info| info.name.clone()).collect::<BTreeSet<String>>()
        });
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
        assert_eq!((reported, unreported), (set(only), set(others)));
        let report = engine.analyze(&mut corpus(folder.path(), &files)).unwrap();
        assert_eq!(report.analyzers.len(), only.len());
        for (name, section) in &report.analyzers {
            assert!(*section == all.analyzers[name], "{name} of {only:?}");
        }
    }
    let error = built(&["sentiments"]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Name);
    assert_eq!(error.to_string(), "no analyzer is called `sentiments`");
}

#[test]
fn a_run_that_is_stopped_again_and_again_gives_the_same_report() {
    let folder = tempfile::tempdir().unwrap();
    let mut expected_lines = Vec::new();
    let files = files(folder.path(), 50);
    let folder = folder.path();
    let expected = grouped().documents(&mut expected_lines).run(&mut corpus(folder, &files)).unwrap();
    for interval in [Duration::ZERO, Duration::from_secs(3600)] {
        let state = folder.join(format!("state-{}", interval.as_secs()));
        let mut runs = 0;
        let (report, lines) = loop {
            let stop = StopHandle::new();
            let paths = corpus(folder, &files);
            let mut source = Stopping { paths, items: 9, stop: stop.clone() };
            let mut lines = Vec::new();
            let analysis = grouped().state(&state).state_interval(interval).stop(stop).documents(&mut lines);
            let report = analysis.run(&mut source).unwrap();
            runs += 1;
            if report.complete {
                break (report, lines);
            }
            assert!(runs < 100);
        };
        assert!(runs > 2, "{runs} runs");
        check_same(&report, &expected);
        assert_eq!(report.run.sources.len(), 3);
        assert!(lines == expected_lines, "the lines are those of an undisturbed run");
        // All is there: nothing is read again.
        let mut source = Stopping { paths: corpus(folder, &files), items: 0, stop: StopHandle::new() };
        let mut lines = Vec::new();
        let again = grouped().state(&state).documents(&mut lines).run(&mut source).unwrap();
        check_same(&again, &expected);
        assert!(lines == expected_lines);
    }
}

#[track_caller]
fn check_refused(analysis: Analysis<'_>, source: &mut dyn Source, message: &str) {
    let error = analysis.run(source).expect_err(message);
    assert_eq!(error.kind(), ErrorKind::State);
    assert!(error.to_string().contains(message), "{error}");
}

#[test]
fn a_state_of_something_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 60);
    let state = folder.path().join("state");
    grouped().state(&state).run(&mut corpus(folder.path(), &files)).unwrap();
    let open = || corpus(folder.path(), &files);
    check_refused(engine().analysis().state(&state), &mut open(), "group_by: was \"city\", is null");
    check_refused(
        grouped().filter("stars>3".parse().unwrap()).state(&state),
        &mut open(),
        "provenance.selection.filter: was [], is [\"stars>3\"]",
    );
    let mut first = corpus(folder.path(), &files[..1]);
    check_refused(grouped().state(&state), &mut first, "001.jsonl: is no longer there");
    fs::write(&files[1], "{\"text\":\"other\"}").unwrap();
    check_refused(
        grouped().state(&state),
        &mut open(),
        "holds the state of another corpus:\n  001.jsonl: had ",
    );
    let mut iterator = std::iter::empty();
    check_refused(grouped().state(folder.path().join("other")), &mut iterator, "cannot be resumed");
    fs::write(state.join("state.json"), "{}").unwrap();
    check_refused(grouped().state(&state), &mut open(), "is no state");
}

/// The files of a folder and of those in it, each with its path there and its content.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("it is a folder") {
            let path = entry.expect("it can be read").path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let content = fs::read(&path).expect("it was just written");
                    found.push((path.strip_prefix(folder).expect("it is in it").to_owned(), content));
                }
            }
        }
    }
    found.sort();
    found
}

fn write_contents(folder: &Path, files: &[(PathBuf, Vec<u8>)]) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder.join("runs")).expect("a temporary folder can be written");
    for (path, content) in files {
        fs::write(folder.join(path), content).expect("a temporary folder can be written");
    }
}

/// Where the bytes of a file are flipped: all of a small one, and some hundred of a large one; `cargo xtask attack` flips all.
fn places(length: usize) -> impl Iterator<Item = usize> {
    let step = if std::env::var_os("TEXTMILL_ATTACK").is_some() { 1 } else { (length / 100).max(1) };
    // No power of two: lines are about as long, and other bits are flipped each time.
    (0..length).step_by(step | 1)
}

#[test]
fn a_state_with_any_other_byte_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = files(folder, 50);
    let mut expected_lines = Vec::new();
    let expected = grouped().documents(&mut expected_lines).run(&mut corpus(folder, &files)).unwrap();
    let state = folder.join("state");
    let resume = |stop: Option<StopHandle>| {
        let mut lines = Vec::new();
        let analysis = grouped().state(&state).state_interval(Duration::ZERO).documents(&mut lines);
        let paths = corpus(folder, &files);
        let report = match stop {
            Some(stop) => analysis.stop(stop.clone()).run(&mut Stopping { paths, items: 40, stop }),
            None => analysis.run(&mut { paths }),
        };
        report.map(|report| (report, lines))
    };
    let mut refused = 0;
    for complete in [false, true] {
        let _ = fs::remove_dir_all(&state);
        let (before, _) = resume((!complete).then(StopHandle::new)).unwrap();
        assert_eq!(before.complete, complete);
        let saved = contents(&state);
        assert!(saved.len() >= 5, "{} files", saved.len());
        for file in 0..saved.len() {
            for at in places(saved[file].1.len()) {
                let mut damaged = saved.clone();
                damaged[file].1[at] ^= 1 << (at % 8);
                write_contents(&state, &damaged);
                let error = resume(None).map(drop).expect_err("no byte may be another");
                assert_eq!(error.kind(), ErrorKind::State);
                let name = state.join(&saved[file].0).display().to_string();
                assert!(error.to_string().starts_with(&name), "byte {at} of {name}: {error}");
                assert!(error.hint().is_some_and(|hint| hint.contains("to begin again")), "{error}");
                refused += 1;
            }
            // Cut off, or with more than was written.
            let mut shorter = saved.clone();
            let mut longer = saved.clone();
            longer[file].1.extend(b"{}\n");
            write_contents(&state, &longer);
            let name = saved[file].0.to_str().unwrap();
            if ["documents.jsonl", "lock"].contains(&name) {
                let (report, lines) = resume(None).unwrap();
                check_same(&report, &expected);
                assert!(lines == expected_lines);
            } else {
                resume(None).map(drop).expect_err("it is longer");
            }
            if shorter[file].1.pop().is_some() {
                write_contents(&state, &shorter);
                resume(None).map(drop).expect_err("it is cut off");
            }
        }
        write_contents(&state, &saved);
        let (report, lines) = resume(None).unwrap();
        check_same(&report, &expected);
        assert!(lines == expected_lines);
    }
    println!("flips of a state: {refused} tried, {refused} refused, 0 same, 0 wrong");
}

#[track_caller]
fn check_no_merge(folder: &Path, files: &[&str], message: &str) {
    let paths: Vec<PathBuf> = files
        .iter()
        .enumerate()
        .map(|(index, content)| {
            let path = folder.join(format!("{index}.part"));
            fs::write(&path, content).expect("a temporary folder can be written");
            path
        })
        .collect();
    let error = textmill::merge(&paths, None).expect_err(message);
    assert_eq!(error.kind(), ErrorKind::Partial);
    let error = error.to_string().replace(&format!("{}/", folder.display()), "");
    assert!(error.contains(message), "{error}");
}

#[test]
fn what_does_not_merge_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1_000);
    let mut partial = Vec::new();
    engine().analysis().partial(&mut partial).run(&mut corpus(folder.path(), &files)).unwrap();
    let good = String::from_utf8(partial).unwrap();
    let check = |files: &[&str], message: &str| check_no_merge(folder.path(), files, message);
    check(&[], "there is no partial file");
    check(&["{\"format\": 1}\n"], "0.part: it is no partial file");
    check(&["text\n"], "0.part: it is no partial file");
    check(&[&good.replacen("\"format\":1", "\"format\":9", 1)], "0.part: it is of format 9");
    let entry = good.lines().position(|line| line.starts_with('[')).unwrap();
    let without: Vec<&str> =
        good.lines().enumerate().filter(|(at, _)| *at != entry).map(|(_, line)| line).collect();
    check(&[&format!("{}\n", without.join("\n"))], "the lines before it are not those that were written");
    let whole_lines = good.trim_end().rsplit_once('\n').unwrap().0;
    check(&[&format!("{whole_lines}\n")], "it is cut off");
    check(&[&good, &good.replacen("\"settings\":{}", "\"settings\":{\"a\":1}", 1)], "do not join: plugins.");
    check(&[&good[..good.len() - 10]], "it is cut off");
    check(&[&format!("{good}[[],1]\n")], "0.part:");
    check(&[&good, &good], "hold 000.jsonl");
    let mut lines: Vec<&str> = good.lines().collect();
    let last = lines.len() - 1;
    lines.swap(last, last - 1);
    check(&[&format!("{}\n", lines.join("\n"))], "0.part");
}

#[test]
fn a_cache_saves_the_calls_and_changes_no_report() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1_000);
    let cache = folder.path().join("cache");
    let run = |engine: &Engine, cached: bool| {
        let mut lines = Vec::new();
        let analysis = engine.analysis().group_by("city".parse().unwrap()).layers(["tokens"]);
        let analysis = if cached { analysis.cache(&cache, 1 << 24) } else { analysis };
        let report = analysis.documents(&mut lines).run(&mut corpus(folder.path(), &files)).unwrap();
        let done = report.run.cache.as_ref().map(|record| (record.hits, record.misses));
        (report, lines, done)
    };
    let (expected, expected_lines, _) = run(engine(), false);
    for done in [(0, 238), (238, 0)] {
        let (report, lines, found) = run(engine(), true);
        check_same(&report, &expected);
        assert!(lines == expected_lines);
        assert_eq!(found, Some(done));
    }
    // Other settings of one plugin: the other is found.
    let keywords = PluginSource::builtin("keywords").unwrap().settings(json!({"min_length": 5}));
    let builder = Engine::builder().plugin(keywords).plugin(PluginSource::builtin("tokenize").unwrap());
    let changed = builder.threads(1).build().unwrap();
    let (expected, ..) = run(&changed, false);
    let (report, _, found) = run(&changed, true);
    check_same(&report, &expected);
    assert_eq!(found, Some((119, 119)));
}
