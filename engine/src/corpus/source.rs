//! Where documents come from.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A document: what is analyzed as one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// What leads a reader back to the document, such as `news/a.txt` or `reviews.jsonl#12`. Ids may repeat.
    pub id: String,
    /// Where the document stands: never the same for two documents of a run. The same as the id, except where an
    /// id was given by the data.
    pub position: String,
    /// The text.
    pub text: String,
    /// Fields beside the text.
    pub metadata: Map<String, Value>,
    /// Whether bytes that are not valid in the text's encoding were replaced by U+FFFD.
    pub replaced: bool,
}

impl Document {
    /// A document of an id and a text, whose position is its id.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        let id = id.into();
        Self { position: id.clone(), id, text: text.into(), ..Self::default() }
    }

    /// Adds a metadata field.
    #[must_use]
    pub fn with_metadata(mut self, field: impl Into<String>, value: impl Into<Value>) -> Self {
        self.metadata.insert(field.into(), value.into());
        self
    }
}

/// What should have been a document, or several, and could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The id that the document would have had.
    pub id: String,
    /// Where it stands, as [`Document::position`].
    pub position: String,
    /// What is wrong with it, and where: line, byte offset.
    pub message: String,
}

/// What a source gives: a document, or the reason why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A document.
    Document(Document),
    /// A place where there should have been one. It is counted and named in the report.
    Unread(Unread),
}

impl From<Document> for Item {
    fn from(document: Document) -> Self {
        Self::Document(document)
    }
}

/// An input that a source has read, for the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Where it is found, as [`Document::position`]: the path as given, or `-` for the standard input.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its content, in lower-case hexadecimal digits; empty where it was not read to its end.
    pub sha256: String,
    /// Documents that came from it.
    pub documents: u64,
}

/// A stream of documents: the one thing that the engine knows of the world.
///
/// Any iterator of documents is one. Those of files are made by [`crate::Corpus`].
pub trait Source: Send {
    /// The next document, or nothing at the end.
    fn next_item(&mut self) -> Option<Item>;

    /// The inputs that were read, sorted by path. Asked after the end.
    fn inputs(&mut self) -> Vec<Input> {
        Vec::new()
    }

    /// Told before the first document: the metadata fields that anybody will ask for. A source may leave out others,
    /// where it saves the work of reading them.
    fn keep_metadata(&mut self, _fields: &BTreeSet<String>) {}

    /// How far the source has come: bytes read, and bytes in all where that is known.
    fn progress(&self) -> Progress {
        Progress::default()
    }
}

/// How far a source has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of input read.
    pub read: u64,
    /// Bytes of input in all, where that can be known.
    pub total: Option<u64>,
}

impl<I: Iterator<Item = Document> + Send> Source for I {
    fn next_item(&mut self) -> Option<Item> {
        self.next().map(Item::Document)
    }
}
