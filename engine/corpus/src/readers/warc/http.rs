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
    /// Takes a response apart.
    pub(super) fn parse(mut block: Vec<u8>) -> Result<Self, String> {
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
    /// Crawlers often undo an encoding and leave the header as it was: a body that does not look encoded is taken as
    /// it is. One that was cut short is taken as far as it goes where `cut` says that this is known.
    pub(super) fn content(self, limit: u64, budget: &Budget, cut: bool) -> io::Result<Option<Vec<u8>>> {
        let mut body = if self.chunked { unchunked(&self.body).unwrap_or(self.body) } else { self.body };
        for encoding in self.encodings.iter().rev() {
            let Some(decoder) = decoder(encoding, &body)? else { continue };
            let mut content = Vec::new();
            match budget.debit(decoder).take(limit + 1).read_to_end(&mut content) {
                Err(error) if !cut || content.is_empty() => return Err(error),
                _ => body = content,
            }
        }
        Ok(Some(body).filter(|body| body.len() as u64 <= limit))
    }
}

/// Makes a line of HTTP/1.1 of one that crawlers write of themselves: `HTTP/2 200`, `http/1.1 200 OK`, `HTTP/1.0  200`.
fn begin_as_http1(block: &mut Vec<u8>) {
    const MOST: usize = 32;
    let end = block
        .iter()
        .take(MOST)
        .position(|&byte| matches!(byte, b'\r' | b'\n'))
        .unwrap_or(block.len().min(MOST));
    let Some((protocol, rest)) = block[..end].split_at_checked(5) else { return };
    let mut words = rest.split(|&byte| byte == b' ').filter(|word| !word.is_empty());
    let (version, status) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_version = version.first().is_some_and(u8::is_ascii_digit) && version.len() <= 3;
    let is_status = status.len() == 3 && status.iter().all(u8::is_ascii_digit);
    if !protocol.eq_ignore_ascii_case(b"HTTP/") || !rest.starts_with(version) || !is_version || !is_status {
        return;
    }
    let line = [b"HTTP/1.1 ", status].concat();
    let spaces = rest[version.len()..].iter().take_while(|&&byte| byte == b' ').count();
    let length = protocol.len() + version.len() + spaces + status.len();
    block.splice(..length, line);
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
            _ if body.trim_ascii_start().starts_with(b"<") => None,
            _ => Some(Compression::Deflate.decoder(input(), DECOMPRESSION_MEMORY)?),
        },
        // Brotli begins with nothing of its own; a page that is not encoded begins with a letter of ASCII.
        "br" if !body.trim_ascii_start().starts_with(b"<") => Some(brotli(*input())?),
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
    }

    #[test]
    fn a_status_line_may_be_that_of_another_version() {
        for line in [
            "HTTP/2 200",
            "HTTP/2.0 200",
            "http/1.1 200 OK",
            "HTTP/1.0  200",
            "HTTP/3 200 ",
            "HTTP/1.1 200 OK",
        ] {
            let block = format!("{line}\r\nContent-Type: text/plain\r\n\r\na page");
            let response = Response::parse(block.into_bytes()).unwrap();
            assert_eq!((response.status, &*response.body), (200, &b"a page"[..]), "of {line}");
        }
        for line in ["HTTP/x 200", "GOPHER/1 200", "HTTP/1.1", "HTTP/1.1 20"] {
            assert!(Response::parse(format!("{line}\r\n\r\n").into_bytes()).is_err(), "of {line}");
        }
    }

    #[test]
    fn what_was_freed_already_is_taken_as_it_is() {
        check("Transfer-Encoding: chunked\r\n", b"<p>", "<p>");
        check("Content-Encoding: gzip\r\n", b"<p>", "<p>");
        check("Content-Encoding: br\r\n", b"<p>", "<p>");
        check("Content-Encoding: deflate\r\n", b"<p>", "<p>");
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
