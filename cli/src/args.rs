//! The command line: every argument and every help page. What they come to is for the commands to say.

use std::path::PathBuf;

use clap::builder::{Styles, styling::AnsiColor};
use clap::{Args, Parser, Subcommand};

use crate::select::Named;
use crate::values::{Setting, Size};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Green.on_default());

/// What is in a pile of texts: words, names, mood.
///
/// Textmill reads files and folders, runs analyzers over all documents in parallel, and merges what they found into
/// one report. Four analyzers are built in, for Arabic, English and mixed text; others are WebAssembly components in
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
  textmill plugin inspect keywords                what an analyzer finds, and its settings

Results go to standard output or into files, all else to standard error.

Exit codes:
  0  done
  1  failed; the message says at what, and often how to go on
  2  the command line makes no sense
  3  done, but documents had faults and --strict was given

`textmill analyze --help` is the page to read next.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Analyze(Box<AnalyzeArguments>),
    Plugin(PluginArguments),
}

/// Analyze documents and report what is in them.
///
/// Every document goes through every analyzer; what each finds is merged into one report. The report is the same for
/// any number of threads. A document that cannot be read, or that an analyzer fails on, is counted and named in the
/// report as a fault, and costs no other.
#[derive(Args, Debug)]
#[command(after_long_help = ANALYZE_PAGE)]
pub(crate) struct AnalyzeArguments {
    /// Files, folders, or `-` for the standard input
    ///
    /// A folder is read at any depth, in the order of names; hidden files are left out, and no .gitignore is heeded.
    /// A file named .jsonl or .ndjson is JSON Lines: a document per line. Every other file is one document of UTF-8
    /// (or UTF-16 with a mark). The standard input is JSON Lines if its first line is a JSON object.
    #[arg(value_name = "PATH", required = true, help_heading = "Documents")]
    pub(crate) paths: Vec<PathBuf>,

    /// The field of JSON Lines that holds the text
    #[arg(long, value_name = "FIELD", default_value = "text", help_heading = "Documents")]
    pub(crate) text_field: String,

    /// The field of JSON Lines that holds the document's id
    ///
    /// Without it a document is called by file and line, as in `reviews.jsonl#12`. All other fields are metadata: an
    /// analyzer that reads one, such as `language`, finds it there.
    #[arg(long, value_name = "FIELD", help_heading = "Documents")]
    pub(crate) id_field: Option<String>,

    /// Call documents by their path below this folder
    ///
    /// `textmill analyze /data/news --root /data` reports `news/a.txt`, so that reports of two machines are equal.
    #[arg(long, value_name = "DIR", help_heading = "Documents")]
    pub(crate) root: Option<PathBuf>,

    /// The greatest document to read, such as 500K, 64M or 1G
    ///
    /// A greater one is a fault and is not read into memory. In JSON Lines it is the length of a line.
    #[arg(long, value_name = "BYTES", default_value = "64M", help_heading = "Documents")]
    pub(crate) max_document: Size,

    /// An analyzer: a built-in's name, or a file (may be repeated)
    ///
    /// It is a file where it has a slash or ends in .wasm; `textmill plugin list` shows what is built in. NAME=PLUGIN
    /// gives the analyzer a name of its own in the report, so that one can run twice with two settings. A name of the
    /// configuration runs what stands there. Without -p, all of the configuration run, or the four built-in ones
    /// where it names none. Analyzers whose layers these require run with them, and are not reported.
    #[arg(short, long = "plugin", value_name = "PLUGIN", help_heading = "Analyzers")]
    pub(crate) plugins: Vec<Named>,

    /// A setting of an analyzer, as in keywords.min_length=3 (may be repeated)
    ///
    /// The value is JSON; a word that is not JSON is taken as a string. Dots lead into objects. For a file given with
    /// -p the analyzer is called by -p's NAME, or by the file's name without folder and ending.
    /// `textmill plugin inspect PLUGIN` shows an analyzer's settings.
    #[arg(long, value_name = "PLUGIN.KEY=JSON", help_heading = "Analyzers")]
    pub(crate) set: Vec<Setting>,

    /// A configuration of analyzers (TOML)
    ///
    /// No file is read unless it is named here. --set and --threads stand over it.
    #[arg(long, value_name = "FILE", help_heading = "Analyzers")]
    pub(crate) config: Option<PathBuf>,

    /// Write the report to a file, as JSON; `-` is standard output
    ///
    /// The file appears whole or not at all. Without -o a summary for reading is printed.
    #[arg(short, long, value_name = "FILE", help_heading = "Results")]
    pub(crate) output: Option<PathBuf>,

    /// Write what was found in each document, as JSON Lines; `-` is standard output
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(crate) documents: Option<PathBuf>,

    /// Write these layers' spans with each document, as in tokens,entities
    ///
    /// A layer is what an analyzer marks in the text: each span with its byte offsets, its label, and attributes.
    #[arg(
        long,
        value_name = "LAYER,…",
        value_delimiter = ',',
        requires = "documents",
        help_heading = "Results"
    )]
    pub(crate) layers: Vec<String>,

    /// Exit with code 3 if any document had a fault
    #[arg(long, help_heading = "Results")]
    pub(crate) strict: bool,

    /// Worker threads [default: one for each core]
    ///
    /// Memory grows with their number, and the report does not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Running")]
    pub(crate) threads: Option<u16>,

    /// Text handed to an analyzer at a time, such as 256K or 4M
    ///
    /// It changes speed and memory, and no result.
    #[arg(long, value_name = "BYTES", default_value = "1M", help_heading = "Running")]
    pub(crate) batch_bytes: Size,

    /// Say nothing on standard error but what went wrong
    #[arg(short, long, help_heading = "Running")]
    pub(crate) quiet: bool,

    /// Show all messages of analyzers, not warnings and errors alone
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Running")]
    pub(crate) verbose: bool,
}

const ANALYZE_PAGE: &str = "\
Examples:
  A folder, read by a person:
    textmill analyze corpus

  The report as JSON, and a line per document with its entities:
    textmill analyze corpus -o report.json --documents found.jsonl --layers entities

  JSON Lines from another program, the ten greatest terms:
    zcat posts.jsonl.gz | textmill analyze - --text-field body -o - |
      jq '.analyzers.keywords.output.terms.top[:10]'

  An analyzer of your own beside a built-in one, with a setting each:
    textmill analyze corpus -p keywords -p ./shouting.wasm \\
      --set keywords.min_length=3 --set shouting.min_length=5

  The same by a configuration (textmill.toml):
    threads = 4

    [plugins.keywords]
    settings = { min_length = 3 }

    [plugins.mood]                          # the analyzer's name in the report
    plugin = \"sentiment\"                    # a built-in's name or a path; start value: the name
    layers = { sentiment = \"mood\" }         # other names for the layers that it provides
    limits = { time_ms = 2000 }

    [plugins.shouting]
    plugin = \"./shouting.wasm\"              # paths are relative to this file
    resources = { lexicon = \"words.txt\" }   # files, by the analyzer's names for them";

/// Show analyzers: what they find, what they need, how they are set.
#[derive(Args, Debug)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct PluginArguments {
    #[command(subcommand)]
    pub(crate) command: PluginCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// List the built-in analyzers
    List,
    /// Show one analyzer: layers, output, settings
    ///
    /// What an analyzer says of itself: the layers it requires and provides, the fields of its output and how each is
    /// merged, its settings with their defaults.
    Inspect(InspectArguments),
}

#[derive(Args, Debug)]
pub(crate) struct InspectArguments {
    /// A built-in's name, or a file: where it has a slash or ends in .wasm
    #[arg(value_name = "PLUGIN")]
    pub(crate) plugin: Named,

    /// Print it as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

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
        assert_eq!(arguments.paths, ["a", "b", "-"].map(PathBuf::from));
        assert_eq!(arguments.text_field, "text");
        assert_eq!((arguments.max_document, arguments.batch_bytes), (Size(64 << 20), Size(1 << 20)));
        assert!(arguments.plugins.is_empty() && arguments.output.is_none() && arguments.threads.is_none());
    }

    #[test]
    fn lists_are_given_by_commas_or_by_repetition() {
        let arguments = analyze(
            "textmill analyze a -p keywords --plugin loud=./shouting.wasm --layers tokens,entities --documents - -qo -",
        );
        assert_eq!(arguments.plugins[0], Named { name: None, plugin: "keywords".into() });
        assert_eq!(
            arguments.plugins[1],
            Named { name: Some("loud".into()), plugin: "./shouting.wasm".into() }
        );
        assert_eq!(arguments.layers, ["tokens", "entities"]);
        assert_eq!(arguments.output, Some(PathBuf::from("-")));
        assert!(arguments.quiet);
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
