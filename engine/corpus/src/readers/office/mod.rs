//! Documents that are packed in a ZIP archive: DOCX (ECMA-376), ODT (OASIS OpenDocument 1.3) and EPUB (W3C, 3.3).
//!
//! What a document says of itself, and how it is to be read, stands in small parts, which are read first. The text is
//! made by the workers; a book gives it chapter by chapter. Parts are no larger than a document may be, and count for what
//! may be decompressed. What is packed beside the text, such as pictures, is counted as left out.

mod book;
mod docx;
mod epub;
mod kind;
mod odt;
mod relations;
mod word;

use std::io;

use super::archive::Package;
use super::xml::{Node, Pull};
use crate::encoding::{Decoded, decode};
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Reader, too_large};
use crate::source::{Deferred, Document, Item, Made};

pub(super) use kind::{Kind, told};

/// Begins with a document.
///
/// # Errors
/// Where a part is damaged, encrypted or too large that nothing can be read without.
pub(super) fn open(
    kind: Kind,
    package: Package,
    name: Name,
    context: &Context,
) -> io::Result<Box<dyn Reader>> {
    match kind {
        Kind::Docx(part) => docx::open(&part, package, name, context),
        Kind::Odt => odt::open(package, name, context),
        Kind::Epub => epub::open(package, name, context),
    }
}

/// A reader of what is one document.
struct One {
    items: std::vec::IntoIter<Item>,
}

impl One {
    /// A document that `make` makes, of so many bytes that it holds.
    fn open(
        package: &Package,
        name: Name,
        bytes: usize,
        format: &Format,
        make: impl FnOnce() -> Result<Document, String> + Send + 'static,
    ) -> Box<dyn Reader> {
        let doubled = doubled(package, &name);
        let item = deferred(name, bytes, format, make);
        Box::new(Self { items: std::iter::once(item).chain(doubled).collect::<Vec<_>>().into_iter() })
    }
}

impl Reader for One {
    fn next_item(&mut self) -> Option<Item> {
        self.items.next()
    }

    fn whole(&self) -> bool {
        true
    }
}

/// What is to be said of parts of one name.
fn doubled(package: &Package, name: &Name) -> Option<Item> {
    let message = || "has several parts of one name, of which the last alone is read".to_owned();
    package.is_doubled().then(|| Item::Unread(name.clone().unread(message())))
}

/// A document that the workers make.
fn deferred(
    name: Name,
    bytes: usize,
    format: &Format,
    make: impl FnOnce() -> Result<Document, String> + Send + 'static,
) -> Item {
    let limit = format.max_document;
    let Name { id, position } = name.clone();
    Item::Deferred(Deferred::new(id, position, bytes, move || -> Vec<Made> {
        let document = make().and_then(|document| match document.text.len() as u64 {
            bytes if bytes > limit => Err(too_large(bytes, limit)),
            _ => Ok(document),
        });
        vec![name.made(document)]
    }))
}

/// A part of XML as text, in the encoding that it declares.
fn decoded(part: Vec<u8>, format: &Format) -> Result<Decoded, String> {
    let declared = super::xml::declared(&part);
    let decoded = decode(part, None, declared.as_deref().as_slice());
    format.invalid_text.accept(&decoded)?;
    Ok(decoded)
}

/// Gives the elements of a part, as they begin, to `see`, which may read on in them.
fn for_each_element(
    part: Vec<u8>,
    limit: u64,
    mut see: impl FnMut(&mut Pull<&[u8]>) -> io::Result<()>,
) -> io::Result<()> {
    let declared = super::xml::declared(&part);
    let text = decode(part, None, declared.as_deref().as_slice()).text;
    let mut document = Pull::new(text.as_bytes(), limit);
    loop {
        match document.next()? {
            Node::Start => see(&mut document)?,
            Node::End | Node::Text => {}
            Node::Done => return Ok(()),
        }
    }
}
