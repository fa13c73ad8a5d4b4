//! Documents that are one text.

use std::io;

use serde_json::{Map, Value};

use super::super::page::Page;
use super::pull::Pull;
use super::{fiction, open_document, other, prolog, tei};
use crate::damage::{damage, reason};
use crate::encoding::{Decoded, decode};
use crate::options::Format;

/// What a document of one text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// TEI (<https://tei-c.org/guidelines/p5/>).
    Tei,
    /// OpenDocument in one file.
    OpenDocument,
    /// FictionBook 2.
    Fiction,
    /// What nobody knows.
    Other,
}

/// A text, and what its document says of it.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) metadata: Map<String, Value>,
}

/// Reads a document.
///
/// # Errors
/// Why it is unread.
pub(in super::super) fn read(bytes: Vec<u8>, kind: Kind, format: &Format) -> Result<Page, String> {
    let declared = prolog::declared(&bytes);
    let decoded = decode(bytes, format.encoding, declared.as_deref().as_slice());
    let mut document = Pull::new(decoded.text.as_bytes(), format.max_document);
    let read = match kind {
        Kind::Tei => tei::read,
        Kind::OpenDocument => open_document::read,
        Kind::Fiction => fiction::read,
        Kind::Other => other::read,
    };
    let Text { text, mut metadata } =
        read(&mut document, format.max_document).map_err(|error| reason(&error))?;
    metadata.retain(|field, _| format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(field)));
    Ok(Page { decoded: Decoded { text, ..decoded }, metadata, removed: Vec::new() })
}

/// Holds a text that grows to the size that a document may have.
pub(super) fn hold(bytes: usize, limit: u64) -> io::Result<()> {
    if bytes as u64 <= limit {
        return Ok(());
    }
    Err(too_long(limit))
}

/// The error for a text of more than `limit` bytes.
pub(super) fn too_long(limit: u64) -> io::Error {
    damage(format!("more than the {limit} bytes that a document may have"))
}
