//! `textmill verify`.

use std::path::PathBuf;

use clap::Args;

use super::{AnalyzerArguments, CompiledArguments, LockArguments};

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

    /// The documents, in place of those that the report's command names
    ///
    /// Needed where they came from the standard input, and where the report was merged from parts or made by a program.
    /// How they are read, and which of them are chosen, is still what the report says.
    #[arg(value_name = "PATH", help_heading = "Documents")]
    pub(crate) paths: Vec<PathBuf>,

    /// Look for what the report's command names in this folder, not in the one where it ran
    #[arg(long, value_name = "DIR", help_heading = "Documents")]
    pub(crate) folder: Option<PathBuf>,

    /// Call the documents by their path below this folder, as `analyze --root` does
    #[arg(long, value_name = "DIR", requires = "paths", help_heading = "Documents")]
    pub(crate) root: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) analyzers: AnalyzerArguments,

    #[command(flatten)]
    pub(crate) lock: LockArguments,

    /// Print what was found as JSON
    #[arg(long, help_heading = "Results")]
    pub(crate) json: bool,

    /// Worker threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Running")]
    pub(crate) threads: Option<u16>,

    /// Say nothing on standard error but what went wrong
    #[arg(short, long, help_heading = "Running")]
    pub(crate) quiet: bool,

    /// Show all messages of analyzers, not warnings and errors alone
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Running")]
    pub(crate) verbose: bool,

    #[command(flatten)]
    pub(crate) compiled: CompiledArguments,
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
