//! What an earlier run left behind.

use std::path::{Path, PathBuf};

use textmill_corpus::Input;

use crate::error::{Error, ErrorKind};
use crate::partial::{self, Front, PartialHead, read_front};
use crate::report::{Fault, FaultSummary, Report};
use crate::scratch::Scratch;

/// What an earlier run left behind: its report, and whatever else there is of it.
///
/// With the partial file of the run, only the documents that were lost run again. A report alone has no states into which
/// more could be merged: analyzers that lost documents then run again over everything.
///
/// ```no_run
/// # let (engine, report): (textmill::Engine, textmill::Report) = todo!();
/// let mut corpus = textmill::Corpus::new().path("reviews.jsonl").open()?;
/// let earlier = textmill::Earlier::new(report).partial("reviews.part").documents("reviews.documents.jsonl");
/// let report = engine.analysis().retry(earlier, &mut corpus)?.run()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Earlier {
    pub(super) report: Report,
    pub(super) partials: Vec<PathBuf>,
    /// With whether it takes up what is found.
    pub(super) state: Option<(PathBuf, bool)>,
    pub(super) documents: Option<PathBuf>,
}

impl Earlier {
    /// A run of which there is the report.
    #[must_use]
    pub fn new(report: Report) -> Self {
        Self { report, partials: Vec::new(), state: None, documents: None }
    }

    /// Adds a partial file: that of the run, or several that were merged into the report.
    #[must_use]
    pub fn partial(mut self, file: impl Into<PathBuf>) -> Self {
        self.partials.push(file.into());
        self
    }

    /// Adds the folder of the run's state, with the partial files and lines of documents in it. When all that runs again is
    /// done, the state is that of a run with the limits of now.
    #[must_use]
    pub fn state(mut self, folder: impl Into<PathBuf>) -> Self {
        self.state = Some((folder.into(), true));
        self
    }

    /// As [`state`](Self::state), and leaves the state as it is.
    #[must_use]
    pub fn unchanged_state(mut self, folder: impl Into<PathBuf>) -> Self {
        self.state = Some((folder.into(), false));
        self
    }

    /// Adds the lines of documents, so that what is found now takes its place among them.
    #[must_use]
    pub fn documents(mut self, file: impl Into<PathBuf>) -> Self {
        self.documents = Some(file.into());
        self
    }
}

/// The states of a run, in one partial file.
#[derive(Debug)]
pub(super) struct States {
    pub(super) path: PathBuf,
    pub(super) head: PartialHead,
    pub(super) inputs: Vec<Input>,
    /// Those of analyzers; what a reader could not read stays as it is.
    pub(super) faults: Vec<Fault>,
    // Held so that a file that was joined stays until it is no longer needed.
    _joined: Option<Scratch>,
}

impl States {
    /// Joins the partial files of a run, and reads what is before their states. Files of a state do not know whether
    /// the run came to its end: `complete` says so.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] where a file cannot be read, or they are not of the run of the report.
    pub(super) fn read(report: &Report, files: &[PathBuf], complete: bool) -> Result<Option<Self>, Error> {
        let (path, joined) = match files {
            [] => return Ok(None),
            [path] => (path.clone(), None),
            several => {
                let (path, joined) = join(several)?;
                (path, Some(joined))
            }
        };
        let Front { mut head, inputs, faults } = read_front(&path)?;
        head.complete &= complete;
        check_is_of(report, &files[0], &head, &faults)?;
        let faults = faults.into_iter().filter(|fault| fault.analyzer.is_some()).collect();
        Ok(Some(Self { path, head, inputs, faults, _joined: joined }))
    }
}

fn join(files: &[PathBuf]) -> Result<(PathBuf, Scratch), Error> {
    let scratch = Scratch::new().map_err(super::no_temporary_file)?;
    let (mut joined, path) = scratch.file().map_err(super::no_temporary_file)?;
    partial::join(files, true, Some(&mut joined))?;
    Ok((path, scratch))
}

fn check_is_of(report: &Report, path: &Path, head: &PartialHead, faults: &[Fault]) -> Result<(), Error> {
    let listed = &report.faults.first;
    let differs = if head.provenance != report.provenance {
        Some("provenance")
    } else if head.corpus != report.corpus || head.complete != report.complete {
        Some("corpus")
    } else if faults.len() as u64 > report.faults.total || !faults.starts_with(listed) {
        Some("faults")
    } else {
        None
    };
    let Some(differs) = differs else { return Ok(()) };
    let message = format!("{}: is not of the run of the report: its {differs} are others", path.display());
    Err(Error::new(ErrorKind::Partial, message)
        .with_hint("give the partial file that was written with the report, or none"))
}

/// The analyzers that lost documents.
pub(super) fn at_fault(faults: &FaultSummary) -> impl Iterator<Item = &str> {
    faults.by.keys().map(String::as_str).filter(|name| *name != FaultSummary::READER)
}
