//! `textmill html`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use textmill_page::TextDetail;

use crate::values::Size;

/// Make a report one page, which opens from disk in any browser.
///
/// Everything is inside, and the page asks for nothing from anywhere: it can be sent, kept and opened without a network.
/// Terms, names, places, groups and dates can be clicked, and all panels then show those documents. For that, and for texts,
/// the page needs what was found in each document: `analyze --html` has it; this command takes the lines that
/// `analyze --documents FILE --texts --layers language,entities,cues` wrote.
#[derive(Args, Debug)]
#[command(after_long_help = HTML_PAGE)]
pub(crate) struct HtmlArguments {
    /// A report, as `analyze -o` writes it; `-` is standard input
    pub(crate) report: PathBuf,

    /// What was found in each document, as `analyze --documents` writes it, in JSON Lines
    pub(crate) documents: Option<PathBuf>,

    /// Write the page to this file; `-` is standard output
    ///
    /// By default it stands beside the report, called as that is but ending in .html.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Another report, with which the page compares this one
    #[arg(long, value_name = "REPORT")]
    pub(crate) against: Option<PathBuf>,

    /// The most that the page takes, such as 5M
    ///
    /// What the report says is of all documents and always there. Texts are those of as many documents as have room, chosen by
    /// a hash of what they are, so that they are the same ones each time.
    #[arg(long, value_name = "BYTES", default_value = "20M")]
    pub(crate) html_size: Size,

    /// How much of the documents' texts is in the page
    #[arg(long, value_name = "HOW", value_enum, default_value = "full")]
    pub(crate) html_texts: TextArgument,

    /// Say nothing on standard error but what went wrong
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// How much of texts is in a page.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TextArgument {
    /// Nothing: no sentence of a document leaves with the page
    None,
    /// Their beginnings
    Snippets,
    /// All of them, as far as there is room
    Full,
}

impl From<TextArgument> for TextDetail {
    fn from(argument: TextArgument) -> Self {
        match argument {
            TextArgument::None => Self::None,
            TextArgument::Snippets => Self::Snippets,
            TextArgument::Full => Self::Full,
        }
    }
}

const HTML_PAGE: &str = "\
Examples:
  At once, with the texts of the run:
    textmill analyze news --html news.html

  From what an earlier run wrote:
    textmill analyze news -o news.json --documents news.jsonl --texts --layers language,entities,cues
    textmill html news.json news.jsonl

  Two reports beside each other, without a text:
    textmill html 2024.json --against 2023.json -o years.html --html-texts none";
