//! Documents for a test.

use std::ops::Range;

use textmill_wit::guest::textmill::analyzer::types as wit;

use super::Harness;
use crate::columns::{offset, string_column};
use crate::forms::FORM;
use crate::layers::FormTable;
use crate::numbers::{Numbers, double_column, number_column};
use crate::{Analyzer, Manifest};

/// A document for a [`Harness`]: a text with layers and metadata.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    text: String,
    layers: Vec<wit::Layer>,
    metadata: Vec<(String, serde_json::Value)>,
    /// The first thing that was wrong with a layer.
    wrong: Option<String>,
}

impl Sample {
    /// A document of a text alone.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Adds a metadata field.
    #[must_use]
    pub fn metadata(mut self, field: impl Into<String>, value: serde_json::Value) -> Self {
        self.metadata.push((field.into(), value));
        self
    }

    /// Adds a layer, span by span: byte range and label. Spans are given in the order that the contract wants: by
    /// start, the longer first where two start together.
    #[must_use]
    pub fn layer<'l>(
        mut self,
        name: impl Into<String>,
        spans: impl IntoIterator<Item = (Range<usize>, &'l str)>,
    ) -> Self {
        let mut layer = empty_layer(name.into());
        let mut before = 0..usize::MAX;
        for (range, label) in spans {
            if let Some(problem) = self.problem(&before, &range) {
                self.note(format!("sample layer `{}`: span {range:?} {problem}", layer.name));
            }
            let known = layer.label_names.iter().position(|name| name == label);
            let index = known.unwrap_or_else(|| {
                layer.label_names.push(label.to_string());
                layer.label_names.len() - 1
            });
            // What does not fit 32 bits is outside of any text that fits a batch, and was noted.
            layer.starts.extend((range.start as u32).to_le_bytes());
            layer.ends.extend((range.end as u32).to_le_bytes());
            layer.labels.extend((index as u32).to_le_bytes());
            before = range;
        }
        self.layers.push(layer);
        self
    }

    /// Adds the layer `tokens`, with a `word` for each stretch between white space: for a test that has nothing to do
    /// with how text is cut. A real tokenizer is another analyzer, for [`Sample::analyzed_by`].
    #[must_use]
    pub fn words(self) -> Self {
        let text = self.text.clone();
        let spans = text.split_whitespace().map(|word| {
            // A word is a part of the text, so its distance from the text's start is its offset.
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start..start + word.len(), "word")
        });
        self.layer("tokens", spans)
    }

    /// Adds a number attribute to the layer that was added last: for each of its spans the value, if it has one.
    #[must_use]
    pub fn numbers(
        self,
        attribute: impl Into<String>,
        values: impl IntoIterator<Item = Option<f64>>,
    ) -> Self {
        let (values, absent) = dense(values);
        self.attribute(attribute.into(), wit::Column::Numbers(double_column(values)), absent)
    }

    /// Adds a text attribute to the layer that was added last: for each of its spans the value, if it has one.
    #[must_use]
    pub fn strings<'v>(
        mut self,
        attribute: impl Into<String>,
        values: impl IntoIterator<Item = Option<&'v str>>,
    ) -> Self {
        let (values, absent) = dense(values);
        match string_column(values) {
            Ok(values) => self.attribute(attribute.into(), wit::Column::Strings(values), absent),
            Err(problem) => {
                self.note(problem);
                self
            }
        }
    }

    /// Adds a reference attribute to the layer that was added last: for each of its spans the index of another of
    /// them, if it has one.
    #[must_use]
    pub fn references(
        self,
        attribute: impl Into<String>,
        values: impl IntoIterator<Item = Option<usize>>,
    ) -> Self {
        let (values, absent) = dense(values.into_iter().map(|value| value.map(|span| span as u32)));
        self.attribute(attribute.into(), wit::Column::References(number_column(values)), absent)
    }

    /// Adds all layers that another analyzer makes of this document.
    ///
    /// # Errors
    /// The message of the document's fault.
    pub fn analyzed_by<B: Analyzer>(mut self, provider: &Harness<B>) -> Result<Self, String> {
        for layer in provider.analyze(&self)?.into_layers() {
            if layer.scope != wit::Scope::Enrichment {
                self.layers.push(layer);
            } else if let Some(enriched) = self.layers.iter_mut().rev().find(|found| found.name == layer.name)
            {
                enriched.attributes.extend(layer.attributes);
            }
        }
        Ok(self)
    }

    /// A batch of this document alone, with the metadata that a manifest names.
    pub(super) fn batch(&self, manifest: &Manifest) -> Result<wit::Batch, String> {
        offset(self.text.len())?;
        let column = |field: &String| {
            let value = self.metadata.iter().rev().find(|(name, _)| name == field);
            let json = value.map_or(String::new(), |(_, value)| value.to_string());
            Ok(wit::MetadataColumn { name: field.clone(), values: string_column([json.as_str()])? })
        };
        Ok(wit::Batch {
            texts: string_column([self.text.as_str()])?,
            ids: string_column(["sample"])?,
            groups: Vec::new(),
            metadata: manifest.metadata_fields().iter().map(column).collect::<Result<_, String>>()?,
        })
    }

    /// The layers that a manifest names.
    pub(super) fn layers_for(&self, manifest: &Manifest) -> Result<Vec<wit::Layer>, String> {
        if let Some(wrong) = &self.wrong {
            return Err(wrong.clone());
        }
        manifest.required_layers().map(|name| self.layer_for(manifest, name)).collect()
    }

    /// A layer with those attributes that a manifest names, as a host gives it.
    fn layer_for(&self, manifest: &Manifest, name: &str) -> Result<wit::Layer, String> {
        let found = self.layers.iter().rev().find(|layer| layer.name == name);
        let mut layer = found.cloned().unwrap_or_else(|| empty_layer(name.to_string()));
        layer
            .attributes
            .retain(|attribute| manifest.attributes_read_of(name).any(|read| read == attribute.name));
        let has_forms = layer.attributes.iter().any(|attribute| attribute.name == FORM);
        if !has_forms && manifest.attributes_read_of(name).any(|read| read == FORM) {
            layer.attributes.push(self.forms_of(&layer)?);
        }
        Ok(layer)
    }

    fn forms_of(&self, layer: &wit::Layer) -> Result<wit::Attribute, String> {
        let starts = Numbers::read("starts", &layer.starts)?;
        let ends = Numbers::read("ends", &layer.ends)?;
        let texts = starts
            .iter()
            .zip(ends.iter())
            .map(|(start, end)| self.text.get(start as usize..end as usize).unwrap_or_default());
        let mut forms = FormTable::default();
        let entries = number_column(texts.map(|text| forms.code(text)));
        let values = wit::Column::Dictionary(wit::Dictionary { table: forms.into_wit()?, entries });
        Ok(wit::Attribute { name: FORM.to_string(), values, absent: Vec::new() })
    }

    fn attribute(mut self, name: String, values: wit::Column, absent: Vec<u32>) -> Self {
        match self.layers.last_mut() {
            Some(layer) => {
                let absent = number_column(absent);
                layer.attributes.push(wit::Attribute { name, values, absent });
            }
            None => self.note(format!("sample attribute `{name}`: there is no layer before it")),
        }
        self
    }

    /// What the contract has against a span, given the one before.
    fn problem(&self, before: &Range<usize>, range: &Range<usize>) -> Option<&'static str> {
        if range.is_empty() || self.text.get(range.clone()).is_none() {
            Some("is empty, outside of the text, or inside a character")
        } else if range.start < before.start || (range.start == before.start && range.end > before.end) {
            Some("is out of order")
        } else {
            None
        }
    }

    fn note(&mut self, wrong: String) {
        self.wrong.get_or_insert(wrong);
    }
}

fn empty_layer(name: String) -> wit::Layer {
    wit::Layer {
        name,
        scope: wit::Scope::Spans,
        starts: Vec::new(),
        ends: Vec::new(),
        label_names: Vec::new(),
        labels: Vec::new(),
        attributes: Vec::new(),
    }
}

/// A value for each span, and the spans that have none.
fn dense<T: Default>(values: impl IntoIterator<Item = Option<T>>) -> (Vec<T>, Vec<u32>) {
    let mut dense = Vec::new();
    let mut absent = Vec::new();
    for (span, value) in (0..).zip(values) {
        if value.is_none() {
            absent.push(span);
        }
        dense.push(value.unwrap_or_default());
    }
    (dense, absent)
}
