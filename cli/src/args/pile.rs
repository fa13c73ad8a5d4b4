//! Which documents are analyzed, and how, for commands that need all counts of them.

use clap::error::Error;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use textmill::Filter;

use super::{AnalyzerArguments, DocumentArguments};

/// Piles of documents, and the analyzers that count what is in them.
#[derive(Args, Debug)]
pub(crate) struct PileArguments {
    #[command(flatten)]
    pub(crate) documents: DocumentArguments,

    /// Analyze only documents that meet a condition, as in language=ar (may be repeated)
    ///
    /// As for `analyze`.
    #[arg(long, value_name = "CONDITION", help_heading = "Documents")]
    pub(crate) filter: Vec<Filter>,

    #[command(flatten)]
    pub(crate) analyzers: AnalyzerArguments,

    #[command(flatten)]
    pub(crate) given: GivenOptions,
}

/// The options that were given and say how documents are read and analyzed, as `--text-field`: of a partial file they say
/// nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct GivenOptions(pub(crate) Vec<String>);

impl FromArgMatches for GivenOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let options = AnalyzerArguments::augment_args(DocumentArguments::augment_args(Command::new("")));
        let options = options.get_arguments().filter(|option| !option.is_positional());
        let named = options.filter_map(|option| Some((option.get_id().as_str(), option.get_long()?)));
        let given = named
            .chain([("filter", "filter")])
            .filter(|(id, _)| matches.value_source(id) == Some(ValueSource::CommandLine));
        Ok(Self(given.map(|(_, name)| format!("--{name}")).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for GivenOptions {
    fn augment_args(command: Command) -> Command {
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        command
    }
}
