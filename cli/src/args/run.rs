//! What a run is: arguments of `analyze`, and of the command that a report records.

use std::path::PathBuf;

use clap::Args;
use textmill::Analysis;

use super::TextArgument;
use super::{AnalyzerArguments, DocumentArguments, ResultArguments, SelectionArguments};
use crate::values::{Seconds, Size};

/// What a run is: documents, analyzers, and where what is found goes.
#[derive(Args, Clone, Debug)]
pub(crate) struct RunArguments {
    #[command(flatten)]
    pub(crate) documents: DocumentArguments,

    #[command(flatten)]
    pub(crate) analyzers: AnalyzerArguments,

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

    /// Write the text of each document with it, its metadata, and the name of its group
    #[arg(long, requires = "documents_output", help_heading = "Results")]
    pub(crate) texts: bool,

    /// Write the report as one page with everything inside, which opens from disk in any browser
    ///
    /// Terms, names, groups and dates can be clicked in it, and texts read. `textmill html` makes it of what an earlier run
    /// wrote.
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(crate) html: Option<PathBuf>,

    /// The most that the page takes, such as 5M
    ///
    /// What the report says is of all documents and always there. Texts are those of as many documents as have room, chosen by
    /// a hash of what they are, so that they are the same ones for any order of the files.
    #[arg(long, value_name = "BYTES", default_value = "20M", requires = "html", help_heading = "Results")]
    pub(crate) html_size: Size,

    /// How much of the documents' texts is in the page
    ///
    /// Not --html-text, which says how the text of HTML documents is read.
    #[arg(
        long,
        value_name = "HOW",
        value_enum,
        default_value = "full",
        requires = "html",
        help_heading = "Results"
    )]
    pub(crate) html_texts: TextArgument,

    #[command(flatten)]
    pub(crate) selection: SelectionArguments,

    /// Text handed to an analyzer at a time, such as 256K or 4M
    ///
    /// It changes speed and memory, and no result. At most 1G.
    #[arg(
        long,
        value_name = "BYTES",
        default_value = "768K",
        value_parser = parse_batch_size,
        help_heading = "Running"
    )]
    pub(crate) batch_bytes: Size,

    /// Memory for what was counted, such as 256M or 4G
    ///
    /// Counts are exact; what is more than this goes to disk and is joined in the end, with the same report. It is kept in
    /// the folder of --state, or in that for temporary files (TMPDIR).
    #[arg(long, value_name = "BYTES", default_value = "24M", help_heading = "Running")]
    pub(crate) merge_memory: Size,

    /// Give the run up once an analyzer ran out of its time on more documents than this
    ///
    /// Each of them takes the whole of its time, ten seconds by default. With --state, the same command with another number
    /// resumes where the run was.
    #[arg(long, value_name = "N", default_value_t = Analysis::MAX_TIMEOUTS, help_heading = "Running")]
    pub(crate) max_timeouts: u64,

    /// Keep what was found in a folder, to resume from there
    ///
    /// After a crash, a kill or Ctrl-C the same command resumes where it was, and the report is that of a run that nothing
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

    /// Write what took how long, for a viewer of profiles
    ///
    /// JSON in the Trace Event Format, which ui.perfetto.dev, chrome://tracing and profiler.firefox.com open: for each worker
    /// the decoding of documents, each call to an analyzer, new instances, merging, and at first the loading of analyzers.
    #[arg(long, value_name = "FILE", help_heading = "Running")]
    pub(crate) profile: Option<PathBuf>,
}

/// The greatest batch. Offsets in a batch have 32 bits, and analyzers have less memory than those reach: more than this
/// would only be cut up again, or be too much for them.
const MAX_BATCH: Size = Size(1 << 30);

fn parse_batch_size(text: &str) -> Result<Size, String> {
    match text.parse()? {
        Size(bytes) if bytes > MAX_BATCH.0 => Err("expected at most 1G".to_owned()),
        size => Ok(size),
    }
}
