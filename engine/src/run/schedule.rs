//! A run: a reader on a thread of its own, and as many workers as there is work for.

use std::io;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, Scope, ScopedJoinHandle};

use textmill_corpus::{Input, Source};

use super::Plan;
use super::feed::{Feed, FeedLimits, Taker};
use super::ordered::Ordered;
use super::outlet::Outlet;
use super::reader::{Reader, WhatWasRead};
use super::worker::{StageCost, Worker};
use crate::checkpoint::Checkpoint;
use crate::error::Error;
use crate::partial::Spill;
use crate::plugin::{PerStage, Runtime};
use crate::tally::Tally;

/// What a run found, but for what it has put on disk.
pub(crate) struct RunFindings {
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
/// Threads are the run's own. Whatever it waits for, other runs continue beside it.
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
) -> Result<RunFindings, Error> {
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
    let (WhatWasRead { complete, inputs }, costs) = shared.read_and_work(source, checkpoint)?;
    drop(ending);
    Ok(RunFindings { tally: merged(plan, spill, tallies)?, inputs, complete, costs })
}

/// What all workers found, in one tally.
fn merged(plan: &Plan<'_>, spill: &Spill<'_>, tallies: Vec<Mutex<Tally>>) -> Result<Tally, Error> {
    let mut merged = spill.new_tally();
    let has_spilled = spill.has_spilled();
    for tally in tallies {
        let mut tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Files are joined in the end as it is: states that outgrew their memory once are not brought together in it.
        if has_spilled && plan.threads > 1 {
            spill.spill(&mut tally)?;
        }
        merged.merge(tally)?;
    }
    Ok(merged)
}

/// Why the results of documents could not be handed on.
pub(super) fn cannot_write(error: io::Error) -> Error {
    Error::unwritten("the documents' results", error)
}

/// What the threads of a run share.
pub(super) struct Shared<'a, O: Outlet> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) feed: &'a Feed,
    pub(super) ordered: &'a Ordered<O>,
    pub(super) spill: &'a Spill<'a>,
    /// One for each worker.
    pub(super) tallies: &'a [Mutex<Tally>],
}

impl<O: Outlet> Clone for Shared<'_, O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O: Outlet> Copy for Shared<'_, O> {}

impl<'a, O: Outlet> Shared<'a, O> {
    /// Has a thread read the source and others work, and waits for all of them. Gives what was read, and what it cost.
    fn read_and_work(
        self,
        source: &mut dyn Source,
        checkpoint: Option<&'a mut Checkpoint>,
    ) -> Result<(WhatWasRead, PerStage<StageCost>), Error> {
        let reader = Reader::new(self, checkpoint);
        let (worked, delivered, read) = std::thread::scope(|scope| {
            let thread = Builder::new().name("textmill-reader".into());
            let reading = thread.spawn_scoped(scope, || reader.read(source)).map_err(Error::no_thread)?;
            let closing = Closing(self);
            let worked = self.work(scope);
            drop(closing);
            let delivered = self.ordered.finish();
            Ok::<_, Error>((worked, delivered, joined(reading)))
        })?;
        let costs = worked?;
        delivered.map_err(cannot_write)?;
        Ok((read?, costs))
    }

    /// Calls workers as there is work for them, and waits until all are done. Gives what they cost together.
    fn work<'scope>(self, scope: &'scope Scope<'scope, '_>) -> Result<PerStage<StageCost>, Error>
    where
        'a: 'scope,
    {
        let working = self.call_workers(scope)?;
        let worked: Result<Vec<PerStage<StageCost>>, Error> = working.into_iter().map(joined).collect();
        let stages = self.plan.pipeline.stages().iter();
        let mut costs: PerStage<StageCost> = stages.map(|_| StageCost::default()).collect();
        for of_worker in worked? {
            (&mut costs).into_iter().zip(of_worker).for_each(|(cost, more)| cost.merge(more));
        }
        Ok(costs)
    }

    /// Begins a thread whenever there is work for another, up to as many as the run may have.
    fn call_workers<'scope>(self, scope: &'scope Scope<'scope, '_>) -> Result<Vec<Working<'scope>>, Error>
    where
        'a: 'scope,
    {
        let stack = Runtime::thread_stack(self.plan.pipeline.limits());
        let mut working = Vec::new();
        for index in 0..self.plan.threads {
            let Some(taker) = self.feed.call_worker() else { break };
            let thread = Builder::new().name(format!("textmill-{index}")).stack_size(stack);
            match thread.spawn_scoped(scope, move || self.work_as(index, taker)) {
                Ok(worker) => working.push(worker),
                Err(error) if working.is_empty() => return Err(Error::no_thread(error)),
                // The others do it.
                Err(_) => break,
            }
        }
        Ok(working)
    }

    /// Works as the worker `index` until there is no more to do.
    fn work_as(self, index: usize, mut taker: Taker<'_>) -> Result<PerStage<StageCost>, Error> {
        let Self { plan, feed, ordered, spill, tallies } = self;
        let track = plan.trace.map(|trace| trace.track(index)).unwrap_or_default();
        let mut worker = Worker::new(plan, track);
        let max_bytes = plan.merge_bytes / plan.threads.max(1);
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
            // What the portion lost, it did not lose by itself, and the reader that waits for it saves none of it.
            if spilled.is_ok() {
                spilled = plan.check_goes_on();
            }
            // Of what is not merged nothing is kept.
            if plan.merges && spilled.is_ok() && tally.memory() > max_bytes {
                spilled = spill.spill(&mut tally);
            }
            drop(tally);
            plan.progress.note_batch(outcome.documents, outcome.bytes, outcome.faults, portion.read);
            // There is no use in continuing when states cannot be put away, or the run was given up, and the outlet is
            // asked about that.
            let part = match &spilled {
                Ok(()) => part,
                Err(error) => Err(io::Error::other(error.to_string())),
            };
            feed.finish(ordered.add(portion.place, part));
        }
        spilled.map(|()| worker.into_costs())
    }
}

/// A worker's thread, which gives what each analyzer cost in it.
type Working<'scope> = ScopedJoinHandle<'scope, Result<PerStage<StageCost>, Error>>;

/// Waits for a thread of the run. Its panic is the run's.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
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

/// A worker's tally, for as long as it works on a portion or the reader saves it.
pub(super) fn lock(tally: &Mutex<Tally>) -> MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}
