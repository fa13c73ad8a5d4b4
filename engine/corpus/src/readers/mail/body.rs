//! From the body of a part to text: out of what it was sent in, and decoded.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;

use crate::encoding::{Decoded, Encoding, EncodingEvidence, decode};
use crate::options::{Code, Format, HtmlText};
use crate::readers::text::without_nul;
use crate::readers::{html, markdown, rtf};

/// How the bytes of a body were made fit for mail (RFC 2045, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transfer {
    Plain,
    Base64,
    QuotedPrintable,
}

impl Transfer {
    /// What a field says; what is not known is none.
    pub(super) fn named(name: Option<&str>) -> Self {
        let name = name.unwrap_or_default().trim_end_matches(';').trim();
        match name {
            _ if name.eq_ignore_ascii_case("base64") => Self::Base64,
            _ if name.eq_ignore_ascii_case("quoted-printable") => Self::QuotedPrintable,
            _ => Self::Plain,
        }
    }

    /// The bytes that were sent.
    pub(super) fn undo(self, body: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::Plain => Cow::Borrowed(body),
            Self::Base64 => Cow::Owned(base64(body)),
            Self::QuotedPrintable => Cow::Owned(quoted_printable(body)),
        }
    }
}

/// The bytes of a body in Base64. What is no Base64 after it stays as it is: mailing lists put their own lines there.
fn base64(body: &[u8]) -> Vec<u8> {
    if let Some(decoded) = base64_decode(body) {
        return decoded;
    }
    let is_base64 = |line: &[u8]| {
        line.trim_ascii()
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
    };
    let lines = body.split_inclusive(|&byte| byte == b'\n');
    let length = lines.take_while(|line| is_base64(line)).map(<[u8]>::len).sum();
    let (encoded, rest) = body.split_at(length);
    let mut decoded = base64_decode(encoded).unwrap_or_else(|| encoded.to_vec());
    if !decoded.is_empty() {
        decoded.push(b'\n');
    }
    decoded.extend_from_slice(rest);
    decoded
}

/// The bytes of a body in Quoted-Printable (RFC 2045, section 6.7). What is not valid stays as it is: the crates for it
/// give nothing then, or leave out bytes beyond ASCII.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|&byte| byte == b'\n') {
        let content = line.trim_ascii_end();
        let (content, breaks) = match content.strip_suffix(b"=") {
            Some(content) => (content, false),
            None => (content, line.ends_with(b"\n")),
        };
        let mut rest = content;
        while let Some(at) = memchr::memchr(b'=', rest) {
            decoded.extend_from_slice(&rest[..at]);
            match rest.get(at + 1..at + 3).and_then(hexadecimal) {
                Some(byte) => {
                    decoded.push(byte);
                    rest = &rest[at + 3..];
                }
                None => {
                    decoded.push(b'=');
                    rest = &rest[at + 1..];
                }
            }
        }
        decoded.extend_from_slice(rest);
        if breaks {
            decoded.push(b'\n');
        }
    }
    decoded
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let is_number = digits.iter().all(u8::is_ascii_hexdigit);
    u8::from_str_radix(str::from_utf8(digits).ok().filter(|_| is_number)?, 16).ok()
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// Lines that end with a space continue on the next (RFC 3676).
    Flowed {
        /// The space at the end of such a line is none of the text.
        delete_space: bool,
    },
    Html,
    /// Text with a few tags (RFC 1896).
    Enriched,
    Markdown,
    Rtf,
}

/// A text of a message, as it was sent.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) transfer: Transfer,
    pub(super) charset: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Piece {
    /// Whether nothing can be read in it, as far as its first bytes tell.
    pub(super) fn is_blank(&self) -> bool {
        const SHORT: usize = 4096;
        self.body.len() <= SHORT && self.transfer.undo(&self.body).trim_ascii().is_empty()
    }

    /// The text, with line feeds at the ends of lines.
    ///
    /// # Errors
    /// The message of what cannot be read: a page in a build without pages, bytes that are not valid and unwanted.
    pub(super) fn decoded(&self, format: &Format) -> Result<Decoded, String> {
        let bytes = self.transfer.undo(&self.body).into_owned();
        let charset = self.charset.as_deref().filter(|label| !says_nothing(label));
        let given = format.encoding.or_else(|| charset.and_then(|label| stateful(label, &bytes)));
        if self.kind == Kind::Rtf {
            return Ok(rtf::read(&bytes, format)?.decoded);
        }
        if self.kind == Kind::Html {
            let (bytes, charset) = match given.filter(|_| format.encoding.is_none()) {
                Some(_) => (decode(bytes, given, &[]).text.into_bytes(), Some("utf-8")),
                None => (bytes, charset),
            };
            let all = Format { html_text: HtmlText::All, metadata_fields: Some([].into()), ..format.clone() };
            return Ok(html::read_piece(bytes, charset, &all)?.decoded);
        }
        let mut decoded = decode(bytes, given, charset.as_slice());
        if format.encoding.is_none() && decoded.evidence == EncodingEvidence::Given {
            decoded.evidence = EncodingEvidence::Declared;
        }
        let (text, had_nul) = without_nul(decoded.text.replace("\r\n", "\n"));
        let text = match self.kind {
            Kind::Flowed { delete_space } => unflowed(&text, delete_space),
            Kind::Enriched => unenriched(&text),
            // Nothing is taken out, since a message does not say what was.
            Kind::Markdown => {
                let all = Format { code: Code::Read, ..format.clone() };
                markdown::read(text.into_bytes(), &Format { encoding: None, ..all })?.decoded.text
            }
            _ => text,
        };
        let first_invalid = decoded.first_invalid.or(had_nul.then_some(0));
        Ok(Decoded { text, first_invalid, ..decoded })
    }
}

/// Whether a charset tells nothing of bytes beyond ASCII: programs write it of whatever they send.
fn says_nothing(label: &str) -> bool {
    ["us-ascii", "ascii", "unknown-8bit", "x-unknown"].iter().any(|known| label.eq_ignore_ascii_case(known))
}

/// The encoding that a charset names whose letters look like ASCII, between escape sequences. Mail in Japanese is
/// written in it, and a page is not, so that nobody else believes it.
fn stateful(label: &str, bytes: &[u8]) -> Option<Encoding> {
    let encoding = Encoding::parse(label).ok().filter(|encoding| encoding.name() == "ISO-2022-JP");
    encoding.filter(|_| bytes.is_ascii() && bytes.contains(&0x1b))
}

/// A text whose lines flow, with each paragraph on a line (RFC 3676, section 4).
fn unflowed(text: &str, delete_space: bool) -> String {
    let mut unflowed = String::with_capacity(text.len());
    // How deep the line is quoted that the next one continues.
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        let unquoted = content.trim_start_matches('>');
        let depth = content.len() - unquoted.len();
        let unstuffed = unquoted.strip_prefix(' ').unwrap_or(unquoted);
        let is_signature = unstuffed == "-- ";
        match open.filter(|before| *before == depth && !is_signature) {
            Some(_) => unflowed.push_str(unstuffed),
            None => {
                if open.is_some() {
                    unflowed.push('\n');
                }
                unflowed.push_str(&content[..depth]);
                if depth > 0 && !unstuffed.is_empty() {
                    unflowed.push(' ');
                }
                unflowed.push_str(unstuffed);
            }
        }
        let flows = unstuffed.ends_with(' ') && !is_signature;
        open = flows.then_some(depth);
        if flows && delete_space {
            unflowed.pop();
        } else if !flows && line.ends_with('\n') {
            unflowed.push('\n');
        }
    }
    unflowed
}

/// A text without the tags of `text/enriched` (RFC 1896): a single line end is a space, and of several one is none. What a
/// `<param>` says is no text.
fn unenriched(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut in_parameter = false;
    let mut rest = text;
    while let Some(at) = rest.find(['<', '\n']) {
        let (before, mark) = rest.split_at(at);
        if !in_parameter {
            plain.push_str(before);
        }
        rest = match mark.strip_prefix("<<") {
            Some(after) => {
                plain.push('<');
                after
            }
            None if mark.starts_with('\n') => {
                let after = mark.trim_start_matches('\n');
                let ends = mark.len() - after.len();
                plain.push_str(if ends == 1 { " " } else { "" });
                plain.extend(std::iter::repeat_n('\n', ends - 1));
                after
            }
            None => {
                let (tag, after) = mark[1..].split_once('>').unwrap_or((&mark[1..], ""));
                in_parameter = tag.eq_ignore_ascii_case("param");
                after
            }
        };
    }
    plain.push_str(if in_parameter { "" } else { rest });
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_freed_of_what_it_was_sent_in() {
        for (transfer, body, expected) in [
            (Transfer::Plain, "a=20b", "a=20b"),
            (Transfer::Base64, "aGVs\r\nbG8=\r\n", "hello"),
            (Transfer::Base64, "aGVs\nbG8=\n-- \nThe list\n", "hello\n-- \nThe list\n"),
            (Transfer::Base64, "no Base64: at all", "no Base64: at all"),
            (Transfer::QuotedPrintable, "a=\r\nb=3Dc  \r\n=D8=B3=", "ab=c\nس"),
            (Transfer::QuotedPrintable, "1=1 =zz =\n=4", "1=1 =zz =4"),
            (Transfer::QuotedPrintable, "س=20\n", "س \n"),
        ] {
            let freed = transfer.undo(body.as_bytes());
            assert_eq!(String::from_utf8_lossy(&freed), expected, "of {body:?}");
        }
        for (name, expected) in [
            (Some("BASE64"), Transfer::Base64),
            (Some("quoted-printable;"), Transfer::QuotedPrintable),
            (Some("7bit"), Transfer::Plain),
            (Some(""), Transfer::Plain),
            (None, Transfer::Plain),
        ] {
            assert_eq!(Transfer::named(name), expected);
        }
    }

    #[track_caller]
    fn check(kind: Kind, charset: &str, body: &[u8], expected: &str) {
        let charset = Some(charset.to_owned()).filter(|label| !label.is_empty());
        let piece = Piece { kind, transfer: Transfer::Plain, charset, body: body.to_vec() };
        assert_eq!(piece.decoded(&Format::default()).unwrap().text, expected);
    }

    #[test]
    fn a_text_is_decoded_by_evidence() {
        let arabic = b"\xe5\xd0\xc7 \xe4\xd5 \xda\xd1\xc8\xed \xdd\xed \xc7\xe1\xc8\xd1\xed\xcf";
        for charset in ["windows-1256", "", "us-ascii", "no-such"] {
            check(Kind::Plain, charset, arabic, "هذا نص عربي في البريد");
        }
        for charset in ["utf-8", "iso-8859-1", ""] {
            check(Kind::Plain, charset, "سلام".as_bytes(), "سلام");
        }
        check(Kind::Plain, "iso-2022-jp", b"\x1b$B$3$s\x1b(B", "こん");
    }

    #[test]
    fn lines_that_flow_are_joined() {
        let flowed = Kind::Flowed { delete_space: false };
        check(flowed, "", b"one \r\ntwo\r\n\r\nthree\r\n", "one two\n\nthree\n");
        check(flowed, "", b"> a \n> b\n>> c\nd \n-- \nme", "> a b\n>> c\nd \n-- \nme");
        check(flowed, "", b" From stuffed", "From stuffed");
        check(Kind::Flowed { delete_space: true }, "", b"ab \ncd", "abcd");
    }

    #[test]
    fn tags_of_enriched_text_are_none_of_it() {
        check(
            Kind::Enriched,
            "",
            b"<bold>The</bold> harbour\n<color><param>red</param>reopened</color>.\n\nPrices << rose",
            "The harbour reopened.\nPrices < rose",
        );
        check(Kind::Rtf, "", b"{\\rtf1 The harbour}", "The harbour");
        #[cfg(feature = "markdown")]
        check(Kind::Markdown, "", b"# Title\n\n**The** harbour\n\n    code", "Title\n\nThe harbour\n\ncode");
    }

    #[cfg(feature = "html")]
    #[test]
    fn a_page_gives_all_of_its_text() {
        check(
            Kind::Html,
            "",
            b"<meta charset=windows-1256><title>t</title><p>\xd3\xe1\xc7\xe3<p>b",
            "سلام\n\nb",
        );
    }
}
