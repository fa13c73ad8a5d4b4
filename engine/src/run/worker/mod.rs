//! A worker: takes documents through all analyzers, with instances of its own.
//!
//! A portion becomes batches (`prepare`), of which labels may leave documents out (`labels`). A batch goes through the
//! stages (`passage`, `layers`), and at each through what one analyzer does with it (`stage`): what the cache has
//! (`cached`, `output_cache`) is not called for; of a call (`caller`, `cost`) that fails the culprits are found
//! (`isolate`); what is found goes into the sections (`fold`), and what parts of the batch gave becomes one (`outcome`,
//! `pieces`).

mod cached;
mod caller;
mod cost;
mod fold;
mod isolate;
mod labels;
mod layers;
mod outcome;
mod output_cache;
mod passage;
mod pieces;
mod prepare;
mod stage;

pub(crate) use cost::StageCost;
pub(crate) use output_cache::OutputCache;

use std::time::Instant;

use serde_json::json;
use textmill_corpus::Item;

use self::caller::Caller;
use self::passage::Passage;
use self::stage::StageRunner;
use super::trace::Track;
use super::{Plan, Task};
use crate::batch::Batch;
use crate::plugin::PerStage;
use crate::results::Findings;
use crate::tally::{Tally, Totals};

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
        items: Vec<Item>,
        tally: &mut Tally,
        take: &mut dyn FnMut(Findings),
    ) -> Outcome {
        let mut outcome = Outcome::default();
        for mut batch in self.batches(items, &mut tally.totals) {
            self.select_by_labels(&mut batch, &mut tally.totals);
            self.count(&batch, &mut tally.totals);
            outcome.documents += batch.len() as u64;
            outcome.bytes += batch.texts.text().len() as u64;
            for (part, tasks) in self.parts(batch) {
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

    /// The documents of a portion that are analyzed, as far as their metadata tell, in batches.
    fn batches(&self, mut items: Vec<Item>, totals: &mut Totals) -> Vec<Batch> {
        let assignment = self.plan.assignment;
        if let Some(assignment) = assignment {
            items.retain(|item| assignment.may_concern(item));
        }
        let (started, items_read) = (Instant::now(), items.len());
        let mut batches = prepare::batches(self.plan, items, totals);
        let arguments = || json!({"items": items_read});
        self.track.add("read", format_args!("decode"), started, started.elapsed(), arguments);
        if let Some(assignment) = assignment {
            batches.iter_mut().for_each(|batch| assignment.retain(batch));
        }
        batches
    }

    fn count(&self, batch: &Batch, totals: &mut Totals) {
        if self.plan.merges {
            for document in batch.documents() {
                totals.add_document(batch.head(document), batch.texts.get(document));
            }
        }
    }

    /// Parts of a batch with the task that each stage has on them.
    fn parts(&self, batch: Batch) -> Vec<(Batch, PerStage<Task>)> {
        match self.plan.assignment {
            None => vec![(batch, self.runners.iter().map(|_| Task::Analyze).collect())],
            Some(assignment) => assignment.cut(batch),
        }
    }

    /// Takes a batch through all stages.
    fn analyze_batch(&mut self, batch: Batch, tasks: &PerStage<Task>, tally: &mut Tally) -> Findings {
        let mut passage = Passage::new(self.plan, batch);
        for index in tasks.indices() {
            let (runner, sections) = (&mut self.runners[index], &mut tally.sections[index]);
            passage.go_through(index, tasks[index], runner, sections);
        }
        passage.into_findings()
    }
}
