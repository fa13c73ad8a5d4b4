//! A message, and those that are attached to it, as documents.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::body::{Kind, Piece};
use super::header::{Header, split};
use super::{packed, parts};
use crate::caught::catch;
use crate::encoding::{EncodingEvidence, in_doubt};
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, too_large, without_boilerplate};
use crate::source::{Deferred, Document, Item, Made};

/// Messages in messages, at most.
const MAX_NESTED: u32 = 4;

/// Messages of more bytes are decoded by the workers. Those of fewer cost less than to hand them over.
const SLOW: usize = 64 * 1024;

/// What parts are counted as that are no text.
pub(super) const ATTACHMENTS: &str = "attachments";

/// The documents of a message: itself, then those that are attached to it, which are called `mail.eml!1` and so on.
pub(super) fn items(raw: &[u8], name: &Name, context: &Context) -> VecDeque<Item> {
    let mut items = VecDeque::new();
    // A parser of others stands below, on the thread that reads.
    let added = catch(|| add(raw, name.clone(), 0, context, &mut items));
    if added.is_err() {
        let message = "the reader of mail failed on it; please report this with the file".to_owned();
        items.push_back(Item::Unread(name.clone().unread(message)));
    }
    items
}

/// Adds a message and what is attached to it.
fn add(raw: &[u8], name: Name, nested: u32, context: &Context, items: &mut VecDeque<Item>) {
    if nested > MAX_NESTED {
        let message = format!("messages in each other deeper than {MAX_NESTED}");
        return items.push_back(Item::Unread(name.unread(message)));
    }
    let format = &context.format;
    let (header, found) = match take_apart(raw, format) {
        Ok(parts) => parts,
        Err(message) => return items.push_back(Item::Unread(name.unread(message))),
    };
    context.leave_out_several(ATTACHMENTS, found.left_out);
    let metadata = header.metadata(format);
    items.push_back(Written { name: name.clone(), pieces: found.pieces, metadata }.item(format));
    for (attached, number) in found.attached.iter().zip(1_u64..) {
        add(attached, name.member(number.to_string().as_bytes(), 1), nested + 1, context, items);
    }
}

/// The header of a message, and what is in it.
fn take_apart<'raw>(raw: &'raw [u8], format: &Format) -> Result<(Header, parts::Found<'raw>), String> {
    let (header, body) = split(raw.trim_ascii_start())?;
    let header = Header::parse(header, format);
    if header.is_empty() {
        return Err("no header of a message is at its beginning".to_owned());
    }
    let found = parts::find(&header, body, format)?;
    if found.pieces.is_empty() && found.attached.is_empty() && found.left_out > 0 {
        return Err(parts::without_text(header.content_type()));
    }
    Ok((header, found))
}

/// A message that is still to be decoded.
struct Written {
    name: Name,
    pieces: Vec<Piece>,
    metadata: Map<String, Value>,
}

impl Written {
    /// The document, made later where that takes a while.
    fn item(self, format: &Arc<Format>) -> Item {
        let bytes = self.pieces.iter().map(|piece| piece.body.len()).sum();
        let has_page = self.pieces.iter().any(|piece| piece.kind == Kind::Html);
        if bytes <= SLOW && !has_page && !format.remove_boilerplate {
            return self.make(format).into();
        }
        let format = Arc::clone(format);
        let Name { id, position } = self.name.clone();
        Item::Deferred(Deferred::new(id, position, bytes, move || vec![self.make(&format)]))
    }

    fn make(self, format: &Format) -> Made {
        self.name.clone().made(self.decoded(format))
    }

    /// The texts of a message, a blank line between them.
    fn decoded(self, format: &Format) -> Result<Document, String> {
        let mut text = String::new();
        // Of several encodings, that of the first text beyond ASCII.
        let mut encoding = None;
        let (mut replaced, mut removed) = (false, Vec::new());
        for piece in &self.pieces {
            let decoded = piece.decoded(format)?;
            if let Some(message) = in_doubt(&decoded) {
                return Err(message);
            }
            format.invalid_text.accept(&decoded)?;
            replaced |= decoded.replaced();
            if encoding.is_none() || text.is_ascii() {
                encoding = Some((decoded.encoding, decoded.evidence));
            }
            let plain = match piece.kind {
                Kind::Plain | Kind::Flowed { .. } => packed::without(decoded.text, &mut removed),
                _ => decoded.text,
            };
            let content = plain.trim_matches(['\n', '\r']);
            if !content.is_empty() {
                text.push_str(if text.is_empty() { "" } else { "\n\n" });
                text.push_str(content);
            }
        }
        if text.starts_with("-----BEGIN PGP MESSAGE-----")
            && text.trim_end().ends_with("-----END PGP MESSAGE-----")
        {
            return Err("encrypted (PGP), which is not read".to_owned());
        }
        let (bytes, limit) = (text.len() as u64, format.max_document);
        if bytes > limit {
            return Err(format!("{} once it is decoded to UTF-8", too_large(bytes, limit)));
        }
        let (encoding, evidence) = encoding.unwrap_or(("UTF-8", EncodingEvidence::Valid));
        let (encoding, evidence) = (Some(encoding), Some(evidence));
        let metadata = self.metadata;
        let document =
            Document { text, metadata, encoding, evidence, replaced, removed, ..Document::default() };
        Ok(if format.remove_boilerplate { without_boilerplate(document) } else { document })
    }
}
