//! What the command line says when it cannot continue, and the exit codes.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::terminal::text::lines;
use crate::terminal::{INTERRUPTED, Paint, Style, Terminal};

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Done, but documents had faults and `--strict` was given.
    Faults,
    /// Done, and the answer is no: what was tested or verified does not hold.
    Differs,
    /// Stopped by Ctrl-C, with a report that says so.
    Stopped,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Faults => Self::from(3),
            Exit::Differs => Self::from(4),
            Exit::Stopped => Self::from(INTERRUPTED),
        }
    }
}

/// What stops a command, with the way out where there is one.
#[derive(Debug)]
pub(crate) struct Error {
    kind: Kind,
    message: String,
    hint: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The command could not be done.
    Failed,
    /// The command line makes no sense.
    Usage,
    /// Whoever read the output has had enough, as `head` has: no error, but there is no use in continuing.
    ClosedPipe,
}

/// What to do where a file would grow beyond what it may.
const FILE_SIZE_LIMIT: &str = "a file may not grow beyond the file size limit of this process (ulimit -f) or of its file system: raise it, as with \
     `ulimit -f unlimited`, or name a place on another file system";

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { kind: Kind::Failed, message: message.into(), hint: None }
    }

    /// The command line makes no sense.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, ..Self::new(message) }
    }

    #[must_use]
    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// A file or a stream that cannot be written or read. `place` names it.
    pub(crate) fn io(place: impl fmt::Display, error: &io::Error) -> Self {
        let kind = if error.kind() == io::ErrorKind::BrokenPipe { Kind::ClosedPipe } else { Kind::Failed };
        let hint = (error.kind() == io::ErrorKind::FileTooLarge).then(|| FILE_SIZE_LIMIT.to_owned());
        Self { kind, hint, ..Self::new(format!("{place}: {error}")) }
    }

    /// A file of the command's own that cannot be written or read.
    pub(crate) fn temporary(error: &io::Error) -> Self {
        let error = Self::io(unnamed_file(), error);
        match error.hint {
            Some(_) => error,
            None => error.with_hint("TMPDIR names another place"),
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self.kind {
            Kind::ClosedPipe => ExitCode::SUCCESS,
            Kind::Failed => ExitCode::from(1),
            Kind::Usage => ExitCode::from(2),
        }
    }

    /// Tells it on stderr.
    pub(crate) fn print(&self) {
        if self.kind != Kind::ClosedPipe {
            // Where stderr is closed there is nobody left to tell.
            let _ = io::stderr().write_all(self.rendered(Terminal::stderr().paint).as_bytes());
        }
    }

    fn rendered(&self, paint: Paint) -> String {
        let mut page = format!("{} {}\n", paint.style(Style::Bad, "textmill:"), lines(&self.message));
        if let Some(hint) = &self.hint {
            page.push_str(&format!("{} {}\n", paint.style(Style::Good, "hint:"), lines(hint).trim_end()));
        }
        page
    }
}

/// What a file of the command's own is called.
pub(crate) fn unnamed_file() -> String {
    format!("a temporary file in {}", std::env::temp_dir().display())
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<textmill::Error> for Error {
    fn from(error: textmill::Error) -> Self {
        let kind = if is_closed_pipe(&error) { Kind::ClosedPipe } else { Kind::Failed };
        Self { kind, message: error.to_string(), hint: error.hint().map(str::to_owned) }
    }
}

impl From<textmill::CorpusError> for Error {
    fn from(error: textmill::CorpusError) -> Self {
        Self { hint: error.hint(), ..Self::new(error.to_string()) }
    }
}

fn is_closed_pipe(error: &textmill::Error) -> bool {
    let first = std::error::Error::source(error);
    std::iter::successors(first, |cause| cause.source())
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_out_stands_in_a_line_of_its_own() {
        let error = Error::new("a.txt: no such file").with_hint("name one that is there\n");
        assert_eq!(
            error.rendered(Paint::default()),
            "textmill: a.txt: no such file\nhint: name one that is there\n"
        );
        assert_eq!(error.exit_code(), ExitCode::from(1));
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let error = Error::usage("a\x1b[2Jb\nc");
        assert_eq!(error.rendered(Paint::default()), "textmill: a\\u{1b}[2Jb\nc\n");
        assert_eq!(error.exit_code(), ExitCode::from(2));
    }

    #[test]
    fn a_closed_pipe_is_no_error() {
        let error = Error::io("out", &io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(error.exit_code(), ExitCode::SUCCESS);
    }
}
