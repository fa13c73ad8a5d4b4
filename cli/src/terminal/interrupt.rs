//! Ctrl-C: the first ends a run in good order, the second at once. Before a run has begun there is nothing to finish.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use textmill::{Scratch, StopHandle};

use super::Console;

/// What a signal does to a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupt {
    /// Stopped by the first.
    pub(crate) stop: StopHandle,
    /// Whether there are documents in hand, which may be finished.
    has_begun: Arc<AtomicBool>,
    /// Removed by the second: what would be left behind of files that are not whole.
    temporary: Arc<Mutex<Vec<PathBuf>>>,
}

/// The exit code of a process that an interrupt ended, as shells have it: 128 and the signal's number.
pub(crate) const INTERRUPTED: u8 = 130;

impl Interrupt {
    /// Listens for Ctrl-C, and for what asks a process to end (SIGTERM, SIGHUP). Until the run [begins](Self::begin) the first
    /// ends at once: loading plugins may take its time.
    pub(crate) fn listen(&self, console: &Console) {
        let (interrupt, console) = (self.clone(), console.clone());
        let handle = move || {
            if interrupt.stop.is_stopped() || !interrupt.has_begun.load(Ordering::Relaxed) {
                interrupt.remove_temporary();
                Scratch::remove_all();
                std::process::exit(INTERRUPTED.into());
            }
            interrupt.stop.stop();
            console.say("finishing the documents in hand; Ctrl-C again ends at once");
        };
        // Where a system has no signals, or somebody else listens, the default is good enough.
        let _ = ctrlc::set_handler(handle);
    }

    /// The run begins: from now on the first Ctrl-C finishes what is in hand.
    pub(crate) fn begin(&self) {
        self.has_begun.store(true, Ordering::Relaxed);
    }

    /// Notes a file that is to be removed should the process end at once.
    pub(crate) fn note(&self, path: Option<PathBuf>) {
        self.temporary.lock().unwrap_or_else(PoisonError::into_inner).extend(path);
    }

    /// Leaves all files that were noted to whoever needs them, should the process end at once.
    pub(crate) fn forget(&self) {
        self.temporary.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn remove_temporary(&self) {
        for path in self.temporary.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            // A file that has got its name by now is no longer under this one.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_not_whole_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".textmill-x.part");
        fs::write(&path, "half").unwrap();
        let interrupt = Interrupt::default();
        interrupt.note(Some(path.clone()));
        interrupt.note(None);
        interrupt.remove_temporary();
        assert!(!path.exists());
    }
}
