//! `textmill compare`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use textmill::{GroupBy, Rank};

use super::{ExecutionArguments, PileArguments};
use crate::values::at_least_one;

/// Compare two piles of texts: which words, phrases and names one has more often.
///
/// Each of the two is a file or folder of documents, which is analyzed, or a partial file, which an analysis left behind. Of
/// one alone, groups are compared: each with all others, or two that are named. Every count is exact, however rare the key.
///
/// How sure a difference is, is given as the log-likelihood G² (Rayson and Garside 2000): chance alone gives more than 3.84 in
/// 5 of 100 keys, more than 15.13 in 1 of 10,000. How great it is, is given as the log ratio (Hardie 2014): +1 is twice as
/// often, +2 four times. Frequencies are shares of all that the field counts.
#[derive(Args, Debug)]
#[command(after_long_help = COMPARE_PAGE)]
pub(crate) struct CompareArguments {
    #[command(flatten)]
    pub(crate) piles: PileArguments,

    /// Compare groups of documents, as by language, source or date:year
    ///
    /// As --group-by of `analyze`. All paths are then one pile.
    #[arg(long, value_name = "FIELD", visible_alias = "group-by", help_heading = "Comparison")]
    pub(crate) by: Option<GroupBy>,

    /// Compare this group with all others; given twice, two groups with each other
    #[arg(long, value_name = "GROUP", help_heading = "Comparison")]
    pub(crate) group: Vec<String>,

    /// Compare this field alone, as in keywords.terms (may be repeated)
    ///
    /// Of documents, only the analyzers run that it takes, unless -p, --with or --config names some.
    #[arg(long, value_name = "ANALYZER.FIELD", help_heading = "Comparison")]
    pub(crate) field: Vec<String>,

    /// By what keys are ranked
    #[arg(
        long,
        value_name = "BY",
        value_enum,
        default_value = "log-likelihood",
        help_heading = "Comparison"
    )]
    pub(crate) rank: KeynessArgument,

    /// Keys of each field and side that are given
    #[arg(
        long,
        value_name = "N",
        default_value_t = textmill::Compare::TOP,
        value_parser = at_least_one,
        help_heading = "Comparison"
    )]
    pub(crate) top: usize,

    /// Weigh only keys that are there so often, on both sides together
    #[arg(long, value_name = "N", default_value_t = textmill::Compare::LEAST_COUNT, help_heading = "Comparison")]
    pub(crate) least_count: u64,

    /// Weigh only keys in so many documents, of the side that has them more often
    ///
    /// What one document says all the time tells of that one.
    #[arg(long, value_name = "N", default_value_t = textmill::Compare::LEAST_DOCUMENTS, help_heading = "Comparison")]
    pub(crate) least_documents: u64,

    /// Write the comparison to a file, as JSON; `-` is standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Results")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) execution: ExecutionArguments,
}

/// By what keys are ranked.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum KeynessArgument {
    /// How sure it is that there is a difference; favours frequent keys
    LogLikelihood,
    /// How great the difference is; favours rare keys
    LogRatio,
}

impl From<KeynessArgument> for Rank {
    fn from(rank: KeynessArgument) -> Self {
        match rank {
            KeynessArgument::LogLikelihood => Self::LogLikelihood,
            KeynessArgument::LogRatio => Self::LogRatio,
        }
    }
}

const COMPARE_PAGE: &str = "\
Examples:
  Two folders:
    textmill compare news/2023 news/2024

  The years of one corpus, each with all others, terms alone:
    textmill compare posts.jsonl --by date:year --field keywords.terms

  What an analysis kept, without reading a document again:
    textmill analyze posts.jsonl --group-by language --partial posts.part
    textmill compare posts.part --group ar --group en";
