//! What a run says: the report and its faults.
//!
//! The model of `docs/report.md`. How it is shown on a terminal is the command line's business.

mod cost;
mod distinctive;
mod fault;
mod groups;
mod limits;
mod merged;
mod model;
mod provenance;
mod time;

pub use cost::{Cost, SlowDocuments};
pub use distinctive::DistinctiveKey;
pub(crate) use fault::bounded;
pub use fault::{Fault, FaultKind, FaultSummary};
pub use groups::{GreatestGroups, GroupSize};
pub use limits::Limits;
pub use merged::{
    Bin, CountedKey, Counts, Distinct, FieldPath, Histogram, KeySet, Merged, MergedError, Misfit, OtherKeys,
    Pair, Pairs, Quantile, Quantiles, SampledValue, ScoredDocument, Stats,
};
pub use model::{
    CorpusTotals, DocumentName, EvidenceTotals, RemovedTotals, Report, Section, UndatedDocument,
};
pub use provenance::{
    Again, CacheRecord, CommandRecord, Origin, OutputRecord, PluginRecord, Provenance, RunRecord,
    SelectionRecord,
};
pub(crate) use time::now;
