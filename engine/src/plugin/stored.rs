//! Layers as a cache keeps them: the spans of one document.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use textmill_wit::host::textmill::analyzer::types as wit;

use super::Plugin;
use super::layer::{Attribute, Layer, Values, part};
use crate::run::Texts;

/// A layer over the text of one document, by the manifest's name.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredLayer {
    name: String,
    starts: Vec<u32>,
    ends: Vec<u32>,
    label_names: Vec<String>,
    labels: Vec<u32>,
    attributes: Vec<StoredAttribute>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredAttribute {
    name: String,
    values: StoredValues,
    absent: Vec<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredValues {
    Numbers(Vec<f64>),
    Text(String, Vec<u32>),
    References(Vec<u32>),
}

impl StoredLayer {
    /// The spans of one document of a layer that `plugin` provides.
    pub(crate) fn of(plugin: &Plugin, layer: &Layer, texts: &Texts, document: usize) -> Self {
        let layer = layer.select(texts, &[document]);
        let own = plugin.manifest.provides.iter().map(|provision| provision.layer.as_str());
        let name = own.clone().find(|own| plugin.layer_in_run(own) == layer.name);
        Self {
            name: name.unwrap_or(&layer.name).to_string(),
            starts: layer.starts,
            ends: layer.ends,
            label_names: layer.label_names,
            labels: layer.labels,
            attributes: layer.attributes.into_iter().map(StoredAttribute::of).collect(),
        }
    }

    /// The layer over the text of its document, by its name in the run. It is checked as what a plugin sends is: it
    /// comes from a disk.
    ///
    /// # Errors
    /// What in it breaks the contract.
    pub(crate) fn restore(self, plugin: &Plugin, text: &Texts) -> Result<Layer, String> {
        let provision = plugin.provision(&self.name).ok_or("the manifest does not provide it")?;
        let in_run = plugin.layer_in_run(&self.name).to_string();
        let columns = wit::LayerResult {
            name: self.name,
            starts: self.starts,
            ends: self.ends,
            label_names: self.label_names,
            labels: self.labels,
            attributes: self.attributes.into_iter().map(StoredAttribute::restore).collect(),
        };
        Ok(Layer::check(columns, provision, text)?.named(&in_run))
    }
}

impl StoredAttribute {
    fn of(attribute: Attribute) -> Self {
        let values = match attribute.values {
            Values::Numbers(numbers) => StoredValues::Numbers(numbers),
            Values::Text { text, ends } => StoredValues::Text(text, ends),
            Values::References(references) => StoredValues::References(references),
        };
        Self { name: attribute.name, values, absent: attribute.absent }
    }

    fn restore(self) -> wit::AttributeResult {
        let values = match self.values {
            StoredValues::Numbers(numbers) => wit::ColumnResult::Numbers(numbers),
            StoredValues::Text(text, ends) => wit::ColumnResult::Strings(wit::StringsResult { text, ends }),
            StoredValues::References(references) => wit::ColumnResult::References(references),
        };
        wit::AttributeResult { name: self.name, values, absent: self.absent }
    }
}

impl Layer {
    /// Adds what the layer says of one document to a hash: the same for the same spans, labels and attributes,
    /// whatever else is in the batch.
    pub(crate) fn hash_document(&self, texts: &Texts, document: usize, hash: &mut Sha256) {
        let bounds = texts.bound(document);
        let spans = self.within(&bounds);
        add(hash, self.name.as_bytes());
        hash.update((spans.len() as u64).to_le_bytes());
        for span in spans.clone() {
            let bytes = self.bytes(span);
            hash.update((bytes.start - bounds.start).to_le_bytes());
            hash.update((bytes.end - bounds.start).to_le_bytes());
            add(hash, self.label(span).unwrap_or_default().as_bytes());
        }
        let mut attributes: Vec<&Attribute> = self.attributes.iter().collect();
        attributes.sort_by(|ours, theirs| ours.name.cmp(&theirs.name));
        for attribute in attributes {
            add(hash, attribute.name.as_bytes());
            spans.clone().for_each(|span| attribute.hash_value(span, hash));
        }
    }
}

impl Attribute {
    fn hash_value(&self, span: usize, hash: &mut Sha256) {
        // A batch is indexed with 32 bits, its spans too.
        if self.absent.binary_search(&(span as u32)).is_ok() {
            hash.update([0]);
            return;
        }
        hash.update([1]);
        match &self.values {
            Values::Numbers(numbers) => hash.update(numbers[span].to_bits().to_le_bytes()),
            Values::References(references) => hash.update(references[span].to_le_bytes()),
            Values::Text { text, ends } => add(hash, text[part(ends, span)].as_bytes()),
        }
    }
}

/// Adds bytes with their length before them, so that no two sequences are added alike.
pub(crate) fn add(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
