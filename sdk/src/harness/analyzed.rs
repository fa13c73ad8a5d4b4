//! What came of a document in a test.

use std::ops::Range;

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::Manifest;
use crate::numbers::{Numbers, number_column};
use crate::span::{LayerColumns, Span, Spans};

/// What an analyzer made of one document.
#[derive(Clone, Debug)]
pub struct Analyzed<O> {
    /// The output.
    pub output: O,
    layers: Vec<wit::Layer>,
    text: String,
}

impl<O> Analyzed<O> {
    pub(super) fn new(output: O, layers: Vec<wit::Layer>, text: &str) -> Self {
        Self { output, layers, text: text.to_string() }
    }

    /// The spans of a layer with their labels, none where the analyzer does not provide it.
    #[must_use]
    pub fn spans(&self, layer: &str) -> Vec<(Range<usize>, &str)> {
        let label = |label: &str| {
            let names =
                self.layers.iter().filter(|found| found.name == layer).flat_map(|found| &found.label_names);
            names.map(String::as_str).find(|name| *name == label).unwrap_or_default()
        };
        self.read(layer, |span| (span.range(), label(span.label())))
    }

    /// The number, integer or boolean attribute of each span of a layer, nothing at spans without one.
    #[must_use]
    pub fn numbers(&self, layer: &str, attribute: &str) -> Vec<Option<f64>> {
        self.read(layer, |span| span.number(attribute))
    }

    /// The text attribute of each span of a layer, nothing at spans without one.
    #[must_use]
    pub fn strings(&self, layer: &str, attribute: &str) -> Vec<Option<String>> {
        self.read(layer, |span| span.string(attribute).map(str::to_string))
    }

    /// The reference attribute of each span of a layer, nothing at spans without one.
    #[must_use]
    pub fn references(&self, layer: &str, attribute: &str) -> Vec<Option<usize>> {
        self.read(layer, |span| span.reference(attribute))
    }

    /// The vector attribute of each span of a layer, nothing at spans without one.
    #[must_use]
    pub fn vectors(&self, layer: &str, attribute: &str) -> Vec<Option<Vec<f32>>> {
        self.read(layer, |span| span.vector(attribute))
    }

    /// The layers as the contract carries them.
    #[must_use]
    pub fn layers(&self) -> &[wit::Layer] {
        &self.layers
    }

    pub(super) fn into_layers(self) -> Vec<wit::Layer> {
        self.layers
    }

    /// Reads each span of a layer as an analyzer would that requires it.
    fn read<T>(&self, layer: &str, value: impl Fn(&Span<'_>) -> T) -> Vec<T> {
        let Some(layer) = self.layers.iter().find(|found| found.name == layer) else { return Vec::new() };
        let manifest = Manifest::new("", "", "");
        // The writer made the columns, and they fit the text.
        let ends = number_column([self.text.len() as u32]);
        let columns = Numbers::read("ends", &ends).and_then(|ends| LayerColumns::new(layer, ends, &manifest));
        match &columns {
            Ok(columns) => Spans::new(columns, 0, &self.text, 0).map(|span| value(&span)).collect(),
            Err(_) => Vec::new(),
        }
    }
}
