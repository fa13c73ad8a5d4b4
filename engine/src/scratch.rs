//! Folders for what a run or a command has on disk until its end. What a killed one has left is removed by the next that
//! needs one.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::regular;

/// How the names of the folders begin.
const FOLDER: &str = "textmill-scratch-";

/// The file in each that its run has locked for as long as it lives.
const LOCK: &str = "textmill-scratch.lock";

/// How the names of the files end that are made there: no others are removed.
const ENDINGS: [&str; 2] = [".jsonl", ".part"];

/// How long a folder may have no lock yet whose run is alive.
const UNLOCKED: Duration = Duration::from_secs(60);

/// The folders of this process.
static ALIVE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

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
    lock: Option<File>,
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
        ALIVE.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.path().to_owned());
        Ok(Self { lock, folder })
    }

    /// Removes the folders of all that are alive, for a process that is about to end without dropping them. What cannot be
    /// removed stays for the next that makes one.
    pub fn remove_all() {
        for folder in ALIVE.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = remove(folder);
        }
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

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(self.lock.take());
        let _ = fs::remove_dir_all(self.folder.path());
        // Not before it is gone, so that no moment is left in which a process ends and nobody removes it.
        ALIVE.lock().unwrap_or_else(PoisonError::into_inner).remove(self.folder.path());
    }
}

/// Makes the lock of a folder.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let lock = tempfile::Builder::new().prefix(LOCK).suffix(ENDINGS[1]).tempfile_in(folder)?;
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

/// Removes a folder whose lock nobody holds, or that has had none for so long that its run cannot be about to make it.
fn remove_if_dead(folder: &Path) -> io::Result<()> {
    let lock = match regular::open(&folder.join(LOCK)) {
        Ok(lock) if lock.try_lock().is_err() => return Ok(()),
        Ok(lock) => lock,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return remove_unlocked(folder),
        Err(error) => return Err(error),
    };
    drop(lock);
    remove(folder)
}

/// Removes a folder of which its run made nothing but what was to become its lock.
fn remove_unlocked(folder: &Path) -> io::Result<()> {
    let changed = fs::symlink_metadata(folder)?.modified()?;
    if SystemTime::now().duration_since(changed).is_ok_and(|age| age >= UNLOCKED) {
        remove_files(folder, |name| name.starts_with(LOCK) && name.ends_with(ENDINGS[1]))?;
        fs::remove_dir(folder)?;
    }
    Ok(())
}

/// Removes a folder; of its files only those that a run makes, so that a folder in which somebody put another stays.
fn remove(folder: &Path) -> io::Result<()> {
    remove_files(folder, |name| ENDINGS.iter().any(|ending| name.ends_with(ending)))?;
    remove_file(&folder.join(LOCK))?;
    fs::remove_dir(folder)
}

fn remove_files(folder: &Path, is_ours: impl Fn(&str) -> bool) -> io::Result<()> {
    let names = fs::read_dir(folder)?.flatten().map(|found| found.file_name());
    let mut ours = names.filter(|name| is_ours(&name.to_string_lossy()));
    ours.try_for_each(|name| remove_file(&folder.join(name)))
}

/// Removes a file that others may be removing too.
fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder as a killed run leaves it: its lock is open, and a file in it.
    fn left_behind(place: &Path) -> PathBuf {
        let mut scratch = Scratch::within(place).unwrap();
        let folder = scratch.path().to_owned();
        drop(scratch.lock.take());
        std::mem::forget(scratch);
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
    fn a_folder_whose_run_was_killed_before_it_had_a_lock_is_removed_later() {
        let place = tempfile::tempdir().unwrap();
        let make = |name: &str, file: Option<&str>, age: u64| {
            let folder = place.path().join(format!("{FOLDER}{name}"));
            fs::create_dir(&folder).unwrap();
            file.iter().for_each(|file| fs::write(folder.join(file), "").unwrap());
            let made = File::open(&folder).unwrap();
            made.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
            folder
        };
        let empty = make("aaaaaa", None, 100);
        let half = make("bbbbbb", Some("textmill-scratch.lock1x2y3z.part"), 100);
        let young = make("cccccc", None, 0);
        let mine = make("dddddd", Some("mine.jsonl"), 100);
        let _next = Scratch::within(place.path()).unwrap();
        assert!(!empty.exists() && !half.exists());
        assert!(young.exists() && mine.join("mine.jsonl").exists());
    }

    #[test]
    fn a_process_that_ends_at_once_can_remove_its_folders() {
        // In a process of its own all would be removed; here others have theirs.
        let place = tempfile::tempdir().unwrap();
        let scratch = Scratch::within(place.path()).unwrap();
        let (folder, (_, file)) = (scratch.path().to_owned(), scratch.file().unwrap());
        assert!(ALIVE.lock().unwrap().contains(&folder) && file.exists());
        remove(&folder).unwrap();
        assert!(!folder.exists());
        drop(scratch);
        assert!(!ALIVE.lock().unwrap().contains(&folder));
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
