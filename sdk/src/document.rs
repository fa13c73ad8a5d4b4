//! A document as an author reads it.

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::columns::StringColumn;
use crate::span::{LayerColumns, Spans};

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

    /// The spans of a layer: none, where the manifest does not ask for it or nobody provides it.
    #[must_use]
    pub fn layer(&self, name: &str) -> Spans<'a> {
        self.columns
            .layers
            .iter()
            .find(|layer| layer.name() == name)
            .map_or_else(Spans::none, |layer| Spans::new(layer, self.index, self.text, self.base))
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

    /// The value of a metadata field that the manifest declares, where the document has it.
    #[must_use]
    pub fn metadata(&self, field: &str) -> Option<serde_json::Value> {
        let (_, values) = self.columns.metadata.iter().find(|(name, _)| *name == field)?;
        // An absent field is an empty string, which is no JSON.
        serde_json::from_str(values.get(self.index)).ok()
    }
}

impl Document<'_> {
    /// Where the text starts in the batch.
    pub(crate) fn base(&self) -> u32 {
        self.base
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
    metadata: Vec<(&'a str, StringColumn<'a>)>,
    layers: Vec<LayerColumns<'a>>,
}

impl<'a> BatchColumns<'a> {
    /// # Errors
    /// What is wrong, where the columns do not agree with each other.
    pub(crate) fn new(batch: &'a wit::Batch, layers: &'a [wit::Layer]) -> Result<Self, String> {
        let documents = batch.texts.ends.len();
        let texts = StringColumn::check("texts", &batch.texts, documents)?;
        let ids = StringColumn::check("ids", &batch.ids, documents)?;
        let metadata = batch.metadata.iter().map(|column| {
            let values = StringColumn::check(&column.name, &column.values, documents)?;
            Ok((column.name.as_str(), values))
        });
        let metadata = metadata.collect::<Result<_, String>>()?;
        let layers =
            layers.iter().map(|layer| LayerColumns::new(layer, texts.ends())).collect::<Result<_, _>>()?;
        Ok(Self { texts, ids, metadata, layers })
    }

    /// The number of documents.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The id of a document. It is for folding alone: an output that depended on it would be impure.
    pub(crate) fn id(&self, document: usize) -> &'a str {
        self.ids.get(document)
    }

    /// The documents in order.
    pub(crate) fn documents(&'a self) -> impl ExactSizeIterator<Item = Document<'a>> {
        (0..self.texts.len()).map(|index| Document {
            columns: self,
            index,
            text: self.texts.get(index),
            base: self.texts.start(index),
        })
    }
}
