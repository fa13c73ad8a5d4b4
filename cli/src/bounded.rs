//! Files that are read as a whole, and so only up to a bound: what stands at a path may have no end.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of a configuration, a lock file or a journal, at most.
pub(crate) const SMALL: u64 = 16 << 20;

/// Bytes of a report, at most.
pub(crate) const LARGE: u64 = 1 << 30;

/// The text of a file.
///
/// # Errors
/// What the system says; a file of more than `most` bytes, or of no text.
pub(crate) fn text_of(path: &Path, most: u64) -> io::Result<String> {
    text(File::open(path)?, most)
}

/// The text that a reader gives.
///
/// # Errors
/// As [`text_of`].
pub(crate) fn text(reader: impl Read, most: u64) -> io::Result<String> {
    let mut text = String::new();
    // One byte more tells that there are too many.
    reader.take(most + 1).read_to_string(&mut text)?;
    if text.len() as u64 > most {
        return Err(io::Error::other(format!("it has more than {most} bytes")));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_it_may_be_is_not_read() {
        assert_eq!(text(&b"four"[..], 4).unwrap(), "four");
        assert_eq!(text(&b"fives"[..], 4).unwrap_err().to_string(), "it has more than 4 bytes");
        assert!(text(io::repeat(b' '), 1 << 20).is_err(), "of what has no end");
        assert!(text(&b"\xff"[..], 4).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_an_end_ends() {
        let error = text_of(Path::new("/dev/zero"), 1 << 16).unwrap_err();
        assert_eq!(error.to_string(), "it has more than 65536 bytes");
    }
}
