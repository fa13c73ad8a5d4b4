//! Where a report goes, for all commands that make one.

use std::path::PathBuf;

use clap::Args;

/// Where a report goes.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ResultArguments {
    /// Write the report to a file, as JSON; `-` is standard output
    ///
    /// The file appears whole or not at all. Without -o a summary for reading is printed.
    #[arg(short, long, value_name = "FILE", help_heading = "Results")]
    pub(crate) output: Option<PathBuf>,

    /// Write what was found in a form that `textmill merge` joins with that of other runs
    ///
    /// A corpus may so be analyzed in parts, on several machines: the merged report is that of one run over all.
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(crate) partial: Option<PathBuf>,

    /// Write the tables of the report into a folder, as CSV
    ///
    /// A file for each list of keys, histogram or list of documents, and one with the single numbers of each analyzer.
    #[arg(long, value_name = "DIR", help_heading = "Results")]
    pub(crate) tables: Option<PathBuf>,

    /// Write all keys into the tables, however rare, and not the greatest alone
    ///
    /// In the order of their bytes; memory does not grow with them.
    #[arg(long, requires = "tables", help_heading = "Results")]
    pub(crate) full: bool,

    /// Leave text in tables as it is, where a spreadsheet would take it for a formula
    ///
    /// Otherwise an apostrophe stands before text that begins with =, +, -, @, a tab or a carriage return.
    #[arg(long, requires = "tables", help_heading = "Results")]
    pub(crate) keep_formulas: bool,

    /// Exit with code 3 if any document had a fault
    #[arg(long, help_heading = "Results")]
    pub(crate) strict: bool,
}
