//! A document that is still bytes: a text or a page, read whole.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::boilerplate::{Cleaned, remove};
use super::builder::Format;
use super::encoding::decode;
use super::html;
use super::name::Name;
use super::sniff::nul_at;
use super::source::{Deferred, Document, Item, Made, Unread};

/// The bytes of a document, and what is known of it.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) name: Name,
    pub(super) bytes: Vec<u8>,
    pub(super) page: bool,
    /// A label of the encoding that whoever sent the bytes gave them.
    pub(super) charset: Option<String>,
    pub(super) metadata: Map<String, Value>,
}

/// Texts of more bytes are decoded by the workers. Those of fewer cost less than to hand them over.
const SLOW: usize = 64 * 1024;

impl Raw {
    /// A text without anything else.
    pub(super) fn text(name: Name, bytes: Vec<u8>) -> Self {
        Self { name, bytes, page: false, charset: None, metadata: Map::new() }
    }

    /// The document, made later where that takes a while.
    pub(super) fn item(self, format: &Arc<Format>) -> Item {
        if !self.page && self.bytes.len() <= SLOW && !format.remove_boilerplate {
            return self.make(format).into();
        }
        let format = Arc::clone(format);
        let Name { id, position } = self.name.clone();
        Item::Deferred(Deferred::new(id, position, self.bytes.len(), move || vec![self.make(&format)]))
    }

    fn make(self, format: &Format) -> Made {
        let Name { id, position } = self.name;
        match decoded(self.bytes, self.page, self.charset.as_deref(), self.metadata, format) {
            Ok(document) => Ok(Document { id, position, ..document }),
            Err(message) => Err(Unread { id, position, message }),
        }
    }
}

fn decoded(
    bytes: Vec<u8>,
    page: bool,
    charset: Option<&str>,
    mut metadata: Map<String, Value>,
    format: &Format,
) -> Result<Document, String> {
    let nul = if page { None } else { nul_at(&bytes) };
    let decoded = if page {
        let page = html::read(bytes, charset, format)?;
        // What its server says of a page is believed before what it says of itself.
        for (field, value) in page.metadata {
            metadata.entry(field).or_insert(value);
        }
        page.decoded
    } else {
        decode(bytes, format.encoding, charset)
    };
    if let Some(message) = nul.filter(|_| !decoded.encoding.starts_with("UTF-16")) {
        return Err(message);
    }
    decoded.check(format.invalid_text)?;
    let (bytes, limit) = (decoded.text.len() as u64, format.max_document);
    if bytes > limit {
        return Err(format!("{} once it is decoded to UTF-8", too_large(bytes, limit)));
    }
    let (encoding, replaced) = (Some(decoded.encoding), decoded.replaced());
    let document = Document { text: decoded.text, metadata, encoding, replaced, ..Document::default() };
    Ok(if format.remove_boilerplate && !page { without_boilerplate(document) } else { document })
}

/// A document that came with its text, cleaned by the workers where that is asked.
pub(super) fn cleaned(item: Item, format: &Format) -> Item {
    match item {
        Item::Document(document) if format.remove_boilerplate => {
            let (id, position) = (document.id.clone(), document.position.clone());
            let bytes = document.text.len();
            Item::Deferred(Deferred::new(id, position, bytes, move || {
                vec![Ok(without_boilerplate(document))]
            }))
        }
        item => item,
    }
}

fn without_boilerplate(document: Document) -> Document {
    let Cleaned { text, removed } = remove(&document.text);
    Document { text, removed, ..document }
}

/// The message for a document over the limit.
pub(super) fn too_large(bytes: u64, limit: u64) -> String {
    format!("{bytes} bytes, more than the {limit} that a document may have")
}
