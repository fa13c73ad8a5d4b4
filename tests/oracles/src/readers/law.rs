//! What every reader promises of every file.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use textmill_corpus::{Corpus, Cursor, Document, Input, Item, Paths, Source as _, Unread};

use super::MAX_BYTES;

/// What a file gave.
pub(super) struct Read {
    pub(super) made: Vec<Made>,
    /// How many items were made into which of `made`: the number after each.
    ends: Vec<usize>,
    /// Where the source stood after each item.
    cursors: Vec<Cursor>,
    pub(super) input: Input,
}

/// An item, with what was deferred made.
#[derive(Debug, PartialEq)]
pub(super) enum Made {
    Document(Document),
    Unread(Unread),
}

impl Read {
    /// The documents alone.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.made.iter().filter_map(|made| match made {
            Made::Document(document) => Some(document),
            Made::Unread(_) => None,
        })
    }
}

/// The longest message: a few names out of a file, cut, and a sentence.
const LONGEST_MESSAGE: usize = 2_000;

/// Reads a file and holds what every reader promises: that each thing is somewhere and told once, that
/// documents are no longer than they may be, that the input is told whole, and that a run resumes where it stood.
pub(super) fn read(name: &str, content: &[u8], corpus: impl Fn() -> Corpus) -> Read {
    let path = file(name, content);
    let open = || {
        let folder = path.parent().expect("a file stands in a folder");
        corpus().path(&path).root(folder).open().expect("the file is there")
    };
    let read = all(&mut open());
    hold(name, content, &read);
    if !read.cursors.is_empty() {
        let at = content.len() % read.cursors.len();
        let mut paths = open();
        paths.resume(read.cursors[at]);
        let rest = all(&mut paths);
        assert!(rest.made == read.made[read.ends[at]..], "a run resumes where it stood, after item {at}");
    }
    read
}

/// A file of its own for each thread; it is there until the next is asked for.
fn file(name: &str, content: &[u8]) -> PathBuf {
    thread_local! {
        static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
    }
    FOLDER.with(|folder| {
        let folder = folder.get_or_init(|| tempfile::tempdir().expect("a folder for temporary files"));
        let path = folder.path().join(name);
        fs::write(&path, content).expect("there is room for a file");
        path
    })
}

fn all(paths: &mut Paths) -> Read {
    let (mut made, mut ends, mut cursors) = (Vec::new(), Vec::new(), Vec::new());
    let mut documents = 0;
    while let Some(item) = paths.next_item() {
        match item {
            Item::Document(document) => {
                documents += 1;
                made.push(Made::Document(document));
            }
            Item::Unread(unread) => made.push(Made::Unread(unread)),
            Item::Deferred(deferred) => {
                documents += 1;
                made.extend(deferred.make().into_iter().map(|made| match made {
                    Ok(document) => Made::Document(document),
                    Err(unread) => Made::Unread(unread),
                }));
            }
        }
        ends.push(made.len());
        cursors.push(paths.cursor().expect("files have a cursor"));
    }
    let mut inputs = paths.take_inputs();
    assert_eq!(inputs.len(), 1, "one file is one input");
    let input = inputs.remove(0);
    let told = ends.len() as u64;
    assert!(
        input.documents >= documents && input.documents <= told.max(documents) + input.documents - documents
    );
    Read { made, ends, cursors, input }
}

fn hold(name: &str, content: &[u8], read: &Read) {
    let (mut positions, mut reasons) = (HashSet::new(), HashSet::new());
    for made in &read.made {
        let (position, is_new) = match made {
            Made::Document(document) => {
                let position = hold_document(document);
                (position, positions.insert(position))
            }
            Made::Unread(unread) => {
                assert!(unread.message.len() <= LONGEST_MESSAGE, "a message is short: {}", unread.message);
                // What is to be said of an archive, in another or not, stands at the archive: a header that is damaged, another.
                (&unread.position, reasons.insert((&unread.position, &unread.message)))
            }
        };
        assert!(position.starts_with(name), "{position} is a place in {name}");
        assert!(is_new || position == name, "the place {position} is told twice");
    }
    let documents = read.documents().count() as u64;
    assert!(documents <= read.input.documents, "a document that is not counted");
    assert!(read.input.documents <= read.made.len() as u64, "a counted document is somewhere");
    assert_eq!(read.input.bytes, content.len() as u64, "an input is told whole");
    assert!(matches!(read.input.sha256.len(), 0 | 64));
}

fn hold_document(document: &Document) -> &String {
    assert!(document.text.len() as u64 <= MAX_BYTES, "{} is too long", document.position);
    let metadata = serde_json::to_string(&document.metadata).expect("metadata are JSON");
    let again = serde_json::from_str(&metadata);
    assert!(
        again.is_ok_and(|again: serde_json::Map<_, _>| again == document.metadata),
        "metadata survive their JSON"
    );
    assert!(!document.id.is_empty(), "a document has an id");
    &document.position
}
