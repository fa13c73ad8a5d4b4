//! Layers as an author writes them.
//!
//! Spans are staged while their document is in hand, then checked as a whole, and moved to the columns of the call
//! or forgotten: a document with a fault leaves no trace.

mod labels;
mod values;
mod writer;

use textmill_wit::guest::textmill::analyzer::types as wit;

pub use self::writer::{Label, LayerWriter, SpanWriter};
use crate::manifest::Provision;

/// The layers that an analyzer makes for one document.
#[derive(Debug)]
pub struct Layers {
    writers: Vec<LayerWriter>,
    /// Takes what is written to a layer that nobody wants.
    discard: LayerWriter,
}

impl Layers {
    /// Writers for those of an analyzer's layers that a call wants.
    pub(crate) fn new(provisions: &[Provision], wanted: &[String]) -> Self {
        let writers = provisions
            .iter()
            .filter(|provision| wanted.contains(&provision.layer))
            .map(LayerWriter::new)
            .collect();
        Self { writers, discard: LayerWriter::discarding() }
    }

    /// Whether anybody wants the layer. What is costly need not be made for nobody.
    #[must_use]
    pub fn wants(&self, layer: &str) -> bool {
        self.writers.iter().any(|writer| writer.name() == layer)
    }

    /// The writer of a layer. What is written to a layer that nobody wants, or that the manifest does not declare, is
    /// discarded.
    pub fn layer(&mut self, name: &str) -> &mut LayerWriter {
        self.writers.iter_mut().find(|writer| writer.name() == name).unwrap_or(&mut self.discard)
    }

    /// Sorts and checks the spans of a document of this text.
    ///
    /// # Errors
    /// What breaks the contract.
    pub(crate) fn check_document(&mut self, text: &str) -> Result<(), String> {
        self.writers.iter_mut().try_for_each(|writer| writer.check_document(text))
    }

    /// Takes the checked spans of a document whose text starts at `base` in the batch.
    pub(crate) fn finish_document(&mut self, base: u32) {
        for writer in &mut self.writers {
            writer.finish_document(base);
        }
    }

    /// Forgets the spans of a document.
    pub(crate) fn discard_document(&mut self) {
        for writer in &mut self.writers {
            writer.discard_document();
        }
    }

    /// The layers of the whole call.
    ///
    /// # Errors
    /// Where a layer is more than one call can carry.
    pub(crate) fn into_wit(self) -> Result<Vec<wit::Layer>, String> {
        self.writers.into_iter().map(LayerWriter::into_wit).collect()
    }
}
