//! What a run or a call does, as whoever asked for it has said.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use textmill_corpus::StopHandle;

use super::Progress;
use super::assignment::Assignment;
use super::instances::Instances;
use super::trace::Trace;
use super::worker::OutputCache;
use crate::error::Error;
use crate::plugin::{Bounds, PerStage, Pipeline, StageIndex};
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
    /// Whether texts and metadata are wanted with outputs.
    pub(crate) texts: bool,
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
    /// Documents that one analyzer may run out of time on before the run is given up; nothing for any number.
    pub(crate) max_timeouts: Option<u64>,
    /// Documents that each analyzer ran out of time on.
    pub(crate) timeouts: PerStage<AtomicU64>,
    /// Why the run was given up, once that is so: what is found from then on is worth nothing.
    pub(crate) given_up: OnceLock<GivenUp>,
    /// The messages that each analyzer has written.
    pub(crate) messages: PerStage<Arc<AtomicU64>>,
}

/// Why a run was given up.
#[derive(Debug)]
pub(crate) enum GivenUp {
    /// The machine has no room for an instance of an analyzer.
    Machine { plugin: String, message: String },
    /// An analyzer ran out of time on so many documents.
    Timeouts { plugin: String, documents: u64 },
}

impl Plan<'_> {
    /// The machine has no room for an instance of a plugin.
    pub(crate) fn exhaust(&self, plugin: &str, message: &str) {
        self.give_up(GivenUp::Machine { plugin: plugin.to_string(), message: message.to_string() });
    }

    /// An analyzer ran out of time on one more document, alone with a fresh instance.
    ///
    /// That it did so on too many is a matter of their number in the whole run, so the run is given up or not whatever
    /// threads and batches there are, and with the same words; how far it has come by then is not the same.
    pub(crate) fn note_timeout(&self, stage: StageIndex) {
        let documents = self.timeouts[stage].fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(most) = self.max_timeouts.filter(|most| documents > *most) {
            let plugin = self.pipeline[stage].plugin.name.clone();
            self.give_up(GivenUp::Timeouts { plugin, documents: most });
        }
    }

    fn give_up(&self, why: GivenUp) {
        let _ = self.given_up.set(why);
        self.bounds.give_up();
    }

    /// # Errors
    /// [`ErrorKind::System`](crate::ErrorKind::System) once the machine had no more to give,
    /// [`ErrorKind::Timeouts`](crate::ErrorKind::Timeouts) once an analyzer has run out of time too often.
    pub(crate) fn check_goes_on(&self) -> Result<(), Error> {
        match self.given_up.get() {
            Some(GivenUp::Machine { plugin, message }) => Err(Error::exhausted(plugin, message)),
            Some(GivenUp::Timeouts { plugin, documents }) => Err(Error::too_slow(plugin, *documents)),
            None => Ok(()),
        }
    }

    /// Whether a field is told by the labels of a layer, where metadata lack it.
    pub(crate) fn is_labelled(&self, field: &str) -> bool {
        self.labelled.iter().any(|layer| layer == field)
    }

    /// Whether nobody waits for what is done any longer.
    pub(crate) fn is_broken_off(&self) -> bool {
        self.bounds.are_passed() || self.given_up.get().is_some()
    }
}
