//! A batch on its way through the analyzers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layers::MadeLayers;
use super::outcome::StageOutcome;
use super::stage::{StageRunner, StageWork};
use crate::batch::{Batch, DocumentIndex, DocumentSet};
use crate::layer::Layer;
use crate::plugin::{PerStage, Stage, StageIndex};
use crate::report::FaultKind;
use crate::results::Findings;
use crate::run::{Plan, Task};
use crate::tally::{LostDocument, StageTally};

/// A batch, with what the stages that it went through have made of it.
pub(super) struct Passage<'p> {
    plan: &'p Plan<'p>,
    batch: Batch,
    layers: MadeLayers,
    /// The stage that made each layer, by the layer's name; none where the host did.
    makers: BTreeMap<String, StageIndex>,
    /// The documents that each stage lost.
    lost: PerStage<DocumentSet>,
    /// Of the stages that are reported.
    outputs: Vec<(StageIndex, BTreeMap<DocumentIndex, String>)>,
    faults: Vec<(StageIndex, LostDocument)>,
}

impl<'p> Passage<'p> {
    /// A batch before the first stage.
    pub(super) fn new(plan: &'p Plan<'p>, batch: Batch) -> Self {
        Self {
            plan,
            layers: MadeLayers::by_host(plan.pipeline, &batch),
            batch,
            makers: BTreeMap::new(),
            lost: plan.pipeline.stages().iter().map(|_| DocumentSet::default()).collect(),
            outputs: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Takes the batch through the stage `index`, whose task `runner` does.
    pub(super) fn go_through(
        &mut self,
        index: StageIndex,
        task: Task,
        runner: &mut StageRunner<'_>,
        sections: &mut StageTally,
    ) {
        let stage = &self.plan.pipeline[index];
        let (documents, upstream) = self.documents_for(stage);
        let work = StageWork { batch: &self.batch, layers: &self.layers, documents: &documents };
        let mut outcome = match task {
            Task::Analyze => runner.analyze(work, sections),
            Task::Provide => runner.layers(work, &stage.layers_in_run()),
            Task::Pass => StageOutcome::default(),
        };
        outcome.faults.extend(upstream);
        self.lost[index] = outcome.lost();
        if task == Task::Analyze {
            sections.count(&self.batch, &self.lost[index]);
            self.faults.extend(outcome.faults.into_iter().map(|lost| (index, lost)));
        }
        for layer in outcome.layers {
            self.add_layer(index, layer);
        }
        if stage.reported {
            self.outputs.push((index, outcome.outputs));
        }
    }

    /// All that was found out about the batch.
    pub(super) fn into_findings(mut self) -> Findings {
        let stages = self.plan.pipeline.stages();
        let name = |stage: StageIndex| stages[stage].plugin.name.as_str();
        self.faults.sort_by(|(a, lost), (b, other)| {
            lost.document.cmp(&other.document).then_with(|| name(*a).cmp(name(*b)))
        });
        let asked = self.plan.layers.to_vec();
        let shown = self.layers.into_layers().filter(|layer| asked.iter().any(|name| name == layer.name()));
        let with_lost = shown.map(|layer| {
            let lost = self.makers.get(layer.name()).map(|&maker| self.lost[maker].clone());
            (layer, lost.unwrap_or_default())
        });
        let layers = with_lost.collect();
        let Self { plan, batch, outputs, faults, .. } = self;
        let texts = plan.texts;
        Findings { pipeline: Arc::clone(plan.pipeline), batch, texts, outputs, asked, layers, faults }
    }

    /// The documents that a stage is given, and those that it does not get: another lost them, and it cannot do without.
    fn documents_for(&self, stage: &Stage) -> (Vec<DocumentIndex>, Vec<LostDocument>) {
        let mut given = Vec::with_capacity(self.batch.len());
        let mut upstream = Vec::new();
        for document in self.batch.documents() {
            match self.lost_by_provider(stage, document) {
                None => given.push(document),
                Some(provider) => upstream.push(self.lost_upstream(document, provider)),
            }
        }
        (given, upstream)
    }

    /// The stage, if any, that lost a document which `stage` cannot do without.
    fn lost_by_provider(&self, stage: &Stage, document: DocumentIndex) -> Option<StageIndex> {
        let needed = stage.inputs.iter().filter(|input| !input.optional);
        needed.filter_map(|input| input.provider).find(|&provider| self.lost[provider].contains(document))
    }

    fn lost_upstream(&self, document: DocumentIndex, provider: StageIndex) -> LostDocument {
        let provider = &self.plan.pipeline[provider].plugin.name;
        let message = format!("the document was lost by `{provider}`, which this analyzer depends on");
        LostDocument::new(document, FaultKind::Upstream, message)
    }

    fn add_layer(&mut self, index: StageIndex, layer: Layer) {
        let stage = &self.plan.pipeline[index];
        if !stage.enriches(layer.name()) {
            self.makers.insert(layer.name().to_string(), index);
        }
        self.layers.add(self.plan.pipeline, stage, layer, &self.batch);
    }
}
