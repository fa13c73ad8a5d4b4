//! What a run or a call does, as whoever asked for it has said.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use textmill_corpus::StopHandle;

use super::Progress;
use super::assignment::Assignment;
use super::instances::Instances;
use super::trace::Trace;
use super::worker::OutputCache;
use crate::error::Error;
use crate::plugin::{Bounds, PerStage, Pipeline};
use crate::select::Selection;

/// What a run or a call does.
pub(crate) struct Plan<'a> {
    pub(crate) pipeline: &'a Arc<Pipeline>,
    pub(crate) instances: &'a Arc<Instances>,
    /// Workers at most.
    pub(crate) threads: usize,
    pub(crate) progress: &'a Progress,
    pub(crate) batch_bytes: usize,
    pub(crate) max_document_bytes: u64,
    /// Documents after which an instance is replaced, if the limits of its plugin do not say fewer.
    pub(crate) documents_per_instance: u64,
    /// How long a document that was read waits for others at most while a worker is idle.
    pub(crate) latency: Duration,
    /// Whether each document's outputs are wanted.
    pub(crate) outputs: bool,
    /// Whether outputs are merged.
    pub(crate) merges: bool,
    /// Whether results come in the order of the input.
    pub(crate) in_order: bool,
    /// The layers that are wanted with outputs, by their names in the run.
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
    pub(crate) assignment: Option<&'a Assignment>,
    /// Ends the run early: batches in hand are finished, and no more is read.
    pub(crate) stop: &'a StopHandle,
    /// What breaks off calls to analyzers.
    pub(crate) bounds: Bounds,
    /// What the machine had no more of, once that is so: what is found from then on is worth nothing.
    pub(crate) exhausted: OnceLock<Exhausted>,
    /// The messages that each analyzer has written.
    pub(crate) messages: PerStage<Arc<AtomicU64>>,
}

/// What the machine had no more of.
#[derive(Debug)]
pub(crate) struct Exhausted {
    /// The analyzer that there was no instance of.
    plugin: String,
    message: String,
}

impl Plan<'_> {
    /// The machine has no room for an instance of a plugin.
    pub(crate) fn exhaust(&self, plugin: &str, message: &str) {
        let _ = self.exhausted.set(Exhausted { plugin: plugin.to_string(), message: message.to_string() });
    }

    /// # Errors
    /// [`ErrorKind::System`](crate::ErrorKind::System) once the machine had no more to give.
    pub(crate) fn check_machine(&self) -> Result<(), Error> {
        match self.exhausted.get() {
            Some(Exhausted { plugin, message }) => Err(Error::exhausted(plugin, message)),
            None => Ok(()),
        }
    }

    /// Whether a field is told by the labels of a layer, where metadata lack it.
    pub(crate) fn is_labelled(&self, field: &str) -> bool {
        self.labelled.iter().any(|layer| layer == field)
    }

    /// Whether nobody waits for what is done any longer.
    pub(crate) fn is_broken_off(&self) -> bool {
        self.bounds.are_passed() || self.exhausted.get().is_some()
    }
}
