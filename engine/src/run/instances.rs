//! Configured instances of an engine's analyzers, kept warm from one run or call to the next.
//!
//! An instance is the same to whoever takes it: what an analyzer says depends on no document that it has seen before.
//! What it remembers of words it found out makes it faster.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::plugin::{Failure, Instance, PerStage, Pipeline, Runtime, StageIndex};

/// The instances that nobody works with at the moment.
pub(crate) struct Instances {
    pipeline: Arc<Pipeline>,
    shelves: PerStage<Mutex<Shelf>>,
    /// Instances of each analyzer that are kept at most.
    most: usize,
}

#[derive(Default)]
struct Shelf {
    /// Those that have seen no document.
    fresh: Vec<Instance>,
    /// Those that have; the last to come back is the first to go, since its memory is warm.
    used: Vec<Instance>,
    /// Whether the last one took so long to make that it is worth making them ahead.
    slow: bool,
    /// Whether a thread is at work on more of the fresh.
    refilling: bool,
}

impl Shelf {
    fn len(&self) -> usize {
        self.fresh.len() + self.used.len()
    }
}

impl Instances {
    /// Fresh instances that are made ahead of an analyzer that has had a fault: after one, a second is likely.
    const READY: usize = 2;

    /// What takes less to make than this is made when it is needed.
    const WORTH_A_THREAD: Duration = Duration::from_millis(2);

    /// Keeps at most so many instances of each stage; `first` has for each the one that loading left.
    pub(crate) fn new(pipeline: Arc<Pipeline>, first: PerStage<Option<Instance>>, most: usize) -> Arc<Self> {
        let shelf = |instance: Option<Instance>| {
            Mutex::new(Shelf { fresh: instance.into_iter().collect(), ..Shelf::default() })
        };
        Arc::new(Self { pipeline, shelves: first.into_iter().map(shelf).collect(), most })
    }

    /// An instance of a stage: one that is kept, or else a new one.
    ///
    /// Has to be called where there is [`Runtime::thread_stack`] of stack, since it may run the guest.
    ///
    /// # Errors
    /// What the guest did instead of being configured.
    pub(crate) fn take(&self, stage: StageIndex) -> Result<Instance, Failure> {
        let mut shelf = self.lock(stage);
        let kept = shelf.used.pop().or_else(|| shelf.fresh.pop());
        drop(shelf);
        kept.map_or_else(|| self.make(stage), Ok)
    }

    /// An instance of a stage that has seen no document, after a fault of one that had. More will be wanted, and where
    /// making one takes its time, they are made ahead.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    pub(crate) fn take_fresh(self: &Arc<Self>, stage: StageIndex) -> Result<Instance, Failure> {
        let kept = self.lock(stage).fresh.pop();
        let taken = kept.map_or_else(|| self.make(stage), Ok);
        self.refill(stage);
        taken
    }

    /// Takes an instance back that may be called again. Where there are enough, it goes.
    pub(crate) fn give_back(&self, stage: StageIndex, instance: Instance) {
        let mut shelf = self.lock(stage);
        if shelf.len() >= self.most {
            // What it takes to drop it nobody has to wait for.
            drop(shelf);
            return;
        }
        match instance.is_fresh() {
            true => shelf.fresh.push(instance),
            false => shelf.used.push(instance),
        }
    }

    /// Makes instances until there are `count` of each analyzer, or as many as are kept.
    ///
    /// # Errors
    /// As [`take`](Self::take), with the stage.
    pub(crate) fn warm_up(&self, count: usize) -> Result<(), (StageIndex, Failure)> {
        for stage in self.shelves.indices() {
            let kept = self.lock(stage).len();
            for _ in kept..count.min(self.most) {
                self.give_back(stage, self.make(stage).map_err(|failure| (stage, failure))?);
            }
        }
        Ok(())
    }

    /// Lets go of all that are kept.
    pub(crate) fn clear(&self) {
        for stage in self.shelves.indices() {
            let mut shelf = self.lock(stage);
            let gone = (std::mem::take(&mut shelf.fresh), std::mem::take(&mut shelf.used));
            drop(shelf);
            drop(gone);
        }
    }

    fn make(&self, stage: StageIndex) -> Result<Instance, Failure> {
        let started = Instant::now();
        let made = Instance::new(&self.pipeline[stage].plugin.compiled);
        self.lock(stage).slow = started.elapsed() >= Self::WORTH_A_THREAD;
        made
    }

    /// Has a thread make fresh instances where that takes its time, unless one is at it.
    fn refill(self: &Arc<Self>, stage: StageIndex) {
        let mut shelf = self.lock(stage);
        if !shelf.slow || shelf.refilling || shelf.fresh.len() >= Self::READY {
            return;
        }
        let this = Arc::clone(self);
        let stack = Runtime::thread_stack(self.pipeline.limits());
        let thread = std::thread::Builder::new().name("textmill-instances".into()).stack_size(stack);
        // Without the thread, whoever needs an instance makes it.
        shelf.refilling = thread.spawn(move || this.make_ahead(stage)).is_ok();
    }

    fn make_ahead(&self, stage: StageIndex) {
        loop {
            let made = self.make(stage);
            let mut shelf = self.lock(stage);
            // Whoever comes for one that cannot be made will see what is wrong.
            let failed = made.is_err();
            shelf.fresh.extend(made);
            if failed || shelf.fresh.len() >= Self::READY {
                shelf.refilling = false;
                return;
            }
        }
    }

    fn lock(&self, stage: StageIndex) -> MutexGuard<'_, Shelf> {
        self.shelves[stage].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Instances {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Instances").field("most", &self.most).finish_non_exhaustive()
    }
}
