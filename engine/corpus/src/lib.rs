//! Where Textmill's documents come from: files, folders, JSON Lines, the standard input.
//!
//! The only crate that knows a file format. It leaves batches to the engine, and what a document means to the plugins.
//! A [`Corpus`] says what to read and how; opening it lists the files ([`Paths`]), which are then read one at a
//! time: memory holds one file's text or one line, and a list of paths.
//!
//! Nothing is left out in silence: what should have been a document and could not be read is an [`Unread`], with
//! its place and the reason. Invariants: a position is never the same for two items of a run (`name.rs`), and
//! the order of items depends on the paths given and the names of files alone.

#![deny(missing_docs)]

mod ahead;
mod archive;
mod boilerplate;
mod budget;
mod builder;
mod compression;
mod csv;
mod damage;
mod encoding;
mod error;
mod expand;
mod hashing;
mod html;
mod ignoring;
mod input;
mod json_lines;
mod left_out;
mod list;
mod name;
mod parquet;
mod part;
mod paths;
mod raw;
mod record;
mod sniff;
mod source;
mod walk;
mod warc;

pub use builder::{Corpus, InvalidText};
pub use encoding::{Encoding, UnknownEncoding};
pub use error::CorpusError;
pub use html::HtmlText;
pub use left_out::LeftOut;
pub use paths::Paths;
pub use source::{Cursor, Deferred, Document, Input, Item, Listed, Progress, Removed, Source, Unread};
