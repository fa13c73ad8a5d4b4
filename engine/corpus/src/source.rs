//! Where documents come from.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::caught::catch;
use super::encoding::EncodingEvidence;
use super::left_out::LeftOut;
use super::stop::StopHandle;

/// A document: what is analyzed as one.
///
/// ```
/// use textmill_corpus::Document;
///
/// let review = Document::new("r-1", "The rooms are lovely.").with_metadata("stars", 5);
/// assert_eq!(review.position, "r-1");
/// assert_eq!(review.metadata["stars"], 5);
/// ```
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
    /// The encoding from which the text was decoded, by its name in the WHATWG Encoding Standard (`UTF-8`,
    /// `windows-1256`), or `cp720` or `x-mac-arabic`; nothing where it never was bytes.
    pub encoding: Option<&'static str>,
    /// By what the encoding is known; nothing where the text never was bytes.
    pub evidence: Option<EncodingEvidence>,
    /// Whether bytes that are not valid in the text's encoding were replaced by U+FFFD.
    pub replaced: bool,
    /// What was taken out of the text: code of a text in Markdown or a notebook, files and signatures
    /// in the text of mail, boilerplate of a web page, in order.
    pub removed: Vec<Removed>,
}

/// A passage that was taken out of a text, because it belongs to the page around it, or is code or a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// What it is: `code`, `attachments`, `navigation`, `comments`, `related`, `cookies` and so on.
    pub kind: &'static str,
    /// The passage, as it stood in the text.
    pub text: String,
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
///
/// ```
/// use textmill_corpus::{Document, Source};
///
/// let mut source = [Document::new("a.txt", "One."), Document::new("b.txt", "Two.")].into_iter();
/// let mut texts = Vec::new();
/// while let Some(item) = source.next_item() {
///     for made in item.made() {
///         match made {
///             Ok(document) => texts.push(document.text),
///             Err(unread) => eprintln!("{}: {}", unread.position, unread.message),
///         }
///     }
/// }
/// assert_eq!(texts, ["One.", "Two."]);
/// ```
#[derive(Debug)]
pub enum Item {
    /// A document.
    Document(Document),
    /// A place where there should have been one. It is counted and named in the report.
    Unread(Unread),
    /// Bytes that have been read and are still to be made into a document.
    Deferred(Deferred),
}

/// A document, or a place where there should have been one: what becomes of an item in the end.
pub type Made = Result<Document, Unread>;

impl Item {
    /// The documents of the item, in order, and what is none: what was deferred is made now.
    #[must_use]
    pub fn made(self) -> Vec<Made> {
        match self {
            Self::Document(document) => vec![Ok(document)],
            Self::Unread(unread) => vec![Err(unread)],
            Self::Deferred(deferred) => deferred.make(),
        }
    }
}

/// Bytes that have been read and are still to be made into documents.
///
/// To decode a text or to find the main text of an HTML page takes longer than to read it. A source that leaves it
/// to a `Deferred` has it done by the workers of a run, in parallel.
///
/// ```
/// use textmill_corpus::{Deferred, Document, Item};
///
/// let read = b"a long text".to_vec();
/// let deferred = Deferred::new("a.txt", "a.txt", read.len(), move || {
///     vec![Ok(Document::new("a.txt", String::from_utf8_lossy(&read)))]
/// });
/// // On some other thread:
/// let made = Item::Deferred(deferred).made();
/// assert_eq!(made[0].as_ref().map(|document| &*document.text), Ok("a long text"));
/// ```
pub struct Deferred {
    id: String,
    position: String,
    bytes: usize,
    make: Box<dyn FnOnce() -> Vec<Made> + Send>,
}

impl Deferred {
    /// Documents that `make` makes, in order, of about `bytes` bytes that it holds. Their positions begin with `position`; should
    /// nothing come of them, they are called `id` and stand there.
    pub fn new(
        id: impl Into<String>,
        position: impl Into<String>,
        bytes: usize,
        make: impl FnOnce() -> Vec<Made> + Send + 'static,
    ) -> Self {
        Self { id: id.into(), position: position.into(), bytes, make: Box::new(make) }
    }

    /// Where what is made of it stands, or below: as [`Document::position`].
    #[must_use]
    pub fn position(&self) -> &str {
        &self.position
    }

    /// How many bytes it holds, by which batches are cut.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The documents, and what is none.
    ///
    /// Readers take any bytes, but they stand on parsers of others, and a parser may have a fault of its own: where one
    /// panics, the item is an [`Unread`], and the run continues.
    #[must_use]
    pub fn make(self) -> Vec<Made> {
        // What `make` holds is gone with it, so nothing is seen half done.
        catch(self.make).unwrap_or_else(|_| {
            let message =
                "the reader of this format failed on it; please report this with the file".to_owned();
            vec![Err(Unread { id: self.id, position: self.position, message })]
        })
    }
}

impl fmt::Debug for Deferred {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Deferred").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

/// For tests: what is deferred is never equal.
#[cfg(test)]
impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Document(ours), Self::Document(theirs)) => ours == theirs,
            (Self::Unread(ours), Self::Unread(theirs)) => ours == theirs,
            _ => false,
        }
    }
}

impl From<Document> for Item {
    fn from(document: Document) -> Self {
        Self::Document(document)
    }
}

impl From<Made> for Item {
    fn from(made: Made) -> Self {
        match made {
            Ok(document) => Self::Document(document),
            Err(unread) => Self::Unread(unread),
        }
    }
}

/// An input that a source has read, for the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Where it is found, as [`Document::position`]: the path as given, or `-` for the standard input.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its content, in lower-case hexadecimal digits; empty where it was not read to its end.
    pub sha256: String,
    /// Documents that came from it. One that is [`Item::Deferred`] counts, whatever is made of it.
    pub documents: u64,
    /// Members of an archive and records of a web crawl that were seen and left out.
    #[serde(default, skip_serializing_if = "LeftOut::is_empty")]
    pub left_out: LeftOut,
}

/// A stream of documents: the one thing that the engine knows of the world.
///
/// Any iterator of documents is one. Those of files are made by [`crate::Corpus`].
///
/// ```
/// use textmill_corpus::{Document, Item, Source};
///
/// /// Rows of a table somewhere.
/// struct Rows(Vec<(u64, String)>);
///
/// impl Source for Rows {
///     fn next_item(&mut self) -> Option<Item> {
///         let (id, text) = self.0.pop()?;
///         Some(Document::new(id.to_string(), text).with_metadata("table", "reviews").into())
///     }
/// }
/// ```
pub trait Source: Send {
    /// The next document, or nothing at the end.
    fn next_item(&mut self) -> Option<Item>;

    /// Why the source gave nothing more though there is more to read: the machine has no more files, memory or threads.
    /// The run then ends with an error that says so, and what was found before is kept where it has a state.
    fn failure(&self) -> Option<String> {
        None
    }

    /// The inputs that were read to their end since this was asked last, in the order of reading.
    fn take_inputs(&mut self) -> Vec<Input> {
        Vec::new()
    }

    /// Told before the first document: the metadata fields that anybody will ask for. A source may leave out others,
    /// where it saves the work of reading them.
    fn keep_metadata(&mut self, _fields: &BTreeSet<String>) {}

    /// Told before the first document: what stops the run. A source that may wait for a long time ends its waiting then, and
    /// says that there is nothing more; others need not look at it, since the engine does.
    fn stop_by(&mut self, _stop: &StopHandle) {}

    /// Where the source stands, so that the same source can continue there in another process; nothing for one that
    /// cannot.
    fn cursor(&self) -> Option<Cursor> {
        None
    }

    /// Goes on after a cursor that the same source gave in another process. Inputs before it are not read again, and
    /// are not among those of [`take_inputs`](Self::take_inputs).
    fn resume(&mut self, _cursor: Cursor) {}

    /// The inputs that there are to read, in order; nothing where a source cannot be resumed.
    fn listing(&self) -> Option<Vec<Listed>> {
        None
    }

    /// What the source was told of how to read: whatever changes the documents of the same inputs.
    fn settings(&self) -> Value {
        Value::Null
    }

    /// What was seen and left out, by the reason, but for what inputs say of themselves.
    fn left_out(&self) -> LeftOut {
        LeftOut::default()
    }

    /// How far the source has come: bytes read, and bytes in all where that is known.
    fn progress(&self) -> Progress {
        Progress::default()
    }
}

/// What can be said of an input before it is opened: by the list of them, another run can tell whether it reads the
/// same corpus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Where it is found, as [`Input::path`].
    pub position: String,
    /// Its size in bytes when it was listed; nothing for a pipe, a device, the standard input, and what is lost.
    pub bytes: Option<u64>,
    /// When it was changed last, in nanoseconds since 1970; nothing where the system does not tell.
    pub modified: Option<i64>,
}

/// Where a source stands, between two items.
///
/// An input counts as read to its end when it is among [`Source::take_inputs`] (or was taken), not before: after
/// its last item, the source still stands in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Inputs that have been read to their end.
    pub inputs: u64,
    /// Items that the next input has given.
    pub items: u64,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_panics_loses_one_document() {
        let deferred = Deferred::new("a.txt", "a.txt", 1, || panic!("a fault of a parser"));
        let made = deferred.make();
        assert!(matches!(&made[..], [Err(unread)] if unread.position == "a.txt"), "{made:?}");
    }
}
