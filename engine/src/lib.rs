//! An embedded text analytics engine.
//!
//! A host loads sandboxed WebAssembly plugins (analyzers), runs them over single texts, streams and whole corpora, and
//! merges their JSON outputs into one report. A plugin cannot hurt the host, a document that a plugin fails on is a named
//! fault and costs no other, and the report is the same bytes for any number of threads.
//!
//! # A text
//!
//! An engine is built once. From then on a short text takes a tenth of a millisecond for the four built-in analyzers that run by default, from
//! any number of threads at once:
//!
//! ```no_run
//! use textmill::Engine;
//!
//! let engine = Engine::builder().builtins().build()?;
//! let result = engine.texts().layers(["entities"]).analyze("Naguib Mahfouz lived in Cairo, and loved it.")?;
//!
//! if let Some(sentiment) = result.output("sentiment")? {
//!     println!("score: {:?}", sentiment.field("score")?.as_f64());
//! }
//! for entity in result.layer("entities")?.into_iter().flat_map(|layer| layer.spans()) {
//!     println!("{:?}: {}", entity.label(), entity.text());
//! }
//! # Ok::<(), textmill::Error>(())
//! ```
//!
//! # A corpus
//!
//! Files, folders and archives of any size become one [`Report`], by as many workers as there are cores, in memory that does
//! not grow with the corpus:
//!
//! ```no_run
//! use textmill::{Corpus, Engine, Merged};
//!
//! let engine = Engine::builder().builtins().build()?;
//! let mut corpus = Corpus::new().path("corpus").open()?;
//! let report = engine.analyze(&mut corpus)?;
//! if let Some(Merged::Counts(terms)) = report.merged("keywords")?.field("terms") {
//!     println!("{} different terms, most often {:?}", terms.distinct, terms.top.first());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Documents need not be files: any iterator of [`Document`] is a [`Source`]. [`Analysis`] has more to it: filters, groups,
//! results by document, a state to resume from, a cache.
//!
//! # A stream
//!
//! [`Analysis::stream`] gives what is found in each document while its source still gives them, in order, with back-pressure
//! both ways. (With the feature `futures`, `Analysis::stream_async` does so in an asynchronous program.)
//!
//! ```no_run
//! use std::{sync::mpsc, thread};
//! use textmill::{Document, Engine};
//!
//! let engine = Engine::builder().builtins().build()?;
//! let (sender, receiver) = mpsc::channel();
//! thread::spawn(move || {
//!     for (number, line) in std::io::stdin().lines().map_while(Result::ok).enumerate() {
//!         if sender.send(Document::new(number.to_string(), line)).is_err() {
//!             break;
//!         }
//!     }
//! });
//! for result in engine.analysis().stream(receiver.into_iter())? {
//!     println!("{}", result?.to_json()?);
//! }
//! # Ok::<(), textmill::Error>(())
//! ```
//!
//! # A plugin of one's own
//!
//! A plugin is a WebAssembly component, written in Rust against `textmill-sdk`, or in any language that has components. It
//! is loaded beside the built-in ones, with its settings and limits:
//!
//! ```no_run
//! use serde_json::json;
//! use textmill::{Engine, Limits, PluginSource};
//!
//! let reading_ease = PluginSource::file("reading_ease.wasm")?
//!     .settings(json!({"language": "en"}))
//!     .limits(Limits { memory: 64 << 20, time_ms: 500, ..Limits::default() });
//! let engine = Engine::builder().builtins().plugin(reading_ease).build()?;
//! # Ok::<(), textmill::Error>(())
//! ```
//!
//! # What holds
//!
//! - **Threads.** [`Engine`] is `Send`, `Sync`, and cheap to clone. A call runs on the thread of its caller; a run has
//!   threads of its own, at most [`EngineBuilder::threads`] workers and a reader, while it lasts. Neither waits for another:
//!   not for a source that gives nothing, nor for a plugin that hangs. An engine that does nothing has no threads; a process
//!   has one that ticks while guests run.
//! - **Panics.** None is reachable from a document, a plugin or a setting.
//! - **Errors.** What spoils one document is a [`Fault`], a value beside its results. An [`Error`] says what stopped the
//!   whole, by its [`ErrorKind`], with a [hint](Error::hint) where there is something to be done.
//! - **Time.** A call to a plugin ends within its [`Limits`]; a call to the engine, within its
//!   [time limit](TextAnalysis::time_limit); both, within some ten milliseconds.
//! - **Memory.** A run holds a few batches for each worker and [`Analysis::merge_bytes`] of states, however large the corpus.
//!   Calls hold their texts. An engine keeps [`EngineBuilder::kept_instances`] instances of each plugin, each within its
//!   limits. A million calls take no more than a thousand.
//! - **Determinism.** An output depends on its document, the settings and resources alone. All of a report but its record of
//!   the [run](RunRecord) is the same bytes for any number of threads, batches and stops; a call, a stream and a run give the
//!   same results.
//!
//! # Features
//!
//! All are on by default but `futures`. A program that reads few formats need not compile the others: with
//! `default-features = false` it names what it wants. The types are the same whatever is on.
//!
//! | feature | what it adds | crates in all where it alone is off |
//! | --- | --- | --- |
//! | `archives` | tar and ZIP archives, and web crawls (WARC, WET, ARC), are read | 194 of 202, without `office` |
//! | `compression` | Zstandard, bzip2 and xz are read, and Brotli in crawls; gzip always is | 196 |
//! | `html` | pages are read, those of crawls and of mail too | 166, without `markdown`, `office` and `xml` |
//! | `mail` | mail, boxes of it, and pages saved as mail are read | 200 |
//! | `markdown` | Markdown and notebooks of Jupyter are read; brings `html` along | 200 |
//! | `office` | DOCX, ODT and EPUB are read; brings `archives` and `xml` along | 202 |
//! | `parquet` | Parquet is read | 189 |
//! | `xml` | feeds, dumps of MediaWiki, TEI and other XML are read; brings `html` along | 201, without `office` |
//! | `precompiled` | the machine code of the built-in analyzers, so that no start has to compile them | 201 |
//! | `builtin` | the five built-in analyzers; `precompiled` brings it along | 200, without both |
//! | `futures` | `Analysis::stream_async` | |
//!
//! Without those of formats there are 137 crates, with `builtin` alone 133, and 132 with nothing: the sandbox, and what reads
//! texts, JSON Lines and tables in any encoding. (Packages that `cargo tree -e normal` names for Linux, this one among them,
//! each once. Build scripts have 11 to 16 more; what the built-in analyzers are compiled with is not counted.)
//!
//! What a build does not read is known all the same: it is an [`Unread`] that names the format and the feature, never read as
//! plain text and never left out in silence. Without `html`, the texts in crawls are read and the pages among them are not.
//! What is set of a format that is not read is a [`CorpusError::Unbuilt`] where the corpus is opened.

mod batch;
mod cache;
mod checkpoint;
mod compare;
mod concordance;
mod conformance;
mod duplicates;
mod engine;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod keyness;
mod layer;
mod locked;
mod merge;
mod partial;
mod plugin;
mod regular;
mod report;
mod results;
mod retry;
mod run;
mod scratch;
mod select;
mod tally;
mod trends;

pub use checkpoint::StateUpdate;
pub use compare::{Compare, Comparison, FieldComparison, Keyness, Rank, Side};
pub use concordance::{Concordance, Context, Hit, HitStream, Pattern, Window};
pub use conformance::{Conformance, Difference, Trial, check_conformance, sample_documents};
pub use duplicates::{DuplicateDocument, DuplicateGroup, DuplicateKind, Duplicates, FoundDuplicates};
#[cfg(feature = "futures")]
pub use engine::AsyncDocumentStream;
pub use engine::{Analysis, DocumentStream, Engine, EngineBuilder, PluginInfo, TextAnalysis};
pub use error::{Error, ErrorKind};
pub use layer::{Attribute, AttributeValue, Provision, Scope, ValueType};
pub use merge::{KeyCount, PairCount, each_count, each_pair, merge, merge_by};
pub use plugin::{
    AttributeRequirement, CompiledCache, LogLevel, Manifest, PluginSource, Requirement, Resource,
};
pub use report::{
    Again, Bin, CacheRecord, CommandRecord, CorpusTotals, Cost, CountedKey, Counts, Distinct, DistinctiveKey,
    DocumentName, EvidenceTotals, Fault, FaultKind, FaultSummary, FieldPath, GreatestGroups, GroupSize,
    Histogram, KeySet, Limits, Merged, MergedError, Misfit, Origin, OtherKeys, OutputRecord, Pair, Pairs,
    PluginRecord, Provenance, Quantile, Quantiles, RemovedTotals, Report, RunRecord, SampledValue,
    ScoredDocument, Section, SelectionRecord, SlowDocuments, Stats, UndatedDocument,
};
pub use results::{
    DocumentLine, DocumentResult, LayerResult, LineFault, LineJson, LineRemoved, LineSpan, Output,
    OutputValue, Span,
};
pub use retry::{Earlier, Retried, Retry};
pub use run::Progress;
pub use scratch::Scratch;
pub use select::{Filter, GroupBy, Sample};
pub use textmill_corpus::{
    Code, Corpus, CorpusError, Cursor, Deferred, Document, Encoding, EncodingEvidence, HtmlText, Input,
    InvalidText, Item, LeftOut, Listed, Made, OnStop, Paths, Progress as SourceProgress, Removed, Source,
    StopHandle, UnknownEncoding, Unread, panic_is_caught,
};
pub use textmill_merge::{KeyOrder, Schema, Strength};
pub use trends::{KeyTrend, Period, Share, Trend, TrendPoint, Trends};
