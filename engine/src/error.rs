//! What stops a run.

use std::fmt;

use textmill_corpus::CorpusError;

use crate::report::MergedError;

/// What stops a run before its end: a plugin that cannot be loaded, a setting that is wrong, a corpus that is not
/// there, a report that cannot be written.
///
/// What spoils one document is no error but a [fault](crate::Fault), a value in the report.
///
/// ```
/// use textmill::{ErrorKind, PluginSource};
///
/// let error = PluginSource::file("nowhere.wasm").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Plugin);
/// println!("{error}\n{}", error.hint().unwrap_or_default());
/// ```
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What an [`Error`] is about.
///
/// ```no_run
/// use textmill::{Engine, ErrorKind};
///
/// # let engine = Engine::builder().builtins().build()?;
/// let result = engine.texts().time_limit(std::time::Duration::from_millis(100)).analyze("One, two.");
/// match result {
///     Ok(result) => println!("{}", result.to_json()?),
///     Err(error) if error.kind() == ErrorKind::Deadline => println!("too slow"),
///     Err(error) => return Err(error),
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The inputs of a run: a path that is not there, a folder without documents.
    Corpus,
    /// A plugin: not WebAssembly, another interface, a manifest that is not lawful.
    Plugin,
    /// The plugins together: a layer that nobody provides, that two provide, that goes in a circle.
    Pipeline,
    /// A setting of a plugin or of the engine.
    Settings,
    /// Results that cannot be written.
    Output,
    /// A folder for the cache that cannot be used.
    Cache,
    /// A partial file that cannot be read, or does not join with others.
    Partial,
    /// A state folder that cannot be read or written, or is that of another run.
    State,
    /// A run or a call that was asked to stop before it had anything to show.
    Stopped,
    /// A call that took longer than it may.
    Deadline,
    /// A report that cannot be read: it has no schemas, or is not what they say.
    Report,
    /// A name that there is not: of an analyzer, layer, attribute or field that a result was asked for.
    Name,
    /// A thread, memory, or another means of the machine.
    System,
    /// An analyzer that ran out of time on more documents than a run may lose so.
    Timeouts,
}

/// What Unix says where a file would grow beyond what it may.
const EFBIG: i32 = 27;

impl Error {
    /// An error of whoever takes results, such as that they cannot be written.
    ///
    /// ```
    /// use std::io;
    /// use textmill::{Error, ErrorKind};
    ///
    /// let error = Error::of_output(io::Error::other("the disk is full"));
    /// assert_eq!(error.kind(), ErrorKind::Output);
    /// ```
    #[must_use]
    pub fn of_output(error: std::io::Error) -> Self {
        Self::new(ErrorKind::Output, error.to_string()).with_source(error)
    }

    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, source: None }
    }

    /// A result that cannot be written: `what` names it in the message.
    pub(crate) fn unwritten(what: &str, error: std::io::Error) -> Self {
        Self::new(ErrorKind::Output, format!("{what} cannot be written: {error}")).with_source(error)
    }

    /// An instance of a plugin for which the machine has no memory, or no other means.
    pub(crate) fn exhausted(plugin: &str, message: &str) -> Self {
        let message = format!("the machine has no room for an instance of `{plugin}`: {message}");
        Self::new(ErrorKind::System, message).with_hint(
            "fewer threads take fewer instances, each of which reserves some gigabytes of addresses",
        )
    }

    /// A run that was given up, since an analyzer ran out of time on more than so many documents.
    pub(crate) fn too_slow(plugin: &str, documents: u64) -> Self {
        let message = format!(
            "`{plugin}` ran out of its time on more than {documents} documents, so the run was given up"
        );
        Self::new(ErrorKind::Timeouts, message).with_hint(
            "give it more time (its limit `time_ms`), leave it out, or let a run lose more documents so",
        )
    }

    /// A source that cannot be read on, since the machine lacks something.
    pub(crate) fn unreadable(failure: &str) -> Self {
        let message = format!("the machine has no more to give to read on with: {failure}");
        Self::new(ErrorKind::System, message).with_hint("with a state, the same run resumes where it was")
    }

    /// A thread that the system does not give.
    pub(crate) fn no_thread(error: std::io::Error) -> Self {
        Self::new(ErrorKind::System, format!("there is no thread to be had: {error}")).with_source(error)
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What the error is about.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What can be done about it, where that is known.
    ///
    /// ```
    /// let error = textmill::Engine::builder().build().expect_err("there is no plugin");
    /// eprintln!("error: {error}");
    /// if let Some(hint) = error.hint() {
    ///     eprintln!("hint: {hint}");
    /// }
    /// ```
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        let limit = self.is_file_size_limit().then_some(match self.kind {
            ErrorKind::System => {
                "an instance stands in a file in memory, which may not grow beyond the file size limit of this process \
                 (ulimit -f): raise it, as with `ulimit -f unlimited`"
            }
            _ => {
                "a file may not grow beyond the file size limit of this process (ulimit -f) or of its file system: raise it, as \
                 with `ulimit -f unlimited`, or name a place on another file system"
            }
        });
        limit.or(self.hint.as_deref())
    }

    /// Whether a file has become as large as it may be. By then others have made strings of what the system said.
    fn is_file_size_limit(&self) -> bool {
        cfg!(unix) && self.message.contains(&std::io::Error::from_raw_os_error(EFBIG).to_string())
    }
}

impl From<CorpusError> for Error {
    fn from(error: CorpusError) -> Self {
        Self {
            kind: ErrorKind::Corpus,
            message: error.to_string(),
            hint: error.hint(),
            source: Some(Box::new(error)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}

impl From<MergedError> for Error {
    fn from(error: MergedError) -> Self {
        let kind = match &error {
            MergedError::Analyzer(_) | MergedError::Group(_) => ErrorKind::Name,
            MergedError::Schema(_) | MergedError::Misfit(_) => ErrorKind::Report,
        };
        Self::new(kind, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_file_that_may_not_grow_has_a_hint_whoever_says_so() {
        let too_large = || std::io::Error::from_raw_os_error(EFBIG);
        let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
        for (error, has_hint) in [
            (Error::of_output(too_large()), true),
            (Error::unwritten("the partial file", too_large()), true),
            (Error::exhausted("tokenize", &too_large().to_string()), true),
            (Error::new(ErrorKind::State, format!("state: {}", too_large())).with_hint("a folder"), true),
            (Error::of_output(full()), false),
            (Error::exhausted("tokenize", "Cannot allocate memory (os error 12)"), false),
        ] {
            let hint = error.hint().unwrap_or_default();
            let names_it = hint.contains("the file size limit of this process (ulimit -f)");
            assert_eq!(names_it, has_hint, "{error}: {hint}");
        }
    }
}
