//! Which options were given, where what is read may be such that they say nothing of it.

use std::marker::PhantomData;

use clap::error::Error;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::DocumentArguments;

/// The options of a set that were given, as `--text-field`. It stands before the set itself: clap takes out what it reads.
#[derive(Debug)]
pub(crate) struct Given<S> {
    pub(crate) options: Vec<String>,
    of: PhantomData<fn() -> S>,
}

/// Options that say how documents are read or analyzed: of what an earlier run kept they say nothing.
pub(crate) trait OptionSet {
    /// A command that has them.
    fn command() -> Command;
}

impl<S: OptionSet> FromArgMatches for Given<S> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let command = S::command();
        let options = command.get_arguments().filter(|option| !option.is_positional());
        let named = options.filter_map(|option| Some((option.get_id().as_str(), option.get_long()?)));
        let given = named.filter(|(id, _)| matches.value_source(id) == Some(ValueSource::CommandLine));
        let options = given.map(|(_, name)| format!("--{name}")).collect();
        Ok(Self { options, of: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<S: OptionSet> Args for Given<S> {
    fn augment_args(command: Command) -> Command {
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        command
    }
}

impl OptionSet for DocumentArguments {
    fn command() -> Command {
        Self::augment_args(Command::new(""))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::{CompareArguments, KwicArguments};
    use super::*;

    #[derive(Debug, Parser)]
    struct Words<A: Args> {
        #[command(flatten)]
        arguments: A,
    }

    #[track_caller]
    fn parsed<A: Args>(words: &str) -> A {
        Words::try_parse_from(words.split(' ')).unwrap_or_else(|error| panic!("{words}: {error}")).arguments
    }

    #[test]
    fn the_options_of_the_set_are_named_that_were_given() {
        let kwic: KwicArguments = parsed("kwic fox a.jsonl --text-field body --window 3");
        assert_eq!(kwic.given.options, ["--text-field"]);
        let kwic: KwicArguments = parsed("kwic fox a.jsonl --filter city=York");
        assert!(kwic.given.options.is_empty());
        let compare: CompareArguments = parsed("compare a.part --filter city=York --text-field body --top 3");
        assert_eq!(compare.piles.given.options, ["--text-field", "--filter"]);
    }
}
