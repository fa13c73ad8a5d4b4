//! Calls to one analyzer in one worker: its instance, its fuel, and what it costs.

use std::time::{Duration, Instant};

use serde_json::json;

use super::cost::StageCost;
use crate::batch::{Batch, DocumentIndex, Texts};
use crate::layer::Layer;
use crate::plugin::{Answer, CallRequest, Failure, Instance, Plugin, RequestedLayer, Stage, StageIndex};
use crate::run::Plan;
use crate::run::trace::Track;

/// Calls one analyzer, with one instance after another.
pub(crate) struct Caller<'a> {
    plan: &'a Plan<'a>,
    stage: &'a Stage,
    index: StageIndex,
    track: Track<'a>,
    instance: Option<Instance>,
    /// Whether the last instance went with a fault.
    after_fault: bool,
    cost: StageCost,
    suspect: Option<Suspect>,
}

/// Documents of a call that took much longer than others.
struct Suspect {
    batch: Batch,
    layers: Vec<Layer>,
    time: Duration,
}

impl<'a> Caller<'a> {
    /// Time under which no call is looked into.
    const SUSPICIOUS: Duration = Duration::from_millis(200);
    /// How many times slower than others a call has to be for that.
    const TIMES_SLOWER: f64 = 3.0;

    /// Calls the pipeline's stage `index`.
    pub(crate) fn new(plan: &'a Plan<'a>, index: StageIndex, track: Track<'a>) -> Self {
        Self {
            plan,
            stage: &plan.pipeline[index],
            index,
            track,
            instance: None,
            after_fault: false,
            cost: StageCost::default(),
            suspect: None,
        }
    }

    /// Whether the host folds outputs, since the guest does not.
    pub(crate) fn host_folds(&self) -> bool {
        self.stage.plugin.host_folds.get().is_some_and(|&folds| folds)
    }

    /// Parts of `kept` to begin with. A call stands under a limit of fuel only if it uses little of it, so that calls
    /// which would use too much are not made.
    pub(crate) fn parts(&self, batch: &Batch, kept: &[DocumentIndex]) -> Vec<Vec<DocumentIndex>> {
        let limits = &self.stage.plugin.compiled.limits;
        let bytes = |document: &DocumentIndex| batch.texts.bound(*document).len();
        let Some(budget) = kept.iter().map(bytes).min().and_then(|least| limits.fuel_for(least)) else {
            return vec![kept.to_vec()];
        };
        /// More than the built-in analyzers use, until it is known.
        const FUEL_PER_BYTE: f64 = 1e3;
        let fuel_per_byte = self.cost.fuel_per_byte().unwrap_or(FUEL_PER_BYTE);
        // Half of what a call may use, since some use more than others.
        let max_bytes = budget as f64 / 4.0 / fuel_per_byte;
        let mut parts = vec![Vec::new()];
        let mut taken = 0;
        for document in kept {
            let part = parts.len() - 1;
            if !parts[part].is_empty() && (taken + bytes(document)) as f64 > max_bytes {
                parts.push(vec![*document]);
                taken = bytes(document);
            } else {
                parts[part].push(*document);
                taken += bytes(document);
            }
        }
        parts
    }

    /// Calls the analyzer on a batch with the layers that it reads.
    ///
    /// # Errors
    /// Why the call gave nothing.
    pub(crate) fn call(
        &mut self,
        batch: &Batch,
        layers: &[&Layer],
        want: &CallRequest,
    ) -> Result<Answer, Failure> {
        let plugin = &self.stage.plugin;
        if self.plan.is_broken_off() {
            return Err(Failure::broken_off());
        }
        let mut asked = self.asked(want);
        let mut instance = self.take_instance(layers, &asked)?;
        let fuel = budget(plugin, batch, instance.is_fresh());
        let mut answer = self.timed(&mut instance, batch, layers, &asked, fuel);
        let folds = answer.as_ref().is_ok_and(|analysis| !analysis.partials.is_empty());
        if answer.is_ok() && asked.partials {
            plugin.host_folds.get_or_init(|| !folds);
            if !folds && !asked.outputs {
                asked = CallRequest { outputs: true, partials: false, ..asked };
                answer = self.timed(&mut instance, batch, layers, &asked, fuel);
            }
        }
        self.after_fault = answer.is_err();
        if instance.may_stay(plugin, self.plan.documents_per_instance) {
            self.instance = Some(instance);
        }
        answer.map(|analysis| trimmed(analysis, &asked, want, self.host_folds()))
    }

    /// Counts the time of taking in what a call gave.
    pub(crate) fn note_folding(&mut self, started: Instant) {
        let time = started.elapsed();
        self.cost.add_time(time);
        self.track.add(
            "merge",
            format_args!("merge {}", self.stage.plugin.name),
            started,
            time,
            || json!({}),
        );
    }

    /// Counts a document that the analyzer ran out of time on.
    pub(crate) fn note_timeout(&self) {
        self.plan.note_timeout(self.index);
    }

    /// Gives up the instance, whose answer was found to be bad.
    pub(crate) fn drop_instance(&mut self) {
        self.instance = None;
        self.after_fault = true;
    }

    /// What the analyzer cost. The documents of a call that took suspiciously long are first measured one by one, so that
    /// the one to blame can be named.
    pub(crate) fn into_stage_cost(mut self) -> StageCost {
        if let Some(suspect) = self.suspect.take() {
            self.measure(&suspect);
        }
        std::mem::take(&mut self.cost)
    }

    /// What is asked for, where `want` is wanted. Under a limit of fuel it is always the same, so that what a user wants
    /// to see does not decide on what is a fault.
    fn asked(&self, want: &CallRequest) -> CallRequest {
        let plugin = &self.stage.plugin;
        if plugin.compiled.limits.fuel.is_some() {
            return self.stage.want_all();
        }
        match plugin.host_folds.get() {
            Some(true) if want.partials => CallRequest { outputs: true, partials: false, ..want.clone() },
            // Who folds is found out by asking.
            None if self.stage.reported => CallRequest { partials: true, ..want.clone() },
            _ => want.clone(),
        }
    }

    fn take_instance(&mut self, layers: &[&Layer], asked: &CallRequest) -> Result<Instance, Failure> {
        if let Some(instance) = self.instance.take() {
            return Ok(instance);
        }
        let started = Instant::now();
        let take = || match self.after_fault {
            true => self.plan.instances.take_fresh(self.index),
            false => self.plan.instances.take(self.index),
        };
        let mut made = take();
        if made.as_ref().is_err_and(|failure| failure.by_machine) {
            // What is only kept for later makes room.
            self.plan.instances.clear();
            made = take();
        }
        if let Err(failure) = &made
            && failure.by_machine
        {
            self.plan.exhaust(&self.stage.plugin.name, &failure.message);
        }
        if let Ok(instance) = &mut made {
            instance.count_messages_in(&self.plan.messages[self.index]);
        }
        let counts_fuel = self.stage.plugin.compiled.limits.fuel.is_some();
        if let Some(instance) = made.as_mut().ok().filter(|instance| counts_fuel && instance.is_fresh()) {
            let no_texts = Texts::default();
            let empty: Vec<Layer> = layers.iter().map(|layer| layer.select(&no_texts, &[])).collect();
            let empty: Vec<&Layer> = empty.iter().collect();
            made = instance.warm_up(&self.stage.plugin, &empty, asked).and(made);
        }
        let time = started.elapsed();
        self.cost.add_time(time);
        self.cost.add_instance();
        self.track.add(
            "instance",
            format_args!("instance of {}", self.stage.plugin.name),
            started,
            time,
            || json!({}),
        );
        made
    }

    fn timed(
        &mut self,
        instance: &mut Instance,
        batch: &Batch,
        layers: &[&Layer],
        asked: &CallRequest,
        fuel: Option<u64>,
    ) -> Result<Answer, Failure> {
        let plugin = &self.stage.plugin;
        let started = Instant::now();
        let answer = instance.analyze(plugin, batch, layers, asked, fuel, &self.plan.bounds);
        let time = started.elapsed();
        self.suspect(batch, layers, time);
        self.cost.add_time(time);
        self.cost.add_call(batch, instance);
        self.cost.note_slow(batch, time);
        self.track.add("call", format_args!("{}", plugin.name), started, time, || {
            json!({
                "first_document": batch.heads().first().map(|head| &head.id),
                "documents": batch.len(),
                "bytes": batch.texts.text().len(),
                "fault": answer.as_ref().err().map(|failure| failure.kind),
            })
        });
        answer
    }

    /// Keeps the documents of a call that took much longer than others do, and longer than those that are kept.
    fn suspect(&mut self, batch: &Batch, layers: &[&Layer], time: Duration) {
        if batch.len() < 2 || time < Self::SUSPICIOUS {
            return;
        }
        let bytes = batch.texts.bytes() + layers.iter().map(|layer| layer.column_bytes()).sum::<usize>();
        let usual = self.cost.seconds_per_byte().map(|seconds| seconds * bytes as f64);
        let is_slow = usual.is_none_or(|usual| time.as_secs_f64() > usual * Self::TIMES_SLOWER);
        if is_slow && self.suspect.as_ref().is_none_or(|suspect| suspect.time < time) {
            let layers = layers.iter().map(|&layer| layer.clone()).collect();
            self.suspect = Some(Suspect { batch: batch.clone(), layers, time });
        }
    }

    fn measure(&mut self, suspect: &Suspect) {
        let plugin = &self.stage.plugin;
        let Suspect { batch, layers, .. } = suspect;
        let asked = self.asked(&self.stage.want(false, &[]));
        self.cost.forget_slow(batch);
        for document in batch.documents() {
            let alone = batch.select(&[document]);
            let layers: Vec<Layer> =
                layers.iter().map(|layer| layer.select(&batch.texts, &[document])).collect();
            let layers: Vec<&Layer> = layers.iter().collect();
            let instance = match self.instance.take() {
                Some(instance) => Ok(instance),
                None => self.plan.instances.take_fresh(self.index),
            };
            let Ok(mut instance) = instance else { return };
            let started = Instant::now();
            // What it says was heard before.
            let _ = instance.analyze(plugin, &alone, &layers, &asked, None, &self.plan.bounds);
            self.cost.note_slow(&alone, started.elapsed());
            if instance.may_stay(plugin, self.plan.documents_per_instance) {
                self.instance = Some(instance);
            }
        }
    }
}

/// Whoever is done gives the instance back, for the next run or call.
impl Drop for Caller<'_> {
    fn drop(&mut self) {
        if let Some(instance) = self.instance.take() {
            self.plan.instances.give_back(self.index, instance);
        }
    }
}

/// The fuel of a call. Several documents, or an instance that has seen others, have to do with half of what a document
/// has: whatever they are charged for that is not their own, they would then do with the whole alone. Where they do
/// not, a fresh instance has the last word on each.
fn budget(plugin: &Plugin, batch: &Batch, fresh: bool) -> Option<u64> {
    let least = batch.texts.bounds().map(|bounds| bounds.len()).min().unwrap_or_default();
    let budget = plugin.compiled.limits.fuel_for(least)?;
    Some(if fresh && batch.len() == 1 { budget } else { budget / 2 })
}

/// An answer without what was not wanted, but only asked for.
fn trimmed(analysis: Answer, asked: &CallRequest, want: &CallRequest, host_folds: bool) -> Answer {
    let Answer { outputs, partials, layers, faults } = analysis;
    let keeps_outputs = want.outputs || (want.partials && host_folds);
    let is_wanted = |asked: &RequestedLayer| want.layers.iter().any(|wanted| wanted.layer == asked.layer);
    let of_layers = asked.layers.iter().zip(layers).filter(|(asked, _)| is_wanted(asked));
    Answer {
        outputs: if keeps_outputs { outputs } else { Vec::new() },
        partials: if want.partials { partials } else { Vec::new() },
        layers: of_layers.map(|(_, layer)| layer).collect(),
        faults,
    }
}
