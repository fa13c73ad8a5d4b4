//! A run: a reader on a thread of its own, a bounded queue, a worker per thread of the pool.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};
use rayon::ThreadPool;
use textmill_corpus::{Input, Source};

use super::Progress;
use super::batcher::{Batcher, Portion};
use super::bill::Bill;
use super::cached::OutputCache;
use super::ordered::OrderedWriter;
use super::pool::InstancePool;
use super::spill::Spill;
use super::state::Keeper;
use super::tally::Tally;
use super::trace::Trace;
use super::turns::Turns;
use super::worker::Worker;
use crate::error::{Error, ErrorKind};
use crate::plugin::{Pipeline, Runtime};
use crate::select::Selection;

/// What a run does.
pub(crate) struct Plan<'a> {
    pub(crate) pipeline: &'a Pipeline,
    pub(crate) pool: &'a ThreadPool,
    pub(crate) progress: &'a Progress,
    pub(crate) batch_bytes: usize,
    pub(crate) max_document_bytes: u64,
    /// Whether each document's outputs are written.
    pub(crate) outputs: bool,
    /// The layers that are written with them, by their names in the run.
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
    pub(crate) turns: Option<&'a Turns>,
    /// Set to end the run early: batches in hand are finished, and no more is read.
    pub(crate) stop: &'a AtomicBool,
}

impl Plan<'_> {
    /// Whether a field is told by the labels of a layer, where metadata lack it.
    pub(crate) fn is_labelled(&self, field: &str) -> bool {
        self.labelled.iter().any(|layer| layer == field)
    }
}

/// What a run found, but for what it has put on disk.
pub(crate) struct Found {
    pub(crate) tally: Tally,
    /// By path.
    pub(crate) inputs: Vec<Input>,
    /// Whether the source was read to its end.
    pub(crate) complete: bool,
    /// What each analyzer cost, in the order of the pipeline.
    pub(crate) bills: Vec<Bill>,
}

/// Takes all documents of a source through the pipeline. States that outgrow their memory go to `spill`; where there
/// is a `keeper`, all that was found is there in the end.
///
/// # Errors
/// [`ErrorKind::Output`] where `documents`, a run or a state cannot be written.
pub(crate) fn run(
    plan: &Plan<'_>,
    source: &mut dyn Source,
    documents: &mut (dyn Write + Send),
    spill: &Spill<'_>,
    keeper: Option<&mut Keeper>,
) -> Result<Found, Error> {
    let threads = plan.pool.current_num_threads();
    // Beside those that the reader holds back: together there is one for each worker.
    let (portions, queue) = bounded::<Portion>((threads - held_back(threads)).max(1));
    // A slow portion holds back the lines of those behind it: so many may be on their way at once.
    let (permits, written) = bounded::<()>(threads * 4);
    let writer = OrderedWriter::new(documents);
    let tallies: Vec<Mutex<Tally>> = (0..threads).map(|_| Mutex::new(spill.new_tally())).collect();
    let mut reader = Reader { plan, writer: &writer, spill, tallies: &tallies, keeper, inputs: Vec::new() };
    plan.pipeline.stages().iter().for_each(|stage| stage.plugin.compiled.begin_run());
    let (instances, asks) = InstancePool::new(plan.pipeline);
    let (read, worked) = std::thread::scope(|scope| {
        // Without the thread, workers make their instances themselves.
        let stack = Runtime::thread_stack(plan.pipeline.limits());
        let configuring = std::thread::Builder::new().name("textmill-instances".into()).stack_size(stack);
        let _ = configuring.spawn_scoped(scope, || instances.fill(&asks));
        let reading = scope.spawn(|| {
            let end = reader.read(&mut *source, &Ways { portions, permits });
            (end, std::mem::take(&mut reader.inputs))
        });
        // Should a worker panic, the reader is not left waiting for what it had in hand.
        let _closing = writer.close_when_dropped();
        let worked = plan.pool.broadcast(|context| {
            let index = context.index();
            let track = plan.trace.map(|trace| trace.track(index)).unwrap_or_default();
            let worker = Worker::new(plan, &instances, track);
            work(worker, &queue, &writer, &written, spill, &tallies[index])
        });
        instances.close();
        // The reader ends when the workers' side of the queue is gone, or there is nothing more to read.
        drop((queue, written));
        (reading.join(), worked)
    });
    let worked = worked.into_iter().collect::<Result<Vec<Vec<Bill>>, Error>>()?;
    writer.finish().map_err(cannot_write)?;
    let (complete, mut inputs) = match read {
        Ok((end, inputs)) => (end?, inputs),
        Err(_) => return Err(Error::new(ErrorKind::System, "the reader of the corpus stopped")),
    };
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let mut tally = spill.new_tally();
    let has_spilled = spill.has_spilled();
    for worker in tallies {
        let mut worker = worker.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Files are joined in the end as it is: states that outgrew their memory once are not brought together in it.
        if has_spilled && threads > 1 {
            spill.spill(&mut worker)?;
        }
        tally.merge(worker)?;
    }
    let mut bills = vec![Bill::default(); plan.pipeline.stages().len()];
    for of_worker in worked {
        bills.iter_mut().zip(of_worker).for_each(|(bill, more)| bill.merge(more));
    }
    Ok(Found { tally, inputs, complete, bills })
}

/// How many portions a reader holds back until it has read more of them. The last ones of all are cut into parts, so
/// that no worker sits idle while another has a whole portion left; a single worker needs none of that.
fn held_back(threads: usize) -> usize {
    threads / 2
}

fn cannot_write(error: io::Error) -> Error {
    Error::unwritten("the documents' results", error)
}

/// The reader's side of a run.
struct Reader<'a, 'w, 's> {
    plan: &'a Plan<'a>,
    writer: &'a OrderedWriter<'w>,
    spill: &'a Spill<'s>,
    tallies: &'a [Mutex<Tally>],
    keeper: Option<&'a mut Keeper>,
    inputs: Vec<Input>,
}

/// Where a reader sends what it read, with a permit for each portion.
struct Ways {
    portions: Sender<Portion>,
    permits: Sender<()>,
}

/// Nobody is left to take what is sent.
struct Gone;

impl Ways {
    /// Sends a portion in as many parts at the most, each of `least` bytes or more.
    fn send(&self, portion: Portion, parts: usize, least: usize) -> Result<(), Gone> {
        self.permits.send(()).map_err(|_| Gone)?;
        let mut parts = portion.cut(parts, least).into_iter();
        parts.try_for_each(|part| self.portions.send(part).map_err(|_| Gone))
    }
}

impl Reader<'_, '_, '_> {
    /// The parts of a portion that is the last.
    const PARTS: usize = 4;

    /// Reads to the end, or until there is a reason to stop. Says whether it was the end.
    fn read(&mut self, source: &mut dyn Source, ways: &Ways) -> Result<bool, Error> {
        let mut batcher = Batcher::new(source, self.plan.progress, self.plan.batch_bytes);
        let mut held = VecDeque::new();
        let most_held = held_back(self.tallies.len());
        let mut sent = 0;
        let mut complete = false;
        while !self.plan.stop.load(Ordering::Relaxed) && !self.writer.has_failed() {
            let Some(portion) = batcher.next() else {
                complete = true;
                break;
            };
            held.push_back(portion);
            let is_due = self.keeper.as_ref().is_some_and(|keeper| keeper.is_due());
            let sent_on = if is_due { held.len() } else { held.len().saturating_sub(most_held) };
            sent += sent_on as u64;
            if held.drain(..sent_on).try_for_each(|portion| ways.send(portion, 1, 0)).is_err() {
                break;
            }
            if is_due {
                self.keep(&mut batcher, sent, false)?;
            }
        }
        sent += held.len() as u64;
        let least = self.plan.batch_bytes / Self::PARTS;
        // Where nobody takes them, there is nothing to be done about it here: the workers say why.
        let _ = held.into_iter().try_for_each(|portion| ways.send(portion, Self::PARTS, least));
        if self.keeper.is_some() {
            self.keep(&mut batcher, sent, complete)?;
        } else {
            self.inputs.extend(batcher.source().take_inputs());
        }
        Ok(complete)
    }

    /// Waits until all that was read is analyzed, and saves what was found. Workers then go on with empty tallies.
    fn keep(&mut self, batcher: &mut Batcher<'_>, sent: u64, complete: bool) -> Result<(), Error> {
        let Some(keeper) = self.keeper.as_deref_mut() else { return Ok(()) };
        let written = self.writer.wait_for(sent).map_err(cannot_write)?;
        let mut found = self.spill.new_tally();
        for tally in self.tallies {
            found.merge(std::mem::replace(&mut *lock(tally), self.spill.new_tally()))?;
        }
        let mut inputs = batcher.source().take_inputs();
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        keeper.save(self.spill, &found, &inputs, batcher.cursor().unwrap_or_default(), written, complete)
    }
}

fn work(
    mut worker: Worker<'_>,
    queue: &Receiver<Portion>,
    writer: &OrderedWriter<'_>,
    written: &Receiver<()>,
    spill: &Spill<'_>,
    tally: &Mutex<Tally>,
) -> Result<Vec<Bill>, Error> {
    let plan = worker.plan();
    let most = plan.merge_bytes / plan.pool.current_num_threads().max(1);
    let mut spilled = Ok(());
    for portion in queue {
        // Nobody else wants it but a reader that saves what was found, and that waits for this portion first.
        let mut tally = lock(tally);
        let outcome = worker.analyze(portion.items, &mut tally);
        if spilled.is_ok() && tally.memory() > most {
            spilled = spill.spill(&mut tally);
        }
        drop(tally);
        let lines = outcome.map(|outcome| {
            plan.progress.note_batch(outcome.documents, outcome.bytes, outcome.faults, portion.read);
            outcome.lines
        });
        // There is no use in going on when states cannot be put away, and the writer is asked about that.
        let lines = lines.and_then(|lines| match &spilled {
            Ok(()) => Ok(lines),
            Err(error) => Err(io::Error::other(error.to_string())),
        });
        let done = writer.add(portion.place, lines);
        for _ in 0..done {
            // There is one permit for each portion that was read.
            let _ = written.try_recv();
        }
    }
    spilled.map(|()| worker.into_bills())
}

fn lock(tally: &Mutex<Tally>) -> MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}
