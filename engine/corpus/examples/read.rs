//! Reads what stands at each path, and says what came of it: `read PATH…`.
//!
//! For measuring the readers alone, without the engine: `benches/readers.py` counts the instructions of this program over
//! files of each format.

use std::process::ExitCode;

use textmill_corpus::{Corpus, CorpusError, Item, Source as _};

fn main() -> ExitCode {
    for path in std::env::args().skip(1) {
        match read(&path) {
            Ok((documents, bytes, unread)) => {
                println!("{path}: {documents} documents of {bytes} bytes, {unread} unread");
            }
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// Documents, their bytes, and what is unread.
fn read(path: &str) -> Result<(u64, usize, u64), CorpusError> {
    let mut source = Corpus::new().path(path).open()?;
    let (mut documents, mut bytes, mut unread) = (0, 0, 0);
    let mut count = |text: Option<&str>| match text {
        Some(text) => (documents, bytes) = (documents + 1, bytes + text.len()),
        None => unread += 1,
    };
    while let Some(item) = source.next_item() {
        match item {
            Item::Document(document) => count(Some(&document.text)),
            Item::Unread(_) => count(None),
            // What is left to the workers of a run is part of reading here.
            Item::Deferred(deferred) => {
                for made in deferred.make() {
                    count(made.ok().as_ref().map(|document| &*document.text));
                }
            }
        }
    }
    Ok((documents, bytes, unread))
}
