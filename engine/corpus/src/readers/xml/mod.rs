//! XML: feeds, dumps of MediaWiki, TEI, FictionBook, and what nobody knows.
//!
//! Documents are read by their tags and texts (`pull.rs`, on quick-xml), in memory for one tag, and without recursion.
//! What a document is written in, its first element tells (`prolog.rs`). A document that is one text is read whole, and
//! made by the workers (`single.rs`); one that has many is read as a stream (`records.rs`).
//!
//! Entities that a document declares are put in their place where they are a short text. Those that are made of others
//! are not, and no file is ever opened for one (`entities.rs`).

mod entities;
mod feed;
mod fiction;
mod input;
mod mediawiki;
mod names;
mod open_document;
mod other;
mod prolog;
mod pull;
mod records;
mod single;
mod tei;
mod wikitext;
mod wordpress;

use std::io;

use serde_json::{Map, Value};

use super::beginning::seems_html;
use super::html;
use super::refused::seems_to_be;
use super::whole::{Kind as WholeKind, Whole, marks};
use crate::damage::damage;
use crate::encoding::undecoded;
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::reader::{Context, Data, Reader};
use prolog::Root;
use records::RecordReader;
use single::Text;

pub(super) use prolog::declared;
pub(super) use pull::{Node, Pull};
pub(super) use single::{Kind, read};

/// Begins with a document.
pub(super) fn open(mut data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    if seems_html(&data.head) {
        return html::open(data, name, context);
    }
    let root = prolog::root(&mut data, context.format.encoding)?;
    let declared = prolog::declared(&data.head);
    let undecoded = declared.and_then(|label| undecoded(&data.head, context.format.encoding, &label));
    if let Some(message) = undecoded {
        return Err(damage(message));
    }
    let root = root.as_ref().map(|Root { vocabulary, name }| (*vocabulary, &**name));
    let whole = |kind, data, name| Ok(Whole::open(WholeKind::Xml(kind), data, name, context));
    Ok(match root {
        Some(("xhtml", _)) => return html::open(data, name, context),
        Some(("svg" | "", "svg")) => return Err(damage(seems_to_be("an SVG image"))),
        Some(("", "rss") | ("" | "atom", "feed") | ("rdf", "RDF")) => {
            Box::new(RecordReader::new(feed::Feed::default(), data, name, context))
        }
        Some((_, "mediawiki")) => {
            Box::new(RecordReader::new(mediawiki::Dump::default(), data, name, context))
        }
        Some((_, "teiCorpus" | "teiCorpus.2")) => {
            Box::new(RecordReader::new(tei::Corpus, data, name, context))
        }
        Some((_, "TEI" | "TEI.2")) => return whole(Kind::Tei, data, name),
        Some(("office", "document")) => return whole(Kind::OpenDocument, data, name),
        Some((_, "FictionBook")) => return whole(Kind::Fiction, data, name),
        _ => return whole(Kind::Other, data, name),
    })
}

/// Counts what a document of one text has beside it, by the tags that begin it.
pub(super) fn count_left_out(document: &[u8], kind: Kind, context: &Context) {
    match kind {
        Kind::Fiction => context.leave_out_several(LeftOut::IMAGES, marks(document, b"<binary")),
        Kind::OpenDocument => {
            count_annotations(document, context);
            context.leave_out_several(LeftOut::IMAGES, marks(document, b"<draw:image"));
            context.leave_out_several(LeftOut::EMBEDDED, marks(document, b"<draw:object"));
        }
        Kind::Tei | Kind::Other => {}
    }
}

/// Counts what was remarked on the text of OpenDocument.
pub(super) fn count_annotations(part: &[u8], context: &Context) {
    context.leave_out_several(LeftOut::COMMENTS, marks(part, b"<office:annotation"));
}

/// The text of a part of OpenDocument, and what it says of the document.
///
/// # Errors
/// Where it is not well-formed, or has more text than a document may have.
pub(super) fn read_open_document(part: &str, limit: u64) -> io::Result<(String, Map<String, Value>)> {
    let Text { text, metadata } = open_document::read(&mut Pull::new(part.as_bytes(), limit), limit)?;
    Ok((text, metadata))
}

/// Begins with a text of a wiki.
pub(super) fn open_wikitext(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Whole::open(WholeKind::Wikitext, data, name, context))
}

/// The text of a page of a wiki that is not known.
pub(super) fn plain_wikitext(wikitext: &str) -> String {
    wikitext::text_of(wikitext, &wikitext::Namespaces::default())
}
