//! The way of the data: documents into batches, batches to workers, what they find into one report.
//!
//! A reader fills a bounded feed; each worker takes portions from it, with an instance of every plugin and a tally of its own.
//! The lock around a tally is contended for by nobody but a reader that saves a state, while the worker waits for it. A bad
//! document is a value on this way, never an error that ends the run.

mod assignment;
mod feed;
mod instances;
mod ordered;
mod outlet;
mod plan;
mod progress;
mod reader;
mod schedule;
mod trace;
mod worker;

/// The greatest number of threads of a run.
pub(crate) const MAX_THREADS: usize = 1_024;

pub(crate) use assignment::{Assignment, Task};
pub(crate) use instances::Instances;
pub(crate) use outlet::{Lines, Results};
pub(crate) use plan::Plan;
pub use progress::Progress;
pub(crate) use schedule::{RunFindings, run};
pub(crate) use trace::{Trace, Track};
pub(crate) use worker::{OutputCache, StageCost, Worker};
