//! Runs an analyzer without a sandbox, for its tests and benches.

mod analyzed;
mod sample;

use textmill_wit::guest::textmill::analyzer::types as wit;

pub use self::analyzed::Analyzed;
pub use self::sample::Sample;
use crate::call::Instance;
use crate::document::BatchColumns;
use crate::{Analyzer, Layers, Manifest, Resources};

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
        Instance::configure(&settings.to_string(), resources.clone()).map(|instance| Self { instance })
    }

    /// The analyzer itself.
    #[must_use]
    pub fn analyzer(&self) -> &A {
        self.instance.analyzer()
    }

    /// Analyzes one document, making all layers that the analyzer provides.
    ///
    /// As in a sandbox, the analyzer sees those layers and metadata fields of the sample that its manifest names, and
    /// no others; a layer that the sample does not have is there without spans.
    ///
    /// # Errors
    /// The message of the document's fault; or what is wrong with the sample, such as a span outside of its text.
    pub fn analyze(&self, sample: &Sample) -> Result<Analyzed<A::Output>, String> {
        let manifest = self.instance.manifest();
        let batch = sample.batch(manifest)?;
        let seen = sample.layers_for(manifest)?;
        let columns = BatchColumns::new(&batch, &seen, manifest)?;
        let mut layers = Layers::new(manifest, &all_layers(manifest));
        let document = columns.documents().next().ok_or("a sample is one document")?;
        let output = self.instance.analyze_document(&columns, &document, &mut layers);
        let output = output.map_err(|fault| fault.to_string())?;
        self.instance.fits(&output)?;
        layers.finish_document(&document);
        Ok(Analyzed::new(output, layers.into_wit()?, &batch.texts.text))
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

/// All that a manifest provides.
fn all_layers(manifest: &Manifest) -> Vec<wit::WantedLayer> {
    let wanted = manifest.provisions().iter().map(|provision| wit::WantedLayer {
        layer: provision.layer.clone(),
        attributes: provision.attributes.iter().map(|attribute| attribute.name.clone()).collect(),
    });
    wanted.collect()
}

impl<A> std::fmt::Debug for Harness<A> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Harness").finish_non_exhaustive()
    }
}
