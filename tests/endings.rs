//! How runs end that something else ends: a signal while nothing comes, a limit of the system, files that lie. What was done is
//! kept or refused, and it is said which.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Output, Stdio};

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::harness::{Dir, without_run};

/// Runs a script of the shell in which `$0` is the program.
fn shell(dir: &Dir, script: &str) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_textmill")]).current_dir(dir.path(""));
    command.env("TEXTMILL_NO_COMPILED_CACHE", "1").env("TMPDIR", dir.path("tmp"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().expect("there is a shell")
}

fn signal(child: &Child, signal: &str) {
    let sent = Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status();
    assert!(sent.expect("kill is there on Unix").success());
}

fn ended(child: Child) -> (Output, String) {
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, stderr)
}

/// A folder with a document, and with a pipe beside it.
fn with_pipe() -> Dir {
    let dir = Dir::new("--- in/a.txt\nThe harbour reopened.\n--- tmp/kept\nmine");
    assert!(Command::new("mkfifo").arg(dir.path("pipe")).status().expect("it is there").success());
    dir
}

/// Opens the pipe as one who writes, which waits until it is read.
fn open(dir: &Dir) -> File {
    File::options().write(true).open(dir.path("pipe")).expect("it is there")
}

#[test]
fn one_signal_ends_the_waiting_for_a_pipe() {
    for name in ["INT", "TERM"] {
        let dir = with_pipe();
        let child = shell(&dir, "exec $0 analyze in pipe -q -p tokenize -o found.json");
        let mut writer = open(&dir);
        writer.write_all(b"{\"text\": \"Half a").expect("it is read");
        signal(&child, name);
        let (output, stderr) = ended(child);
        assert_eq!(output.status.code(), Some(130), "{name}: {stderr}");
        let found = dir.json("found.json");
        assert_eq!((&found["complete"], &found["corpus"]["documents"]), (&json!(false), &json!(1)), "{name}");
        assert_eq!(found["faults"]["total"], 0, "{name}");
    }
}

#[test]
fn one_signal_ends_every_command_that_waits() {
    for command in ["duplicates in pipe", "kwic harbour in pipe", "compare in pipe"] {
        let dir = with_pipe();
        let child = shell(&dir, &format!("exec $0 {command}"));
        let _writer = open(&dir);
        signal(&child, "INT");
        let (output, stderr) = ended(child);
        assert_eq!(output.status.code(), Some(130), "{command}: {stderr}");
    }
}

#[test]
fn one_signal_ends_the_waiting_for_a_list() {
    let dir = with_pipe();
    let child = shell(&dir, "exec $0 analyze --files-from pipe -q -p tokenize -o found.json");
    let _writer = open(&dir);
    signal(&child, "INT");
    assert_eq!(ended(child).0.status.code(), Some(130));
    assert!(!dir.path("found.json").exists());
}

#[test]
fn the_end_of_a_session_does_not_end_what_was_told_to_ignore_it() {
    let dir = with_pipe();
    let child = shell(&dir, "trap '' HUP; exec $0 analyze in pipe -q -p tokenize -o found.json");
    let mut writer = open(&dir);
    signal(&child, "HUP");
    writer.write_all(b"{\"text\": \"More.\"}\n").expect("it is read");
    drop(writer);
    assert_eq!(ended(child).0.status.code(), Some(0));
    assert_eq!(dir.json("found.json")["corpus"]["documents"], 2);
}

#[test]
fn a_file_that_may_not_grow_is_named() {
    let dir = Dir::new("--- tmp/kept\nmine");
    for number in 0..400 {
        dir.write(&format!("in/a document with the number {number}.txt"), "The same in all of them.");
    }
    // Blocks of 512 bytes, or of 1,024.
    let child = shell(&dir, "ulimit -f 4; exec $0 duplicates in -o found.txt");
    let (output, stderr) = ended(child);
    assert_eq!((output.status.code(), output.status.signal()), (Some(1), None), "{stderr}");
    assert!(stderr.contains("found.txt: File too large"), "{stderr}");
    assert!(stderr.contains("the file size limit of this process (ulimit -f)"), "{stderr}");
    assert_eq!(fs::read_dir(dir.path("")).expect("it is there").count(), 2);
    // What plugins keep in memory is a file to the system.
    let (output, stderr) = ended(shell(&dir, "ulimit -f 4; exec $0 analyze in -q -p tokenize -o found.json"));
    assert_eq!((output.status.code(), output.status.signal()), (Some(1), None), "{stderr}");
    assert!(stderr.contains("the file size limit of this process (ulimit -f)"), "{stderr}");
}

#[test]
fn a_standard_output_that_there_is_not_is_no_place_for_a_result() {
    let dir = with_pipe();
    for command in [
        "analyze in -q -p tokenize",
        "analyze in -q -p tokenize -o -",
        "analyze in -q -p tokenize --documents - -o found.json",
        "kwic harbour in",
        "kwic harbour in --format jsonl -o -",
        "duplicates in",
        "compare in in",
        "plugin list",
        "plugin inspect tokenize --json",
        "--version",
        "analyze --help",
    ] {
        let (output, stderr) = ended(shell(&dir, &format!("exec $0 {command} >&-")));
        assert_eq!(output.status.code(), Some(1), "{command}: {stderr}");
        assert!(stderr.starts_with("textmill: standard output is closed"), "{command}: {stderr}");
    }
    assert!(!dir.path("found.json").exists());
    for place in [">/dev/null", "1<>/dev/null", "-o found.json >&-"] {
        let (output, stderr) = ended(shell(&dir, &format!("exec $0 analyze in -q -p tokenize {place}")));
        assert_eq!(output.status.code(), Some(0), "{place}: {stderr}");
    }
    assert_eq!(dir.json("found.json")["corpus"]["documents"], 1);
}

#[test]
fn a_second_signal_leaves_no_folder_behind() {
    for _ in 0..5 {
        let dir = with_pipe();
        let in_tmp = || fs::read_dir(dir.path("tmp")).expect("it is there").count();
        let child = shell(&dir, "exec $0 compare in pipe -q -p tokenize");
        let _writer = open(&dir);
        assert!(in_tmp() > 1);
        signal(&child, "INT");
        signal(&child, "INT");
        assert_eq!(ended(child).0.status.code(), Some(130));
        assert_eq!(in_tmp(), 1);
    }
}

#[test]
fn what_is_quoted_of_the_command_line_has_no_control_characters() {
    let dir = with_pipe();
    for arguments in [
        "analyze '--\u{1b}[2J'",
        "'\u{9b}2J'",
        "analyze in --threads '\u{1b}[2J\u{202e}'",
        "analyze in -p tokenize -o 'a\u{1b}[2J\n\u{9b}.json'",
        "plugin test tokenize 'gone\u{1b}[2J'",
    ] {
        let (_, stderr) = ended(shell(&dir, &format!("exec $0 {arguments}")));
        let is_raw = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!stderr.is_empty() && !stderr.contains(is_raw), "{arguments:?}: {stderr:?}");
    }
}

#[test]
fn what_killed_comparisons_leave_is_removed_by_the_next() {
    let dir = with_pipe();
    let in_tmp = || fs::read_dir(dir.path("tmp")).expect("it is there").count();
    let child = shell(&dir, "exec $0 compare in pipe -q -p tokenize");
    let _writer = open(&dir);
    assert!(in_tmp() > 1);
    signal(&child, "KILL");
    assert_eq!(ended(child).0.status.signal(), Some(9));
    assert!(in_tmp() > 1);
    let (output, stderr) = ended(shell(&dir, "exec $0 compare in in/a.txt -q -p tokenize"));
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert_eq!(in_tmp(), 1);
}

/// A partial file in which the first `from` became `to`, changed by somebody who knows the form.
fn forged(file: &str, from: &str, to: &str) -> String {
    assert!(file.contains(from), "{from}");
    let (lines, _) = file.trim_end().rsplit_once('\n').expect("it has several lines");
    let lines = format!("{lines}\n").replacen(from, to, 1);
    let digest = Sha256::digest(&lines);
    let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let end = json!({"end": {"lines": lines.lines().count(), "sha256": sha256}});
    format!("{lines}{end}\n")
}

#[test]
fn heads_count_the_documents_of_their_sections() {
    let dir = Dir::new(
        "--- a.jsonl\n{\"text\": \"Good.\", \"city\": \"York\"}\n{\"text\": \"Bad.\", \"city\": \"Leeds\"}",
    );
    dir.textmill("analyze a.jsonl -p tokenize --group-by city -q --partial a.part -o -").exits(0);
    let file = dir.read("a.part");
    dir.write("same.part", forged(&file, "\"documents\":2", "\"documents\":2"));
    dir.textmill("merge same.part -o -").exits(0);
    for (from, to, message) in [
        (
            "\"documents\":2",
            "\"documents\":3",
            "the sections of `tokenize` are of 2 documents, and the heads count 3",
        ),
        (
            "\"documents\":2",
            "\"documents\":0",
            "the sections of `tokenize` are of 2 documents, and the heads count 0",
        ),
        (
            "\"group\":null,\"documents\":2",
            "\"group\":null,\"documents\":9",
            "the sections of `tokenize` are of 9 documents, and the heads count 2",
        ),
        (
            "\"group\":null,\"documents\":2,\"faults\":0",
            "\"group\":null,\"documents\":2,\"faults\":1",
            "the sections of `tokenize` are of 3 documents, and the heads count 2",
        ),
        (
            "\"group\":\"York\",\"documents\":1",
            "\"group\":\"York\",\"documents\":7",
            "the groups of `tokenize` are of 8 documents, and the heads count 2",
        ),
    ] {
        dir.write("forged.part", forged(&file, from, to));
        for command in ["merge forged.part -o -", "merge forged.part --tables tables --full"] {
            let run = dir.textmill(command).exits(1);
            assert!(run.stderr().contains(message), "{command}: {to}: {}", run.stderr());
        }
    }
}

#[test]
fn files_of_a_state_are_merged_together_or_not_at_all() {
    let dir = Dir::new("");
    let line = |number: usize| format!("{{\"text\": \"w{number} x{number} y{number} z{number}\"}}\n");
    dir.write("a.jsonl", (0..2_000).map(line).collect::<String>());
    // A small memory puts states into files whose heads count nothing.
    let arguments =
        "analyze a.jsonl -q -p keywords --merge-memory 1K --batch-bytes 4K --state state -o a.json";
    dir.textmill(arguments).exits(0);
    let mut runs: Vec<String> = fs::read_dir(dir.path("state/runs"))
        .expect("it is there")
        .map(|entry| format!("state/runs/{}", entry.expect("it can be read").file_name().display()))
        .collect();
    runs.sort();
    assert!(runs.len() > 1);
    dir.textmill(&format!("merge {} -q -o all.json", runs.join(" "))).exits(0);
    let mut expected = without_run(dir.json("a.json"));
    // Of files of a state alone nobody knows whether their run came to its end.
    let found = without_run(dir.json("all.json"));
    expected["complete"] = found["complete"].clone();
    assert_eq!(found, expected);
    let run = dir.textmill(&format!("merge {} -q -o all.json", runs[0])).exits(1);
    assert!(run.stderr().contains("files of a state belong together"), "{}", run.stderr());
}
