//! Runs the real binary on files written in one string.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

/// A folder of its own for one test, removed at its end.
pub(crate) struct Dir {
    folder: tempfile::TempDir,
}

impl Dir {
    /// Writes files, each after a line `--- name`; what stands before the first is left out. A file ends where the next
    /// begins, without the last line break.
    pub(crate) fn new(files: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let dir = Self { folder };
        for part in format!("\n{files}").split("\n--- ").skip(1) {
            let (name, content) = part.split_once('\n').unwrap_or((part, ""));
            dir.write(name, content);
        }
        dir
    }

    /// Writes one more file.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a name below the folder")).expect("folders can be made");
        fs::write(path, content).expect("files can be written");
    }

    /// The path of a file.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A file as JSON.
    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A file as JSON Lines.
    pub(crate) fn json_lines(&self, name: &str) -> Vec<Value> {
        let parse =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}: {line}"));
        self.read(name).lines().map(parse).collect()
    }

    /// Runs `textmill` in the folder with arguments divided by blanks.
    pub(crate) fn textmill(&self, arguments: &str) -> Run {
        self.textmill_with(arguments.split_whitespace(), "")
    }

    /// Runs `textmill` in the folder with a standard input.
    pub(crate) fn textmill_with<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        stdin: &str,
    ) -> Run {
        let mut command = self.command(arguments);
        // The user's own folder for caches is none of a test's business.
        match &*COMPILED {
            Some(caches) => command.env("XDG_CACHE_HOME", caches),
            None => command.env("TEXTMILL_NO_COMPILED_CACHE", "1"),
        };
        self.run(command, stdin)
    }

    /// Runs `textmill` in the folder with arguments divided by blanks and a standard output of the test's own.
    #[cfg(unix)]
    pub(crate) fn textmill_into(&self, arguments: &str, stdout: Stdio) -> Run {
        let mut command = self.command(arguments.split_whitespace());
        command.env("TEXTMILL_NO_COMPILED_CACHE", "1").stdin(Stdio::null()).stdout(stdout);
        let output = command.stderr(Stdio::piped()).spawn().and_then(|child| child.wait_with_output());
        Run {
            output: output.expect("the binary was built with the test"),
            folder: self.folder.path().to_path_buf(),
        }
    }

    /// Runs `textmill` in the folder with arguments divided by blanks, where the user's folder for caches is `caches`.
    pub(crate) fn textmill_caching(&self, caches: &str, arguments: &str) -> Run {
        let mut command = self.command(arguments.split_whitespace());
        command.env("XDG_CACHE_HOME", self.path(caches));
        self.run(command, "")
    }

    fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_textmill"));
        command.args(arguments).current_dir(self.folder.path());
        for variable in ["NO_COLOR", "COLUMNS", "TEXTMILL_NO_COMPILED_CACHE"] {
            command.env_remove(variable);
        }
        command
    }

    fn run(&self, mut command: Command, stdin: &str) -> Run {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was built with the test");
        let mut input = child.stdin.take().expect("it is piped");
        // A program that does not read its input may be gone before it is written.
        let _ = input.write_all(stdin.as_bytes());
        drop(input);
        let output = child.wait_with_output().expect("the binary ends");
        Run { output, folder: self.folder.path().to_path_buf() }
    }
}

/// A folder for the caches of all tests, so that not each of them compiles the analyzers; nothing where the machine has
/// no place for one that the program would trust.
static COMPILED: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let caches = Path::new(env!("CARGO_TARGET_TMPDIR")).join("caches");
    let mut command = Command::new(env!("CARGO_BIN_EXE_textmill"));
    let tried = command.args(["plugin", "list"]).env("XDG_CACHE_HOME", &caches).output();
    tried.is_ok_and(|output| output.status.success() && output.stderr.is_empty()).then_some(caches)
});

/// What a run of the binary gave.
pub(crate) struct Run {
    output: Output,
    folder: PathBuf,
}

impl Run {
    /// Checks the exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.output.status.code(), Some(code), "\n{}{}", self.stdout(), self.stderr());
        self
    }

    /// The standard output.
    pub(crate) fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    /// The standard error, in which the test's folder is `DIR`.
    pub(crate) fn stderr(&self) -> String {
        let folder = self.folder.display().to_string();
        String::from_utf8_lossy(&self.output.stderr).replace(&folder, "DIR")
    }

    /// The standard output as JSON: the report, with `-o -`.
    #[track_caller]
    pub(crate) fn report(&self) -> Value {
        serde_json::from_slice(&self.output.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}{}", self.stdout(), self.stderr()))
    }
}

/// A report without what belongs to one run.
pub(crate) fn without_run(mut report: Value) -> Value {
    report.as_object_mut().expect("a report is an object").remove("run").expect("a report says of its run");
    report
}

/// The folder of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands below the repository")
}

/// Writes the test plugin that goes wrong on demand.
pub(crate) fn with_faulty(dir: &Dir) {
    dir.write("faulty.wasm", textmill_test_plugins::FAULTY);
}
