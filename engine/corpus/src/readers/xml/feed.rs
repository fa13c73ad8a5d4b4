//! Feeds: RSS 0.9 to 2.0 (<https://www.rssboard.org/rss-specification>), RSS 1.0, which is RDF, and Atom (RFC 4287).

use std::io;

use jiff::Zoned;
use jiff::fmt::rfc2822;
use quick_xml::escape::partial_escape;

use super::pull::Node;
use super::records::{Found, Record, Records, Stream, Written, fields};
use super::wordpress::{self, Exported};
use crate::reader::Context;

/// How far a feed is read.
#[derive(Debug, Default)]
pub(super) struct Feed {
    /// What the feed is called.
    site: Option<String>,
    language: Option<String>,
}

/// An entry, as far as it is read.
#[derive(Debug, Default)]
struct Entry {
    title: Option<String>,
    url: Option<String>,
    author: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    language: Option<String>,
    content: Option<Body>,
    summary: Option<Body>,
    /// What modules say, where the feed itself does not.
    other_title: Option<String>,
    other_summary: Option<Body>,
    /// What it is to the program that exported a site.
    exported: Option<Exported>,
}

/// The text of an entry.
#[derive(Debug)]
enum Body {
    Text(String),
    Html(String),
    TooLong,
}

impl Records for Feed {
    const TAGS: &'static [&'static str] = &["item", "entry", "rss:item", "atom:entry"];

    fn next_record(
        &mut self,
        document: &mut Stream,
        began: &mut dyn FnMut(),
        context: &Context,
    ) -> io::Result<Option<Found>> {
        loop {
            match document.next()? {
                Node::Done => return Ok(None),
                Node::End | Node::Text => {}
                Node::Start => match document.name() {
                    ("" | "atom" | "?", "item" | "entry") => {
                        began();
                        return self.entry(document, context.format.max_document).map(Some);
                    }
                    ("", "rss") | ("rdf", "RDF") | ("", "channel") => self.speak(document),
                    ("" | "atom", "feed") => self.speak(document),
                    ("" | "atom", "title") => self.site = document.value()?.or(self.site.take()),
                    ("", "language") | ("dc", "language") => {
                        self.language = document.value()?.or(self.language.take());
                    }
                    // An image of the feed has a title of its own.
                    _ => document.skip()?,
                },
            }
        }
    }
}

impl Feed {
    /// Takes the language of an element that all entries are in.
    fn speak(&mut self, document: &Stream) {
        let language = document.attribute("xml:lang").map(|language| language.into_owned());
        self.language = language.or(self.language.take());
    }

    fn entry(&self, document: &mut Stream, limit: u64) -> io::Result<Found> {
        let depth = document.depth();
        let mut entry = Entry {
            language: document.attribute("xml:lang").map(|language| language.into_owned()),
            ..Entry::default()
        };
        loop {
            match document.next()? {
                Node::End if document.depth() == depth => return Ok(self.found(entry)),
                Node::Start => entry.read(document, limit)?,
                _ => {}
            }
        }
    }

    fn found(&self, entry: Entry) -> Found {
        let Entry { title, url, author, published, updated, language, content, summary, .. } = entry;
        if entry.exported == Some(Exported::Other) {
            return Found::LeftOut("settings and files of a site");
        }
        let title = title.or(entry.other_title).map(|title| super::super::html::text_of(&title));
        // An entry of a title alone says all that it says in it.
        let (text, written) = match content.or(summary).or(entry.other_summary) {
            Some(Body::Html(text)) => match entry.exported {
                Some(_) => (wordpress::html(&text), Written::Html),
                None => (text, Written::Html),
            },
            Some(Body::Text(text)) => match entry.exported {
                Some(_) => (wordpress::without_codes(&text), Written::Plain),
                None => (text, Written::Plain),
            },
            Some(Body::TooLong) => return Found::TooLong,
            None => match title.clone() {
                Some(title) => (title, Written::Plain),
                None => return Found::LeftOut("entries without a text"),
            },
        };
        let metadata = fields([
            ("title", title),
            ("url", url),
            ("author", author),
            ("date", published.or(updated).map(date)),
            ("language", language.or_else(|| self.language.clone())),
            ("site", self.site.clone()),
        ]);
        Found::Record(Record { text, written, metadata })
    }
}

impl Entry {
    /// Reads an element of the entry, which began.
    fn read(&mut self, document: &mut Stream, limit: u64) -> io::Result<()> {
        match document.name() {
            ("" | "atom", "title") if !is_in_letters(document) => keep(&mut self.title, document.value()?),
            ("dc" | "media", "title") => keep(&mut self.other_title, document.value()?),
            ("", "link") => keep(&mut self.url, link(document)?),
            ("atom", "link") => keep(&mut self.url, link(document)?),
            ("", "guid") if document.attribute("isPermaLink").is_none_or(|is| is == "true") => {
                let guid = document.value()?.filter(|guid| guid.contains("://"));
                keep(&mut self.url, guid);
            }
            ("dc", "creator") => keep(&mut self.author, document.value()?),
            ("" | "atom", "author") => keep(&mut self.author, author(document)?),
            ("", "pubDate") | ("dc" | "dcterms", "date") | ("" | "atom", "published" | "issued") => {
                keep(&mut self.published, document.value()?);
            }
            ("" | "atom", "updated" | "modified") => keep(&mut self.updated, document.value()?),
            ("dc", "language") => keep(&mut self.language, document.value()?),
            ("content", "encoded") => self.content = escaped(document, limit)?.or(self.content.take()),
            ("" | "atom", "content") => {
                let body = typed(document, limit)?;
                keep(&mut self.content, body);
            }
            ("" | "atom", "summary") => keep(&mut self.summary, typed(document, limit)?),
            ("", "description") => keep(&mut self.summary, escaped(document, limit)?),
            ("" | "xhtml", "body") | ("", "fullitem") => keep(&mut self.content, escaped(document, limit)?),
            ("itunes", "summary") | ("dc" | "media", "description") => {
                keep(&mut self.other_summary, escaped(document, limit)?);
            }
            ("wp", "post_type") => self.exported = document.value()?.as_deref().map(wordpress::exported),
            ("" | "atom", "category") => {
                let kind = document.attribute("term").unwrap_or_default();
                if kind.ends_with("/blogger/2008/kind#settings")
                    || kind.ends_with("/blogger/2008/kind#template")
                {
                    self.exported = Some(Exported::Other);
                }
                document.skip()?;
            }
            // What is in it is said of the entry: there is but one, or all are the same in other sizes.
            ("media", "group") => {}
            _ => document.skip()?,
        }
        Ok(())
    }
}

/// Keeps what was found first.
fn keep<T>(place: &mut Option<T>, found: Option<T>) {
    if place.is_none() {
        *place = found;
    }
}

/// Where an entry leads: in Atom an attribute of a link that is the entry itself, in RSS a text.
fn link(document: &mut Stream) -> io::Result<Option<String>> {
    let Some(link) = document.attribute("href").map(|link| link.into_owned()) else {
        return document.value();
    };
    let alternate = document.attribute("rel").is_none_or(|rel| rel == "alternate");
    document.skip()?;
    Ok(Some(link).filter(|_| alternate))
}

/// The name of an author: in Atom an element within, in RSS the text, an address with the name behind it in brackets.
fn author(document: &mut Stream) -> io::Result<Option<String>> {
    let depth = document.depth();
    let (mut name, mut text) = (None, String::new());
    while document.next()? != Node::End || document.depth() > depth {
        match document.name().1 {
            "name" if document.depth() == depth + 1 && name.is_none() => name = document.value()?,
            _ if document.depth() == depth && text.len() < 1024 => text.push_str(document.text()),
            _ => {}
        }
    }
    let text = text.trim();
    let in_brackets = text.split_once('(').and_then(|(_, name)| name.strip_suffix(')'));
    let text = in_brackets.unwrap_or(text).trim();
    Ok(name.or_else(|| (!text.is_empty()).then(|| text.to_owned())))
}

/// A text of RSS, which may be HTML.
fn escaped(document: &mut Stream, limit: u64) -> io::Result<Option<Body>> {
    let body = match markup(document, limit)? {
        None => Body::TooLong,
        Some(text) if text.trim().is_empty() => return Ok(None),
        // White space says something in a text that has no tags.
        Some(text) if !text.contains(['<', '&']) => Body::Text(text.trim().to_owned()),
        Some(text) => Body::Html(text),
    };
    Ok(Some(body))
}

/// Whether an element of Atom holds data in letters (base64), which are no words.
fn is_in_letters(document: &Stream) -> bool {
    let kind = document.attribute("type").unwrap_or_default();
    let is_of_media = kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml");
    is_of_media || document.attribute("mode").is_some_and(|mode| mode == "base64")
}

/// A text of Atom, which says what it is.
fn typed(document: &mut Stream, limit: u64) -> io::Result<Option<Body>> {
    if is_in_letters(document) {
        return document.skip().map(|()| None);
    }
    let kind = document.attribute("type").map(|kind| kind.trim().to_ascii_lowercase()).unwrap_or_default();
    match &*kind {
        "html" | "text/html" | "xhtml" | "application/xhtml+xml" => escaped(document, limit),
        "" | "text" | "text/plain" => {
            let body = document.content(limit)?.map(|text| text.trim().to_owned());
            Ok(match body {
                None => Some(Body::TooLong),
                Some(text) if text.is_empty() => None,
                // What programs write that do not say that it is HTML.
                Some(text) if kind.is_empty() && text.contains("</") => Some(Body::Html(text)),
                Some(text) => Some(Body::Text(text)),
            })
        }
        // A picture, or other data in letters.
        _ => document.skip().map(|()| None),
    }
}

/// The text of the element that began, to its end, with the tags in it; nothing where that is longer than `limit` bytes.
fn markup(document: &mut Stream, limit: u64) -> io::Result<Option<String>> {
    let depth = document.depth();
    let mut markup = String::new();
    let mut fits = true;
    loop {
        match document.next()? {
            Node::End if document.depth() == depth => return Ok(fits.then_some(markup)),
            _ if !fits => {}
            Node::Start => markup.push_str(&["<", document.name().1, ">"].concat()),
            Node::End => markup.push_str(&["</", document.name().1, ">"].concat()),
            Node::Text if document.depth() > depth => markup.push_str(&partial_escape(document.text())),
            Node::Text => markup.push_str(document.text()),
            Node::Done => return Ok(None),
        }
        fits = fits && markup.len() as u64 <= limit;
        if !fits {
            markup = String::new();
        }
    }
}

/// A date as RFC 3339 has it, where it is one of RSS; as it is, where it is none.
fn date(date: String) -> String {
    let parsed: Option<Zoned> = rfc2822::parse(&date).ok();
    parsed.map_or(date, |date| {
        let offset = date.offset();
        let time = date.datetime();
        if offset.is_zero() {
            format!("{time}Z")
        } else {
            format!("{}", date.timestamp().display_with_offset(offset))
        }
    })
}
