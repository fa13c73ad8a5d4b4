//! What asks for an end, and wakes whoever waits for something else meanwhile.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Asks for the end of what it was given to: a run finishes what it has read and reads no more, a call is broken off.
///
/// Clones are the same handle. It may be used from any thread, and stays stopped.
///
/// ```
/// use textmill_corpus::StopHandle;
///
/// let stop = StopHandle::new();
/// let of_another_thread = stop.clone();
/// std::thread::spawn(move || of_another_thread.stop()).join().unwrap();
/// assert!(stop.is_stopped());
/// ```
#[derive(Clone, Default)]
pub struct StopHandle(Arc<Shared>);

#[derive(Default)]
struct Shared {
    stopped: AtomicBool,
    next: AtomicU64,
    /// Each with the number by which it is taken out again.
    wakers: Mutex<Vec<(u64, Waker)>>,
}

type Waker = Arc<dyn Fn() + Send + Sync>;

/// Keeps what [`StopHandle::on_stop`] was told to call. Dropped, it is not called any more.
///
/// ```
/// use std::sync::mpsc;
/// use textmill_corpus::StopHandle;
///
/// let (sender, receiver) = mpsc::channel();
/// let stop = StopHandle::new();
/// let kept = stop.on_stop(move || drop(sender.send("stopped")));
/// stop.stop();
/// assert_eq!(receiver.recv(), Ok("stopped"));
/// drop(kept);
/// ```
#[must_use = "what was to be called is forgotten when this is dropped"]
pub struct OnStop {
    shared: Arc<Shared>,
    number: u64,
}

impl StopHandle {
    /// A handle that nobody has stopped yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for the end.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::SeqCst);
        // Called without the lock, so that a waker may do whatever it likes with this handle.
        let wakers: Vec<Waker> = self.0.lock().iter().map(|(_, waker)| Arc::clone(waker)).collect();
        wakers.iter().for_each(|waker| waker());
    }

    /// Whether the end was asked for.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.stopped.load(Ordering::SeqCst)
    }

    /// Has `waker` called when the end is asked for: at once where it was. It may be called more than once, from any thread,
    /// and should be quick.
    pub fn on_stop(&self, waker: impl Fn() + Send + Sync + 'static) -> OnStop {
        let (number, waker) = (self.0.next.fetch_add(1, Ordering::Relaxed), Arc::new(waker));
        self.0.lock().push((number, Arc::clone(&waker) as Waker));
        // After it was put in: whoever stops meanwhile calls it, or is seen here.
        if self.is_stopped() {
            waker();
        }
        OnStop { shared: Arc::clone(&self.0), number }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Vec<(u64, Waker)>> {
        self.wakers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OnStop {
    fn drop(&mut self) {
        self.shared.lock().retain(|(number, _)| *number != self.number);
    }
}

impl fmt::Debug for StopHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("StopHandle").field("stopped", &self.is_stopped()).finish_non_exhaustive()
    }
}

impl fmt::Debug for OnStop {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OnStop").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::StopHandle;

    #[test]
    fn wakers_are_called_when_it_is_stopped_and_until_they_are_dropped() {
        let stop = StopHandle::new();
        let calls: Vec<Arc<AtomicU32>> = (0..3).map(|_| Arc::default()).collect();
        let count = |index: usize| {
            let calls = Arc::clone(&calls[index]);
            move || {
                calls.fetch_add(1, Ordering::Relaxed);
            }
        };
        let _kept = stop.on_stop(count(0));
        drop(stop.on_stop(count(1)));
        stop.stop();
        let _late = stop.on_stop(count(2));
        let calls: Vec<u32> = calls.iter().map(|calls| calls.load(Ordering::Relaxed)).collect();
        assert_eq!(calls, [1, 0, 1]);
        assert!(stop.is_stopped());
    }
}
