//! The documents of one call.

use serde_json::{Map, Value};

use super::Texts;
use super::texts::TooLong;
use textmill_corpus::{Document, Unread};

/// Documents that go through the pipeline together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    /// The place of the batch in the order of the input, from 0.
    pub(crate) sequence: u64,
    /// Bytes of the input that were read when the batch was full.
    pub(crate) read: u64,
    pub(crate) texts: Texts,
    pub(crate) ids: Texts,
    /// What is not sent to plugins by column, one per document.
    pub(crate) heads: Vec<Head>,
    /// What could not be read, each with the number of documents of the batch that come before it.
    pub(crate) unread: Vec<(usize, Unread)>,
}

/// A document without its text.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) position: String,
    pub(crate) metadata: Map<String, Value>,
}

impl Batch {
    /// The number of documents.
    pub(crate) fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there is no document.
    pub(crate) fn has_no_document(&self) -> bool {
        self.heads.is_empty()
    }

    /// Whether there is neither a document nor something unread.
    pub(crate) fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.unread.is_empty()
    }

    /// Adds a document at the end.
    ///
    /// # Errors
    /// [`TooLong`] where the batch would be over 4 GiB.
    pub(crate) fn push(&mut self, document: Document) -> Result<(), TooLong> {
        self.ids.push(&document.id)?;
        self.texts.push(&document.text)?;
        self.heads.push(Head { id: document.id, position: document.position, metadata: document.metadata });
        Ok(())
    }

    /// The documents `kept` (ascending), as a batch of their own.
    pub(crate) fn select(&self, kept: &[usize]) -> Self {
        Self {
            sequence: self.sequence,
            read: self.read,
            texts: self.texts.select(kept),
            ids: self.ids.select(kept),
            heads: kept.iter().map(|&document| self.heads[document].clone()).collect(),
            unread: Vec::new(),
        }
    }

    /// Metadata fields by column: JSON text, empty where a document does not have the field.
    pub(crate) fn metadata_columns<'a>(&self, fields: &'a [String]) -> Vec<(&'a str, Texts)> {
        fields.iter().map(|field| (field.as_str(), self.metadata_column(field))).collect()
    }

    fn metadata_column(&self, field: &str) -> Texts {
        let mut column = Texts::default();
        for head in &self.heads {
            let json = head.metadata.get(field).map_or(String::new(), Value::to_string);
            // Over 4 GiB of metadata in a batch that has less than that of text: what does not fit is absent.
            if column.push(&json).is_err() {
                let _ = column.push("");
            }
        }
        column
    }
}
