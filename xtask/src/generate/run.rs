//! Documents into files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::arguments::{Arguments, Compression};
use super::document::Author;
use super::file::Output;
use super::format::Format;

/// Files of a folder, where there are more.
const FILES_PER_FOLDER: u64 = 1_000;

/// What was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) documents: u64,
    /// UTF-8, without metadata and compression.
    pub(super) text_bytes: u64,
    pub(super) files: u64,
}

/// Makes a corpus.
///
/// # Errors
/// Where the folder holds something already, or a file cannot be written.
pub(super) fn generate(arguments: &Arguments) -> Result<Made> {
    let folder = &arguments.folder;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    ensure!(entries.next().is_none(), "{} is not empty", folder.display());
    let mut author = Author::new(arguments.seed).context("the sample corpus")?;
    let mut made = Made::default();
    for index in 0..arguments.files {
        let path = path(arguments, index);
        if let Some(parent) = path.parent().filter(|_| index.is_multiple_of(FILES_PER_FOLDER)) {
            fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
        }
        write_file(arguments, index, &path, &mut author, &mut made)
            .with_context(|| path.display().to_string())?;
    }
    Ok(made)
}

/// Writes a document, and further ones until the corpus has its share of bytes up to this file.
fn write_file(
    arguments: &Arguments,
    index: u64,
    path: &Path,
    author: &mut Author,
    made: &mut Made,
) -> io::Result<()> {
    let share = share(arguments.size, index + 1, arguments.files);
    let mut output = Output::create(path, arguments.compression)?;
    arguments.format.begin(&mut output)?;
    let first = made.documents;
    while made.documents == first || (arguments.format != Format::Text && made.text_bytes < share) {
        if arguments.format == Format::Warc && made.documents > first {
            output.end_member()?;
        }
        let document = author.next(arguments.document_bytes);
        arguments.format.write(&document, &mut output)?;
        made.documents += 1;
        made.text_bytes += document.text.len() as u64;
    }
    made.files += 1;
    output.finish()
}

/// The bytes of the first `files` of `all` files.
fn share(size: u64, files: u64, all: u64) -> u64 {
    let share = u128::from(size) * u128::from(files) / u128::from(all);
    u64::try_from(share).expect("a part of `size` is no greater")
}

/// `DIR/012/012345.jsonl.zst`, or without a folder between where there are few.
fn path(arguments: &Arguments, index: u64) -> PathBuf {
    let mut name = format!("{index:06}.{}", arguments.format.extension());
    match arguments.compression {
        Compression::None => {}
        Compression::Gzip => name.push_str(".gz"),
        Compression::Zstd => name.push_str(".zst"),
    }
    if arguments.files <= FILES_PER_FOLDER {
        return arguments.folder.join(name);
    }
    arguments.folder.join(format!("{:03}", index / FILES_PER_FOLDER)).join(name)
}
