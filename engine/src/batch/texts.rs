//! The texts of documents.

use std::ops::{Deref, Range};

use super::{DocumentIndex, Strings};

/// The texts of the documents of a batch, in one buffer. An empty document is an empty string, not a gap.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts(Strings);

impl Texts {
    /// Makes room for so many texts more, of so many bytes together.
    pub(crate) fn reserve(&mut self, texts: usize, bytes: usize) {
        self.0.reserve(texts, bytes);
    }

    /// Adds the text of a document, where there is room for it, and tells whether there was.
    pub(crate) fn push(&mut self, text: &str) -> bool {
        self.0.push(text)
    }

    /// The places of the documents, in order.
    pub(crate) fn documents(&self) -> impl ExactSizeIterator<Item = DocumentIndex> + Clone + use<> {
        DocumentIndex::of_each(self.0.len())
    }

    /// The text of a document.
    pub(crate) fn get(&self, document: DocumentIndex) -> &str {
        self.0.get(document.get())
    }

    /// Where the text of a document stands in the buffer.
    pub(crate) fn bound(&self, document: DocumentIndex) -> Range<u32> {
        self.0.bound(document.get())
    }

    /// Where each text stands in the buffer.
    pub(crate) fn bounds(&self) -> impl Iterator<Item = Range<u32>> {
        self.documents().map(|document| self.bound(document))
    }

    /// The texts of the documents `kept`, in that order.
    pub(crate) fn select(&self, kept: &[DocumentIndex]) -> Self {
        Self(kept.iter().map(|&document| self.get(document)).collect())
    }
}

impl Deref for Texts {
    type Target = Strings;

    fn deref(&self) -> &Strings {
        &self.0
    }
}
