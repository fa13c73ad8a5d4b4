//! Filters and groups that go by the labels of layers: the analyzers that make those run first, for them alone.

use serde_json::Value;

use super::layers::MadeLayers;
use super::stage::StageWork;
use super::{Worker, prepare};
use crate::batch::{Batch, DocumentIndex, DocumentSet};
use crate::layer::Layer;
use crate::select::Fields;
use crate::tally::Totals;

/// A layer's name, and the label that it gives a document.
type Label = (String, String);

impl Worker<'_> {
    /// Filters and groups by the labels of layers, for documents whose metadata do not tell.
    pub(super) fn select_by_labels(&mut self, batch: &mut Batch, totals: &mut Totals) {
        let plan = self.plan;
        if plan.labelled.is_empty() || batch.has_no_document() {
            return;
        }
        let mut labels = self.labels(batch);
        let mut kept = Vec::with_capacity(batch.len());
        for (document, labels) in batch.documents().zip(&labels) {
            let head = batch.head(document);
            let fields = Fields { metadata: &head.metadata, position: &head.position, labels };
            if plan.selection.filters.iter().all(|filter| filter.accepts(&fields)) {
                kept.push(document);
            }
        }
        if kept.len() < batch.len() {
            totals.add_filtered(batch.len() - kept.len());
            batch.retain(&kept);
            labels = kept.iter().map(|document| std::mem::take(&mut labels[document.get()])).collect();
        }
        if let Some(by) = plan.selection.group_by.as_ref().filter(|by| plan.is_labelled(by.field())) {
            prepare::group(batch, by, &labels);
        }
    }

    /// For each document the labels of the layers that are asked for, where its metadata lack the field of that name.
    fn labels(&mut self, batch: &Batch) -> Vec<Vec<Label>> {
        let mut labels = vec![Vec::new(); batch.len()];
        for name in &self.plan.labelled {
            let lacks = |document: &DocumentIndex| {
                batch.head(*document).metadata.get(name).is_none_or(Value::is_null)
            };
            let asked: Vec<DocumentIndex> = batch.documents().filter(lacks).collect();
            let Some(layer) = self.layer(batch, &asked, name) else { continue };
            for &document in &asked {
                if let Some(label) = layer.main_label(&batch.texts, document) {
                    labels[document.get()].push((name.clone(), label.to_string()));
                }
            }
        }
        labels
    }

    /// A layer of the documents `asked`: only the analyzers that it takes are run, and only for layers.
    fn layer(&mut self, batch: &Batch, asked: &[DocumentIndex], name: &str) -> Option<Layer> {
        let pipeline = self.plan.pipeline;
        let mut layers = MadeLayers::by_host(pipeline, batch);
        let mut lost = DocumentSet::default();
        for (index, names) in pipeline.on_the_way_to(name) {
            let given = asked.iter().copied().filter(|&document| !lost.contains(document));
            let given: Vec<DocumentIndex> = given.collect();
            let work = StageWork { batch, layers: &layers, documents: &given };
            let outcome = self.runners[index].layers(work, &names);
            outcome.faults.iter().for_each(|document| lost.insert(document.document));
            for layer in outcome.layers {
                layers.add(pipeline, &pipeline[index], layer, batch);
            }
        }
        layers.into_layer(name)
    }
}
