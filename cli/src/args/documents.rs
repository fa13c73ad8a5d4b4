//! Which documents are read, and how.

use std::path::PathBuf;

use clap::Args;
use textmill::Filter;

use crate::values::Size;

/// Which documents are read, and how.
#[derive(Args, Debug)]
#[command(next_help_heading = "Documents")]
pub(crate) struct DocumentArguments {
    /// Files, folders, or `-` for the standard input
    ///
    /// A folder is read at any depth, in the order of names. What a file is, is told by its name and content: text, HTML,
    /// JSON Lines, CSV, TSV, Parquet, WARC and WET; tar and zip archives of these; gzip, Zstandard, bzip2 or xz around any
    /// of them.
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(crate) paths: Vec<PathBuf>,

    /// The field or column that holds the text, in JSON Lines, CSV and Parquet
    #[arg(long, value_name = "FIELD", default_value = "text")]
    pub(crate) text_field: String,

    /// The field or column that holds the document's id
    ///
    /// Without it a document is called by file and line, as in `reviews.jsonl#12`. All other fields are metadata: an
    /// analyzer that reads one, such as `language`, finds it there.
    #[arg(long, value_name = "FIELD")]
    pub(crate) id_field: Option<String>,

    /// Call documents by their path below this folder
    ///
    /// `textmill analyze /data/news --root /data` reports `news/a.txt`, so that reports of two machines are equal.
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,

    /// The greatest document to read, such as 500K, 64M or 1G
    ///
    /// A greater one is a fault and is not read into memory. In JSON Lines it is the length of a line.
    #[arg(long, value_name = "BYTES", default_value = "64M")]
    pub(crate) max_document: Size,

    /// Analyze only documents that meet a condition, as in language=ar or stars>=4 (may be repeated)
    ///
    /// FIELD=A,B (one of these), !=, <, <=, >, >=, FIELD (it is there) or !FIELD (it is not). The field is one of the
    /// metadata, or the name of a layer such as `language` for documents that lack it, or `source` or `folder`.
    #[arg(long, value_name = "CONDITION")]
    pub(crate) filter: Vec<Filter>,

    /// Analyze only N documents, chosen by their content
    ///
    /// The same every time, whatever the order of the files. The corpus is read twice: once to choose.
    #[arg(long, value_name = "N")]
    pub(crate) sample: Option<usize>,
}
