//! A worker: takes documents through all analyzers, with instances of its own.

mod cached;
mod caller;
mod cost;
mod fold;
mod isolate;
mod outcome;
mod output_cache;
mod pieces;
mod prepare;
mod stage;

pub(crate) use cost::StageCost;
pub(crate) use output_cache::OutputCache;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};
use textmill_corpus::Item;

use self::caller::Caller;
use self::outcome::StageOutcome;
use self::stage::{StageRunner, StageWork};
use super::trace::Track;
use super::{Plan, Task};
use crate::batch::{Batch, DocumentIndex, DocumentSet};
use crate::layer::Layer;
use crate::plugin::{PerStage, Stage, StageIndex};
use crate::report::FaultKind;
use crate::results::Findings;
use crate::select::Fields;
use crate::tally::LostDocument;
use crate::tally::Tally;

/// A worker of a run: an instance of every plugin.
pub(crate) struct Worker<'a> {
    plan: &'a Plan<'a>,
    runners: PerStage<StageRunner<'a>>,
    track: Track<'a>,
}

/// What became of one portion.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) documents: u64,
    /// UTF-8 bytes of their texts.
    pub(crate) bytes: u64,
    pub(crate) faults: u64,
}

impl<'a> Worker<'a> {
    /// A worker that adds what it does to `track`.
    pub(crate) fn new(plan: &'a Plan<'a>, track: Track<'a>) -> Self {
        let stages = plan.pipeline.stages().indices();
        let runners = stages.map(|index| StageRunner::new(plan, index, Caller::new(plan, index, track)));
        Self { plan, runners: runners.collect(), track }
    }

    /// What each analyzer cost in this worker.
    pub(crate) fn into_costs(self) -> PerStage<StageCost> {
        self.runners.into_iter().map(StageRunner::into_stage_cost).collect()
    }

    /// Takes the documents of a portion through all analyzers, what they say together into `tally`, and what they say of
    /// each document, where that is wanted, to `take`: by batch, in order.
    pub(crate) fn analyze(
        &mut self,
        mut items: Vec<Item>,
        tally: &mut Tally,
        take: &mut dyn FnMut(Findings),
    ) -> Outcome {
        let mut outcome = Outcome::default();
        let assignment = self.plan.assignment;
        if let Some(assignment) = assignment {
            items.retain(|item| assignment.may_concern(item));
        }
        let (started, items_read) = (Instant::now(), items.len());
        let batches = prepare::batches(self.plan, items, &mut tally.totals);
        self.track.add(
            "read",
            format_args!("decode"),
            started,
            started.elapsed(),
            || json!({"items": items_read}),
        );
        for mut batch in batches {
            if let Some(assignment) = assignment {
                assignment.retain(&mut batch);
            }
            self.select_by_labels(&mut batch, tally);
            if self.plan.merges {
                for document in batch.documents() {
                    tally.totals.add_document(batch.head(document), batch.texts.get(document));
                }
            }
            outcome.documents += batch.len() as u64;
            outcome.bytes += batch.texts.text().len() as u64;
            let parts = match assignment {
                None => vec![(batch, self.runners.iter().map(|_| Task::Analyze).collect())],
                Some(assignment) => assignment.cut(batch),
            };
            for (part, tasks) in parts {
                let findings = self.analyze_batch(part, &tasks, tally);
                findings.note_faults(&mut tally.faults);
                outcome.faults += (findings.faults.len() + findings.batch.unread.len()) as u64;
                if self.plan.outputs {
                    take(findings);
                }
            }
        }
        outcome
    }

    /// Takes a batch through the analyzers whose task it is.
    fn analyze_batch(&mut self, batch: Batch, tasks: &PerStage<Task>, tally: &mut Tally) -> Findings {
        let stages = self.plan.pipeline.stages();
        let mut layers = self.host_layers(&batch);
        let mut makers = BTreeMap::new();
        let mut outputs = Vec::new();
        let mut faults = Vec::new();
        let mut lost: PerStage<DocumentSet> = stages.iter().map(|_| DocumentSet::default()).collect();
        for (index, stage) in stages.indexed() {
            let (runner, sections, task) =
                (&mut self.runners[index], &mut tally.sections[index], tasks[index]);
            let (kept, upstream) = kept_and_lost(stage, &lost, &batch);
            let work = StageWork { batch: &batch, layers: &layers, documents: &kept };
            let outcome = match task {
                Task::Analyze => runner.analyze(work, sections),
                Task::Provide => runner.layers(work, &stage.layers_in_run()),
                Task::Pass => StageOutcome::default(),
            };
            let upstream = upstream.into_iter().map(|(document, provider)| {
                let provider = &stages[provider].plugin.name;
                let message =
                    format!("the document was lost by `{provider}`, which this analyzer depends on");
                LostDocument::new(document, FaultKind::Upstream, message)
            });
            for document in outcome.faults.into_iter().chain(upstream) {
                lost[index].insert(document.document);
                if task == Task::Analyze {
                    faults.push((index, document));
                }
            }
            if task == Task::Analyze {
                sections.count(&batch, &lost[index]);
            }
            for layer in outcome.layers {
                if !stage.enriches(layer.name()) {
                    makers.insert(layer.name().to_string(), index);
                }
                self.plan.take_layer(&mut layers, stage, layer, &batch);
            }
            if stage.reported {
                outputs.push((index, outcome.outputs));
            }
        }
        let name = |stage: StageIndex| stages[stage].plugin.name.as_str();
        faults.sort_by(|(a, lost), (b, other)| {
            lost.document.cmp(&other.document).then_with(|| name(*a).cmp(name(*b)))
        });
        let shown =
            layers.into_values().filter(|layer| self.plan.layers.iter().any(|name| name == layer.name()));
        let with_lost = shown.map(|layer| {
            let lost = makers.get(layer.name()).map(|&maker: &StageIndex| lost[maker].clone());
            (layer, lost.unwrap_or_default())
        });
        let layers = with_lost.collect();
        let asked = self.plan.layers.to_vec();
        Findings { pipeline: Arc::clone(self.plan.pipeline), batch, outputs, asked, layers, faults }
    }

    /// Filters and groups by the labels of layers, for documents whose metadata do not tell.
    fn select_by_labels(&mut self, batch: &mut Batch, tally: &mut Tally) {
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
            tally.totals.add_filtered(batch.len() - kept.len());
            batch.retain(&kept);
            labels = kept.iter().map(|document| std::mem::take(&mut labels[document.get()])).collect();
        }
        if let Some(by) = plan.selection.group_by.as_ref().filter(|by| plan.is_labelled(by.field())) {
            prepare::group(batch, by, &labels);
        }
    }

    /// For each document the labels of the layers that are asked for, where its metadata lack the field of that name.
    fn labels(&mut self, batch: &Batch) -> Vec<Vec<(String, String)>> {
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
        let mut layers = self.host_layers(batch);
        let wanted = self.plan.pipeline.on_the_way_to(name);
        let mut lost = DocumentSet::default();
        for (index, names) in wanted {
            let kept = asked.iter().copied().filter(|&document| !lost.contains(document));
            let kept: Vec<DocumentIndex> = kept.collect();
            let work = StageWork { batch, layers: &layers, documents: &kept };
            let outcome = self.runners[index].layers(work, &names);
            outcome.faults.iter().for_each(|document| lost.insert(document.document));
            let stage = &self.plan.pipeline[index];
            for layer in outcome.layers {
                self.plan.take_layer(&mut layers, stage, layer, batch);
            }
        }
        layers.remove(name)
    }

    fn host_layers(&self, batch: &Batch) -> BTreeMap<String, Layer> {
        let mut layers = BTreeMap::new();
        if self.plan.pipeline.host_language() {
            let languages = batch
                .heads()
                .iter()
                .map(|head| head.metadata.get("language").and_then(Value::as_str).map(str::to_string));
            let mut layer = Layer::of_languages(&batch.texts, languages);
            if self.plan.pipeline.reads_forms_of(layer.name()) {
                layer.add_forms(&batch.texts);
            }
            layers.insert(layer.name().to_string(), layer);
        }
        layers
    }
}

impl Plan<'_> {
    /// Adds what a stage made to the layers of a batch: a layer of its own, or attributes to that of another.
    fn take_layer(
        &self,
        layers: &mut BTreeMap<String, Layer>,
        stage: &Stage,
        mut layer: Layer,
        batch: &Batch,
    ) {
        if stage.enriches(layer.name()) {
            if let Some(enriched) = layers.get_mut(layer.name()) {
                enriched.enrich(layer);
            }
            return;
        }
        if self.pipeline.reads_forms_of(layer.name()) {
            layer.add_forms(&batch.texts);
        }
        layers.insert(layer.name().to_string(), layer);
    }
}

/// The documents that a stage is given, and those that a provider lost, with the provider.
fn kept_and_lost(
    stage: &Stage,
    lost: &PerStage<DocumentSet>,
    batch: &Batch,
) -> (Vec<DocumentIndex>, Vec<(DocumentIndex, StageIndex)>) {
    let mut kept = Vec::with_capacity(batch.len());
    let mut upstream = Vec::new();
    for document in batch.documents() {
        match lost_by_provider(stage, lost, document) {
            None => kept.push(document),
            Some(provider) => upstream.push((document, provider)),
        }
    }
    (kept, upstream)
}

/// The stage, if any, that lost a document which `stage` cannot do without.
fn lost_by_provider(
    stage: &Stage,
    lost: &PerStage<DocumentSet>,
    document: DocumentIndex,
) -> Option<StageIndex> {
    let needed = stage.inputs.iter().filter(|input| !input.optional);
    needed.filter_map(|input| input.provider).find(|&provider| lost[provider].contains(document))
}
