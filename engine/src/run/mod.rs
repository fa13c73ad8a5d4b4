//! The way of the data: documents into batches, batches to workers, what they find into one report.
//!
//! A reader fills a bounded feed; each worker takes portions from it, with an instance of every plugin and a tally of its own.
//! The lock around a tally is contended for by nobody but a reader that saves a state, while the worker waits for it. A bad
//! document is a value on this way, never an error that ends the run.

mod batch;
mod bill;
mod cached;
mod caller;
mod faults;
mod feed;
mod findings;
mod instances;
mod isolate;
mod kept;
mod lane;
mod ordered;
mod outlet;
mod prepare;
mod progress;
mod schedule;
mod sections;
mod spill;
mod state;
mod tally;
mod texts;
mod totals;
mod trace;
mod turns;
mod worker;

pub(crate) use batch::Batch;
pub(crate) use bill::Bill;
pub(crate) use cached::OutputCache;
pub(crate) use faults::FaultLog;
pub(crate) use findings::{Findings, Place};
pub(crate) use instances::Instances;
pub(crate) use kept::{KeptState, Replacement};
pub(crate) use outlet::{Lines, Results};
pub use progress::Progress;
pub(crate) use schedule::{Found, Plan, run};
pub(crate) use sections::Section;
pub(crate) use spill::Spill;
pub(crate) use state::{Begun, Keeper};
pub(crate) use tally::Tally;
pub(crate) use texts::Texts;
pub(crate) use totals::Totals;
pub(crate) use trace::{Trace, Track};
pub(crate) use turns::{Turn, Turns};
pub(crate) use worker::Worker;
