//! Runs that are killed, cut into parts, or fed with what is damaged: nothing is lost, and nothing counted twice.

use std::fs;
use std::process::{Child, Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::Write;

use crate::harness::{Dir, without_run};

/// JSON Lines of some thousand words in two scripts.
fn lines(documents: usize) -> String {
    let line = |index: usize| {
        let text = format!(
            "Document {index} tells of the harbour, of number{} and of word{}. {}",
            index % 97,
            index * 7919 % 1009,
            "افتتح مجلس المدينة سوقا جديدا قرب الميناء القديم. ".repeat(1 + index % 5)
        );
        let city = ["Leeds", "York", "القاهرة"][index % 3];
        format!("{}\n", json!({"text": text, "city": city}))
    };
    (0..documents).map(line).collect()
}

/// Starts a run in the background.
fn start(dir: &Dir, arguments: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_textmill"))
        .args(arguments.split_whitespace())
        .current_dir(dir.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary was built with the test")
}

/// Waits until a state has so many files, or the run is over, and kills the run. Says whether it was still at work.
fn kill_after(dir: &Dir, mut run: Child, files: usize) -> bool {
    loop {
        let saved = fs::read_dir(dir.path("state/runs")).map_or(0, Iterator::count);
        let ended = run.try_wait().expect("it is a child of this process").is_some();
        if ended || saved >= files {
            // On Unix this is SIGKILL, which no process can answer.
            let _ = run.kill();
            run.wait().expect("it is a child of this process");
            return !ended;
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_run_that_is_killed_goes_on_as_if_nothing_had_been() {
    let dir = Dir::new("");
    dir.write("in/a.jsonl", lines(400));
    dir.write("in/b.jsonl", lines(250));
    let arguments = "analyze in -q -p tokenize -p keywords --batch-bytes 4K --group-by city --documents";
    dir.textmill(&format!("{arguments} expected.jsonl -o expected.json")).exits(0);
    let again = format!("{arguments} found.jsonl -o found.json --state state --state-interval 0");
    let mut killed = 0;
    for files in [1, 4, 5, 9, 17, 30] {
        killed += usize::from(kill_after(&dir, start(&dir, &again), files));
    }
    assert!(killed >= 3, "killed at work {killed} times");
    dir.textmill(&again).exits(0);
    assert!(without_run(dir.json("found.json")) == without_run(dir.json("expected.json")));
    assert!(dir.read("found.jsonl") == dir.read("expected.jsonl"));
    let sources = &dir.json("found.json")["run"]["sources"];
    assert_eq!((&sources[0]["documents"], &sources[1]["documents"]), (&json!(400), &json!(250)));
}

#[test]
fn parts_merge_into_the_report_of_the_whole() {
    let dir = Dir::new("");
    for part in 0..4 {
        dir.write(&format!("in/{part}.jsonl"), lines(20 + part));
    }
    let arguments = "-q -p tokenize -p keywords --group-by city --root .";
    dir.textmill(&format!("analyze in {arguments} -o whole.json --partial whole.part")).exits(0);
    dir.textmill(&format!("analyze in/0.jsonl in/2.jsonl {arguments} --partial a.part -o a.json")).exits(0);
    dir.textmill(&format!("analyze in/3.jsonl in/1.jsonl {arguments} --partial b.part -o b.json")).exits(0);
    dir.textmill("merge a.part b.part -q -o merged.json --partial merged.part").exits(0);
    assert!(without_run(dir.json("merged.json")) == without_run(dir.json("whole.json")));
    assert!(dir.read("merged.part") == dir.read("whole.part"), "to the byte");
    dir.textmill("merge whole.part -q -o again.json").exits(0);
    assert!(without_run(dir.json("again.json")) == without_run(dir.json("whole.json")));
    let twice = dir.textmill("merge a.part whole.part -q -o x.json").exits(1);
    assert_eq!(
        twice.stderr(),
        "textmill: two of the partial files hold in/0.jsonl, with the same content\n\
         hint: leave one of them out: its documents would count twice\n"
    );
    assert!(!dir.path("x.json").exists());
    dir.textmill("analyze in -q -p tokenize --root . --partial other.part -o other.json").exits(0);
    let other = dir.textmill("merge a.part other.part -q").exits(1);
    assert!(other.stderr().contains("do not join: documents are grouped by"), "{}", other.stderr());
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("it is written to memory");
    encoder.finish().expect("it is written to memory")
}

/// A tar archive of one member whose name leads out of the folder.
fn escaping_tar() -> Vec<u8> {
    let mut header = [0_u8; 512];
    header[..11].copy_from_slice(b"../evil.txt");
    header[100..107].copy_from_slice(b"0000644");
    header[124..135].copy_from_slice(b"00000000005");
    header[136..147].copy_from_slice(b"00000000000");
    header[156] = b'0';
    header[257..263].copy_from_slice(b"ustar\0");
    header[263..265].copy_from_slice(b"00");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let mut tar = header.to_vec();
    tar.extend_from_slice(b"hello");
    tar.resize(512 * 2, 0);
    tar.resize(512 * 4, 0);
    tar
}

const CUT_WARC: &str = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:1>\r\n\
    Content-Type: text/plain\r\nContent-Length: 9\r\n\r\na text ok\r\n\r\n\
    WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:2>\r\nContent-Type: text/plain\r\n\
    Content-Length: 500\r\n\r\nthis one is cut in the mid";

/// What became of each damaged file: by source the message, or the count of documents.
fn found(report: &Value) -> Vec<String> {
    let faults = report["faults"]["first"].as_array().expect("faults are listed");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    faults.iter().map(|fault| format!("{}: {}", text(&fault["source"]), text(&fault["message"]))).collect()
}

#[test]
fn what_is_damaged_is_named_and_costs_nothing_else() {
    let dir =
        Dir::new("--- in/good.txt\nA good text.\n--- in/rows.csv\nid,text\n1,one\n2,\"two\n3,three\n4,four");
    let whole = gzip(lines(2_000).as_bytes());
    dir.write("in/cut.jsonl.gz", &whole[..whole.len() / 2]);
    dir.write("in/bomb.txt.gz", gzip(&vec![b'a'; 200 << 20]));
    dir.write("in/escape.tar", escaping_tar());
    dir.write("in/cut.warc", CUT_WARC);
    dir.write("in/nul.txt", b"a text with a NUL\0byte");
    dir.write("in/surrogate.jsonl", "{\"text\":\"\\ud800\"}\n{\"text\":\"fine\"}\n");
    dir.write(
        "in/long.jsonl",
        format!("{{\"text\":\"{}\"}}\n{{\"text\":\"short\"}}\n", "x".repeat(50 << 20)),
    );
    dir.write("in/invalid.txt", b"caf\xe9 \xff\xfe\xc3( noir \xe2\x82");
    let run = dir.textmill("analyze in -p tokenize --max-document 16M -q -o -").exits(0);
    let report = run.report();
    insta::assert_snapshot!(found(&report).join("\n"));
    let corpus = &report["corpus"];
    let documents = corpus["documents"].as_u64().expect("it is a count");
    assert_eq!(report["analyzers"]["tokenize"]["documents"].as_u64(), Some(documents));
    assert_eq!(corpus["unread"], report["faults"]["total"]);
    let sources = report["run"]["sources"].as_array().expect("sources are listed");
    let of_sources: u64 = sources.iter().filter_map(|source| source["documents"].as_u64()).sum();
    assert!(of_sources >= documents, "no document is of no source");
    assert!(!dir.path("evil.txt").exists() && !dir.path("in/evil.txt").exists());
    dir.textmill("analyze in -p tokenize --max-document 16M -q --strict -o out.json").exits(3);
}

#[test]
fn a_file_without_the_column_is_named_once() {
    let dir = Dir::new("--- a.csv\nid,body\n1,x\n2,y");
    let report = dir.textmill("analyze a.csv -p tokenize -q -o -").exits(1).report();
    assert_eq!(report["corpus"]["unread"], 1);
    let report =
        dir.textmill("analyze a.csv -p tokenize -q --text-field body --id-field id -o -").exits(0).report();
    assert_eq!(report["corpus"]["documents"], 2);
}

#[test]
fn encodings_are_found_or_given() {
    let dir = Dir::new("");
    // "Hello, this is an Arabic text about the city and its people", in windows-1256.
    let arabic: &[u8] = b"\xe3\xd1\xcd\xc8\xc7 \xe5\xd0\xc7 \xe4\xd5 \xda\xd1\xc8\xed \xda\xe4 \xc7\xe1\xe3\xcf\xed\xe4\xc9 \xe6\xc3\xe5\xe1\xe5\xc7";
    dir.write("a.txt", arabic);
    dir.write("b.txt", b"\xff\xfeh\0e\0l\0l\0o\0");
    let report = dir.textmill("analyze a.txt b.txt -p tokenize -q -o -").exits(0).report();
    assert_eq!(report["corpus"]["encodings"], json!({"UTF-16LE": 1, "windows-1256": 1}));
    let report = dir.textmill("analyze a.txt -p tokenize -q --encoding latin1 -o -").exits(0).report();
    assert_eq!(report["corpus"]["encodings"], json!({"windows-1252": 1}));
    let strict = "analyze a.txt -p tokenize -q --encoding utf-8 --invalid-text fault -o -";
    let report = dir.textmill(strict).exits(1).report();
    assert_eq!((&report["corpus"]["unread"], &report["corpus"]["documents"]), (&json!(1), &json!(0)));
    let replaced = dir.textmill("analyze a.txt -p tokenize -q --encoding utf-8 -o -").exits(0).report();
    assert_eq!(replaced["corpus"]["replaced_in"], json!([{"document": "a.txt", "source": "a.txt"}]));
}

#[test]
fn a_sample_needs_a_second_reading() {
    let dir = Dir::new("--- a.txt\nx");
    let run = dir.textmill("analyze - --sample 3 -q").exits(2);
    assert_eq!(
        run.stderr(),
        "textmill: --sample reads twice, and - can be read only once\nhint: save it to a file first\n"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_a_fault() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = Dir::new("--- in/a.txt\nGood.\n--- in/closed/b.txt\nUnseen.");
    let closed = dir.path("in/closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("it is this process's own");
    let listed = fs::read_dir(&closed).is_ok();
    let report = dir.textmill("analyze in -p tokenize -q -o -").exits(0).report();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).expect("it is this process's own");
    let (documents, messages) = match listed {
        // A superuser may read everything.
        true => (2, Vec::new()),
        false => (1, vec!["in/closed: no permission to read it".to_string()]),
    };
    assert_eq!((&report["corpus"]["documents"], found(&report)), (&json!(documents), messages));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_in_good_order_and_the_state_goes_on() {
    let dir = Dir::new("");
    dir.write("a.jsonl", lines(3_000));
    let arguments = "analyze a.jsonl -q -p tokenize --batch-bytes 2K";
    dir.textmill(&format!("{arguments} -o expected.json")).exits(0);
    let again = format!("{arguments} -o found.json --state state --state-interval 0");
    let mut run = start(&dir, &again);
    loop {
        let begun = fs::read_dir(dir.path("state/runs")).map_or(0, Iterator::count) > 2;
        if begun || run.try_wait().expect("it is a child of this process").is_some() {
            break;
        }
        std::thread::yield_now();
    }
    let signal = Command::new("kill").args(["-INT", &run.id().to_string()]).status();
    assert!(signal.expect("kill is there on Unix").success());
    let ended = run.wait().expect("it is a child of this process");
    assert_eq!(ended.code(), Some(130));
    assert_eq!(dir.json("found.json")["complete"], false);
    dir.textmill(&again).exits(0);
    assert!(without_run(dir.json("found.json")) == without_run(dir.json("expected.json")));
}
