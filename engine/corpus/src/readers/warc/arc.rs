//! Web crawls in ARC, which the Internet Archive wrote before there was WARC: versions 1 and 2 of its description.
//!
//! A record is a line that tells where the page is from and how long it is, then what the server sent.

use std::io::{self, BufRead as _, Read as _};

use serde_json::{Map, Value};

use super::header::Headers;
use super::http::{Response, media_type};
use super::{AROUND, block, document_kind, left_out_type, skip};
use crate::damage::{given_of, passes, reason};
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Bytes, Context, Data, Names, Reader, too_large};
use crate::readers::beginning::seems_html;
use crate::readers::whole::Raw;
use crate::source::Item;

/// Bytes of the line before a record, at most.
const MAX_LINE: u64 = 64 * 1024;

/// Begins with a crawl.
pub(in crate::readers) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    let (names, context) = (Names::new(name.clone()), context.clone());
    let (input, padding) = (data.bytes(), Headers::default());
    Ok(Box::new(Arc {
        input,
        padding,
        name,
        names,
        context,
        offset: 0,
        begun: None,
        lost: None,
        asked: false,
        broken: false,
        done: false,
    }))
}

/// A crawl that is being read.
struct Arc {
    input: Bytes,
    /// Steps over what is between records.
    padding: Headers,
    name: Name,
    names: Names,
    context: Context,
    /// Where the next record begins, in the data without its compression.
    offset: u64,
    /// The line of a record that was met after a flaw.
    begun: Option<Line>,
    /// Why what is after the record that was given last cannot be read.
    lost: Option<io::Error>,
    asked: bool,
    /// Whether it broke off where it was read last.
    broken: bool,
    done: bool,
}

/// The line before a record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    url: String,
    /// When it was fetched: `20080430204825`.
    date: String,
    content_type: String,
    length: u64,
}

impl Line {
    /// Takes a line apart. A URL may have spaces in it; nothing after it does.
    fn parse(line: &[u8]) -> Option<Self> {
        let line = String::from_utf8_lossy(line.trim_ascii());
        // Of version 2, the type is followed by a status, a checksum, a location, an offset and the name of the file.
        [9, 4].into_iter().find_map(|fields| {
            let mut parts = line.rsplitn(fields + 1, ' ');
            let length = parts.next()?.parse().ok()?;
            let mut parts = parts.skip(fields - 4);
            let content_type = parts.next()?.to_ascii_lowercase();
            let date = parts.next()?.to_owned();
            let _address = parts.next()?;
            let url = parts.next()?.to_owned();
            let is_date = matches!(date.len(), 8..=17) && date.bytes().all(|byte| byte.is_ascii_digit());
            (is_date && url.contains(':')).then_some(Self { url, date, content_type, length })
        })
    }

    /// The date as RFC 3339 has it.
    fn date(&self) -> Option<String> {
        let part = |from: usize, to: usize| self.date.get(from..to);
        let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
        Some(match (part(8, 10), part(10, 12), part(12, 14)) {
            (Some(hour), Some(minute), Some(second)) => {
                format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")
            }
            _ => format!("{year}-{month}-{day}"),
        })
    }
}

/// What a record holds.
enum Content {
    Raw(Box<Raw>),
    /// No document, for a reason that is counted.
    LeftOut(String),
}

impl Reader for Arc {
    fn next_item(&mut self) -> Option<Item> {
        self.asked = true;
        while !self.done {
            let start = self.offset;
            if let Some(error) = self.lost.take() {
                let name = self.names.member(start.to_string().as_bytes());
                return Some(self.broke_off(name, start, &error));
            }
            match self.next_record(start) {
                Ok(Some(item)) => return Some(item),
                Ok(None) => {}
                Err((name, error)) => return Some(self.broke_off(name, start, &error)),
            }
        }
        None
    }

    fn whole(&self) -> bool {
        self.asked
    }
}

impl Arc {
    /// What the next record gives; nothing where it is left out, or at the end.
    fn next_record(&mut self, start: u64) -> Result<Option<Item>, (Name, io::Error)> {
        let of_crawl = |error| (self.name.clone(), error);
        let line = match self.begun.take() {
            Some(line) => line,
            None => {
                self.padding.skip_padding(&mut self.input).map_err(of_crawl)?;
                let bytes = self.read_line().map_err(|error| (self.name.clone(), error))?;
                self.offset += self.padding.padding + bytes.len() as u64;
                match Line::parse(&bytes) {
                    Some(line) => line,
                    None if bytes.is_empty() => {
                        self.done = true;
                        return Ok(None);
                    }
                    None => return self.flaw(start).map(Some).map_err(|error| (self.name.clone(), error)),
                }
            }
        };
        self.broken = false;
        self.offset += line.length;
        let name = self.names.member(line.url.as_bytes());
        let content = self.content(&line, &name).and_then(|content| self.after(content));
        match content.map_err(|error| (name.clone(), error))? {
            Ok(Content::Raw(raw)) => Ok(Some(raw.item(&self.context.format))),
            Ok(Content::LeftOut(reason)) => {
                self.context.leave_out(&reason);
                Ok(None)
            }
            Err(message) => Ok(Some(Item::Unread(name.unread(message)))),
        }
    }

    fn read_line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// What a record holds, or why it is unread. Reads its block in any case.
    fn content(&mut self, line: &Line, name: &Name) -> io::Result<Result<Content, String>> {
        let limit = self.context.format.max_document;
        let scheme = line.url.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            skip(&mut self.input, line.length)?;
            let kind =
                if matches!(scheme.as_str(), "filedesc" | "dns") { &scheme } else { "of another kind" };
            return Ok(Ok(Content::LeftOut(format!("ARC {kind}"))));
        }
        if line.length > limit.saturating_add(AROUND) {
            skip(&mut self.input, line.length)?;
            return Ok(Err(too_large(line.length, limit)));
        }
        let block = block(&mut self.input, line.length)?;
        Ok(page(line, block, name, &self.context))
    }

    /// Goes after a record. Where crawls are compressed, each record is a member of its own, whose checksum comes at its
    /// end: one that is found wrong there spoils the record, if any of its bytes are the record's.
    fn after<T>(&mut self, record: T) -> io::Result<T> {
        match self.padding.skip_padding(&mut self.input) {
            Err(error) if given_of(&error).is_some_and(|given| given > self.padding.padding) => Err(error),
            Err(error) => {
                self.lost = Some(error);
                Ok(record)
            }
            Ok(()) => {
                self.offset += self.padding.padding;
                Ok(record)
            }
        }
    }

    /// What is said where a crawl breaks off. It may continue after what is damaged, at the next record.
    fn broke_off(&mut self, name: Name, start: u64, error: &io::Error) -> Item {
        let again = std::mem::replace(&mut self.broken, true);
        self.done = again || !passes(error);
        Item::Unread(name.unread(format!("{}, in the record at byte {start}", reason(error))))
    }

    /// Steps over what is no record, up to a line that begins one.
    fn flaw(&mut self, start: u64) -> io::Result<Item> {
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                self.done = true;
                break;
            }
            let before = self.offset;
            self.offset += line.len() as u64;
            if let Some(begun) = Line::parse(&line) {
                self.begun = Some(begun);
                let name = self.names.member(start.to_string().as_bytes());
                return Ok(Item::Unread(name.unread(no_record(start, before - start))));
            }
        }
        let name = self.names.member(start.to_string().as_bytes());
        Ok(Item::Unread(name.unread(no_record(start, self.offset - start))))
    }
}

fn no_record(start: u64, bytes: u64) -> String {
    format!("no ARC record begins here, at byte {start}: {bytes} bytes are stepped over")
}

/// What a server sent, as a document.
fn page(line: &Line, block: Vec<u8>, name: &Name, context: &Context) -> Result<Content, String> {
    let limit = context.format.max_document;
    // The oldest servers sent no header.
    let (body, content_type) = if block.len() >= 5 && block[..5].eq_ignore_ascii_case(b"HTTP/") {
        let response = Response::parse(block)?;
        if response.status != 200 {
            return Ok(Content::LeftOut(format!("HTTP status {}", response.status)));
        }
        let content_type = response.content_type.clone();
        if let Some(kind) = content_type.as_deref().filter(|kind| document_kind(kind).is_none()) {
            return Ok(Content::LeftOut(left_out_type(kind)));
        }
        let body = response.content(limit, &context.budget, false).map_err(|error| reason(&error))?;
        let body = body.ok_or_else(|| format!("more than the {limit} bytes that a document may have"))?;
        (body, content_type)
    } else {
        (block, Some(line.content_type.clone()))
    };
    let fallback = if seems_html(&body) { "text/html" } else { "" };
    let content_type = content_type.unwrap_or_else(|| fallback.to_owned());
    let Some(kind) = document_kind(&content_type) else {
        return Ok(Content::LeftOut(left_out_type(&content_type)));
    };
    if body.len() as u64 > limit {
        return Err(too_large(body.len() as u64, limit));
    }
    let (content_type, charset) = media_type(&content_type);
    let metadata = metadata(line, &content_type, &context.format);
    Ok(Content::Raw(Box::new(Raw { name: name.clone(), bytes: body, kind, charset, metadata })))
}

/// What the line of a record says of its document.
fn metadata(line: &Line, content_type: &str, format: &Format) -> Map<String, Value> {
    let fields = [
        ("url", Some(line.url.clone())),
        ("date", line.date()),
        ("content_type", Some(content_type.to_owned())),
    ];
    let wanted = |field: &str| format.metadata_fields.as_ref().is_none_or(|fields| fields.contains(field));
    let fields = fields.into_iter().filter(|(field, _)| wanted(field));
    fields.filter_map(|(field, value)| Some((field.to_owned(), value?.into()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        let line = |url: &str| Line {
            url: url.to_owned(),
            date: "20080430204825".to_owned(),
            content_type: "text/html".to_owned(),
            length: 12,
        };
        for (text, expected) in [
            ("http://a.example/ 1.2.3.4 20080430204825 text/html 12\n", Some(line("http://a.example/"))),
            ("http://a.example/a b 1.2.3.4 20080430204825 text/html 12", Some(line("http://a.example/a b"))),
            (
                "http://a.example/ 1.2.3.4 20080430204825 text/html 200 abc - 340 a.arc 12",
                Some(line("http://a.example/")),
            ),
            ("http://a.example/ 1.2.3.4 20080430204825 text/html x", None),
            ("http://a.example/ 1.2.3.4 yesterday text/html 12", None),
            ("12", None),
            ("", None),
        ] {
            assert_eq!(Line::parse(text.as_bytes()), expected, "of {text}");
        }
        assert_eq!(line("a:").date().as_deref(), Some("2008-04-30T20:48:25Z"));
    }
}
