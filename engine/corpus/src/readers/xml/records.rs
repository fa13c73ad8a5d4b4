//! Documents of which an XML file has many, record by record: entries of a feed, pages of a wiki, texts of a corpus.

use std::io;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::html;
use super::prolog;
use super::pull::Pull;
use super::wikitext::{self, Namespaces};
use crate::damage::{is_damage, reason};
use crate::encoding::{EncodingEvidence, Transcoding};
use crate::name::Name;
use crate::options::InvalidText;
use crate::reader::{Bytes, Context, Data, Reader, too_large};
use crate::source::{Deferred, Document, Item, Made};

/// A document that is read record by record.
pub(super) type Stream = Pull<Transcoding<Bytes>>;

/// What takes records from a document.
pub(super) trait Records: Send {
    /// The tags that records begin with: where one of them is broken, the next is looked for.
    const TAGS: &'static [&'static str];

    /// What the next record holds; nothing at the end. `began` is called when one has begun.
    ///
    /// # Errors
    /// Where the stream breaks off, or is not well-formed.
    fn next_record(
        &mut self,
        document: &mut Stream,
        began: &mut dyn FnMut(),
        context: &Context,
    ) -> io::Result<Option<Found>>;
}

/// What a record holds.
pub(super) enum Found {
    Record(Record),
    /// Nothing that anybody asked for.
    LeftOut(&'static str),
    /// A text that is longer than a document may be.
    TooLong,
}

/// A text, and what is known of it.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) text: String,
    pub(super) written: Written,
    pub(super) metadata: Map<String, Value>,
}

/// How a text is written.
#[derive(Clone, Debug)]
pub(super) enum Written {
    Plain,
    Html,
    Wikitext(Arc<Namespaces>),
}

impl Written {
    fn plain(&self, text: String) -> String {
        match self {
            Self::Plain => text,
            Self::Html => html::text_of(&text),
            Self::Wikitext(namespaces) => wikitext::text_of(&text, namespaces),
        }
    }
}

/// A reader of records.
pub(super) struct RecordReader<T> {
    records: T,
    /// The rest of the document; nothing at its end.
    document: Option<Stream>,
    name: Name,
    context: Context,
    /// Records that were begun.
    number: u64,
}

impl<T: Records> RecordReader<T> {
    pub(super) fn new(records: T, data: Data, name: Name, context: &Context) -> Self {
        let stream = prolog::stream(data, context.format.encoding);
        let document = Some(Pull::new(stream, context.format.max_document));
        Self { records, document, name, context: context.clone(), number: 0 }
    }

    fn place(&self) -> Name {
        self.name.line(self.number)
    }

    /// What is unread because of `error`; what is read behind it.
    fn broken(&mut self, document: Stream, begun: u64, error: &io::Error) -> Item {
        if self.number == begun {
            // It stands between two records.
            self.number += 1;
        }
        let mut message = reason(error);
        if is_damage(error) {
            let recovered = document.recovered(T::TAGS);
            match recovered {
                Ok(document) => self.document = document,
                Err(error) => message = format!("{message}; {}", reason(&error)),
            }
        }
        Item::Unread(self.place().unread(message))
    }

    fn item(
        &self,
        record: Record,
        encoding: &'static str,
        evidence: EncodingEvidence,
        replaced: bool,
    ) -> Item {
        let name = self.place();
        let format = &self.context.format;
        if replaced && format.invalid_text == InvalidText::Fault {
            return Item::Unread(name.unread("not valid in its encoding".to_owned()));
        }
        let Record { text, written, mut metadata } = record;
        metadata
            .retain(|field, _| format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(field)));
        let limit = format.max_document;
        let bytes = text.len();
        let Name { id, position } = name.clone();
        let (encoding, evidence) = (Some(encoding), Some(evidence));
        let document =
            Document { id, position, metadata, encoding, evidence, replaced, ..Document::default() };
        let make = move || -> Made {
            let text = written.plain(text);
            match text.len() as u64 {
                bytes if bytes > limit => Err(name.unread(too_large(bytes, limit))),
                _ => Ok(Document { text, ..document }),
            }
        };
        let Name { id, position } = self.place();
        Item::Deferred(Deferred::new(id, position, bytes, move || vec![make()]))
    }
}

impl<T: Records> Reader for RecordReader<T> {
    fn next_item(&mut self) -> Option<Item> {
        loop {
            let mut document = self.document.take()?;
            let begun = self.number;
            let number = &mut self.number;
            let found = self.records.next_record(&mut document, &mut || *number += 1, &self.context);
            let found = match found {
                Ok(found) => found?,
                Err(error) => return Some(self.broken(document, begun, &error)),
            };
            let replaced = document.take_replaced();
            let encoding = document.source().encoding();
            let evidence = document.source().evidence(encoding, replaced);
            self.document = Some(document);
            match found {
                Found::Record(record) => return Some(self.item(record, encoding, evidence, replaced)),
                Found::LeftOut(reason) => self.context.leave_out(reason),
                Found::TooLong => {
                    let limit = self.context.format.max_document;
                    let message = format!("more than the {limit} bytes that a document may have");
                    return Some(Item::Unread(self.place().unread(message)));
                }
            }
        }
    }

    fn whole(&self) -> bool {
        self.document.is_none()
    }
}

/// Metadata that have a value.
pub(super) fn fields<const N: usize>(fields: [(&str, Option<String>); N]) -> Map<String, Value> {
    fields.into_iter().filter_map(|(field, value)| Some((field.to_owned(), value?.into()))).collect()
}
