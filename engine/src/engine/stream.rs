//! Streams: results by document while a source still gives them.

use std::fmt;
use std::io;
use std::thread::{Builder, JoinHandle};
use std::vec::IntoIter;

use crossbeam_channel::{Receiver, bounded};
use textmill_corpus::{OnStop, Source, StopHandle};

use super::Analysis;
use crate::error::Error;
use crate::results::DocumentResult;

/// The results of a stream's documents, in the order of its source or as they come. Made by [`Analysis::stream`].
///
/// It ends with the source, or when it is stopped; what was read by then still comes. Where it is dropped, its run ends, what
/// was read is given up, and a call to a plugin that continues is broken off.
///
/// ```no_run
/// # use textmill::{Document, Engine};
/// # let engine = Engine::builder().builtins().build()?;
/// # let documents = std::iter::empty::<Document>();
/// let stream = engine.analysis().in_any_order().stream(documents)?;
/// // The first ten results, from whichever documents are done first.
/// for result in stream.take(10) {
///     println!("{}", result?.id());
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
pub struct DocumentStream {
    results: Receiver<Vec<DocumentResult>>,
    portion: IntoIter<DocumentResult>,
    running: Running,
}

/// The run that fills a stream.
pub(crate) struct Running {
    stop: StopHandle,
    /// Breaks off calls to analyzers, once nobody takes their results.
    break_off: StopHandle,
    /// Has whoever stops the analysis stop this.
    _stopping: OnStop,
    /// Gone once it was asked how it went.
    thread: Option<JoinHandle<Result<(), Error>>>,
}

/// Whoever takes results is gone.
pub(crate) fn gone() -> io::Error {
    io::Error::new(io::ErrorKind::BrokenPipe, "nobody takes the results any more")
}

impl Analysis<'static> {
    /// Analyzes the documents of a source, and gives what is found in each: a loop over it takes results as they are there.
    ///
    /// The source is read ahead by a few batches at most, and waits while nobody takes results. Nothing is merged, so it
    /// may continue for as long as its source does, in memory that does not grow. Of what can be asked of an analysis, filters,
    /// layers, the latency, the stop and the order have a meaning here.
    ///
    /// ```no_run
    /// use std::sync::mpsc;
    /// use textmill::{Document, Engine};
    ///
    /// let engine = Engine::builder().builtins().build()?;
    /// let (sender, receiver) = mpsc::channel::<Document>();
    /// // Some other thread sends documents, and drops the sender in the end.
    /// for result in engine.analysis().stream(receiver.into_iter())? {
    ///     let result = result?;
    ///     println!("{}: {} faults", result.id(), result.faults().len());
    /// }
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Settings`](crate::ErrorKind::Settings) for a layer that no analyzer makes, and where something is asked
    /// for that has no meaning here; [`ErrorKind::System`](crate::ErrorKind::System) where there is no thread. Later ones
    /// come as the last item.
    pub fn stream(self, source: impl Source + 'static) -> Result<DocumentStream, Error> {
        // One portion is taken, one waits, and workers make more.
        let (sender, results) = bounded(1);
        let running =
            self.start(source, move |portion| sender.send(portion).map_err(|_| gone()), |ended| ended)?;
        Ok(DocumentStream { results, portion: Vec::new().into_iter(), running })
    }

    /// Starts a run on a thread of its own that gives results to `deliver`, and in the end tells `ended` how it went, whose word is then that of the
    /// thread.
    pub(crate) fn start(
        mut self,
        mut source: impl Source + 'static,
        deliver: impl FnMut(Vec<DocumentResult>) -> io::Result<()> + Send + 'static,
        ended: impl FnOnce(Result<(), Error>) -> Result<(), Error> + Send + 'static,
    ) -> Result<Running, Error> {
        self.check_stream()?;
        // One of its own: a stream that is dropped stops nothing else that has the same handle.
        let stop = StopHandle::new();
        let break_off = StopHandle::new();
        self.break_off = Some(break_off.clone());
        let inner = stop.clone();
        let stopping = self.replace_stop(stop.clone()).on_stop(move || inner.stop());
        let thread = Builder::new().name("textmill-stream".into());
        let thread = thread.spawn(move || ended(self.give_results(&mut source, deliver)));
        let thread = thread.map_err(Error::no_thread)?;
        Ok(Running { stop, break_off, _stopping: stopping, thread: Some(thread) })
    }
}

impl Running {
    /// Whether it was asked to end.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_stopped()
    }

    /// How it went, after its last result. Waits for its end, unless it was stopped: its source may be waiting still.
    fn outcome(&mut self) -> Result<(), Error> {
        match self.thread.take() {
            Some(thread) if !self.is_stopped() || thread.is_finished() => {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            }
            _ => Ok(()),
        }
    }
}

/// Nobody takes its results any more.
impl Drop for Running {
    fn drop(&mut self) {
        self.stop.stop();
        self.break_off.stop();
    }
}

impl Iterator for DocumentStream {
    type Item = Result<DocumentResult, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(result) = self.portion.next() {
                return Some(Ok(result));
            }
            match self.results.recv() {
                Ok(portion) => self.portion = portion.into_iter(),
                Err(_) => return self.running.outcome().err().map(Err),
            }
        }
    }
}

impl std::iter::FusedIterator for DocumentStream {}

impl fmt::Debug for DocumentStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DocumentStream")
            .field("stopped", &self.running.is_stopped())
            .finish_non_exhaustive()
    }
}
