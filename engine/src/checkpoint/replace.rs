//! A state of an earlier run, from which what was found is taken, and which is put in its place again when it is amended.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::NamedTempFile;

use super::{Saved, lock, read, state, unusable};
use crate::error::Error;

/// A state that nobody else works on meanwhile.
#[derive(Debug)]
pub(crate) struct EarlierCheckpoint {
    folder: PathBuf,
    saved: Saved,
    _lock: File,
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
    /// [`ErrorKind::State`](crate::ErrorKind::State) where there is none, or another run is at work in it.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let none = || {
            state(format!("{}: there is no state in it", folder.display()))
                .with_hint("`textmill analyze --state DIR` keeps one")
        };
        if !folder.join("state.json").is_file() {
            return Err(none());
        }
        let lock = lock(folder)?;
        let saved = read(folder)?.ok_or_else(none)?;
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
        if self.saved.documents_bytes == 0 {
            return Ok(None);
        }
        let path = self.folder.join("documents.jsonl");
        let file = File::open(&path).map_err(|error| unusable(&path, &error))?;
        Ok(Some(Box::new(BufReader::with_capacity(1 << 20, file).take(self.saved.documents_bytes))))
    }

    /// Files for what takes the place of what is there.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where the folder cannot be written.
    pub(crate) fn replacement(&self) -> Result<Replacement, Error> {
        let file = |folder: &Path| {
            let file = tempfile::Builder::new().prefix("state-").tempfile_in(folder);
            file.map_err(|error| unusable(folder, &error))
        };
        let documents = (self.saved.documents_bytes > 0).then(|| file(&self.folder)).transpose()?;
        Ok(Replacement { partial: file(&self.folder.join("runs"))?, documents })
    }

    /// Puts in a replacement, made with `provenance`. Until this is done the state is as it was; lines of documents alone
    /// may already be the new ones.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where that cannot be done.
    pub(crate) fn replace(mut self, replacement: Replacement, provenance: Value) -> Result<(), Error> {
        let before = self.files();
        let name = format!("{:08}.jsonl", self.saved.next_run());
        let path = self.folder.join("runs").join(&name);
        persist(replacement.partial, &path)?;
        if let Some(documents) = replacement.documents {
            let path = self.folder.join("documents.jsonl");
            persist(documents, &path)?;
            let found = path.metadata().map_err(|error| unusable(&path, &error))?;
            self.saved.documents_bytes = found.len();
        }
        self.saved.runs = vec![name];
        self.saved.run["provenance"] = provenance;
        self.saved.write(&self.folder)?;
        // What cannot be removed is removed by the next run, as what nobody names.
        before.iter().for_each(|file| drop(fs::remove_file(file)));
        Ok(())
    }
}

/// Gives a file its name, when it is on disk to the last byte.
fn persist(file: NamedTempFile, path: &Path) -> Result<(), Error> {
    let synced = file.as_file().sync_all();
    synced.and_then(|()| Ok(file.persist(path)?)).map(drop).map_err(|error| unusable(path, &error))
}
