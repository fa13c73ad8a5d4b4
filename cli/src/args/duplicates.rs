//! `textmill duplicates`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::DocumentArguments;
use super::given::Given;
use crate::values::Similarity;

/// Find documents that are the same as another, or nearly
///
/// The same are documents of the same words in the same order: spelling, capitals, punctuation and white space do not count.
/// Nearly the same are those that have much in common, in stretches of three words: the similarity is the estimated share of
/// what both have in what either has (Jaccard), with a standard error of 0.045 at most. Where every tenth word was changed it
/// is about 0.57, where every twentieth was about 0.75. No analyzer runs. What is found depends on the documents and their
/// order alone; it takes some 200 bytes of memory for each document, beside its id.
#[derive(Args, Debug)]
#[command(after_long_help = DUPLICATES_PAGE)]
pub(crate) struct DuplicateArguments {
    #[command(flatten)]
    pub(crate) given: Given<DocumentArguments>,

    #[command(flatten)]
    pub(crate) documents: DocumentArguments,

    /// The least similarity of near-duplicates, from 0.2 to 1
    ///
    /// Of pairs of 0.5 one in 250 is missed, of 0.4 one in 16, of 0.3 one in 3.
    #[arg(long, value_name = "SHARE", default_value = "0.5", help_heading = "Duplicates")]
    pub(crate) similarity: Similarity,

    /// Find only documents that are the same
    #[arg(long, conflicts_with = "similarity", help_heading = "Duplicates")]
    pub(crate) exact: bool,

    /// How groups are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "lines", help_heading = "Results")]
    pub(crate) format: DuplicateFormat,

    /// Write all groups to a file; `-` is standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Results")]
    pub(crate) output: Option<PathBuf>,

    /// Threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Running")]
    pub(crate) threads: Option<u16>,

    /// Say nothing on standard error but what went wrong
    #[arg(short, long, help_heading = "Running")]
    pub(crate) quiet: bool,
}

/// How groups are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DuplicateFormat {
    /// For reading, a group below the other; without -o the 20 first
    Lines,
    /// A line for each copy: its document, the first of its group, the similarity
    Tsv,
    /// An object of JSON for each group
    Jsonl,
}

const DUPLICATES_PAGE: &str = "\
Examples:
  How many, and some of them:
    textmill duplicates news

  All of them, for another program:
    textmill duplicates news --format tsv -o duplicates.tsv

  Each text once, in what analyzers find:
    textmill analyze news --unique";
