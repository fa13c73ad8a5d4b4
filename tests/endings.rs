//! How runs end that something else ends: a signal while nothing comes, a limit of the system, files that lie. What was done is
//! kept or refused, and it is said which.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Output, Stdio};


use crate::harness::Dir;

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
