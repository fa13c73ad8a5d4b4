//! An analysis on its way: from what was asked for to a report.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use serde_json::json;
use textmill_corpus::{Source, StopHandle};

use super::Analysis;
use crate::checkpoint::{Checkpoint, OpenedCheckpoint};
use crate::error::{Error, ErrorKind};
use crate::partial::{self, Joined, PartialHead, Spill};
use crate::plugin::{Bounds, PerStage};
use crate::report::{Cost, Report, RunRecord};
use crate::results::DocumentResult;
use crate::run::{Lines, OutputCache, Plan, Results, RunFindings, StageCost, Trace};

/// A run that was opened: what it has beside its engine.
pub(crate) struct OpenedRun<'a> {
    started: String,
    clock: Instant,
    cache: Option<OutputCache>,
    profile: Option<(&'a mut (dyn Write + Send), Trace)>,
}

/// What workers may have beside their plugins.
#[derive(Clone, Copy, Default)]
pub(crate) struct Attachments<'a> {
    cache: Option<&'a OutputCache>,
    trace: Option<&'a Trace>,
}

impl OpenedRun<'_> {
    pub(crate) fn attachments(&self) -> Attachments<'_> {
        Attachments { cache: self.cache.as_ref(), trace: self.profile.as_ref().map(|(_, trace)| trace) }
    }
}

impl<'a> Analysis<'a> {
    /// Runs the analysis.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let report = engine.analysis().run(&mut corpus)?;
    /// println!("{} documents, {} faults", report.corpus.documents, report.faults.total);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Settings`] for a layer that no analyzer makes, [`ErrorKind::Name`] for a field of a filter, of groups or
    /// of ids that no document has, [`ErrorKind::Output`] where results cannot be written, [`ErrorKind::State`] where the folder of the state cannot be used or holds another run's,
    /// [`ErrorKind::Cache`] where that of the cache cannot be used.
    pub fn run(mut self, source: &mut dyn Source) -> Result<Report, Error> {
        let state = self.state.take();
        let work = self.open_run(source)?;
        let (joined, costs) = match state {
            Some(folder) => {
                let opened = self.begin(&folder, source)?;
                let is_first = opened.cursor.is_none() && !opened.complete;
                let found = self.run_with_state(opened, source, work.attachments())?;
                // What resumes has not seen the documents before.
                if is_first {
                    self.check_fields()?;
                }
                found
            }
            None => {
                let found = self.run_in_memory(source, work.attachments())?;
                self.check_fields()?;
                found
            }
        };
        self.report(work, joined, costs, source)
    }

    /// Whether the fields that were asked for are there at all. What was stopped has not seen all documents.
    fn check_fields(&self) -> Result<(), Error> {
        match self.needs_fields && !self.stop.is_stopped() {
            true => self.selection.seen.check(),
            false => Ok(()),
        }
    }

    /// Begins a run.
    pub(crate) fn open_run(&mut self, source: &mut dyn Source) -> Result<OpenedRun<'a>, Error> {
        self.engine.0.check_layers(&self.layers)?;
        let (started, clock) = (crate::report::now(), Instant::now());
        if !self.texts {
            source.keep_metadata(&self.metadata_fields());
        }
        let id = source.settings().get("id_field").and_then(|field| field.as_str().map(str::to_string));
        let pipeline = &self.engine.0.pipeline;
        self.selection.watch(id, |field| pipeline.has_layer(field));
        let cache = self.cache.take().map(|(folder, bytes)| OutputCache::open(&folder, bytes)).transpose()?;
        let profile = self.profile.take().map(|writer| (writer, self.engine.begin_trace(clock)));
        Ok(OpenedRun { started, clock, cache, profile })
    }

    /// Ends a run, with what it found and cost.
    pub(crate) fn report(
        &mut self,
        work: OpenedRun<'_>,
        joined: Joined,
        costs: PerStage<StageCost>,
        source: &dyn Source,
    ) -> Result<Report, Error> {
        if let Some((writer, trace)) = work.profile {
            trace.write(writer).map_err(|error| Error::unwritten("the profile", error))?;
        }
        let run = RunRecord {
            started: work.started,
            seconds: work.clock.elapsed().as_secs_f64(),
            threads: self.engine.0.threads,
            batch_bytes: self.batch_bytes,
            host: RunRecord::this_host(),
            cost: self.cost(costs, &joined),
            command: self.command.take(),
            origins: self.engine.origins(),
            retried: BTreeMap::new(),
            cache: work.cache.as_ref().map(OutputCache::record),
            documents: None,
            left_out: source.left_out(),
            sources: joined.inputs.clone(),
        };
        Ok(joined.into_report(run))
    }

    /// The run of which everything stays in memory, unless it outgrows that.
    fn run_in_memory(
        &mut self,
        source: &mut dyn Source,
        attachments: Attachments<'_>,
    ) -> Result<(Joined, PerStage<StageCost>), Error> {
        let all_faults = self.partial.is_some();
        let pipeline = Arc::clone(&self.engine.0.pipeline);
        let spill = Spill::new(&pipeline, self.head(source), all_faults, None);
        let documents = self.documents.take();
        let plan = self.plan(documents.is_some(), attachments);
        let mut nowhere = io::sink();
        let writer: &mut (dyn Write + Send) = match documents {
            Some(writer) => writer,
            None => &mut nowhere,
        };
        let outlet = Lines(writer);
        let RunFindings { tally, inputs, complete, costs } =
            crate::run::run(&plan, source, outlet, &spill, None)?;
        let joined = match self.partial.take() {
            Some(writer) if self.partial_alone => spill.join_into(tally, inputs, complete, writer),
            writer => spill.join(tally, inputs, complete, writer.map(|writer| writer as &mut dyn Write)),
        };
        Ok((joined?, costs))
    }

    fn run_with_state(
        &mut self,
        opened: OpenedCheckpoint,
        source: &mut dyn Source,
        attachments: Attachments<'_>,
    ) -> Result<(Joined, PerStage<StageCost>), Error> {
        let OpenedCheckpoint { mut checkpoint, cursor, complete } = opened;
        let pipeline = Arc::clone(&self.engine.0.pipeline);
        let documents = self.documents.take();
        let mut costs = PerStage::default();
        if !complete {
            if let Some(cursor) = cursor {
                source.resume(cursor);
            }
            let spill = Spill::new(&pipeline, self.head(source), true, Some(checkpoint.runs()));
            let plan = self.plan(documents.is_some(), attachments);
            let mut kept: Box<dyn Write + Send> = match &documents {
                Some(_) => Box::new(checkpoint.documents()?),
                None => Box::new(io::sink()),
            };
            costs = crate::run::run(&plan, source, Lines(&mut *kept), &spill, Some(&mut checkpoint))?.costs;
        }
        if let Some(writer) = documents {
            copy_documents(&checkpoint, writer)?;
        }
        let partial = self.partial.take().map(|writer| writer as &mut dyn Write);
        Ok((partial::join(&checkpoint.files(), checkpoint.is_complete(), partial)?, costs))
    }

    pub(crate) fn plan<'p>(&'p self, outputs: bool, attachments: Attachments<'p>) -> Plan<'p> {
        let fields = self.selection.fields().filter(|field| self.is_layer(field));
        Plan {
            pipeline: &self.engine.0.pipeline,
            instances: &self.engine.0.instances,
            threads: self.engine.0.threads,
            progress: &self.progress,
            batch_bytes: self.batch_bytes,
            max_document_bytes: self.engine.0.max_document_bytes,
            documents_per_instance: self.documents_per_instance,
            latency: self.latency,
            outputs,
            merges: true,
            in_order: true,
            layers: &self.layers,
            texts: self.texts,
            selection: &self.selection,
            labelled: fields.map(str::to_string).collect(),
            merge_bytes: self.merge_bytes,
            cache: attachments.cache,
            trace: attachments.trace,
            assignment: None,
            stop: &self.stop,
            bounds: Bounds::new(None, self.break_off.clone()),
            max_timeouts: self.max_timeouts,
            timeouts: self.engine.0.pipeline.stages().iter().map(|_| AtomicU64::new(0)).collect(),
            given_up: OnceLock::new(),
            messages: self.engine.0.pipeline.stages().iter().map(|_| Arc::default()).collect(),
        }
    }

    fn cost(&self, costs: PerStage<StageCost>, joined: &Joined) -> BTreeMap<String, Cost> {
        let all = costs.iter().map(StageCost::time).sum();
        let of_stages = self.engine.0.pipeline.stages().iter().zip(costs);
        let costs = of_stages.map(|(stage, cost)| {
            let name = &stage.plugin.name;
            let counts_fuel = stage.plugin.compiled.limits.fuel.is_some();
            (name.clone(), cost.into_cost(all, counts_fuel, joined.faults.count_of(name)))
        });
        costs.collect()
    }

    pub(crate) fn head(&self, source: &dyn Source) -> PartialHead {
        let reported = self.engine.0.pipeline.stages().iter().filter(|stage| stage.reported);
        let schema =
            |schema: &textmill_merge::Schema| serde_json::from_str(&schema.to_json()).unwrap_or_default();
        PartialHead {
            textmill: PartialHead::KIND.to_string(),
            format: PartialHead::FORMAT,
            merge: textmill_merge::VERSION.to_string(),
            complete: true,
            corpus: crate::report::CorpusTotals::default(),
            provenance: self.provenance(source),
            schemas: reported
                .map(|stage| (stage.plugin.name.clone(), schema(&stage.plugin.schema)))
                .collect(),
        }
    }

    fn begin(&self, folder: &Path, source: &mut dyn Source) -> Result<OpenedCheckpoint, Error> {
        // Whatever changes a result is in it, and nothing else: not threads, batches or memory.
        let mut run = json!({
            "provenance": self.provenance(source),
            "documents": self.documents.is_some(),
            "layers": self.layers,
            "max_document_bytes": self.engine.0.max_document_bytes,
        });
        // Only where it is so, that a state of an earlier version still is that of its run.
        if self.texts {
            run["texts"] = true.into();
        }
        Checkpoint::begin(folder, run, source, self.state_interval)
    }

    fn metadata_fields(&self) -> BTreeSet<String> {
        let selected = self.selection.fields().map(str::to_string);
        self.engine.0.pipeline.metadata_fields().into_iter().chain(selected).collect()
    }

    /// Whether a field can be told by a layer.
    pub(crate) fn is_layer(&self, field: &str) -> bool {
        self.engine.0.pipeline.has_layer(field)
    }

    /// What a stream is asked for has to have a meaning there.
    pub(crate) fn check_stream(&self) -> Result<(), Error> {
        self.engine.0.check_layers(&self.layers)?;
        let odd = [
            ("lines of documents", self.documents.is_some()),
            ("a partial file", self.partial.is_some()),
            ("a state", self.state.is_some()),
            ("a profile", self.profile.is_some()),
            ("groups", self.selection.group_by.is_some()),
        ];
        match odd.iter().find(|(_, is_asked)| *is_asked) {
            None => Ok(()),
            Some((what, _)) => Err(Error::new(ErrorKind::Settings, format!("a stream does not give {what}"))
                .with_hint("Analysis::run does")),
        }
    }

    /// Puts a handle in the place of the one that stops it, which is given.
    pub(crate) fn replace_stop(&mut self, stop: StopHandle) -> StopHandle {
        std::mem::replace(&mut self.stop, stop)
    }

    /// Runs, and merges nothing: what is found in each document goes to `deliver`.
    pub(crate) fn give_results(
        mut self,
        source: &mut dyn Source,
        deliver: impl FnMut(Vec<DocumentResult>) -> io::Result<()> + Send,
    ) -> Result<(), Error> {
        let pipeline = Arc::clone(&self.engine.0.pipeline);
        let work = self.open_run(source)?;
        let spill = Spill::new(&pipeline, self.head(source), false, None);
        let plan = Plan { merges: false, in_order: self.in_order, ..self.plan(true, work.attachments()) };
        match crate::run::run(&plan, source, Results(deliver), &spill, None) {
            // Whoever took the results knows it.
            Err(error) if error.kind() == ErrorKind::Output => Ok(()),
            found => found.and_then(|_| self.check_fields()),
        }
    }
}

fn copy_documents(checkpoint: &Checkpoint, writer: &mut (dyn Write + Send)) -> Result<(), Error> {
    let mut kept = checkpoint.saved_documents()?;
    let copied = io::copy(&mut kept, writer).and_then(|_| writer.flush());
    copied.map_err(|error| Error::unwritten("the documents' results", error))
}
