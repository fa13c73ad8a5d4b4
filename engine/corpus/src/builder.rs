//! What to read, and how.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};

use super::encoding::Encoding;
use super::error::CorpusError;
use super::listing::{List, Met, Rules, TEMPORARY_PREFIX, TEMPORARY_SUFFIX, Wanted, expand, paths_of};
use super::options::{self, Code, Format, HtmlText, InvalidText};
use super::paths::{Paths, Preprocessor};
use super::readers;

/// What to read, and how: files, folders, the standard input.
///
/// - A **file** is read whatever its name is. The name tells whether it is a text (`.txt`, `.md`), a page (`.html`),
///   JSON Lines (`.jsonl`, `.ndjson`: an object per line, one of its fields the text, the others metadata), or a
///   table (`.csv`, `.tsv`); the content tells where the name does not, and Parquet, web crawls (WARC and WET),
///   archives (tar and ZIP) and compression (gzip, Zstandard, bzip2 and xz) are always told by the content.
/// - An **archive**'s members are read as files are, hidden ones left out: `archive.tar!path/in/it`.
/// - A **folder** is read at any depth, sorted by the bytes of the paths below it. As in ripgrep, hidden files and
///   folders (`.name`) and what ignore files name are left out, and symbolic links are not followed, unless asked.
/// - `-` is the **standard input**, whose content tells its format; so does that of pipes and devices, such as a
///   shell's `<(command)`.
///
/// Paths are read in the order in which they were given, and a file that is reached twice is read where it is
/// first. Text may be in any encoding of the web; bytes that are not valid in it are replaced and the document says
/// so. What cannot be read is an [`Unread`](crate::Unread) with the reason.
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
    list: Option<List>,
    null_separated: bool,
    globs: Vec<String>,
    rules: Rules,
    format: Format,
    preprocessor: Option<PathBuf>,
    preprocessor_globs: Vec<String>,
    /// Whether anything was set of pages.
    html_is_set: bool,
}

impl Corpus {
    /// The greatest size of a document by default: 64 MiB.
    pub const MAX_DOCUMENT: u64 = options::MAX_DOCUMENT;

    /// How many times as large an input may become when it is decompressed by default: 1000.
    pub const MAX_EXPANSION: u64 = options::MAX_EXPANSION;

    /// How many bytes of what it gave a decoder may keep to look back at by default: 256 MiB.
    pub const DECOMPRESSION_MEMORY: u64 = options::DECOMPRESSION_MEMORY;

    /// A corpus of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            paths: Vec::new(),
            root: None,
            standard_input: None,
            list: None,
            null_separated: false,
            globs: Vec::new(),
            rules: Rules::default(),
            format: Format::default(),
            preprocessor: None,
            preprocessor_globs: Vec::new(),
            html_is_set: false,
        }
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

    /// Adds the paths of a list: one a line, in the file at `path` or, where that is `-`, in the standard input.
    ///
    /// They are read after the paths that were given. One that is not there is an [`Unread`](crate::Unread).
    #[must_use]
    pub fn files_from(mut self, path: impl Into<PathBuf>) -> Self {
        self.list = Some(List { path: path.into(), reader: None });
        self
    }

    /// As [`Corpus::files_from`], from a reader.
    #[must_use]
    pub fn files_from_reader(mut self, reader: impl Read + Send + 'static) -> Self {
        self.list = Some(List { path: "-".into(), reader: Some(Box::new(reader)) });
        self
    }

    /// Whether a NUL byte ends each path of the list, as `find -print0` writes it, in place of a line's end.
    #[must_use]
    pub fn null_separated(mut self, null_separated: bool) -> Self {
        self.null_separated = null_separated;
        self
    }

    /// Adds a glob, as `rg -g` takes it: files of folders that match none are left out, and what matches one that
    /// begins with `!`. The last that matches counts. A glob is stronger than ignore files and [`Corpus::hidden`].
    #[must_use]
    pub fn glob(mut self, glob: impl Into<String>) -> Self {
        self.globs.push(glob.into());
        self
    }

    /// Whether files and folders whose names begin with a dot are read; they are not by default.
    #[must_use]
    pub fn hidden(mut self, hidden: bool) -> Self {
        self.rules.hidden = hidden;
        self.format.hidden = hidden;
        self
    }

    /// Whether `.textmillignore`, `.ignore` and, in a repository of git, `.gitignore` are heeded, those of the
    /// folders above too; they are by default.
    #[must_use]
    pub fn ignore_files(mut self, ignore_files: bool) -> Self {
        self.rules.ignore_files = ignore_files;
        self
    }

    /// Whether symbolic links in folders are followed; they are not by default.
    ///
    /// A link that leads nowhere, or to a folder in which it stands, is an [`Unread`](crate::Unread).
    #[must_use]
    pub fn follow(mut self, follow: bool) -> Self {
        self.rules.follow = follow;
        self
    }

    /// Reads what a program prints in place of each file, as `rg --pre` does: its path, or its name in a folder of `PATH`.
    ///
    /// The program is run once for each file, with the file's path as its only argument and the file as its standard input.
    /// What it prints is told by its content and read as a pipe is; where it fails, that is an
    /// [`Unread`](crate::Unread) with the first line of what it said. Members of archives, pipes and the standard input do
    /// not go through it. The hash of the input is that of the file.
    #[must_use]
    pub fn preprocessor(mut self, command: impl Into<PathBuf>) -> Self {
        self.preprocessor = Some(command.into());
        self
    }

    /// Gives the program of [`Corpus::preprocessor`] only the files that match a glob, written as for [`Corpus::glob`];
    /// may be called again. It is given every file by default.
    #[must_use]
    pub fn preprocessor_glob(mut self, glob: impl Into<String>) -> Self {
        self.preprocessor_globs.push(glob.into());
        self
    }

    /// Adds a file that the run is to write. A document of the corpus that is the same file, under whatever name, is
    /// [`CorpusError::Overwritten`]. What is not there yet is no document.
    #[must_use]
    pub fn output(mut self, path: impl AsRef<Path>) -> Self {
        self.rules.outputs.add(path.as_ref(), Met::Refused);
        self
    }

    /// Adds a file, or a folder with all that is in it, that an earlier run of the same kind has written, and this run is
    /// to write again. Below a folder of documents it is left out, and counted as [`LeftOut::OUTPUTS`](crate::LeftOut::OUTPUTS); where it is itself
    /// given as a document, or holds one that is, that is [`CorpusError::Overwritten`].
    #[must_use]
    pub fn earlier_output(mut self, path: impl AsRef<Path>) -> Self {
        self.rules.outputs.add(path.as_ref(), Met::LeftOut);
        self
    }

    /// Adds a file that is open for writing, such as the one into which a shell leads the standard output: as
    /// [`Corpus::output`], called `name` in messages.
    ///
    /// # Errors
    /// What the system says where it cannot look at the file.
    pub fn open_output(mut self, file: &File, name: impl AsRef<Path>) -> io::Result<Self> {
        self.rules.outputs.add_file(file, name.as_ref(), Met::Refused)?;
        Ok(self)
    }

    /// Adds a file that is open for writing and has nothing in it, or what an earlier run has written: as
    /// [`Corpus::earlier_output`], called `name` in messages.
    ///
    /// # Errors
    /// What the system says where it cannot look at the file.
    pub fn open_earlier_output(mut self, file: &File, name: impl AsRef<Path>) -> io::Result<Self> {
        self.rules.outputs.add_file(file, name.as_ref(), Met::LeftOut)?;
        Ok(self)
    }

    /// The prefix of the names of files that become outputs when they are whole.
    ///
    /// Such files are no documents. A killed run leaves them behind.
    pub const TEMPORARY_PREFIX: &str = TEMPORARY_PREFIX;

    /// The end of those names.
    pub const TEMPORARY_SUFFIX: &str = TEMPORARY_SUFFIX;

    /// The field or column that holds the text; `text` by default. A path leads into objects and groups, as
    /// `message.content`; a field that has the whole path for its name comes first.
    #[must_use]
    pub fn text_field(mut self, field: impl Into<String>) -> Self {
        self.format.text_field = field.into();
        self
    }

    /// The field or column that holds the id, a string or a number; a path as that of [`Corpus::text_field`].
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

    /// Whether a text that is longer than a document may be is cut into several, at the ends of paragraphs where there
    /// are such: `a.txt#1`, `a.txt#2` and so on. It is unread by default.
    ///
    /// Lines of JSON Lines, rows, and pages are not cut.
    #[must_use]
    pub fn split_long(mut self, split_long: bool) -> Self {
        self.format.split_long = split_long;
        self
    }

    /// The encoding of every text without a byte-order mark, whatever its page or its bytes say; found out for each
    /// where none is set.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.format.encoding = Some(encoding);
        self
    }

    /// What becomes of a text with bytes that are not valid in its encoding; they are replaced by default.
    #[must_use]
    pub fn invalid_text(mut self, invalid_text: InvalidText) -> Self {
        self.format.invalid_text = invalid_text;
        self
    }

    /// Which text of an HTML page is read; its main text by default.
    ///
    /// Without the cargo feature `html`, [`Corpus::open`] then fails with [`CorpusError::Unbuilt`].
    #[must_use]
    pub fn html_text(mut self, html_text: HtmlText) -> Self {
        self.format.html_text = html_text;
        self.html_is_set = true;
        self
    }

    /// What becomes of code in Markdown and in notebooks; it is left out by default.
    #[must_use]
    pub fn code(mut self, code: Code) -> Self {
        self.format.code = code;
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

    /// How many bytes of what it gave a decoder may keep to look back at: the window of Zstandard, of which a power of 2
    /// counts and at most 2 GiB, and the dictionary of xz.
    ///
    /// Data that asks for more is unread. `zstd --long=31`, with which large dumps are compressed, asks for 2 GiB.
    #[must_use]
    pub fn decompression_memory(mut self, bytes: u64) -> Self {
        self.format.decompression_memory = bytes;
        self
    }

    /// Whether navigation, comment forms, related links and the like are removed from texts that were scraped from
    /// web pages, in Arabic and English; they are not by default. Offsets then refer to what is left.
    ///
    /// It says nothing of HTML, for which there is [`Corpus::html_text`].
    /// [`Document::removed`](crate::Document::removed) tells what was removed.
    #[must_use]
    pub fn remove_boilerplate(mut self, remove_boilerplate: bool) -> Self {
        self.format.remove_boilerplate = remove_boilerplate;
        self
    }

    /// What the standard input is called; `-` by default. Its id is made of it, and its ending tells the format as that of
    /// a file does: `survey.csv`. Its position is `-` all the same.
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
    /// A path that is not there, folders without a file, a root that is no folder, a glob that is none, a list that
    /// cannot be read, no path at all, a program that is not there, settings of a format that this build does not read. A folder that
    /// cannot be listed, or a file without permission to read it, is an [`Unread`](crate::Unread) in the source.
    pub fn open(self) -> Result<Paths, CorpusError> {
        let Self { paths, root, standard_input, list, null_separated, globs, mut rules, format, .. } = self;
        if self.html_is_set {
            readers::accept_settings_of_pages()?;
        }
        if paths.is_empty() && list.is_none() {
            return Err(CorpusError::NoPaths);
        }
        rules.globs = overrides(&globs)?;
        let preprocessor =
            self.preprocessor.map(|command| preprocessor(command, self.preprocessor_globs)).transpose()?;
        let listed = list.map_or(Ok(Vec::new()), |list| paths_of(list, null_separated))?;
        let expansion = expand(Wanted { paths: &paths, listed, root: root.as_deref(), rules })?;
        Ok(Paths::new(expansion, format, preprocessor, standard_input))
    }
}

fn preprocessor(command: PathBuf, globs: Vec<String>) -> Result<Preprocessor, CorpusError> {
    let preprocessor = Preprocessor::new(command.clone(), overrides(&globs)?, globs);
    match preprocessor.is_there() {
        true => Ok(preprocessor),
        false => Err(CorpusError::Preprocessor { command }),
    }
}

/// Globs are relative to the current folder, as the paths are.
fn overrides(globs: &[String]) -> Result<Override, CorpusError> {
    let mut builder = OverrideBuilder::new("");
    for glob in globs {
        let flaw =
            |error: ignore::Error| CorpusError::Glob { glob: glob.clone(), message: message_of(&error) };
        builder.add(glob).map_err(flaw)?;
    }
    let flaw =
        |error: ignore::Error| CorpusError::Glob { glob: globs.join(" "), message: message_of(&error) };
    builder.build().map_err(flaw)
}

/// What is wrong with a glob, without the glob.
fn message_of(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        error => error.to_string(),
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
