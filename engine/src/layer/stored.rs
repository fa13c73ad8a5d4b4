//! Layers as a cache keeps them: each over the text of one document, checked again when it is taken out.

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use textmill_wit::host::textmill::analyzer::types as wit;

use super::attribute::{AttributeColumn, Values, vector};
use super::columns::{bytes_of, bytes_of_doubles, bytes_of_singles};
use super::dictionary::Dictionary;
use super::{EntryIndex, FORM, Layer, Provision, Scope};
use crate::batch::{DocumentIndex, Strings, Texts};

impl Layer {
    /// The entries of one document, over its text alone. Its forms are not kept: they are its text.
    pub(crate) fn of_document(&self, texts: &Texts, document: DocumentIndex) -> Self {
        let mut alone = self.select(texts, &[document]);
        alone.attributes.retain(|attribute| attribute.name != FORM);
        alone
    }

    /// Holds the layer to the contract, as what a plugin sends is: it comes from a disk. `text` is that of its document.
    ///
    /// # Errors
    /// What in it breaks the contract.
    pub(crate) fn check_again(self, provision: &Provision, text: &Texts) -> Result<Self, String> {
        let attributes: Vec<String> =
            self.attributes.iter().map(|attribute| attribute.name.clone()).collect();
        // An enrichment is kept with the spans that it is of: those of the layer that it was made for.
        let provision = match provision.scope {
            Scope::Enrichment => Cow::Owned(Provision { scope: Scope::Spans, ..provision.clone() }),
            _ => Cow::Borrowed(provision),
        };
        let layer = Self::check(self.into_columns(), &provision, &attributes, text, None)?;
        // What points into another layer was checked beside it when it was made.
        let mut own = provision.into_owned();
        own.attributes.retain(|attribute| attribute.target.is_empty());
        layer.check_references(&own, text, |_| None)?;
        Ok(layer)
    }

    /// The layer as a plugin would send it.
    fn into_columns(self) -> wit::LayerResult {
        // Each document has an entry: nobody sends which.
        let starts: &[u32] = if self.of_documents { &[] } else { &self.starts };
        wit::LayerResult {
            name: self.name,
            scope: if self.of_documents { wit::Scope::Documents } else { wit::Scope::Spans },
            starts: bytes_of(starts).into_owned(),
            ends: bytes_of(&self.ends).into_owned(),
            label_names: self.label_names,
            labels: bytes_of(&self.labels).into_owned(),
            attributes: self.attributes.into_iter().map(AttributeColumn::into_columns).collect(),
        }
    }
}

impl AttributeColumn {
    fn into_columns(self) -> wit::AttributeResult {
        let strings = |strings: Strings| {
            let (text, ends) = strings.into_parts();
            wit::StringsResult { text, ends: bytes_of(&ends).into_owned() }
        };
        let values = match self.values {
            Values::Numbers(values) | Values::Integers(values) | Values::Booleans(values) => {
                wit::ColumnResult::Numbers(bytes_of_doubles(&values).into_owned())
            }
            Values::Text(text) => wit::ColumnResult::Strings(strings(text)),
            Values::Dictionary(Dictionary { table, entries }) => {
                let entries = bytes_of(&entries).into_owned();
                wit::ColumnResult::Dictionary(wit::DictionaryResult { table: strings(table), entries })
            }
            Values::References(values) => wit::ColumnResult::References(bytes_of(&values).into_owned()),
            Values::Vectors { width, values } => {
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
        document: DocumentIndex,
        reads: impl Fn(&str) -> bool,
        hash: &mut Sha256,
    ) {
        let bounds = texts.bound(document);
        let entries = self.entry_range(texts, document);
        add(hash, self.name.as_bytes());
        hash.update((entries.len() as u64).to_le_bytes());
        for entry in EntryIndex::of_each(entries.clone()) {
            let bytes = self.bytes(texts, entry);
            hash.update((bytes.start - bounds.start).to_le_bytes());
            hash.update((bytes.end - bounds.start).to_le_bytes());
            add(hash, self.label(entry).unwrap_or_default().as_bytes());
        }
        // Forms are the text, which is part of the hash already.
        let read = |attribute: &&AttributeColumn| attribute.name != FORM && reads(&attribute.name);
        let mut read: Vec<&AttributeColumn> = self.attributes.iter().filter(read).collect();
        read.sort_by(|ours, theirs| ours.name.cmp(&theirs.name));
        for attribute in read {
            add(hash, attribute.name.as_bytes());
            entries.clone().for_each(|entry| attribute.hash_value(entry, hash));
        }
    }
}

impl AttributeColumn {
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
            Values::Text(strings) => add(hash, strings.get(entry).as_bytes()),
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
