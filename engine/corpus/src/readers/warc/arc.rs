//! Web crawls in ARC, which the Internet Archive wrote before there was WARC: versions 1 and 2 of its description.
//!
//! A record is a line that tells where the page is from and how long it is, then what the server sent.

use std::io::{self, BufRead as _, Read as _};

use super::crawl::{Content, Crawl, Framing, Records, Starts};
use super::{AROUND, Answer, answer, known, raw, wanted};
use crate::name::Name;
use crate::reader::{Context, Data, Reader, too_large};
use crate::source::Item;

/// Bytes of the line before a record, at most.
const MAX_LINE: u64 = 64 * 1024;

/// What the URL of a record begins with: the schemes that crawlers follow, and those of records of their own. What begins
/// otherwise is the rest of a line.
const SCHEMES: [&str; 14] = [
    "cid", "dns", "file", "filedesc", "ftp", "ftps", "gopher", "http", "https", "mailto", "metadata", "news",
    "urn", "whois",
];

/// Begins with a crawl.
pub(in crate::readers) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Records::<Arc>::new(data, name, context)))
}

/// A crawl in ARC.
#[derive(Default)]
struct Arc {
    /// The line of a record that was met after a flaw.
    begun: Option<Line>,
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
            let line = Self { url, date, content_type, length };
            (is_date && SCHEMES.contains(&&*line.scheme())).then_some(line)
        })
    }

    fn scheme(&self) -> String {
        self.url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase()).unwrap_or_default()
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

impl Starts for Arc {
    fn starts(line: &[u8]) -> bool {
        line_of(line).is_some_and(|line| Line::parse(line).is_some())
    }

    fn follows(seen: &[u8]) -> Option<bool> {
        line_of(seen).map(|line| Line::parse(line).is_some())
    }
}

/// The line that bytes begin with, if they have the end of it.
fn line_of(bytes: &[u8]) -> Option<&[u8]> {
    memchr::memchr(b'\n', bytes).map(|end| &bytes[..end])
}

impl Framing for Arc {
    fn next_record(&mut self, crawl: &mut Crawl, start: u64) -> Result<Option<Item>, (Name, io::Error)> {
        let line = match self.begun.take() {
            Some(line) => line,
            None => {
                let skipped = crawl.headers.skip_padding(&mut crawl.input);
                skipped.map_err(|error| (crawl.name.clone(), error))?;
                let bytes = read_line(crawl).map_err(|error| (crawl.name.clone(), error))?;
                crawl.offset += crawl.headers.padding + bytes.len() as u64;
                match Line::parse(&bytes) {
                    Some(line) => line,
                    None if bytes.is_empty() => {
                        crawl.done = true;
                        return Ok(None);
                    }
                    None => {
                        let item = self.flaw(crawl, start).map_err(|error| (crawl.name.clone(), error))?;
                        return Ok(Some(item));
                    }
                }
            }
        };
        crawl.begin_record(line.length);
        let name = crawl.names.member(line.url.as_bytes());
        let content = record_content(&line, crawl, &name);
        let given = crawl.end_record(name, content)?;
        crawl.count_padding();
        Ok(given)
    }
}

impl Arc {
    /// Steps over what is no record, up to a line that begins one.
    fn flaw(&mut self, crawl: &mut Crawl, start: u64) -> io::Result<Item> {
        let end = loop {
            let line = read_line(crawl)?;
            let before = crawl.offset;
            if line.is_empty() {
                crawl.done = true;
                break before;
            }
            crawl.offset += line.len() as u64;
            if let Some(begun) = Line::parse(&line) {
                self.begun = Some(begun);
                break before;
            }
        };
        Ok(crawl.flaw("no ARC record begins here", start, end - start))
    }
}

fn read_line(crawl: &mut Crawl) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    crawl.input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// What a record holds, or why it is unread. Reads its block in any case.
fn record_content(line: &Line, crawl: &mut Crawl, name: &Name) -> io::Result<Result<Content, String>> {
    let limit = crawl.context.format.max_document;
    let scheme = line.scheme();
    let is_document = matches!(scheme.as_str(), "http" | "https");
    let is_too_large = is_document && line.length > limit.saturating_add(AROUND);
    let block = crawl.block::<Arc>(line.length, is_document && !is_too_large)?;
    Ok(block.and_then(|block| {
        if is_too_large {
            Err(too_large(line.length, limit))
        } else if is_document {
            page(line, block, name, &crawl.context)
        } else {
            Ok(Content::LeftOut(format!("ARC {}", known(&scheme, &["filedesc", "dns"]))))
        }
    }))
}

/// What a server sent, as a document.
fn page(line: &Line, block: Vec<u8>, name: &Name, context: &Context) -> Result<Content, String> {
    // The oldest servers sent no header.
    let has_header = block.len() >= 5 && block[..5].eq_ignore_ascii_case(b"HTTP/");
    let (body, content_type) = match has_header {
        true => match answer(block, false, context)? {
            Answer::Document(body, content_type) => (body, content_type),
            Answer::LeftOut(reason) => return Ok(Content::LeftOut(reason)),
        },
        false => (block, line.content_type.clone()),
    };
    let limit = context.format.max_document;
    let content = raw(body, &content_type, None, name, |media_type| {
        let date = line.date();
        let fields =
            [("url", Some(&*line.url)), ("date", date.as_deref()), ("content_type", Some(media_type))];
        wanted(fields, &context.format)
    });
    match content {
        Content::Raw(raw) if raw.bytes.len() as u64 > limit => Err(too_large(raw.bytes.len() as u64, limit)),
        content => Ok(content),
    }
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
            ("tp://a.example/ 1.2.3.4 20080430204825 text/html 12", None),
            ("12", None),
            ("", None),
        ] {
            assert_eq!(Line::parse(text.as_bytes()), expected, "of {text}");
        }
        assert_eq!(line("a:").date().as_deref(), Some("2008-04-30T20:48:25Z"));
    }
}
