//! An embedded text analytics engine.
//!
//! A host loads sandboxed WebAssembly plugins (analyzers), runs them in parallel over a corpus, and merges their
//! JSON outputs into one report. A plugin cannot hurt the host, a document that a plugin fails on is a named fault
//! and costs no other, and the report is the same bytes for any number of threads.
//!
//! ```no_run
//! use textmill::{Corpus, Engine};
//!
//! let engine = Engine::builder().builtins().build()?;
//! let mut corpus = Corpus::new().path("corpus").open()?;
//! let report = engine.analyze(&mut corpus)?;
//! println!("{}", report.analyzers["keywords"].output["terms"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Documents need not be files: any iterator of [`Document`] is a [`Source`]. A complete example is
//! `engine/examples/embed.rs`.
#![deny(missing_docs)]

mod analysis;
mod cache;
mod conformance;
mod engine;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod merge;
mod partial;
mod plugin;
mod report;
mod retry;
mod run;
mod select;

pub use analysis::Analysis;
pub use conformance::{Conformance, Difference, Trial, check_conformance, sample_documents};
pub use engine::{Engine, EngineBuilder, PluginInfo};
pub use error::{Error, ErrorKind};
pub use merge::merge;
pub use plugin::{
    Attribute, AttributeRequirement, CompiledCache, Limits, LogLevel, Manifest, PluginSource, Provision,
    Requirement, Resource, Scope, ValueType,
};
pub use report::{
    CacheRecord, CommandRecord, CorpusTotals, Cost, DocumentName, Fault, FaultKind, FaultSummary, Origin,
    PluginRecord, Provenance, RemovedTotals, Report, RunRecord, Section, SelectionRecord, SlowDocuments,
};
pub use retry::{Again, Earlier, Retry};
pub use run::Progress;
pub use select::{Filter, GroupBy, Sample};
pub use textmill_corpus::{
    Corpus, CorpusError, Cursor, Deferred, Document, Encoding, HtmlText, Input, InvalidText, Item, LeftOut,
    Listed, Paths, Progress as SourceProgress, Removed, Source, UnknownEncoding, Unread,
};
