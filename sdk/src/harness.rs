//! Runs an analyzer without a sandbox, for its tests and benches.

use std::ops::Range;

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::call::Instance;
use crate::columns::{join, offset};
use crate::document::BatchColumns;
use crate::{Analyzer, Layers, Resources};

/// A configured analyzer that is called natively.
pub struct Harness<A> {
    instance: Instance<A>,
}

impl<A: Analyzer> Harness<A> {
    /// Configures an analyzer with a settings object, as the host does; `json!({})` for the defaults.
    ///
    /// # Errors
    /// The message that a user would see.
    pub fn new(settings: serde_json::Value) -> Result<Self, String> {
        Self::with_resources(settings, &Resources::default())
    }

    /// Configures an analyzer with settings and resources.
    ///
    /// # Errors
    /// The message that a user would see.
    pub fn with_resources(settings: serde_json::Value, resources: &Resources) -> Result<Self, String> {
        Instance::configure(&settings.to_string(), resources).map(|instance| Self { instance })
    }

    /// The analyzer itself.
    #[must_use]
    pub fn analyzer(&self) -> &A {
        self.instance.analyzer()
    }

    /// Analyzes one document, making all layers that the analyzer provides.
    ///
    /// # Errors
    /// The message of the document's fault.
    pub fn analyze(&self, sample: &Sample) -> Result<Analyzed<A::Output>, String> {
        let batch = sample.batch()?;
        let columns = BatchColumns::new(&batch, &sample.layers)?;
        let provisions = self.instance.provisions();
        let wanted: Vec<String> = provisions.iter().map(|provision| provision.layer.clone()).collect();
        let mut layers = Layers::new(provisions, &wanted);
        let document = columns.documents().next().ok_or("a sample is one document")?;
        let output = self.instance.analyze_document(&document, &mut layers)?;
        self.instance.fits(&output)?;
        layers.finish_document(0);
        Ok(Analyzed { output, layers: layers.into_wit()? })
    }

    /// Analyzes a batch exactly as the component would, columns in and columns out.
    ///
    /// # Errors
    /// As the contract's `analyze`.
    pub fn analyze_batch(
        &self,
        batch: &wit::Batch,
        layers: &[wit::Layer],
        want: &wit::Want,
    ) -> Result<wit::Analysis, String> {
        self.instance.analyze(batch, layers, want)
    }
}

impl<A> std::fmt::Debug for Harness<A> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Harness").finish_non_exhaustive()
    }
}

/// A document for a [`Harness`]: a text with layers and metadata.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    text: String,
    layers: Vec<wit::Layer>,
    metadata: Vec<(String, serde_json::Value)>,
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

    /// Adds a layer, span by span: byte range and label.
    #[must_use]
    pub fn layer<'l>(
        mut self,
        name: impl Into<String>,
        spans: impl IntoIterator<Item = (Range<usize>, &'l str)>,
    ) -> Self {
        let mut layer = wit::Layer {
            name: name.into(),
            starts: Vec::new(),
            ends: Vec::new(),
            label_names: Vec::new(),
            labels: Vec::new(),
            attributes: Vec::new(),
        };
        for (range, label) in spans {
            let known = layer.label_names.iter().position(|name| name == label);
            let index = known.unwrap_or_else(|| {
                layer.label_names.push(label.to_string());
                layer.label_names.len() - 1
            });
            // A sample that were too long for 32 bits is refused when it is analyzed.
            layer.starts.push(range.start as u32);
            layer.ends.push(range.end as u32);
            layer.labels.push(index as u32);
        }
        self.layers.push(layer);
        self
    }

    /// Adds all layers that another analyzer makes of this document.
    ///
    /// # Errors
    /// The message of the document's fault.
    pub fn analyzed_by<B: Analyzer>(mut self, provider: &Harness<B>) -> Result<Self, String> {
        let analyzed = provider.analyze(&self)?;
        self.layers.extend(analyzed.layers);
        Ok(self)
    }

    fn batch(&self) -> Result<wit::Batch, String> {
        let metadata = self
            .metadata
            .iter()
            .map(|(name, value)| {
                Ok(wit::MetadataColumn { name: name.clone(), values: join([value.to_string().as_str()])? })
            })
            .collect::<Result<_, String>>()?;
        offset(self.text.len())?;
        Ok(wit::Batch {
            texts: join([self.text.as_str()])?,
            ids: join(["sample"])?,
            groups: Vec::new(),
            metadata,
        })
    }
}

/// What an analyzer made of one document.
#[derive(Clone, Debug)]
pub struct Analyzed<O> {
    /// The output.
    pub output: O,
    layers: Vec<wit::Layer>,
}

impl<O> Analyzed<O> {
    /// The spans of a layer with their labels, none where the analyzer does not provide it.
    #[must_use]
    pub fn spans(&self, layer: &str) -> Vec<(Range<usize>, &str)> {
        let Some(layer) = self.layers.iter().find(|found| found.name == layer) else { return Vec::new() };
        (0..layer.starts.len())
            .map(|span| {
                let label = layer.labels.get(span).and_then(|&label| layer.label_names.get(label as usize));
                (layer.starts[span] as usize..layer.ends[span] as usize, label.map_or("", String::as_str))
            })
            .collect()
    }

    /// The text attribute of each span of a layer, nothing at spans without one.
    #[must_use]
    pub fn strings(&self, layer: &str, attribute: &str) -> Vec<Option<String>> {
        let Some(layer) = self.layers.iter().find(|found| found.name == layer) else { return Vec::new() };
        let found = layer.attributes.iter().find(|found| found.name == attribute);
        let values = found.and_then(|found| match &found.values {
            wit::Column::Strings(values) => {
                crate::columns::cut(attribute, values).ok().map(|parts| (found, parts))
            }
            _ => None,
        });
        let Some((found, parts)) = values else { return vec![None; layer.starts.len()] };
        parts
            .into_iter()
            .enumerate()
            .map(|(span, part)| found.absent.binary_search(&(span as u32)).is_err().then(|| part.to_string()))
            .collect()
    }

    /// The layers as the contract carries them.
    #[must_use]
    pub fn layers(&self) -> &[wit::Layer] {
        &self.layers
    }
}
