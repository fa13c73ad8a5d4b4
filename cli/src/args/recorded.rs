//! A run that a report records, and what is given in place of its own, for all commands that run it again.

use std::path::PathBuf;

use clap::Args;

use super::AnalyzerArguments;

/// What is given in place of what a report's command names.
#[derive(Args, Clone, Debug)]
pub(crate) struct RecordedArguments {
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

    /// Run the program through which the report's documents were read
    ///
    /// A report is data that may come from anybody: a program that its command names is run only where it is named here
    /// too.
    #[arg(long, value_name = "COMMAND", help_heading = "Documents")]
    pub(crate) pre: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) analyzers: AnalyzerArguments,
}
