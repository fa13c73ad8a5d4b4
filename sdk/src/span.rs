//! Layers as an author reads them: spans of one document.

use std::fmt;
use std::ops::Range;

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::columns::{StringColumn, one_per_entry};

/// A layer of a call, ready to be read document by document.
pub(crate) struct LayerColumns<'a> {
    layer: &'a wit::Layer,
    attributes: Vec<AttributeColumn<'a>>,
    /// `first[i] .. first[i + 1]` are the spans of document `i`.
    first: Vec<u32>,
}

/// The values of an attribute, one per span.
struct AttributeColumn<'a> {
    name: &'a str,
    values: Values<'a>,
    absent: &'a [u32],
}

enum Values<'a> {
    Numbers(&'a [f64]),
    Strings(StringColumn<'a>),
    References(&'a [u32]),
}

impl<'a> LayerColumns<'a> {
    /// Finds the spans of each document. `document_ends` are the offsets at which the documents of the batch end.
    ///
    /// The host has checked more: that spans are in order, not empty, and on character boundaries. Where they were
    /// not, an author would read strange spans, but nothing panics.
    ///
    /// # Errors
    /// What is wrong, where the columns do not have one length, or a span lies in no document.
    pub(crate) fn new(layer: &'a wit::Layer, document_ends: &[u32]) -> Result<Self, String> {
        let name = &layer.name;
        let spans = layer.starts.len();
        if layer.ends.len() != spans || !(layer.labels.is_empty() || layer.labels.len() == spans) {
            return Err(format!("layer `{name}`: its columns differ in length"));
        }
        let attributes = layer.attributes.iter().map(|attribute| AttributeColumn::new(attribute, spans));
        let attributes =
            attributes.collect::<Result<_, _>>().map_err(|problem| format!("layer `{name}`: {problem}"))?;
        let mut first = Vec::with_capacity(document_ends.len() + 1);
        first.push(0);
        let mut next = 0;
        for &document_end in document_ends {
            while layer.ends.get(next).is_some_and(|&end| end <= document_end) {
                next += 1;
            }
            first.push(next as u32);
        }
        if next == spans {
            Ok(Self { layer, attributes, first })
        } else {
            Err(format!("layer `{name}`: span {next} lies in no document"))
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.layer.name
    }

    fn spans(&self, document: usize) -> Range<u32> {
        match (self.first.get(document), self.first.get(document + 1)) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        }
    }

    /// The values of the attribute of this name, where the span has one.
    fn values(&self, name: &str, span: u32) -> Option<&Values<'a>> {
        let attribute = self.attributes.iter().find(|attribute| attribute.name == name)?;
        let present = attribute.absent.binary_search(&span).is_err();
        present.then_some(&attribute.values)
    }
}

impl<'a> AttributeColumn<'a> {
    fn new(attribute: &'a wit::Attribute, spans: usize) -> Result<Self, String> {
        let name = attribute.name.as_str();
        let values = match &attribute.values {
            wit::Column::Numbers(values) => {
                one_per_entry(name, values.len(), spans)?;
                Values::Numbers(values)
            }
            wit::Column::Strings(values) => Values::Strings(StringColumn::check(name, values, spans)?),
            wit::Column::References(values) => {
                one_per_entry(name, values.len(), spans)?;
                Values::References(values)
            }
        };
        Ok(Self { name, values, absent: &attribute.absent })
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
        Self { layer: Some(layer), text, base, range: layer.spans(document) }
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
        let Some(layer) = self.layer else { return self.clone() };
        let starts = layer.layer.starts.get(self.range.start as usize..self.range.end as usize);
        let starts = starts.unwrap_or_default();
        let before = |offset: usize| {
            let spans = starts.partition_point(|&start| (start.saturating_sub(self.base) as usize) < offset);
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
        self.layer.layer.starts[self.index as usize].saturating_sub(self.base) as usize
    }

    /// Where the span ends, in UTF-8 bytes of the document's text.
    #[must_use]
    pub fn end(&self) -> usize {
        self.layer.layer.ends[self.index as usize].saturating_sub(self.base) as usize
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
        let layer = self.layer.layer;
        let label =
            layer.labels.get(self.index as usize).and_then(|&label| layer.label_names.get(label as usize));
        label.map_or("", String::as_str)
    }

    /// The value of a number attribute, where the span has one.
    #[must_use]
    pub fn number(&self, attribute: &str) -> Option<f64> {
        match self.layer.values(attribute, self.index)? {
            Values::Numbers(values) => values.get(self.index as usize).copied(),
            Values::Strings(_) | Values::References(_) => None,
        }
    }

    /// The value of a text attribute, where the span has one.
    #[must_use]
    pub fn string(&self, attribute: &str) -> Option<&'a str> {
        match self.layer.values(attribute, self.index)? {
            Values::Strings(values) => Some(values.get(self.index as usize)),
            Values::Numbers(_) | Values::References(_) => None,
        }
    }

    /// The value of a reference attribute, where the span has one: the index of another span of the layer within the
    /// document, so that `document.layer(name).nth(index)` is that span.
    #[must_use]
    pub fn reference(&self, attribute: &str) -> Option<usize> {
        match self.layer.values(attribute, self.index)? {
            Values::References(values) => values.get(self.index as usize).map(|&span| span as usize),
            Values::Numbers(_) | Values::Strings(_) => None,
        }
    }
}

impl fmt::Debug for Span<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} {:?} {:?}", self.range(), self.label(), self.text())
    }
}
