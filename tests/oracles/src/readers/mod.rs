//! Files of any format that may hold anything.
//!
//! The first byte of an input chooses how it is read (`Choice`), the others are the file.

mod formats;
mod law;
mod patterns;
mod written;

pub use formats::{
    TARGETS, compressed, html, mail, markup, office, parquet, rows, tar, text, warc, xml, zip,
};

pub use patterns::{Pattern, patterns};

use textmill_corpus::{Code, Corpus, Encoding, HtmlText, InvalidText};

/// How a file is read, by the bits of a byte.
#[derive(Clone, Copy, Debug)]
struct Choice(u8);

/// The greatest document: few inputs of a fuzzer are longer, and those show what becomes of longer ones.
const MAX_BYTES: u64 = 16 * 1024;

/// Encodings of every make: none at all, of a byte, of two, with states, with surrogates.
const ENCODINGS: [Option<&str>; 8] = [
    None,
    Some("utf-8"),
    Some("windows-1256"),
    Some("utf-16le"),
    None,
    Some("iso-2022-jp"),
    Some("gb18030"),
    Some("utf-16be"),
];

impl Choice {
    /// Whether bit `index` is set.
    fn bit(self, index: u32) -> bool {
        self.0 >> index & 1 == 1
    }

    /// The encoding that the user names.
    fn encoding(self) -> Option<Encoding> {
        let label = ENCODINGS[usize::from(self.0 & 7)]?;
        Some(Encoding::parse(label).expect("the standard has the label"))
    }

    /// Whether a text that is longer than a document may be is cut.
    fn splits(self) -> bool {
        self.bit(4)
    }

    fn corpus(self) -> Corpus {
        let invalid_text = if self.bit(3) { InvalidText::Fault } else { InvalidText::Replace };
        let code = if self.bit(5) { Code::Read } else { Code::LeaveOut };
        let html_text = if self.bit(5) { HtmlText::All } else { HtmlText::Main };
        let corpus = Corpus::new()
            .max_document(MAX_BYTES)
            .invalid_text(invalid_text)
            .split_long(self.splits())
            .html_text(html_text)
            .code(code)
            .hidden(self.bit(6));
        match self.encoding() {
            Some(encoding) => corpus.encoding(encoding),
            None => corpus,
        }
    }
}
