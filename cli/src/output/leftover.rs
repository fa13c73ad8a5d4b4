//! What killed runs have left of files that were to become outputs.
//!
//! Such a file is named after the output that it was to become, and its run holds a lock on it, which ends with the
//! process however that ends. So a later run with the same output knows what is left of others that are gone.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use textmill::Corpus;

/// Random characters in a name.
const RANDOM: usize = 6;

/// How old a file is at least that is removed: whoever has made one locks it a moment later.
const AGE: Duration = Duration::from_secs(1);

/// How the names of files begin that are to become the one at `path`.
pub(super) fn prefix_for(path: &Path) -> OsString {
    /// So that the whole name is no longer than file systems allow.
    const MOST_BYTES: usize = 200;
    let mut prefix = OsString::from(Corpus::TEMPORARY_PREFIX);
    if let Some(name) = path.file_name().filter(|name| name.len() <= MOST_BYTES) {
        prefix.push(name);
        prefix.push("-");
    }
    prefix
}

/// Removes what is left of files with such a prefix in a folder. What cannot be removed stays.
pub(super) fn remove(folder: &Path, prefix: &OsStr) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut left = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name();
        // What is written down in a journal is still to take its place.
        if is_of_retry(&name) {
            return;
        }
        if is_of(&name, prefix) {
            left.push(entry.path());
        }
    }
    left.iter().filter(|path| is_left(path)).for_each(|path| drop(fs::remove_file(path)));
}

fn is_of_retry(name: &OsStr) -> bool {
    let prefix = format!("{}retry-", Corpus::TEMPORARY_PREFIX);
    name.as_encoded_bytes().starts_with(prefix.as_bytes())
}

fn is_of(name: &OsStr, prefix: &OsStr) -> bool {
    let middle = name
        .as_encoded_bytes()
        .strip_prefix(prefix.as_encoded_bytes())
        .and_then(|rest| rest.strip_suffix(Corpus::TEMPORARY_SUFFIX.as_bytes()));
    middle.is_some_and(|middle| middle.len() == RANDOM && middle.iter().all(u8::is_ascii_alphanumeric))
}

/// Whether nobody writes to a file any more.
fn is_left(path: &Path) -> bool {
    let is_plain = fs::symlink_metadata(path).is_ok_and(|found| {
        let changed = found.modified().unwrap_or_else(|_| SystemTime::now());
        found.is_file() && changed.elapsed().is_ok_and(|age| age >= AGE)
    });
    is_plain && File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::temporary;

    #[test]
    fn what_is_left_of_the_same_output_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str| folder.path().join(name);
        let others =
            [".textmill-a.json-b-aaaaaa.part", ".textmill-b.json-aaaaaa.part", ".textmill-a.json-aaaaaa"];
        let left = [".textmill-a.json-aaaaaa.part", ".textmill-a.json-Bb0123.part"];
        for name in others.iter().chain(&left) {
            let file = File::create(of(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        }
        let first = temporary(&of("a.json")).unwrap();
        assert!(left.iter().all(|name| !of(name).exists()));
        assert!(others.iter().all(|name| of(name).exists()));
        // One that is written to stays, however old it is.
        first.as_file().set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        let second = temporary(&of("a.json")).unwrap();
        assert!(first.path().exists() && second.path().exists());
    }

    #[test]
    fn what_a_retry_has_written_down_stays() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str| folder.path().join(name);
        for name in [".textmill-retry-a.json.part", ".textmill-a.json-aaaaaa.part"] {
            let file = File::create(of(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        }
        drop(temporary(&of("a.json")).unwrap());
        assert!(of(".textmill-a.json-aaaaaa.part").exists());
    }

    #[test]
    fn a_long_name_is_left_out() {
        assert_eq!(prefix_for(Path::new("x/a.json")), ".textmill-a.json-");
        assert_eq!(prefix_for(Path::new(&"x".repeat(300))), ".textmill-");
    }
}
