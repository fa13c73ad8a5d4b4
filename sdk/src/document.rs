//! A document as an author reads it.

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::columns::cut;
use crate::span::{LayerColumns, Spans};

/// A document: its text, its layers, and the metadata that the manifest declares.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    columns: &'a BatchColumns<'a>,
    index: usize,
    base: u32,
}

impl<'a> Document<'a> {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.columns.texts[self.index]
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
            .map_or_else(Spans::none, |layer| Spans::new(layer, self.index, self.text(), self.base))
    }

    /// The language of the document as a BCP 47 tag: the label of the longest span of the layer `language`, the
    /// first of equals. Nothing where that is `und`, or the layer is not there.
    #[must_use]
    pub fn language(&self) -> Option<&'a str> {
        let spans = self.layer("language");
        // `max_by_key` gives the last of equals, so it is asked from the end.
        let longest = spans.rev().max_by_key(|span| span.end() - span.start())?;
        Some(longest.label()).filter(|label| !label.is_empty() && *label != "und")
    }

    /// The value of a metadata field that the manifest declares, where the document has it.
    #[must_use]
    pub fn metadata(&self, field: &str) -> Option<serde_json::Value> {
        let (_, values) = self.columns.metadata.iter().find(|(name, _)| *name == field)?;
        serde_json::from_str(values[self.index]).ok()
    }
}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Document").field("text", &self.text()).finish_non_exhaustive()
    }
}

/// A batch with its layers, cut into documents.
pub(crate) struct BatchColumns<'a> {
    pub(crate) texts: Vec<&'a str>,
    pub(crate) ids: Vec<&'a str>,
    metadata: Vec<(&'a str, Vec<&'a str>)>,
    layers: Vec<LayerColumns<'a>>,
    ends: &'a [u32],
}

impl<'a> BatchColumns<'a> {
    /// # Errors
    /// What is wrong, where the columns do not agree with each other.
    pub(crate) fn new(batch: &'a wit::Batch, layers: &'a [wit::Layer]) -> Result<Self, String> {
        let texts = cut("texts", &batch.texts)?;
        let ids = cut("ids", &batch.ids)?;
        one_per_document("ids", ids.len(), texts.len())?;
        let mut metadata = Vec::with_capacity(batch.metadata.len());
        for column in &batch.metadata {
            let values = cut(&column.name, &column.values)?;
            one_per_document(&column.name, values.len(), texts.len())?;
            metadata.push((column.name.as_str(), values));
        }
        let ends = batch.texts.ends.as_slice();
        let layers = layers.iter().map(|layer| LayerColumns::new(layer, ends)).collect::<Result<_, _>>()?;
        Ok(Self { texts, ids, metadata, layers, ends })
    }

    /// The documents in order.
    pub(crate) fn documents(&'a self) -> impl ExactSizeIterator<Item = Document<'a>> {
        (0..self.texts.len()).map(|index| Document {
            columns: self,
            index,
            base: if index == 0 { 0 } else { self.ends[index - 1] },
        })
    }
}

fn one_per_document(what: &str, found: usize, documents: usize) -> Result<(), String> {
    if found == documents {
        Ok(())
    } else {
        Err(format!("{what}: {found} entries for {documents} documents"))
    }
}
