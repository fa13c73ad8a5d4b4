//! Which documents are read, how, and which of them are chosen.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use textmill::{Corpus, Encoding, Filter, GroupBy, HtmlText, InvalidText, KeyOrder};

use crate::values::{Sameness, Size};

/// Which documents are read, and how.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Documents")]
pub(crate) struct DocumentArguments {
    /// Files, folders, or `-` for the standard input
    ///
    /// A folder is read at any depth, in the order of names. What a file is, is told by its name and content: text,
    /// Markdown, HTML, RTF, mail, subtitles, notebooks of Jupyter, JSON Lines, JSON, CSV, TSV, Parquet, WARC, WET and ARC;
    /// tar and zip archives of these; gzip, Zstandard, bzip2 or xz around any of them.
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(crate) paths: Vec<PathBuf>,

    /// Read the paths that a file lists, a line each; `-` is the standard input
    ///
    /// A path that is not there is a fault in the report, not an error.
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,

    /// Paths of --files-from end in NUL bytes, as `find -print0` writes them
    #[arg(short = '0', long, requires = "files_from")]
    pub(crate) null: bool,

    /// Read only files of folders whose path matches, or with `!` before it does not (may be repeated)
    ///
    /// As in ripgrep: '*.txt' at any depth, '/news/**' from the folder on; the last that matches decides.
    #[arg(short, long, value_name = "GLOB")]
    pub(crate) glob: Vec<String>,

    /// Read hidden files and folders too
    #[arg(long)]
    pub(crate) hidden: bool,

    /// Do not heed .textmillignore, .ignore and .gitignore
    #[arg(long)]
    pub(crate) no_ignore: bool,

    /// Follow symbolic links in folders
    #[arg(short = 'L', long)]
    pub(crate) follow: bool,

    /// The field or column that holds the text, in JSON Lines, CSV and Parquet
    ///
    /// In JSON and Parquet dots lead into objects, as in message.content.
    #[arg(long, value_name = "FIELD", default_value = "text")]
    pub(crate) text_field: String,

    /// The field or column that holds the document's id
    ///
    /// Without it a document is called by file and line, as in `reviews.jsonl#12`. All other fields are metadata: an
    /// analyzer that reads one, such as `language`, finds it there.
    #[arg(long, value_name = "FIELD")]
    pub(crate) id_field: Option<String>,

    /// Call the standard input so, as if it were a file: the ending tells its format
    ///
    /// `zcat survey.csv.gz | textmill analyze - --stdin-name survey.csv` reads a table. Without it the content tells the
    /// format, and a table is read as one text.
    #[arg(long, value_name = "NAME", default_value = "-")]
    pub(crate) stdin_name: String,

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

    /// Cut texts that are longer than --max-document into several documents
    ///
    /// At the ends of paragraphs where there are such; they are called `a.txt#1`, `a.txt#2` and so on. Lines of JSON Lines,
    /// rows, and pages are not cut.
    #[arg(long)]
    pub(crate) split_long: bool,

    /// How many times its size a compressed file may become
    ///
    /// Beyond 64 MiB, which any may become. The rest of a file that becomes larger is a fault: a few kilobytes could keep a
    /// run busy for a day otherwise.
    #[arg(long, value_name = "TIMES", default_value_t = Corpus::MAX_EXPANSION)]
    pub(crate) max_expansion: u64,

    /// The memory that decompressing a file may take to look back, such as 2G for what `zstd --long=31` made
    ///
    /// A file that asks for more is a fault. For Zstandard a power of 2 counts, and at most 2G.
    #[arg(long, value_name = "BYTES", default_value = "256M")]
    pub(crate) decompression_memory: Size,

    /// Read what a program prints in place of each file, as ripgrep's --pre does
    ///
    /// The program is run for each file, with the file's path as its argument and the file as its standard input: a script
    /// of one line makes text of a format that is not read here, such as `exec pdftotext - -`. What it prints may be of any
    /// format. Where it fails, that is a fault. Members of archives do not go through it.
    #[arg(long, value_name = "COMMAND")]
    pub(crate) pre: Option<PathBuf>,

    /// Give the program of --pre only files whose path matches, such as '*.pdf' (may be repeated)
    ///
    /// Written as for --glob.
    #[arg(long, value_name = "GLOB", requires = "pre")]
    pub(crate) pre_glob: Vec<String>,

    /// The encoding of texts that do not tell theirs, such as windows-1256 [default: found out]
    #[arg(long, value_name = "NAME", value_parser = parse_encoding)]
    pub(crate) encoding: Option<Encoding>,

    /// What becomes of a text with bytes that are not valid in its encoding
    #[arg(long, value_name = "HOW", value_enum, default_value_t = InvalidTextArgument::Replace)]
    pub(crate) invalid_text: InvalidTextArgument,

    /// Which text of an HTML page is read
    #[arg(long, value_name = "TEXT", value_enum, default_value_t = HtmlTextArgument::Main)]
    pub(crate) html_text: HtmlTextArgument,

    /// Read code too, in Markdown and notebooks: blocks, and cells
    ///
    /// Without it, code is taken out of the text, counted in the report, and shown by --documents.
    #[arg(long)]
    pub(crate) code: bool,

    /// Take navigation, comment forms, related links and cookie notices out of texts
    ///
    /// For plain text that was scraped from web pages, in Arabic and English. What is taken out is counted in the report,
    /// and shown by --documents. It goes by how such passages read; --remove-repeated-lines takes out what stands in many
    /// documents.
    #[arg(long)]
    pub(crate) remove_boilerplate: bool,
}

/// Which documents are chosen of those that are read, and into which groups they go.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct SelectionArguments {
    /// Analyze only documents that meet a condition, as in language=ar or stars>=4 (may be repeated)
    ///
    /// FIELD=A,B (one of these), !=, <, <=, >, >=, FIELD (it is there) or !FIELD (it is not). The field is one of the
    /// metadata, or the name of a layer such as `language` for documents that lack it, or `source` or `folder`.
    #[arg(long, value_name = "CONDITION", help_heading = "Documents")]
    pub(crate) filter: Vec<Filter>,

    /// Analyze only N documents, chosen by their content
    ///
    /// The same every time, whatever the order of the files. The corpus is read twice, once to choose, so it cannot come
    /// from the standard input; and samples of parts are no sample of the whole, so there is no partial file of one.
    #[arg(long, value_name = "N", conflicts_with = "partial", help_heading = "Documents")]
    pub(crate) sample: Option<usize>,

    /// Analyze each text once: of documents of the same words the one with the least id
    ///
    /// As `textmill duplicates` finds them: spelling, capitals, punctuation and white space do not count. With --unique=near also
    /// near-duplicates are left out, with --unique=0.7 those of at least so much similarity. How many are left out is in the
    /// report. The corpus is read twice, once to find them, so it cannot come from the standard input; and what is unique in a
    /// part may not be so in the whole, so there is no partial file.
    #[arg(
        long,
        value_name = "HOW",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "same",
        conflicts_with = "partial",
        help_heading = "Documents"
    )]
    pub(crate) unique: Option<Sameness>,

    /// Take lines out of texts that stand in many documents of their source, such as a site's menu and footer
    ///
    /// In at least ten of them, and in one of ten. A source is a host of a crawl, a file of several documents, or a folder.
    /// Numbers count as equal, so that `Page 3 of 9` is one line. What is taken out is counted in the report as `repeated`, and
    /// shown by --documents. A text of nothing else stays as it is. The corpus is read twice, once to find them, so it cannot
    /// come from the standard input; and there is no partial file.
    #[arg(long, conflicts_with = "partial", help_heading = "Documents")]
    pub(crate) remove_repeated_lines: bool,

    /// Report each group of documents beside the whole, as by language, source or date:year
    ///
    /// FIELD is a field of the metadata, or the name of a layer such as `language` for documents that lack the field,
    /// or `source` (the file or archive) or `folder`. FIELD:day, :week, :month, :quarter, :year and :decade group by
    /// dates. Documents without the field are in the group `(none)`, those whose field is no date in `(no date)`.
    #[arg(long, value_name = "FIELD", help_heading = "Results")]
    pub(crate) group_by: Option<GroupBy>,

    /// In what order keys are shown, such as terms and names, and so which of them [default: as the analyzer asks for each field]
    #[arg(long, value_name = "BY", value_enum, help_heading = "Results")]
    pub(crate) rank: Option<RankArgument>,
}

/// In what order keys are shown.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RankArgument {
    /// The most often counted first
    Count,
    /// Those that many documents have often first, and those of one document alone last
    Widespread,
    /// Those in most documents first
    Documents,
    /// What is frequent and spread evenly over documents first, and so no word of one book alone
    Usage,
}

impl From<RankArgument> for KeyOrder {
    fn from(rank: RankArgument) -> Self {
        match rank {
            RankArgument::Count => Self::Count,
            RankArgument::Widespread => Self::Widespread,
            RankArgument::Documents => Self::Documents,
            RankArgument::Usage => Self::Usage,
        }
    }
}

fn parse_encoding(label: &str) -> Result<Encoding, String> {
    Encoding::parse(label).map_err(|error| error.to_string())
}

/// `--invalid-text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InvalidTextArgument {
    /// They are replaced by U+FFFD, and the document is counted and named
    Replace,
    /// The document is a fault
    Fault,
}

/// `--html-text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HtmlTextArgument {
    /// The main text, without navigation and the like
    Main,
    /// All text of the page
    All,
}

impl From<InvalidTextArgument> for InvalidText {
    fn from(argument: InvalidTextArgument) -> Self {
        match argument {
            InvalidTextArgument::Replace => Self::Replace,
            InvalidTextArgument::Fault => Self::Fault,
        }
    }
}

impl From<HtmlTextArgument> for HtmlText {
    fn from(argument: HtmlTextArgument) -> Self {
        match argument {
            HtmlTextArgument::Main => Self::Main,
            HtmlTextArgument::All => Self::All,
        }
    }
}
