//! What `--state` keeps: partial files of what was found so far, and where the source stood then.
//!
//! The folder holds `state.json`, which says what the run is and how far it has come; `listing.jsonl`, the inputs as
//! they were; `runs`, the partial files; and `documents.jsonl` where lines of documents are wanted. `state.json` is
//! replaced in one step, after all that it names is on disk: whatever is there besides is of an attempt that did not
//! come so far, and is removed. It has hashes of itself and of all that it names, by which they are proved before they are
//! used.

mod kept;
mod names;
mod replace;

use self::kept::{HashedFile, KeptFile, RunningHash, SharedHash, damaged, is_sealed, seal};
use self::names::{
    DOCUMENTS, LISTING, LOCK, RUNS, STATE, UNFINISHED, check_places, is_documents, number_of_run,
};
pub use self::replace::StateUpdate;
pub(crate) use self::replace::{EarlierCheckpoint, Replacement};

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use textmill_corpus::{Cursor, Input, Listed, Source};

use crate::error::{Error, ErrorKind};
use crate::locked::LockedFile;
use crate::partial::{Spill, flat};
use crate::regular;
use crate::tally::Tally;

/// The file that says what a state is.
#[derive(Debug, Serialize, Deserialize)]
struct Saved {
    textmill: String,
    format: u32,
    /// What the run is: with another, the state would be of no use.
    run: Value,
    cursor: Cursor,
    complete: bool,
    listing: KeptFile,
    /// The partial files.
    runs: Vec<KeptFile>,
    /// The lines of documents; empty where none are wanted.
    documents: KeptFile,
}

impl Saved {
    /// The first number that is free for a file in `runs`.
    fn next_run(&self) -> u64 {
        let numbers = self.runs.iter().filter_map(|run| number_of_run(&run.name));
        numbers.max().map_or(0, |last| last.saturating_add(1))
    }

    /// The partial files, where they stand.
    fn files(&self, folder: &Path) -> Vec<PathBuf> {
        self.runs.iter().map(|run| run.path(folder)).collect()
    }

    /// Proves that the partial files and the lines of documents are what was saved. Gives the hash of those lines.
    ///
    /// # Errors
    /// [`ErrorKind::State`] for the first file that is not.
    fn prove(&self, folder: &Path) -> Result<RunningHash, Error> {
        self.runs.iter().try_for_each(|run| run.prove(folder))?;
        self.documents.prove_beginning(folder)
    }

    /// Writes it as `name`, `state.json` or what will take that name, in one step.
    fn write(&self, folder: &Path, name: &str) -> Result<(), Error> {
        let path = folder.join(name);
        let write = || {
            let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
            file.write_all(&seal(serde_json::to_vec_pretty(self)?))?;
            file.as_file().sync_all()?;
            // What the new file names has to be there first.
            sync_folder(&folder.join(RUNS))?;
            file.persist(&path).map_err(|error| error.error)?;
            sync_folder(folder)
        };
        write().map_err(|error| unusable(&path, &error))
    }

    /// Removes files of an attempt that was not saved.
    fn remove_strays(&self, folder: &Path) -> Result<(), Error> {
        let remove = || {
            for entry in fs::read_dir(folder.join(RUNS))? {
                let entry = entry?;
                let name = entry.file_name();
                let Some(name) = name.to_str() else { continue };
                let run = format!("{RUNS}{name}");
                let is_stray = name.starts_with(UNFINISHED)
                    || number_of_run(&run).is_some() && !self.runs.iter().any(|kept| kept.name == run);
                if is_stray {
                    fs::remove_file(entry.path())?;
                }
            }
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let name = entry.file_name();
                let is_stray = match name.to_str() {
                    Some(name) if is_documents(name) => name != self.documents.name,
                    Some(name) => name.starts_with(UNFINISHED),
                    None => false,
                };
                if is_stray {
                    fs::remove_file(entry.path())?;
                }
            }
            Ok(())
        };
        remove().map_err(|error: io::Error| unusable(folder, &error))
    }
}

/// What tells whether this version reads a state.
#[derive(Deserialize)]
struct Kind {
    textmill: String,
    format: u32,
}

/// Keeps what a run has found.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    folder: PathBuf,
    saved: Saved,
    interval: Duration,
    last: Instant,
    /// Of the lines of documents that were written, by earlier processes and this one.
    documents: SharedHash,
    // Held so that no other process works in the folder.
    _lock: LockedFile,
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
const FORMAT: u32 = 2;

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
        check_places(folder)?;
        fs::create_dir_all(folder.join(RUNS)).map_err(|error| unusable(folder, &error))?;
        let lock = lock(folder)?;
        let saved = read(folder, STATE)?;
        let found = saved.is_some();
        let saved = match saved {
            Some(saved) => {
                check_run(folder, &saved.run, &run)?;
                saved.listing.prove(folder)?;
                check_listing(folder, &listing)?;
                saved
            }
            None => {
                let listing = write_listing(folder, &listing).map_err(|error| unusable(folder, &error))?;
                Saved {
                    textmill: KIND.to_string(),
                    format: FORMAT,
                    run,
                    cursor: Cursor::default(),
                    complete: false,
                    listing,
                    runs: Vec::new(),
                    documents: KeptFile::empty(DOCUMENTS),
                }
            }
        };
        let documents = SharedHash::new(saved.prove(folder)?);
        let (cursor, complete) = (found.then_some(saved.cursor), saved.complete);
        let folder = folder.to_owned();
        let checkpoint = Self { folder, saved, interval, last: Instant::now(), documents, _lock: lock };
        checkpoint.saved.remove_strays(&checkpoint.folder)?;
        if !found {
            checkpoint.saved.write(&checkpoint.folder, STATE)?;
        }
        Ok(OpenedCheckpoint { checkpoint, cursor, complete })
    }

    /// The folder of the partial files, and the first number that is free for one.
    pub(crate) fn runs(&self) -> (PathBuf, u64) {
        (self.folder.join(RUNS), self.saved.next_run())
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
    pub(crate) fn documents(&self) -> Result<BufWriter<impl Write + Send + use<>>, Error> {
        let path = self.saved.documents.path(&self.folder);
        let open = || {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
            file.set_len(self.saved.documents.bytes)?;
            drop(file);
            OpenOptions::new().append(true).open(&path)
        };
        let file = open().map_err(|error| unusable(&path, &error))?;
        Ok(BufWriter::new(HashedFile { path, file, hash: self.documents.clone() }))
    }

    /// The lines of documents that were saved.
    ///
    /// # Errors
    /// [`ErrorKind::State`] where they cannot be read.
    pub(crate) fn saved_documents(&self) -> Result<Box<dyn BufRead + Send>, Error> {
        self.saved.documents.reader(&self.folder)
    }

    /// Whether it is time to save.
    pub(crate) fn is_due(&self) -> bool {
        self.last.elapsed() >= self.interval
    }

    /// Saves what was found since this was last called, up to `cursor`. No lines of documents are written meanwhile.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] or [`ErrorKind::State`] where something cannot be written; what was saved before stays.
    pub(crate) fn save(
        &mut self,
        spill: &Spill<'_>,
        found: &Tally,
        inputs: &[Input],
        cursor: Cursor,
        complete: bool,
    ) -> Result<(), Error> {
        spill.write_all(found, inputs)?;
        for path in spill.take_runs() {
            let Some(name) = path.file_name() else { continue };
            sync(&path)?;
            let run = KeptFile::of(&self.folder, &format!("{RUNS}{}", name.display()));
            self.saved.runs.push(run.map_err(|error| unusable(&path, &error))?);
        }
        self.saved.cursor = cursor;
        self.saved.complete = complete;
        self.saved.documents = self.documents.lock().kept(&self.saved.documents.name);
        if self.saved.documents.bytes > 0 {
            sync(&self.saved.documents.path(&self.folder))?;
        }
        self.saved.write(&self.folder, STATE)?;
        self.last = Instant::now();
        Ok(())
    }
}

/// Refuses a folder that holds something and no state. It was named by mistake, and what is in it would be taken for
/// leftovers of a run: those are removed.
fn refuse_other_files(folder: &Path) -> Result<(), Error> {
    if folder.join(STATE).exists() {
        return Ok(());
    }
    for entry in names::entries(folder)? {
        let name = entry.file_name();
        // What a run leaves that was killed before its first state.
        let is_ours = match name.to_str() {
            Some(LOCK | LISTING) => true,
            Some("runs") => fs::read_dir(entry.path()).is_ok_and(|mut runs| runs.next().is_none()),
            Some(name) => name.starts_with(UNFINISHED),
            None => false,
        };
        if !is_ours {
            let message = format!("{}: is no state: it holds {}", folder.display(), name.display());
            return Err(state(message).with_hint("name a folder that is new or empty"));
        }
    }
    Ok(())
}

/// Makes the content of a file durable.
fn sync(path: &Path) -> Result<(), Error> {
    let synced = OpenOptions::new().append(true).open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| unusable(path, &error))
}

/// Makes the names in a folder durable; where a system has no such thing, they are as durable as it makes them.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder) {
        Ok(folder) if cfg!(unix) => folder.sync_all(),
        _ => Ok(()),
    }
}

fn lock(folder: &Path) -> Result<LockedFile, Error> {
    LockedFile::take(&folder.join(LOCK)).map_err(|error| match error {
        fs::TryLockError::WouldBlock => state(format!("{}: another run is at work in it", folder.display()))
            .with_hint("wait for it, or give this run another folder"),
        fs::TryLockError::Error(error) => unusable(folder, &error),
    })
}

/// Reads a state by the name `name`; nothing where it is not there.
fn read(folder: &Path, name: &str) -> Result<Option<Saved>, Error> {
    let path = folder.join(name);
    let content = match regular::read(&path, MOST) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(&path, &error)),
    };
    let no_state = |error: serde_json::Error| {
        state(format!("{}: is no state: {error}", path.display()))
            .with_hint("put the folder back from a copy, or remove it to begin again")
    };
    let kind: Kind = serde_json::from_slice(&content).map_err(no_state)?;
    if (kind.textmill.as_str(), kind.format) != (KIND, FORMAT) {
        let message = format!(
            "{}: is a {} of format {}, and this version reads a {KIND} of format {FORMAT}",
            path.display(),
            kind.textmill,
            kind.format
        );
        return Err(state(message).with_hint("remove the folder to begin again"));
    }
    if !is_sealed(&content) {
        return Err(damaged(&path, "has other bytes than were written"));
    }
    let saved: Saved = serde_json::from_slice(&content).map_err(no_state)?;
    match names::foreign(&saved) {
        None => Ok(Some(saved)),
        Some(name) => Err(state(format!("{}: is no state: it names `{name}`", path.display()))
            .with_hint("put the folder back from a copy, or remove it to begin again")),
    }
}

/// Bytes of `state.json` and of the listing at most.
const MOST: u64 = 1 << 30;

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
    let path = folder.join(LISTING);
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

fn write_listing(folder: &Path, listing: &[Listed]) -> io::Result<KeptFile> {
    let mut out = BufWriter::new(File::create(folder.join(LISTING))?);
    for listed in listing {
        serde_json::to_writer(&mut out, listed)?;
        out.write_all(b"\n")?;
    }
    out.into_inner()?.sync_all()?;
    KeptFile::of(folder, LISTING)
}

fn read_listing(path: &Path) -> io::Result<Vec<Listed>> {
    let content = regular::read(path, MOST)?;
    serde_json::Deserializer::from_slice(&content).into_iter().map(|listed| Ok(listed?)).collect()
}

fn state(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::State, message)
}

fn unusable(path: &Path, error: &io::Error) -> Error {
    state(format!("{}: {error}", path.display())).with_hint("a state needs a folder that can be written")
}
