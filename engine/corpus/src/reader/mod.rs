//! What a reader is, and what it stands on: one trait, the data, and what all readers of an input share.
//!
//! A reader gives the items of one part of an input: of the input itself, or of a member of an archive. It knows
//! neither the reader of another format nor how a format is told; what it opens in turn it asks its [`Context`] for.

mod context;
mod data;
mod names;
mod records;

use super::boilerplate::{Cleaned, remove};
use super::options::Format;
use super::source::{Deferred, Document, Item, Made};

pub(super) use context::{Context, Opening};
pub(super) use data::{Bytes, Data};
pub(super) use names::Names;
pub(super) use records::{OneByOne, Records, Several, Stream};

/// A reader of one format, at work on one part.
pub(super) trait Reader: Send {
    /// The next item; nothing at the end, and whenever it is asked again.
    fn next_item(&mut self) -> Option<Item>;

    /// Whether it was not refused before its end: the rest of the input then belongs to what is hashed.
    fn whole(&self) -> bool;

    /// How much has been given, of how much in all, where bytes that were read do not tell.
    fn progress(&self) -> Option<(u64, u64)> {
        None
    }
}

/// A reader of what is not read: it gives the reason.
pub(super) struct Refused(Option<Item>);

impl Refused {
    pub(super) fn new(unread: super::source::Unread) -> Self {
        Self(Some(Item::Unread(unread)))
    }
}

impl Reader for Refused {
    fn next_item(&mut self) -> Option<Item> {
        self.0.take()
    }

    fn whole(&self) -> bool {
        false
    }
}

/// A document that came with its text, cleaned by the workers where that is asked.
pub(super) fn cleaned(item: Item, format: &Format) -> Item {
    match item {
        Item::Document(document) if format.remove_boilerplate => {
            let (id, position) = (document.id.clone(), document.position.clone());
            let bytes = document.text.len();
            Item::Deferred(Deferred::new(id, position, bytes, move || -> Vec<Made> {
                vec![Ok(without_boilerplate(document))]
            }))
        }
        item => item,
    }
}

/// A document without the boilerplate of the page that it was scraped from.
pub(super) fn without_boilerplate(document: Document) -> Document {
    let Cleaned { text, mut removed } = remove(&document.text);
    let mut all = document.removed;
    all.append(&mut removed);
    Document { text, removed: all, ..document }
}

/// The message for a document over the limit.
pub(super) fn too_large(bytes: u64, limit: u64) -> String {
    format!("{bytes} bytes, more than the {limit} that a document may have")
}
