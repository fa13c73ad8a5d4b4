//! Files and folders that the run writes, which are no documents of it.
//!
//! They are known by what they are, not by what they are called: a link to one, or another spelling of its path, is the
//! same file.

use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// What becomes of an output that is met below a folder of documents. One that is itself given as a document is always an
/// error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Met {
    /// It is left out and counted: an earlier run made it.
    LeftOut,
    /// It is an error: somebody else made it, and it would be lost.
    Refused,
}

/// The outputs of a run that are there before it begins, and how each is called.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outputs(HashMap<Identity, (PathBuf, Met)>);

impl Outputs {
    /// Adds what is at `path`. What is not there, and a device, is nobody's document.
    pub(crate) fn add(&mut self, path: &Path, met: Met) {
        if let Ok(metadata) = fs::metadata(path)
            && (metadata.is_file() || metadata.is_dir())
            && let Some(identity) = Identity::of(path, &metadata)
        {
            self.0.insert(identity, (path.to_owned(), met));
        }
    }

    /// Adds a file that is open and is called `name` in messages.
    pub(crate) fn add_file(&mut self, file: &File, name: &Path, met: Met) -> io::Result<()> {
        let metadata = file.metadata()?;
        if metadata.is_file()
            && let Some(identity) = Identity::of_open(&metadata)
        {
            self.0.insert(identity, (name.to_owned(), met));
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The output that `metadata` tells of, which the system gave for `path`.
    pub(crate) fn find(&self, path: &Path, metadata: &Metadata) -> Option<(&Path, Met)> {
        if self.is_empty() {
            return None;
        }
        let (path, met) = self.0.get(&Identity::of(path, metadata)?)?;
        Some((path, *met))
    }
}

/// By what the system knows a file or a folder.
#[cfg(unix)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Identity {
    device: u64,
    inode: u64,
}

#[cfg(unix)]
impl Identity {
    fn of(_: &Path, metadata: &Metadata) -> Option<Self> {
        Self::of_open(metadata)
    }

    #[expect(clippy::unnecessary_wraps, reason = "other systems have no number for a file")]
    fn of_open(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self { device: metadata.dev(), inode: metadata.ino() })
    }
}

/// Where the system has no number for a file that the standard library tells, its canonical path: hard links are then two
/// files.
#[cfg(not(unix))]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Identity(PathBuf);

#[cfg(not(unix))]
impl Identity {
    fn of(path: &Path, _: &Metadata) -> Option<Self> {
        path.canonicalize().ok().map(Self)
    }

    fn of_open(_: &Metadata) -> Option<Self> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(outputs: &Outputs, path: &Path) -> Option<(PathBuf, Met)> {
        let (name, met) = outputs.find(path, &fs::metadata(path).unwrap())?;
        Some((name.to_owned(), met))
    }

    #[test]
    fn an_output_is_known_by_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let [here, there] = ["a.txt", "b.txt"].map(|name| folder.path().join(name));
        fs::write(&here, "").unwrap();
        fs::write(&there, "").unwrap();
        let mut outputs = Outputs::default();
        assert!(outputs.is_empty());
        outputs.add(&here, Met::Refused);
        outputs.add(&folder.path().join("not there"), Met::Refused);
        assert_eq!(found(&outputs, &here), Some((here.clone(), Met::Refused)));
        assert_eq!(found(&outputs, &folder.path().join("./a.txt")), Some((here, Met::Refused)));
        assert_eq!(found(&outputs, &there), None);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_open_files_are_the_file_that_they_lead_to_and_devices_are_none() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link, hard] = ["a.txt", "link", "hard"].map(|name| folder.path().join(name));
        fs::write(&file, "").unwrap();
        std::os::unix::fs::symlink("a.txt", &link).unwrap();
        fs::hard_link(&file, &hard).unwrap();
        let mut outputs = Outputs::default();
        outputs.add(Path::new("/dev/null"), Met::Refused);
        assert!(outputs.is_empty());
        outputs.add_file(&File::open(&file).unwrap(), Path::new("-"), Met::LeftOut).unwrap();
        for path in [&file, &link, &hard] {
            assert_eq!(found(&outputs, path), Some(("-".into(), Met::LeftOut)), "{}", path.display());
        }
    }
}
