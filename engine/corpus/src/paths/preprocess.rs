//! Files that a program of the user's makes text of.

use std::env;
use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::overrides::Override;
use serde_json::{Value, json};

use crate::damage::damage;
use crate::regular::Regular;

/// Bytes of what a program says of its failure that a message has.
const MAX_COMPLAINT: u64 = 400;

/// A program that is given files and prints what is read in their place.
#[derive(Clone, Debug)]
pub(crate) struct Preprocessor {
    command: PathBuf,
    /// Which files it is given, and how that was written.
    files: Override,
    globs: Vec<String>,
}

impl Preprocessor {
    /// A program by its path, or by its name in a folder of `PATH`, for the files that `files` does not leave out.
    pub(crate) fn new(command: PathBuf, files: Override, globs: Vec<String>) -> Self {
        Self { command, files, globs }
    }

    /// Whether there is such a program, as far as that can be known before it is run.
    pub(crate) fn is_there(&self) -> bool {
        let in_folder = |folder: PathBuf| folder.join(&self.command).is_file();
        // Other systems add endings to names.
        !cfg!(unix)
            || self.command.is_file()
            || (self.command.components().count() == 1
                && env::var_os("PATH").is_some_and(|folders| env::split_paths(&folders).any(in_folder)))
    }

    /// Whether it is given a file.
    pub(crate) fn takes(&self, path: &Path) -> bool {
        !self.files.matched(path, false).is_ignore()
    }

    /// What decides on the documents, for people and for comparison.
    pub(crate) fn settings(&self) -> Value {
        json!({"command": self.command.display().to_string(), "globs": self.globs})
    }

    /// Starts the program with the file's path as its argument and the file as its standard input.
    ///
    /// # Errors
    /// A file that cannot be opened, and a program that cannot be started.
    pub(crate) fn start(&self, file: &Regular) -> io::Result<(Running, Printed)> {
        let complaints = tempfile::tempfile()?;
        let name = self.command.display().to_string();
        let mut child = Command::new(&self.command)
            .arg(file.path())
            .stdin(file.open()?)
            .stdout(Stdio::piped())
            .stderr(complaints.try_clone()?)
            .spawn()
            .map_err(|error| damage(format!("`{name}` cannot be run: {error}")))?;
        let stdout = child.stdout.take().expect("it is piped");
        let child = Arc::new(Mutex::new(child));
        Ok((Running(Arc::clone(&child)), Printed { stdout, child, complaints, name }))
    }
}

/// A program that is running, until this is dropped.
pub(crate) struct Running(Arc<Mutex<Child>>);

impl Drop for Running {
    fn drop(&mut self) {
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One that has ended cannot be killed, and need not be.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// What a program prints. It ends in an error where the program fails.
pub(crate) struct Printed {
    stdout: ChildStdout,
    child: Arc<Mutex<Child>>,
    complaints: File,
    name: String,
}

impl Read for Printed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stdout.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            return Ok(read);
        }
        let status = self.child.lock().unwrap_or_else(PoisonError::into_inner).wait()?;
        if status.success() { Ok(0) } else { Err(damage(self.failure(&status.to_string()))) }
    }
}

impl Printed {
    /// How the program ended, and the first line of what it said.
    fn failure(&mut self, status: &str) -> String {
        let mut said = Vec::new();
        // Without what it said, it is still known how it ended.
        let _ = self
            .complaints
            .rewind()
            .and_then(|()| (&self.complaints).take(MAX_COMPLAINT).read_to_end(&mut said));
        let said = String::from_utf8_lossy(&said);
        match said.lines().map(str::trim).find(|line| !line.is_empty()) {
            Some(line) => format!("`{}` failed ({status}): {line}", self.name),
            None => format!("`{}` failed ({status})", self.name),
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// A program that is a script, and a file for it.
    fn script(script: &str) -> (tempfile::TempDir, Preprocessor) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(folder.path().join("a.txt"), "The harbour reopened.").unwrap();
        (folder, Preprocessor::new(path, Override::empty(), Vec::new()))
    }

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let (folder, preprocessor) = script(text);
        let (_running, mut printed) = preprocessor.start(&Regular::new(folder.path().join("a.txt"))).unwrap();
        let mut read = String::new();
        let name = folder.path().join("program").display().to_string();
        let result =
            printed.read_to_string(&mut read).map_err(|error| error.to_string().replace(&name, "PROGRAM"));
        assert_eq!(result.map(|_| read.as_str()), expected.map_err(str::to_owned));
    }

    #[test]
    fn a_program_is_given_the_file_and_its_path() {
        check("tr a-z A-Z", Ok("THE HARBOUR REOPENED."));
        check("cat \"$1\"", Ok("The harbour reopened."));
        // Whatever it does not read, and however much it says.
        check("head -c 3 /dev/zero | tr '\\0' x; head -c 300000 /dev/zero >&2", Ok("xxx"));
    }

    #[test]
    fn a_program_that_fails_is_an_error() {
        check(
            "echo; echo 'no such page' >&2; echo more >&2; exit 3",
            Err("`PROGRAM` failed (exit status: 3): no such page"),
        );
        check("exit 1", Err("`PROGRAM` failed (exit status: 1)"));
    }

    #[test]
    fn what_is_not_read_to_its_end_is_ended() {
        let (folder, preprocessor) = script("exec sleep 1000");
        let (running, printed) = preprocessor.start(&Regular::new(folder.path().join("a.txt"))).unwrap();
        drop(printed);
        drop(running);
    }

    #[test]
    fn programs_are_found_before_they_are_run() {
        let found =
            |command: &str| Preprocessor::new(command.into(), Override::empty(), Vec::new()).is_there();
        assert!(found("sh") && found("/bin/sh"));
        assert!(!found("no-such-program-at-all") && !found("/no/such/program") && !found("./sh"));
    }
}
