//! Layers, checked: the only way from what a plugin sends to a [`Layer`] is [`Layer::check`], so nobody checks again.

mod attribute;
mod check;
pub(crate) mod columns;
mod declared;
mod dictionary;
mod entry;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzz;
mod select;
mod stored;
mod widths;

pub use attribute::AttributeValue;
pub(crate) use declared::FORM;
pub use declared::{Attribute, Provision, Scope, ValueType};
pub(crate) use entry::EntryIndex;
pub(crate) use stored::add as add_to_hash;
pub(crate) use widths::Widths;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use textmill_wit::host::textmill::analyzer::types as wit;

use self::attribute::{AttributeColumn, BorrowedAttribute};
use self::columns::bytes_of;
use self::dictionary::forms;
use crate::batch::{DocumentIndex, Texts};

/// What is known of the texts of a batch, and keeps the contract: entries that are sorted spans inside their documents and
/// on character boundaries, or documents; with the labels and attributes that their providers declare.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Layer {
    name: String,
    /// Whether entries are documents, and not spans.
    of_documents: bool,
    /// Where each span starts; or the document that each entry is of, ascending.
    starts: Vec<u32>,
    /// Where each span ends; nothing in a layer of documents.
    ends: Vec<u32>,
    label_names: Vec<String>,
    labels: Vec<u32>,
    attributes: Vec<AttributeColumn>,
}

/// The label of an entry that has none, in a layer where others have one: so a guest sees it too.
const UNLABELLED: &str = "";

impl Layer {
    /// The layer `language` by the host itself: a span over each text that has one, with its label.
    pub(crate) fn of_languages(texts: &Texts, labels: impl IntoIterator<Item = Option<String>>) -> Self {
        let mut layer = Self { name: "language".into(), ..Self::default() };
        for (bounds, label) in texts.bounds().zip(labels) {
            let Some(label) = label.filter(|_| !bounds.is_empty()) else { continue };
            let place = layer.place_of_label(&label);
            layer.starts.push(bounds.start);
            layer.ends.push(bounds.end);
            layer.labels.push(place);
        }
        layer
    }

    /// The same layer by another name.
    pub(crate) fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether entries are documents, and not spans.
    pub(crate) fn is_of_documents(&self) -> bool {
        self.of_documents
    }

    /// The number of entries.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Bytes of its columns.
    pub(crate) fn column_bytes(&self) -> usize {
        let entries = (self.starts.len() + self.ends.len() + self.labels.len()) * size_of::<u32>();
        let names = self.label_names.iter().map(String::len).sum::<usize>();
        entries + names + self.attributes.iter().map(AttributeColumn::bytes).sum::<usize>()
    }

    /// Adds the forms of its spans, where their provider has not made them.
    pub(crate) fn add_forms(&mut self, texts: &Texts) {
        if !self.of_documents && self.attribute(FORM).is_none() {
            self.attributes.push(forms(texts, &self.starts, &self.ends));
        }
    }

    /// Adds the attributes that an enrichment has made for this layer's spans: of all of them, or without those of
    /// documents that it lost.
    pub(crate) fn enrich(&mut self, enrichment: Self) {
        let all = enrichment.len() == self.len();
        // For each span of the layer its place in the enrichment.
        let mut places = Vec::new();
        if !all {
            let mut next = 0;
            places.extend((0..self.len()).map(|span| {
                let found = next < enrichment.len()
                    && (enrichment.starts[next], enrichment.ends[next])
                        == (self.starts[span], self.ends[span]);
                next += usize::from(found);
                found.then(|| next - 1)
            }));
        }
        let made =
            enrichment.attributes.into_iter().filter(|attribute| self.attribute(&attribute.name).is_none());
        let made: Vec<AttributeColumn> =
            made.map(|attribute| if all { attribute } else { attribute.spread(&places) }).collect();
        self.attributes.extend(made);
    }

    /// The entries of a document.
    pub(crate) fn entries(
        &self,
        texts: &Texts,
        document: DocumentIndex,
    ) -> impl ExactSizeIterator<Item = EntryIndex> + Clone + use<> {
        EntryIndex::of_each(self.entry_range(texts, document))
    }

    fn entry_range(&self, texts: &Texts, document: DocumentIndex) -> Range<usize> {
        match self.of_documents {
            true => {
                let first = self.starts.partition_point(|&other| (other as usize) < document.get());
                let has = self.starts.get(first).is_some_and(|&other| other as usize == document.get());
                first..first + usize::from(has)
            }
            false => self.within(&texts.bound(document)),
        }
    }

    /// The spans inside the bytes `bounds` of the batch's text.
    fn within(&self, bounds: &Range<u32>) -> Range<usize> {
        let first = self.starts.partition_point(|&start| start < bounds.start);
        let end = self.starts.partition_point(|&start| start < bounds.end);
        first..end
    }

    /// An entry's bytes in the batch's text: those of its span, or of its document.
    pub(crate) fn bytes(&self, texts: &Texts, entry: EntryIndex) -> Range<u32> {
        let start = self.starts[entry.get()];
        match self.of_documents {
            true => texts.bound(DocumentIndex::new(start as usize)),
            false => start..self.ends[entry.get()],
        }
    }

    /// An entry's label, nothing where it has none.
    pub(crate) fn label(&self, entry: EntryIndex) -> Option<&str> {
        let label = *self.labels.get(entry.get())?;
        self.label_names.get(label as usize).map(String::as_str).filter(|&label| label != UNLABELLED)
    }

    /// The label of most bytes of a document; of two of equal length the lesser.
    pub(crate) fn main_label(&self, texts: &Texts, document: DocumentIndex) -> Option<&str> {
        let mut bytes: BTreeMap<&str, u64> = BTreeMap::new();
        for entry in self.entries(texts, document) {
            if let Some(label) = self.label(entry) {
                let length = self.bytes(texts, entry);
                *bytes.entry(label).or_default() += u64::from(length.end - length.start);
            }
        }
        let main = bytes.into_iter().max_by_key(|&(label, length)| (length, std::cmp::Reverse(label)));
        main.map(|(label, _)| label)
    }

    /// An entry's attributes as JSON values, those that it has. Its form is not among them: that is its text.
    pub(crate) fn values(&self, entry: EntryIndex) -> impl Iterator<Item = (&str, serde_json::Value)> {
        self.typed_values(entry).map(|(name, value)| (name, value.into()))
    }

    /// An entry's attributes, those that it has. Its form is not among them: that is its text.
    pub(crate) fn typed_values(&self, entry: EntryIndex) -> impl Iterator<Item = (&str, AttributeValue<'_>)> {
        self.shown_attributes()
            .filter_map(move |attribute| Some((attribute.name.as_str(), attribute.value(entry.get())?)))
    }

    /// An entry's attribute of this name, where it has one; nothing where there is no such attribute.
    pub(crate) fn typed_value(&self, entry: EntryIndex, name: &str) -> Option<Option<AttributeValue<'_>>> {
        let attribute = self.shown_attributes().find(|attribute| attribute.name == name)?;
        Some(attribute.value(entry.get()))
    }

    /// The names of its attributes, but for the form.
    pub(crate) fn attribute_names(&self) -> impl Iterator<Item = &str> {
        self.shown_attributes().map(|attribute| attribute.name.as_str())
    }

    fn shown_attributes(&self) -> impl Iterator<Item = &AttributeColumn> {
        self.attributes.iter().filter(|attribute| attribute.name != FORM)
    }

    fn attribute(&self, name: &str) -> Option<&AttributeColumn> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The layer as a call over so many `documents` carries it: one of documents has an entry for each.
    pub(crate) fn over(&self, documents: usize) -> Cow<'_, Self> {
        match self.of_documents && self.len() < documents {
            true => Cow::Owned(self.over_all(documents)),
            false => Cow::Borrowed(self),
        }
    }

    /// Its columns as bytes, with the attributes that the analyzer of a call `reads`.
    pub(crate) fn column_views(&self, reads: impl Fn(&str) -> bool) -> LayerBytes<'_> {
        let read = self.attributes.iter().filter(|attribute| reads(&attribute.name));
        LayerBytes {
            name: &self.name,
            scope: if self.of_documents { wit::Scope::Documents } else { wit::Scope::Spans },
            starts: if self.of_documents { Cow::Borrowed(&[]) } else { bytes_of(&self.starts) },
            ends: bytes_of(&self.ends),
            labels: bytes_of(&self.labels),
            label_names: self.label_names.iter().map(String::as_str).collect(),
            attributes: read.map(AttributeColumn::borrowed).collect(),
        }
    }

    /// A layer of documents with an entry for each.
    fn over_all(&self, documents: usize) -> Self {
        let mut places = vec![None; documents];
        for (place, &document) in self.starts.iter().enumerate() {
            places[document as usize] = Some(place);
        }
        let mut whole = Self {
            name: self.name.clone(),
            of_documents: true,
            starts: (0..documents as u32).collect(),
            ends: Vec::new(),
            label_names: self.label_names.clone(),
            labels: Vec::new(),
            attributes: self.attributes.iter().map(|attribute| attribute.clone().spread(&places)).collect(),
        };
        if !self.labels.is_empty() {
            let unlabelled = whole.place_of_label(UNLABELLED);
            let labels = places.iter().map(|place| place.map_or(unlabelled, |place| self.labels[place]));
            whole.labels = labels.collect();
        }
        whole
    }

    /// The index of a label among the names, to which it is added where it is not there.
    fn place_of_label(&mut self, label: &str) -> u32 {
        let known = self.label_names.iter().position(|name| name == label);
        let place = known.unwrap_or(self.label_names.len());
        if known.is_none() {
            self.label_names.push(label.to_string());
        }
        place as u32
    }
}

/// What a call's parameter for a layer points into.
pub(crate) struct LayerBytes<'a> {
    name: &'a str,
    scope: wit::Scope,
    starts: Cow<'a, [u8]>,
    ends: Cow<'a, [u8]>,
    labels: Cow<'a, [u8]>,
    label_names: Vec<&'a str>,
    attributes: Vec<BorrowedAttribute<'a>>,
}

impl LayerBytes<'_> {
    pub(crate) fn attribute_params(&self) -> Vec<wit::AttributeParam<'_>> {
        self.attributes.iter().map(BorrowedAttribute::param).collect()
    }

    pub(crate) fn param<'p>(&'p self, attributes: &'p [wit::AttributeParam<'p>]) -> wit::LayerParam<'p> {
        wit::LayerParam {
            name: self.name,
            scope: self.scope,
            starts: &self.starts,
            ends: &self.ends,
            label_names: &self.label_names,
            labels: &self.labels,
            attributes,
        }
    }
}
