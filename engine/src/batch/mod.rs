//! The documents of one call.

mod strings;

pub(crate) use strings::Strings;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use textmill_corpus::{Document, Removed, Unread};

/// Documents that go through the pipeline together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    pub(crate) texts: Strings,
    pub(crate) ids: Strings,
    /// What is not sent to plugins by column, one per document.
    pub(crate) heads: Vec<DocumentHead>,
    /// What could not be read, each with the number of documents of the batch that come before it.
    pub(crate) unread: Vec<(usize, Unread)>,
    /// The group of each document as an index into `group_names`; empty where there are no groups.
    pub(crate) groups: Vec<u32>,
    /// The groups of this batch, each of one document or more.
    pub(crate) group_names: Vec<Arc<str>>,
}

/// A document without its text.
#[derive(Clone, Debug)]
pub(crate) struct DocumentHead {
    pub(crate) id: String,
    pub(crate) position: String,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) encoding: Option<&'static str>,
    pub(crate) replaced: bool,
    pub(crate) removed: Vec<Removed>,
}

impl Batch {
    /// Makes room for so many documents more, with texts of so many bytes together.
    pub(crate) fn reserve(&mut self, documents: usize, bytes: usize) {
        self.texts.reserve(documents, bytes);
        self.ids.reserve(documents, 0);
        self.heads.reserve(documents);
    }

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
    /// The document, where its text or its id do not fit into the batch, which stays as it is.
    pub(crate) fn push(&mut self, document: Document) -> Result<(), Box<Document>> {
        if !self.ids.has_room_for(&document.id) || !self.texts.push(&document.text) {
            return Err(Box::new(document));
        }
        self.ids.push(&document.id);
        self.heads.push(DocumentHead {
            id: document.id,
            position: document.position,
            metadata: document.metadata,
            encoding: document.encoding,
            replaced: document.replaced,
            removed: document.removed,
        });
        Ok(())
    }

    /// Puts each document into the group that `name` gives it.
    pub(crate) fn group(&mut self, mut name: impl FnMut(usize) -> String) {
        let mut index: BTreeMap<Arc<str>, u32> = BTreeMap::new();
        self.groups.clear();
        self.group_names.clear();
        for document in 0..self.len() {
            let name: Arc<str> = name(document).into();
            let group = *index.entry(Arc::clone(&name)).or_insert_with(|| {
                self.group_names.push(name);
                // A batch is indexed with 32 bits, its groups too.
                self.group_names.len() as u32 - 1
            });
            self.groups.push(group);
        }
    }

    /// The group of a document, where there are groups.
    pub(crate) fn group_of(&self, document: usize) -> Option<&Arc<str>> {
        self.groups.get(document).map(|&group| &self.group_names[group as usize])
    }

    /// The documents `kept` (ascending), as a batch of their own, without what is unread.
    pub(crate) fn select(&self, kept: &[usize]) -> Self {
        let mut selected = Self {
            texts: self.texts.select(kept),
            ids: self.ids.select(kept),
            heads: kept.iter().map(|&document| self.heads[document].clone()).collect(),
            ..Self::default()
        };
        if !self.groups.is_empty() {
            let name =
                |document: usize| self.group_of(kept[document]).map_or(String::new(), ToString::to_string);
            selected.group(name);
        }
        selected
    }

    /// Leaves out all documents but those `kept` (ascending); what is unread stays.
    pub(crate) fn retain(&mut self, kept: &[usize]) {
        let selected = self.select(kept);
        let unread = std::mem::take(&mut self.unread);
        let place = |(before, unread)| (kept.partition_point(|&document| document < before), unread);
        *self = Self { unread: unread.into_iter().map(place).collect(), ..selected };
    }

    /// Metadata fields by column: JSON text, empty where a document does not have the field.
    pub(crate) fn metadata_columns<'a>(&self, fields: &'a [String]) -> Vec<(&'a str, Strings)> {
        fields.iter().map(|field| (field.as_str(), self.metadata_column(field))).collect()
    }

    fn metadata_column(&self, field: &str) -> Strings {
        let mut column = Strings::default();
        for head in &self.heads {
            let json = head.metadata.get(field).map_or(String::new(), Value::to_string);
            // Over 4 GiB of metadata in a batch that has less than that of text: what does not fit is absent.
            if !column.push(&json) {
                column.push("");
            }
        }
        column
    }
}
