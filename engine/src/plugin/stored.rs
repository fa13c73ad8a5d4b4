//! Layers as a cache keeps them: the spans of one document.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use textmill_wit::host::textmill::analyzer::types as wit;

use super::attribute::{Attribute, Values, part, vector};
use super::columns::{bytes_of, bytes_of_doubles, bytes_of_singles};
use super::dictionary::Dictionary;
use super::manifest::{FORM, Provision, Scope};
use super::{Layer, Plugin};
use crate::run::Texts;

/// A layer over the text of one document, by the manifest's name. Its forms are not kept: they are its text.
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
    Dictionary { text: String, ends: Vec<u32>, entries: Vec<u32> },
    References(Vec<u32>),
    Vectors(u32, Vec<f32>),
}

impl StoredLayer {
    /// The entries of one document of a layer that `plugin` provides.
    pub(crate) fn of(plugin: &Plugin, layer: &Layer, texts: &Texts, document: usize) -> Self {
        let layer = layer.select(texts, &[document]);
        let own = plugin.manifest.provides.iter().map(|provision| provision.layer.as_str());
        let name = own.clone().find(|own| plugin.layer_in_run(own) == layer.name);
        let kept = layer.attributes.into_iter().filter(|attribute| attribute.name != FORM);
        Self {
            name: name.unwrap_or(&layer.name).to_string(),
            starts: layer.starts,
            ends: layer.ends,
            label_names: layer.label_names,
            labels: layer.labels,
            attributes: kept.map(StoredAttribute::of).collect(),
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
        let attributes: Vec<String> =
            self.attributes.iter().map(|attribute| attribute.name.clone()).collect();
        // An enrichment is kept with the spans that it is of: those of the layer that it was made for.
        let scope = match provision.scope {
            Scope::Documents => wit::Scope::Documents,
            Scope::Spans | Scope::Enrichment => wit::Scope::Spans,
        };
        let provision = match provision.scope {
            Scope::Enrichment => Cow::Owned(Provision { scope: Scope::Spans, ..provision.clone() }),
            _ => Cow::Borrowed(provision),
        };
        let of_documents = provision.scope == Scope::Documents;
        let columns = wit::LayerResult {
            name: self.name,
            scope,
            starts: if of_documents { Vec::new() } else { bytes_of(&self.starts).into_owned() },
            ends: bytes_of(&self.ends).into_owned(),
            label_names: self.label_names,
            labels: bytes_of(&self.labels).into_owned(),
            attributes: self.attributes.into_iter().map(StoredAttribute::restore).collect(),
        };
        let layer = Layer::check(columns, &provision, &attributes, text, None)?;
        // What points into another layer was checked beside it when it was made.
        let mut own = provision.into_owned();
        own.attributes.retain(|attribute| attribute.target.is_empty());
        layer.check_references(&own, text, |_| None)?;
        plugin.widths.hold(&layer)?;
        Ok(layer.named(&in_run))
    }
}

impl StoredAttribute {
    fn of(attribute: Attribute) -> Self {
        let values = match attribute.values {
            Values::Numbers(values) | Values::Integers(values) | Values::Booleans(values) => {
                StoredValues::Numbers(values)
            }
            Values::Text { text, ends } => StoredValues::Text(text, ends),
            Values::Dictionary(Dictionary { text, ends, entries }) => {
                StoredValues::Dictionary { text, ends, entries }
            }
            Values::References(references) => StoredValues::References(references),
            Values::Vectors { width, values } => StoredValues::Vectors(width, values),
        };
        Self { name: attribute.name, values, absent: attribute.absent }
    }

    fn restore(self) -> wit::AttributeResult {
        let strings = |text, ends: &[u32]| wit::StringsResult { text, ends: bytes_of(ends).into_owned() };
        let values = match self.values {
            StoredValues::Numbers(values) => {
                wit::ColumnResult::Numbers(bytes_of_doubles(&values).into_owned())
            }
            StoredValues::Text(text, ends) => wit::ColumnResult::Strings(strings(text, &ends)),
            StoredValues::Dictionary { text, ends, entries } => {
                let entries = bytes_of(&entries).into_owned();
                wit::ColumnResult::Dictionary(wit::DictionaryResult { table: strings(text, &ends), entries })
            }
            StoredValues::References(values) => wit::ColumnResult::References(bytes_of(&values).into_owned()),
            StoredValues::Vectors(width, values) => {
                let values = bytes_of_singles(&values).into_owned();
                wit::ColumnResult::Vectors(wit::VectorsResult { width, values })
            }
        };
        wit::AttributeResult { name: self.name, values, absent: bytes_of(&self.absent).into_owned() }
    }
}

impl Layer {
    /// Adds what the layer says of one document to a hash: the same for the same entries, labels and attributes that an
    /// analyzer `reads`, whatever else is in the batch.
    pub(crate) fn hash_document(
        &self,
        texts: &Texts,
        document: usize,
        reads: impl Fn(&str) -> bool,
        hash: &mut Sha256,
    ) {
        let bounds = texts.bound(document);
        let entries = self.entries(texts, document);
        add(hash, self.name.as_bytes());
        hash.update((entries.len() as u64).to_le_bytes());
        for entry in entries.clone() {
            let bytes = self.bytes(texts, entry);
            hash.update((bytes.start - bounds.start).to_le_bytes());
            hash.update((bytes.end - bounds.start).to_le_bytes());
            add(hash, self.label(entry).unwrap_or_default().as_bytes());
        }
        // Forms are the text, which is part of the hash already.
        let read = |attribute: &&Attribute| attribute.name != FORM && reads(&attribute.name);
        let mut read: Vec<&Attribute> = self.attributes.iter().filter(read).collect();
        read.sort_by(|ours, theirs| ours.name.cmp(&theirs.name));
        for attribute in read {
            add(hash, attribute.name.as_bytes());
            entries.clone().for_each(|entry| attribute.hash_value(entry, hash));
        }
    }
}

impl Attribute {
    fn hash_value(&self, entry: usize, hash: &mut Sha256) {
        if !self.has(entry) {
            hash.update([0]);
            return;
        }
        hash.update([1]);
        match &self.values {
            Values::Numbers(values) | Values::Integers(values) | Values::Booleans(values) => {
                hash.update(values[entry].to_bits().to_le_bytes());
            }
            Values::References(references) => hash.update(references[entry].to_le_bytes()),
            Values::Text { text, ends } => add(hash, text[part(ends, entry)].as_bytes()),
            Values::Dictionary(dictionary) => add(hash, dictionary.get(entry).as_bytes()),
            Values::Vectors { width, values } => {
                add(hash, &bytes_of_singles(vector(*width, values, entry)));
            }
        }
    }
}

/// Adds bytes with their length before them, so that no two sequences are added alike.
pub(crate) fn add(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
