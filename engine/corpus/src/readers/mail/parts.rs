//! The parts of a message (RFC 2046): which of them are its text, and what becomes of the others.

use std::borrow::Cow;

use mail_parser::{ContentType, HeaderName};
use memchr::memmem;

use super::body::{Kind, Piece, Transfer};
use super::extent;
use super::header::{Header, split};
use crate::options::Format;

/// How deep parts may stand in each other.
const MAX_DEPTH: usize = 32;

/// How many parts a message may have.
const MAX_PARTS: usize = 100_000;

/// What a message holds.
#[derive(Debug, Default)]
pub(super) struct Found<'raw> {
    /// Its text, in order.
    pub(super) pieces: Vec<Piece>,
    /// Messages that are attached to it, as they were sent.
    pub(super) attached: Vec<Cow<'raw, [u8]>>,
    /// How many parts are neither.
    pub(super) left_out: u64,
}

/// What is in a message of that header and body.
///
/// # Errors
/// The message of one that nobody wrote: with too many parts, or too deep ones.
pub(super) fn find<'raw>(header: &Header, body: &'raw [u8], format: &Format) -> Result<Found<'raw>, String> {
    let mut walk = Walk { format, parts: 0, found: Found::default() };
    let pieces = walk.content(header, body, Unsaid::Text, 0)?;
    Ok(Found { pieces, ..walk.found })
}

/// What a part is that does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsaid {
    Text,
    /// In a digest.
    Message,
}

struct Walk<'raw, 'format> {
    format: &'format Format,
    parts: usize,
    found: Found<'raw>,
}

impl<'raw> Walk<'raw, '_> {
    /// The texts of a part, with its header.
    fn part(&mut self, raw: &'raw [u8], unsaid: Unsaid, depth: usize) -> Result<Vec<Piece>, String> {
        let (header, body) = split(raw)?;
        self.content(&Header::parse(header, self.format), body, unsaid, depth)
    }

    fn content(
        &mut self,
        header: &Header,
        body: &'raw [u8],
        unsaid: Unsaid,
        depth: usize,
    ) -> Result<Vec<Piece>, String> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(format!("more than {MAX_PARTS} parts"));
        }
        if depth > MAX_DEPTH {
            return Err(format!("parts in each other deeper than {MAX_DEPTH}"));
        }
        let content_type = header.content_type();
        if let Some((kind, parts)) = content_type.and_then(|kind| Some((kind, Parts::of(kind, body)?))) {
            return self.multipart(kind, parts, depth);
        }
        let transfer = Transfer::named(header.text(HeaderName::ContentTransferEncoding).as_deref());
        if is_message(content_type, unsaid) {
            self.found.attached.push(transfer.undo(body));
            return Ok(Vec::new());
        }
        // What is the whole of a message is shown, whatever it says.
        let kind = text_kind(content_type, depth == 0).filter(|_| depth == 0 || !header.is_attachment());
        let Some(kind) = kind else {
            self.found.left_out += 1;
            return Ok(Vec::new());
        };
        let charset = content_type.and_then(|kind| kind.attribute("charset")).map(str::to_owned);
        Ok(vec![Piece { kind, transfer, charset, body: body.to_vec() }])
    }

    fn multipart(
        &mut self,
        kind: &ContentType<'_>,
        parts: Parts<'raw>,
        depth: usize,
    ) -> Result<Vec<Piece>, String> {
        match kind.subtype().unwrap_or_default().to_ascii_lowercase().as_str() {
            "alternative" => self.alternative(parts, depth),
            "related" => self.related(parts, depth),
            subtype => {
                let unsaid = if subtype == "digest" { Unsaid::Message } else { Unsaid::Text };
                let mut pieces = Vec::new();
                for part in parts {
                    pieces.append(&mut self.part(part, unsaid, depth + 1)?);
                }
                Ok(pieces)
            }
        }
    }

    /// The plain text of parts that say the same, else the page, the first of several. A plain text that says only that there is
    /// a page says not the same.
    fn alternative(&mut self, parts: Parts<'raw>, depth: usize) -> Result<Vec<Piece>, String> {
        let (mut plain, mut page, mut blank) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            let pieces = self.part(part, Unsaid::Text, depth + 1)?;
            let place = match &*pieces {
                pieces if pieces.iter().all(Piece::is_blank) => &mut blank,
                pieces if pieces.iter().any(|piece| piece.kind == Kind::Html) => &mut page,
                _ => &mut plain,
            };
            if place.is_empty() {
                *place = pieces;
            }
        }
        let stands_for_page = !page.is_empty() && extent::says_less(&plain, &page);
        Ok(match (plain.is_empty(), page.is_empty()) {
            (true, true) => blank,
            (true, false) => page,
            (false, _) if stands_for_page => page,
            (false, _) => plain,
        })
    }

    /// The first text of parts of which the others belong to it, such as images.
    fn related(&mut self, parts: Parts<'raw>, depth: usize) -> Result<Vec<Piece>, String> {
        let mut root = Vec::new();
        for part in parts {
            let pieces = self.part(part, Unsaid::Text, depth + 1)?;
            if root.is_empty() {
                root = pieces;
            } else {
                self.found.left_out += pieces.len() as u64;
            }
        }
        Ok(root)
    }
}

/// Whether a part is a message.
fn is_message(content_type: Option<&ContentType<'_>>, unsaid: Unsaid) -> bool {
    let Some(kind) = content_type else { return unsaid == Unsaid::Message };
    let subtype = kind.subtype().unwrap_or_default();
    is(kind, "message") && ["rfc822", "global"].iter().any(|known| subtype.eq_ignore_ascii_case(known))
}

/// Why a message is unread that has no text: it is encrypted, or all of it is something else.
pub(super) fn without_text(content_type: Option<&ContentType<'_>>) -> String {
    let Some(kind) = content_type else { return "no text in the message".to_owned() };
    let subtype = kind.subtype().unwrap_or_default().to_ascii_lowercase();
    match subtype.as_str() {
        "pkcs7-mime" | "x-pkcs7-mime" => {
            let is_signed =
                kind.attribute("smime-type").is_some_and(|found| found.eq_ignore_ascii_case("signed-data"));
            let state = if is_signed { "signed, and packed with its signature" } else { "encrypted" };
            format!("{state} (S/MIME), which is not read")
        }
        "encrypted" if is(kind, "multipart") => "encrypted, which is not read".to_owned(),
        _ => "no text in the message: all of it are attachments".to_owned(),
    }
}

/// What a text is written in; nothing for a part that is no text. What does not say what it is is plain text. More is a text
/// where it is all of the message.
fn text_kind(content_type: Option<&ContentType<'_>>, is_all: bool) -> Option<Kind> {
    let Some(kind) = content_type else { return Some(Kind::Plain) };
    let subtype = kind.subtype().unwrap_or("plain").to_ascii_lowercase();
    let says =
        |name: &str, value: &str| kind.attribute(name).is_some_and(|found| found.eq_ignore_ascii_case(value));
    match subtype.as_str() {
        "plain" if is(kind, "text") && says("format", "flowed") => {
            Some(Kind::Flowed { delete_space: says("delsp", "yes") })
        }
        // Parts without a boundary are one text after all.
        "plain" if is(kind, "text") => Some(Kind::Plain),
        _ if is(kind, "multipart") => Some(Kind::Plain),
        "html" if is(kind, "text") => Some(Kind::Html),
        "xhtml+xml" if is(kind, "application") => Some(Kind::Html),
        "enriched" | "richtext" if is(kind, "text") => Some(Kind::Enriched),
        "markdown" | "x-markdown" | "x-web-markdown" if is(kind, "text") => Some(Kind::Markdown),
        "rtf" | "x-rtf" if is_all => Some(Kind::Rtf),
        "calendar"
        | "vcard"
        | "x-vcard"
        | "directory"
        | "css"
        | "csv"
        | "tab-separated-values"
        | "xml"
        | "javascript" => None,
        _ if is_all && is(kind, "text") => Some(Kind::Plain),
        _ => None,
    }
}

fn is(kind: &ContentType<'_>, name: &str) -> bool {
    kind.ctype().eq_ignore_ascii_case(name)
}

/// The parts that a boundary separates, from the first to the end.
pub(super) struct Parts<'raw> {
    /// Two dashes and the boundary.
    delimiter: Vec<u8>,
    /// What is after the line of the delimiter that was met last.
    rest: Option<&'raw [u8]>,
}

impl<'raw> Parts<'raw> {
    /// The parts of a body; nothing where its type tells no boundary, or none is found in it.
    pub(super) fn of(kind: &ContentType<'_>, body: &'raw [u8]) -> Option<Self> {
        let boundary = kind.attribute("boundary").filter(|boundary| !boundary.trim().is_empty());
        let boundary = boundary.filter(|_| is(kind, "multipart"))?;
        let delimiter = [b"--", boundary.trim_end().as_bytes()].concat();
        let (_, rest) = cut(body, &delimiter);
        rest.map(|rest| Self { delimiter, rest: Some(rest) })
    }
}

impl<'raw> Iterator for Parts<'raw> {
    type Item = &'raw [u8];

    fn next(&mut self) -> Option<&'raw [u8]> {
        let (part, rest) = cut(self.rest.take()?, &self.delimiter);
        self.rest = rest;
        // Some programs close parts twice, and nothing is between.
        Some(part).filter(|part| rest.is_some() || !part.trim_ascii().is_empty())
    }
}

/// What is before a line that begins with the delimiter, and what is after that line; nothing after the last one, which
/// ends in two dashes.
fn cut<'raw>(body: &'raw [u8], delimiter: &[u8]) -> (&'raw [u8], Option<&'raw [u8]>) {
    // The boundary of the whole may be the beginning of that of a part.
    let is_line = |at: &usize| {
        let begins = *at == 0 || body[at - 1] == b'\n';
        let rest = || body[at + delimiter.len()..].split(|&byte| byte == b'\n').next().unwrap_or_default();
        begins && matches!(rest().trim_ascii(), b"" | b"--")
    };
    let Some(at) = memmem::find_iter(body, delimiter).find(is_line) else { return (body, None) };
    let before = body[..at].strip_suffix(b"\n").unwrap_or(&body[..at]);
    let before = before.strip_suffix(b"\r").unwrap_or(before);
    let after = &body[at + delimiter.len()..];
    let line = memchr::memchr(b'\n', after).map_or(after.len(), |end| end + 1);
    let closes = after.starts_with(b"--");
    (before, Some(&after[line..]).filter(|_| !closes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of a message, joined by bars, how many messages are attached, and how many parts are left out.
    #[track_caller]
    fn check(raw: &str, expected: (&str, usize, u64)) {
        let format = Format::default();
        let (header, body) = split(raw.as_bytes()).unwrap();
        let found = find(&Header::parse(header, &format), body, &format).unwrap();
        let pieces: Vec<_> = found.pieces.iter().map(|piece| String::from_utf8_lossy(&piece.body)).collect();
        assert_eq!((&*pieces.join("|"), found.attached.len(), found.left_out), expected, "of {raw}");
    }

    fn multipart(subtype: &str, parts: &[&str]) -> String {
        let parts: String = parts.iter().map(|part| format!("--{subtype}\n{part}\n")).collect();
        format!(
            "Content-Type: multipart/{subtype}; boundary=\"{subtype}\"\n\npreamble\n{parts}--{subtype}--\nepilogue"
        )
    }

    const HTML: &str = "Content-Type: text/html\n\n<p>page";
    const IMAGE: &str = "Content-Type: image/png\n\nPNG";

    #[test]
    fn the_text_of_a_message_is_found() {
        check("Subject: a\n\nbody\n", ("body\n", 0, 0));
        check(&multipart("alternative", &["\nplain", HTML]), ("plain", 0, 0));
        check(&multipart("alternative", &["\n \n", HTML]), ("<p>page", 0, 0));
        check(&multipart("alternative", &[HTML, "Content-Type: text/calendar\n\nBEGIN"]), ("<p>page", 0, 1));
        check(&multipart("related", &[HTML, IMAGE, "\nstyle"]), ("<p>page", 0, 2));
        check(&multipart("mixed", &["\none", IMAGE, "\ntwo"]), ("one|two", 0, 1));
        check(&multipart("mixed", &["\none", "Content-Disposition: attachment\n\ntwo"]), ("one", 0, 1));
        let both = multipart("alternative", &["\nplain", &multipart("related", &[HTML, IMAGE])]);
        check(&multipart("mixed", &[&both, "\nlist footer"]), ("plain|list footer", 0, 1));
    }

    #[test]
    fn a_text_that_stands_for_a_page_is_not_read() {
        let page = format!(
            "Content-Type: text/html\n\n<style>p {{ x: y }}</style>{}",
            "<p>The port opened.</p>".repeat(20)
        );
        let says = |plain: &str| multipart("alternative", &[&format!("\n{plain}"), &page]);
        let body = page.split_once("\n\n").unwrap().1;
        check(&says("This message is in HTML: please view it there."), (body, 0, 0));
        check(&says("هذه الرسالة بصيغة HTML"), (body, 0, 0));
        check(
            &says(
                "https://a.example/a/very/long/address/of/a/page?that=is&shown=in&a=browser&and=nowhere&else=x",
            ),
            (body, 0, 0),
        );
        let same = "The port opened. ".repeat(8);
        check(&says(&same), (&same, 0, 0));
        check(
            &multipart(
                "alternative",
                &["\nYes.", "Content-Type: text/html\n\n<p>Yes.</p><p>-- </p><p>Ali</p>"],
            ),
            ("Yes.", 0, 0),
        );
    }

    #[test]
    fn a_boundary_may_be_the_beginning_of_another() {
        let inner = multipart("alternative", &["\nplain", HTML]).replace("--alternative", "--mixed1");
        let inner = inner.replace("\"alternative\"", "\"mixed1\"");
        check(
            &multipart("mixed", &[&inner, "\nlist footer\n--mixed is no boundary"]),
            ("plain|list footer\n--mixed is no boundary", 0, 0),
        );
    }

    #[test]
    fn attached_messages_are_messages() {
        let attached = "Content-Type: message/rfc822\n\nSubject: b\n\nbody";
        check(&multipart("mixed", &["\none", attached]), ("one", 1, 0));
        check(&multipart("digest", &["\nSubject: b\n\nbody", "Content-Type: text/plain\n\nx"]), ("x", 1, 0));
        check(attached, ("", 1, 0));
    }

    #[test]
    fn what_has_no_parts_is_text() {
        check("Content-Type: multipart/mixed; boundary=x\n\nbody", ("body", 0, 0));
        check("Content-Type: multipart/mixed\n\n--x\nbody", ("--x\nbody", 0, 0));
        check("Content-Type: multipart/mixed; boundary=x\n\n--x\n\nbody", ("body", 0, 0));
        check(
            "Content-Type: multipart/mixed; boundary=x\n\n--x\r\n\r\na\r\n--x\r\n\r\nb\r\n--x--",
            ("a|b", 0, 0),
        );
        check("Content-Type: text\n\nbody", ("body", 0, 0));
        check("Content-Type: application/pdf\n\n%PDF", ("", 0, 1));
        check("Content-Type: text/markdown\n\n# body", ("# body", 0, 0));
        check("Content-Type: text/x-log\n\nbody", ("body", 0, 0));
        check("Content-Type: text/calendar\n\nBEGIN", ("", 0, 1));
    }

    #[test]
    fn what_nobody_wrote_is_refused() {
        let format = Format::default();
        let message = |raw: &str| {
            let (header, body) = split(raw.as_bytes()).unwrap();
            find(&Header::parse(header, &format), body, &format).unwrap_err()
        };
        let deep: String = (0..5000)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}x\n\n--b{n}x\n"))
            .collect();
        assert_eq!(message(&deep), "parts in each other deeper than 32");
        let many = format!("Content-Type: multipart/mixed; boundary=x\n\n{}", "--x\n\n".repeat(100_001));
        assert_eq!(message(&many), "more than 100000 parts");
    }
}
