//! Layers as an author reads them: spans of one document.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::columns::{StringColumn, one_per_entry};
use crate::forms::{FORM, Forms};
use crate::manifest::Manifest;
use crate::numbers::{Doubles, Numbers, Vectors};
use crate::texts::Texts;

/// A layer of a call, ready to be read document by document.
pub(crate) struct LayerColumns<'a> {
    name: &'a str,
    /// Whether it has an entry for each document, and no spans.
    of_documents: bool,
    starts: Numbers<'a>,
    ends: Numbers<'a>,
    labels: Numbers<'a>,
    label_names: &'a [String],
    attributes: Vec<AttributeColumn<'a>>,
    /// `first[i] .. first[i + 1]` are the entries of document `i`.
    first: Vec<u32>,
    /// The names of the attributes that the manifest relies on.
    declared: Vec<&'a str>,
    /// What was read that the manifest does not name, the first of it.
    undeclared: RefCell<Option<String>>,
    /// Another for each layer of each call, so that a memo knows when codes mean something else.
    pub(crate) id: u64,
}

/// The values of an attribute, one per entry.
struct AttributeColumn<'a> {
    name: &'a str,
    values: Values<'a>,
    absent: Numbers<'a>,
}

enum Values<'a> {
    Numbers(Doubles<'a>),
    Strings(StringColumn<'a>),
    Dictionary { table: StringColumn<'a>, entries: Numbers<'a> },
    References(Numbers<'a>),
    Vectors(Vectors<'a>),
}

impl<'a> LayerColumns<'a> {
    /// Finds the entries of each document. `document_ends` are the offsets at which the documents of the batch end.
    ///
    /// The host has checked more: that spans are in order, not empty, and on character boundaries. Where they were
    /// not, an author would read strange spans, but nothing panics.
    ///
    /// # Errors
    /// What is wrong, where the columns do not have one length, or a span lies in no document.
    pub(crate) fn new(
        layer: &'a wit::Layer,
        document_ends: Numbers<'_>,
        manifest: &'a Manifest,
    ) -> Result<Self, String> {
        let name = layer.name.as_str();
        Self::read(layer, document_ends, manifest).map_err(|problem| format!("layer `{name}`: {problem}"))
    }

    fn read(
        layer: &'a wit::Layer,
        document_ends: Numbers<'_>,
        manifest: &'a Manifest,
    ) -> Result<Self, String> {
        /// Of no call, so that the first memo does not take it for its own.
        static NEXT_ID: AtomicU64 = AtomicU64::new(1);
        let of_documents = layer.scope == wit::Scope::Documents;
        let starts = Numbers::read("starts", &layer.starts)?;
        let ends = Numbers::read("ends", &layer.ends)?;
        let labels = Numbers::read("labels", &layer.labels)?;
        let entries = if of_documents { document_ends.len() } else { starts.len() };
        let spans = if of_documents { 0 } else { entries };
        if starts.len() != spans || ends.len() != spans || !(labels.is_empty() || labels.len() == entries) {
            return Err("its columns differ in length".to_string());
        }
        let attributes = layer.attributes.iter().map(|attribute| AttributeColumn::new(attribute, entries));
        let first = match of_documents {
            true => (0..=entries as u32).collect(),
            false => first_spans(ends, document_ends)?,
        };
        Ok(Self {
            name: &layer.name,
            of_documents,
            starts,
            ends,
            labels,
            label_names: &layer.label_names,
            attributes: attributes.collect::<Result<_, _>>()?,
            first,
            declared: manifest.attributes_read_of(&layer.name).collect(),
            undeclared: RefCell::new(None),
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
        })
    }

    pub(crate) fn name(&self) -> &'a str {
        self.name
    }

    /// The indexes of a document's entries.
    pub(crate) fn entries(&self, document: usize) -> Range<u32> {
        match (self.first.get(document), self.first.get(document + 1)) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        }
    }

    pub(crate) fn starts(&self) -> Numbers<'a> {
        self.starts
    }

    pub(crate) fn ends(&self) -> Numbers<'a> {
        self.ends
    }

    pub(crate) fn labels(&self) -> Numbers<'a> {
        self.labels
    }

    pub(crate) fn label_names(&self) -> &'a [String] {
        self.label_names
    }

    /// The forms of its spans.
    pub(crate) fn forms(&self) -> Forms<'a> {
        match self.attribute(FORM).map(|attribute| &attribute.values) {
            Some(&Values::Dictionary { table, entries }) => Forms::new(table, entries, self.id),
            _ => Forms::none(self.id),
        }
    }

    /// What was read of the layer that the manifest does not name, for the fault of the document in hand.
    pub(crate) fn take_undeclared(&self) -> Option<String> {
        self.undeclared.take()
    }

    fn attribute(&self, name: &str) -> Option<&AttributeColumn<'a>> {
        let found = self.attributes.iter().find(|attribute| attribute.name == name);
        if found.is_none() && !self.declared.contains(&name) {
            let builder =
                if name == FORM { ".with_form()".into() } else { format!(".with_text(\"{name}\")") };
            self.undeclared.borrow_mut().get_or_insert_with(|| {
                format!(
                    "the attribute `{name}` of the layer `{}` is read, and the manifest does not name it: add \
                     `{builder}`, or what fits its type, after `.requires(\"{}\")` in `Analyzer::manifest`",
                    self.name, self.name
                )
            });
        }
        found
    }

    /// The values of an attribute of strings.
    pub(crate) fn texts(&self, name: &str) -> Texts<'a> {
        let Some(attribute) = self.attribute(name) else { return Texts::default() };
        match attribute.values {
            Values::Strings(values) => Texts::new(values, None, attribute.absent),
            Values::Dictionary { table, entries } => Texts::new(table, Some(entries), attribute.absent),
            _ => Texts::default(),
        }
    }

    /// The values of the attribute of this name, where the entry has one.
    fn values(&self, name: &str, entry: u32) -> Option<&Values<'a>> {
        let attribute = self.attribute(name)?;
        let present = attribute.absent.is_empty() || !attribute.absent.has(entry);
        present.then_some(&attribute.values)
    }
}

/// For each document the index of its first span, and of the first after the last.
fn first_spans(ends: Numbers<'_>, document_ends: Numbers<'_>) -> Result<Vec<u32>, String> {
    let mut first = Vec::with_capacity(document_ends.len() + 1);
    first.push(0);
    let mut found = 0;
    for document_end in document_ends.iter() {
        found += spans_before(ends.slice(found..ends.len()), document_end);
        first.push(found as u32);
    }
    match ends.len() - found {
        0 => Ok(first),
        left => Err(format!("span {} lies in no document", ends.len() - left)),
    }
}

/// How many spans come before the first that ends after a document. The spans of a document do not end after it, and all
/// others do, so the steps can double: a document takes the logarithm of its spans.
fn spans_before(ends: Numbers<'_>, document_end: u32) -> usize {
    let (mut before, mut step) = (0, 1);
    while before + step <= ends.len() && ends.get(before + step - 1) <= document_end {
        before += step;
        step *= 2;
    }
    before + ends.slice(before..before + step).partition_point(|end| end <= document_end)
}

impl<'a> AttributeColumn<'a> {
    fn new(attribute: &'a wit::Attribute, entries: usize) -> Result<Self, String> {
        let name = attribute.name.as_str();
        let (values, length) = match &attribute.values {
            wit::Column::Numbers(bytes) => {
                let values = Doubles::read(name, bytes)?;
                (Values::Numbers(values), values.len())
            }
            wit::Column::Strings(strings) => {
                let values = StringColumn::read(name, strings)?;
                (Values::Strings(values), values.len())
            }
            wit::Column::Dictionary(dictionary) => {
                let table = StringColumn::read(name, &dictionary.table)?;
                let values = Numbers::read(name, &dictionary.entries)?;
                let last = u32::try_from(table.len().saturating_sub(1)).unwrap_or(u32::MAX);
                // Nearly always none is, and several are seen not to be at once.
                if (table.len() == 0 || values.has_beyond(last))
                    && let Some(entry) = values.iter().max()
                {
                    return Err(format!("{name}: entry {entry} of a table of {}", table.len()));
                }
                (Values::Dictionary { table, entries: values }, values.len())
            }
            wit::Column::References(bytes) => {
                let values = Numbers::read(name, bytes)?;
                (Values::References(values), values.len())
            }
            wit::Column::Vectors(vectors) => {
                let values = Vectors::read(name, vectors.width, &vectors.values)?;
                (Values::Vectors(values), values.len())
            }
        };
        one_per_entry(name, length, entries)?;
        Ok(Self { name, values, absent: Numbers::read(name, &attribute.absent)? })
    }
}

/// The spans of one layer in one document, in their order in the text.
///
/// Sorted by start, the longer first where two start together.
#[derive(Clone)]
pub struct Spans<'a> {
    layer: Option<&'a LayerColumns<'a>>,
    text: &'a str,
    /// The offset of the document in the batch.
    base: u32,
    range: Range<u32>,
}

impl<'a> Spans<'a> {
    pub(crate) fn new(layer: &'a LayerColumns<'a>, document: usize, text: &'a str, base: u32) -> Self {
        Self { layer: Some(layer), text, base, range: layer.entries(document) }
    }

    /// The spans of a layer that nobody provides.
    pub(crate) fn none() -> Self {
        Self { layer: None, text: "", base: 0, range: 0..0 }
    }

    /// The spans that start inside a byte range: the tokens of a sentence, since they do not cross its border.
    ///
    /// Found by bisection, among the spans that this iterator has not given yet.
    #[must_use]
    pub fn within(&self, range: Range<usize>) -> Self {
        let Some(layer) = self.layer.filter(|layer| !layer.of_documents) else { return self.clone() };
        let starts = layer.starts.slice(self.range.start as usize..self.range.end as usize);
        let before = |offset: usize| {
            let spans = starts.partition_point(|start| (start.saturating_sub(self.base) as usize) < offset);
            self.range.start + spans as u32
        };
        let first = before(range.start);
        Self { range: first..before(range.end).max(first), ..self.clone() }
    }

    fn span(&self, layer: &'a LayerColumns<'a>, index: u32) -> Span<'a> {
        Span { layer, text: self.text, base: self.base, index }
    }
}

impl<'a> Iterator for Spans<'a> {
    type Item = Span<'a>;

    fn next(&mut self) -> Option<Span<'a>> {
        let layer = self.layer?;
        let index = self.range.next()?;
        Some(self.span(layer, index))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }

    fn nth(&mut self, n: usize) -> Option<Span<'a>> {
        let layer = self.layer?;
        let index = self.range.nth(n)?;
        Some(self.span(layer, index))
    }
}

impl DoubleEndedIterator for Spans<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let layer = self.layer?;
        let index = self.range.next_back()?;
        Some(self.span(layer, index))
    }
}

impl ExactSizeIterator for Spans<'_> {}

impl fmt::Debug for Spans<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.clone()).finish()
    }
}

/// A span of a layer: a stretch of a document's text with a label and attributes.
#[derive(Clone, Copy)]
pub struct Span<'a> {
    layer: &'a LayerColumns<'a>,
    text: &'a str,
    base: u32,
    index: u32,
}

impl<'a> Span<'a> {
    /// Where the span starts, in UTF-8 bytes of the document's text.
    #[must_use]
    pub fn start(&self) -> usize {
        match self.layer.of_documents {
            true => 0,
            false => self.layer.starts.get(self.index as usize).saturating_sub(self.base) as usize,
        }
    }

    /// Where the span ends, in UTF-8 bytes of the document's text.
    #[must_use]
    pub fn end(&self) -> usize {
        match self.layer.of_documents {
            true => self.text.len(),
            false => self.layer.ends.get(self.index as usize).saturating_sub(self.base) as usize,
        }
    }

    /// `start()..end()`.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The text of the span.
    ///
    /// The host has checked that spans stand on character boundaries; one that did not would be empty here.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text.get(self.range()).unwrap_or_default()
    }

    /// The label, or an empty string in a layer without labels.
    #[must_use]
    pub fn label(&self) -> &'a str {
        let LayerColumns { labels, label_names, .. } = self.layer;
        let index = self.index as usize;
        if index >= labels.len() {
            return "";
        }
        label_names.get(labels.get(index) as usize).map_or("", String::as_str)
    }

    /// The code of the span's text: equal for equal texts of the call's spans, from 0 up. The manifest asks for it with
    /// [`with_form`](crate::Manifest::with_form). It is good for this call alone; what is known of a form is kept in a
    /// [`Memo`](crate::Memo).
    #[must_use]
    pub fn form(&self) -> usize {
        match self.layer.values(FORM, self.index) {
            Some(Values::Dictionary { entries, .. }) => entries.get(self.index as usize) as usize,
            _ => 0,
        }
    }

    /// The value of a number attribute, where the span has one. So too of integers.
    #[must_use]
    pub fn number(&self, attribute: &str) -> Option<f64> {
        match self.layer.values(attribute, self.index)? {
            Values::Numbers(values) => values.get(self.index as usize),
            _ => None,
        }
    }

    /// The value of a boolean attribute, where the span has one.
    #[must_use]
    pub fn boolean(&self, attribute: &str) -> Option<bool> {
        self.number(attribute).map(|number| number != 0.0)
    }

    /// The value of a text attribute, where the span has one.
    #[must_use]
    pub fn string(&self, attribute: &str) -> Option<&'a str> {
        let index = self.index as usize;
        match self.layer.values(attribute, self.index)? {
            Values::Strings(values) => Some(values.get(index)),
            Values::Dictionary { table, entries } => Some(table.get(entries.get(index) as usize)),
            _ => None,
        }
    }

    /// The value of a reference attribute, where the span has one: the index of another span of the document, in this
    /// layer or the attribute's target, so that `document.layer(name).nth(index)` is that span.
    #[must_use]
    pub fn reference(&self, attribute: &str) -> Option<usize> {
        match self.layer.values(attribute, self.index)? {
            Values::References(values) => Some(values.get(self.index as usize) as usize),
            _ => None,
        }
    }

    /// The value of a vector attribute, where the span has one.
    #[must_use]
    pub fn vector(&self, attribute: &str) -> Option<Vec<f32>> {
        match self.layer.values(attribute, self.index)? {
            Values::Vectors(values) => values.get(self.index as usize),
            _ => None,
        }
    }

    /// The forms of the span's layer.
    pub(crate) fn forms(&self) -> Forms<'a> {
        self.layer.forms()
    }

    /// Another for each layer of each call.
    pub(crate) fn layer_id(&self) -> u64 {
        self.layer.id
    }
}

impl fmt::Debug for Span<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} {:?} {:?}", self.range(), self.label(), self.text())
    }
}
