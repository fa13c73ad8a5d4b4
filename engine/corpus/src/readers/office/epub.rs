//! EPUB, 2 and 3: a document for each chapter, in the order in which the book is read (its spine).

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::archive::Package;
use super::super::html;
use super::super::xml::{self, Kind};
use super::book::{Book, Chapter, Contents};
use super::{decoded, deferred, doubled};
use crate::damage::reason;
use crate::encoding::Decoded;
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Reader};
use crate::source::{Document, Item};

/// Begins with a book.
///
/// # Errors
/// Where what says which chapters it has is damaged or not there.
pub(super) fn open(mut package: Package, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    let book = Book::read(&mut package, context.format.max_document)?;
    context.leave_out_several(LeftOut::IMAGES, book.images);
    let mut metadata = book.metadata;
    let wanted = &context.format.metadata_fields;
    metadata.retain(|field, _| wanted.as_ref().is_none_or(|wanted| wanted.contains(field)));
    let (context, several) = (context.clone(), book.chapters.len() > 1);
    let chapters = book.chapters.into_iter().zip(1..).collect::<Vec<_>>().into_iter();
    let read = HashSet::new();
    let (labels, encrypted) = (book.labels, book.encrypted);
    Ok(Box::new(Epub {
        package,
        chapters,
        metadata,
        labels,
        encrypted,
        read,
        several,
        name,
        context,
        done: false,
    }))
}

/// A book that is being read.
struct Epub {
    package: Package,
    /// Chapters that are still to be read, with their numbers.
    chapters: std::vec::IntoIter<(Chapter, u64)>,
    metadata: Map<String, Value>,
    /// What the table of contents calls a part.
    labels: HashMap<String, String>,
    /// Parts that are encrypted.
    encrypted: HashSet<String>,
    /// Parts that were read: a book that names one twice has it once.
    read: HashSet<String>,
    /// Whether it has more than one chapter.
    several: bool,
    name: Name,
    context: Context,
    done: bool,
}

impl Epub {
    /// What a chapter gives; nothing where it is left out.
    fn chapter(&mut self, chapter: Chapter, number: u64) -> Option<Item> {
        let name = self.name.line(number);
        let unread = |message: String| Some(Item::Unread(name.clone().unread(message)));
        let Chapter { id, part, media_type, contents } = chapter;
        if contents == Contents::Yes {
            self.context.leave_out("tables of contents");
            return None;
        }
        if media_type.starts_with("image/") {
            // It was counted with the other pictures.
            return None;
        }
        let is_page =
            matches!(&*media_type, "application/xhtml+xml" | "text/html" | "text/x-oeb1-document" | "");
        if !is_page && !media_type.ends_with("xml") {
            self.context.leave_out(LeftOut::EMBEDDED);
            return None;
        }
        if self.encrypted.contains(&part) {
            return unread("encrypted: it is not read".to_owned());
        }
        if !self.read.insert(part.clone()) {
            self.context.leave_out("chapters that were read before");
            return None;
        }
        let format = Arc::clone(&self.context.format);
        let bytes = match self.package.read(&part, format.max_document) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return unread(missing(&id, &part)),
            Err(error) => return unread(reason(&error)),
        };
        if contents == Contents::Said && self.several && has_links(&bytes) {
            self.context.leave_out("tables of contents");
            return None;
        }
        if is_page && !has_text(&bytes) {
            self.context.leave_out("pages without a text");
            return None;
        }
        let (metadata, size) = (self.metadata.clone(), bytes.len());
        let label = self.labels.get(&part).cloned();
        let make = move || match is_page {
            true => page(bytes, label, metadata, &format),
            false => other(bytes, label, metadata, &format),
        };
        Some(deferred(name, size, &self.context.format, make))
    }
}

/// What is said of a chapter that is not there.
fn missing(id: &str, part: &str) -> String {
    const LONGEST: usize = 80;
    let shown = |name: &str| name.chars().take(LONGEST).flat_map(char::escape_debug).collect::<String>();
    match part.is_empty() {
        true => format!("the chapter `{}` is not among the parts that the book lists", shown(id)),
        false => format!("the chapter `{}` is not in the book", shown(part)),
    }
}

impl Reader for Epub {
    fn next_item(&mut self) -> Option<Item> {
        while let Some((chapter, number)) = self.chapters.next() {
            if let Some(item) = self.chapter(chapter, number) {
                return Some(item);
            }
        }
        let doubled = doubled(&self.package, &self.name).filter(|_| !self.done);
        self.done = true;
        doubled
    }

    fn whole(&self) -> bool {
        true
    }
}

/// A chapter that is a page: all of its text.
fn page(
    bytes: Vec<u8>,
    label: Option<String>,
    mut metadata: Map<String, Value>,
    format: &Format,
) -> Result<Document, String> {
    let decoded = decoded(bytes, format)?;
    let (text, mut about) = html::read_part(&decoded.text);
    let title = about.remove("title").filter(|title| metadata.get("title") != Some(title));
    let chapter = label.map(Value::from).or(title);
    let wanted = |field: &str| format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(field));
    for (field, value) in [("chapter", chapter), ("language", about.remove("language"))] {
        if let Some(value) = value.filter(|_| wanted(field)) {
            metadata.insert(field.to_owned(), value);
        }
    }
    let (encoding, evidence) = (Some(decoded.encoding), Some(decoded.evidence));
    let replaced = decoded.replaced();
    Ok(Document { text, metadata, encoding, evidence, replaced, ..Document::default() })
}

/// A chapter that is XML of another kind.
fn other(
    bytes: Vec<u8>,
    label: Option<String>,
    mut metadata: Map<String, Value>,
    format: &Format,
) -> Result<Document, String> {
    let read = xml::read(bytes, Kind::Other, format)?;
    metadata.extend(label.map(|label| ("chapter".to_owned(), label.into())));
    let Decoded { text, encoding, evidence, first_invalid, .. } = read.decoded;
    let (encoding, evidence, replaced) = (Some(encoding), Some(evidence), first_invalid.is_some());
    Ok(Document { text, metadata, encoding, evidence, replaced, ..Document::default() })
}

/// Whether there is a text between the tags of a page: what has none is a picture, such as a cover.
fn has_text(page: &[u8]) -> bool {
    // In UTF-16 the tags are not looked for.
    if page.starts_with(b"\xff\xfe") || page.starts_with(b"\xfe\xff") {
        return true;
    }
    let body = memchr::memmem::find(page, b"<body").unwrap_or(0);
    let mut rest = &page[body..];
    while let Some(tag) = memchr::memchr(b'<', rest) {
        if !is_blank(&rest[..tag]) {
            return true;
        }
        rest = &rest[tag..];
        let end = if rest.starts_with(b"<!--") { &b"-->"[..] } else { b">" };
        let Some(end) = memchr::memmem::find(rest, end).map(|at| at + end.len()) else { return false };
        rest = &rest[end..];
    }
    !is_blank(rest)
}

/// Whether a page leads to several others: one that is said to be the table of contents may be a chapter all the same.
fn has_links(page: &[u8]) -> bool {
    memchr::memmem::find_iter(page, b"<a ").nth(1).is_some()
}

fn is_blank(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let spaces = ["&#160;", "&nbsp;", "&#xa0;", "&#xA0;", "\u{a0}"];
    text.is_empty() || spaces.iter().any(|space| space.as_bytes() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_a_picture_has_no_text() {
        for (page, expected) in [
            (
                "<html><head><title>Cover</title></head><body><p>&#160;<img src='a' alt='b'/></p></body>",
                false,
            ),
            ("<body> <!-- <p>a</p> --> </body>", false),
            ("<body><p>سلام</p>", true),
            ("text", true),
            ("<body", false),
            ("", false),
        ] {
            assert_eq!(has_text(page.as_bytes()), expected, "of {page}");
        }
    }
}
