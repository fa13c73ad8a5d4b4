//! The layers over a batch that were made so far.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::batch::Batch;
use crate::layer::Layer;
use crate::plugin::{Pipeline, Stage};

/// Layers over a batch, by their names in the run.
pub(super) struct MadeLayers(BTreeMap<String, Layer>);

impl MadeLayers {
    /// Those that the host makes before any analyzer: `language`, from metadata, where it is read and nobody provides it.
    pub(super) fn by_host(pipeline: &Pipeline, batch: &Batch) -> Self {
        let mut made = Self(BTreeMap::new());
        if pipeline.host_language() {
            let languages = batch
                .heads()
                .iter()
                .map(|head| head.metadata.get("language").and_then(Value::as_str).map(str::to_string));
            made.insert(pipeline, Layer::of_languages(&batch.texts, languages), batch);
        }
        made
    }

    /// Adds what a stage made: a layer of its own, or attributes to that of another.
    pub(super) fn add(&mut self, pipeline: &Pipeline, stage: &Stage, layer: Layer, batch: &Batch) {
        if !stage.enriches(layer.name()) {
            self.insert(pipeline, layer, batch);
        } else if let Some(enriched) = self.0.get_mut(layer.name()) {
            enriched.enrich(layer);
        }
    }

    /// A layer, where it was made.
    pub(super) fn get(&self, name: &str) -> Option<&Layer> {
        self.0.get(name)
    }

    /// A layer, where it was made, without the others.
    pub(super) fn into_layer(mut self, name: &str) -> Option<Layer> {
        self.0.remove(name)
    }

    /// All of them, by name.
    pub(super) fn into_layers(self) -> impl Iterator<Item = Layer> {
        self.0.into_values()
    }

    fn insert(&mut self, pipeline: &Pipeline, mut layer: Layer, batch: &Batch) {
        if pipeline.reads_forms_of(layer.name()) {
            layer.add_forms(&batch.texts);
        }
        self.0.insert(layer.name().to_string(), layer);
    }
}
