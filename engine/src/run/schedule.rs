//! A run: a reader on a thread of its own, and as many workers as there is work for.

use std::io;
use std::panic::resume_unwind;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, ScopedJoinHandle};
use std::time::Duration;

use textmill_corpus::{Input, Source, StopHandle};

use super::Progress;
use super::assignment::Assignment;
use super::feed::{Feed, FeedLimits, Taker};
use super::instances::Instances;
use super::ordered::Ordered;
use super::outlet::Outlet;
use super::trace::Trace;
use super::worker::Worker;
use super::worker::{OutputCache, StageCost};
use crate::checkpoint::Checkpoint;
use crate::error::Error;
use crate::partial::Spill;
use crate::plugin::{Bounds, PerStage, Pipeline, Runtime};
use crate::select::Selection;
use crate::tally::Tally;

/// What a run or a call does.
pub(crate) struct Plan<'a> {
    pub(crate) pipeline: &'a Arc<Pipeline>,
    pub(crate) instances: &'a Arc<Instances>,
    /// Workers at the most.
    pub(crate) threads: usize,
    pub(crate) progress: &'a Progress,
    pub(crate) batch_bytes: usize,
    pub(crate) max_document_bytes: u64,
    /// Documents after which an instance is replaced, if the limits of its plugin do not say fewer.
    pub(crate) documents_per_instance: u64,
    /// How long a document that was read waits for others at the most while a worker is idle.
    pub(crate) latency: Duration,
    /// Whether each document's outputs are wanted.
    pub(crate) outputs: bool,
    /// Whether outputs are merged.
    pub(crate) merges: bool,
    /// Whether results come in the order of the input.
    pub(crate) in_order: bool,
    /// The layers that are wanted with outputs, by their names in the run.
    pub(crate) layers: &'a [String],
    pub(crate) selection: &'a Selection,
    /// The layers whose labels stand in for fields of the selection.
    pub(crate) labelled: Vec<String>,
    /// Bytes of memory that states may take in all before they go to disk.
    pub(crate) merge_bytes: usize,
    pub(crate) cache: Option<&'a OutputCache>,
    /// What takes up what workers do, and when, where that is asked for.
    pub(crate) trace: Option<&'a Trace>,
    /// Which analyzers run on which documents; where there is nothing, all on all.
    pub(crate) assignment: Option<&'a Assignment>,
    /// Ends the run early: batches in hand are finished, and no more is read.
    pub(crate) stop: &'a StopHandle,
    /// What breaks off calls to analyzers.
    pub(crate) bounds: Bounds,
    /// The messages that each analyzer has written.
    pub(crate) messages: PerStage<Arc<AtomicU64>>,
}

impl Plan<'_> {
    /// Whether a field is told by the labels of a layer, where metadata lack it.
    pub(crate) fn is_labelled(&self, field: &str) -> bool {
        self.labelled.iter().any(|layer| layer == field)
    }

    /// Whether nobody waits for what is done any longer.
    pub(crate) fn is_broken_off(&self) -> bool {
        self.bounds.are_passed()
    }
}

/// What a run found, but for what it has put on disk.
pub(crate) struct Found {
    pub(crate) tally: Tally,
    /// By path.
    pub(crate) inputs: Vec<Input>,
    /// Whether the source was read to its end.
    pub(crate) complete: bool,
    /// What each analyzer cost.
    pub(crate) costs: PerStage<StageCost>,
}

/// Takes all documents of a source through the pipeline. States that outgrow their memory go to `spill`; where there
/// is a `checkpoint`, all that was found is there in the end. What is found in each document goes to `outlet`.
///
/// Threads are the run's own. Whatever it waits for, other runs go on beside it.
///
/// # Errors
/// [`ErrorKind::Output`](crate::ErrorKind::Output) where `outlet`, a run or a state cannot be written,
/// [`ErrorKind::System`](crate::ErrorKind::System) where there are no threads to be had.
pub(crate) fn run<O: Outlet>(
    plan: &Plan<'_>,
    source: &mut dyn Source,
    outlet: O,
    spill: &Spill<'_>,
    checkpoint: Option<&mut Checkpoint>,
) -> Result<Found, Error> {
    let limits = FeedLimits { batch_bytes: plan.batch_bytes, latency: plan.latency, threads: plan.threads };
    let feed = Arc::new(Feed::new(limits));
    let ordered = Ordered::new(outlet, plan.in_order);
    let tallies: Vec<Mutex<Tally>> = (0..plan.threads).map(|_| Mutex::new(spill.new_tally())).collect();
    let shared = Shared { plan, feed: &feed, ordered: &ordered, spill, tallies: &tallies };
    // Results of a stream end when it is stopped, though its source may still be waiting. What is merged is reported with
    // what was read, so there the reader has the last word.
    let ending = (!plan.merges).then(|| {
        let feed = Arc::clone(&feed);
        plan.stop.on_stop(move || feed.end())
    });
    source.stop_by(plan.stop);
    let mut reader = Reader { shared, checkpoint, inputs: Vec::new() };
    let (worked, delivered, read, inputs) = std::thread::scope(|scope| {
        let reading = Builder::new().name("textmill-reader".into()).spawn_scoped(scope, || {
            let end = reader.read(&mut *source);
            (end, std::mem::take(&mut reader.inputs))
        });
        let reading = reading.map_err(Error::no_thread)?;
        let closing = Closing(shared);
        let worked = shared.work(scope);
        drop(closing);
        let delivered = ordered.finish();
        let (end, inputs) = reading.join().unwrap_or_else(|panic| resume_unwind(panic));
        Ok::<_, Error>((worked?, delivered, end, inputs))
    })?;
    drop(ending);
    delivered.map_err(cannot_write)?;
    let (complete, mut inputs) = (read?, inputs);
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let mut tally = spill.new_tally();
    let has_spilled = spill.has_spilled();
    for worker in tallies {
        let mut worker = worker.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Files are joined in the end as it is: states that outgrew their memory once are not brought together in it.
        if has_spilled && plan.threads > 1 {
            spill.spill(&mut worker)?;
        }
        tally.merge(worker)?;
    }
    let mut costs: PerStage<StageCost> =
        plan.pipeline.stages().iter().map(|_| StageCost::default()).collect();
    for of_worker in worked {
        (&mut costs).into_iter().zip(of_worker).for_each(|(cost, more)| cost.merge(more));
    }
    Ok(Found { tally, inputs, complete, costs })
}

fn cannot_write(error: io::Error) -> Error {
    Error::unwritten("the documents' results", error)
}

/// What the threads of a run share.
struct Shared<'a, O: Outlet> {
    plan: &'a Plan<'a>,
    feed: &'a Feed,
    ordered: &'a Ordered<O>,
    spill: &'a Spill<'a>,
    /// One for each worker.
    tallies: &'a [Mutex<Tally>],
}

impl<O: Outlet> Clone for Shared<'_, O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O: Outlet> Copy for Shared<'_, O> {}

impl<'a, O: Outlet> Shared<'a, O> {
    /// Calls workers as there is work for them, and waits until all are done. Gives what each cost.
    fn work<'scope>(
        self,
        scope: &'scope std::thread::Scope<'scope, '_>,
    ) -> Result<Vec<PerStage<StageCost>>, Error>
    where
        'a: 'scope,
    {
        let stack = Runtime::thread_stack(self.plan.pipeline.limits());
        let mut working: Vec<ScopedJoinHandle<'_, Result<PerStage<StageCost>, Error>>> = Vec::new();
        let mut failed = None;
        for index in 0..self.plan.threads {
            let Some(taker) = self.feed.call_worker() else { break };
            let thread = Builder::new().name(format!("textmill-{index}")).stack_size(stack);
            match thread.spawn_scoped(scope, move || self.work_as(index, taker)) {
                Ok(worker) => working.push(worker),
                // The others do it, if there are any.
                Err(error) => {
                    failed = Some(Error::no_thread(error)).filter(|_| working.is_empty());
                    break;
                }
            }
        }
        let worked =
            working.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)));
        let worked = worked.collect();
        failed.map_or(worked, Err)
    }

    fn work_as(self, index: usize, mut taker: Taker<'_>) -> Result<PerStage<StageCost>, Error> {
        let Self { plan, feed, ordered, spill, tallies } = self;
        let track = plan.trace.map(|trace| trace.track(index)).unwrap_or_default();
        let mut worker = Worker::new(plan, track);
        let most = plan.merge_bytes / plan.threads.max(1);
        let mut spilled = Ok(());
        while let Some(portion) = taker.take() {
            // Nobody else wants it but a reader that saves what was found, and that waits for this portion first.
            let mut tally = lock(&tallies[index]);
            if !plan.merges {
                *tally = spill.new_tally();
            }
            let mut part = Ok(O::Part::default());
            let outcome = worker.analyze(portion.items, &mut tally, &mut |findings| {
                if let Ok(made) = &mut part
                    && let Err(error) = O::add(made, findings)
                {
                    part = Err(error);
                }
            });
            // Of what is not merged nothing is kept.
            if plan.merges && spilled.is_ok() && tally.memory() > most {
                spilled = spill.spill(&mut tally);
            }
            drop(tally);
            plan.progress.note_batch(outcome.documents, outcome.bytes, outcome.faults, portion.read);
            // There is no use in going on when states cannot be put away, and the outlet is asked about that.
            let part = match &spilled {
                Ok(()) => part,
                Err(error) => Err(io::Error::other(error.to_string())),
            };
            feed.finish(ordered.add(portion.place, part));
        }
        spilled.map(|()| worker.into_costs())
    }
}

/// The reader's side of a run.
struct Reader<'a, O: Outlet> {
    shared: Shared<'a, O>,
    checkpoint: Option<&'a mut Checkpoint>,
    inputs: Vec<Input>,
}

impl<O: Outlet> Reader<'_, O> {
    /// Reads to the end, or until there is a reason to stop. Says whether it was the end. Whatever comes of it, workers are
    /// told that there is no more.
    fn read(&mut self, source: &mut dyn Source) -> Result<bool, Error> {
        let _ending = Ending(self.shared.feed);
        self.read_on(source)
    }

    fn read_on(&mut self, source: &mut dyn Source) -> Result<bool, Error> {
        let Shared { plan, feed, ordered, .. } = self.shared;
        let mut portions = 0;
        let mut complete = false;
        while !plan.stop.is_stopped() && !ordered.has_failed() {
            let Some(item) = source.next_item() else {
                complete = !plan.stop.is_stopped();
                break;
            };
            let progress = source.progress();
            plan.progress.note_start(progress);
            let Ok(sealed) = feed.push(item, progress.read) else { break };
            if sealed > portions {
                portions = sealed;
                if self.checkpoint.as_ref().is_some_and(|checkpoint| checkpoint.is_due()) {
                    portions = self.keep(source, false)?;
                }
            }
        }
        plan.progress.note_start(source.progress());
        feed.cut();
        if self.checkpoint.is_some() {
            self.keep(source, complete)?;
        } else {
            self.inputs.extend(source.take_inputs());
        }
        Ok(complete)
    }

    /// Waits until all that was read is analyzed, and saves what was found. Workers then go on with empty tallies.
    fn keep(&mut self, source: &mut dyn Source, complete: bool) -> Result<u64, Error> {
        let Shared { feed, ordered, spill, tallies, .. } = self.shared;
        let portions = feed.seal();
        let Some(checkpoint) = self.checkpoint.as_deref_mut() else { return Ok(portions) };
        let written = ordered.wait_for(portions).map_err(cannot_write)?;
        let mut found = spill.new_tally();
        for tally in tallies {
            found.merge(std::mem::replace(&mut *lock(tally), spill.new_tally()))?;
        }
        let mut inputs = source.take_inputs();
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        checkpoint.save(spill, &found, &inputs, source.cursor().unwrap_or_default(), written, complete)?;
        Ok(portions)
    }
}

/// Ends all waiting when it is dropped, by a panic of a worker too: the reader may be waiting for room, or for what nobody
/// does any more.
struct Closing<'a, O: Outlet>(Shared<'a, O>);

impl<O: Outlet> Drop for Closing<'_, O> {
    fn drop(&mut self) {
        self.0.feed.close();
        self.0.ordered.close();
    }
}

/// Ends a feed when it is dropped.
struct Ending<'f>(&'f Feed);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

fn lock(tally: &Mutex<Tally>) -> MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}
