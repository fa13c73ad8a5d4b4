//! `textmill merge`.

use std::path::PathBuf;

use clap::Args;

use super::{RankArgument, ResultArguments};

/// Merge partial files into the report that one run over all would have given.
///
/// Partial files are written by `analyze --partial`. They merge where analyzers, settings and resources were the same, in
/// memory that does not grow with them. All of the report but its section `run` is, to the byte, that of one run.
#[derive(Args, Debug)]
#[command(after_long_help = MERGE_PAGE)]
pub(crate) struct MergeArguments {
    /// Partial files
    #[arg(value_name = "PARTIAL", required = true)]
    pub(crate) partials: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) results: ResultArguments,

    /// In what order keys are shown [default: that of the first partial file's run]
    #[arg(long, value_name = "BY", value_enum, help_heading = "Results")]
    pub(crate) rank: Option<RankArgument>,

    /// Say nothing on standard error but what went wrong
    #[arg(short, long, help_heading = "Running")]
    pub(crate) quiet: bool,
}

const MERGE_PAGE: &str = "\
Example:
  A corpus in two parts, as two machines might take it:
    textmill analyze 2023 --partial 2023.part -o 2023.json
    textmill analyze 2024 --partial 2024.part -o 2024.json
    textmill merge 2023.part 2024.part -o report.json";
