//! `textmill analyze`.

use std::path::PathBuf;

use clap::Args;
use textmill::GroupBy;

use super::{AnalyzerArguments, CompiledArguments, DocumentArguments, LockArguments, ResultArguments};
use crate::values::{Seconds, Size};

/// Analyze documents and report what is in them.
///
/// Every document goes through every analyzer; what each finds is merged into one report. The report is the same for
/// any number of threads. A document that cannot be read, or that an analyzer fails on, is counted and named in the
/// report as a fault, and costs no other.
#[derive(Args, Debug)]
#[command(after_long_help = ANALYZE_PAGE)]
pub(crate) struct AnalyzeArguments {
    #[command(flatten)]
    pub(crate) documents: DocumentArguments,

    #[command(flatten)]
    pub(crate) analyzers: AnalyzerArguments,

    #[command(flatten)]
    pub(crate) lock: LockArguments,

    #[command(flatten)]
    pub(crate) results: ResultArguments,

    /// Write what was found in each document, in the order of the input; `-` is standard output
    ///
    /// JSON Lines, or Parquet where the name ends in .parquet.
    #[arg(long = "documents", value_name = "FILE", help_heading = "Results")]
    pub(crate) documents_output: Option<PathBuf>,

    /// Write these layers' spans with each document, as in tokens,entities
    ///
    /// A layer is what an analyzer marks in the text: each span with its byte offsets, its label, and attributes.
    #[arg(
        long,
        value_name = "LAYER,…",
        value_delimiter = ',',
        requires = "documents_output",
        help_heading = "Results"
    )]
    pub(crate) layers: Vec<String>,

    /// Report each group of documents beside the whole, as by language, source or date:year
    ///
    /// FIELD is a field of the metadata, or the name of a layer such as `language` for documents that lack the field,
    /// or `source` (the file or archive) or `folder`. FIELD:year and FIELD:month group by dates. Documents without the
    /// field are in the group `(none)`.
    #[arg(long, value_name = "FIELD", help_heading = "Results")]
    pub(crate) group_by: Option<GroupBy>,

    /// Worker threads [default: one for each core]
    ///
    /// Memory grows with their number, and the report does not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Running")]
    pub(crate) threads: Option<u16>,

    /// Text handed to an analyzer at a time, such as 256K or 4M
    ///
    /// It changes speed and memory, and no result.
    #[arg(long, value_name = "BYTES", default_value = "1M", help_heading = "Running")]
    pub(crate) batch_bytes: Size,

    /// Memory for what was counted, such as 256M or 4G
    ///
    /// Counts are exact; what is more than this goes to disk and is joined in the end, with the same report. It is kept in
    /// the folder of --state, or in that for temporary files (TMPDIR).
    #[arg(long, value_name = "BYTES", default_value = "64M", help_heading = "Running")]
    pub(crate) merge_memory: Size,

    /// Keep what was found in a folder, to go on from there
    ///
    /// After a crash, a kill or Ctrl-C the same command goes on where it was, and the report is that of a run that nothing
    /// disturbed. A state of another corpus, analyzer or setting is refused. Where the run was complete, it reports again
    /// without reading.
    #[arg(long, value_name = "DIR", help_heading = "Running")]
    pub(crate) state: Option<PathBuf>,

    /// How often --state saves
    #[arg(long, value_name = "SECONDS", default_value = "5", requires = "state", help_heading = "Running")]
    pub(crate) state_interval: Seconds,

    /// Keep outputs in a folder, so that only what changed is run again
    ///
    /// After one analyzer was changed, only that and what depends on it runs again. The report is the same. The folder may
    /// be deleted at any moment.
    #[arg(long, value_name = "DIR", help_heading = "Running")]
    pub(crate) cache: Option<PathBuf>,

    /// The most that --cache takes on disk; the oldest goes first
    #[arg(long, value_name = "BYTES", default_value = "4G", requires = "cache", help_heading = "Running")]
    pub(crate) cache_size: Size,

    #[command(flatten)]
    pub(crate) compiled: CompiledArguments,

    /// Write what took how long, for a viewer of profiles
    ///
    /// JSON in the Trace Event Format, which ui.perfetto.dev, chrome://tracing and profiler.firefox.com open: for each worker
    /// the decoding of documents, each call to an analyzer, new instances, merging, and at first the loading of analyzers.
    #[arg(long, value_name = "FILE", help_heading = "Running")]
    pub(crate) profile: Option<PathBuf>,

    /// Say nothing on standard error but what went wrong
    #[arg(short, long, help_heading = "Running")]
    pub(crate) quiet: bool,

    /// Show all messages of analyzers, not warnings and errors alone
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Running")]
    pub(crate) verbose: bool,
}

const ANALYZE_PAGE: &str = "\
Examples:
  A folder, read by a person:
    textmill analyze corpus

  The report as JSON, and a line per document with its entities:
    textmill analyze corpus -o report.json --documents found.jsonl --layers entities

  JSON Lines from another program, the ten greatest terms:
    zcat posts.jsonl.gz | textmill analyze - --text-field body -o - |
      jq '.analyzers.keywords.output.terms.top[:10]'

  An analyzer of your own beside a built-in one, with a setting each:
    textmill analyze corpus -p keywords -p ./shouting.wasm \\
      --set keywords.min_length=3 --set shouting.min_length=5

  The same by a configuration (textmill.toml):
    threads = 4

    [plugins.keywords]
    settings = { min_length = 3 }

    [plugins.mood]                          # the analyzer's name in the report
    plugin = \"sentiment\"                    # a built-in's name or a path; start value: the name
    layers = { sentiment = \"mood\" }         # other names for the layers that it provides
    limits = { time_ms = 2000 }

    [plugins.shouting]
    plugin = \"./shouting.wasm\"              # paths are relative to this file
    resources = { lexicon = \"words.txt\" }   # files, by the analyzer's names for them";
