//! Web crawls: WARC (ISO 28500, versions 1.0 and 1.1), WET, the text that Common Crawl makes of it, and ARC, which was
//! before.
//!
//! The records are framed here: the `warc` crate brings dependencies whose successors are years old, and tells
//! neither where a record begins nor how much of one that was cut is there. HTTP is parsed by `httparse`.

mod arc;
mod block;
mod crawl;
mod header;
mod http;

use std::io;

use serde_json::{Map, Value};

use super::beginning::seems_html;
use super::whole::{Kind, Raw};
use crate::damage::{damage, reason};
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Data, Reader, too_large};
use crate::source::Item;
pub(super) use arc::open as open_arc;
use crawl::{Content, Crawl, Framing, Records, Starts};
use header::{Found, Header};
use http::{Response, media_type};

/// HTTP headers and chunks that a record may have beside the largest document.
const AROUND: u64 = 1 << 20;

/// Begins with a crawl.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Records::<Warc>::new(data, name, context)))
}

/// A crawl in WARC.
#[derive(Default)]
struct Warc;

impl Starts for Warc {
    /// A version and the name of a field, each at the beginning of a line.
    fn starts(line: &[u8]) -> bool {
        let Some([major, b'.', minor, rest @ ..]) = line.strip_prefix(b"WARC/") else { return false };
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let Some(field) = rest.strip_prefix(b"\n") else { return false };
        let names =
            |name: &[u8]| field.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        major.is_ascii_digit() && minor.is_ascii_digit() && (names(b"WARC-") || names(b"Content-"))
    }

    fn follows(seen: &[u8]) -> Option<bool> {
        const BEGIN: &[u8] = b"WARC/";
        if seen.len() < BEGIN.len() && BEGIN.starts_with(seen) { None } else { Some(seen.starts_with(BEGIN)) }
    }
}

impl Framing for Warc {
    fn next_record(&mut self, crawl: &mut Crawl, start: u64) -> Result<Option<Item>, (Name, io::Error)> {
        let header = match crawl.headers.next(&mut crawl.input) {
            Ok(Found::Header(header)) => header,
            Ok(Found::End) => {
                crawl.done = true;
                return Ok(None);
            }
            Ok(Found::Flaw(message, bytes)) => {
                crawl.offset += bytes;
                return Ok(Some(crawl.flaw(message, start, bytes)));
            }
            Ok(Found::Cut) => {
                let error = damage("the header ends too early");
                return Ok(Some(crawl.end(crawl.name.clone(), start, &error)));
            }
            Err(error) => return Err((crawl.name.clone(), error)),
        };
        crawl.begin_record(header.bytes.saturating_add(header.length));
        // `crawl.warc!<urn:uuid:…>`; of a record without an id, `crawl.warc!` and the byte at which it begins.
        let name = match header.get("WARC-Record-ID") {
            Some(id) => crawl.names.member(id.as_bytes()),
            None => crawl.place(start),
        };
        let content = record_content(&header, crawl, &name);
        crawl.end_record(name, content)
    }
}

/// What a record holds, or why it is unread. Reads its block in any case.
fn record_content(header: &Header, crawl: &mut Crawl, name: &Name) -> io::Result<Result<Content, String>> {
    let kind = header.get("WARC-Type").unwrap_or_default().to_ascii_lowercase();
    let limit = crawl.context.format.max_document;
    let is_response = kind == "response" && is_http(header);
    let is_plain = kind == "resource" || kind == "conversion";
    let is_document = is_response || is_plain;
    let is_too_large = is_document && header.length > limit.saturating_add(AROUND);
    let block = crawl.block::<Warc>(header.length, is_document && !is_too_large)?;
    Ok(block.and_then(|block| {
        if is_too_large {
            Err(too_large(header.length, limit))
        } else if is_document && header.get("WARC-Segment-Number").is_some() {
            Err("a part of a record that is in several segments, which are not joined".to_owned())
        } else if is_response {
            response(header, block, name, &crawl.context)
        } else if is_plain {
            let content_type = header.get("Content-Type").unwrap_or_default();
            Ok(raw_of(header, block, content_type, name, &crawl.context.format))
        } else {
            Ok(Content::LeftOut(format!("WARC {}", known(&kind, &KINDS))))
        }
    }))
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
    let cut = header.get("WARC-Truncated").is_some();
    Ok(match answer(block, cut, context)? {
        Answer::Document(body, content_type) => raw_of(header, body, &content_type, name, &context.format),
        Answer::LeftOut(reason) => Content::LeftOut(reason),
    })
}

/// What a server answered.
enum Answer {
    /// A body that may be a document, and its media type.
    Document(Vec<u8>, String),
    /// No document, for a reason that is counted.
    LeftOut(String),
}

/// Takes an answer apart, of which nothing is after the body, or not all of it is there where `cut` says so.
///
/// # Errors
/// Why it is unread.
fn answer(block: Vec<u8>, cut: bool, context: &Context) -> Result<Answer, String> {
    let limit = context.format.max_document;
    let response = Response::parse(block)?;
    if response.status != 200 {
        return Ok(Answer::LeftOut(format!("HTTP status {}", response.status)));
    }
    let content_type = response.content_type.clone();
    if let Some(content_type) = content_type.as_deref().filter(|kind| document_kind(kind).is_none()) {
        return Ok(Answer::LeftOut(left_out_type(content_type)));
    }
    let body = response.content(limit, &context.budget, cut).map_err(|error| reason(&error))?;
    let body = body.ok_or_else(|| format!("more than the {limit} bytes that a document may have"))?;
    // A server may say nothing of the type.
    let fallback = if seems_html(&body) { "text/html" } else { "" };
    let content_type = content_type.unwrap_or_else(|| fallback.to_owned());
    Ok(Answer::Document(body, content_type))
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

fn raw_of(header: &Header, bytes: Vec<u8>, content_type: &str, name: &Name, format: &Format) -> Content {
    // What Common Crawl makes of a page is UTF-8.
    let converted = header.get("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case("conversion"));
    raw(bytes, content_type, converted.then_some("utf-8"), name, |media_type| {
        let url = header.get("WARC-Target-URI").map(|url| url.trim_start_matches('<').trim_end_matches('>'));
        let language = header.get("WARC-Identified-Content-Language").and_then(language);
        let fields = [
            ("url", url),
            ("date", header.get("WARC-Date")),
            ("content_type", Some(media_type)),
            ("language", language.as_deref()),
            ("truncated", header.get("WARC-Truncated")),
        ];
        wanted(fields, format)
    })
}

/// What was fetched, as a document where its type is that of one. `charset` is in place of one that the type does not
/// name, and `metadata` is given the media type.
fn raw(
    bytes: Vec<u8>,
    content_type: &str,
    charset: Option<&str>,
    name: &Name,
    metadata: impl FnOnce(&str) -> Map<String, Value>,
) -> Content {
    let Some(kind) = document_kind(content_type) else {
        return Content::LeftOut(left_out_type(content_type));
    };
    let (media_type, named) = media_type(content_type);
    let charset = named.or_else(|| charset.map(str::to_owned));
    let metadata = metadata(&media_type);
    Content::Raw(Box::new(Raw { name: name.clone(), bytes, kind, charset, metadata }))
}

/// The fields that have a value, as far as somebody wants them.
fn wanted<const FIELDS: usize>(
    fields: [(&str, Option<&str>); FIELDS],
    format: &Format,
) -> Map<String, Value> {
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
