//! How far a run has come.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use textmill_corpus as corpus;

/// Counters of a run that another thread may read while it continues, for a progress bar.
///
/// ```no_run
/// use std::{sync::Arc, thread, time::Duration};
/// use textmill::{Corpus, Engine, Progress};
///
/// let engine = Engine::builder().builtins().build()?;
/// let progress = Arc::new(Progress::default());
/// let shown = Arc::clone(&progress);
/// thread::spawn(move || loop {
///     eprintln!("{} documents", shown.documents());
///     thread::sleep(Duration::from_secs(1));
/// });
/// let report = engine.analysis().progress(progress).run(&mut Corpus::new().path("corpus").open()?)?;
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Progress {
    started: AtomicBool,
    documents: AtomicU64,
    bytes: AtomicU64,
    faults: AtomicU64,
    read: AtomicU64,
    /// Bytes in all plus one; 0 where not known.
    total: AtomicU64,
}

impl Progress {
    /// Whether the first documents have been read. Before that, an engine may still be compiling its plugins.
    #[must_use]
    pub fn started(&self) -> bool {
        self.started.load(Ordering::Relaxed)
    }

    /// Documents analyzed so far.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.documents.load(Ordering::Relaxed)
    }

    /// Bytes of decoded text analyzed so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Faults so far.
    #[must_use]
    pub fn faults(&self) -> u64 {
        self.faults.load(Ordering::Relaxed)
    }

    /// Bytes of input whose documents have been analyzed.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes of input in all, where that can be known.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total.load(Ordering::Relaxed).checked_sub(1)
    }

    /// The first batch was read from a source.
    pub(crate) fn note_start(&self, source: corpus::Progress) {
        self.total.store(source.total.map_or(0, |total| total.saturating_add(1)), Ordering::Relaxed);
        self.started.store(true, Ordering::Relaxed);
    }

    /// A batch was analyzed, which ended where `read` bytes of the input were read.
    pub(crate) fn note_batch(&self, documents: u64, bytes: u64, faults: u64, read: u64) {
        self.documents.fetch_add(documents, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.faults.fetch_add(faults, Ordering::Relaxed);
        self.read.fetch_max(read, Ordering::Relaxed);
    }
}
