//! Folders for what a run or a command has on disk until its end. What a killed one has left is removed by the next that
//! needs one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::regular;

/// How the names of the folders begin.
const FOLDER: &str = "textmill-scratch-";

/// The file in each that its run has locked for as long as it lives.
const LOCK: &str = "textmill-scratch.lock";

/// How the names of the files end that are made there: no others are removed.
const ENDINGS: [&str; 2] = [".jsonl", ".part"];

/// A folder in that for temporary files, for files whose names end in `.jsonl` or `.part`.
///
/// It is removed when this is dropped. Where the process is killed, the next that makes one removes it, with such files in it.
///
/// ```
/// let scratch = textmill::Scratch::new()?;
/// let (_, path) = scratch.file()?;
/// assert!(path.exists());
/// drop(scratch);
/// assert!(!path.exists());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Scratch {
    /// Closed before the folder is removed, which some systems refuse while a file in it is open. There is none where the
    /// file system knows no locks: what a killed run leaves stays there.
    _lock: Option<File>,
    folder: TempDir,
}

impl Scratch {
    /// Makes one.
    ///
    /// # Errors
    /// What the system says.
    pub fn new() -> io::Result<Self> {
        Self::within(&std::env::temp_dir())
    }

    fn within(place: &Path) -> io::Result<Self> {
        remove_left_behind(place);
        let folder = tempfile::Builder::new().prefix(FOLDER).tempdir_in(place)?;
        let lock = lock(folder.path())?;
        Ok(Self { _lock: lock, folder })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Makes a file in it, with a name of its own.
    ///
    /// # Errors
    /// What the system says.
    pub fn file(&self) -> io::Result<(File, PathBuf)> {
        Ok(tempfile::Builder::new().suffix(ENDINGS[0]).tempfile_in(self.path())?.keep()?)
    }
}

/// Makes the lock of a folder.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let lock = tempfile::NamedTempFile::new_in(folder)?;
    if lock.as_file().lock().is_err() {
        return Ok(None);
    }
    // It gets its name when it is locked, since a run is taken for dead whose lock is there and open.
    Ok(Some(lock.persist(folder.join(LOCK))?))
}

/// Removes the folders whose runs are gone. What cannot be removed stays: it keeps nobody from working.
fn remove_left_behind(place: &Path) {
    let Ok(found) = fs::read_dir(place) else { return };
    for found in found.flatten() {
        let is_scratch = found.file_name().to_string_lossy().starts_with(FOLDER)
            && found.file_type().is_ok_and(|kind| kind.is_dir());
        if is_scratch {
            let _ = remove_if_dead(&found.path());
        }
    }
}

/// Removes a folder whose lock nobody holds; of its files only those that a run makes, so that a folder in which somebody put
/// another stays.
fn remove_if_dead(folder: &Path) -> io::Result<()> {
    let path = folder.join(LOCK);
    let lock = regular::open(&path)?;
    if lock.try_lock().is_err() {
        return Ok(());
    }
    for found in fs::read_dir(folder)?.flatten() {
        let name = found.file_name();
        if ENDINGS.iter().any(|ending| name.to_string_lossy().ends_with(ending)) {
            fs::remove_file(found.path())?;
        }
    }
    drop(lock);
    fs::remove_file(path)?;
    fs::remove_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder as a killed run leaves it: its lock is open, and a file in it.
    fn left_behind(place: &Path) -> PathBuf {
        let Scratch { _lock, folder } = Scratch::within(place).unwrap();
        let folder = folder.keep();
        fs::write(folder.join("00000000.jsonl"), "{}").unwrap();
        fs::write(folder.join(".textmill-all.part-0.part"), "{}").unwrap();
        folder
    }

    #[test]
    fn what_a_killed_run_left_is_removed_by_the_next() {
        let place = tempfile::tempdir().unwrap();
        let alive = Scratch::within(place.path()).unwrap();
        let kept = alive.path().join("00000000.jsonl");
        fs::write(&kept, "{}").unwrap();
        let dead = left_behind(place.path());
        let next = Scratch::within(place.path()).unwrap();
        assert!(kept.exists() && next.path().exists());
        assert!(!dead.exists());
        let (folder, (_, file)) = (alive.path().to_owned(), alive.file().unwrap());
        assert!(file.exists());
        drop(alive);
        assert!(!folder.exists());
    }

    #[test]
    fn what_is_not_of_a_run_stays() {
        let place = tempfile::tempdir().unwrap();
        let named_alike = place.path().join(format!("{FOLDER}of-a-user"));
        fs::create_dir(&named_alike).unwrap();
        fs::write(named_alike.join("mine.jsonl"), "{}").unwrap();
        let shared = left_behind(place.path());
        fs::write(shared.join("mine.txt"), "text").unwrap();
        let _next = Scratch::within(place.path()).unwrap();
        assert!(named_alike.join("mine.jsonl").exists());
        assert!(shared.join("mine.txt").exists());
    }

    #[cfg(unix)]
    #[test]
    fn neither_a_pipe_nor_a_link_is_followed() {
        let (place, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (pipe, link) = (place.path().join("textmill-scratch-1"), place.path().join("textmill-scratch-2"));
        let elsewhere = left_behind(other.path());
        let elsewhere_lock = elsewhere.join(LOCK);
        for folder in [&pipe, &link] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("mine.jsonl"), "{}").unwrap();
        }
        assert!(std::process::Command::new("mkfifo").arg(pipe.join(LOCK)).status().unwrap().success());
        std::os::unix::fs::symlink(&elsewhere_lock, link.join(LOCK)).unwrap();
        let _next = Scratch::within(place.path()).unwrap();
        assert!(pipe.join("mine.jsonl").exists());
        assert!(link.join("mine.jsonl").exists());
        assert!(elsewhere.exists());
    }
}
