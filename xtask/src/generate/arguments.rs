//! What is to be made, from the command line.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, Result, bail, ensure};

use super::USAGE;
use super::format::Format;

/// Shorter documents could be the same by chance, and a text has a sentence at least.
const MIN_DOCUMENT_BYTES: u64 = 200;

const DOCUMENT_BYTES: u64 = 3_000;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

/// A corpus to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arguments {
    pub(super) folder: PathBuf,
    /// Bytes of text, which the last document may exceed.
    pub(super) size: u64,
    pub(super) format: Format,
    pub(super) compression: Compression,
    pub(super) files: u64,
    /// Bytes of text of a document, on average.
    pub(super) document_bytes: u64,
    pub(super) seed: u64,
}

/// The options as they were given.
#[derive(Default)]
struct Given {
    folder: Option<PathBuf>,
    size: Option<u64>,
    format: Option<Format>,
    compression: Option<Compression>,
    files: Option<u64>,
    document_bytes: Option<u64>,
    seed: Option<u64>,
}

impl Arguments {
    pub(super) fn parse(arguments: &[&str]) -> Result<Self> {
        let mut given = Given::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().copied().with_context(|| format!("{argument} without a value"));
            match *argument {
                "--size" => given.size = Some(bytes(value()?)?),
                "--format" => given.format = Some(value()?.parse()?),
                "--files" => given.files = Some(number(value()?)?),
                "--document-bytes" => given.document_bytes = Some(bytes(value()?)?),
                "--seed" => given.seed = Some(number(value()?)?),
                "--gzip" => given.compression = Some(Compression::Gzip),
                "--zstd" => given.compression = Some(Compression::Zstd),
                folder if !folder.starts_with('-') && given.folder.is_none() => {
                    given.folder = Some(PathBuf::from(folder));
                }
                other => bail!("`{other}` is not understood\n\n{USAGE}"),
            }
        }
        given.check()
    }
}

impl Given {
    fn check(self) -> Result<Arguments> {
        let folder = self.folder.with_context(|| format!("no DIR\n\n{USAGE}"))?;
        let size = self.size.with_context(|| format!("no --size\n\n{USAGE}"))?;
        let format = self.format.unwrap_or(Format::JsonLines);
        let (files, document_bytes) = match (format, self.files, self.document_bytes) {
            (Format::Text, Some(_), Some(_)) => {
                bail!("--files and --document-bytes are one thing where a file is a document")
            }
            (Format::Text, Some(files), None) => (files, size / files.max(1)),
            (Format::Text, None, bytes) => {
                let bytes = bytes.unwrap_or(DOCUMENT_BYTES);
                (size.div_ceil(bytes.max(1)), bytes)
            }
            (_, files, bytes) => (files.unwrap_or(1), bytes.unwrap_or(DOCUMENT_BYTES)),
        };
        ensure!(files > 0, "--files is at least 1");
        ensure!(
            document_bytes >= MIN_DOCUMENT_BYTES,
            "a document has at least {MIN_DOCUMENT_BYTES} bytes, not {document_bytes}"
        );
        ensure!(
            size / files >= MIN_DOCUMENT_BYTES,
            "{size} bytes do not fill {files} files with a document each"
        );
        let compression = self.compression.unwrap_or(Compression::None);
        let seed = self.seed.unwrap_or_default();
        Ok(Arguments { folder, size, format, compression, files, document_bytes, seed })
    }
}

fn number<T: FromStr>(text: &str) -> Result<T> {
    text.parse().ok().with_context(|| format!("`{text}` is not a whole number"))
}

/// A number of bytes, with K, M or G for powers of 1,000.
fn bytes(text: &str) -> Result<u64> {
    let (digits, unit) = match text.char_indices().next_back() {
        Some((at, 'K')) => (&text[..at], 1_000),
        Some((at, 'M')) => (&text[..at], 1_000_000),
        Some((at, 'G')) => (&text[..at], 1_000_000_000),
        _ => (text, 1),
    };
    number::<u64>(digits)?.checked_mul(unit).with_context(|| format!("`{text}` is too many bytes"))
}

#[cfg(test)]
mod tests {
    use super::{Arguments, bytes};

    #[track_caller]
    fn check(arguments: &str, files: u64, document_bytes: u64) {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let parsed = Arguments::parse(&arguments).unwrap();
        assert_eq!((parsed.files, parsed.document_bytes), (files, document_bytes));
    }

    #[track_caller]
    fn check_error(arguments: &str, expected: &str) {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let error = Arguments::parse(&arguments).unwrap_err().to_string();
        assert_eq!(error.lines().next(), Some(expected));
    }

    #[test]
    fn files_and_documents_follow_from_the_format() {
        check("dir --size 1M", 1, 3_000);
        check("dir --size 1M --files 10 --document-bytes 5K", 10, 5_000);
        check("dir --size 1M --format txt", 334, 3_000);
        check("dir --size 1G --format txt --files 100000", 100_000, 10_000);
        check("--format txt --document-bytes 2K --size 1M dir", 500, 2_000);
    }

    #[test]
    fn what_cannot_be_made_is_refused() {
        check_error("--size 1M", "no DIR");
        check_error("dir", "no --size");
        check_error("dir --size", "--size without a value");
        check_error("dir --size 1T", "`1T` is not a whole number");
        check_error("dir dir --size 1M", "`dir` is not understood");
        check_error("dir --size 1M --format xml", "`xml` is none of txt, jsonl, csv, warc");
        check_error("dir --size 1M --files 0", "--files is at least 1");
        check_error("dir --size 1M --files 0 --format txt", "--files is at least 1");
        check_error(
            "dir --size 1M --files 10000",
            "1000000 bytes do not fill 10000 files with a document each",
        );
        check_error("dir --size 1M --document-bytes 199", "a document has at least 200 bytes, not 199");
        check_error(
            "dir --size 1M --files 9 --document-bytes 1K --format txt",
            "--files and --document-bytes are one thing where a file is a document",
        );
    }

    #[test]
    fn sizes_have_units() {
        for (text, expected) in [("7", 7), ("500K", 500_000), ("100M", 100_000_000), ("2G", 2_000_000_000)] {
            assert_eq!(bytes(text).unwrap(), expected);
        }
        for text in ["", "M", "1.5G", "-1", "99999999999999G", "1م"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }
}
