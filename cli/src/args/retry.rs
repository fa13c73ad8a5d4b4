//! `textmill retry`.

use std::path::PathBuf;

use clap::Args;

use super::{ExecutionArguments, RecordedArguments};

/// Try again what a report's analysis has lost, with other limits.
///
/// Analyzers run again on the documents that they lost, and those that depend on them; what they find is merged with what
/// was found before, from the partial file or the state of the run. The report is then, but for its section `run`, that
/// of an analysis with the new limits from the start. Where there is neither, or an analyzer is another version, it runs
/// over everything with those that depend on it, and retry says so: versions are never mixed in one section.
#[derive(Args, Debug)]
#[command(after_long_help = RETRY_PAGE)]
pub(crate) struct RetryArguments {
    /// A report, as JSON; it is replaced when all is done
    #[arg(value_name = "REPORT")]
    pub(crate) report: PathBuf,

    #[command(flatten)]
    pub(crate) recorded: RecordedArguments,

    /// Write the report to this file, and change nothing else; `-` is standard output
    ///
    /// The report, the partial file, the state and the lines of documents of the run then stay as they are.
    #[arg(short, long, value_name = "FILE", help_heading = "Results")]
    pub(crate) output: Option<PathBuf>,

    /// The partial file of the run, in place of that of its command (may be repeated, where it was merged)
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(crate) partial: Vec<PathBuf>,

    /// The folder of the run's state, in place of that of its command
    #[arg(long, value_name = "DIR", conflicts_with = "partial", help_heading = "Results")]
    pub(crate) state: Option<PathBuf>,

    /// The lines of documents of the run (JSON Lines), which are brought up to date
    ///
    /// Without it they are those of the report's command, where the file is still the one that the run wrote, to the byte.
    #[arg(long = "documents", value_name = "FILE", conflicts_with = "output", help_heading = "Results")]
    pub(crate) documents: Option<PathBuf>,

    /// Exit with code 3 if any document still has a fault
    #[arg(long, help_heading = "Results")]
    pub(crate) strict: bool,

    #[command(flatten)]
    pub(crate) execution: ExecutionArguments,
}

const RETRY_PAGE: &str = "\
--limit, --fuel and --set are added to those of the report's command; -p and --config stand in place of its own, and are
needed where a report was merged and says nothing of files. Limits that are not given are those of the report. A limit
may grow and not shrink: what was found within the greater one stays.

The partial file, the state, and the lines of --documents, where they are JSON Lines, are brought up to date with the
report: all or none. One that was killed while they took their places is completed by the next with the same arguments.
Tables are not brought up to date: analyze again for them. Nor is a page: `textmill html` makes it anew.
The corpus has to be the same to the byte: an input that is another is named, and nothing is changed.

A report names files of this machine, and retry reads them: it is for reports of people whom you trust that far. It
writes to a file that only the report names where that is the run's own: a partial file or a state of the same documents
and analyzers, lines with the SHA-256 that the report has of them.

Examples:
  Documents that took too long, with a minute more:
    textmill analyze corpus -o report.json --partial report.part
    textmill retry report.json --limit time_ms=70000

  One analyzer that needs more memory, into another report:
    textmill retry report.json --limit entities.memory=2G -o mended.json

Exit codes:
  0  done, or there is nothing to try again
  1  failed: nothing was changed
  3  done, but documents still have faults and --strict was given
  130  stopped by Ctrl-C: nothing was changed";
