//! Files that somebody else may have put something in the place of: a pipe is not waited for, and a link is not followed.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

/// Opens a file for reading.
///
/// # Errors
/// What the system says, and where it is a link or no file.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    checked(open_anything(File::options().read(true), path)?)
}

/// Opens a file for reading and writing, and makes it where there is none.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_or_make(path: &Path) -> io::Result<File> {
    checked(open_anything(File::options().read(true).write(true).create(true).truncate(false), path)?)
}

fn checked(file: File) -> io::Result<File> {
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file")),
    }
}

/// Reads a file of at most so many bytes.
///
/// # Errors
/// As [`open`], and where it is longer.
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    // One byte more tells that there are too many.
    open(path)?.take(most + 1).read_to_end(&mut content)?;
    match content.len() as u64 > most {
        true => Err(io::Error::other(format!("it has more than {most} bytes"))),
        false => Ok(content),
    }
}

#[cfg(unix)]
fn open_anything(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    options.custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open_anything(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.open(path)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn only_files_are_opened_and_none_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("file"), "").unwrap();
        std::os::unix::fs::symlink(path("file"), path("link")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
        assert!(open(&path("file")).is_ok());
        for name in ["link", "pipe", ".", "none"] {
            assert!(open(&path(name)).is_err(), "{name}");
        }
        std::fs::write(path("file"), "12").unwrap();
        assert_eq!(read(&path("file"), 2).unwrap(), b"12");
        assert_eq!(read(&path("file"), 1).unwrap_err().to_string(), "it has more than 1 bytes");
    }
}
