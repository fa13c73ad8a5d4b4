//! A run: a reader on a thread of its own, a bounded queue, a worker per thread of the pool.

use std::io::Write;

use crossbeam_channel::{Receiver, Sender, bounded};
use rayon::ThreadPool;
use textmill_merge::State;

use super::batcher::Batcher;
use super::documents::OrderedWriter;
use super::worker::{Tally, Worker};
use super::{Batch, FaultLog, Progress};
use crate::error::{Error, ErrorKind};
use crate::plugin::Pipeline;
use crate::report::CorpusTotals;
use textmill_corpus::{Input, Source};

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
}

/// What a run found.
pub(crate) struct Results {
    /// For each stage its state, and the number of documents in it.
    pub(crate) states: Vec<(State, u64)>,
    pub(crate) faults: FaultLog,
    pub(crate) totals: CorpusTotals,
    pub(crate) inputs: Vec<Input>,
}

/// Takes all documents of a source through the pipeline.
///
/// # Errors
/// [`ErrorKind::Output`] where `documents` cannot be written.
pub(crate) fn run(
    plan: &Plan<'_>,
    source: &mut dyn Source,
    documents: &mut (dyn Write + Send),
) -> Result<Results, Error> {
    source.keep_metadata(&plan.pipeline.metadata_fields());
    let threads = plan.pool.current_num_threads();
    let (batches, queue) = bounded::<Batch>(threads);
    // A slow batch holds back the lines of those behind it: so many batches may be on their way at once.
    let (permits, written) = bounded::<()>(threads * 4);
    let writer = OrderedWriter::new(documents);
    let (totals, tallies) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| read(plan, &mut *source, &writer, batches, permits));
        let tallies = plan.pool.broadcast(|_| work(plan, &queue, &writer, &written));
        // The reader ends when the workers' side of the queue is gone, or there is nothing more to read.
        drop((queue, written));
        (reader.join(), tallies)
    });
    writer.finish().map_err(|error| {
        Error::new(ErrorKind::Output, format!("the documents' results cannot be written: {error}"))
            .with_source(error)
    })?;
    let totals = totals.map_err(|_| Error::new(ErrorKind::System, "the reader of the corpus stopped"))?;
    let (states, faults) = merged(tallies)?;
    let mut inputs = source.take_inputs();
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Results { states, faults, totals, inputs })
}

fn read(
    plan: &Plan<'_>,
    source: &mut dyn Source,
    writer: &OrderedWriter<'_>,
    batches: Sender<Batch>,
    permits: Sender<()>,
) -> CorpusTotals {
    let mut batcher = Batcher::new(source, plan.progress, plan.batch_bytes, plan.max_document_bytes);
    for batch in batcher.by_ref() {
        let stopped = writer.has_failed() || permits.send(()).is_err() || batches.send(batch).is_err();
        if stopped {
            break;
        }
    }
    batcher.into_totals()
}

fn work(
    plan: &Plan<'_>,
    queue: &Receiver<Batch>,
    writer: &OrderedWriter<'_>,
    written: &Receiver<()>,
) -> Tally {
    let mut worker = Worker::new(plan);
    for batch in queue {
        let outcome = worker.analyze(&batch);
        let (documents, bytes) = (batch.len() as u64, batch.texts.text().len() as u64);
        plan.progress.note_batch(documents, bytes, outcome.faults, batch.read);
        let done = writer.add(batch.sequence, outcome.lines.unwrap_or_else(|| Ok(Vec::new())));
        for _ in 0..done {
            // There is one permit for each batch that was read.
            let _ = written.try_recv();
        }
    }
    worker.into_tally()
}

/// One tally of all workers'. The merge is lawful, so their order does not matter.
fn merged(tallies: Vec<Tally>) -> Result<(Vec<(State, u64)>, FaultLog), Error> {
    let mut tallies = tallies.into_iter();
    let Some(first) = tallies.next() else { return Ok((Vec::new(), FaultLog::default())) };
    let (mut states, mut faults) = (first.states, first.faults);
    for tally in tallies {
        for ((state, documents), (other, more)) in states.iter_mut().zip(tally.states) {
            state.merge(other).map_err(|error| Error::new(ErrorKind::System, error.to_string()))?;
            *documents += more;
        }
        faults.merge(tally.faults);
    }
    Ok((states, faults))
}
