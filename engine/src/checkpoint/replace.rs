//! A state of an earlier run, from which what was found is taken, and which is put in its place again when it is amended.

use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::NamedTempFile;

use super::kept::KeptFile;
use super::names::{self, NEXT, RUNS, STATE, UNFINISHED, check_places};
use super::{Saved, lock, read, state, sync_folder, unusable};
use crate::error::Error;
use crate::locked::LockedFile;

/// A state that nobody else works on meanwhile.
#[derive(Debug)]
pub(crate) struct EarlierCheckpoint {
    folder: PathBuf,
    saved: Saved,
    _lock: LockedFile,
}

/// What takes the place of what a state holds.
#[derive(Debug)]
pub(crate) struct Replacement {
    /// A partial file of all that was found.
    pub(crate) partial: NamedTempFile,
    /// The lines of documents, where the state has some.
    pub(crate) documents: Option<NamedTempFile>,
}

impl EarlierCheckpoint {
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where there is none, it was damaged, or another run is at work in it.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let none = || {
            state(format!("{}: there is no state in it", folder.display()))
                .with_hint("`textmill analyze --state DIR` keeps one")
        };
        if !folder.join(STATE).is_file() {
            return Err(none());
        }
        check_places(folder)?;
        let lock = lock(folder)?;
        let saved = read(folder, STATE)?.ok_or_else(none)?;
        saved.prove(folder)?;
        Ok(Self { folder: folder.to_owned(), saved, _lock: lock })
    }

    /// Whether the source was read to its end.
    pub(crate) fn is_complete(&self) -> bool {
        self.saved.complete
    }

    /// The partial files of all that was saved.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        self.saved.files(&self.folder)
    }

    /// The lines of documents, where there are any.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where they cannot be read.
    pub(crate) fn documents(&self) -> Result<Option<Box<dyn BufRead + Send>>, Error> {
        let has_lines = self.saved.documents.bytes > 0;
        has_lines.then(|| self.saved.documents.reader(&self.folder)).transpose()
    }

    /// Files for what takes the place of what is there.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where the folder cannot be written.
    pub(crate) fn replacement(&self) -> Result<Replacement, Error> {
        let file = |folder: &Path| {
            let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder);
            file.map_err(|error| unusable(folder, &error))
        };
        let documents = (self.saved.documents.bytes > 0).then(|| file(&self.folder)).transpose()?;
        Ok(Replacement { partial: file(&self.folder.join(RUNS))?, documents })
    }

    /// Puts a replacement, made with `provenance`, beside what is there. The state stays as it is until it
    /// [takes up](StateUpdate::take_up) the replacement.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where that cannot be done.
    pub(crate) fn update(
        mut self,
        replacement: Replacement,
        provenance: Value,
    ) -> Result<StateUpdate, Error> {
        let number = self.saved.next_run();
        let folder = self.folder;
        let put = |file: NamedTempFile, name: &str| {
            let path = folder.join(name);
            let put = file.as_file().sync_all().and_then(|()| Ok(file.persist(&path)?));
            put.and_then(|_| KeptFile::of(&folder, name)).map_err(|error| unusable(&path, &error))
        };
        self.saved.runs = vec![put(replacement.partial, &names::run(number))?];
        if let Some(documents) = replacement.documents {
            self.saved.documents = put(documents, &names::documents(number))?;
        }
        self.saved.run["provenance"] = provenance;
        self.saved.write(&folder, NEXT)?;
        Ok(StateUpdate { folder, saved: self.saved, _lock: self._lock })
    }
}

/// A state beside which there is another that is to take its place, with all that it names. Nobody else works on it
/// meanwhile.
///
/// Dropped, it leaves the state as it was, and what is beside it is removed by the next run.
#[derive(Debug)]
#[must_use = "the state stays as it was until it is taken up"]
pub struct StateUpdate {
    folder: PathBuf,
    saved: Saved,
    _lock: LockedFile,
}

impl StateUpdate {
    /// What an earlier process left in the folder of a state, before the state took it up; nothing where there is none.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where another run is at work in the folder, or what is there was
    /// damaged.
    pub fn left_in(folder: impl AsRef<Path>) -> Result<Option<Self>, Error> {
        let folder = folder.as_ref();
        if !folder.join(NEXT).is_file() {
            return Ok(None);
        }
        check_places(folder)?;
        let lock = lock(folder)?;
        let Some(saved) = read(folder, NEXT)? else { return Ok(None) };
        saved.prove(folder)?;
        Ok(Some(Self { folder: folder.to_owned(), saved, _lock: lock }))
    }

    /// The file that takes the place of [`place`](Self::place).
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join(NEXT)
    }

    /// The file that says what the state is.
    #[must_use]
    pub fn place(&self) -> PathBuf {
        self.folder.join(STATE)
    }

    /// Puts it in its place, in one step.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where that cannot be done; the state is then as it was.
    pub fn take_up(self) -> Result<(), Error> {
        let place = self.place();
        let renamed = fs::rename(self.file(), &place).and_then(|()| sync_folder(&self.folder));
        renamed.map_err(|error| unusable(&place, &error))?;
        // What cannot be removed is removed by the next run.
        let _ = self.saved.remove_strays(&self.folder);
        Ok(())
    }
}
