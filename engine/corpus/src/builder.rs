//! What to read, and how.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::encoding::Encoding;
use super::error::CorpusError;
use super::expand::expand;
use super::html::HtmlText;
use super::paths::Paths;

/// What to read, and how: files, folders, the standard input.
///
/// - A **file** is read whatever its name is. `.jsonl` and `.ndjson` are JSON Lines: an object per line, one of its
///   fields the text, the others metadata. Everything else is one text.
/// - A **folder** is read at any depth, sorted by the bytes of the paths below it. Hidden files and folders (`.name`)
///   are left out, symbolic links are not followed, and no `.gitignore` is heeded: a corpus is data.
/// - `-` is the **standard input**. It is JSON Lines if its first line is a JSON object, one text if not; so are
///   pipes and devices, such as a shell's `<(command)`.
///
/// Paths are read in the order in which they were given, and a file that is reached twice is read where it is
/// first. Text is UTF-8, or UTF-16 with a byte-order mark; bytes that are neither are replaced and the document
/// says so. What cannot be read is an [`Unread`](crate::Unread) with the reason.
///
/// ```no_run
/// # use textmill_corpus::{Corpus, Source};
/// let mut documents = Corpus::new().path("corpus").path("reviews.jsonl").text_field("body").open()?;
/// while let Some(item) = documents.next_item() {
///     println!("{item:?}");
/// }
/// # Ok::<(), textmill_corpus::CorpusError>(())
/// ```
pub struct Corpus {
    paths: Vec<PathBuf>,
    root: Option<PathBuf>,
    standard_input: Option<Box<dyn Read + Send>>,
    format: Format,
}

/// What becomes of a text with bytes that are not valid in its encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InvalidText {
    /// They are replaced by U+FFFD, and the document says so ([`Document::replaced`](crate::Document::replaced)).
    #[default]
    Replace,
    /// It is an [`Unread`](crate::Unread) that names the first such byte.
    Fault,
}

/// What readers are told.
#[derive(Clone, Debug)]
pub(super) struct Format {
    pub(super) text_field: String,
    pub(super) id_field: Option<String>,
    /// Metadata fields to keep: all where there is no set.
    pub(super) metadata_fields: Option<BTreeSet<String>>,
    pub(super) max_document: u64,
    /// Bytes that may come of one byte that is compressed.
    pub(super) max_expansion: u64,
    /// The encoding of all that has no byte-order mark; found out where there is none.
    pub(super) encoding: Option<Encoding>,
    pub(super) invalid_text: InvalidText,
    pub(super) html_text: HtmlText,
    pub(super) standard_input_name: String,
}

impl Default for Format {
    fn default() -> Self {
        Self {
            text_field: "text".to_owned(),
            id_field: None,
            metadata_fields: None,
            max_document: Corpus::MAX_DOCUMENT,
            max_expansion: Corpus::MAX_EXPANSION,
            encoding: None,
            invalid_text: InvalidText::default(),
            html_text: HtmlText::default(),
            standard_input_name: "-".to_owned(),
        }
    }
}

impl Corpus {
    /// The greatest size of a document where no other is set: 64 MiB.
    pub const MAX_DOCUMENT: u64 = 64 * 1024 * 1024;

    /// How many times as large an input may become when it is decompressed, where no other number is set: 1000.
    pub const MAX_EXPANSION: u64 = 1_000;

    /// A corpus of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { paths: Vec::new(), root: None, standard_input: None, format: Format::default() }
    }

    /// Adds a file, a folder, or `-` for the standard input.
    #[must_use]
    pub fn path(mut self, path: impl Into<PathBuf>) -> Self {
        self.paths.push(path.into());
        self
    }

    /// Adds several, as [`Corpus::path`] does.
    #[must_use]
    pub fn paths<P: Into<PathBuf>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.paths.extend(paths.into_iter().map(Into::into));
        self
    }

    /// The field of JSON Lines that holds the text; `text` where none is set.
    #[must_use]
    pub fn text_field(mut self, field: impl Into<String>) -> Self {
        self.format.text_field = field.into();
        self
    }

    /// The field of JSON Lines that holds the id, a string or a number.
    ///
    /// Where none is set, and in lines that lack it (or have it `null` or empty), the id is `path#line`.
    #[must_use]
    pub fn id_field(mut self, field: impl Into<String>) -> Self {
        self.format.id_field = Some(field.into());
        self
    }

    /// The fields of JSON Lines to keep as metadata; all where none are set.
    ///
    /// Fields that are left out are not parsed into values, which is faster.
    #[must_use]
    pub fn metadata_fields<F: Into<String>>(mut self, fields: impl IntoIterator<Item = F>) -> Self {
        self.format.metadata_fields = Some(fields.into_iter().map(Into::into).collect());
        self
    }

    /// The folder to which ids and positions are relative: `DIR/news/a.txt` is then `news/a.txt`, on every machine.
    ///
    /// Files outside of it keep their path.
    #[must_use]
    pub fn root(mut self, folder: impl AsRef<Path>) -> Self {
        self.root = Some(folder.as_ref().to_owned());
        self
    }

    /// The greatest size of a document in bytes, as it is read and as it is decoded; in JSON Lines, that of a line.
    ///
    /// Greater ones are unread, and never in memory. At most 4 GiB − 1: an offset in the plugin interface has 32
    /// bits.
    #[must_use]
    pub fn max_document(mut self, bytes: u64) -> Self {
        self.format.max_document = bytes.min(u64::from(u32::MAX));
        self
    }

    /// The encoding of every text without a byte-order mark, whatever its page or its bytes say; found out for each
    /// where none is set.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.format.encoding = Some(encoding);
        self
    }

    /// What becomes of a text with bytes that are not valid in its encoding; they are replaced where nothing is set.
    #[must_use]
    pub fn invalid_text(mut self, invalid_text: InvalidText) -> Self {
        self.format.invalid_text = invalid_text;
        self
    }

    /// Which text of an HTML page is read; its main text where nothing is set.
    #[must_use]
    pub fn html_text(mut self, html_text: HtmlText) -> Self {
        self.format.html_text = html_text;
        self
    }

    /// How many times as large an input may become when it is decompressed, beyond 64 MiB that any may become.
    ///
    /// What would become larger is unread from there on: a file of a few kilobytes could keep a run busy for a day
    /// otherwise. Whatever the number is, no more than a document is in memory.
    #[must_use]
    pub fn max_expansion(mut self, times: u64) -> Self {
        self.format.max_expansion = times;
        self
    }

    /// The id of what comes from the standard input; `-` where none is set. Its position is `-` all the same.
    #[must_use]
    pub fn stdin_name(mut self, name: impl Into<String>) -> Self {
        self.format.standard_input_name = name.into();
        self
    }

    /// What `-` reads, in place of the process's standard input.
    #[must_use]
    pub fn stdin(mut self, reader: impl Read + Send + 'static) -> Self {
        self.standard_input = Some(Box::new(reader));
        self
    }

    /// Lists the files of the corpus. None is opened yet.
    ///
    /// # Errors
    /// A path that is not there, folders without a file, a root that is no folder, no path at all. A folder that
    /// cannot be listed, or a file without permission to read it, is an [`Unread`](crate::Unread) in the source.
    pub fn open(self) -> Result<Paths, CorpusError> {
        let expansion = expand(&self.paths, self.root.as_deref())?;
        Ok(Paths::new(expansion, self.format, self.standard_input))
    }
}

impl Default for Corpus {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Corpus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut corpus = formatter.debug_struct("Corpus");
        corpus.field("paths", &self.paths).field("root", &self.root).field("format", &self.format);
        corpus.finish_non_exhaustive()
    }
}
