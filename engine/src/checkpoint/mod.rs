//! What `--state` keeps: partial files of what was found so far, and where the source stood then.
//!
//! The folder holds `state.json`, which says what the run is and how far it has come; `listing.jsonl`, the inputs as
//! they were; `runs`, the partial files; and `documents.jsonl` where lines of documents are wanted. `state.json` is
//! replaced in one step, after all that it names is on disk: whatever is there besides is of an attempt that did not
//! come so far, and is removed.

mod replace;

pub(crate) use replace::{EarlierCheckpoint, Replacement};

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use textmill_corpus::{Cursor, Input, Listed, Source};

use crate::error::{Error, ErrorKind};
use crate::partial::{Spill, flat};
use crate::tally::Tally;

/// The file that says what a state is.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Saved {
    textmill: String,
    format: u32,
    /// What the run is: with another, the state would be of no use.
    pub(super) run: Value,
    cursor: Cursor,
    /// Names of the files in `runs`.
    pub(super) runs: Vec<String>,
    /// Bytes of `documents.jsonl` that are of what was found.
    pub(super) documents_bytes: u64,
    pub(super) complete: bool,
}

impl Saved {
    /// The first number that is free for a file in `runs`.
    pub(super) fn next_run(&self) -> u64 {
        let number = |name: &String| name.split('.').next().and_then(|digits| digits.parse::<u64>().ok());
        self.runs.iter().filter_map(number).max().map_or(0, |last| last + 1)
    }

    /// The partial files, where they stand.
    pub(super) fn files(&self, folder: &Path) -> Vec<PathBuf> {
        self.runs.iter().map(|name| folder.join("runs").join(name)).collect()
    }

    /// Writes `state.json` in one step.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join("state.json");
        let write = || {
            let mut file = tempfile::Builder::new().prefix("state-").tempfile_in(folder)?;
            serde_json::to_writer_pretty(&mut file, self)?;
            file.write_all(b"\n")?;
            file.as_file().sync_all()?;
            // What the new file names has to be there first.
            sync_folder(&folder.join("runs"))?;
            file.persist(&path).map_err(|error| error.error)?;
            sync_folder(folder)
        };
        write().map_err(|error| unusable(&path, &error))
    }
}

/// Keeps what a run has found.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    folder: PathBuf,
    saved: Saved,
    interval: Duration,
    last: Instant,
    /// Bytes of the documents' lines that earlier processes wrote.
    documents_before: u64,
    // Held so that no other process works in the folder.
    _lock: File,
}

/// A state that was begun or found.
pub(crate) struct OpenedCheckpoint {
    pub(crate) checkpoint: Checkpoint,
    /// Where to continue; nothing at the beginning.
    pub(crate) cursor: Option<Cursor>,
    /// Whether there is nothing left to read.
    pub(crate) complete: bool,
}

const KIND: &str = "state";
const FORMAT: u32 = 1;

impl Checkpoint {
    /// Begins a state in `folder`, or finds the one that is there. `run` says what the run is: whatever changes its
    /// result.
    ///
    /// # Errors
    /// [`ErrorKind::State`] where the folder cannot be used, is in use, or holds the state of another run or corpus.
    pub(crate) fn begin(
        folder: &Path,
        run: Value,
        source: &mut dyn Source,
        interval: Duration,
    ) -> Result<OpenedCheckpoint, Error> {
        let listing = source.listing().ok_or_else(|| {
            state("this source cannot be resumed: the standard input, and pipes, are read once")
                .with_hint("save it to a file first")
        })?;
        refuse_other_files(folder)?;
        fs::create_dir_all(folder.join("runs")).map_err(|error| unusable(folder, &error))?;
        let lock = lock(folder)?;
        let saved = read(folder)?;
        let found = saved.is_some();
        let saved = match saved {
            Some(saved) => {
                check_run(folder, &saved.run, &run)?;
                check_listing(folder, &listing)?;
                saved
            }
            None => {
                write_listing(folder, &listing).map_err(|error| unusable(folder, &error))?;
                let (textmill, runs) = (KIND.to_string(), Vec::new());
                let cursor = Cursor::default();
                Saved { textmill, format: FORMAT, run, cursor, runs, documents_bytes: 0, complete: false }
            }
        };
        let (cursor, complete) = (found.then_some(saved.cursor), saved.complete);
        let documents_before = saved.documents_bytes;
        let folder = folder.to_owned();
        let checkpoint =
            Self { folder, saved, interval, last: Instant::now(), documents_before, _lock: lock };
        checkpoint.remove_strays()?;
        if !found {
            checkpoint.saved.write(&checkpoint.folder)?;
        }
        Ok(OpenedCheckpoint { checkpoint, cursor, complete })
    }

    /// The folder of the partial files, and the first number that is free for one.
    pub(crate) fn runs(&self) -> (PathBuf, u64) {
        (self.folder.join("runs"), self.saved.next_run())
    }

    /// Whether the source was read to its end.
    pub(crate) fn is_complete(&self) -> bool {
        self.saved.complete
    }

    /// The partial files of all that was saved.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        self.saved.files(&self.folder)
    }

    /// The file for the lines of documents, after those that were saved.
    ///
    /// # Errors
    /// [`ErrorKind::State`] where it cannot be opened.
    pub(crate) fn documents(&self) -> Result<BufWriter<File>, Error> {
        let path = self.documents_path();
        let open = || {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
            if file.metadata()?.len() < self.documents_before {
                return Err(io::Error::other("it is shorter than it was"));
            }
            file.set_len(self.documents_before)?;
            drop(file);
            OpenOptions::new().append(true).open(&path)
        };
        Ok(BufWriter::new(open().map_err(|error| unusable(&path, &error))?))
    }

    /// Where the lines of documents are.
    pub(crate) fn documents_path(&self) -> PathBuf {
        self.folder.join("documents.jsonl")
    }

    /// Whether it is time to save.
    pub(crate) fn is_due(&self) -> bool {
        self.last.elapsed() >= self.interval
    }

    /// Saves what was found since this was last called, up to `cursor`. `written` is the number of bytes of lines in
    /// this process.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] or [`ErrorKind::State`] where something cannot be written; what was saved before stays.
    pub(crate) fn save(
        &mut self,
        spill: &Spill<'_>,
        found: &Tally,
        inputs: &[Input],
        cursor: Cursor,
        written: u64,
        complete: bool,
    ) -> Result<(), Error> {
        spill.write_all(found, inputs)?;
        let names = spill.take_runs().into_iter();
        let names = names.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        self.saved.runs.extend(names);
        self.saved.cursor = cursor;
        self.saved.documents_bytes = self.documents_before + written;
        self.saved.complete = complete;
        if self.saved.documents_bytes > 0 {
            let path = self.documents_path();
            let file = OpenOptions::new().append(true).open(&path);
            file.and_then(|file| file.sync_all()).map_err(|error| unusable(&path, &error))?;
        }
        self.saved.write(&self.folder)?;
        self.last = Instant::now();
        Ok(())
    }

    /// Removes files of an attempt that was not saved.
    fn remove_strays(&self) -> Result<(), Error> {
        let runs = self.folder.join("runs");
        let remove = || {
            for entry in fs::read_dir(&runs)? {
                let entry = entry?;
                let name = entry.file_name();
                if !self.saved.runs.iter().any(|kept| name == kept.as_str()) {
                    fs::remove_file(entry.path())?;
                }
            }
            for entry in fs::read_dir(&self.folder)? {
                let entry = entry?;
                if entry.file_name().as_encoded_bytes().starts_with(b"state-") {
                    fs::remove_file(entry.path())?;
                }
            }
            Ok(())
        };
        remove().map_err(|error: io::Error| unusable(&runs, &error))
    }
}

/// Refuses a folder that holds something and no state. It was named by mistake, and what is in it would be taken for
/// leftovers of a run: those are removed.
fn refuse_other_files(folder: &Path) -> Result<(), Error> {
    if folder.join("state.json").exists() {
        return Ok(());
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unusable(folder, &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| unusable(folder, &error))?;
        let name = entry.file_name();
        // What a run leaves that was killed before its first state.
        let is_ours = match name.to_str() {
            Some("lock" | "listing.jsonl") => true,
            Some("runs") => fs::read_dir(entry.path()).is_ok_and(|mut runs| runs.next().is_none()),
            Some(name) => name.starts_with("state-"),
            None => false,
        };
        if !is_ours {
            let message = format!("{}: is no state: it holds {}", folder.display(), name.display());
            return Err(state(message).with_hint("name a folder that is new or empty"));
        }
    }
    Ok(())
}

/// Makes the names in a folder durable; where a system has no such thing, they are as durable as it makes them.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder) {
        Ok(folder) if cfg!(unix) => folder.sync_all(),
        _ => Ok(()),
    }
}

pub(super) fn lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join("lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| unusable(folder, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => {
            Err(state(format!("{}: another run is at work in it", folder.display()))
                .with_hint("wait for it, or give this run another folder"))
        }
        Err(fs::TryLockError::Error(error)) => Err(unusable(folder, &error)),
    }
}

pub(super) fn read(folder: &Path) -> Result<Option<Saved>, Error> {
    let path = folder.join("state.json");
    let content = match fs::read(&path) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(&path, &error)),
    };
    let saved: Saved = serde_json::from_slice(&content).map_err(|error| {
        state(format!("{}: is no state: {error}", path.display()))
            .with_hint("remove the folder to begin again")
    })?;
    if (saved.textmill.as_str(), saved.format) != (KIND, FORMAT) {
        let message = format!(
            "{}: is a {} of format {}, and this version reads a {KIND} of format {FORMAT}",
            path.display(),
            saved.textmill,
            saved.format
        );
        return Err(state(message).with_hint("remove the folder to begin again"));
    }
    Ok(Some(saved))
}

/// How many differences a message shows.
const SHOWN: usize = 5;

fn check_run(folder: &Path, saved: &Value, run: &Value) -> Result<(), Error> {
    let (before, now) = (flat(saved), flat(run));
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let differences = keys.into_iter().filter(|key| before.get(*key) != now.get(*key)).map(|key| {
        let of = |value: Option<&String>| value.cloned().unwrap_or_else(|| "absent".to_string());
        format!("{key}: was {}, is {}", of(before.get(key)), of(now.get(key)))
    });
    refuse(folder, "another run", differences.collect())
}

fn check_listing(folder: &Path, now: &[Listed]) -> Result<(), Error> {
    let path = folder.join("listing.jsonl");
    let before = read_listing(&path).map_err(|error| unusable(&path, &error))?;
    let mut differences = Vec::new();
    let (mut before, mut now) = (before.iter().peekable(), now.iter().peekable());
    loop {
        match (before.peek(), now.peek()) {
            (None, None) => break,
            (Some(old), Some(new)) if old == new => {
                before.next();
                now.next();
            }
            (Some(old), Some(new)) if old.position == new.position => {
                differences.push(match old.bytes == new.bytes {
                    true => format!("{}: was changed since", old.position),
                    false => format!("{}: had {}, has {}", old.position, size(old), size(new)),
                });
                before.next();
                now.next();
            }
            (Some(old), new) if new.is_none_or(|new| old.position < new.position) => {
                differences.push(format!("{}: is no longer there", old.position));
                before.next();
            }
            (_, Some(new)) => {
                differences.push(format!("{}: was not there", new.position));
                now.next();
            }
            (Some(_), None) => break,
        }
    }
    refuse(folder, "another corpus", differences)
}

fn size(listed: &Listed) -> String {
    listed.bytes.map_or_else(|| "no size".to_string(), |bytes| format!("{bytes} bytes"))
}

fn refuse(folder: &Path, what: &str, mut differences: Vec<String>) -> Result<(), Error> {
    if differences.is_empty() {
        return Ok(());
    }
    let more = differences.len().saturating_sub(SHOWN);
    differences.truncate(SHOWN);
    if more > 0 {
        differences.push(format!("and {more} more"));
    }
    let message = format!("{}: holds the state of {what}:\n  {}", folder.display(), differences.join("\n  "));
    Err(state(message).with_hint("give this run another folder, or remove that one to begin again"))
}

fn write_listing(folder: &Path, listing: &[Listed]) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(folder.join("listing.jsonl"))?);
    for listed in listing {
        serde_json::to_writer(&mut out, listed)?;
        out.write_all(b"\n")?;
    }
    out.into_inner()?.sync_all()
}

fn read_listing(path: &Path) -> io::Result<Vec<Listed>> {
    let lines = BufReader::new(File::open(path)?).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

pub(super) fn state(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::State, message)
}

pub(super) fn unusable(path: &Path, error: &io::Error) -> Error {
    state(format!("{}: {error}", path.display())).with_hint("a state needs a folder that can be written")
}
