//! The documents of a call at once, by their columns.

use std::ops::Range;

use crate::document::{BatchColumns, Document};
use crate::forms::Forms;
use crate::numbers::Numbers;
use crate::span::LayerColumns;
use crate::texts::Texts;

/// Consecutive documents of a call, all of one group: what [`Analyzer::fold`](crate::Analyzer::fold) is given.
#[derive(Clone, Copy)]
pub struct Batch<'a> {
    columns: &'a BatchColumns<'a>,
    /// The index of the first document in the call.
    first: usize,
    /// The index after the last.
    after: usize,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(columns: &'a BatchColumns<'a>, documents: Range<usize>) -> Self {
        Self { columns, first: documents.start, after: documents.end }
    }

    /// The texts of all documents of the call, back to back: what the offsets of [`Columns`] point into.
    #[must_use]
    pub fn text(self) -> &'a str {
        self.columns.text()
    }

    /// The documents in order.
    pub fn documents(self) -> impl ExactSizeIterator<Item = Document<'a>> {
        (self.first..self.after).map(move |index| self.columns.document(index))
    }

    /// A layer by its columns. It has no spans where nobody provides it.
    #[must_use]
    pub fn columns(self, layer: &str) -> Columns<'a> {
        Columns { layer: self.columns.layer(layer) }
    }
}

impl std::fmt::Debug for Batch<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.documents()).finish()
    }
}

/// A layer over all documents of a call, by its columns: what a loop over many spans reads.
#[derive(Clone, Copy)]
pub struct Columns<'a> {
    layer: Option<&'a LayerColumns<'a>>,
}

impl<'a> Columns<'a> {
    /// The indexes of a document's spans in the columns.
    #[must_use]
    pub fn spans(self, document: &Document<'_>) -> Range<usize> {
        let entries = self.layer.map_or(0..0, |layer| layer.entries(document.index()));
        entries.start as usize..entries.end as usize
    }

    /// Where each span starts, in bytes of [`Batch::text`].
    #[must_use]
    pub fn starts(self) -> Numbers<'a> {
        self.layer.map_or(Numbers::default(), LayerColumns::starts)
    }

    /// Where each span ends, in bytes of [`Batch::text`].
    #[must_use]
    pub fn ends(self) -> Numbers<'a> {
        self.layer.map_or(Numbers::default(), LayerColumns::ends)
    }

    /// The label of each span, as an index into [`Columns::label_names`]; empty in a layer without labels.
    #[must_use]
    pub fn labels(self) -> Numbers<'a> {
        self.layer.map_or(Numbers::default(), LayerColumns::labels)
    }

    /// The names of the labels. Their order is the provider's own, and may differ from call to call.
    #[must_use]
    pub fn label_names(self) -> &'a [String] {
        self.layer.map_or(&[], LayerColumns::label_names)
    }

    /// The values of an attribute of strings, by the indexes of spans: none, where nobody provides them.
    #[must_use]
    pub fn texts(self, attribute: &str) -> Texts<'a> {
        self.layer.map_or(Texts::default(), |layer| layer.texts(attribute))
    }

    /// The forms of the spans, where the manifest relies on them.
    #[must_use]
    pub fn forms(self) -> Forms<'a> {
        self.layer.map_or(Forms::none(0), LayerColumns::forms)
    }
}

impl std::fmt::Debug for Columns<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Columns")
            .field("layer", &self.layer.map(LayerColumns::name))
            .finish_non_exhaustive()
    }
}
