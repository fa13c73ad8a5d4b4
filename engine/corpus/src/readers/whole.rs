//! A document that is read whole, as bytes, and made by the workers: a text, a page, or what else is one text.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::page::Page;
use super::refused::{refused, seems_to_be};
use super::text::{controls_at, may_have_nul, nul_at, without_nul};
use super::{html, markdown, notebook, rtf, subtitles, xml};
use crate::compression::Compression;
use crate::damage::reason;
use crate::encoding::{Decoded, decode, in_doubt};
use crate::name::Name;
use crate::options::{Format, InvalidText};
use crate::reader::{Context, Data, Reader, Refused, too_large, without_boilerplate};
use crate::source::{Deferred, Document, Item, Made};

/// What a document is before it is a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// HTML.
    Page,
    Markdown,
    /// A notebook of Jupyter.
    Notebook,
    Rtf,
    Subtitles,
    Xml(xml::Kind),
    /// The markup of MediaWiki.
    Wikitext,
}

impl Kind {
    /// Whether what is read is text as it stands in the file, in which NUL bytes are a flaw.
    fn is_plain(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Subtitles | Self::Wikitext)
    }

    /// Counts what a document has beside its text: by the marks of it, since the workers who read it do so later.
    fn count_left_out(self, bytes: &[u8], context: &Context) {
        match self {
            Self::Notebook => notebook::count_left_out(bytes, context),
            Self::Rtf => rtf::count_left_out(bytes, context),
            Self::Xml(kind) => xml::count_left_out(bytes, kind, context),
            Self::Text | Self::Page | Self::Markdown | Self::Subtitles | Self::Wikitext => {}
        }
    }
}

/// A reader of a part that is one document.
pub(super) struct Whole {
    /// What is still to be read.
    data: Option<Data>,
    kind: Kind,
    name: Name,
    context: Context,
    whole: bool,
}

impl Whole {
    /// Begins with a part, or says why it is not read: it is never begun where its size alone tells that it is too large.
    pub(super) fn open(kind: Kind, data: Data, name: Name, context: &Context) -> Box<dyn Reader> {
        let limit = context.format.max_document;
        match data.size {
            Some(size) if size > limit => Box::new(Refused::new(name.unread(too_large(size, limit)))),
            _ => Box::new(Self { data: Some(data), kind, name, context: context.clone(), whole: false }),
        }
    }

    fn read(&mut self, data: Data) -> Item {
        let limit = self.context.format.max_document;
        let (name, size) = (self.name.clone(), data.size.unwrap_or(0));
        let read = read_within(data.bytes(), size, limit);
        self.whole = !matches!(read, Ok(None));
        match read {
            Ok(Some(bytes)) => {
                self.kind.count_left_out(&bytes, &self.context);
                Raw::new(self.kind, name, bytes).item(&self.context.format)
            }
            Ok(None) => {
                Item::Unread(name.unread(format!("more than the {limit} bytes that a document may have")))
            }
            Err(error) => Item::Unread(name.unread(reason(&error))),
        }
    }
}

impl Reader for Whole {
    fn next_item(&mut self) -> Option<Item> {
        let data = self.data.take()?;
        Some(self.read(data))
    }

    fn whole(&self) -> bool {
        self.whole
    }
}

/// Reads `reader` to its end; nothing if there are more than `limit` bytes. `size` is what is expected.
pub(super) fn read_within(reader: impl Read, size: u64, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limit)).unwrap_or(0));
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= limit))
}

/// How often a mark stands in a document, such as the beginning of a tag: one that goes on is another.
pub(super) fn marks(document: &[u8], mark: &[u8]) -> u64 {
    let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    let found = memchr::memmem::find_iter(document, mark);
    found.filter(|at| !document.get(at + mark.len()).is_some_and(goes_on)).count() as u64
}

/// The bytes of a document, and what is known of it.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) name: Name,
    pub(super) bytes: Vec<u8>,
    pub(super) kind: Kind,
    /// A label of the encoding that whoever sent the bytes gave them.
    pub(super) charset: Option<String>,
    pub(super) metadata: Map<String, Value>,
}

/// Texts of more bytes are decoded by the workers. Those of fewer cost less than to hand them over.
const SLOW: usize = 64 * 1024;

impl Raw {
    /// A document of which nothing else is known.
    fn new(kind: Kind, name: Name, bytes: Vec<u8>) -> Self {
        Self { name, bytes, kind, charset: None, metadata: Map::new() }
    }

    /// The document, made later where that takes a while.
    pub(super) fn item(self, format: &Arc<Format>) -> Item {
        if self.kind == Kind::Text && self.bytes.len() <= SLOW && !format.remove_boilerplate {
            return self.make(format).into();
        }
        let format = Arc::clone(format);
        let Name { id, position } = self.name.clone();
        Item::Deferred(Deferred::new(id, position, self.bytes.len(), move || vec![self.make(&format)]))
    }

    fn make(self, format: &Format) -> Made {
        self.name.clone().made(self.decoded(format))
    }

    fn decoded(self, format: &Format) -> Result<Document, String> {
        let Self { bytes, kind, charset, mut metadata, .. } = self;
        let mut bytes = match kind {
            Kind::Text | Kind::Page => unpacked(bytes, format)?,
            _ => bytes,
        };
        let has_controls = || nul_at(&bytes).or_else(|| controls_at(&bytes));
        let is_of_characters = kind.is_plain() || matches!(kind, Kind::Xml(_) | Kind::Page);
        if is_of_characters
            && let Some(message) = has_controls()
            && !may_have_nul(&bytes, format)
        {
            return Err(message);
        }
        if matches!(kind, Kind::Xml(_) | Kind::Page)
            && bytes.ends_with(b"\0")
            && !may_have_nul(&bytes, format)
        {
            let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
            bytes.truncate(end);
        }
        let page = match kind {
            Kind::Text => Page::new(decode(bytes, format.encoding, charset.as_deref().as_slice())),
            Kind::Xml(kind) => xml::read(bytes, kind, format)?,
            Kind::Wikitext => {
                let decoded = decode(bytes, format.encoding, charset.as_deref().as_slice());
                Page::new(Decoded { text: xml::plain_wikitext(&decoded.text), ..decoded })
            }
            Kind::Page => html::read(bytes, charset.as_deref(), format)?,
            Kind::Markdown => markdown::read(bytes, format)?,
            Kind::Notebook => notebook::read(bytes, format)?,
            Kind::Rtf => rtf::read(&bytes, format)?,
            Kind::Subtitles => subtitles::read(bytes, format)?,
        };
        // What its server says of a page is believed before what it says of itself.
        for (field, value) in page.metadata {
            metadata.entry(field).or_insert(value);
        }
        let (decoded, removed) = (page.decoded, page.removed);
        if let Some(message) = in_doubt(&decoded) {
            return Err(message);
        }
        format.invalid_text.accept(&decoded)?;
        let (encoding, evidence, mut replaced) = (decoded.encoding, decoded.evidence, decoded.replaced());
        let mut text = decoded.text;
        if is_of_characters && !encoding.starts_with("UTF-16") {
            let (freed, had_nul) = without_nul(text);
            if had_nul && format.invalid_text == InvalidText::Fault {
                return Err("not valid text: it has a NUL byte".to_owned());
            }
            (text, replaced) = (freed, replaced || had_nul);
        }
        let (bytes, limit) = (text.len() as u64, format.max_document);
        if bytes > limit {
            return Err(format!("{} once it is decoded to UTF-8", too_large(bytes, limit)));
        }
        let (encoding, evidence) = (Some(encoding), Some(evidence));
        let document =
            Document { text, metadata, encoding, evidence, replaced, removed, ..Document::default() };
        Ok(if format.remove_boilerplate && kind != Kind::Page {
            without_boilerplate(document)
        } else {
            document
        })
    }
}

/// A text or a page that is still packed, as a crawler or a server may leave it and say nothing of it. What else it seems to be
/// is not read.
fn unpacked(bytes: Vec<u8>, format: &Format) -> Result<Vec<u8>, String> {
    let limit = format.max_document;
    match Compression::of(&bytes) {
        // It becomes no more than a thousand times as large.
        Some(Compression::Gzip) => {
            let decoder =
                Compression::Gzip.decoder(Box::new(Cursor::new(bytes)), format.decompression_memory);
            let unpacked =
                decoder.and_then(|decoder| read_within(decoder, 0, limit)).map_err(|error| reason(&error))?;
            unpacked.ok_or_else(|| format!("more than the {limit} bytes that a document may have"))
        }
        Some(other) => Err(seems_to_be(&format!("data packed by {}", other.name()))),
        None => refused(&bytes).map_or(Ok(bytes), |name| Err(seems_to_be(name))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_whole() {
        assert_eq!(marks(b"<a b=c><a><a-end/><ab><a", b"<a"), 3);
        assert_eq!(marks(b"", b"<a"), 0);
    }

    #[test]
    fn a_page_that_is_packed_is_unpacked_and_another_format_is_refused() {
        use std::io::Write as _;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(b"<p>text").unwrap();
        let packed = encoder.finish().unwrap();
        let format = Format { max_document: 64, ..Format::default() };
        assert_eq!(unpacked(packed.clone(), &format).as_deref(), Ok(&b"<p>text"[..]));
        assert_eq!(unpacked(b"<p>text".to_vec(), &format).as_deref(), Ok(&b"<p>text"[..]));
        let small = Format { max_document: 4, ..Format::default() };
        assert_eq!(unpacked(packed, &small).unwrap_err(), "more than the 4 bytes that a document may have");
        let image = unpacked(b"\x89PNG\r\n\x1a\n".to_vec(), &format);
        assert_eq!(image.unwrap_err(), "seems to be a PNG image, which is not read");
    }

    #[test]
    fn no_more_is_read_than_the_limit() {
        assert_eq!(read_within(&b"1234"[..], 4, 4).unwrap(), Some(b"1234".to_vec()));
        assert_eq!(read_within(&b"12345"[..], 1, 4).unwrap(), None);
        assert_eq!(read_within(io::repeat(b'a'), u64::MAX, 4).unwrap(), None);
    }
}
