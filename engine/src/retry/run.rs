//! Running what runs again, and joining it with what stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::sync::Arc;

use serde_json::json;
use textmill_corpus::Input;
use textmill_merge::Schema;

use super::lines::LineMerge;
use super::{Decision, Retry, corpus, no_temporary_file};
use crate::checkpoint::{EarlierCheckpoint, Replacement, StateUpdate};
use crate::engine::Attachments;
use crate::error::{Error, ErrorKind};
use crate::partial::{self, Amendment, Joined, PartialHead, Spill, amend};
use crate::plugin::PerStage;
use crate::report::{CorpusTotals, Report, Section};
use crate::run::{Assignment, Lines, Plan, RunFindings, StageCost};
use crate::scratch::Scratch;
use crate::tally::Tally;

/// What came of trying again, beside what the earlier run left.
#[derive(Debug)]
#[must_use = "a state stays as it was until it is taken up"]
pub struct Retried {
    /// The report of all.
    pub report: Report,
    /// The state of the earlier run, where it is to take up what was found.
    pub state: Option<StateUpdate>,
}

impl Retry<'_, '_> {
    /// Runs the analyzers that run again, and gives the report of all. Files of the earlier run are not changed, but for
    /// a state, which takes up what was found when all is.
    ///
    /// # Errors
    /// Those of [`Analysis::run`](crate::Analysis::run), and [`ErrorKind::Corpus`] where the corpus is not that of the
    /// earlier run, [`ErrorKind::Stopped`] where it was stopped.
    pub fn run(self) -> Result<Report, Error> {
        let Retried { report, state } = self.run_beside()?;
        state.map_or(Ok(()), StateUpdate::take_up)?;
        Ok(report)
    }

    /// As [`run`](Self::run), and leaves it to the caller when the state takes up what was found: together with other files
    /// of the earlier run that the caller replaces.
    ///
    /// # Errors
    /// Those of [`run`](Self::run). Nothing of the earlier run is changed then.
    pub fn run_beside(mut self) -> Result<Retried, Error> {
        if self.analysis.partial.is_some() && !self.has_states() {
            return Err(Error::new(ErrorKind::Settings, "there are no states to write into a partial file")
                .with_hint("give the partial file of the earlier run, too"));
        }
        let again = self.again();
        let work = self.analysis.open_run(self.source)?;
        let takes_up = self.earlier.state.as_ref().is_some_and(|(_, takes_up)| *takes_up);
        let replaced = self.state.as_ref().filter(|_| takes_up);
        let replacement = replaced.map(EarlierCheckpoint::replacement).transpose()?;
        let (joined, costs, replacement) = self.run_again(work.attachments(), replacement)?;
        let mut report = self.analysis.report(work, joined, costs, self.source)?;
        report.run.retried = again;
        if self.states.is_none() {
            let schemas = self.head.read_schemas()?;
            take_over(&self.kept(), self.earlier.report, &schemas, &mut report);
        }
        let updated = self.state.zip(replacement);
        let state = updated
            .map(|(state, replacement)| state.update(replacement, json!(report.provenance)))
            .transpose()?;
        Ok(Retried { report, state })
    }

    fn run_again(
        &mut self,
        attachments: Attachments<'_>,
        mut replacement: Option<Replacement>,
    ) -> Result<(Joined, PerStage<StageCost>, Option<Replacement>), Error> {
        if self.is_all_anew() {
            // Nothing stays with which it could be joined.
            self.states = None;
        }
        let pipeline = &Arc::clone(&self.analysis.engine.0.pipeline);
        let everywhere =
            self.decisions.iter().map(|decision| matches!(decision, Decision::Everything { .. }));
        let lost_documents = std::mem::take(&mut self.lost_documents);
        let assignment =
            Assignment::new(pipeline, everywhere.collect(), lost_documents, self.states.is_none());
        let spill = Spill::new(pipeline, self.head.clone(), true, None);
        let found = self.read(&assignment, &spill, attachments, replacement.as_mut())?;
        if !found.complete {
            let message = "stopped before the end; what was found before stays as it is";
            return Err(Error::new(ErrorKind::Stopped, message));
        }
        self.check_corpus(&assignment, &found)?;
        let RunFindings { tally, inputs, costs, .. } = found;
        let joined = self.write(tally, inputs, &spill, replacement.as_mut())?;
        Ok((joined, costs, replacement))
    }

    /// Goes through the corpus, and writes the lines of documents.
    fn read(
        &mut self,
        assignment: &Assignment,
        spill: &Spill<'_>,
        attachments: Attachments<'_>,
        replacement: Option<&mut Replacement>,
    ) -> Result<RunFindings, Error> {
        let earlier = self.earlier_lines()?;
        let documents = self.analysis.documents.take();
        let mut kept = replacement.and_then(|it| it.documents.as_mut()).map(BufWriter::new);
        let mut writers = Writers(Vec::new());
        writers.0.extend(documents.map(|writer| writer as &mut (dyn Write + Send)));
        writers.0.extend(kept.as_mut().map(|writer| writer as &mut (dyn Write + Send)));
        let plan = self.analysis.plan(!writers.0.is_empty(), attachments);
        let plan = Plan { assignment: Some(assignment), ..plan };
        let Some(earlier) = earlier.filter(|_| !writers.0.is_empty() && !self.is_all_anew()) else {
            return crate::run::run(&plan, self.source, Lines(&mut writers), spill, None);
        };
        let stages = self.analysis.engine.0.pipeline.stages();
        let analyzed = |position: &str, analyzer: &str| {
            let stage = stages.indexed().find(|(_, stage)| stage.plugin.name == analyzer);
            stage.is_some_and(|(index, _)| assignment.analyzes(index, position))
        };
        let mut lines = LineMerge::new(earlier, &mut writers, &analyzed);
        let found = crate::run::run(&plan, self.source, Lines(&mut lines), spill, None)?;
        lines.finish().map_err(|error| Error::unwritten("the documents' results", error))?;
        Ok(found)
    }

    /// The lines of documents of the earlier run, where they are given.
    fn earlier_lines(&self) -> Result<Option<Box<dyn BufRead + Send>>, Error> {
        let Some(path) = &self.earlier.documents else {
            return Ok(self.state.as_ref().map(EarlierCheckpoint::documents).transpose()?.flatten());
        };
        let file = File::open(path);
        let file =
            file.map_err(|error| Error::new(ErrorKind::Output, format!("{}: {error}", path.display())))?;
        Ok(Some(Box::new(BufReader::with_capacity(1 << 20, file))))
    }

    /// Joins what was found now with what stays, and writes it as a partial file where one is wanted.
    fn write(
        &mut self,
        tally: Tally,
        inputs: Vec<Input>,
        spill: &Spill<'_>,
        replacement: Option<&mut Replacement>,
    ) -> Result<Joined, Error> {
        let partial = self.analysis.partial.take().map(|writer| writer as &mut dyn Write);
        let Some(replacement) = replacement else { return self.join(tally, inputs, spill, partial) };
        let joined = self.join(tally, inputs, spill, Some(&mut replacement.partial))?;
        if let Some(partial) = partial {
            let file = replacement.partial.path().to_owned();
            partial::join(&[file], self.earlier.report.complete, Some(partial))?;
        }
        Ok(joined)
    }

    fn join(
        &self,
        mut tally: Tally,
        inputs: Vec<Input>,
        spill: &Spill<'_>,
        out: Option<&mut dyn Write>,
    ) -> Result<Joined, Error> {
        let Some(states) = &self.states else { return spill.join(tally, inputs, true, out) };
        // What was read stands in the head of what stays.
        tally.totals = Default::default();
        spill.write_all(&tally, &[])?;
        drop(tally);
        let mut files = spill.take_runs();
        let tried = partial::join_own(&files, true, None)?.documents();
        let complete = states.head.complete;
        // Files of a state do not say that the run was stopped: it may continue.
        let head = PartialHead {
            complete: complete || self.state.is_some(),
            corpus: states.head.corpus.clone(),
            ..self.head.clone()
        };
        let anew = self.anew();
        let amendment = Amendment { head: &head, anew: &|name| anew.contains(name), tried: &tried };
        let scratch = Scratch::new().map_err(no_temporary_file)?;
        let (mut kept, path) = scratch.file().map_err(no_temporary_file)?;
        amend(&states.path, &amendment, &mut kept)?;
        files.insert(0, path);
        Ok(partial::join(&files, true, out)?.with_complete(complete))
    }

    fn check_corpus(&self, assignment: &Assignment, found: &RunFindings) -> Result<(), Error> {
        let report = &self.earlier.report;
        let inputs = self.states.as_ref().map_or(&report.run.sources, |states| &states.inputs);
        corpus::check_inputs(inputs, report.complete, &found.inputs)?;
        // Where all is made again, documents may be chosen by what is known of them only now.
        if assignment.is_everywhere() && !self.is_all_anew() && found.tally.totals.report() != report.corpus {
            let CorpusTotals { documents, fingerprint, .. } = found.tally.totals.report();
            return Err(corpus::different(format!(
                "the corpus had {} documents and the fingerprint {}, and has {documents} and {fingerprint}",
                report.corpus.documents, report.corpus.fingerprint
            )));
        }
        match assignment.missing().next() {
            Some(position) if !self.is_all_anew() => {
                Err(corpus::different(format!("{position}: is no longer there")))
            }
            _ => Ok(()),
        }
    }
}

/// Writes to each of several writers; without any, nowhere.
struct Writers<'a>(Vec<&'a mut (dyn Write + Send)>);

impl Write for Writers<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.0.iter_mut().try_for_each(|writer| writer.write_all(buffer))?;
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|writer| writer.flush())
    }
}

/// Puts the sections of analyzers that did not run again into a report of those that did. Their components are the same, and
/// so are their schemas, which a report of an earlier version does not have.
fn take_over(
    kept: &BTreeSet<String>,
    earlier: Report,
    schemas: &BTreeMap<String, Schema>,
    report: &mut Report,
) {
    let is_kept = |name: &String| kept.contains(name);
    for (name, section) in earlier.analyzers.into_iter().filter(|(name, _)| is_kept(name)) {
        let section = Section { schema: schemas.get(&name).cloned(), ..section };
        report.analyzers.insert(name, section);
    }
    for (group, sections) in earlier.groups {
        for (name, section) in sections.into_iter().filter(|(name, _)| is_kept(name)) {
            report.groups.entry(group.clone()).or_default().insert(name, section);
        }
    }
}
