//! `textmill kwic`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use textmill::{Filter, Pattern};

use super::given::Given;
use super::{DocumentArguments, ExecutionArguments};
use crate::values::{SortKey, at_least_one};

/// Show every place where a word, a phrase or a name stands, with the words around it.
///
/// A concordance: a line for each hit, the hit in the middle. Arabic is found however it is spelled, with its article,
/// conjunctions, prepositions and pronouns, and is laid out from right to left. Hits come as they are found, in the order of
/// the documents, in memory that does not grow with them.
#[derive(Args, Debug)]
#[command(after_long_help = KWIC_PAGE)]
pub(crate) struct KwicArguments {
    /// What is looked for: words, `elect*`, `/colou?rs?/`, `entity=NAME`, `label=person`
    ///
    /// Words one after another; in a word `*` is any letters and `?` is one; `*` alone is any word; what stands between
    /// slashes is a regular expression for one word, whatever its capitals. `entity=` finds an entity by its canonical name,
    /// `label=` all entities of a label.
    #[arg(value_name = "PATTERN")]
    pub(crate) pattern: Pattern,

    #[command(flatten)]
    pub(crate) given: Given<DocumentArguments>,

    #[command(flatten)]
    pub(crate) documents: DocumentArguments,

    /// Look only into documents that meet a condition, as in language=ar (may be repeated)
    ///
    /// As for `analyze`.
    #[arg(long, value_name = "CONDITION", help_heading = "Documents")]
    pub(crate) filter: Vec<Filter>,

    /// Look for what is written: capitals, marks, and no word with what is written together with it
    #[arg(long, help_heading = "Concordance")]
    pub(crate) exact: bool,

    /// Tokens on each side of a hit
    #[arg(long, value_name = "N", default_value_t = 10, help_heading = "Concordance")]
    pub(crate) window: usize,

    /// Give the sentence around a hit
    #[arg(long, conflicts_with = "window", help_heading = "Concordance")]
    pub(crate) sentence: bool,

    /// Sort by words around the hit or by fields, as in R1,R2,document
    ///
    /// L1 is the word before the hit, L2 the one before that, R1 the word after it, as far as L99 and R99; `document` is the
    /// document's id, every other name a field, such as date. Without it hits are in the order of the documents.
    #[arg(long, value_name = "KEY,…", value_delimiter = ',', help_heading = "Concordance")]
    pub(crate) sort: Vec<SortKey>,

    /// Give only N hits, chosen by their content
    ///
    /// The same every time, whatever the order of the documents and their cut into files.
    #[arg(long, value_name = "N", value_parser = at_least_one, help_heading = "Concordance")]
    pub(crate) sample: Option<usize>,

    /// Give these fields with each hit, as in date,author
    ///
    /// Fields of the metadata, `language` as it is detected where they lack it, `source` and `folder`.
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',', help_heading = "Concordance")]
    pub(crate) fields: Vec<String>,

    /// How hits are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "lines", help_heading = "Results")]
    pub(crate) format: HitFormat,

    /// Write hits to a file; `-` is standard output
    ///
    /// The file appears when it is complete: not where the command was stopped.
    #[arg(short, long, value_name = "FILE", help_heading = "Results")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) execution: ExecutionArguments,
}

/// How hits are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HitFormat {
    /// For reading, the hit in the middle
    Lines,
    /// Columns with tabs between them, and a head
    Tsv,
    /// An object of JSON for each hit
    Jsonl,
}

const KWIC_PAGE: &str = "\
Examples:
  A word, whatever is written together with it:
    textmill kwic مدرسة news.jsonl

  A phrase, sorted by the word behind it:
    textmill kwic 'prime minister*' news --sort R1

  A thousand places where a person is named, for a spreadsheet:
    textmill kwic label=person news --sample 1000 --format tsv -o persons.tsv

  The same over what an earlier run kept, with its texts:
    textmill analyze news -o news.json --documents news.jsonl --texts
    textmill kwic مدرسة news.jsonl";
