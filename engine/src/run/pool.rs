//! Instances that are configured ahead: after a fault a worker needs a fresh one, and a large lexicon takes its time.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::plugin::{Failure, Instance, Pipeline};

/// The fresh instances of a run. There are none until an analyzer has had a fault: a corpus without faults pays nothing.
pub(crate) struct InstancePool<'a> {
    pipeline: &'a Pipeline,
    /// By stage.
    ready: Vec<Mutex<VecDeque<Instance>>>,
    asked: Sender<usize>,
    closed: AtomicBool,
}

impl<'a> InstancePool<'a> {
    /// Instances that are kept ready of each analyzer.
    const READY: usize = 2;

    /// A pool, and what its thread is asked for: see [`fill`](Self::fill).
    pub(crate) fn new(pipeline: &'a Pipeline) -> (Self, Receiver<usize>) {
        let stages = pipeline.stages().len();
        let (asked, asks) = bounded(stages * 2);
        let ready = (0..stages).map(|_| Mutex::default()).collect();
        (Self { pipeline, ready, asked, closed: AtomicBool::new(false) }, asks)
    }

    /// A fresh instance of a stage. `after_fault` says that more will be wanted.
    ///
    /// # Errors
    /// What the guest did instead of being configured.
    pub(crate) fn take(&self, stage: usize, after_fault: bool) -> Result<Instance, Failure> {
        let ready = self.lock(stage).pop_front();
        if after_fault {
            // Where the queue is full, the thread knows already that there is work.
            let _ = self.asked.try_send(stage);
        }
        match ready {
            Some(instance) => Ok(instance),
            None => Instance::new(&self.pipeline.stages()[stage].plugin.compiled),
        }
    }

    /// Configures what is asked for, until [`close`](Self::close).
    ///
    /// Has to be called on a thread with [`crate::plugin::Runtime::thread_stack`] of stack, since it runs guests.
    pub(crate) fn fill(&self, asks: &Receiver<usize>) {
        for stage in asks {
            while !self.is_closed() && self.lock(stage).len() < Self::READY {
                // The worker that comes for one will make it itself, and see what is wrong.
                let Ok(instance) = Instance::new(&self.pipeline.stages()[stage].plugin.compiled) else {
                    break;
                };
                self.lock(stage).push_back(instance);
            }
            if self.is_closed() {
                return;
            }
        }
    }

    /// Ends [`fill`](Self::fill), once it has made the instance that it is at.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        // It may be waiting for something to do. Where the queue is full, it is not.
        let _ = self.asked.try_send(0);
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    fn lock(&self, stage: usize) -> MutexGuard<'_, VecDeque<Instance>> {
        self.ready[stage].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
