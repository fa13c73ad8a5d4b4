//! One analyzer in one worker: what it makes of batches.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Instant;

use super::cached::{OutputCache, Restored, document_key, stage_key};
use super::caller::Caller;
use super::cost::StageCost;
use super::isolate::isolate;
use crate::batch::{Batch, DocumentIndex, DocumentSet};
use crate::cache::Key;
use crate::layer::Layer;
use crate::plugin::{Answer, CallRequest, Failure, Stage, StageIndex};
use crate::report::FaultKind;
use crate::run::Plan;
use crate::tally::LostDocument;
use crate::tally::StageTally;

/// An analyzer at work.
pub(crate) struct StageRunner<'a> {
    stage: &'a Stage,
    want: CallRequest,
    outputs_shown: bool,
    caller: Caller<'a>,
    /// Where there is a cache, with the part of its keys that is the same for all documents.
    cache: Option<(&'a OutputCache, Key)>,
}

/// What an analyzer made of a batch.
#[derive(Debug, Default)]
pub(crate) struct StageOutcome {
    /// By the names of the run, over the texts of the whole batch.
    pub(crate) layers: Vec<Layer>,
    /// The JSON output of each document that has one; empty where outputs are not shown.
    pub(crate) outputs: BTreeMap<DocumentIndex, String>,
    pub(crate) faults: Vec<LostDocument>,
}

impl<'a> StageRunner<'a> {
    /// The runner of the pipeline's stage `index` in a worker.
    pub(crate) fn new(plan: &'a Plan<'a>, index: StageIndex, caller: Caller<'a>) -> Self {
        let stage = &plan.pipeline[index];
        let mut want = stage.want(plan.outputs, plan.layers);
        want.partials &= plan.merges;
        Self {
            stage,
            outputs_shown: plan.outputs && stage.reported,
            caller,
            cache: plan.cache.map(|cache| (cache, stage_key(stage, &want))),
            want,
        }
    }

    /// What the analyzer cost in this worker.
    pub(crate) fn into_stage_cost(self) -> StageCost {
        self.caller.into_stage_cost()
    }

    /// Analyzes the documents `kept` (ascending) of a batch. A document that fails is a fault, and no other is lost.
    /// What was said goes into `sections`.
    pub(crate) fn analyze(
        &mut self,
        batch: &Batch,
        layers: &BTreeMap<String, Layer>,
        kept: &[DocumentIndex],
        sections: &mut StageTally,
    ) -> StageOutcome {
        match self.cache {
            Some((cache, key)) => self.analyze_with(cache, &key, batch, layers, kept, sections),
            None => {
                let want = self.want.clone();
                self.isolate(batch, layers, kept, &want, Some(sections))
            }
        }
    }

    /// Analyzes what the cache does not have. All is then folded by the host, output by output.
    fn analyze_with(
        &mut self,
        cache: &OutputCache,
        stage_key: &Key,
        batch: &Batch,
        layers: &BTreeMap<String, Layer>,
        kept: &[DocumentIndex],
        sections: &mut StageTally,
    ) -> StageOutcome {
        let plugin = &self.stage.plugin;
        let key = |&document: &DocumentIndex| {
            (document, document_key(stage_key, self.stage, batch, layers, document))
        };
        let asked: Vec<(DocumentIndex, Key)> = kept.iter().map(key).collect();
        let mut restored = cache.restore(plugin, batch, &asked);
        let missed = asked.iter().zip(&restored).filter(|(_, restored)| restored.is_none());
        let missed: Vec<(DocumentIndex, Key)> = missed.map(|(asked, _)| *asked).collect();
        let documents: Vec<DocumentIndex> = missed.iter().map(|(document, _)| *document).collect();
        let want = CallRequest { outputs: self.stage.reported, partials: false, ..self.want.clone() };
        let mut outcome = self.isolate(batch, layers, &documents, &want, None);
        let at_fault: DocumentSet = outcome.faults.iter().map(|lost| lost.document).collect();
        let found = missed.iter().filter(|(document, _)| !at_fault.contains(*document));
        let found = found.map(|&(document, key)| {
            (document, key, outcome.outputs.get(&document).map(String::as_str).unwrap_or_default())
        });
        cache.keep(plugin, batch, found, &outcome.layers);
        if documents.len() < kept.len() {
            put_together(&mut outcome, batch, kept, &mut restored);
        }
        let mut misfits = Vec::new();
        for (&document, output) in &outcome.outputs {
            if let Err(error) = sections.fold_json(batch, document, output) {
                misfits.push(LostDocument::new(document, FaultKind::Output, error.to_string()));
            }
        }
        misfits.iter().for_each(|lost| drop(outcome.outputs.remove(&lost.document)));
        leave_out(&mut outcome.layers, batch, &misfits);
        outcome.faults.extend(misfits);
        if !self.outputs_shown {
            outcome.outputs.clear();
        }
        outcome
    }

    /// Makes layers of the documents `kept` (ascending) of a batch, and nothing else. `names` are those of the run.
    /// Documents that fail have none.
    pub(crate) fn layers(
        &mut self,
        batch: &Batch,
        layers: &BTreeMap<String, Layer>,
        kept: &[DocumentIndex],
        names: &[String],
    ) -> StageOutcome {
        let want = self.stage.request_layers(names);
        self.isolate(batch, layers, kept, &want, None)
    }

    fn isolate(
        &mut self,
        batch: &Batch,
        layers: &BTreeMap<String, Layer>,
        kept: &[DocumentIndex],
        want: &CallRequest,
        mut sections: Option<&mut StageTally>,
    ) -> StageOutcome {
        let mut outcome = StageOutcome::default();
        if kept.is_empty() {
            return outcome;
        }
        let parts = self.caller.parts(batch, kept);
        let isolated = isolate(parts, &mut |part: &[DocumentIndex]| {
            self.attempt(batch, layers, part, want, sections.as_deref_mut())
        });
        let mut pieces = Pieces::default();
        for (part, folded) in isolated.parts {
            let lost = folded.faults.into_iter();
            outcome
                .faults
                .extend(lost.map(|lost| LostDocument { document: lost.document.in_whole(&part), ..lost }));
            let outputs = part.iter().copied().zip(folded.outputs);
            outcome.outputs.extend(outputs.filter(|(_, output)| !output.is_empty()));
            pieces.add(folded.layers, batch, &part);
        }
        outcome.layers = pieces.join();
        let culprits = isolated.culprits.into_iter();
        outcome.faults.extend(culprits.map(|(document, failure)| LostDocument::by(document, failure)));
        outcome
    }

    /// One call on a part of a batch. On success, and only then, its outputs are in the sections.
    fn attempt(
        &mut self,
        batch: &Batch,
        layers: &BTreeMap<String, Layer>,
        part: &[DocumentIndex],
        want: &CallRequest,
        sections: Option<&mut StageTally>,
    ) -> Result<Folded, Failure> {
        let whole = part.len() == batch.len();
        let called = if whole { Cow::Borrowed(batch) } else { Cow::Owned(batch.select(part)) };
        let inputs: Vec<Cow<'_, Layer>> = self
            .stage
            .inputs
            .iter()
            .filter(|input| !input.is_enrichment)
            .filter_map(|input| layers.get(&input.layer))
            .map(|layer| match whole {
                true => Cow::Borrowed(layer),
                false => Cow::Owned(layer.select(&batch.texts, part)),
            })
            .collect();
        let inputs: Vec<&Layer> = inputs.iter().map(AsRef::as_ref).collect();
        let analysis = self.caller.call(&called, &inputs, want)?;
        let started = Instant::now();
        let folded = self.fold(&called, analysis, sections);
        self.caller.note_folding(started);
        if folded.is_err() {
            self.caller.drop_instance();
        }
        folded
    }

    /// Takes an answer into the sections: the guest's states, or output by output where the guest does not fold.
    fn fold(
        &mut self,
        batch: &Batch,
        analysis: Answer,
        sections: Option<&mut StageTally>,
    ) -> Result<Folded, Failure> {
        let mut folded = Folded {
            outputs: one_line_each(analysis.outputs),
            layers: analysis.layers,
            faults: analysis
                .faults
                .into_iter()
                .map(|fault| LostDocument::by_its_word(fault.document, fault.code, fault.message))
                .collect(),
        };
        if let Some(sections) = sections {
            if !analysis.partials.is_empty() {
                let most_keys = self.stage.plugin.compiled.limits.json_keys_for(batch.texts.text().len());
                sections.merge_partials(&batch.groups, &analysis.partials, most_keys).map_err(|error| {
                    let kind = if error.is_over_limit() { FaultKind::Oversize } else { FaultKind::Output };
                    bad_answer(kind, format!("its state: {error}"))
                })?;
            } else if self.caller.host_folds() {
                fold_outputs(batch, &mut folded, sections);
            }
        }
        leave_out(&mut folded.layers, batch, &folded.faults);
        if !self.outputs_shown && self.cache.is_none() {
            folded.outputs.clear();
        }
        Ok(folded)
    }
}

/// Adds what the cache had to what was found, document by document.
fn put_together(
    outcome: &mut StageOutcome,
    batch: &Batch,
    kept: &[DocumentIndex],
    restored: &mut [Option<Restored>],
) {
    let computed = std::mem::take(&mut outcome.layers);
    let mut pieces = Pieces::default();
    for (&document, restored) in kept.iter().zip(restored) {
        let layers = match restored {
            Some(restored) => {
                if !restored.output.is_empty() {
                    outcome.outputs.insert(document, std::mem::take(&mut restored.output));
                }
                std::mem::take(&mut restored.layers)
            }
            None => computed.iter().map(|layer| layer.select(&batch.texts, &[document])).collect(),
        };
        pieces.add(layers, batch, &[document]);
    }
    outcome.layers = pieces.join();
}

fn fold_outputs(batch: &Batch, folded: &mut Folded, sections: &mut StageTally) {
    let outputs = batch.documents().zip(&mut folded.outputs).filter(|(_, output)| !output.is_empty());
    for (document, output) in outputs {
        if let Err(error) = sections.fold_json(batch, document, output) {
            folded.faults.push(LostDocument::new(document, FaultKind::Output, error.to_string()));
            output.clear();
        }
    }
    folded.faults.sort();
}

/// Takes the spans of lost documents out of layers: what an analyzer says of a document stands or falls as a whole.
fn leave_out(layers: &mut [Layer], batch: &Batch, lost: &[LostDocument]) {
    if lost.is_empty() {
        return;
    }
    let lost: DocumentSet = lost.iter().map(|lost| lost.document).collect();
    let kept: Vec<DocumentIndex> = batch.documents().filter(|document| !lost.contains(*document)).collect();
    for layer in layers {
        *layer = layer.select(&batch.texts, &kept).place(&batch.texts, &kept);
    }
}

/// What a call gave, already in the state.
struct Folded {
    outputs: Vec<String>,
    layers: Vec<Layer>,
    /// Ascending by document.
    faults: Vec<LostDocument>,
}

fn bad_answer(kind: FaultKind, message: String) -> Failure {
    // What a guest says of a batch is its own doing, whatever the instance has seen before.
    Failure { kind, message, backtrace: Vec::new(), on_fresh_instance: true }
}

/// Outputs each on one line: in JSON a line break can only stand between tokens.
fn one_line_each(mut outputs: Vec<String>) -> Vec<String> {
    for output in outputs.iter_mut().filter(|output| output.contains(['\n', '\r'])) {
        *output = output.replace(['\n', '\r'], " ");
    }
    outputs
}

/// Layers over parts of a batch.
#[derive(Default)]
struct Pieces {
    /// By layer those of its parts, in the order of the documents.
    layers: Vec<Vec<Layer>>,
}

impl Pieces {
    fn add(&mut self, layers: Vec<Layer>, batch: &Batch, part: &[DocumentIndex]) {
        let is_all = part.len() == batch.len();
        for layer in layers {
            let placed = if is_all { layer } else { layer.place(&batch.texts, part) };
            match self.layers.iter_mut().find(|pieces| pieces[0].name() == placed.name()) {
                Some(pieces) => pieces.push(placed),
                None => self.layers.push(vec![placed]),
            }
        }
    }

    /// The layers over the whole batch.
    ///
    /// Each piece is appended to its neighbour, then each pair to its neighbour, and so on: a batch of thousands of
    /// documents may be in as many pieces, and one after the other they would all be copied as often.
    fn join(self) -> Vec<Layer> {
        let joined = self.layers.into_iter().filter_map(|mut pieces| {
            while pieces.len() > 1 {
                let mut neighbours = pieces.into_iter();
                pieces = std::iter::from_fn(|| {
                    let mut piece = neighbours.next()?;
                    if let Some(next) = neighbours.next() {
                        piece.append(next);
                    }
                    Some(piece)
                })
                .collect();
            }
            pieces.pop()
        });
        joined.collect()
    }
}
