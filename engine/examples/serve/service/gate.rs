//! How many requests are let in: some at work, some that wait, no more.

use std::sync::Arc;

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

/// Lets requests in, up to a number, and to work, up to a smaller one, in the order in which they asked.
#[derive(Debug)]
pub(crate) struct Gate {
    inside: Arc<Semaphore>,
    working: Arc<Semaphore>,
    at_work: usize,
    most: usize,
}

/// A request that was let in. Dropped, it makes room for another.
#[derive(Debug)]
pub(crate) struct Inside {
    _room: OwnedSemaphorePermit,
    working: Arc<Semaphore>,
}

/// A request whose turn it is.
#[derive(Debug)]
pub(crate) struct AtWork {
    _inside: Inside,
    _turn: OwnedSemaphorePermit,
}

impl Gate {
    pub(crate) fn new(at_work: usize, waiting: usize) -> Self {
        let at_work = at_work.max(1);
        let most = at_work.saturating_add(waiting).min(Semaphore::MAX_PERMITS);
        Self {
            inside: Arc::new(Semaphore::new(most)),
            working: Arc::new(Semaphore::new(at_work)),
            at_work,
            most,
        }
    }

    /// Lets a request in where there is room. This comes before its body is read, so that memory is bounded by what is let
    /// in.
    pub(crate) fn enter(&self) -> Option<Inside> {
        let room = Arc::clone(&self.inside).try_acquire_owned().ok()?;
        Some(Inside { _room: room, working: Arc::clone(&self.working) })
    }

    /// Requests at work, and those that are inside and not at work: they wait, or their bodies are read.
    pub(crate) fn load(&self) -> (usize, usize) {
        let at_work = self.at_work - self.working.available_permits();
        let inside = self.most - self.inside.available_permits();
        (at_work, inside.saturating_sub(at_work))
    }
}

impl Inside {
    /// Waits for its turn.
    pub(crate) async fn turn(self) -> Result<AtWork, AcquireError> {
        let turn = Arc::clone(&self.working).acquire_owned().await?;
        Ok(AtWork { _inside: self, _turn: turn })
    }
}
