//! Partial files among the paths of documents.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Whether a file is a partial file, by how it begins.
pub(crate) fn is_partial(path: &Path) -> bool {
    const BEGINNING: &[u8] = br#"{"textmill":"partial""#;
    let begins = || -> io::Result<bool> {
        // What is no file, such as a pipe, would lose what is read from it.
        if !path.metadata()?.is_file() {
            return Ok(false);
        }
        let mut beginning = [0; BEGINNING.len()];
        File::open(path)?.read_exact(&mut beginning)?;
        Ok(beginning == BEGINNING)
    };
    // What cannot be read is said where it is opened.
    begins().unwrap_or(false)
}

/// Refuses partial files where documents are read: they have counts, and no text.
///
/// # Errors
/// The first that is one.
pub(crate) fn refuse_partials(paths: &[PathBuf]) -> Result<(), Error> {
    match paths.iter().find(|path| is_partial(path)) {
        Some(path) => {
            let message = format!("{} is a partial file, in which there are no texts", path.display());
            Err(Error::usage(message).with_hint("give the documents that it was made of"))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_partial_file_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let [partial, text] = ["a.part", "b.txt"].map(|name| folder.path().join(name));
        fs::write(&partial, r#"{"textmill":"partial","version":1}"#).unwrap();
        fs::write(&text, "A partial file.").unwrap();
        assert!(refuse_partials(&[text.clone(), folder.path().to_owned()]).is_ok());
        let error = refuse_partials(&[text, partial.clone()]).unwrap_err().to_string();
        assert_eq!(error, format!("{} is a partial file, in which there are no texts", partial.display()));
    }
}
