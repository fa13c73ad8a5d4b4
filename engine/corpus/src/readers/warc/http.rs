//! HTTP responses as a crawler wrote them down (RFC 9112), and media types (RFC 9110).

use std::io::{self, Cursor, Read};

use crate::compression::{Budget, Compression, brotli};
use crate::options::DECOMPRESSION_MEMORY;

/// Header fields of a response, at most.
const MAX_FIELDS: usize = 512;

/// A response.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    /// The body as it came, and how it is encoded.
    body: Vec<u8>,
    chunked: bool,
    encodings: Vec<String>,
}

impl Response {
    /// Takes a response apart: the final one, of those that stand one behind the other.
    pub(super) fn parse(block: Vec<u8>) -> Result<Self, String> {
        /// Interim responses before the final one, at most (RFC 9110, section 15.2).
        const MOST: usize = 8;
        let mut response = Self::parse_first(block)?;
        for _ in 0..MOST {
            let is_interim = (100..200).contains(&response.status);
            if !is_interim || !response.body.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"HTTP/"))
            {
                break;
            }
            response = Self::parse_first(response.body)?;
        }
        Ok(response)
    }

    fn parse_first(mut block: Vec<u8>) -> Result<Self, String> {
        begin_as_http1(&mut block);
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let mut response = httparse::Response::new(&mut fields);
        let config = || {
            let mut config = httparse::ParserConfig::default();
            config.allow_spaces_after_header_name_in_responses(true);
            config.allow_obsolete_multiline_headers_in_responses(true);
            config.ignore_invalid_headers_in_responses(true);
            config
        };
        let head = match config().parse_response(&mut response, &block) {
            Ok(httparse::Status::Complete(head)) => head,
            Ok(httparse::Status::Partial) => return Err("the HTTP header ends too early".to_owned()),
            Err(error) => return Err(format!("the HTTP header is damaged: {error}")),
        };
        let values = |name: &str| {
            let named = response.headers.iter().filter(|field| field.name.eq_ignore_ascii_case(name));
            let values = named.map(|field| String::from_utf8_lossy(field.value).trim().to_ascii_lowercase());
            values.collect::<Vec<_>>()
        };
        let status = response.code.unwrap_or(0);
        let content_type = values("Content-Type").pop();
        let chunked = values("Transfer-Encoding").iter().any(|value| value.ends_with("chunked"));
        let encodings = values("Content-Encoding");
        let encodings =
            encodings.iter().flat_map(|value| value.split(',')).map(|value| value.trim().to_owned());
        let encodings = encodings.collect();
        block.drain(..head);
        Ok(Self { status, content_type, body: block, chunked, encodings })
    }

    /// The body without the encodings in which it was sent; nothing if it is of more than `limit` bytes.
    ///
    /// Crawlers often undo an encoding and leave the header as it was, or the other way round: a body that does not look
    /// encoded is taken as it is, and one that begins as no text does is decoded. One that was cut short is taken as far as it goes where `cut` says that this is known.
    pub(super) fn content(self, limit: u64, budget: &Budget, cut: bool) -> io::Result<Option<Vec<u8>>> {
        let mut body = if self.chunked { unchunked(&self.body).unwrap_or(self.body) } else { self.body };
        let unsaid = self.encodings.is_empty().then(|| mark_of(&body)).flatten();
        for encoding in self.encodings.iter().map(|encoding| &**encoding).rev().chain(unsaid) {
            let Some(decoder) = decoder(encoding, &body)? else { continue };
            let mut content = Vec::new();
            match budget.debit(decoder).take(limit + 1).read_to_end(&mut content) {
                // What begins with nothing of its own was not encoded, if it is text.
                Err(_) if !is_marked(encoding) && !has_controls(&body) => {}
                Err(error) if !cut || content.is_empty() => return Err(error),
                _ => body = content,
            }
        }
        Ok(Some(body).filter(|body| body.len() as u64 <= limit))
    }
}

/// Makes a line of HTTP/1.1 of one that crawlers write of themselves or servers send: `HTTP/2 200`, `http/1.1 200 OK`,
/// `HTTP/1.0  200`, `HTTP 200`, `ICY 200 OK`.
fn begin_as_http1(block: &mut Vec<u8>) {
    const MOST: usize = 32;
    let end = block
        .iter()
        .take(MOST)
        .position(|&byte| matches!(byte, b'\r' | b'\n'))
        .unwrap_or(block.len().min(MOST));
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t');
    let spaces = |bytes: &[u8]| bytes.iter().take_while(|&&byte| is_space(byte)).count();
    let word = |bytes: &[u8]| bytes.iter().take_while(|&&byte| !is_space(byte)).count();
    let line = &block[..end];
    let protocol = spaces(line);
    let after = protocol + word(&line[protocol..]);
    let status = after + spaces(&line[after..]);
    let digits = line[status..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let is_word_next = line.get(status + 3).is_some_and(u8::is_ascii_digit);
    if !is_protocol(&line[protocol..after]) || digits < 3 || is_word_next {
        return;
    }
    // A reason may stand right behind the status.
    let line = [b"HTTP/1.1 ", &line[status..status + 3], b" "].concat();
    block.splice(..status + 3, line);
}

/// Whether a word is a protocol of which the answers are those of HTTP.
fn is_protocol(word: &[u8]) -> bool {
    let version = match word.get(..4) {
        Some(name) if name.eq_ignore_ascii_case(b"HTTP") => &word[4..],
        // Of servers of radio.
        _ => return word.eq_ignore_ascii_case(b"ICY"),
    };
    match version {
        [] => true,
        [b'/', first, rest @ ..] => first.is_ascii_digit() && rest.len() <= 2,
        _ => false,
    }
}

/// The encoding that a body shows by itself.
fn mark_of(body: &[u8]) -> Option<&'static str> {
    match Compression::of(body)? {
        Compression::Gzip => Some("gzip"),
        Compression::Zstandard => Some("zstd"),
        _ => None,
    }
}

/// Whether data that is so encoded begins with a mark, so that other data is told from it.
fn is_marked(encoding: &str) -> bool {
    !matches!(encoding, "deflate" | "br")
}

/// Whether a body is text as it stands.
fn is_text(body: &[u8]) -> bool {
    !has_controls(body) && str::from_utf8(body).is_ok()
}

/// Whether there are control characters at the beginning of a body that no text has in it.
fn has_controls(body: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0xc | 0x1b);
    body.iter().take(4096).any(is_control)
}

/// A decoder of a body that looks as if it were so encoded.
fn decoder(encoding: &str, body: &[u8]) -> io::Result<Option<Box<dyn Read + Send>>> {
    let input = || Box::new(Cursor::new(body.to_vec()));
    Ok(match encoding {
        "gzip" | "x-gzip" if Compression::of(body) == Some(Compression::Gzip) => {
            Some(Compression::Gzip.decoder(input(), DECOMPRESSION_MEMORY)?)
        }
        "zstd" if Compression::of(body) == Some(Compression::Zstandard) => {
            Some(Compression::Zstandard.decoder(input(), DECOMPRESSION_MEMORY)?)
        }
        // RFC 1950: a check of sixteen bits, and a method. Some servers send DEFLATE bare.
        "deflate" => match body {
            [first, second, ..] if first & 15 == 8 && u16::from_be_bytes([*first, *second]) % 31 == 0 => {
                Some(Compression::Zlib.decoder(input(), DECOMPRESSION_MEMORY)?)
            }
            _ if is_text(body) => None,
            _ => Some(Compression::Deflate.decoder(input(), DECOMPRESSION_MEMORY)?),
        },
        // Brotli begins with nothing of its own.
        "br" if !is_text(body) => Some(brotli(*input())?),
        _ => None,
    })
}

/// The body of chunks; nothing where it does not begin with one. What is cut short is taken as far as it goes.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let mut chunks = 0;
    loop {
        let Ok(httparse::Status::Complete((head, size))) = httparse::parse_chunk_size(body) else {
            return (chunks > 0).then_some(content);
        };
        chunks += 1;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        body = &body[head..];
        content.extend_from_slice(&body[..size.min(body.len())]);
        if size == 0 || size >= body.len() {
            return Some(content);
        }
        body = &body[size..];
        body = body.strip_prefix(b"\r\n").unwrap_or(body);
    }
}

/// The type and subtype of a media type, in lower case, and its charset.
pub(super) fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts.filter_map(|part| part.split_once('=')).find_map(|(name, value)| {
        let value = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then(|| value.to_owned())
    });
    (kind, charset)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn content(block: &[u8], cut: bool) -> Result<String, String> {
        let response = Response::parse(block.to_vec())?;
        let content =
            response.content(64, &Budget::new(1000, None), cut).map_err(|error| error.to_string())?;
        Ok(content.map_or("too large".to_owned(), |content| String::from_utf8(content).unwrap()))
    }

    #[track_caller]
    fn check(fields: &str, body: &[u8], expected: &str) {
        let block = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat();
        assert_eq!(content(&block, false).as_deref(), Ok(expected));
    }

    fn deflated(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_body_is_freed_of_what_it_was_sent_in() {
        check("", b"plain", "plain");
        check("Transfer-Encoding: chunked\r\n", b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde");
        check("Content-Encoding: gzip\r\n", &gzip(b"a page"), "a page");
        check("Content-Encoding: deflate\r\n", &zlib(b"a page"), "a page");
        check("Content-Encoding: deflate\r\n", &deflated(b"a page"), "a page");
        check("content-encoding: br\r\n", b"\x8b\x02\x80a page\x03", "a page");
        check("Content-Encoding: deflate, gzip\r\n", &gzip(&zlib(b"a page")), "a page");
        check("Content-Encoding: gzip\r\n", &gzip(&[b'x'; 65]), "too large");
        check("", &gzip(b"a page"), "a page");
    }

    #[test]
    fn a_status_line_may_be_that_of_another_version() {
        for line in [
            "HTTP/2 200",
            "HTTP/2.0 200",
            "http/1.1 200 OK",
            "HTTP/1.0  200",
            "HTTP/3 200 ",
            "HTTP/1.1\t200 OK",
            "HTTP/1.1 200OK",
            " HTTP/1.1 200 OK",
            "HTTP 200 OK",
            "ICY 200 OK",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/2 200",
            "HTTP/1.1 200 OK",
        ] {
            let block = format!("{line}\r\nContent-Type: text/plain\r\n\r\na page");
            let response = Response::parse(block.into_bytes()).unwrap();
            assert_eq!((response.status, &*response.body), (200, &b"a page"[..]), "of {line}");
        }
        for line in ["HTTP/x 200", "GOPHER/1 200", "HTTP/1.1", "HTTP/1.1 20", "HTTP/1.1 2000"] {
            assert!(Response::parse(format!("{line}\r\n\r\n").into_bytes()).is_err(), "of {line}");
        }
    }

    #[test]
    fn what_was_freed_already_is_taken_as_it_is() {
        check("Transfer-Encoding: chunked\r\n", b"<p>", "<p>");
        check("Content-Encoding: gzip\r\n", b"<p>", "<p>");
        check("Content-Encoding: br\r\n", b"<p>", "<p>");
        check("Content-Encoding: deflate\r\n", b"<p>", "<p>");
        for encoding in ["gzip", "br", "deflate", "zstd", "deflate, br"] {
            let fields = format!("Content-Encoding: {encoding}\r\n");
            check(&fields, "a text, أهلا".as_bytes(), "a text, أهلا");
            check(&fields, b"", "");
        }
        // Of an encoding that is not UTF-8.
        let of_arabic =
            b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\xc3\xe5\xe1\xc7 \xc3\xe5\xe1\xc7".to_vec();
        let response = Response::parse(of_arabic).unwrap();
        let body = response.content(64, &Budget::new(1000, None), false).unwrap().unwrap();
        assert_eq!(body, b"\xc3\xe5\xe1\xc7 \xc3\xe5\xe1\xc7");
    }

    #[test]
    fn what_is_damaged_says_so() {
        let cut = |fields: &str, body: &[u8]| [fields.as_bytes(), b"\r\n", body].concat();
        assert_eq!(content(b"HTTP/1.1 200 OK\r\nA", false).unwrap_err(), "the HTTP header ends too early");
        assert!(content(b"\0\0\0", false).unwrap_err().starts_with("the HTTP header is damaged: "));
        let whole = gzip(b"one two three four five six seven");
        let block = cut("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n", &whole[..whole.len() - 6]);
        assert_eq!(content(&block, false).unwrap_err(), "the gzip data ends too early");
        assert_eq!(content(&block, true).unwrap(), "one two three four five six seven");
        let block = cut("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n", b"\x8b\x02\x80a \0\x01");
        assert!(content(&block, false).unwrap_err().starts_with("the Brotli data is damaged: "));
        let block = cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", b"9\r\nabc");
        assert_eq!(content(&block, false).unwrap(), "abc");
    }

    #[test]
    fn media_types_are_taken_apart() {
        for (value, kind, charset) in [
            ("text/html", "text/html", None),
            ("Text/HTML; Charset=\"UTF-8\"", "text/html", Some("UTF-8")),
            ("text/plain;format=flowed; charset=windows-1256", "text/plain", Some("windows-1256")),
            ("", "", None),
        ] {
            assert_eq!(media_type(value), (kind.to_owned(), charset.map(str::to_owned)));
        }
    }
}
