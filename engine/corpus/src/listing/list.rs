//! Lists of paths.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use crate::error::CorpusError;

/// A list of paths that is still to be read.
pub(crate) struct List {
    /// What the list is called in messages.
    pub(crate) path: PathBuf,
    /// Where it is read from; the file at `path` where there is nothing.
    pub(crate) reader: Option<Box<dyn Read + Send>>,
}

/// The paths of a list: one a line, or, where `null_separated`, with a NUL byte after each. Empty ones are none.
pub(crate) fn paths_of(list: List, null_separated: bool) -> Result<Vec<PathBuf>, CorpusError> {
    let List { path, reader } = list;
    let content = match reader {
        Some(reader) => content(reader),
        None if path.as_os_str() == "-" => content(io::stdin()),
        None => File::open(&path).and_then(content),
    };
    let content = content.map_err(|source| CorpusError::FilesFrom { path, source })?;
    let separator = if null_separated { 0 } else { b'\n' };
    let paths = content
        .split(|&byte| byte == separator)
        .map(|path| if null_separated { path } else { path.strip_suffix(b"\r").unwrap_or(path) });
    Ok(paths.filter(|path| !path.is_empty()).map(path_of).collect())
}

fn content(mut reader: impl Read) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    reader.read_to_end(&mut content)?;
    Ok(content)
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
    fn a_list_that_is_not_there_is_an_error() {
        let list = List { path: "no/such/list".into(), reader: None };
        assert!(matches!(paths_of(list, false), Err(CorpusError::FilesFrom { .. })));
    }
}
