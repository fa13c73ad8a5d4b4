//! `textmill retry`: what was lost is tried again, in place and whole or not at all.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::harness::{Dir, with_faulty, without_run};

/// Documents of which one needs 40 MiB, and one fails whatever it is given.
const CORPUS: &str = "--- in/a.txt\nthe ferry is late\n--- in/b.txt\nthe HUNGRY ferry\n--- in/c.txt\na PANIC on board\n\
                      --- in/d.txt\nthe harbour is calm\n";

const SMALL: &str = "--limit memory=16M";
pub(crate) const LARGE: &str = "--limit memory=256M";

/// Analyzes the corpus with and without enough memory. The arguments say what else is written, with `NAME` for the run.
pub(crate) fn dir(analyze: &str) -> Dir {
    let dir = Dir::new(CORPUS);
    with_faulty(&dir);
    for (name, limits) in [("lost", SMALL), ("whole", LARGE)] {
        let written = analyze.replace("NAME", name);
        dir.textmill(&format!("analyze in -q -p ./faulty.wasm {limits} -o {name}.json {written}")).exits(0);
    }
    dir
}

#[track_caller]
fn check_mended(dir: &Dir, report: &str) {
    let (found, expected) = (without_run(dir.json(report)), without_run(dir.json("whole.json")));
    assert_eq!(found["faults"], expected["faults"]);
    assert!(found == expected, "{found:#}");
}

#[test]
fn a_report_its_partial_file_and_its_lines_are_mended_in_place() {
    let dir = dir("--partial NAME.part --documents NAME.jsonl --layers tokens");
    assert_eq!(dir.json("lost.json")["faults"]["by"]["faulty"]["memory"], 1);
    let run = dir.textmill(&format!("retry lost.json {LARGE}")).exits(0);
    let stderr = run.stderr();
    assert!(stderr.contains("faulty: runs again on 2 documents that it lost\n"), "{stderr}");
    assert!(stderr.contains("lost.json: 4 documents, "), "{stderr}");
    check_mended(&dir, "lost.json");
    assert_eq!(dir.read("lost.part"), dir.read("whole.part"));
    assert_eq!(dir.read("lost.jsonl"), dir.read("whole.jsonl"));
    // The report says how it is made, limits and all: it can be tried again, and verified.
    let again = dir.textmill("retry lost.json --strict").exits(3);
    assert!(again.stderr().contains("faulty: runs again on 1 document that it lost"), "{}", again.stderr());
    check_mended(&dir, "lost.json");
    dir.textmill("verify lost.json").exits(0);
}

#[test]
fn what_is_not_brought_up_to_date_is_named_with_what_makes_it_anew() {
    let dir = dir("--html NAME.html --tables NAME.tables");
    let run = dir.textmill(&format!("retry lost.json {LARGE}")).exits(0);
    let stderr = run.stderr();
    let page =
        "lost.html: it shows the report as it was: `textmill html` makes it anew, of report and lines\n";
    let tables = "lost.tables: it shows the report as it was: analyze again for new tables\n";
    assert!(stderr.contains(page) && stderr.contains(tables), "{stderr}");
    let run = dir.textmill(&format!("retry lost.json {LARGE} -o mended.json")).exits(0);
    assert!(!run.stderr().contains("as it was"), "{}", run.stderr());
}

#[test]
fn another_file_takes_the_report_and_nothing_else_is_changed() {
    let dir = dir("--partial NAME.part --documents NAME.jsonl");
    let before = [dir.read("lost.json"), dir.read("lost.part"), dir.read("lost.jsonl")];
    dir.textmill(&format!("retry lost.json -q {LARGE} -o mended.json")).exits(0);
    check_mended(&dir, "mended.json");
    assert_eq!(before, [dir.read("lost.json"), dir.read("lost.part"), dir.read("lost.jsonl")]);
    let printed = dir.textmill(&format!("retry lost.json -q {LARGE} -o -")).exits(0).report();
    assert_eq!(without_run(printed), without_run(dir.json("whole.json")));
}

#[test]
fn a_state_is_mended_and_reports_from_then_on() {
    let dir = dir("--state NAME.state --documents NAME.jsonl");
    dir.textmill(&format!("retry lost.json -q {LARGE}")).exits(0);
    check_mended(&dir, "lost.json");
    assert_eq!(dir.read("lost.jsonl"), dir.read("whole.jsonl"));
    let more = "--state lost.state --documents again.jsonl -o again.json";
    dir.textmill(&format!("analyze in -q -p ./faulty.wasm {LARGE} {more}")).exits(0);
    check_mended(&dir, "again.json");
    assert_eq!(dir.read("again.jsonl"), dir.read("whole.jsonl"));
}

#[test]
fn without_a_partial_file_it_runs_over_everything_and_says_so() {
    let dir = dir("--partial NAME.part");
    fs::remove_file(dir.path("lost.part")).expect("it was just written");
    let run = dir.textmill(&format!("retry lost.json {LARGE}")).exits(0);
    let stderr = run.stderr();
    assert!(stderr.contains("DIR/lost.part: is not there, and held what the run found"), "{stderr}");
    let because = "faulty: runs again over everything: there is no partial file of the run to merge into";
    assert!(stderr.contains(because), "{stderr}");
    check_mended(&dir, "lost.json");
    assert!(!dir.path("lost.part").exists());
}

#[test]
fn parts_that_were_merged_are_tried_again_over_their_documents() {
    let dir = Dir::new(CORPUS);
    with_faulty(&dir);
    dir.textmill(&format!("analyze in -q -p ./faulty.wasm {LARGE} -o whole.json")).exits(0);
    for (part, paths) in [("1", "in/a.txt in/b.txt"), ("2", "in/c.txt in/d.txt")] {
        dir.textmill(&format!(
            "analyze {paths} -q -p ./faulty.wasm {SMALL} -o {part}.json --partial {part}.part"
        ))
        .exits(0);
    }
    dir.textmill("merge 1.part 2.part -q -o merged.json --partial merged.part").exits(0);
    let run = dir.textmill("retry merged.json -q").exits(1);
    assert_eq!(
        run.stderr(),
        "textmill: the report was merged from 1.part, 2.part, the parts of several runs\n\
         hint: give its documents: textmill retry REPORT PATH…\n"
    );
    // A merged report does not say where its plugins are.
    let run = dir.textmill("retry merged.json in -q --partial merged.part").exits(1);
    assert!(run.stderr().contains("does not say where the analyzer `faulty` was found"), "{}", run.stderr());
    let given = format!("-p ./faulty.wasm {SMALL} {LARGE}");
    dir.textmill(&format!("retry merged.json in -q --partial merged.part {given}")).exits(0);
    check_mended(&dir, "merged.json");
    dir.textmill("merge merged.part -q -o again.json").exits(0);
    check_mended(&dir, "again.json");
}

#[test]
fn nothing_to_try_again_changes_nothing() {
    let dir = Dir::new("--- in/a.txt\nthe ferry is late\n");
    with_faulty(&dir);
    dir.textmill("analyze in -q -p ./faulty.wasm -o r.json --partial r.part").exits(0);
    let before = [dir.read("r.json"), dir.read("r.part")];
    let run = dir.textmill("retry r.json --limit memory=1G").exits(0);
    assert_eq!(run.stderr(), "textmill: there is nothing to try again: no analyzer lost a document\n");
    assert_eq!(before, [dir.read("r.json"), dir.read("r.part")]);
}

#[test]
fn what_cannot_be_tried_again_is_said_and_changes_nothing() {
    let dir = dir("--partial NAME.part");
    let before = [dir.read("lost.json"), dir.read("lost.part")];
    let check = |arguments: &str, code: i32, message: &str| {
        let run = dir.textmill(arguments).exits(code);
        assert!(run.stderr().contains(message), "{}", run.stderr());
        assert_eq!(before, [dir.read("lost.json"), dir.read("lost.part")]);
    };
    check(
        "retry lost.json -q --limit memory=8M",
        1,
        "the limit `memory` of `faulty` was 16777216, and is 8388608\n",
    );
    check(
        "retry lost.json -q --partial whole.part",
        1,
        "DIR/whole.part: is not of the run of the report: its provenance are others",
    );
    check("retry lost.json -q --state nowhere", 1, "DIR/nowhere: there is no state in it");
    check("retry in/a.txt", 1, "in/a.txt: it is no report: ");
    check("retry - -q", 1, "it is no report");
    dir.write("in/a.txt", "the ferry is soon");
    check(
        &format!("retry lost.json -q {LARGE}"),
        1,
        "in/a.txt: was changed since: it has the same size and another content",
    );
    dir.write("in/e.txt", "another");
    check(&format!("retry lost.json -q {LARGE}"), 1, "in/e.txt: was not there");
    fs::remove_file(dir.path("in/a.txt")).expect("it is there");
    check(&format!("retry lost.json -q {LARGE}"), 1, "in/a.txt: is no longer there");
}

#[test]
fn a_table_of_documents_is_said_not_to_be_mended() {
    let dir = dir("--partial NAME.part --documents NAME.parquet");
    let run = dir.textmill(&format!("retry lost.json {LARGE}")).exits(0);
    let message = "lost.parquet: it is a table, which is not brought up to date";
    assert!(run.stderr().contains(message), "{}", run.stderr());
    check_mended(&dir, "lost.json");
    let command: Value = dir.json("lost.json")["run"]["command"]["arguments"].clone();
    let arguments: Vec<&str> = command.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(arguments[arguments.len() - 2..], ["--limit", "memory=268435456"]);
}

#[test]
fn what_can_be_read_once_is_not_tried_twice() {
    let dir = dir("--sample 4");
    let before = dir.read("lost.json");
    let run = dir.textmill("retry lost.json - -q").exits(2);
    assert_eq!(
        run.stderr(),
        "textmill: --sample reads documents twice, and - can be read only once\n\
         hint: save it to a file first\n"
    );
    let run = dir.textmill("retry - - -q -o mended.json").exits(2);
    assert_eq!(
        run.stderr(),
        "textmill: the report and the documents cannot both be the standard input\n\
         hint: save the report to a file\n"
    );
    assert_eq!(dir.read("lost.json"), before);
}

#[test]
fn a_file_that_a_report_alone_names_is_not_overwritten() {
    let dir = dir("--documents NAME.jsonl");
    let mut report = dir.json("lost.json");
    assert_eq!(report["run"]["documents"]["bytes"], dir.read("lost.jsonl").len());
    // The report of a stranger, who names a file of the user's. Without a partial file all runs again.
    let precious = "{\"id\":\"mine\"}\n";
    dir.write("precious.jsonl", precious);
    let arguments = report["run"]["command"]["arguments"].as_array_mut().expect("it has a command");
    for argument in arguments.iter_mut().filter(|argument| *argument == "lost.jsonl") {
        *argument = "precious.jsonl".into();
    }
    dir.write("strange.json", report.to_string());
    let retried = dir.textmill(&format!("retry strange.json {LARGE}")).exits(0);
    assert!(
        retried
            .stderr()
            .contains("precious.jsonl: it is not the file that the run wrote, so its lines are not"),
        "{}",
        retried.stderr()
    );
    assert_eq!(dir.read("precious.jsonl"), precious);
    check_mended(&dir, "strange.json");

    // What the user names is the user's to replace.
    fs::rename(dir.path("lost.jsonl"), dir.path("moved.jsonl")).expect("it is there");
    dir.textmill(&format!("retry lost.json -q {LARGE} --documents moved.jsonl")).exits(0);
    assert_eq!(dir.read("moved.jsonl"), dir.read("whole.jsonl"));
    let record = &dir.json("lost.json")["run"]["documents"];
    assert_eq!(*record, dir.json("whole.json")["run"]["documents"]);
}

/// The hash of a file as a journal has it.
fn record(dir: &Dir, name: &str) -> Value {
    let content = fs::read(dir.path(name)).expect("it is there");
    let digest = Sha256::digest(&content);
    let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({"bytes": content.len(), "sha256": sha256})
}

fn copy(dir: &Dir, from: &str, to: &str) {
    fs::copy(dir.path(from), dir.path(to)).expect("files can be copied");
}

/// A retry that was killed when `taken` of its files had their places, by the files of one that was not: each of
/// `files` stands in `old/` as it was before, and in `new/` as it was after.
fn killed(dir: &Dir, files: &[(&str, &str)], taken: usize) {
    let entry = |(at, (role, name)): (usize, &(&str, &str))| {
        let file = match *role {
            "state" => "state-next.json".to_owned(),
            role => format!(".textmill-{role}.part"),
        };
        let beside = dir.path(name).with_file_name(&file);
        let _ = fs::remove_file(&beside);
        let [old, new] = ["old", "new"].map(|folder| format!("{folder}/{role}"));
        match at < taken {
            true => copy(dir, &new, name),
            false => {
                copy(dir, &old, name);
                fs::copy(dir.path(&new), beside).expect("files can be copied");
            }
        }
        json!({"role": role, "file": file, "before": record(dir, &old), "after": record(dir, &new)})
    };
    let entries: Vec<Value> = files.iter().enumerate().map(entry).collect();
    let journal = json!({"textmill": "retry", "format": 1, "files": entries});
    dir.write(".textmill-retry-lost.json.part", journal.to_string());
}

#[test]
fn a_retry_that_was_killed_is_completed_by_the_next() {
    let cases = [
        ("--partial NAME.part --documents NAME.jsonl", ("partial", "lost.part")),
        ("--state NAME.state --documents NAME.jsonl", ("state", "lost.state/state.json")),
    ];
    for (written, kept) in cases {
        let dir = dir(written);
        let files = [kept, ("lines", "lost.jsonl"), ("report", "lost.json")];
        let save = |folder: &str| {
            fs::create_dir_all(dir.path(folder)).expect("folders can be made");
            files.iter().for_each(|(role, name)| copy(&dir, name, &format!("{folder}/{role}")));
        };
        save("old");
        dir.textmill(&format!("retry lost.json -q {LARGE}")).exits(0);
        save("new");
        for taken in 0..=files.len() {
            killed(&dir, &files, taken);
            let other = dir.textmill(&format!("retry lost.json -q {LARGE} -o mended.json")).exits(1);
            assert!(other.stderr().contains("repeat it without -o"), "{}", other.stderr());
            let run = dir.textmill(&format!("retry lost.json {LARGE}")).exits(0);
            assert!(run.stderr().contains("was killed, and is completed now"), "{}", run.stderr());
            check_mended(&dir, "lost.json");
            assert_eq!(dir.read("lost.jsonl"), dir.read("whole.jsonl"));
            dir.textmill("verify lost.json").exits(0);
            if kept.0 == "partial" {
                assert_eq!(dir.read("lost.part"), dir.read("whole.part"));
                continue;
            }
            let more = "--state lost.state --documents again.jsonl -o again.json";
            dir.textmill(&format!("analyze in -q -p ./faulty.wasm {LARGE} {more}")).exits(0);
            check_mended(&dir, "again.json");
            // One of the next round begins with the state of this one.
            save("new");
        }
        let hidden = fs::read_dir(dir.path("")).expect("it is there").filter(|entry| {
            entry.as_ref().is_ok_and(|entry| entry.file_name().as_encoded_bytes().starts_with(b".textmill"))
        });
        assert_eq!(hidden.count(), 0);
    }
}
