//! `textmill trends`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use textmill::GroupBy;

use super::{ExecutionArguments, PileArguments};
use crate::values::at_least_one;

/// Show how often words and names are there in each day, month or year.
///
/// Of documents, which are analyzed, or of a partial file that an analysis with --group-by a date left behind. For each period
/// there is how often a key was counted, how often in 10,000 words, in how many documents, and which share of them that is, with
/// its interval of confidence of 95 % (Wilson 1927). Documents without a date, and those whose date is none, are given apart.
///
/// Without --key the keys are shown whose share varies most from period to period, by the log-likelihood G².
#[derive(Args, Debug)]
#[command(after_long_help = TRENDS_PAGE)]
pub(crate) struct TrendsArguments {
    #[command(flatten)]
    pub(crate) piles: PileArguments,

    /// The field that has the date and the length of a period, as in date:month
    ///
    /// FIELD:day, :week, :month, :quarter, :year or :decade, as for --group-by of `analyze`. A partial file has its own.
    #[arg(long, value_name = "FIELD:UNIT", visible_alias = "group-by", help_heading = "Trends")]
    pub(crate) by: Option<GroupBy>,

    /// Show this key, as a report shows it (may be repeated)
    #[arg(long, value_name = "KEY", help_heading = "Trends")]
    pub(crate) key: Vec<String>,

    /// The field whose keys are shown, as in entities.persons [default: keywords.terms]
    ///
    /// Of documents, only the analyzers run that it takes, unless -p, --with or --config names some.
    #[arg(long, value_name = "ANALYZER.FIELD", help_heading = "Trends")]
    pub(crate) field: Option<String>,

    /// How many keys are shown where none is named
    #[arg(
        long,
        value_name = "N",
        default_value_t = textmill::Trends::TOP,
        value_parser = at_least_one,
        help_heading = "Trends"
    )]
    pub(crate) top: usize,

    /// How trends are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "lines", help_heading = "Results")]
    pub(crate) format: TrendFormat,

    /// Write trends to a file; `-` is standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Results")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) execution: ExecutionArguments,
}

/// How trends are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrendFormat {
    /// For reading
    Lines,
    /// A row for each key and period
    Tsv,
    /// One object
    Json,
}

const TRENDS_PAGE: &str = "\
Examples:
  Two words, month by month:
    textmill trends news.jsonl --by date:month --key election --key انتخابات

  What changed most from year to year among the names:
    textmill trends news.jsonl --by date:year --field entities.persons

  What an analysis kept, without reading a document again:
    textmill analyze news.jsonl --group-by date:month --partial news.part
    textmill trends news.part --key election --format tsv -o election.tsv";
