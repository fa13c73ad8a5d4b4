//! Web crawls: WARC (ISO 28500, versions 1.0 and 1.1), WET, the text that Common Crawl makes of it, and ARC, which was
//! before.
//!
//! The records are framed here: the `warc` crate brings dependencies whose successors are years old, and tells
//! neither where a record begins nor how much of one that was cut is there. HTTP is parsed by `httparse`.

mod arc;
mod header;
mod http;

use std::io::{self, BufRead, Read as _};

use serde_json::{Map, Value};

use super::beginning::seems_html;
use super::whole::{Kind, Raw};
use crate::damage::{damage, given_of, passes, reason};
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Bytes, Context, Data, Names, Reader, too_large};
use crate::source::Item;
pub(super) use arc::open as open_arc;
use header::{Found, Header, Headers};
use http::{Response, media_type};

/// HTTP headers and chunks that a record may have beside the largest document.
const AROUND: u64 = 1 << 20;

/// Begins with a crawl.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    let (names, context) = (Names::new(name.clone()), context.clone());
    let (input, headers) = (data.bytes(), Headers::default());
    let (lost, asked, broken, done) = (None, false, false, false);
    Ok(Box::new(Warc { input, headers, offset: 0, name, names, context, lost, asked, broken, done }))
}

/// A crawl that is being read.
struct Warc {
    input: Bytes,
    headers: Headers,
    /// Where the next record begins, in the data without its compression.
    offset: u64,
    name: Name,
    names: Names,
    context: Context,
    asked: bool,
    /// Why what is after the record that was given last cannot be read.
    lost: Option<io::Error>,
    /// Whether it broke off where it was read last.
    broken: bool,
    done: bool,
}

/// What a record holds.
enum Content {
    Raw(Box<Raw>),
    /// No document, for a reason that is counted.
    LeftOut(String),
}

impl Reader for Warc {
    fn next_item(&mut self) -> Option<Item> {
        self.asked = true;
        while !self.done {
            let start = self.offset;
            if let Some(error) = self.lost.take() {
                let name = self.names.member(start.to_string().as_bytes());
                return Some(self.broken(name, start, &error));
            }
            let header = match self.headers.next(&mut self.input) {
                Ok(Found::Header(header)) => header,
                Ok(Found::End) => {
                    self.done = true;
                    break;
                }
                Ok(Found::Flaw(message, bytes)) => return Some(self.flaw(message, start, bytes)),
                Ok(Found::Cut) => {
                    let error = damage("the header ends too early");
                    return Some(self.end(self.name.clone(), start, &error));
                }
                Err(error) => return Some(self.broken(self.name.clone(), start, &error)),
            };
            self.broken = false;
            self.offset += header.bytes + header.length;
            let record = self.record_name(&header, start);
            let content = record_content(&header, &mut self.input, &record, &self.context);
            let content = content.and_then(|content| self.after(content));
            match content {
                Ok(Ok(Content::Raw(raw))) => return Some(raw.item(&self.context.format)),
                Ok(Ok(Content::LeftOut(reason))) => self.context.leave_out(&reason),
                Ok(Err(message)) => return Some(Item::Unread(record.unread(message))),
                Err(error) => return Some(self.broken(record, start, &error)),
            }
        }
        None
    }

    fn whole(&self) -> bool {
        self.asked
    }
}

impl Warc {
    /// What is said where a crawl cannot be read on.
    fn end(&mut self, name: Name, start: u64, error: &io::Error) -> Item {
        self.done = true;
        Item::Unread(name.unread(format!("{}, in the record at byte {start}", reason(error))))
    }

    /// Goes after a record. Where crawls are compressed, each record is a member of its own, whose checksum comes at its
    /// end: one that is found wrong there spoils the record, if any of its bytes are the record's.
    fn after<T>(&mut self, record: T) -> io::Result<T> {
        match self.headers.skip_padding(&mut self.input) {
            Err(error) if given_of(&error).is_some_and(|given| given > self.headers.padding) => Err(error),
            Err(error) => {
                self.lost = Some(error);
                Ok(record)
            }
            Ok(()) => Ok(record),
        }
    }

    /// What is said where a crawl breaks off. It may continue after what is damaged, at the next record.
    fn broken(&mut self, name: Name, start: u64, error: &io::Error) -> Item {
        let again = std::mem::replace(&mut self.broken, true);
        let item = self.end(name, start, error);
        self.done = again || !passes(error);
        item
    }

    /// What is said of something that is no record, after which a crawl is read on.
    fn flaw(&mut self, message: &str, start: u64, bytes: u64) -> Item {
        self.offset += bytes;
        let name = self.names.member(start.to_string().as_bytes());
        Item::Unread(name.unread(format!("{message}, at byte {start}: {bytes} bytes are stepped over")))
    }

    /// `crawl.warc!<urn:uuid:…>`; of a record without an id, `crawl.warc!` and the byte at which it begins.
    fn record_name(&mut self, header: &Header, start: u64) -> Name {
        let id = header.get("WARC-Record-ID").map_or_else(|| start.to_string(), str::to_owned);
        self.names.member(id.as_bytes())
    }
}

/// What a record holds, or why it is unread. Reads its block in any case.
fn record_content(
    header: &Header,
    input: &mut impl BufRead,
    name: &Name,
    context: &Context,
) -> io::Result<Result<Content, String>> {
    let kind = header.get("WARC-Type").unwrap_or_default().to_ascii_lowercase();
    let limit = context.format.max_document;
    let is_response = kind == "response" && is_http(header);
    let is_plain = kind == "resource" || kind == "conversion";
    if !is_response && !is_plain {
        skip(input, header.length)?;
        return Ok(Ok(Content::LeftOut(format!("WARC {}", known(&kind, &KINDS)))));
    }
    if header.length > limit.saturating_add(AROUND) {
        skip(input, header.length)?;
        return Ok(Err(too_large(header.length, limit)));
    }
    let block = block(input, header.length)?;
    Ok(if is_response {
        response(header, block, name, context)
    } else {
        let content_type = header.get("Content-Type").unwrap_or_default();
        Ok(raw(header, block, content_type, name, &context.format))
    })
}

/// The kinds of record of which a report may speak by name.
const KINDS: [&str; 6] = ["warcinfo", "request", "metadata", "revisit", "continuation", "response"];

/// The media types of which a report may speak by name.
const TYPES: [&str; 8] = ["application", "audio", "font", "image", "message", "multipart", "text", "video"];

/// `word` if it is one of `words`: what a crawl invents must not fill a report.
fn known<'word>(word: &'word str, words: &[&str]) -> &'word str {
    if words.contains(&word) { word } else { "of another kind" }
}

fn is_http(header: &Header) -> bool {
    header.get("Content-Type").is_none_or(|kind| media_type(kind).0 == "application/http")
}

fn response(header: &Header, block: Vec<u8>, name: &Name, context: &Context) -> Result<Content, String> {
    let limit = context.format.max_document;
    let response = Response::parse(block)?;
    if response.status != 200 {
        return Ok(Content::LeftOut(format!("HTTP status {}", response.status)));
    }
    let content_type = response.content_type.clone();
    if let Some(content_type) = content_type.as_deref().filter(|kind| document_kind(kind).is_none()) {
        return Ok(Content::LeftOut(left_out_type(content_type)));
    }
    let cut = header.get("WARC-Truncated").is_some();
    match response.content(limit, &context.budget, cut) {
        Ok(Some(body)) => {
            // A server may say nothing of the type.
            let fallback = if seems_html(&body) { "text/html" } else { "" };
            let content_type = content_type.as_deref().unwrap_or(fallback);
            Ok(raw(header, body, content_type, name, &context.format))
        }
        Ok(None) => Err(format!("more than the {limit} bytes that a document may have")),
        Err(error) => Err(reason(&error)),
    }
}

/// Whether a media type is that of a page, of a text, or of no document.
fn document_kind(content_type: &str) -> Option<Kind> {
    match media_type(content_type).0.as_str() {
        "text/html" | "application/xhtml+xml" => Some(Kind::Page),
        "text/plain" => Some(Kind::Text),
        _ => None,
    }
}

fn left_out_type(content_type: &str) -> String {
    let (kind, _) = media_type(content_type);
    format!("content type {}", known(kind.split('/').next().unwrap_or_default(), &TYPES))
}

fn raw(header: &Header, bytes: Vec<u8>, content_type: &str, name: &Name, format: &Format) -> Content {
    let Some(kind) = document_kind(content_type) else {
        return Content::LeftOut(left_out_type(content_type));
    };
    let (media_type, charset) = media_type(content_type);
    // What Common Crawl makes of a page is UTF-8.
    let converted = header.get("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case("conversion"));
    let charset = charset.or_else(|| converted.then(|| "utf-8".to_owned()));
    let metadata = metadata(header, &media_type, format);
    Content::Raw(Box::new(Raw { name: name.clone(), bytes, kind, charset, metadata }))
}

/// What the header of a record says of its document.
fn metadata(header: &Header, content_type: &str, format: &Format) -> Map<String, Value> {
    let url = header.get("WARC-Target-URI").map(|url| url.trim_start_matches('<').trim_end_matches('>'));
    let language = header.get("WARC-Identified-Content-Language").and_then(language);
    let fields = [
        ("url", url),
        ("date", header.get("WARC-Date")),
        ("content_type", Some(content_type)),
        ("language", language.as_deref()),
        ("truncated", header.get("WARC-Truncated")),
    ];
    let wanted = |field: &str| format.metadata_fields.as_ref().is_none_or(|fields| fields.contains(field));
    let fields = fields.into_iter().filter(|(field, _)| wanted(field));
    fields.filter_map(|(field, value)| Some((field.to_owned(), value?.into()))).collect()
}

/// The first language of a list of ISO 639-3 codes, as BCP 47 wants it: by two letters, where there are two.
fn language(codes: &str) -> Option<String> {
    const SHORT: [(&str, &str); 24] = [
        ("ara", "ar"),
        ("ben", "bn"),
        ("ces", "cs"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("fas", "fa"),
        ("fra", "fr"),
        ("heb", "he"),
        ("hin", "hi"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("nld", "nl"),
        ("pol", "pl"),
        ("por", "pt"),
        ("rus", "ru"),
        ("spa", "es"),
        ("swe", "sv"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("zho", "zh"),
    ];
    let code = codes.split(',').next().map(str::trim).filter(|code| !code.is_empty())?;
    let short = SHORT.iter().find(|(long, _)| *long == code).map(|(_, short)| *short);
    Some(short.unwrap_or(code).to_owned())
}

fn block(input: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    let mut block = Vec::new();
    let read = input.take(length).read_to_end(&mut block)? as u64;
    if read == length { Ok(block) } else { Err(cut(read, length)) }
}

fn skip(input: &mut impl BufRead, length: u64) -> io::Result<()> {
    let read = io::copy(&mut input.take(length), &mut io::sink())?;
    if read == length { Ok(()) } else { Err(cut(read, length)) }
}

fn cut(read: u64, length: u64) -> io::Error {
    damage(format!("ends too early, after {read} of {length} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_as_in_bcp_47() {
        for (codes, expected) in
            [("ara,eng", Some("ar")), ("eng", Some("en")), ("ckb", Some("ckb")), ("", None)]
        {
            assert_eq!(language(codes).as_deref(), expected);
        }
    }
}
