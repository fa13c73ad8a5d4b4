//! States that outgrow their memory: put on disk as sorted runs, which are joined in the end.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use textmill_corpus::Input;

use super::{Joined, PartialHead, join_into, join_own, write_tally};
use crate::error::{Error, ErrorKind};
use crate::plugin::Pipeline;
use crate::scratch::Scratch;
use crate::tally::{FaultLog, Tally};

/// Where a run puts what does not fit into memory.
#[derive(Debug)]
pub(crate) struct Spill<'a> {
    pipeline: &'a Pipeline,
    /// The head of every file, but for the counts.
    head: PartialHead,
    folder: SpillFolder,
    all_faults: bool,
    /// Files that were written since they were asked for.
    runs: Mutex<Vec<PathBuf>>,
    next: AtomicU64,
}

#[derive(Debug)]
enum SpillFolder {
    /// Made when it is first needed, and gone with the run.
    Temporary(OnceLock<Scratch>),
    Kept(PathBuf),
}

impl<'a> Spill<'a> {
    /// Spills into a folder of its own in that for temporary files, or into `folder`, which has to be there, with file
    /// names from `next` on.
    pub(crate) fn new(
        pipeline: &'a Pipeline,
        head: PartialHead,
        all_faults: bool,
        folder: Option<(PathBuf, u64)>,
    ) -> Self {
        let (folder, next) = match folder {
            Some((path, next)) => (SpillFolder::Kept(path), next),
            None => (SpillFolder::Temporary(OnceLock::new()), 0),
        };
        Self { pipeline, head, folder, all_faults, runs: Mutex::default(), next: AtomicU64::new(next) }
    }

    /// A tally of nothing.
    pub(crate) fn new_tally(&self) -> Tally {
        Tally::new(self.pipeline, self.all_faults)
    }

    /// Puts the states of a tally, and its faults where all of them are kept, into a file; counts stay.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] where it cannot be written.
    pub(crate) fn spill(&self, tally: &mut Tally) -> Result<(), Error> {
        let mut spilled = self.new_tally();
        std::mem::swap(&mut spilled.sections, &mut tally.sections);
        if self.all_faults {
            std::mem::swap(&mut spilled.faults, &mut tally.faults);
        }
        self.write(&spilled, &[]).map(drop)
    }

    /// Puts all of a tally into a file, with the inputs that it is of. It is then on disk to the last byte.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] where it cannot be written.
    pub(crate) fn write_all(&self, tally: &Tally, inputs: &[Input]) -> Result<(), Error> {
        let path = self.write(tally, inputs)?;
        let synced = OpenOptions::new().append(true).open(&path).and_then(|file| file.sync_all());
        synced.map_err(|error| cannot_write(&path, &error))
    }

    /// Joins what is left in memory with what was spilled, and writes all of it as one partial file where `out` is given.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] where a file cannot be written.
    pub(crate) fn join(
        &self,
        tally: Tally,
        inputs: Vec<Input>,
        complete: bool,
        out: Option<&mut dyn Write>,
    ) -> Result<Joined, Error> {
        if self.has_spilled() {
            return self.join_files(tally, &inputs, |files| join_own(files, complete, out));
        }
        let head = self.head_of(&tally, complete);
        if let Some(out) = out {
            self.write_partial(out, &head, &inputs, &tally)?;
        }
        Ok(Joined::of_tally(head, self.pipeline, tally, inputs))
    }

    /// The same into a partial file alone: what is given has no sections.
    ///
    /// # Errors
    /// As [`join`](Self::join).
    pub(crate) fn join_into(
        &self,
        tally: Tally,
        inputs: Vec<Input>,
        complete: bool,
        out: &mut dyn Write,
    ) -> Result<Joined, Error> {
        if self.has_spilled() {
            return self.join_files(tally, &inputs, |files| join_into(files, complete, out));
        }
        let head = self.head_of(&tally, complete);
        self.write_partial(out, &head, &inputs, &tally)?;
        Ok(Joined::without_sections(head, tally, inputs))
    }

    /// Joins the files that were written, with one of what is left.
    fn join_files(
        &self,
        mut tally: Tally,
        inputs: &[Input],
        join: impl FnOnce(&[PathBuf]) -> Result<Joined, Error>,
    ) -> Result<Joined, Error> {
        // A file has all faults or none: a hundred of them would be counted as all.
        let listed = match self.all_faults {
            true => FaultLog::default(),
            false => std::mem::take(&mut tally.faults),
        };
        self.write_all(&tally, inputs)?;
        drop(tally);
        let mut joined = join(&self.take_runs())?;
        joined.faults.merge(listed);
        Ok(joined)
    }

    fn head_of(&self, tally: &Tally, complete: bool) -> PartialHead {
        PartialHead { complete, corpus: tally.totals.report(), ..self.head.clone() }
    }

    fn write_partial(
        &self,
        out: &mut dyn Write,
        head: &PartialHead,
        inputs: &[Input],
        tally: &Tally,
    ) -> Result<(), Error> {
        let written = write_tally(out, head, inputs, tally, self.pipeline);
        written.map_err(|error| Error::unwritten("the partial file", error))
    }

    /// Whether states have outgrown their memory: there are files that nobody has asked for.
    pub(crate) fn has_spilled(&self) -> bool {
        !self.runs.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// The files that were written since this was asked last.
    pub(crate) fn take_runs(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.runs.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn write(&self, tally: &Tally, inputs: &[Input]) -> Result<PathBuf, Error> {
        let folder = self.folder()?;
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(run_name(number));
        let head = self.head_of(tally, self.head.complete);
        let written = File::create(&path)
            .and_then(|mut file| write_tally(&mut file, &head, inputs, tally, self.pipeline));
        written.map_err(|error| cannot_write(&path, &error))?;
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
        Ok(path)
    }

    fn folder(&self) -> Result<&Path, Error> {
        match &self.folder {
            SpillFolder::Kept(path) => Ok(path),
            SpillFolder::Temporary(folder) => {
                if folder.get().is_none() {
                    let made = Scratch::new().map_err(|error| cannot_write(&std::env::temp_dir(), &error))?;
                    // Where two workers come at once, the folder of one of them is dropped.
                    let _ = folder.set(made);
                }
                Ok(folder.get().map_or(Path::new("."), Scratch::path))
            }
        }
    }
}

/// The name of a file in its folder, by its number.
pub(crate) fn run_name(number: u64) -> String {
    format!("{number:08}.jsonl")
}

/// The number of a file, by its name in its folder.
pub(crate) fn number_of_run_name(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".jsonl")?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Output, format!("{}: cannot be written: {error}", path.display())).with_hint(
        "large states are kept there until the end: TMPDIR names another place, or give more memory to them",
    )
}
