//! Where Textmill's documents come from: files, folders and archives, in any format and encoding.
//!
//! The only crate that knows a file format. It leaves batches to the engine, and what a document means to the plugins.
//! A [`Corpus`] says what to read and how; opening it lists the files ([`Paths`]), which are then read one at a
//! time: memory holds one document, a few blocks that were decompressed ahead, and a list of paths.
//!
//! The way of an input: `paths/input.rs` hashes it as it is on disk, `part.rs` sees through its compression
//! (`compression/`, on a thread of its own) and asks the table of formats (`readers/registry.rs`) what it holds; the
//! reader of that format gives items, and an archive's reader opens a part for each member. Texts and pages go to the
//! workers as bytes (`readers/whole.rs`).
//!
//! # Features
//!
//! What brings crates of its own can be left out of a build; all is on by default. What is then not read is known all
//! the same, and named as [`Unread`] with the feature that reads it. `readers/without.rs` has what takes the place of a reader.
//!
//! | feature | reads |
//! | --- | --- |
//! | `archives` | tar and ZIP archives, web crawls (WARC and WET) |
//! | `compression` | Zstandard, bzip2 and xz; Brotli in crawls. gzip is always read |
//! | `html` | pages, those of crawls and of mail too |
//! | `markdown` | Markdown, notebooks of Jupyter; it turns on `html` |
//! | `mail` | mail, boxes of it, and pages saved as mail |
//! | `office` | documents packed in a ZIP archive: DOCX, ODT, EPUB; needs `archives` and `xml` |
//! | `parquet` | Parquet |
//! | `xml` | XML: feeds, dumps of MediaWiki, TEI, FictionBook; needs `html` |
//!
//! Nothing is left out in silence: what should have been a document and could not be read is an [`Unread`], with
//! its place and the reason, and what nobody asked for is counted in a [`LeftOut`]. Invariants: a position is never
//! the same for two items of a run (`name.rs`); the order of items depends on the paths given and the names of files
//! alone; nothing is extracted, and no name in an archive is ever opened as a path.

#![cfg_attr(
    not(all(
        feature = "archives",
        feature = "compression",
        feature = "html",
        feature = "mail",
        feature = "markdown",
        feature = "parquet",
        feature = "xml"
    )),
    allow(dead_code, unused_imports, reason = "what only readers ask for that are left out")
)]

mod boilerplate;
mod builder;
mod caught;
mod compression;
mod damage;
mod encoding;
mod error;
mod left_out;
mod listing;
mod lookahead;
mod name;
mod options;
mod part;
mod paths;
mod reader;
mod readers;
mod regular;
mod source;
mod stop;

pub use builder::Corpus;
#[doc(hidden)]
pub use caught::catch;
pub use caught::panic_is_caught;
pub use encoding::{Encoding, EncodingEvidence, UnknownEncoding};
pub use error::CorpusError;
pub use left_out::LeftOut;
pub use options::{Code, HtmlText, InvalidText};
pub use paths::Paths;
pub use source::{Cursor, Deferred, Document, Input, Item, Listed, Made, Progress, Removed, Source, Unread};
pub use stop::{OnStop, StopHandle};
