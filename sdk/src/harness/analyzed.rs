//! What came of a document in a test.

use std::ops::Range;

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::columns::StringColumn;

/// What an analyzer made of one document.
#[derive(Clone, Debug)]
pub struct Analyzed<O> {
    /// The output.
    pub output: O,
    layers: Vec<wit::Layer>,
}

impl<O> Analyzed<O> {
    pub(super) fn new(output: O, layers: Vec<wit::Layer>) -> Self {
        Self { output, layers }
    }

    /// The spans of a layer with their labels, none where the analyzer does not provide it.
    #[must_use]
    pub fn spans(&self, layer: &str) -> Vec<(Range<usize>, &str)> {
        let Some(layer) = self.layer(layer) else { return Vec::new() };
        (0..layer.starts.len())
            .map(|span| {
                let label = layer.labels.get(span).and_then(|&label| layer.label_names.get(label as usize));
                (layer.starts[span] as usize..layer.ends[span] as usize, label.map_or("", String::as_str))
            })
            .collect()
    }

    /// The number attribute of each span of a layer, nothing at spans without one.
    #[must_use]
    pub fn numbers(&self, layer: &str, attribute: &str) -> Vec<Option<f64>> {
        self.values(layer, attribute, |column, span| match column {
            wit::Column::Numbers(values) => values.get(span).copied(),
            wit::Column::Strings(_) | wit::Column::References(_) => None,
        })
    }

    /// The text attribute of each span of a layer, nothing at spans without one.
    #[must_use]
    pub fn strings(&self, layer: &str, attribute: &str) -> Vec<Option<String>> {
        let column = self.attribute(layer, attribute).and_then(|found| match &found.values {
            wit::Column::Strings(values) => StringColumn::check(attribute, values, values.ends.len()).ok(),
            wit::Column::Numbers(_) | wit::Column::References(_) => None,
        });
        self.values(layer, attribute, |_, span| column.map(|column| column.get(span).to_string()))
    }

    /// The reference attribute of each span of a layer, nothing at spans without one.
    #[must_use]
    pub fn references(&self, layer: &str, attribute: &str) -> Vec<Option<usize>> {
        self.values(layer, attribute, |column, span| match column {
            wit::Column::References(values) => values.get(span).map(|&other| other as usize),
            wit::Column::Numbers(_) | wit::Column::Strings(_) => None,
        })
    }

    /// The layers as the contract carries them.
    #[must_use]
    pub fn layers(&self) -> &[wit::Layer] {
        &self.layers
    }

    pub(super) fn into_layers(self) -> Vec<wit::Layer> {
        self.layers
    }

    fn layer(&self, name: &str) -> Option<&wit::Layer> {
        self.layers.iter().find(|found| found.name == name)
    }

    fn attribute(&self, layer: &str, name: &str) -> Option<&wit::Attribute> {
        self.layer(layer)?.attributes.iter().find(|found| found.name == name)
    }

    fn values<T>(
        &self,
        layer: &str,
        attribute: &str,
        value: impl Fn(&wit::Column, usize) -> Option<T>,
    ) -> Vec<Option<T>> {
        let spans = self.layer(layer).map_or(0, |layer| layer.starts.len());
        let attribute = self.attribute(layer, attribute);
        (0..spans)
            .map(|span| {
                let found = attribute?;
                let present = found.absent.binary_search(&(span as u32)).is_err();
                if present { value(&found.values, span) } else { None }
            })
            .collect()
    }
}
