//! `textmill analyze`.

use clap::Args;

use super::{ExecutionArguments, RunArguments};

/// Analyze documents and report what is in them.
///
/// Every document goes through every analyzer; what each finds is merged into one report. The report is the same for
/// any number of threads. A document that cannot be read, or that an analyzer fails on, is counted and named in the
/// report as a fault, and costs no other.
#[derive(Args, Debug)]
#[command(after_long_help = ANALYZE_PAGE)]
pub(crate) struct AnalyzeArguments {
    #[command(flatten)]
    pub(crate) run: RunArguments,

    #[command(flatten)]
    pub(crate) execution: ExecutionArguments,
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
