//! One analyzer in one worker: what it makes of batches.

use std::borrow::Cow;
use std::time::Instant;

use super::cached::StageCache;
use super::caller::Caller;
use super::cost::StageCost;
use super::fold::{fold_answer, fold_outputs};
use super::isolate::isolate;
use super::layers::MadeLayers;
use super::outcome::StageOutcome;
use crate::batch::{Batch, DocumentIndex};
use crate::layer::Layer;
use crate::plugin::{CallRequest, Failure, Stage, StageIndex};
use crate::report::FaultKind;
use crate::run::Plan;
use crate::tally::StageTally;

/// An analyzer at work.
pub(super) struct StageRunner<'a> {
    stage: &'a Stage,
    request: CallRequest,
    outputs_shown: bool,
    caller: Caller<'a>,
    cache: Option<StageCache<'a>>,
}

/// What a stage is given: documents of a batch, with what other stages made of them.
#[derive(Clone, Copy)]
pub(super) struct StageWork<'b> {
    pub(super) batch: &'b Batch,
    /// Over the whole batch.
    pub(super) layers: &'b MadeLayers,
    /// Ascending.
    pub(super) documents: &'b [DocumentIndex],
}

impl<'a> StageRunner<'a> {
    /// The runner of the pipeline's stage `index` in a worker.
    pub(super) fn new(plan: &'a Plan<'a>, index: StageIndex, caller: Caller<'a>) -> Self {
        let stage = &plan.pipeline[index];
        let mut request = stage.want(plan.outputs, plan.layers);
        request.partials &= plan.merges;
        Self {
            stage,
            outputs_shown: plan.outputs && stage.reported,
            caller,
            cache: plan.cache.map(|cache| StageCache::new(cache, stage, &request)),
            request,
        }
    }

    /// What the analyzer cost in this worker.
    pub(super) fn into_stage_cost(self) -> StageCost {
        self.caller.into_stage_cost()
    }

    /// Analyzes documents. One that fails is a fault, and no other is lost. What was found goes into `sections`; there are
    /// outputs where they are shown.
    pub(super) fn analyze(&mut self, work: StageWork<'_>, sections: &mut StageTally) -> StageOutcome {
        let mut outcome = match self.cache {
            Some(cache) => self.analyze_missed(cache, work, sections),
            None => {
                let request = self.request.clone();
                self.call_isolated(work, &request, Some(sections))
            }
        };
        if !self.outputs_shown {
            outcome.outputs.clear();
        }
        outcome
    }

    /// Makes layers of documents, by their names in the run, and nothing else. Documents that fail have none.
    pub(super) fn layers(&mut self, work: StageWork<'_>, names: &[String]) -> StageOutcome {
        let request = self.stage.request_layers(names);
        self.call_isolated(work, &request, None)
    }

    /// Analyzes what the cache does not have. All is then folded by the host, output by output.
    fn analyze_missed(
        &mut self,
        cache: StageCache<'a>,
        work: StageWork<'_>,
        sections: &mut StageTally,
    ) -> StageOutcome {
        let lookup = cache.look_up(work);
        let missed = StageWork { documents: &lookup.missed_documents(), ..work };
        let request = CallRequest { outputs: self.stage.reported, partials: false, ..self.request.clone() };
        let mut outcome = self.call_isolated(missed, &request, None);
        cache.keep(work.batch, &lookup, &outcome);
        lookup.add_to(&mut outcome, work.batch);
        fold_outputs(&self.stage.plugin, work.batch, &mut outcome, sections);
        outcome
    }

    /// Calls the analyzer on documents, and on ever fewer of them where a call fails.
    fn call_isolated(
        &mut self,
        work: StageWork<'_>,
        request: &CallRequest,
        mut sections: Option<&mut StageTally>,
    ) -> StageOutcome {
        if work.documents.is_empty() {
            return StageOutcome::default();
        }
        let parts = self.caller.parts(work.batch, work.documents);
        let isolated = isolate(parts, &mut |part: &[DocumentIndex]| {
            let called = self.call(StageWork { documents: part, ..work }, request, sections.as_deref_mut());
            if let (Err(failure), [_]) = (&called, part)
                && failure.kind == FaultKind::Timeout
                && failure.on_fresh_instance
            {
                self.caller.note_timeout();
            }
            called
        });
        StageOutcome::of_parts(work.batch, isolated)
    }

    /// One call. On success, and only then, what it says is in the sections. Its outcome is over a batch of the documents
    /// alone.
    fn call(
        &mut self,
        work: StageWork<'_>,
        request: &CallRequest,
        sections: Option<&mut StageTally>,
    ) -> Result<StageOutcome, Failure> {
        let batch = work.called();
        let layers = work.inputs(self.stage);
        let layers: Vec<&Layer> = layers.iter().map(AsRef::as_ref).collect();
        let answer = self.caller.call(&batch, &layers, request)?;
        let started = Instant::now();
        let host_folds = self.caller.host_folds();
        let outcome = match sections {
            Some(sections) => fold_answer(&self.stage.plugin, &batch, answer, host_folds, sections),
            None => Ok(StageOutcome::of_answer(&batch, answer)),
        };
        self.caller.note_folding(started);
        if outcome.is_err() {
            self.caller.drop_instance();
        }
        outcome
    }
}

impl<'b> StageWork<'b> {
    /// The documents as a batch of their own.
    fn called(&self) -> Cow<'b, Batch> {
        match self.is_whole() {
            true => Cow::Borrowed(self.batch),
            false => Cow::Owned(self.batch.select(self.documents)),
        }
    }

    /// The layers that a stage reads, over the documents alone.
    fn inputs(&self, stage: &Stage) -> Vec<Cow<'b, Layer>> {
        let inputs = stage.inputs.iter().filter(|input| !input.is_enrichment);
        let layers = inputs.filter_map(|input| self.layers.get(&input.layer));
        let over_documents = layers.map(|layer| match self.is_whole() {
            true => Cow::Borrowed(layer),
            false => Cow::Owned(layer.select(&self.batch.texts, self.documents)),
        });
        over_documents.collect()
    }

    fn is_whole(&self) -> bool {
        self.documents.len() == self.batch.len()
    }
}
