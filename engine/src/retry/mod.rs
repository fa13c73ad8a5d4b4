//! Trying again what an earlier run lost: only that, where its states are there to merge into.
//!
//! A report that was mended so is, but for its `run`, to the byte that of a run with the new limits from the start. What
//! that takes is decided in `decide.rs`, before anything runs; which analyzer then has a task on which document is told to
//! the workers by [`Assignment`](crate::run::Assignment); and what they found is joined with what stays of the earlier run.

mod corpus;
mod decide;
mod earlier;
mod limits;
mod lines;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;

use textmill_corpus::Source;

use self::decide::{Before, Decision, LayerRead, LostDocuments, StagePlace, decide};
pub use self::earlier::Earlier;
use self::earlier::{States, at_fault};
pub use self::run::Retried;
use crate::checkpoint::EarlierCheckpoint;
use crate::engine::Analysis;
use crate::error::{Error, ErrorKind};
use crate::partial::PartialHead;
use crate::plugin::{PerStage, Pipeline, StageIndex};
use crate::report::Again;

/// An analysis that tries again what an earlier run lost, to be run.
///
/// ```no_run
/// # use textmill::{Corpus, Earlier, Engine, Report};
/// # let (engine, report): (Engine, Report) = todo!();
/// let mut corpus = Corpus::new().path("reviews.jsonl").open()?;
/// let earlier = Earlier::new(report).partial("reviews.part");
/// let retry = engine.analysis().retry(earlier, &mut corpus)?;
/// if !retry.again().is_empty() {
///     let report = retry.run()?;
///     println!("{} faults are left", report.faults.total);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Retry<'a, 's> {
    analysis: Analysis<'a>,
    source: &'s mut dyn Source,
    earlier: Earlier,
    state: Option<EarlierCheckpoint>,
    states: Option<States>,
    /// The head of what is found now.
    head: PartialHead,
    decisions: PerStage<Decision>,
    lost_documents: LostDocuments,
}

impl<'a> Analysis<'a> {
    /// Tries again what an earlier run lost, and what depends on it; nothing runs yet.
    ///
    /// The engine has the plugins of the earlier run, and the analysis is asked for the same: groups, filters, a sample,
    /// layers, and lines of documents, whose size counts. Limits may have grown. Other versions or settings of a plugin
    /// make it run over everything, with what depends on it. `source` gives the documents of the earlier run.
    ///
    /// Memory grows with the number of documents that were lost.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] where a partial file cannot be read or is not that of the report,
    /// [`ErrorKind::Corpus`] where the inputs are seen to be others,
    /// [`ErrorKind::Settings`] where there are other analyzers, documents are chosen otherwise, a limit is lower, or the
    /// earlier run was stopped before its end and an analyzer would have to run over everything.
    pub fn retry<'s>(self, earlier: Earlier, source: &'s mut dyn Source) -> Result<Retry<'a, 's>, Error> {
        let state = earlier.state.as_ref().map(|(folder, _)| EarlierCheckpoint::open(folder)).transpose()?;
        let files = state.iter().flat_map(EarlierCheckpoint::files).chain(earlier.partials.iter().cloned());
        let complete = state.as_ref().is_none_or(EarlierCheckpoint::is_complete);
        let states = States::read(&earlier.report, &files.collect::<Vec<_>>(), complete)?;
        let head = self.head(source);
        let inputs = states.as_ref().map_or(&earlier.report.run.sources, |states| &states.inputs);
        if let Some(listing) = source.listing() {
            corpus::check_listing(inputs, earlier.report.complete, &listing)?;
        }
        let pipeline = &self.engine.0.pipeline;
        let lost_documents = lost_documents(pipeline, states.as_ref());
        let before = Before {
            provenance: &earlier.report.provenance,
            at_fault: at_fault(&earlier.report.faults).collect(),
            lost_documents: states.as_ref().map(|_| &lost_documents),
        };
        let decisions = decide(&places(pipeline), &before, &head.provenance, &self.labels())?;
        let retry = Retry { decisions, analysis: self, source, earlier, state, states, head, lost_documents };
        retry.check_is_complete()?;
        Ok(retry)
    }

    /// The layers whose labels stand in for fields of the selection, each with the stages that it takes to make it.
    fn labels(&self) -> Vec<(String, Vec<StageIndex>)> {
        let fields = self.selection.fields().filter(|field| self.is_layer(field));
        fields
            .map(|field| {
                let way = self.engine.0.pipeline.on_the_way_to(field);
                (field.to_string(), way.into_iter().map(|(stage, _)| stage).collect())
            })
            .collect()
    }
}

impl Retry<'_, '_> {
    /// The analyzers that run again, by their names; none where there is nothing to try again. Analyzers that make layers
    /// for them, and of which all else stays, are not among them.
    #[must_use]
    pub fn again(&self) -> BTreeMap<String, Again> {
        let lost = |stage: StageIndex| {
            self.lost_documents.values().filter(|stages| stages.contains(&stage)).count() as u64
        };
        let again = self.decisions.indices().zip(self.decided()).filter_map(|(stage, (name, decision))| {
            let again = match decision {
                Decision::Keep => return None,
                Decision::Lost => Again::Lost(lost(stage)),
                Decision::Everything { because } => Again::Everything { because: because.clone() },
            };
            Some((name.to_string(), again))
        });
        again.collect()
    }

    /// Whether there will be states of all analyzers, and so a partial file: not where only the report of an analyzer that
    /// stays is there.
    #[must_use]
    pub fn has_states(&self) -> bool {
        self.states.is_some() || self.is_all_anew()
    }

    /// The analyzers that run again over everything.
    fn anew(&self) -> BTreeSet<String> {
        self.named(|decision| matches!(decision, Decision::Everything { .. }))
    }

    /// The analyzers of which all stays.
    fn kept(&self) -> BTreeSet<String> {
        self.named(|decision| *decision == Decision::Keep)
    }

    fn named(&self, is: impl Fn(&Decision) -> bool) -> BTreeSet<String> {
        let named = self.decided().filter(|(_, decision)| is(decision));
        named.map(|(name, _)| name.to_string()).collect()
    }

    /// What was decided on each analyzer.
    fn decided(&self) -> impl Iterator<Item = (&str, &Decision)> {
        let stages = self.analysis.engine.0.pipeline.stages().iter();
        stages.map(|stage| stage.plugin.name.as_str()).zip(&self.decisions)
    }

    fn is_all_anew(&self) -> bool {
        self.decisions.iter().all(|decision| matches!(decision, Decision::Everything { .. }))
    }

    fn check_is_complete(&self) -> Result<(), Error> {
        let everywhere = self.decided().find_map(|(name, decision)| match decision {
            Decision::Everything { because } => Some((name, because)),
            _ => None,
        });
        match everywhere {
            Some((name, because)) if !self.earlier.report.complete => {
                let message = format!(
                    "the run was stopped before its end, and `{name}` would have to run over all of what it read: {because}"
                );
                Err(Error::new(ErrorKind::Settings, message).with_hint("analyze again, from the start"))
            }
            _ => Ok(()),
        }
    }
}

/// The documents that were lost, by position, each with the stages that lost it.
fn lost_documents(pipeline: &Pipeline, states: Option<&States>) -> LostDocuments {
    let stages = pipeline.stages().indexed();
    let by_name: BTreeMap<&str, StageIndex> =
        stages.map(|(index, stage)| (stage.plugin.name.as_str(), index)).collect();
    let mut lost_documents = LostDocuments::new();
    for fault in states.map_or(&[][..], |states| &states.faults) {
        let stage = fault.analyzer.as_deref().and_then(|name| by_name.get(name));
        if let Some(&stage) = stage {
            lost_documents.entry(fault.source.clone()).or_default().insert(stage);
        }
    }
    lost_documents
}

fn places(pipeline: &Pipeline) -> PerStage<StagePlace<'_>> {
    let stages = pipeline.stages().iter();
    stages
        .map(|stage| {
            let inputs = stage.inputs.iter().filter_map(|input| {
                let (layer, optional) = (input.layer.as_str(), input.optional);
                Some(LayerRead { layer, provider: input.provider?, optional })
            });
            StagePlace { name: &stage.plugin.name, inputs: inputs.collect() }
        })
        .collect()
}

fn no_temporary_file(error: io::Error) -> Error {
    Error::new(ErrorKind::Output, format!("no temporary file: {error}"))
        .with_hint("TMPDIR names another place")
}

impl fmt::Debug for Retry<'_, '_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Retry").field("again", &self.again()).finish_non_exhaustive()
    }
}
