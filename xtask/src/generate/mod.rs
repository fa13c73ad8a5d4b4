//! `cargo xtask generate DIR --size SIZE`: a corpus of any size, made from the sentences of the samples in `corpus/`.
//!
//! The same arguments give the same bytes on every machine. Documents are written as they are made, and new words are
//! spelled from their numbers, so memory is 5 MB for a corpus of any size.

mod arguments;
mod date;
mod document;
mod file;
mod format;
mod run;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::time::Instant;

use anyhow::Result;

use arguments::Arguments;

/// How the chore is called.
pub(crate) const USAGE: &str = "\
Usage: cargo xtask generate DIR --size SIZE [OPTIONS]

DIR is made, or is an empty folder. SIZE is the text's, in bytes before any compression: 500K, 100M, 1G.

Options:
  --format FORMAT         txt (a document per file), jsonl, csv, or warc (`conversion` records) [default: jsonl]
  --files N               Files, in folders of 1,000 where there are more [default: 1; txt: one per document]
  --document-bytes N      Text of a document on average, at least 200 [default: 3000; txt with --files: SIZE / N]
  --gzip, --zstd          Compress each file (in a WARC with gzip, each record)
  --seed N                Another corpus of the same kind [default: 0]
";

/// Makes a corpus and says how large it is.
pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    let arguments = Arguments::parse(arguments)?;
    let began = Instant::now();
    let made = run::generate(&arguments)?;
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{} documents with {} bytes of text in {} files, {} bytes on disk, in {seconds:.1} s",
        made.documents,
        made.text_bytes,
        made.files,
        bytes_below(&arguments.folder)?,
    );
    Ok(())
}

fn bytes_below(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        bytes +=
            if entry.file_type()?.is_dir() { bytes_below(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
