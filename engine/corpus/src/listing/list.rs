//! Lists of paths.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;

use crate::error::CorpusError;

/// A list of paths that is still to be read.
pub(crate) struct List {
    /// What the list is called in messages.
    pub(crate) path: PathBuf,
    /// Where it is read from; the file at `path` where there is nothing.
    pub(crate) reader: Option<Box<dyn Read + Send>>,
}

/// Bytes of a path at most, and its end: no system has longer ones.
const LONGEST: usize = 1 << 16;

/// Bytes of a list at most.
const MOST: u64 = 1 << 30;

/// The paths of a list: one a line, or, where `null_separated`, with a NUL byte after each. Empty ones are none.
pub(crate) fn paths_of(list: List, null_separated: bool) -> Result<Vec<PathBuf>, CorpusError> {
    let List { path, reader } = list;
    let paths = match reader {
        Some(reader) => read(reader, null_separated),
        None if path.as_os_str() == "-" => read(io::stdin(), null_separated),
        None => File::open(&path).and_then(|file| read(file, null_separated)),
    };
    paths.map_err(|source| CorpusError::FilesFrom { path, source })
}

fn read(reader: impl Read, null_separated: bool) -> io::Result<Vec<PathBuf>> {
    let too_long = |message: String| Err(io::Error::new(io::ErrorKind::InvalidData, message));
    let separator = if null_separated { 0 } else { b'\n' };
    let mut reader = BufReader::new(reader.take(MOST + 1));
    let (mut paths, mut path, mut bytes) = (Vec::new(), Vec::new(), 0);
    for number in 1_u64.. {
        path.clear();
        let read = reader.by_ref().take(LONGEST as u64 + 1).read_until(separator, &mut path)?;
        bytes += read as u64;
        if read == 0 {
            break;
        }
        if bytes > MOST {
            return too_long(format!("it has more than {MOST} bytes"));
        }
        if read > LONGEST {
            return too_long(format!("its path {number} has more than {LONGEST} bytes"));
        }
        let path = path.strip_suffix(&[separator]).unwrap_or(&path);
        let path = if null_separated { path } else { path.strip_suffix(b"\r").unwrap_or(path) };
        if !path.is_empty() {
            paths.push(path_of(path));
        }
    }
    Ok(paths)
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    std::ffi::OsStr::from_bytes(bytes).into()
}

/// Where paths are no bytes, a list is UTF-8.
#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &'static [u8], null_separated: bool, expected: &[&str]) {
        let list = List { path: "-".into(), reader: Some(Box::new(content)) };
        let paths = paths_of(list, null_separated).unwrap();
        assert_eq!(paths, expected.iter().map(PathBuf::from).collect::<Vec<_>>());
    }

    #[test]
    fn paths_stand_on_lines_or_before_nul_bytes() {
        check(b"", false, &[]);
        check(b"a.txt\n\nb c\r\nd", false, &["a.txt", "b c", "d"]);
        check(b"a\nb\0c\r\0", true, &["a\nb", "c\r"]);
    }

    #[test]
    fn a_list_without_an_end_is_read_as_far_as_a_path_goes() {
        let list = List { path: "-".into(), reader: Some(Box::new(io::repeat(0))) };
        let error = paths_of(list, false).unwrap_err();
        assert_eq!(
            error.to_string(),
            "-: the list of paths cannot be read: its path 1 has more than 65536 bytes"
        );
    }

    #[test]
    fn a_list_that_is_not_there_is_an_error() {
        let list = List { path: "no/such/list".into(), reader: None };
        assert!(matches!(paths_of(list, false), Err(CorpusError::FilesFrom { .. })));
    }
}
