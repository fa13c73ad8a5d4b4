//! The readers, a file or a folder per format, and the table of them (`registry.rs`).
//!
//! What is recognized and not read stands in `refused.rs`. A build may leave out the readers that bring crates of
//! their own; `without.rs` has what takes their place.

#[cfg(feature = "archives")]
mod archive;
mod beginning;
mod csv;
mod flow;
#[cfg(feature = "html")]
mod html;
mod json;
mod json_lines;
mod json_sequence;
mod layers;
mod layout;
#[cfg(feature = "mail")]
mod mail;
#[cfg(feature = "markdown")]
mod markdown;
#[cfg(feature = "markdown")]
mod notebook;
#[cfg(feature = "office")]
mod office;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod refused;
mod registry;
mod rtf;
mod subtitles;
mod text;
#[cfg(all(
    test,
    not(all(
        feature = "archives",
        feature = "compression",
        feature = "html",
        feature = "mail",
        feature = "markdown",
        feature = "office",
        feature = "parquet",
        feature = "xml"
    ))
))]
mod unbuilt_tests;
#[cfg(feature = "archives")]
mod warc;
mod whole;
mod without;
#[cfg(feature = "xml")]
mod xml;

#[cfg(not(feature = "html"))]
use without::html;
#[cfg(not(feature = "mail"))]
use without::mail;
#[cfg(all(feature = "archives", not(feature = "office")))]
use without::office;
#[cfg(not(feature = "parquet"))]
use without::parquet;
#[cfg(not(feature = "xml"))]
use without::xml;
#[cfg(not(feature = "archives"))]
use without::{archive, warc};
#[cfg(not(feature = "markdown"))]
use without::{markdown, notebook};

pub(super) use html::accept_settings as accept_settings_of_pages;
pub(super) use json_lines::begins_with_line_of_object;
pub(super) use registry::{Named, Nests, look, named};
