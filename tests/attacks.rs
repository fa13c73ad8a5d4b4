//! Runs that are killed at a system call, and runs on a machine that has no more to give: nothing is lost, nothing is half
//! there, and nothing is wrong. Small here; `cargo xtask attack` goes through all of it, and prints the figures.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::harness::{Dir, with_faulty, without_run};
use crate::retry;

/// Whether all is gone through.
fn is_full() -> bool {
    env::var_os("TEXTMILL_ATTACK").is_some()
}

/// What came of a suite.
#[derive(Default)]
struct Figures {
    tried: u64,
    /// Ended with a message, and what was there stayed.
    refused: u64,
    /// Gave what an undisturbed run gives.
    same: u64,
    wrong: Vec<String>,
}

impl Figures {
    fn note(&mut self, what: &str, outcome: Result<bool, String>) {
        self.tried += 1;
        match outcome {
            Ok(true) => self.same += 1,
            Ok(false) => self.refused += 1,
            Err(problem) => self.wrong.push(format!("{what}: {problem}")),
        }
    }

    /// Prints the figures, and fails where something was wrong.
    #[track_caller]
    fn end(self, suite: &str) {
        let Self { tried, refused, same, wrong } = self;
        println!("{suite}: {tried} tried, {refused} refused, {same} same, {} wrong", wrong.len());
        assert!(wrong.is_empty(), "{suite}: {wrong:#?}");
        assert!(tried > 0 && same + refused == tried, "{suite}");
    }
}

/// The system calls by which files are changed: between two of them, nothing on disk differs.
const CHANGING: &str = "openat,write,pwrite64,writev,rename,renameat,renameat2,unlink,unlinkat,rmdir,fsync,fdatasync,\
                        ftruncate,mkdir,mkdirat,flock,link,linkat,copy_file_range,sendfile";

/// Runs a command that is killed at the `at`-th such call of any thread; whether it was.
fn kill_at(dir: &Dir, arguments: &str, at: u32) -> Option<bool> {
    let mut command = Command::new("strace");
    let trace = format!("trace={CHANGING}");
    let inject = format!("inject={CHANGING}:signal=KILL:when={at}");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject]);
    command.arg(env!("CARGO_BIN_EXE_textmill")).args(arguments.split_whitespace());
    command.current_dir(dir.path("")).env("XDG_CACHE_HOME", caches());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Some(command.status().ok()?.signal() == Some(9))
}

/// The calls at which a command is killed: all of them, or each `step`-th.
fn calls(step: usize) -> impl Iterator<Item = u32> {
    (1..).step_by(if is_full() { 1 } else { step })
}

/// The folder for caches that the harness has, too: an analyzer of the tests takes seconds to compile.
fn caches() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("caches")
}

/// Kills a command at one call after another until it ends by itself. Before each, `begin` lays out the files; after it,
/// `check` says whether all is well.
fn kill_at_each_call(
    suite: &str,
    dir: &Dir,
    (arguments, step): (&str, usize),
    mut begin: impl FnMut(),
    mut check: impl FnMut() -> Result<bool, String>,
) {
    let mut figures = Figures::default();
    for at in calls(step) {
        begin();
        let Some(was_killed) = kill_at(dir, arguments, at) else {
            let is_required = std::env::var_os("KILL_TESTS").is_some_and(|value| value == "required");
            assert!(!is_required, "{suite}: there is no strace");
            println!("{suite}: there is no strace");
            return;
        };
        figures.note(&format!("call {at}"), check());
        if !was_killed {
            break;
        }
        assert!(at < 20_000, "{suite}: it never ends by itself");
    }
    figures.end(suite);
}

fn lines(documents: usize) -> String {
    let line = |index: usize| {
        let text = format!(
            "Document {index} tells of harbour {}. {}",
            index % 7,
            "سوق قرب الميناء ".repeat(index % 3)
        );
        let city = ["Leeds", "القاهرة"][index % 2];
        format!("{}\n", json!({"text": text, "city": city}))
    };
    (0..documents).map(line).collect()
}

/// Runs a command without disturbance.
fn run(dir: &Dir, arguments: &str) -> Output {
    limited(dir, "", arguments)
}

/// Runs a command in a shell in which `limit` was said before.
fn limited(dir: &Dir, limit: &str, arguments: &str) -> Output {
    let script = format!("{limit}\nexec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_textmill")]).args(arguments.split_whitespace());
    command.current_dir(dir.path("")).env("XDG_CACHE_HOME", caches()).stdin(Stdio::null());
    command.output().expect("there is a shell")
}

fn succeeds(output: &Output) -> Result<(), String> {
    match output.status.code() {
        Some(0) => Ok(()),
        code => Err(format!("{code:?} {}", String::from_utf8_lossy(&output.stderr))),
    }
}

fn is_same_report(dir: &Dir, found: &str, expected: &str) -> Result<(), String> {
    match without_run(dir.json(found)) == without_run(dir.json(expected)) {
        true => Ok(()),
        false => Err(format!("{found} is not {expected}")),
    }
}

fn is_same_file(dir: &Dir, found: &str, expected: &str) -> Result<(), String> {
    match dir.read(found) == dir.read(expected) {
        true => Ok(()),
        false => Err(format!("{found} is not {expected}")),
    }
}

/// Nothing that was to become an output is left, once a run has ended by itself. One that was killed a moment ago is left
/// to the next.
fn temporary_files(dir: &Dir) -> usize {
    let entries = fs::read_dir(dir.path("")).expect("it is there").flatten();
    entries.filter(|entry| entry.file_name().as_encoded_bytes().ends_with(b".part")).count()
}

#[test]
fn a_run_with_a_state_is_killed_at_each_call() {
    let dir = Dir::new("");
    dir.write("in/a.jsonl", lines(9));
    dir.write("in/b.jsonl", lines(5));
    let arguments = "analyze in -q -p tokenize --batch-bytes 300 --group-by city --threads 2";
    succeeds(&run(&dir, &format!("{arguments} --documents expected.jsonl -o expected.json")))
        .expect("it is sound");
    let again = format!("{arguments} --documents found.jsonl -o found.json --state state --state-interval 0");
    let begin = || {
        let _ = fs::remove_dir_all(dir.path("state"));
        dir.write("found.json", "old");
        dir.write("found.jsonl", "old");
    };
    let check = || {
        if !["old", &dir.read("expected.jsonl")].contains(&&*dir.read("found.jsonl")) {
            return Err("found.jsonl is neither old nor new".to_owned());
        }
        succeeds(&run(&dir, &again))?;
        is_same_report(&dir, "found.json", "expected.json")?;
        is_same_file(&dir, "found.jsonl", "expected.jsonl")?;
        Ok(true)
    };
    kill_at_each_call("kills of analyze --state", &dir, (&again, 9), begin, check);
}

#[test]
fn a_merge_is_killed_at_each_call() {
    let dir = Dir::new("");
    for part in ["a", "b"] {
        dir.write(&format!("{part}.jsonl"), lines(12));
        let arguments =
            format!("analyze {part}.jsonl -q -p tokenize --root . --partial {part}.in -o {part}.json");
        succeeds(&run(&dir, &arguments)).expect("it is sound");
    }
    succeeds(&run(&dir, "merge a.in b.in -q -o expected.json --partial expected.in")).expect("they join");
    let begin = || {
        dir.write("found.json", "old");
        dir.write("found.in", "old");
    };
    let arguments = "merge a.in b.in -q -o found.json --partial found.in";
    let check = || {
        if dir.read("found.json") != "old" {
            is_same_report(&dir, "found.json", "expected.json")?;
        }
        if dir.read("found.in") != "old" {
            is_same_file(&dir, "found.in", "expected.in")?;
        }
        succeeds(&run(&dir, arguments))?;
        is_same_report(&dir, "found.json", "expected.json")?;
        is_same_file(&dir, "found.in", "expected.in")?;
        Ok(true)
    };
    kill_at_each_call("kills of merge", &dir, (arguments, 9), begin, check);
}

#[test]
fn a_retry_is_killed_at_each_call() {
    for (written, kept) in [("--partial NAME.in", "lost.in"), ("--state NAME.state", "lost.state")] {
        let dir = retry::dir(&format!("{written} --documents NAME.jsonl"));
        let files = ["lost.json", "lost.jsonl", kept];
        copy(&dir.path(""), &dir.path("saved"), &files);
        let begin = || {
            for entry in fs::read_dir(dir.path("")).expect("it is there").flatten() {
                if entry.file_name().as_encoded_bytes().starts_with(b".textmill") {
                    fs::remove_file(entry.path()).expect("it is a file");
                }
            }
            copy(&dir.path("saved"), &dir.path(""), &files);
        };
        let arguments = format!("retry lost.json -q {}", retry::LARGE);
        let check = || {
            succeeds(&run(&dir, &arguments))?;
            is_same_report(&dir, "lost.json", "whole.json")?;
            is_same_file(&dir, "lost.jsonl", "whole.jsonl")?;
            if kept == "lost.in" {
                return is_same_file(&dir, kept, "whole.in").map(|()| true);
            }
            let more = "--state lost.state --documents again.jsonl -o again.json";
            succeeds(&run(&dir, &format!("analyze in -q -p ./faulty.wasm {} {more}", retry::LARGE)))?;
            is_same_report(&dir, "again.json", "whole.json").map(|()| true)
        };
        kill_at_each_call(&format!("kills of retry with {kept}"), &dir, (&arguments, 71), begin, check);
        fs::remove_dir_all(dir.path("saved")).expect("it was copied there");
    }
}

/// Copies files and folders from one folder to another, in place of what is there.
fn copy(from: &Path, to: &Path, names: &[&str]) {
    fs::create_dir_all(to).expect("folders can be made");
    for name in names {
        let (from, to) = (from.join(name), to.join(name));
        if from.is_dir() {
            let _ = fs::remove_dir_all(&to);
            let below: Vec<String> = fs::read_dir(&from)
                .expect("it is a folder")
                .flatten()
                .map(|entry| entry.file_name().into_string().expect("names of ours"))
                .collect();
            copy(&from, &to, &below.iter().map(String::as_str).collect::<Vec<_>>());
        } else {
            fs::copy(&from, &to).expect("files can be copied");
        }
    }
}

/// Runs under one limit after another. Each gives what a run without one gives, or ends with a message that says what was
/// lacking; and then the same command without a limit goes on from its state.
fn limits_of(suite: &str, dir: &Dir, arguments: &str, limits: &[(String, &str)], messages: &[&str]) {
    succeeds(&run(dir, &format!("{arguments} -o expected.json"))).expect("it is sound");
    let again = format!("{arguments} -o found.json --state state --state-interval 0");
    let mut figures = Figures::default();
    for (limit, options) in limits {
        let _ = fs::remove_dir_all(dir.path("state"));
        let _ = fs::remove_file(dir.path("found.json"));
        let output = limited(dir, limit, &format!("{again} {options}"));
        let outcome = judged(dir, &output, &again, "found.json", messages);
        figures.note(&format!("{limit} {options}"), outcome);
    }
    assert_eq!(temporary_files(dir), 0, "{suite}");
    figures.end(suite);
}

/// What became of a run under a limit: it gave the same, or said what was lacking, and then `again` goes on without one.
fn judged(dir: &Dir, output: &Output, again: &str, found: &str, messages: &[&str]) -> Result<bool, String> {
    let stderr = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => is_same_report(dir, found, "expected.json").map(|()| true),
        Some(1) if stderr.contains("panicked") => Err(format!("a panic: {stderr}")),
        Some(1) if messages.iter().any(|message| stderr.contains(message)) => {
            succeeds(&run(dir, again))?;
            is_same_report(dir, found, "expected.json").map(|()| false)
        }
        code => Err(format!("{code:?} {stderr}")),
    }
}

fn corpus_of_files() -> Dir {
    let dir = Dir::new("");
    for index in 0..12 {
        dir.write(&format!("in/{index:02}.jsonl"), lines(4));
    }
    dir
}

const ANALYZE: &str = "analyze in -q -p tokenize --batch-bytes 300 --group-by city --documents lines.jsonl";

#[test]
fn files_that_are_not_to_be_had_end_the_run() {
    let most = if is_full() { 40 } else { 9 };
    let limits = (4..most).flat_map(|files| {
        ["--threads 1", "--threads 3"].map(|options| (format!("ulimit -n {files}"), options))
    });
    let limits: Vec<_> = limits.step_by(if is_full() { 1 } else { 3 }).collect();
    limits_of(
        "limits of open files",
        &corpus_of_files(),
        ANALYZE,
        &limits,
        &["oo many open files", "os error 24"],
    );
}

/// A disk of so many KiB is mounted where nobody else sees it, fills up, and grows.
#[test]
fn a_disk_that_is_full_ends_the_run() {
    let sizes: Vec<u32> = if is_full() { (1..=64).collect() } else { vec![2, 8, 32] };
    let dir = corpus_of_files();
    succeeds(&run(&dir, &format!("{ANALYZE} -o expected.json"))).expect("it is sound");
    let mut figures = Figures::default();
    for kibibytes in sizes.into_iter().map(|size| 4 * size) {
        dir.write("small/.keep", "");
        let script = format!(
            "mount -t tmpfs -o size={kibibytes}k tmpfs small || exit 99
             analyze() {{ \"$0\" {ANALYZE} --merge-memory 1K --state small/state --state-interval 0 -o small/found.json; }}
             analyze; ended=$?
             mount -o remount,size=64m small || exit 99
             analyze || exit 98
             cp small/found.json found.json && exit $ended"
        );
        let mut command = Command::new("unshare");
        command.args(["-m", "sh", "-c", &script, env!("CARGO_BIN_EXE_textmill")]).current_dir(dir.path(""));
        let output = command.env("TEXTMILL_NO_COMPILED_CACHE", "1").output();
        let stderr = output.as_ref().map(|output| String::from_utf8_lossy(&output.stderr).into_owned());
        let stderr = stderr.unwrap_or_default();
        let outcome = match output.ok().and_then(|output| output.status.code()) {
            Some(code @ (0 | 1)) => match code == 0 || stderr.contains("No space left on device") {
                true => is_same_report(&dir, "found.json", "expected.json").map(|()| code == 0),
                false => Err(stderr),
            },
            Some(98) => Err(format!("it does not go on: {stderr}")),
            _ => {
                println!("limits of disk: no disk can be mounted here: {stderr}");
                return;
            }
        };
        figures.note(&format!("{kibibytes} KiB"), outcome);
    }
    figures.end("limits of disk");
}

#[test]
fn addresses_that_are_not_to_be_had_end_the_run() {
    let most = if is_full() { 64 } else { 24 };
    let limits = (1..most).map(|gigabytes| {
        let options = ["--threads 1", "--threads 2", "--threads 8"][gigabytes as usize % 3];
        (format!("ulimit -v {}", gigabytes * 1_000_000), options)
    });
    let limits: Vec<_> = limits.step_by(if is_full() { 1 } else { 5 }).collect();
    let messages =
        ["the machine has no", "there is no thread", "annot allocate", "mmap failed", "os error 12"];
    limits_of("limits of address space", &corpus_of_files(), ANALYZE, &limits, &messages);
}

/// Who may do everything has any number of threads: so the run is another user's, which only such a one can have it be.
#[test]
fn threads_that_are_not_to_be_had_end_the_run() {
    const USER: &str = "setpriv --reuid=54321 --clear-groups --inh-caps=-all --bounding-set=-all";
    let dir = corpus_of_files();
    let opened = Command::new("chmod").args(["-R", "a+rwX"]).arg(dir.path("")).status();
    assert!(opened.is_ok_and(|status| status.success()), "chmod is there on Unix");
    if !limited(&dir, &format!("exec {USER} \"$0\" --version"), "").status.success() {
        println!("limits of threads: the program cannot be another user's here");
        return;
    }
    let most = if is_full() { 24 } else { 8 };
    succeeds(&run(&dir, &format!("{ANALYZE} -o expected.json"))).expect("it is sound");
    let messages = ["no thread", "os error 11"];
    let mut figures = Figures::default();
    for threads in 0..most {
        let limit = format!("exec {USER} prlimit --nproc={threads}:{threads} \"$0\" \"$@\"");
        let again = format!("{ANALYZE} -o found-{threads}.json --state state-{threads} --state-interval 0");
        let output = limited(&dir, &limit, &format!("{again} --threads 4"));
        let outcome = judged(&dir, &output, &again, &format!("found-{threads}.json"), &messages);
        figures.note(&limit, outcome);
        let _ = fs::remove_file(dir.path("lines.jsonl"));
    }
    figures.end("limits of threads");
}

/// A folder of documents of which each second one takes an analyzer for ever.
fn slow() -> Dir {
    let line = |index: usize| {
        let word = if index.is_multiple_of(2) { "LOOP" } else { "fine" };
        format!("{}\n", json!({"text": format!("{word} {index}")}))
    };
    let dir = Dir::new("");
    dir.write("a.jsonl", (0..24).map(line).collect::<String>());
    with_faulty(&dir);
    dir
}

#[test]
fn an_analyzer_that_runs_out_of_time_again_and_again_ends_the_run() {
    let dir = slow();
    let arguments = "analyze a.jsonl -q -p ./faulty.wasm --limit time_ms=200";
    for threads in [1, 3] {
        let run = dir
            .textmill(&format!("{arguments} --max-timeouts 5 --threads {threads} -o given-up.json"))
            .exits(1);
        assert_eq!(
            run.stderr(),
            "textmill: `faulty` ran out of its time on more than 5 documents, so the run was given up\n\
             hint: give it more time (--limit NAME.time_ms=60000), leave it out, or let it lose more documents so \
             (--max-timeouts N); with --state DIR a run can be resumed\n",
            "{threads} threads"
        );
        assert!(!dir.path("given-up.json").exists());
    }
    let report = dir.textmill(&format!("{arguments} --max-timeouts 12 -o -")).exits(0).report();
    assert_eq!(report["faults"]["by"]["faulty"]["timeout"], 12);
    // What was done is kept, and the run goes on where it was with another number.
    let with_state = format!("{arguments} --state state --state-interval 0 --batch-bytes 16 -o found.json");
    let run = dir.textmill(&format!("{with_state} --max-timeouts 5")).exits(1);
    assert!(run.stderr().contains("the same command resumes from state"), "{}", run.stderr());
    let state = dir.json("state/state.json");
    assert!(state.to_string().contains("\"items\""), "{state}");
    dir.textmill(&format!("{with_state} --max-timeouts 20")).exits(0);
    let found: BTreeMap<String, Value> =
        serde_json::from_value(without_run(dir.json("found.json"))).expect("an object");
    let expected: BTreeMap<String, Value> = serde_json::from_value(without_run(report)).expect("an object");
    assert_eq!(found, expected);
}

#[test]
fn a_second_interrupt_ends_at_once() {
    use std::time::{Duration, Instant};

    let dir = slow();
    let mut command = Command::new(env!("CARGO_BIN_EXE_textmill"));
    command.args("analyze a.jsonl -p ./faulty.wasm --limit time_ms=30000 -o found.json".split(' '));
    let mut child = command.current_dir(dir.path("")).stderr(Stdio::piped()).spawn().expect("it was built");
    let interrupt = |child: &std::process::Child| {
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(sent.expect("kill is there on Unix").success());
    };
    // It has begun when its result has a place.
    let started = Instant::now();
    while temporary_files(&dir) == 0 && started.elapsed() < Duration::from_secs(60) {
        std::thread::yield_now();
    }
    interrupt(&child);
    let second = Instant::now();
    while child.try_wait().expect("it is a child of this process").is_none() {
        // The first may have come before there was anything to finish.
        interrupt(&child);
        std::thread::sleep(Duration::from_millis(100));
    }
    // What the first alone would wait for takes thirty.
    assert!(second.elapsed() < Duration::from_secs(15), "{:?}", second.elapsed());
    assert_eq!(child.wait().expect("it has ended").code(), Some(130));
    assert_eq!(temporary_files(&dir), 0);
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    use std::io::Read as _;

    let dir = Dir::new("");
    dir.write("a.jsonl", lines(3_000));
    for output in ["--documents -", "-o - --documents lines.jsonl"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_textmill"));
        command.args("analyze a.jsonl -p tokenize -q".split(' ')).args(output.split(' '));
        command.current_dir(dir.path("")).env("TEXTMILL_NO_COMPILED_CACHE", "1");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it was built");
        // As `head` does, it reads a little and goes.
        let mut stdout = child.stdout.take().expect("it is piped");
        stdout.read_exact(&mut [0]).expect("something is printed");
        drop(stdout);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{output}");
        assert_eq!(ended.status.code(), Some(0), "{output}");
    }
}
