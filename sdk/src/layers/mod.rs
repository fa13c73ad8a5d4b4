//! Layers as an author writes them.
//!
//! Entries of the document in hand stand at the end of the columns of the call, are checked as a whole, and kept or
//! forgotten: a document with a fault leaves no trace.

mod form_table;
mod labels;
mod span_writer;
mod values;
mod writer;

use textmill_wit::guest::textmill::analyzer::types as wit;

pub(crate) use self::form_table::FormTable;
pub use self::span_writer::SpanWriter;
pub use self::writer::{Label, LayerWriter};
use crate::document::Document;
use crate::manifest::Provision;
use crate::{Fault, Manifest};

/// The layers that an analyzer makes.
#[derive(Debug)]
pub struct Layers {
    writers: Vec<LayerWriter>,
    /// Takes what is written to a layer that nobody wants.
    discard: LayerWriter,
    /// The names of all layers that the manifest provides.
    provided: Vec<String>,
    /// A layer that was written and is not among them.
    undeclared: Option<String>,
}

impl Layers {
    /// Writers for those of an analyzer's layers that a call wants.
    pub(crate) fn new(manifest: &Manifest, wanted: &[wit::WantedLayer]) -> Self {
        let provisions = manifest.provisions();
        let writer = |provision: &Provision| {
            let wanted = wanted.iter().find(|wanted| wanted.layer == provision.layer)?;
            Some(LayerWriter::new(provision, &wanted.attributes))
        };
        Self {
            writers: provisions.iter().filter_map(writer).collect(),
            discard: LayerWriter::discarding(),
            provided: provisions.iter().map(|provision| provision.layer.clone()).collect(),
            undeclared: None,
        }
    }

    /// Whether anybody wants the layer. What is costly need not be made for nobody.
    #[must_use]
    pub fn wants(&self, layer: &str) -> bool {
        self.writers.iter().any(|writer| writer.name() == layer)
    }

    /// Whether anybody wants an attribute of a layer.
    #[must_use]
    pub fn wants_attribute(&self, layer: &str, attribute: &str) -> bool {
        self.writers.iter().any(|writer| writer.name() == layer && writer.wants(attribute))
    }

    /// The writer of a layer. What is written to a layer that nobody wants is discarded; to write one that the manifest
    /// does not provide makes the document a fault.
    pub fn layer(&mut self, name: &str) -> &mut LayerWriter {
        if let Some(place) = self.writers.iter().position(|writer| writer.name() == name) {
            return &mut self.writers[place];
        }
        if !self.provided.iter().any(|provided| provided == name) {
            self.undeclared.get_or_insert_with(|| name.to_string());
        }
        &mut self.discard
    }

    /// Takes what was written for a document, in [`Analyzer::fold`](crate::Analyzer::fold): after each document, before
    /// the next is begun. After [`Analyzer::analyze`](crate::Analyzer::analyze) the SDK does it.
    ///
    /// # Errors
    /// What breaks the contract: a span outside of the text, say.
    pub fn finish(&mut self, document: &Document<'_>) -> Result<(), Fault> {
        self.check_document(document).map_err(Fault::new)?;
        self.finish_document(document);
        Ok(())
    }

    /// Sorts and checks what was written for a document.
    ///
    /// # Errors
    /// What breaks the contract.
    pub(crate) fn check_document(&mut self, document: &Document<'_>) -> Result<(), String> {
        if let Some(name) = &self.undeclared {
            return Err(format!(
                "the layer `{name}` is written, and the manifest does not name it: add \
                 `.provides(Provision::new(\"{name}\", …))` in `Analyzer::manifest`"
            ));
        }
        self.writers.iter_mut().for_each(|writer| writer.sort(document.text()));
        let own = |layer: &str| self.writers.iter().find(|writer| writer.name() == layer)?.spans();
        self.writers.iter().try_for_each(|writer| writer.check_document(document, own))
    }

    /// Takes what [`Layers::check_document`] has passed.
    pub(crate) fn finish_document(&mut self, document: &Document<'_>) {
        self.follow_sorted_targets();
        for writer in &mut self.writers {
            writer.finish_document(document);
        }
    }

    /// Lets references into another layer of this analyzer follow the spans that were sorted there.
    fn follow_sorted_targets(&mut self) {
        for target in 0..self.writers.len() {
            let places = self.writers[target].take_places();
            if !places.is_empty() {
                let name = self.writers[target].name().to_string();
                self.writers.iter_mut().for_each(|writer| writer.follow(&name, &places));
            }
            self.writers[target].return_places(places);
        }
    }

    /// Forgets what was written for a document that is not finished.
    pub(crate) fn discard_document(&mut self) {
        self.undeclared = None;
        for writer in &mut self.writers {
            writer.discard_document();
        }
    }

    /// Puts a document that has a fault, and so no entries, after those that were finished.
    pub(crate) fn finish_lost(&mut self, document: &Document<'_>) {
        self.discard_document();
        for writer in &mut self.writers {
            writer.finish_document(document);
        }
    }

    /// How far the layers are written, for [`Layers::return_to`].
    pub(crate) fn mark(&self) -> Vec<usize> {
        self.writers.iter().map(LayerWriter::entries).collect()
    }

    /// Forgets all that was written since a mark.
    pub(crate) fn return_to(&mut self, mark: &[usize]) {
        self.discard_document();
        for (writer, &entries) in self.writers.iter_mut().zip(mark) {
            writer.truncate(entries);
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
