//! A worker: takes batches through all analyzers, with instances and states of its own.

use std::collections::BTreeMap;

use serde_json::Value;
use textmill_merge::State;

use super::documents::Findings;
use super::lane::Lane;
use super::{Batch, FaultLog, Plan};
use crate::plugin::{Layer, Stage};
use crate::report::{Fault, FaultKind};

/// A worker of a run.
pub(crate) struct Worker<'a> {
    plan: &'a Plan<'a>,
    lanes: Vec<Lane<'a>>,
    faults: FaultLog,
}

/// What a worker found in all its batches.
pub(crate) struct Tally {
    /// For each stage its state, and the number of documents in it.
    pub(crate) states: Vec<(State, u64)>,
    pub(crate) faults: FaultLog,
}

/// What became of one batch.
pub(crate) struct Outcome {
    /// The lines of its documents, where those are wanted.
    pub(crate) lines: Option<std::io::Result<Vec<u8>>>,
    pub(crate) faults: u64,
}

impl<'a> Worker<'a> {
    pub(crate) fn new(plan: &'a Plan<'a>) -> Self {
        let stages = plan.pipeline.stages().iter();
        let lanes = stages.map(|stage| Lane::new(stage, plan.outputs, plan.layers)).collect();
        Self { plan, lanes, faults: FaultLog::default() }
    }

    pub(crate) fn into_tally(self) -> Tally {
        Tally { states: self.lanes.into_iter().map(Lane::into_state).collect(), faults: self.faults }
    }

    /// Takes a batch through all analyzers.
    pub(crate) fn analyze(&mut self, batch: &Batch) -> Outcome {
        let stages = self.plan.pipeline.stages();
        let mut layers = self.host_layers(batch);
        let mut outputs = Vec::new();
        let mut faults = Vec::new();
        let mut lost: Vec<Vec<bool>> = Vec::with_capacity(stages.len());
        for (stage, lane) in stages.iter().zip(&mut self.lanes) {
            let name = stage.plugin.name.as_str();
            let (kept, upstream) = kept_and_lost(stage, &lost, batch.len());
            let outcome = lane.analyze(batch, &layers, &kept);
            let upstream = upstream.into_iter().map(|(document, provider)| {
                let provider = &stages[provider].plugin.name;
                let message =
                    format!("the document was lost by `{provider}`, which this analyzer depends on");
                (document, FaultKind::Upstream, message)
            });
            let mut lost_here = vec![false; batch.len()];
            for (document, kind, message) in outcome.faults.into_iter().chain(upstream) {
                lost_here[document] = true;
                faults.push((document, name, kind, message));
            }
            lost.push(lost_here);
            layers.extend(outcome.layers.into_iter().map(|layer| (layer.name().to_string(), layer)));
            if stage.reported {
                outputs.push((name, outcome.outputs));
            }
        }
        faults.sort();
        self.note_faults(batch, &faults);
        let lines = self.plan.outputs.then(|| {
            let shown =
                layers.values().filter(|layer| self.plan.layers.iter().any(|name| name == layer.name()));
            Findings { batch, outputs, layers: shown.collect(), faults: &faults }.lines()
        });
        Outcome { lines, faults: (faults.len() + batch.unread.len()) as u64 }
    }

    fn host_layers(&self, batch: &Batch) -> BTreeMap<String, Layer> {
        let mut layers = BTreeMap::new();
        if self.plan.pipeline.host_language() {
            let languages = batch
                .heads
                .iter()
                .map(|head| head.metadata.get("language").and_then(Value::as_str).map(str::to_string));
            let layer = Layer::of_languages(&batch.texts, languages);
            layers.insert(layer.name().to_string(), layer);
        }
        layers
    }

    fn note_faults(&mut self, batch: &Batch, faults: &[(usize, &str, FaultKind, String)]) {
        for (document, analyzer, kind, message) in faults {
            let head = &batch.heads[*document];
            self.faults.add(Fault {
                document: head.id.clone(),
                source: head.position.clone(),
                analyzer: Some((*analyzer).to_string()),
                kind: *kind,
                message: message.clone(),
            });
        }
        for (_, unread) in &batch.unread {
            self.faults.add(Fault {
                document: unread.id.clone(),
                source: unread.position.clone(),
                analyzer: None,
                kind: FaultKind::Unread,
                message: unread.message.clone(),
            });
        }
    }
}

/// The documents that a stage is given, and those that a provider lost, with the provider.
fn kept_and_lost(stage: &Stage, lost: &[Vec<bool>], documents: usize) -> (Vec<usize>, Vec<(usize, usize)>) {
    let mut kept = Vec::with_capacity(documents);
    let mut upstream = Vec::new();
    for document in 0..documents {
        match lost_by_provider(stage, lost, document) {
            None => kept.push(document),
            Some(provider) => upstream.push((document, provider)),
        }
    }
    (kept, upstream)
}

/// The stage, if any, that lost a document which `stage` cannot do without.
fn lost_by_provider(stage: &Stage, lost: &[Vec<bool>], document: usize) -> Option<usize> {
    let needed = stage.inputs.iter().filter(|input| !input.optional);
    needed.filter_map(|input| input.provider).find(|&provider| lost[provider][document])
}
