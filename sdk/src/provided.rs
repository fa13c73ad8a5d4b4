//! Layers as an author writes them.

use std::ops::Range;

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::columns::{join, offset};
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
        self.writers.iter().any(|writer| writer.name == layer)
    }

    /// The writer of a layer. What is written to a layer that nobody wants, or that the manifest does not declare, is
    /// discarded.
    pub fn layer(&mut self, name: &str) -> &mut LayerWriter {
        self.writers.iter_mut().find(|writer| writer.name == name).unwrap_or(&mut self.discard)
    }

    /// Checks the spans of a document of this text.
    ///
    /// # Errors
    /// What breaks the contract.
    pub(crate) fn check_document(&self, text: &str) -> Result<(), String> {
        self.writers.iter().try_for_each(|writer| writer.check(text))
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
    pub(crate) fn into_wit(self) -> Result<Vec<wit::Layer>, String> {
        self.writers.into_iter().map(LayerWriter::into_wit).collect()
    }
}

/// A label of a layer, as [`LayerWriter::label`] gives it. It belongs to that layer and that document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(u32);

impl Label {
    const UNKNOWN: Self = Self(u32::MAX);
}

/// Writes the spans of one layer of one document.
///
/// Spans may come in any order. They are checked when the document is done: inside the text, not empty, on character
/// boundaries, with declared labels and attributes. One that is not makes the document a fault.
#[derive(Debug)]
pub struct LayerWriter {
    name: String,
    discarding: bool,
    /// Whether the manifest lists the labels, so that no other may occur.
    closed: bool,
    label_names: Vec<String>,
    attributes: Vec<AttributeWriter>,
    /// The spans of the document in hand, with offsets into its text.
    staged: Vec<StagedSpan>,
    staged_values: Vec<StagedValue>,
    /// The first thing that was wrong with the document in hand.
    wrong: Option<String>,
    starts: Vec<u32>,
    ends: Vec<u32>,
    labels: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct StagedSpan {
    start: usize,
    end: usize,
    label: u32,
}

#[derive(Debug)]
struct StagedValue {
    attribute: usize,
    span: usize,
    value: Value,
}

#[derive(Debug)]
enum Value {
    Number(f64),
    Text(String),
    Reference(usize),
}

impl LayerWriter {
    fn new(provision: &Provision) -> Self {
        Self {
            name: provision.layer.clone(),
            closed: !provision.labels.is_empty(),
            label_names: provision.labels.clone(),
            attributes: provision.attributes.iter().map(AttributeWriter::new).collect(),
            ..Self::empty()
        }
    }

    fn discarding() -> Self {
        Self { discarding: true, ..Self::empty() }
    }

    fn empty() -> Self {
        Self {
            name: String::new(),
            discarding: false,
            closed: false,
            label_names: Vec::new(),
            attributes: Vec::new(),
            staged: Vec::new(),
            staged_values: Vec::new(),
            wrong: None,
            starts: Vec::new(),
            ends: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// The label of this name. Ask once and keep it for the document, since it is looked up by comparing names.
    pub fn label(&mut self, name: &str) -> Label {
        if self.discarding {
            return Label::UNKNOWN;
        }
        let known = self.label_names.iter().position(|label| label == name);
        let label = match known {
            Some(label) => label,
            None if self.closed => {
                self.note(format!("layer `{}`: the manifest has no label `{name}`", self.name));
                return Label::UNKNOWN;
            }
            None => {
                self.label_names.push(name.to_string());
                self.label_names.len() - 1
            }
        };
        u32::try_from(label).map_or(Label::UNKNOWN, Label)
    }

    /// Adds a span, in UTF-8 bytes of the document's text. Attributes are added to what this gives back.
    pub fn push(&mut self, range: Range<usize>, label: Label) -> SpanWriter<'_> {
        if !self.discarding {
            self.staged.push(StagedSpan { start: range.start, end: range.end, label: label.0 });
        }
        SpanWriter { layer: self }
    }

    /// The number of spans written for the document in hand; the index that the next one will have, as long as
    /// spans come in order.
    #[must_use]
    pub fn len(&self) -> usize {
        self.staged.len()
    }

    /// Whether no span was written for the document in hand.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.staged.is_empty()
    }

    fn note(&mut self, wrong: String) {
        self.wrong.get_or_insert(wrong);
    }

    fn set(&mut self, name: &str, value: Value) {
        if self.discarding {
            return;
        }
        let declared = self.attributes.iter().position(|attribute| attribute.accepts(name, &value));
        match (declared, self.staged.len().checked_sub(1)) {
            (Some(attribute), Some(span)) => self.staged_values.push(StagedValue { attribute, span, value }),
            _ => self.note(format!(
                "layer `{}`: the manifest has no attribute `{name}` with {}",
                self.name,
                value.type_name()
            )),
        }
    }

    fn check(&self, text: &str) -> Result<(), String> {
        if let Some(wrong) = &self.wrong {
            return Err(wrong.clone());
        }
        for span in &self.staged {
            let StagedSpan { start, end, label } = *span;
            if start >= end || text.get(start..end).is_none() {
                return Err(format!(
                    "layer `{}`: span {start}..{end} is empty, outside the text of {} bytes, or inside a character",
                    self.name,
                    text.len()
                ));
            }
            if label as usize >= self.label_names.len() {
                return Err(format!(
                    "layer `{}`: span {start}..{end} has a label of another layer",
                    self.name
                ));
            }
        }
        self.staged_values.iter().try_for_each(|staged| self.check_value(&staged.value))
    }

    fn check_value(&self, value: &Value) -> Result<(), String> {
        match value {
            Value::Number(number) if !number.is_finite() => {
                Err(format!("layer `{}`: an attribute is {number}, which is not finite", self.name))
            }
            Value::Reference(span) if *span >= self.staged.len() => Err(format!(
                "layer `{}`: a reference to span {span}, of {} in the document",
                self.name,
                self.staged.len()
            )),
            _ => Ok(()),
        }
    }

    fn discard_document(&mut self) {
        self.staged.clear();
        self.staged_values.clear();
        self.wrong = None;
    }

    /// Moves the checked spans of the document in hand to the columns.
    fn finish_document(&mut self, base: u32) {
        let order = self.sort();
        let first = self.starts.len();
        for span in &self.staged {
            // The text of a batch is indexed with 32 bits, so what lies inside it fits.
            self.starts.push(base + span.start as u32);
            self.ends.push(base + span.end as u32);
            self.labels.push(span.label);
        }
        for staged in self.staged_values.drain(..) {
            let place = |span: usize| order.as_ref().map_or(span, |order| order[span]);
            let value = match staged.value {
                Value::Reference(span) => Value::Reference(place(span)),
                other => other,
            };
            self.attributes[staged.attribute].values.push((first + place(staged.span), value));
        }
        self.staged.clear();
    }

    /// Sorts the staged spans as the contract wants it. Where that moved any, gives for each its new place.
    fn sort(&mut self) -> Option<Vec<usize>> {
        let key = |span: &StagedSpan| (span.start, std::cmp::Reverse(span.end));
        if self.staged.is_sorted_by_key(key) {
            return None;
        }
        let mut order: Vec<usize> = (0..self.staged.len()).collect();
        order.sort_by_key(|&span| key(&self.staged[span]));
        self.staged = order.iter().map(|&span| self.staged[span]).collect();
        let mut places = vec![0; order.len()];
        for (place, span) in order.into_iter().enumerate() {
            places[span] = place;
        }
        Some(places)
    }

    fn into_wit(self) -> Result<wit::Layer, String> {
        let spans = self.starts.len();
        let attributes = self
            .attributes
            .into_iter()
            .filter(|attribute| !attribute.values.is_empty())
            .map(|attribute| attribute.into_wit(spans))
            .collect::<Result<_, _>>()?;
        Ok(wit::Layer {
            name: self.name,
            starts: self.starts,
            ends: self.ends,
            label_names: self.label_names,
            labels: self.labels,
            attributes,
        })
    }
}

/// A span that was just written, to which attributes can be added. The manifest declares them.
#[derive(Debug)]
pub struct SpanWriter<'a> {
    layer: &'a mut LayerWriter,
}

impl SpanWriter<'_> {
    /// Sets a number attribute. It has to be finite.
    pub fn number(self, attribute: &str, value: f64) -> Self {
        self.layer.set(attribute, Value::Number(value));
        self
    }

    /// Sets a text attribute.
    pub fn string(self, attribute: &str, value: impl Into<String>) -> Self {
        if !self.layer.discarding {
            self.layer.set(attribute, Value::Text(value.into()));
        }
        self
    }

    /// Sets a reference attribute to another span of this layer and document, by the index in which it was written.
    pub fn reference(self, attribute: &str, span: usize) -> Self {
        self.layer.set(attribute, Value::Reference(span));
        self
    }
}

/// The values of one attribute, sparse until the call is done.
#[derive(Debug)]
struct AttributeWriter {
    name: String,
    value_type: wit::ValueType,
    /// The span in the columns, and its value. The last one set stands.
    values: Vec<(usize, Value)>,
}

impl AttributeWriter {
    fn new(declared: &wit::AttributeType) -> Self {
        Self { name: declared.name.clone(), value_type: declared.values, values: Vec::new() }
    }

    fn accepts(&self, name: &str, value: &Value) -> bool {
        self.name == name && self.value_type == value.value_type()
    }

    fn into_wit(self, spans: usize) -> Result<wit::Attribute, String> {
        let mut dense: Vec<Option<Value>> = Vec::new();
        dense.resize_with(spans, || None);
        for (span, value) in self.values {
            dense[span] = Some(value);
        }
        let absent = dense
            .iter()
            .enumerate()
            .filter(|(_, value)| value.is_none())
            .map(|(span, _)| offset(span))
            .collect::<Result<_, _>>()?;
        let values = match self.value_type {
            wit::ValueType::Number => {
                wit::Column::Numbers(dense.iter().map(|value| Value::as_number(value.as_ref())).collect())
            }
            wit::ValueType::Text => {
                wit::Column::Strings(join(dense.iter().map(|value| Value::as_text(value.as_ref())))?)
            }
            wit::ValueType::Reference => wit::Column::References(
                dense.iter().map(|value| Value::as_reference(value.as_ref())).collect(),
            ),
        };
        Ok(wit::Attribute { name: self.name, values, absent })
    }
}

impl Value {
    fn value_type(&self) -> wit::ValueType {
        match self {
            Self::Number(_) => wit::ValueType::Number,
            Self::Text(_) => wit::ValueType::Text,
            Self::Reference(_) => wit::ValueType::Reference,
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Self::Number(_) => "numbers",
            Self::Text(_) => "text",
            Self::Reference(_) => "references",
        }
    }

    fn as_number(value: Option<&Self>) -> f64 {
        if let Some(Self::Number(number)) = value { *number } else { 0.0 }
    }

    fn as_text(value: Option<&Self>) -> &str {
        if let Some(Self::Text(text)) = value { text } else { "" }
    }

    fn as_reference(value: Option<&Self>) -> u32 {
        // Checked against the spans of its document, which are indexed with 32 bits.
        if let Some(Self::Reference(span)) = value { *span as u32 } else { 0 }
    }
}
