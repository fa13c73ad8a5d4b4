//! Callers beyond the cores of the machine wait for a turn, a little.
//!
//! Eight callers on two cores would have eight instances of each analyzer at work, none of which stays in the processor's
//! caches. A call takes a tenth of a millisecond, so whoever waits has its turn soon. But a call may also take as long as
//! its limits allow, and that must not hold up others: after [`PATIENCE`] a caller goes ahead without a turn.

use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a caller waits for a turn at most. It is some twenty calls of a short text.
const PATIENCE: Duration = Duration::from_millis(2);

/// As many turns as the process has cores.
pub(super) struct Turns {
    free: Mutex<usize>,
    given_back: Condvar,
}

/// A turn, which is given back when this is dropped.
pub(super) struct Turn<'a>(&'a Turns);

impl Turns {
    pub(super) fn new() -> Self {
        Self::of(thread::available_parallelism().map_or(1, NonZero::get))
    }

    fn of(count: usize) -> Self {
        Self { free: Mutex::new(count), given_back: Condvar::new() }
    }

    /// A turn, or nothing where none came free in time.
    pub(super) fn take(&self) -> Option<Turn<'_>> {
        let waited = self.given_back.wait_timeout_while(self.lock(), PATIENCE, |free| *free == 0);
        let (mut free, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *free = free.checked_sub(1)?;
        Some(Turn(self))
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.lock() += 1;
        self.0.given_back.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;

    #[test]
    fn whoever_finds_no_turn_goes_ahead_without_one() {
        let turns = Turns::of(2);
        let (first, second) = (turns.take(), turns.take());
        assert!(first.is_some() && second.is_some() && turns.take().is_none());
        drop(first);
        assert!(turns.take().is_some(), "a turn that was given back is there for the next");
    }

    #[test]
    fn a_waiting_caller_gets_the_turn_that_comes_free() {
        let turns = Turns::of(1);
        let held = turns.take();
        std::thread::scope(|scope| {
            // It gets the turn, or its patience ends before this thread has come to give it back: either is right.
            let waiting = scope.spawn(|| drop(turns.take()));
            drop(held);
            waiting.join().expect("the thread ends");
        });
        assert!(turns.take().is_some(), "every turn is back");
    }
}
