//! `textmill verify`.

use std::path::PathBuf;

use clap::Args;

use super::{ExecutionArguments, RecordedArguments};

/// Run a report's analysis again, and say whether it gives the same report.
///
/// A report says by which command it was made, in which folder, and of which inputs, analyzers and settings. Verify
/// finds them again, runs the analysis, and compares: all of the report but its section `run` has to be the same. Where
/// it is not, verify names the inputs, analyzers, settings and limits that are others than they were; where none is, the
/// analyzer that does not give the same twice.
#[derive(Args, Debug)]
#[command(after_long_help = VERIFY_PAGE)]
pub(crate) struct VerifyArguments {
    /// A report, as JSON; `-` is the standard input
    #[arg(value_name = "REPORT")]
    pub(crate) report: PathBuf,

    #[command(flatten)]
    pub(crate) recorded: RecordedArguments,

    /// Print what was found as JSON
    #[arg(long, help_heading = "Results")]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) execution: ExecutionArguments,
}

const VERIFY_PAGE: &str = "\
-p, --set, --config, --limit and --fuel stand in place of those of the report's command, each kind as a whole.

A report names files of this machine, and verify reads them: it is for reports of people whom you trust that far. It
writes nothing.

Examples:
  Whether a report still holds:
    textmill verify report.json

  The same on another machine, where the corpus and the plugins are elsewhere:
    textmill verify report.json --folder /mnt/study

  A report that was made of the standard input:
    zcat posts.jsonl.gz | textmill verify report.json -

  A report that was merged from parts:
    textmill verify report.json 2023 2024

Exit codes:
  0  the same
  1  failed: it could not be run
  4  not the same";
