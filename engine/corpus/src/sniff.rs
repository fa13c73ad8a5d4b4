//! What the name of an input and its first bytes say it is.

use std::path::Path;

use super::beginning::{begins_tar, begins_warc, seems_html};
use super::builder::Format;
use super::encoding::{Encoding, is_utf16_without_mark};
use super::json_lines::{begins_with_line_of_object, begins_with_object};

/// What the name of a file says of its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared {
    Text,
    Page,
    JsonLines,
    /// With the delimiter, where the name tells it.
    Csv(Option<u8>),
    /// Nothing: the content tells.
    Nothing,
}

impl Declared {
    /// What a path says.
    pub(super) fn by(path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        match extension.to_str().unwrap_or_default() {
            "txt" | "text" | "md" | "markdown" => Self::Text,
            "html" | "htm" | "xhtml" => Self::Page,
            "jsonl" | "ndjson" => Self::JsonLines,
            "csv" => Self::Csv(None),
            "tsv" | "tab" => Self::Csv(Some(b'\t')),
            _ => Self::Nothing,
        }
    }
}

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Text,
    /// HTML.
    Page,
    JsonLines,
    /// With the delimiter, where it is known.
    Csv(Option<u8>),
    Parquet,
    Tar,
    Zip,
    /// A web crawl: WARC or WET.
    Warc,
}

/// What an input that begins with `head` holds, or why it is not read.
///
/// Where the name tells nothing, `head` has its first line whole.
pub(super) fn look(head: &[u8], declared: Declared, format: &Format) -> Result<Content, String> {
    // A line of JSON is nothing else, however much there is behind it.
    if declared == Declared::Nothing && begins_with_line_of_object(head) {
        return Ok(Content::JsonLines);
    }
    if head.starts_with(b"PAR1") && head.contains(&0) {
        return Ok(Content::Parquet);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Content::Zip);
    }
    if begins_warc(head) {
        return Ok(Content::Warc);
    }
    if begins_tar(head) {
        return Ok(Content::Tar);
    }
    if let Some(name) = signature(head) {
        return Err(seems_to_be(name));
    }
    match declared {
        // A NUL byte in one line of many is that line's fault alone.
        Declared::JsonLines => Ok(Content::JsonLines),
        Declared::Csv(delimiter) => Ok(Content::Csv(delimiter)),
        Declared::Page => Ok(Content::Page),
        Declared::Nothing if begins_with_object(without_mark(head)) => Ok(Content::JsonLines),
        Declared::Nothing if seems_html(head) => Ok(Content::Page),
        Declared::Text | Declared::Nothing => text(head, format),
    }
}

fn text(head: &[u8], format: &Format) -> Result<Content, String> {
    // Half the bytes of UTF-16 may be NUL. Its marks are no UTF-8, and so no NUL byte is looked for behind them.
    let utf16 = head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || format.encoding.map(Encoding::name).is_some_and(|name| name.starts_with("UTF-16"))
        || is_utf16_without_mark(head);
    match nul_at(head) {
        Some(message) if !utf16 => Err(message),
        _ => Ok(Content::Text),
    }
}

/// The same without a mark of UTF-8.
pub(super) fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)
}

/// The message for a text in UTF-8 or the like with a NUL byte; nothing if there is none.
pub(super) fn nul_at(bytes: &[u8]) -> Option<String> {
    let nul = bytes.iter().position(|&byte| byte == 0)?;
    Some(format!("has a NUL byte at offset {nul}: binary data, or UTF-16 that is damaged"))
}

/// How many bytes of an input are looked at: what `file` and `git` look at to tell text from other data, about.
pub(super) const HEAD: usize = 8 * 1024;

/// A signature: the offset at which the bytes stand, the bytes, and the name of what begins so.
type Signature = (usize, &'static [u8], &'static str);

/// Signatures that no text begins with, most of them from RFC 1952, RFC 8878, PKWARE's APPNOTE and each format's
/// own specification.
const SIGNATURES: &[Signature] = &[
    (0, b"\x04\x22\x4d\x18", "LZ4"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a damaged tar archive"),
    (0, b"%PDF-", "PDF"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (0, b"\x7fELF", "an ELF program"),
    (0, b"\x00asm", "WebAssembly"),
    (0, b"Obj\x01", "Avro"),
    (0, b"\xff\xfe\x00\x00", "UTF-32"),
    (0, b"\x00\x00\xfe\xff", "UTF-32"),
];

/// Signatures that a text might begin with too: believed only where a NUL byte follows.
const PLAIN_SIGNATURES: &[Signature] = &[
    (0, b"ARROW1", "Arrow"),
    (0, b"ORC", "ORC"),
    (0, b"GIF8", "a GIF image"),
    (0, b"RIFF", "RIFF media"),
    (0, b"OggS", "Ogg media"),
    (0, b"ID3", "MP3 audio"),
    (4, b"ftyp", "MP4 media"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
];

/// The name of the format other than text that `head`, the first bytes of an input, shows.
fn signature(head: &[u8]) -> Option<&'static str> {
    let plain = if head.contains(&0) { PLAIN_SIGNATURES } else { &[] };
    let found =
        |(offset, bytes, _): &&Signature| head.get(*offset..).is_some_and(|rest| rest.starts_with(bytes));
    SIGNATURES.iter().chain(plain).find(found).map(|(_, _, name)| *name)
}

/// The message for an input of another format.
fn seems_to_be(name: &str) -> String {
    format!("seems to be {name}, which is not read")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, head: &[u8], expected: Result<Content, &str>) {
        let content = look(head, Declared::by(Path::new(name)), &Format::default());
        let content = content.as_ref().map(|content| *content).map_err(String::as_str);
        assert_eq!(content, expected, "in {name:?}, {:?}", head.escape_ascii().to_string());
    }

    #[test]
    fn other_formats_are_named() {
        check("a.txt", b"%PDF-1.7\n%\xe2\xe3", Err("seems to be PDF, which is not read"));
        check("a.jsonl", b"\x89PNG\r\n\x1a\n\0\0", Err("seems to be a PNG image, which is not read"));
        check("a", b"ORC\x15\x04\x00", Err("seems to be ORC, which is not read"));
        check("a.txt", b"\xff\xfe\0\0a\0\0\0", Err("seems to be UTF-32, which is not read"));
        check(
            "a",
            b"a\0\0\xff\0\xfe",
            Err("has a NUL byte at offset 1: binary data, or UTF-16 that is damaged"),
        );
    }

    #[test]
    fn text_is_text_whatever_word_it_begins_with() {
        for text in
            ["", "PAR10 is a par", "ORC and elf", "GIF89a explained", "RIFFs", "BZh9", "PK", "سلام", "%PDF"]
        {
            check("a.txt", text.as_bytes(), Ok(Content::Text));
        }
        check("a", b"caf\xe9 in Latin-1", Ok(Content::Text));
        check("a.txt", b"\xff\xfea\0", Ok(Content::Text));
        check(
            "a.txt",
            &"a text".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
            Ok(Content::Text),
        );
    }

    #[test]
    fn the_name_tells_the_format_and_the_content_where_it_does_not() {
        check("a.JSONL", b"whatever", Ok(Content::JsonLines));
        check("a.csv", b"whatever", Ok(Content::Csv(None)));
        check("a.tsv", b"whatever", Ok(Content::Csv(Some(b'\t'))));
        check("a", b"PAR1\x15\x04\x00", Ok(Content::Parquet));
        check("a.htm", b"whatever", Ok(Content::Page));
        check("a.txt", b"{}", Ok(Content::Text));
        check("a.md", b"<!doctype html><p>", Ok(Content::Text));
        for name in ["a", "a.json", "a.2024"] {
            check(name, b"{\"text\":\"a\"}\n{", Ok(Content::JsonLines));
            check(name, b"\xef\xbb\xbf{}", Ok(Content::JsonLines));
            check(name, b"{\n\"text\":\"a\"}", Ok(Content::Text));
            check(name, b"<!doctype html><p>", Ok(Content::Page));
        }
    }
}
