//! In place of `html/`, where pages are not read: not as plain text either.

use super::builder::Format;
use super::error::CorpusError;
use super::page::Page;
use super::unbuilt::unbuilt;

pub(super) fn read(_: Vec<u8>, _: Option<&str>, _: &Format) -> Result<Page, String> {
    Err(unbuilt("an HTML page", "html").to_string())
}

/// Refuses settings of pages.
pub(super) fn accept_settings() -> Result<(), CorpusError> {
    Err(CorpusError::Unbuilt { format: "HTML", feature: "html" })
}
