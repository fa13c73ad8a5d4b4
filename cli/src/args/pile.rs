//! Which documents are analyzed, and how, for commands that need all counts of them.

use clap::{Arg, Args, Command};
use textmill::Filter;

use super::given::{Given, OptionSet};
use super::{AnalyzerArguments, DocumentArguments};

/// Piles of documents, and the analyzers that count what is in them.
#[derive(Args, Debug)]
pub(crate) struct PileArguments {
    #[command(flatten)]
    pub(crate) given: Given<PileArguments>,

    #[command(flatten)]
    pub(crate) read: Given<DocumentArguments>,

    #[command(flatten)]
    pub(crate) documents: DocumentArguments,

    /// Analyze only documents that meet a condition, as in language=ar (may be repeated)
    ///
    /// As for `analyze`.
    #[arg(long, value_name = "CONDITION", help_heading = "Documents")]
    pub(crate) filter: Vec<Filter>,

    #[command(flatten)]
    pub(crate) analyzers: AnalyzerArguments,
}

impl OptionSet for PileArguments {
    fn command() -> Command {
        let options = AnalyzerArguments::augment_args(DocumentArguments::augment_args(Command::new("")));
        options.arg(Arg::new("filter").long("filter"))
    }
}
