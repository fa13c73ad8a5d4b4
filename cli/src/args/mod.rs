//! The command line: every argument and every help page. What they come to is for the commands to say.

mod analyze;
mod analyzers;
mod compare;
mod documents;
mod duplicates;
mod execution;
mod given;
mod html;
mod kwic;
mod lock;
mod merge;
mod pile;
mod plugin;
mod recorded;
#[cfg(test)]
mod reference;
mod results;
mod retry;
mod run;
mod trends;
mod verify;

use clap::builder::{Styles, styling::AnsiColor};
use clap::{Parser, Subcommand};

pub(crate) use self::analyze::AnalyzeArguments;
pub(crate) use self::analyzers::AnalyzerArguments;
pub(crate) use self::compare::CompareArguments;
pub(crate) use self::documents::{DocumentArguments, RankArgument, SelectionArguments};
pub(crate) use self::duplicates::{DuplicateArguments, DuplicateFormat};
pub(crate) use self::execution::{CompiledArguments, ExecutionArguments};
pub(crate) use self::html::{HtmlArguments, TextArgument};
pub(crate) use self::kwic::{HitFormat, KwicArguments};
pub(crate) use self::lock::LockArguments;
pub(crate) use self::merge::MergeArguments;
pub(crate) use self::pile::PileArguments;
pub(crate) use self::plugin::{LockFileArguments, PluginArguments, PluginCommand, TestArguments};
pub(crate) use self::recorded::RecordedArguments;
pub(crate) use self::results::ResultArguments;
pub(crate) use self::retry::RetryArguments;
pub(crate) use self::run::RunArguments;
pub(crate) use self::trends::{TrendFormat, TrendsArguments};
pub(crate) use self::verify::VerifyArguments;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Green.on_default());

/// What is in a pile of texts: words, names, mood.
///
/// Textmill reads files and folders, runs analyzers over all documents in parallel, and merges what they found into
/// one report. Five analyzers are built in, for Arabic, English and mixed text; others are WebAssembly components in
/// a sandbox, which see the text and nothing else of the machine.
#[derive(Debug, Parser)]
#[command(
    name = "textmill",
    version,
    styles = STYLES,
    max_term_width = 100,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_long_help = FRONT_PAGE
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const FRONT_PAGE: &str = "\
Examples:
  textmill analyze corpus                         a summary of a folder, on the screen
  textmill analyze corpus -o report.json          the whole report, for programs
  textmill analyze reviews.jsonl -p sentiment     one analyzer over JSON Lines
  textmill kwic 'prime minister' news             every place where it stands
  textmill compare news/2023 news/2024            what one has more often than the other
  textmill trends news.jsonl --by date:month      how often words are there, month by month
  textmill duplicates news                        what says the same as another, or nearly
  textmill html report.json                       the report as one page, to send on
  textmill retry report.json --limit memory=2G    what was lost, tried again with more memory
  textmill verify report.json                     whether a report still holds
  textmill plugin inspect keywords                what an analyzer finds, and its settings

Results go to standard output or into files, all else to standard error.

Exit codes:
  0  done
  1  failed; the message says at what, and often how to continue
  2  the command line makes no sense
  3  done, but documents had faults and --strict was given
  4  done, and the answer is no: verify or plugin test found a difference
  130  stopped by Ctrl-C; the report says that it is not complete

`textmill analyze --help` is the page to read next.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Analyze(Box<AnalyzeArguments>),
    Kwic(Box<KwicArguments>),
    Compare(Box<CompareArguments>),
    Trends(Box<TrendsArguments>),
    Duplicates(Box<DuplicateArguments>),
    Html(HtmlArguments),
    Merge(MergeArguments),
    Retry(RetryArguments),
    Verify(VerifyArguments),
    Plugin(PluginArguments),
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use clap::CommandFactory;

    use super::*;
    use crate::values::{Named, Size};

    fn parse(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(line.split(' '))
    }

    #[track_caller]
    fn analyze(line: &str) -> AnalyzeArguments {
        match parse(line).map(|arguments| arguments.command) {
            Ok(Command::Analyze(arguments)) => *arguments,
            other => panic!("{line}: {other:?}"),
        }
    }

    /// What clap says at first, without the usage that follows.
    #[track_caller]
    fn check_misuse(line: &str, expected: &str) {
        let error = parse(line).expect_err(line);
        assert_eq!(error.exit_code(), 2, "{line}");
        let message = error.render().to_string();
        let first = message.lines().next().unwrap_or_default();
        assert_eq!(first.strip_prefix("error: "), Some(expected), "{line}");
    }

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn nothing_but_a_path_is_needed() {
        let arguments = analyze("textmill analyze a b -");
        assert_eq!(arguments.run.documents.paths, ["a", "b", "-"].map(PathBuf::from));
        assert_eq!(arguments.run.documents.text_field, "text");
        assert_eq!(
            (arguments.run.documents.max_document, arguments.run.batch_bytes),
            (Size(64 << 20), Size(768 << 10))
        );
        assert!(
            arguments.run.analyzers.plugins.is_empty()
                && arguments.run.results.output.is_none()
                && arguments.execution.threads.is_none()
        );
    }

    #[test]
    fn a_batch_may_have_a_gibibyte() {
        let arguments = analyze("textmill analyze a --batch-bytes 1G");
        assert_eq!(arguments.run.batch_bytes, Size(1 << 30));
        for size in ["1073741825", "8G"] {
            check_misuse(
                &format!("textmill analyze a --batch-bytes {size}"),
                &format!("invalid value '{size}' for '--batch-bytes <BYTES>': expected at most 1G"),
            );
        }
    }

    #[test]
    fn lists_are_given_by_commas_or_by_repetition() {
        let arguments = analyze(
            "textmill analyze a -p keywords --plugin loud=./shouting.wasm --layers tokens,entities --documents - -qo -",
        );
        assert_eq!(arguments.run.analyzers.plugins[0], Named { name: None, plugin: "keywords".into() });
        assert_eq!(
            arguments.run.analyzers.plugins[1],
            Named { name: Some("loud".into()), plugin: "./shouting.wasm".into() }
        );
        assert_eq!(arguments.run.layers, ["tokens", "entities"]);
        assert_eq!(arguments.run.results.output, Some(PathBuf::from("-")));
        assert!(arguments.execution.quiet);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        check_misuse("textmill analyze", "the following required arguments were not provided:");
        check_misuse(
            "textmill analyze a --layers tokens",
            "the following required arguments were not provided:",
        );
        check_misuse(
            "textmill analyze a --threads 0",
            "invalid value '0' for '--threads <N>': 0 is not in 1..=1024",
        );
        check_misuse(
            "textmill analyze a --quiet --verbose",
            "the argument '--quiet' cannot be used with '--verbose'",
        );
        check_misuse(
            "textmill analyze a --set keywords=3",
            "invalid value 'keywords=3' for '--set <PLUGIN.KEY=JSON>': expected PLUGIN.KEY before `=`, as in \
             keywords.min_length=3",
        );
        check_misuse(
            "textmill analyze a --set keywords.stop",
            "invalid value 'keywords.stop' for '--set <PLUGIN.KEY=JSON>': expected PLUGIN.KEY=JSON, as in \
             keywords.min_length=3",
        );
        check_misuse(
            "textmill analyze a --set k.k=[1",
            "invalid value 'k.k=[1' for '--set <PLUGIN.KEY=JSON>': not JSON: EOF while parsing a list at line 1 column 2",
        );
        check_misuse(
            "textmill analyze a --max-document 5X",
            "invalid value '5X' for '--max-document <BYTES>': `X` is no unit of bytes, expected K, M or G",
        );
        check_misuse(
            "textmill analyze a --batch-bytes 0",
            "invalid value '0' for '--batch-bytes <BYTES>': expected at least one byte",
        );
        check_misuse(
            "textmill analyze a -p Loud=x.wasm",
            "invalid value 'Loud=x.wasm' for '--plugin <PLUGIN>': `Loud` is not a name: lower-case letters, digits and \
             `-`, first a letter",
        );
        check_misuse("textmill plugin inspect", "the following required arguments were not provided:");
    }
}
