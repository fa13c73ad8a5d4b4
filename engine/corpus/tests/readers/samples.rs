//! What is read of the sample of each format, `engine/corpus/samples`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use textmill_corpus::{Item, Source as _};

use crate::harness::{corpus, items};

/// Everything that a reader says of the samples: documents with their metadata, what is unread, left out and taken out.
fn read(folder: &Path) -> String {
    let mut paths = corpus(folder).open().unwrap();
    let mut read = String::new();
    for item in items(&mut paths) {
        match item {
            Item::Document(document) => {
                let metadata = serde_json::to_string(&document.metadata).unwrap();
                writeln!(read, "== {} {metadata}\n{}", document.position, document.text.trim_end()).unwrap();
                for removed in document.removed {
                    writeln!(read, "-- {}: {}", removed.kind, removed.text.trim_end()).unwrap();
                }
            }
            Item::Unread(unread) => writeln!(read, "!! {}: {}", unread.position, unread.message).unwrap(),
            Item::Deferred(_) => unreachable!("what is deferred is made"),
        }
    }
    for input in paths.take_inputs() {
        for (reason, count) in input.left_out.iter() {
            writeln!(read, "-- {}: {count} {reason} left out", input.path).unwrap();
        }
    }
    read
}

#[test]
fn samples_are_read_as_their_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let expected = root.join("tests/readers/samples.txt");
    let read = read(&root.join("samples"));
    if std::env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&expected, &read).unwrap();
    }
    let expected = fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(
        read, expected,
        "to make it again: UPDATE_PAGES=1 cargo test -p textmill-corpus --test readers samples"
    );
}
