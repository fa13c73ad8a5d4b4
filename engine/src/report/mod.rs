//! What a run says: the report and its faults.
//!
//! The model of `docs/report.md`. How it is shown on a terminal is the command line's business.

mod cost;
mod fault;
mod limits;
mod model;
mod provenance;
mod time;

pub use cost::{Cost, SlowDocuments};
pub use fault::{Fault, FaultKind, FaultSummary};
pub use limits::Limits;
pub use model::{CorpusTotals, DocumentName, RemovedTotals, Report, Section};
pub use provenance::{
    Again, CacheRecord, CommandRecord, Origin, PluginRecord, Provenance, RunRecord, SelectionRecord,
};
pub(crate) use time::now;
