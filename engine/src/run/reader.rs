//! The reader's side of a run: from the source into the feed, and from time to time into a checkpoint.

use textmill_corpus::{Input, Source};

use super::feed::Feed;
use super::outlet::Outlet;
use super::schedule::{Shared, cannot_write, lock};
use crate::checkpoint::Checkpoint;
use crate::error::Error;

/// Reads a source for the workers of a run.
pub(super) struct Reader<'a, O: Outlet> {
    shared: Shared<'a, O>,
    checkpoint: Option<&'a mut Checkpoint>,
    inputs: Vec<Input>,
}

/// What was read.
pub(super) struct WhatWasRead {
    /// Whether it was all of the source.
    pub(super) complete: bool,
    /// By path; those that a checkpoint has are not among them.
    pub(super) inputs: Vec<Input>,
}

impl<'a, O: Outlet> Reader<'a, O> {
    pub(super) fn new(shared: Shared<'a, O>, checkpoint: Option<&'a mut Checkpoint>) -> Self {
        Self { shared, checkpoint, inputs: Vec::new() }
    }

    /// Reads to the end, or until there is a reason to stop. Whatever comes of it, workers are told that there is no more.
    ///
    /// # Errors
    /// Where a checkpoint cannot be saved, and where the source cannot go on: then what it had read before is saved.
    pub(super) fn read(mut self, source: &mut dyn Source) -> Result<WhatWasRead, Error> {
        let _ending = Ending(self.shared.feed);
        let complete = self.feed_from(source)?;
        self.shared.plan.progress.note_start(source.progress());
        self.shared.feed.cut();
        if self.checkpoint.is_some() {
            self.keep(source, complete)?;
        } else {
            self.inputs.extend(source.take_inputs());
        }
        if let Some(failure) = source.failure() {
            return Err(Error::unreadable(&failure));
        }
        self.inputs.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(WhatWasRead { complete, inputs: self.inputs })
    }

    /// Gives to the feed what the source has, and says whether that was all.
    fn feed_from(&mut self, source: &mut dyn Source) -> Result<bool, Error> {
        let Shared { plan, feed, ordered, .. } = self.shared;
        let mut portions = 0;
        while !plan.stop.is_stopped() && !ordered.has_failed() {
            let Some(item) = source.next_item() else {
                return Ok(!plan.stop.is_stopped() && source.failure().is_none());
            };
            let progress = source.progress();
            plan.progress.note_start(progress);
            let Ok(sealed) = feed.push(item, progress.read) else { break };
            if sealed > portions {
                portions = sealed;
                if self.checkpoint.as_ref().is_some_and(|checkpoint| checkpoint.is_due()) {
                    portions = self.keep(source, false)?;
                }
            }
        }
        Ok(false)
    }

    /// Waits until all that was read is analyzed, and saves what was found. Workers then continue with empty tallies.
    fn keep(&mut self, source: &mut dyn Source, complete: bool) -> Result<u64, Error> {
        let Shared { feed, ordered, spill, tallies, .. } = self.shared;
        let portions = feed.seal();
        let Some(checkpoint) = self.checkpoint.as_deref_mut() else { return Ok(portions) };
        ordered.wait_for(portions).map_err(cannot_write)?;
        let mut found = spill.new_tally();
        for tally in tallies {
            found.merge(std::mem::replace(&mut *lock(tally), spill.new_tally()))?;
        }
        let mut inputs = source.take_inputs();
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        checkpoint.save(spill, &found, &inputs, source.cursor().unwrap_or_default(), complete)?;
        Ok(portions)
    }
}

/// Ends a feed when it is dropped.
struct Ending<'f>(&'f Feed);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}
