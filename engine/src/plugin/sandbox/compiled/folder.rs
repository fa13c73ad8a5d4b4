//! The folder of entries: read, written, kept to its size.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::entry;
use super::key::CodeKey;
use super::trust;

/// How the names of files begin that are being written.
const UNFINISHED: &str = ".new-";

/// What is unfinished for so long is of a process that was killed.
const LEFT_BEHIND: Duration = Duration::from_secs(60 * 60);

/// A use is noted where the last one was so long ago: often enough to know what is in use, and hardly ever a write.
const USE_NOTED: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder that nobody but the user can write.
#[derive(Debug)]
pub(super) struct CodeFolder {
    path: PathBuf,
    max_bytes: u64,
}

/// The bytes of a file that nobody but the user can have written. They may be damaged, or another's.
#[derive(Debug)]
pub(super) struct CodeEntry(Vec<u8>);

impl CodeEntry {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A file of ours in the folder.
struct Kept {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
}

impl CodeFolder {
    /// Entries at most: reading the folder takes time too.
    const MAX_ENTRIES: usize = 1_000;

    /// Opens `below` in `base`, or makes it.
    ///
    /// # Errors
    /// Why it cannot be used, in words for the user.
    pub(super) fn open(base: &Path, below: &[&str], max_bytes: u64) -> Result<Self, String> {
        Ok(Self { path: trust::private_folder(base, below)?, max_bytes })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether something lies under a key.
    pub(super) fn holds(&self, key: &CodeKey) -> bool {
        self.path.join(key.file_name()).exists()
    }

    /// What lies under a key, whatever it is; nothing where there is no file of the user's own.
    pub(super) fn read(&self, key: &CodeKey) -> Option<CodeEntry> {
        let file = trust::open_private(&self.path.join(key.file_name())).ok()?;
        let metadata = file.metadata().ok()?;
        if metadata.len() > self.max_bytes {
            return None;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).ok()?);
        // A file that grows meanwhile is not read to its end; its length then differs from that in its head.
        (&file).take(metadata.len()).read_to_end(&mut bytes).ok()?;
        note_use(&file, metadata.modified().ok());
        Some(CodeEntry(bytes))
    }

    /// Keeps a body under a key, in the place of what was there, and makes room for it.
    ///
    /// The file is whole from the moment it has its name. It is not flushed to the device: what a power failure spoils is a
    /// miss.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn write(&self, key: &CodeKey, body: &[u8]) -> io::Result<()> {
        if (entry::HEAD_BYTES + body.len()) as u64 > self.max_bytes {
            return Ok(());
        }
        // It is made with the mode 0600.
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.path)?;
        file.write_all(&entry::head(key, body))?;
        file.write_all(body)?;
        file.persist(self.path.join(key.file_name()))?;
        self.make_room()
    }

    /// Removes what was not used for the longest time, until the rest is within the bounds, and what was left behind.
    fn make_room(&self) -> io::Result<()> {
        let (mut kept, left_behind) = self.list()?;
        kept.sort_by_key(|kept| (std::cmp::Reverse(kept.used), kept.path.clone()));
        let mut bytes = 0;
        let too_many = kept.iter().enumerate().skip_while(|(index, kept)| {
            bytes += kept.bytes;
            bytes <= self.max_bytes && *index < Self::MAX_ENTRIES
        });
        for kept in too_many.map(|(_, kept)| kept).chain(&left_behind) {
            match fs::remove_file(&kept.path) {
                // Another process made room too.
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// The entries, and unfinished files of processes that are gone. What else may lie in the folder is not ours.
    fn list(&self) -> io::Result<(Vec<Kept>, Vec<Kept>)> {
        let (mut kept, mut left_behind) = (Vec::new(), Vec::new());
        for found in fs::read_dir(&self.path)? {
            let found = found?;
            let name = found.file_name();
            let name = name.to_string_lossy();
            // It may have gone since.
            let Ok(metadata) = found.metadata() else { continue };
            let used = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            let file = Kept { path: found.path(), bytes: metadata.len(), used };
            if is_entry(&name) && !metadata.is_dir() {
                kept.push(file);
            } else if name.starts_with(UNFINISHED) && is_past(used, LEFT_BEHIND) {
                left_behind.push(file);
            }
        }
        Ok((kept, left_behind))
    }
}

fn is_entry(name: &str) -> bool {
    name.len() == 2 * CodeKey::BYTES && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_past(time: SystemTime, age: Duration) -> bool {
    SystemTime::now().duration_since(time).is_ok_and(|passed| passed > age)
}

/// Sets the time by which the entries that are in use are known. Where that fails, one may go too early.
fn note_use(file: &File, last: Option<SystemTime>) {
    if last.is_none_or(|last| is_past(last, USE_NOTED)) {
        let _ = file.set_modified(SystemTime::now());
    }
}
