//! The way of the data: documents into batches, batches to workers, what they find into one report.
//!
//! A reader fills a bounded queue; each worker has its own instance of every plugin and its own states, so workers
//! share nothing and never lock. A bad document is a value on this way, never an error that ends the run.

mod batch;
mod batcher;
mod documents;
mod faults;
mod isolate;
mod lane;
mod progress;
mod schedule;
mod texts;
mod worker;

pub(crate) use batch::Batch;
pub(crate) use faults::FaultLog;
pub use progress::Progress;
pub(crate) use schedule::{Plan, Results, run};
pub(crate) use texts::Texts;
