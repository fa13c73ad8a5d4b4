//! How archives, crawls, mail, pages and Parquet begin: known here and not to their readers, since a build without a reader must
//! still tell what it leaves unread.

use std::borrow::Cow;

use crate::encoding::{decode, is_utf16_without_mark};

/// Whether the text that begins with `head` is in UTF-16.
pub(super) fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || is_utf16_without_mark(head)
}

/// What a reader of the text that begins with `head` sees first: in UTF-8, without a byte-order mark, and without the blanks
/// and NUL bytes that stand before it.
pub(super) fn shown(head: &[u8]) -> Cow<'_, [u8]> {
    let text = match is_utf16(head) {
        true => Cow::Owned(decode(head.to_vec(), None, &[]).text.into_bytes()),
        false => Cow::Borrowed(head),
    };
    let mut begin = 0;
    while let Some(&byte) = text.get(begin) {
        begin += match byte {
            0 | b' ' | b'\t' | b'\n' | 0xc | b'\r' => 1,
            _ if text[begin..].starts_with(b"\xef\xbb\xbf") => 3,
            _ => break,
        };
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[begin..]),
        Cow::Owned(mut text) => {
            text.drain(..begin);
            Cow::Owned(text)
        }
    }
}

/// The size of a header in a tar archive, and of what all is padded to.
pub(super) const TAR_BLOCK: usize = 512;

/// Whether `head` is the beginning of a tar archive: a header whose checksum is right.
pub(super) fn begins_tar(head: &[u8]) -> bool {
    head.get(..TAR_BLOCK).is_some_and(|block| block.iter().any(|&byte| byte != 0) && checksum_is_right(block))
}

/// Whether a header of a tar archive has the sum of its bytes in it, its own field taken as spaces: unsigned, or signed as
/// some old programs have it.
pub(super) fn checksum_is_right(block: &[u8]) -> bool {
    const FIELD: std::ops::Range<usize> = 148..156;
    let Some(expected) = block.get(FIELD).and_then(octal) else { return false };
    let bytes = || block.iter().enumerate().map(|(at, &byte)| if FIELD.contains(&at) { b' ' } else { byte });
    let signed: i64 = bytes().map(|byte| i64::from(byte.cast_signed())).sum();
    let unsigned: u64 = bytes().map(u64::from).sum();
    unsigned == expected || i64::try_from(expected) == Ok(signed)
}

/// A number of a header: octal digits up to a NUL byte, among blanks.
fn octal(field: &[u8]) -> Option<u64> {
    let digits = field.split(|&byte| byte == 0).next()?;
    u64::from_str_radix(str::from_utf8(digits).ok()?.trim(), 8).ok()
}

/// Whether `head` is the beginning of a Parquet file.
pub(super) fn begins_parquet(head: &[u8]) -> bool {
    head.starts_with(b"PAR1") && head.contains(&0)
}

/// Whether `head` is the beginning of a ZIP archive: of its first member, or of the directory of an empty one.
pub(super) fn begins_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether `head` begins a crawl, of any version.
pub(super) fn begins_warc(head: &[u8]) -> bool {
    let version = head.strip_prefix(b"WARC/").unwrap_or_default();
    matches!(version, [b'0'..=b'9', b'.', b'0'..=b'9', ..])
}

/// Whether `head` begins a mail: a header that says from whom it is and which it is, or that a server of news wrote.
pub(super) fn begins_mail(head: &[u8]) -> bool {
    // Fields that nobody writes by hand.
    const OF_PROGRAMS: [&str; 7] = [
        "Message-ID:",
        "MIME-Version:",
        "Received:",
        "Newsgroups:",
        "Nntp-Posting-Host:",
        "Lines:",
        "X-Google-Language:",
    ];
    let mut found = [false; 2];
    // Of mail from old Macintoshes, lines end with a carriage return.
    let end = if head.contains(&b'\n') { b'\n' } else { b'\r' };
    for line in head.split_inclusive(|&byte| byte == end) {
        let whole = line.ends_with(&[end]);
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        let is = |field: &str| {
            line.get(..field.len()).is_some_and(|name| name.eq_ignore_ascii_case(field.as_bytes()))
        };
        // Nothing but fields stands in a header, and what continues with one; before it, what a mail box has.
        let is_of_header = line.contains(&b':') || line.starts_with(b" ") || line.starts_with(b"\t");
        if whole && !is_of_header && !is_numbered(line.strip_prefix(b"From ").unwrap_or_default()) {
            return false;
        }
        found[0] |= is("From:");
        found[1] |= OF_PROGRAMS.iter().any(|field| is(field));
    }
    found == [true; 2]
}

/// Whether what is after `From ` in a line before a message is a number and nothing else, as archives of news have it.
pub(super) fn is_numbered(rest: &[u8]) -> bool {
    let digits = rest.strip_prefix(b"-").unwrap_or(rest).trim_ascii_end();
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// Whether `head` begins a box of mail.
pub(super) fn begins_mail_box(head: &[u8]) -> bool {
    head.starts_with(b"From ") && begins_mail(head)
}

/// Whether `head` begins a page that a browser saved as mail (MHTML).
pub(super) fn begins_saved_page(head: &[u8]) -> bool {
    const MARKS: [&[u8]; 2] = [b"\nSnapshot-Content-Location:", b"From: <Saved by "];
    begins_mail(head) && MARKS.iter().any(|mark| memchr::memmem::find(head, mark).is_some())
}

/// Whether `head` begins a crawl in ARC.
pub(super) fn begins_arc(head: &[u8]) -> bool {
    head.starts_with(b"filedesc://")
}

/// First elements of XML documents that may begin with one.
const ROOTS: [&[u8]; 20] = [
    b"rss",
    b"feed",
    b"rdf:RDF",
    b"mediawiki",
    b"TEI",
    b"TEI.2",
    b"teiCorpus",
    b"FictionBook",
    b"svg",
    b"office:document",
    b"opml",
    b"tt",
    b"urlset",
    b"sitemapindex",
    b"plist",
    b"kml",
    b"gpx",
    b"xliff",
    b"tmx",
    b"docbook",
];

/// Whether the text `head` begins an XML document: with a declaration, or after comments and a document type with an element
/// that such a document begins with, or that names its namespace.
pub(super) fn begins_xml(head: &[u8]) -> bool {
    if head.strip_prefix(b"<?xml").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_whitespace)) {
        return true;
    }
    let mut rest = after_comments(head);
    if let Some(doctype) = rest.get(..9).filter(|begin| begin.eq_ignore_ascii_case(b"<!doctype")) {
        let declared = rest[doctype.len()..].trim_ascii_start();
        if !declared.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"html")) {
            // A name, and what it is of: whoever writes of a document type ends otherwise.
            return declared.first().is_some_and(u8::is_ascii_alphabetic) && declared.contains(&b'>');
        }
        return false;
    }
    rest = rest.strip_prefix(b"<").unwrap_or_default();
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let Some(name) = rest.iter().position(is_end).map(|end| &rest[..end]) else { return false };
    let is_name = name.first().is_some_and(u8::is_ascii_alphabetic);
    let tag = &rest[..rest.iter().position(|&byte| byte == b'>').unwrap_or(rest.len())];
    let has_namespace = || memchr::memmem::find(tag, b" xmlns").is_some();
    ROOTS.contains(&name) || (is_name && !name.eq_ignore_ascii_case(b"html") && has_namespace())
}

/// What stands after comments and XML's declaration and instructions; nothing where one of them has no end.
fn after_comments(head: &[u8]) -> &[u8] {
    let mut rest = head.trim_ascii_start();
    while let Some((_, end)) =
        [("<!--", "-->"), ("<?xml", "?>")].into_iter().find(|(begin, _)| rest.starts_with(begin.as_bytes()))
    {
        let Some(at) = memchr::memmem::find(rest, end.as_bytes()) else { return &[] };
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    rest
}

/// Whether an input that begins with `head`, in any encoding, is an HTML page.
pub(super) fn seems_html(head: &[u8]) -> bool {
    begins_page(&shown(head))
}

/// Whether the text `head` begins an HTML page, or is a piece of one.
pub(super) fn begins_html(head: &[u8]) -> bool {
    begins_page(head) || is_piece(after_comments(head))
}

/// Whether the text `head` begins an HTML page: its first tag, after comments and declarations, is one that pages begin with.
fn begins_page(head: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<meta"];
    let rest = after_comments(head);
    BEGINNINGS.iter().any(|beginning| {
        let found = rest.get(..beginning.len()).is_some_and(|found| found.eq_ignore_ascii_case(beginning));
        found && !rest.get(beginning.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// Whether a text is a piece of a page from one end to the other, as programs save what they took out of one: it begins with a
/// block, and ends with the end of one. Whoever writes of a page, or a page in Markdown, begins or ends otherwise.
fn is_piece(text: &[u8]) -> bool {
    // Not those that DocBook and JATS have too.
    const BLOCKS: [&[u8]; 10] = [b"div", b"h1", b"h2", b"h3", b"h4", b"main", b"ol", b"p", b"span", b"ul"];
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric();
    let block = |tag: &[u8]| {
        let name = tag.iter().take_while(is_name).count();
        let after = tag.get(name).is_none_or(|&byte| byte == b'>' || byte.is_ascii_whitespace());
        after && BLOCKS.iter().any(|block| tag[..name].eq_ignore_ascii_case(block))
    };
    let ends = text.trim_ascii_end().strip_suffix(b">").and_then(|text| {
        let tag = memchr::memrchr(b'<', text).map(|begin| &text[begin + 1..])?;
        tag.strip_prefix(b"/")
    });
    text.strip_prefix(b"<").is_some_and(block) && ends.is_some_and(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_first_tag() {
        for (head, expected) in [
            ("<!DOCTYPE html><p>", true),
            ("\u{feff} \n<!-- a > b --> <HTML lang=ar>", true),
            ("<?xml version='1.0'?><!DOCTYPE html PUBLIC", true),
            ("<head>", true),
            ("<header>", false),
            ("<p>a", false),
            ("<div class=a>\n<p>a <b>b</b></p>\n</DIV>\n", true),
            ("<p>a</p><p>b</p>", true),
            ("<p align=center>a</p>\n\n# Title\n", false),
            ("<article><para>a</para></article>", false),
            ("<pre>a</pre>", false),
            ("<div> and </divx>", false),
            ("the <p>a</p>", false),
            ("<!-- <html> ", false),
            ("about <html>", false),
            ("<!doctype htmlx", false),
            ("", false),
        ] {
            assert_eq!(begins_html(&shown(head.as_bytes())), expected, "of {head}");
        }
        assert!(!seems_html(b"<div>a</div>"), "which may be XML");
        let utf16: Vec<u8> = "<!doctype html>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(seems_html(&utf16));
    }

    #[test]
    fn mail_is_known_by_its_header() {
        let saved = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/\r\nMIME-Version: 1.0\r\n\r\n";
        for (head, expected) in [
            (
                "From a@b.example Mon Jan 1 00:00:00 2024\nFrom: a\nMessage-ID: <1>\n\ntext",
                [true, true, false],
            ),
            ("Received: by x\r\n\tfor y\r\nfrom: a\r\n\r\ntext", [true, false, false]),
            ("MIME-Version: 1.0\nFrom: a\nX-Lo", [true, false, false]),
            ("From: a@b.example (A)\nSubject: s\nOrganization: o\nLines: 2\n\ntext", [true, false, false]),
            ("Path: a!b\nFrom: a\nNewsgroups: alt.test\n\ntext", [true, false, false]),
            ("From -123456789\nX-Google-Language: ENGLISH\nFrom: a\n\ntext", [true, true, false]),
            ("From: a\nTo: b\n\nMessage-ID: x", [false, false, false]),
            ("From: the editor\nwho writes\nMessage-ID: x", [false, false, false]),
            (saved, [true, false, true]),
            ("", [false, false, false]),
        ] {
            let bytes = head.as_bytes();
            let found = [begins_mail(bytes), begins_mail_box(bytes), begins_saved_page(bytes)];
            assert_eq!(found, expected, "of {head}");
        }
    }

    #[test]
    fn xml_is_known_by_its_declaration_or_its_first_element() {
        for (head, expected) in [
            ("<?xml version='1.0'?><a/>", true),
            ("<mediawiki xmlns='x'>", true),
            ("<feed>", true),
            ("<!-- a --> <rss version='2.0'>", true),
            ("<!DOCTYPE rss SYSTEM 'x'>\n<rss>", true),
            ("<!DOCTYPE html><html>", false),
            ("<!DOCTYPE of a document", false),
            ("<doc xmlns='urn:x'><p>", true),
            ("<html xmlns='http://www.w3.org/1999/xhtml'>", false),
            ("<!-- <rss>", false),
            ("<TEIs>", false),
            ("<a> text", false),
            ("<?xmlx", false),
            ("", false),
        ] {
            assert_eq!(begins_xml(head.as_bytes()), expected, "of {head}");
        }
    }

    #[test]
    fn a_tar_archive_is_known_by_its_checksum() {
        let header = |checksum: &[u8]| {
            let mut block = [0; TAR_BLOCK];
            block[..5].copy_from_slice(b"a.txt");
            block[148..148 + checksum.len()].copy_from_slice(checksum);
            block
        };
        // The bytes of the name, 495, and eight spaces: 751, octal 1357.
        for (checksum, expected) in [
            (&b"001357\0 "[..], true),
            (b"   1357 ", true),
            (b"1357", true),
            (b"001356\0 ", false),
            (b"-01357\0 ", false),
            (b"00135x\0 ", false),
            (b"", false),
        ] {
            assert_eq!(begins_tar(&header(checksum)), expected, "{}", checksum.escape_ascii());
        }
        assert!(!begins_tar(&[0; TAR_BLOCK]));
        assert!(!begins_tar(&header(b"001357\0 ")[..511]));
    }
}
