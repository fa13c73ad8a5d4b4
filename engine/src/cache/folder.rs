//! The folder of a store: names of files, and who may write.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::CacheError;
use crate::locked::LockedFile;

const LOCK: &str = "lock";
const TAG: &str = "CACHEDIR.TAG";
const SET_ASIDE: &str = "damaged";

/// The first line is what the specification asks for, <https://bford.info/cachedir/>.
const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of Textmill's. It may be deleted at any time.
";

/// The folder of a store.
#[derive(Debug)]
pub(super) struct CacheFolder {
    path: PathBuf,
}

/// What this process may do with the folder.
#[derive(Debug)]
pub(super) enum Access {
    /// As long as the lock lives.
    ReadWrite(LockedFile),
    /// With the reason.
    ReadOnly(String),
}

impl Access {
    pub(super) fn may_write(&self) -> bool {
        matches!(self, Self::ReadWrite(_))
    }
}

impl CacheFolder {
    /// Makes the folder where there is none, and locks it.
    pub(super) fn open(path: &Path) -> Result<(Self, Access), CacheError> {
        let folder = Self { path: path.to_path_buf() };
        fs::create_dir_all(path).map_err(folder.error())?;
        folder.refuse_other_files()?;
        let access = folder.lock();
        if access.may_write() {
            folder.write_tag().map_err(folder.error())?;
        }
        Ok((folder, access))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The file of a segment's records.
    pub(super) fn data(&self, number: u32) -> PathBuf {
        self.path.join(format!("{number:08}.data"))
    }

    /// The file of a segment's entries.
    pub(super) fn index(&self, number: u32) -> PathBuf {
        self.path.join(format!("{number:08}.index"))
    }

    /// The numbers of all segments, from old to new.
    pub(super) fn segments(&self) -> Result<Vec<u32>, CacheError> {
        let mut numbers: Vec<u32> = self.names()?.iter().filter_map(|name| number(name)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }

    /// Makes the folder, in case that it was deleted since.
    pub(super) fn make(&self) -> io::Result<()> {
        fs::create_dir_all(&self.path)
    }

    /// Removes the files of a segment.
    pub(super) fn remove(&self, number: u32) -> Result<(), CacheError> {
        // In this order, because records without entries are known to be of no use.
        remove(&self.index(number)).and_then(|()| remove(&self.data(number))).map_err(self.error())
    }

    /// Gives the files of segments names that no store reads, and removes those that had them before: what is set aside
    /// is bounded too.
    pub(super) fn set_aside(&self, numbers: &[u32]) -> Result<(), CacheError> {
        for name in self.names()?.iter().filter(|name| is_set_aside(name)) {
            remove(&self.path.join(name)).map_err(self.error())?;
        }
        for path in numbers.iter().flat_map(|number| [self.data(*number), self.index(*number)]) {
            let mut aside = path.clone();
            aside.add_extension(SET_ASIDE);
            if path.exists() {
                fs::rename(&path, aside).map_err(self.error())?;
            }
        }
        Ok(())
    }

    pub(super) fn error(&self) -> impl Fn(io::Error) -> CacheError + '_ {
        CacheError::io(&self.path)
    }

    /// Files of others mean that the folder was named by mistake, unless it once was a store.
    fn refuse_other_files(&self) -> Result<(), CacheError> {
        let names = self.names()?;
        if names.iter().any(|name| name == TAG) {
            return Ok(());
        }
        match names.into_iter().find(|name| !is_ours(name)) {
            Some(name) => Err(CacheError::OtherFiles { folder: self.path.clone(), name }),
            None => Ok(()),
        }
    }

    fn lock(&self) -> Access {
        match LockedFile::take(&self.path.join(LOCK)) {
            Ok(lock) => Access::ReadWrite(lock),
            Err(TryLockError::WouldBlock) => Access::ReadOnly("another run is writing to it".to_string()),
            Err(TryLockError::Error(error)) => Access::ReadOnly(error.to_string()),
        }
    }

    fn write_tag(&self) -> io::Result<()> {
        // Nor is it written where a link of this name leads.
        match File::create_new(self.path.join(TAG)) {
            Ok(mut file) => file.write_all(TAG_TEXT.as_ref()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The names in the folder, sorted.
    fn names(&self) -> Result<Vec<PathBuf>, CacheError> {
        let entries = fs::read_dir(&self.path).map_err(self.error())?;
        let names: io::Result<Vec<PathBuf>> =
            entries.map(|entry| entry.map(|entry| PathBuf::from(entry.file_name()))).collect();
        let mut names = names.map_err(self.error())?;
        names.sort();
        Ok(names)
    }
}

/// The number of the segment that a file is of.
fn number(name: &Path) -> Option<u32> {
    let digits = name.file_stem().and_then(OsStr::to_str).filter(|stem| stem.len() >= 8)?;
    let ours = matches!(name.extension()?.to_str()?, "data" | "index");
    if ours && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

fn is_set_aside(name: &Path) -> bool {
    name.extension().is_some_and(|extension| extension == SET_ASIDE)
        && name.file_stem().is_some_and(|stem| number(Path::new(stem)).is_some())
}

fn is_ours(name: &Path) -> bool {
    name == Path::new(LOCK) || name == Path::new(TAG) || number(name).is_some() || is_set_aside(name)
}

/// Removes a file, which may have gone already.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
