//! A document as an author reads it.

use std::cell::RefCell;
use std::ops::Range;

use textmill_merge::{FoldError, ScoresAdder};
use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::columns::{StringColumn, one_per_entry};
use crate::numbers::Numbers;
use crate::span::{LayerColumns, Spans};
use crate::{Batch, Manifest};

/// A document: its text, its layers, and the metadata that the manifest declares.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    columns: &'a BatchColumns<'a>,
    index: usize,
    text: &'a str,
    /// Where the text starts in the batch.
    base: u32,
}

impl<'a> Document<'a> {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The spans of the layer `tokens`.
    #[must_use]
    pub fn tokens(&self) -> Spans<'a> {
        self.layer("tokens")
    }

    /// The spans of the layer `sentences`.
    #[must_use]
    pub fn sentences(&self) -> Spans<'a> {
        self.layer("sentences")
    }

    /// The spans of the layer `entities`.
    #[must_use]
    pub fn entities(&self) -> Spans<'a> {
        self.layer("entities")
    }

    /// The spans of a layer: none, where nobody provides it. A layer of documents has one over the whole text. One that
    /// the manifest does not name makes the document a fault.
    #[must_use]
    pub fn layer(&self, name: &str) -> Spans<'a> {
        let layer = self.columns.layer(name);
        layer.map_or_else(Spans::none, |layer| Spans::new(layer, self.index, self.text, self.base))
    }

    /// The language of the document as a BCP 47 tag: the label of the longest span of the layer `language`, the
    /// first of equals. Nothing where that is `und`, or the layer is not there.
    #[must_use]
    pub fn language(&self) -> Option<&'a str> {
        let spans = self.layer("language");
        // `max_by_key` gives the last of equals, so it is asked from the end.
        let longest = spans.rev().max_by_key(|span| span.range().len())?;
        Some(longest.label()).filter(|label| !label.is_empty() && *label != "und")
    }

    /// The value of a metadata field, where the document has it. One that the manifest does not name makes the document a
    /// fault.
    #[must_use]
    pub fn metadata(&self, field: &str) -> Option<serde_json::Value> {
        let values = self.columns.metadata(field)?;
        let value = values.get(self.index);
        // An absent field is an empty string, which is no JSON.
        if value.is_empty() { None } else { serde_json::from_str(value).ok() }
    }

    /// A batch of this document alone, where one function serves [`Analyzer::analyze`](crate::Analyzer::analyze) and
    /// [`Analyzer::fold`](crate::Analyzer::fold).
    #[must_use]
    pub fn batch(&self) -> Batch<'a> {
        Batch::new(self.columns, self.index..self.index + 1)
    }
}

impl Document<'_> {
    /// Adds the document's score to a field of the kind `top`, in [`Analyzer::fold`](crate::Analyzer::fold): an analyzer
    /// does not see the id under which it stands there.
    ///
    /// # Errors
    /// Where the score is not finite; it is then not added.
    pub fn add_score(&self, scores: &mut ScoresAdder<'_>, score: f64) -> Result<(), FoldError> {
        scores.add(score, self.columns.id(self.index))
    }

    /// Where the text stands in [`Batch::text`](crate::Batch::text), in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        let start = self.base as usize;
        start..start + self.text.len()
    }

    /// Where the text starts in the batch.
    pub(crate) fn base(&self) -> u32 {
        self.base
    }

    /// The document's place in the call.
    pub(crate) fn index(&self) -> usize {
        self.index
    }

    /// The number of spans of a layer.
    pub(crate) fn spans_of(&self, layer: &str) -> usize {
        self.columns
            .layers
            .iter()
            .find(|found| found.name() == layer)
            .map_or(0, |found| found.entries(self.index).len())
    }
}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Document").field("text", &self.text()).finish_non_exhaustive()
    }
}

/// A batch with its layers, checked and ready to be read document by document.
pub(crate) struct BatchColumns<'a> {
    texts: StringColumn<'a>,
    ids: StringColumn<'a>,
    groups: Numbers<'a>,
    metadata: Vec<(&'a str, StringColumn<'a>)>,
    layers: Vec<LayerColumns<'a>>,
    manifest: &'a Manifest,
    /// What was read that the manifest does not name, the first of it.
    undeclared: RefCell<Option<String>>,
}

impl<'a> BatchColumns<'a> {
    /// # Errors
    /// What is wrong, where the columns do not agree with each other.
    pub(crate) fn new(
        batch: &'a wit::Batch,
        layers: &'a [wit::Layer],
        manifest: &'a Manifest,
    ) -> Result<Self, String> {
        let texts = StringColumn::read("texts", &batch.texts)?;
        let documents = texts.len();
        let metadata = batch.metadata.iter().map(|column| {
            let values = StringColumn::check(&column.name, &column.values, documents)?;
            Ok((column.name.as_str(), values))
        });
        let layers = layers.iter().map(|layer| LayerColumns::new(layer, texts.ends(), manifest));
        Ok(Self {
            texts,
            ids: StringColumn::check("ids", &batch.ids, documents)?,
            groups: groups(batch, documents)?,
            metadata: metadata.collect::<Result<_, String>>()?,
            layers: layers.collect::<Result<_, _>>()?,
            manifest,
            undeclared: RefCell::new(None),
        })
    }

    /// The number of documents.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The id of a document. It is for folding alone: an output that depended on it would be impure.
    pub(crate) fn id(&self, document: usize) -> &'a str {
        self.ids.get(document)
    }

    /// The group of a document.
    pub(crate) fn group(&self, document: usize) -> usize {
        self.groups.get(document) as usize
    }

    /// The number of groups.
    pub(crate) fn groups(&self) -> usize {
        self.groups.iter().max().map_or(1, |last| last as usize + 1)
    }

    /// The texts of all documents.
    pub(crate) fn text(&self) -> &'a str {
        self.texts.text()
    }

    /// The documents in order.
    pub(crate) fn documents(&'a self) -> impl ExactSizeIterator<Item = Document<'a>> {
        (0..self.texts.len()).map(|index| self.document(index))
    }

    /// A document.
    pub(crate) fn document(&'a self, index: usize) -> Document<'a> {
        Document { columns: self, index, text: self.texts.get(index), base: self.texts.start(index) }
    }

    /// A layer, where somebody provides it.
    pub(crate) fn layer(&'a self, name: &str) -> Option<&'a LayerColumns<'a>> {
        let found = self.layers.iter().find(|layer| layer.name() == name);
        if found.is_none() && !self.manifest.required_layers().any(|required| required == name) {
            self.note_undeclared(|| {
                format!(
                    "the layer `{name}` is read, and the manifest does not name it: add `.requires(\"{name}\")` or \
                     `.optional(\"{name}\")` in `Analyzer::manifest`"
                )
            });
        }
        found
    }

    /// A metadata field.
    fn metadata(&self, field: &str) -> Option<StringColumn<'a>> {
        let found = self.metadata.iter().find(|(name, _)| *name == field);
        if found.is_none() && !self.manifest.metadata_fields().iter().any(|declared| declared == field) {
            self.note_undeclared(|| {
                format!(
                    "the metadata field `{field}` is read, and the manifest does not name it: add \
                     `.metadata(\"{field}\")` in `Analyzer::manifest`"
                )
            });
        }
        found.map(|(_, values)| *values)
    }

    /// What was read that the manifest does not name, for the fault of the document in hand.
    pub(crate) fn take_undeclared(&self) -> Option<String> {
        self.undeclared.take().or_else(|| self.layers.iter().find_map(LayerColumns::take_undeclared))
    }

    fn note_undeclared(&self, message: impl FnOnce() -> String) {
        self.undeclared.borrow_mut().get_or_insert_with(message);
    }
}

/// The groups of a batch's documents, empty where all are in one.
fn groups(batch: &wit::Batch, documents: usize) -> Result<Numbers<'_>, String> {
    let groups = Numbers::read("groups", &batch.groups)?;
    if !groups.is_empty() {
        one_per_entry("groups", groups.len(), documents)?;
    }
    // Without this bound one number could ask for 2³² states.
    match groups.iter().find(|&group| group as usize >= documents) {
        Some(group) => Err(format!("groups: group {group}, of {documents} documents")),
        None => Ok(groups),
    }
}
