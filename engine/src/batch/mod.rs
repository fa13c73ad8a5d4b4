//! The documents of one call.

mod document;
mod groups;
mod strings;
mod texts;

pub(crate) use document::{DocumentIndex, DocumentSet};
pub(crate) use groups::Groups;
pub(crate) use strings::Strings;
pub(crate) use texts::Texts;

use serde_json::{Map, Value};

use textmill_corpus::{Document, EncodingEvidence, Removed, Unread};

/// Documents that go through the pipeline together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    pub(crate) texts: Texts,
    pub(crate) ids: Strings,
    /// What is not sent to plugins by column, one per document.
    heads: Vec<DocumentHead>,
    /// What could not be read, each with the number of documents of the batch that come before it.
    pub(crate) unread: Vec<(usize, Unread)>,
    pub(crate) groups: Groups,
}

/// A document without its text.
#[derive(Clone, Debug)]
pub(crate) struct DocumentHead {
    pub(crate) id: String,
    pub(crate) position: String,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) encoding: Option<&'static str>,
    pub(crate) evidence: Option<EncodingEvidence>,
    pub(crate) replaced: bool,
    pub(crate) removed: Vec<Removed>,
    /// What it says of its date, where it is to be grouped by one and that is none.
    pub(crate) undated: Option<String>,
}

impl Batch {
    /// A batch without documents, of what could not be read.
    pub(crate) fn of_unread(unread: Vec<(usize, Unread)>) -> Self {
        Self { unread, ..Self::default() }
    }

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
            evidence: document.evidence,
            replaced: document.replaced,
            removed: document.removed,
            undated: None,
        });
        Ok(())
    }

    /// The places of the documents, in order.
    pub(crate) fn documents(&self) -> impl ExactSizeIterator<Item = DocumentIndex> + Clone + use<> {
        DocumentIndex::of_each(self.len())
    }

    /// What is known of a document beside its text.
    pub(crate) fn head(&self, document: DocumentIndex) -> &DocumentHead {
        &self.heads[document.get()]
    }

    /// What is known of each document, in order.
    pub(crate) fn heads(&self) -> &[DocumentHead] {
        &self.heads
    }

    /// Puts each document into the group that `name` gives it, and keeps what was to be a date and is none.
    pub(crate) fn group(&mut self, name: impl Fn(DocumentIndex, &DocumentHead) -> (String, Option<String>)) {
        let (names, undated): (Vec<String>, Vec<Option<String>>) =
            self.documents().map(|document| name(document, self.head(document))).unzip();
        self.groups = Groups::by_name(names.into_iter());
        for (head, undated) in self.heads.iter_mut().zip(undated) {
            head.undated = undated;
        }
    }

    /// The documents `kept` (ascending), as a batch of their own, without what is unread.
    pub(crate) fn select(&self, kept: &[DocumentIndex]) -> Self {
        Self {
            texts: self.texts.select(kept),
            ids: kept.iter().map(|&document| self.head(document).id.as_str()).collect(),
            heads: kept.iter().map(|&document| self.head(document).clone()).collect(),
            unread: Vec::new(),
            groups: self.groups.select(kept),
        }
    }

    /// Leaves out all documents but those `kept` (ascending); what is unread stays.
    pub(crate) fn retain(&mut self, kept: &[DocumentIndex]) {
        let selected = self.select(kept);
        let unread = std::mem::take(&mut self.unread);
        let place = |(before, unread)| (kept.partition_point(|document| document.get() < before), unread);
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
