//! The files below a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Files, and folders that could not be listed, by the bytes of their paths.
    pub(super) found: Vec<Found>,
    /// Entries left out: hidden ones, symbolic links, and what is neither file nor folder.
    pub(super) left_out: u64,
}

/// A file, or a folder that could not be listed.
#[derive(Debug)]
pub(super) struct Found {
    /// The path below the folder; empty for that folder itself.
    pub(super) below: PathBuf,
    /// What the listing says of a file, or why a folder was not listed.
    pub(super) stamp: io::Result<Stamp>,
}

/// By what a file can be known again: its size and the time of its last change when it was listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) bytes: u64,
    /// Nanoseconds since 1970; nothing where the system does not tell, or the time is beyond the years 1677 to 2262.
    pub(super) modified: Option<i64>,
}

impl Stamp {
    pub(super) fn of(metadata: &fs::Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok().and_then(nanoseconds) }
    }
}

fn nanoseconds(time: SystemTime) -> Option<i64> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|nanoseconds| -nanoseconds),
    }
}

/// Lists the files below `folder`, at any depth.
///
/// A corpus is data, not a checkout: `.gitignore` and its kin say nothing here. Symbolic links are not followed, so
/// that a walk ends and no file is met twice. One folder is open at a time, however deep they nest.
pub(super) fn walk(folder: &Path) -> Walk {
    let mut walk = Walk::default();
    let mut pending = vec![PathBuf::new()];
    while let Some(below) = pending.pop() {
        // `join` of an empty path would end in a slash, which the messages of some systems show.
        let path = if below.as_os_str().is_empty() { folder.to_owned() } else { folder.join(&below) };
        if let Err(error) = list(&path, &below, &mut walk, &mut pending) {
            walk.found.push(Found { below, stamp: Err(error) });
        }
    }
    walk.found.sort_by(|a, b| path_bytes(&a.below).cmp(path_bytes(&b.below)));
    walk
}

fn list(path: &Path, below: &Path, walk: &mut Walk, pending: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        let kind = entry.file_type()?;
        if name.as_encoded_bytes().starts_with(b".") {
            walk.left_out += 1;
        } else if kind.is_dir() {
            pending.push(below.join(name));
        } else if kind.is_file() {
            // A file that is gone by now is told of when it is opened.
            let stamp = entry.metadata().map_or(Stamp::default(), |metadata| Stamp::of(&metadata));
            walk.found.push(Found { below: below.join(name), stamp: Ok(stamp) });
        } else {
            walk.left_out += 1;
        }
    }
    Ok(())
}

fn path_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(walk: &Walk) -> Vec<&str> {
        walk.found.iter().map(|found| found.below.to_str().unwrap()).collect()
    }

    #[test]
    fn files_come_by_the_bytes_of_their_paths() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["b/2.txt", "b/10.txt", "b.txt", "a-z/1.txt", "a/1.txt", "é.txt", "Z.txt", "b/c/d/e.txt"]
        {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        fs::create_dir(folder.path().join("empty")).unwrap();
        let walk = walk(folder.path());
        let expected =
            ["Z.txt", "a-z/1.txt", "a/1.txt", "b.txt", "b/10.txt", "b/2.txt", "b/c/d/e.txt", "é.txt"];
        assert_eq!(names(&walk), expected);
        assert!(
            walk.found.iter().all(|found| matches!(found.stamp, Ok(Stamp { bytes: 4, modified: Some(1..) })))
        );
        assert_eq!(walk.left_out, 0);
    }

    #[test]
    fn ignore_files_say_nothing_here() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        fs::write(folder.path().join(".gitignore"), "*.txt").unwrap();
        fs::write(folder.path().join("a.txt"), "").unwrap();
        let walk = walk(folder.path());
        assert_eq!(names(&walk), ["a.txt"]);
        assert_eq!(walk.left_out, 2);
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "").unwrap();
        std::os::unix::fs::symlink("a.txt", folder.path().join("link.txt")).unwrap();
        std::os::unix::fs::symlink(".", folder.path().join("loop")).unwrap();
        let walk = walk(folder.path());
        assert_eq!(names(&walk), ["a.txt"]);
        assert_eq!(walk.left_out, 2);
    }

    #[test]
    fn a_folder_that_cannot_be_listed_is_found_as_such() {
        let folder = tempfile::tempdir().unwrap();
        let walk = walk(&folder.path().join("gone"));
        assert_eq!(names(&walk), [""]);
        assert!(walk.found[0].stamp.is_err());
    }
}
