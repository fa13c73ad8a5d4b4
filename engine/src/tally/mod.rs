//! What was found: by a worker, in a part of a run, or in all of it.

mod faults;
mod kept;
mod sections;
mod totals;

pub(crate) use faults::{FaultLog, LostDocument};
pub(crate) use kept::Share;
pub(crate) use sections::{SectionTally, StageTally};
pub(crate) use totals::Totals;

use crate::error::{Error, ErrorKind};
use crate::plugin::{PerStage, Pipeline};

/// Counts, states and faults. Lawful to merge: the order leaves no trace.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) totals: Totals,
    /// For each stage of the pipeline what it said.
    pub(crate) sections: PerStage<StageTally>,
    pub(crate) faults: FaultLog,
}

impl Tally {
    /// A tally of nothing. All faults are kept where `all_faults` says so, else the first hundred.
    pub(crate) fn new(pipeline: &Pipeline, all_faults: bool) -> Self {
        Self {
            totals: Totals::default(),
            sections: pipeline.stages().iter().map(|stage| StageTally::new(&stage.plugin.schema)).collect(),
            faults: FaultLog::new(all_faults),
        }
    }

    /// Takes in what another found.
    ///
    /// # Errors
    /// None, unless it is of another pipeline.
    pub(crate) fn merge(&mut self, other: Self) -> Result<(), Error> {
        self.totals.merge(other.totals);
        for (ours, theirs) in (&mut self.sections).into_iter().zip(other.sections) {
            ours.merge(theirs).map_err(|error| Error::new(ErrorKind::System, error.to_string()))?;
        }
        self.faults.merge(other.faults);
        Ok(())
    }

    /// About how many bytes of memory it takes.
    pub(crate) fn memory(&self) -> usize {
        self.sections.iter().map(StageTally::memory).sum::<usize>() + self.faults.memory()
    }
}
