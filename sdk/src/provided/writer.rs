//! One layer as an author writes it.

use std::cmp::Reverse;
use std::ops::Range;

use textmill_wit::guest::textmill::analyzer::types as wit;

use super::labels::LabelTable;
use super::values::{AttributeWriter, Order, Value};
use crate::manifest::Provision;

/// The layers whose spans do not overlap by the contract.
const FLAT: &[&str] = &["tokens", "sentences", "language"];

/// A label of a layer, as [`LayerWriter::label`] gives it. It belongs to that layer and that document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(u32);

impl Label {
    const UNKNOWN: Self = Self(u32::MAX);
}

/// Writes the spans of one layer of one document.
///
/// Spans may come in any order. They are checked when the document is done: inside the text, not empty, on character
/// boundaries, with declared labels and attributes, and in `tokens`, `sentences` and `language` not overlapping. One
/// that is not makes the document a fault.
#[derive(Debug)]
pub struct LayerWriter {
    name: String,
    discarding: bool,
    labels: LabelTable,
    attributes: Vec<AttributeWriter>,
    /// The spans of the document in hand, with offsets into its text.
    staged: Vec<StagedSpan>,
    /// How the staged spans were sorted.
    order: Order,
    /// The first thing that was wrong with the document in hand.
    wrong: Option<String>,
    starts: Vec<u32>,
    ends: Vec<u32>,
    label_indexes: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct StagedSpan {
    start: usize,
    end: usize,
    label: u32,
}

impl StagedSpan {
    /// The contract's order: by start, the longer first.
    fn key(&self) -> (usize, Reverse<usize>) {
        (self.start, Reverse(self.end))
    }
}

impl LayerWriter {
    pub(super) fn new(provision: &Provision) -> Self {
        Self {
            name: provision.layer.clone(),
            labels: LabelTable::new(&provision.labels),
            attributes: provision.attributes.iter().map(AttributeWriter::new).collect(),
            discarding: false,
            ..Self::discarding()
        }
    }

    /// A writer that takes nothing in.
    pub(super) fn discarding() -> Self {
        Self {
            name: String::new(),
            discarding: true,
            labels: LabelTable::new(&[]),
            attributes: Vec::new(),
            staged: Vec::new(),
            order: Order::default(),
            wrong: None,
            starts: Vec::new(),
            ends: Vec::new(),
            label_indexes: Vec::new(),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The label of this name. Ask once and keep it for the document.
    ///
    /// A label that the manifest does not list, where it lists any, makes the document a fault.
    pub fn label(&mut self, name: &str) -> Label {
        if self.discarding {
            return Label::UNKNOWN;
        }
        match self.labels.intern(name) {
            Some(label) => Label(label),
            None => {
                self.note(format!("the manifest has no label `{name}`"));
                Label::UNKNOWN
            }
        }
    }

    /// Adds a span, in UTF-8 bytes of the document's text. Attributes are added to what this gives back.
    pub fn push(&mut self, range: Range<usize>, label: Label) -> SpanWriter<'_> {
        if !self.discarding {
            self.staged.push(StagedSpan { start: range.start, end: range.end, label: label.0 });
        }
        SpanWriter { layer: self }
    }

    /// The number of spans written for the document in hand, and so the index by which a reference names the next.
    /// Always 0 in a layer that nobody wants.
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

    fn set(&mut self, name: &str, value: Value<'_>) {
        if self.discarding {
            return;
        }
        let declared = self.attributes.iter_mut().find(|attribute| attribute.accepts(name, &value));
        match (declared, self.staged.len().checked_sub(1)) {
            (Some(attribute), Some(span)) => attribute.set(self.starts.len() + span, value),
            _ => self.note(format!("the manifest has no attribute `{name}` with {}", value.describe())),
        }
    }

    /// Sorts and checks the spans of the document in hand.
    ///
    /// # Errors
    /// What breaks the contract, with the layer.
    pub(super) fn check_document(&mut self, text: &str) -> Result<(), String> {
        self.sort();
        self.check(text).map_err(|problem| format!("layer `{}`: {problem}", self.name))
    }

    fn check(&self, text: &str) -> Result<(), String> {
        if let Some(wrong) = &self.wrong {
            return Err(wrong.clone());
        }
        self.staged.iter().try_for_each(|span| self.check_span(span, text))?;
        if FLAT.contains(&self.name.as_str())
            && let Some([before, span]) =
                self.staged.array_windows().find(|[before, span]| span.start < before.end)
        {
            let (start, end) = (span.start, span.end);
            return Err(format!("span {start}..{end} overlaps {}..{}", before.start, before.end));
        }
        self.attributes.iter().try_for_each(|attribute| attribute.check(self.starts.len(), self.staged.len()))
    }

    fn check_span(&self, span: &StagedSpan, text: &str) -> Result<(), String> {
        let StagedSpan { start, end, label } = *span;
        let problem = if start >= end {
            "is empty"
        } else if end > text.len() {
            "is outside of the text"
        } else if text.get(start..end).is_none() {
            "begins or ends inside a character"
        } else if label as usize >= self.labels.len() {
            "has a label of another layer"
        } else {
            return Ok(());
        };
        Err(format!("span {start}..{end} {problem} (of {} bytes)", text.len()))
    }

    pub(super) fn discard_document(&mut self) {
        self.staged.clear();
        self.wrong = None;
        self.labels.discard();
        for attribute in &mut self.attributes {
            attribute.truncate(self.starts.len());
        }
    }

    /// Moves the checked spans of the document in hand to the columns.
    pub(super) fn finish_document(&mut self, base: u32) {
        self.labels.settle();
        for attribute in &mut self.attributes {
            attribute.settle(self.starts.len(), self.staged.len(), &self.order);
        }
        // The text of a batch is indexed with 32 bits, so what lies inside it fits.
        self.starts.extend(self.staged.iter().map(|span| base + span.start as u32));
        self.ends.extend(self.staged.iter().map(|span| base + span.end as u32));
        self.label_indexes.extend(self.staged.iter().map(|span| span.label));
        self.staged.clear();
    }

    /// Sorts the staged spans as the contract wants it, and notes the order where that moved any.
    fn sort(&mut self) {
        let Order { spans, places } = &mut self.order;
        spans.clear();
        places.clear();
        if self.staged.is_sorted_by_key(StagedSpan::key) {
            return;
        }
        spans.extend(0..self.staged.len());
        spans.sort_by_key(|&span| self.staged[span].key());
        self.staged = spans.iter().map(|&span| self.staged[span]).collect();
        places.resize(spans.len(), 0);
        for (place, &span) in spans.iter().enumerate() {
            places[span] = place;
        }
    }

    pub(super) fn into_wit(self) -> Result<wit::Layer, String> {
        let mut attributes = Vec::with_capacity(self.attributes.len());
        for attribute in self.attributes {
            attributes.extend(attribute.into_wit()?);
        }
        Ok(wit::Layer {
            name: self.name,
            starts: self.starts,
            ends: self.ends,
            label_names: self.labels.into_names(),
            labels: self.label_indexes,
            attributes,
        })
    }
}

/// A span that was just written, to which attributes can be added. The manifest declares them; one that it does not,
/// or of another type, makes the document a fault. Of an attribute that is set twice the last value stands.
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
    pub fn string(self, attribute: &str, value: impl AsRef<str>) -> Self {
        self.layer.set(attribute, Value::Text(value.as_ref()));
        self
    }

    /// Sets a reference attribute to another span of this layer and document, by the index in which it was written:
    /// what [`LayerWriter::len`] was before. It follows the span when spans are sorted, and may name one yet to come.
    pub fn reference(self, attribute: &str, span: usize) -> Self {
        self.layer.set(attribute, Value::Reference(span));
        self
    }
}
