//! The formats that are read, a row each, and how the format of an input is told.

use std::fmt;
use std::io;
use std::path::Path;

use super::beginning::{
    begins_arc, begins_html, begins_mail, begins_mail_box, begins_parquet, begins_saved_page, begins_tar,
    begins_warc, begins_xml, begins_zip, shown,
};
use super::json::{begins_json, holds_list};
use super::json_lines::begins_with_object;
use super::json_sequence::begins_sequence;
use super::refused::{Unsupported, refused, seems_to_be};
use super::rtf::begins_rtf;
use super::subtitles::begins_subtitles;
use super::{
    archive, csv, html, json, json_lines, json_sequence, mail, markdown, notebook, parquet, rtf, subtitles,
    text, warc, xml,
};
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Data, Reader};

/// A format that is read.
pub(crate) struct Row {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Endings of names that tell it, in lower case.
    endings: &'static [&'static str],
    /// How its content tells it.
    signature: Signature,
    /// Begins to read a part of it.
    pub(crate) open: Open,
    /// What it holds.
    pub(crate) nests: Nests,
}

/// Begins to read a part. An error is why it is unread.
type Open = fn(Data, Name, &Context) -> io::Result<Box<dyn Reader>>;

/// How a format is told by the first bytes of what is in it, its first line whole where its name tells nothing.
///
/// Formats that are text are told by what a reader of the text would see ([`shown`]).
enum Signature {
    /// What has these bytes is of the format, whatever it is called.
    Bytes(fn(&[u8]) -> bool),
    /// Text that begins so is of the format, whatever it is called.
    Certain(fn(&[u8]) -> bool),
    /// Text that begins so is of the format where its name tells nothing.
    Unnamed(fn(&[u8]) -> bool),
    /// By nothing: its name alone tells it.
    None,
}

/// What a format holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nests {
    /// Documents.
    No,
    /// Parts of any format, as an archive does.
    Yes,
}

impl fmt::Debug for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// What is read where nothing tells another format.
static TEXT: Row = Row {
    name: "a text",
    endings: &["txt", "text"],
    signature: Signature::None,
    open: text::open,
    nests: Nests::No,
};

/// An object per line.
static LINES: Row = Row {
    name: "JSON Lines",
    endings: &["jsonl", "ndjson"],
    signature: Signature::Unnamed(begins_with_object),
    open: json_lines::open,
    nests: Nests::No,
};

/// What is read of a name that JSON Lines have too, where the content tells nothing else.
static JSON: Row = Row {
    name: "JSON",
    endings: &["json", "json5", "jsonc", "jsonld", "geojson"],
    signature: Signature::Unnamed(begins_json),
    open: json::open,
    nests: Nests::No,
};

/// The other formats.
static ROWS: &[Row] = &[
    Row {
        name: "CSV",
        endings: &["csv", "psv"],
        signature: Signature::None,
        open: csv::open,
        nests: Nests::No,
    },
    Row {
        name: "TSV",
        endings: &["tsv", "tab"],
        signature: Signature::None,
        open: csv::open_tabs,
        nests: Nests::No,
    },
    Row {
        name: "an HTML page",
        endings: &["html", "htm", "xhtml", "xht", "shtml"],
        signature: Signature::Unnamed(begins_html),
        open: html::open,
        nests: Nests::No,
    },
    Row {
        name: "XML",
        endings: &[
            "xml", "rss", "atom", "tei", "fb2", "fodt", "opml", "ttml", "dfxp", "itt", "xlf", "xliff", "tmx",
            "dbk", "docbook", "dita", "nxml", "plist", "kml", "gpx", "svg",
        ],
        signature: Signature::Unnamed(begins_xml),
        open: xml::open,
        nests: Nests::No,
    },
    Row {
        name: "wikitext",
        endings: &["mediawiki", "wiki", "wikitext"],
        signature: Signature::None,
        open: xml::open_wikitext,
        nests: Nests::No,
    },
    Row {
        name: "Parquet",
        endings: &[],
        signature: Signature::Bytes(begins_parquet),
        open: parquet::open,
        nests: Nests::No,
    },
    Row {
        name: "a ZIP archive",
        endings: &[],
        signature: Signature::Bytes(begins_zip),
        open: archive::open_zip,
        nests: Nests::Yes,
    },
    Row {
        name: "a web crawl (WARC)",
        endings: &["warc", "wet", "wat"],
        signature: Signature::Certain(begins_warc),
        open: |data, name, context| warc::open(data.without_mark(), name, context),
        nests: Nests::No,
    },
    Row {
        name: "a tar archive",
        endings: &[],
        signature: Signature::Bytes(begins_tar),
        open: archive::open_tar,
        nests: Nests::Yes,
    },
    Row {
        name: "a web crawl (ARC)",
        endings: &["arc"],
        signature: Signature::Certain(begins_arc),
        open: |data, name, context| warc::open_arc(data.without_mark(), name, context),
        nests: Nests::No,
    },
    Row {
        name: "a JSON text sequence",
        endings: &["json-seq", "jsonseq"],
        signature: Signature::Certain(begins_sequence),
        open: json_sequence::open,
        nests: Nests::No,
    },
    Row {
        name: "Markdown",
        endings: &[
            "md", "markdown", "mdown", "mdwn", "mkd", "mkdn", "mkdown", "mdtext", "mdtxt", "mdx", "rmd",
            "qmd",
        ],
        signature: Signature::None,
        open: markdown::open,
        nests: Nests::No,
    },
    Row {
        name: "a Jupyter notebook",
        endings: &["ipynb"],
        signature: Signature::None,
        open: notebook::open,
        nests: Nests::No,
    },
    Row {
        name: "RTF",
        endings: &["rtf"],
        signature: Signature::Certain(begins_rtf),
        open: rtf::open,
        nests: Nests::No,
    },
    Row {
        name: "subtitles",
        endings: &["srt", "vtt"],
        signature: Signature::Unnamed(begins_subtitles),
        open: subtitles::open,
        nests: Nests::No,
    },
    // These three begin alike, and are asked in this order.
    Row {
        name: "a saved page (MHTML)",
        endings: &["mht", "mhtml"],
        signature: Signature::Unnamed(begins_saved_page),
        open: mail::open_saved,
        nests: Nests::No,
    },
    Row {
        name: "a mail box (mbox)",
        endings: &["mbox"],
        signature: Signature::Unnamed(begins_mail_box),
        open: mail::open_box,
        nests: Nests::No,
    },
    Row {
        name: "mail",
        endings: &["eml"],
        signature: Signature::Unnamed(begins_mail),
        open: mail::open,
        nests: Nests::No,
    },
];

/// All formats.
fn rows() -> impl Iterator<Item = &'static Row> {
    [&TEXT, &LINES, &JSON].into_iter().chain(ROWS)
}

/// What the name of a file tells.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Named {
    /// A format that is read.
    Format(&'static Row),
    /// One that is not.
    Unsupported(&'static Unsupported),
    Nothing,
}

impl Named {
    /// Whether the content is to tell first what it is: `.json` is written on lines and on pages of errors too, and `.sub` on
    /// subtitles that are read.
    pub(crate) fn leaves_open(self) -> bool {
        match self {
            Self::Format(row) => std::ptr::eq(row, &raw const JSON),
            Self::Unsupported(_) | Self::Nothing => true,
        }
    }
}

/// The format that the name of a file tells.
pub(crate) fn named(path: &Path) -> Named {
    let Some(ending) = path.extension().and_then(|ending| ending.to_str()) else { return Named::Nothing };
    let ending = ending.to_ascii_lowercase();
    match rows().find(|row| row.endings.contains(&&*ending)) {
        Some(row) => Named::Format(row),
        None => Unsupported::named(&ending).map_or(Named::Nothing, Named::Unsupported),
    }
}

/// The format of what begins with `head` and is called after `named`, or why it is not read.
pub(crate) fn look(head: &[u8], named: Named, format: &Format) -> Result<&'static Row, String> {
    let text = &*shown(head);
    let is_open = named.leaves_open();
    // A line of JSON is nothing else, however much there is after it.
    let unnamed = |row: &&Row| matches!(row.signature, Signature::Unnamed(begins) if begins(text));
    if let (true, Some(row)) = (is_open, rows().find(unnamed)) {
        return Ok(if std::ptr::eq(row, &raw const LINES) && holds_list(text, format) { &JSON } else { row });
    }
    let certain = |row: &&Row| match row.signature {
        Signature::Bytes(has) => has(head),
        Signature::Certain(begins) => begins(text),
        Signature::Unnamed(_) | Signature::None => false,
    };
    if let Some(row) = rows().find(certain) {
        return Ok(row);
    }
    if let Some(name) = refused(head) {
        return Err(seems_to_be(name));
    }
    match named {
        Named::Format(row) if !is_open => Ok(row),
        Named::Unsupported(unsupported) => Err(unsupported.message()),
        _ => match (Unsupported::begins(text), named) {
            (Some(unsupported), _) => Err(unsupported.message()),
            (None, Named::Format(row)) => Ok(row),
            (None, _) => Ok(&TEXT),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, head: &[u8], expected: Result<&str, &str>) {
        let found = look(head, named(Path::new(name)), &Format::default());
        let found = found.as_ref().map(|row| row.name).map_err(String::as_str);
        assert_eq!(found, expected, "in {name:?}, {:?}", head.escape_ascii().to_string());
    }

    /// The first bytes of the samples, by their names.
    fn samples() -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
    }

    #[test]
    fn every_format_has_a_sample() {
        let samples = samples();
        for row in rows() {
            let mut found =
                samples.iter().filter_map(|(path, head)| look(head, named(path), &Format::default()).ok());
            assert!(found.any(|found| std::ptr::eq(found, row)), "no sample is {}", row.name);
        }
    }

    #[test]
    fn an_ending_tells_one_format() {
        for ending in rows().flat_map(|row| row.endings) {
            let told = rows().filter(|row| row.endings.contains(ending)).count();
            assert_eq!((told, &*ending.to_ascii_lowercase()), (1, *ending));
        }
    }

    #[test]
    fn other_formats_are_named() {
        let pdf =
            "seems to be PDF, which is not read: `pdftotext`, of Poppler, makes a text of it (see --pre)";
        check("a.txt", b"%PDF-1.7\n%\xe2\xe3", Err(pdf));
        check("a.jsonl", b"\x89PNG\r\n\x1a\n\0\0", Err("seems to be a PNG image, which is not read"));
        check("a", b"ORC\x15\x04\x00", Err("seems to be ORC, which is not read"));
        check("a.txt", b"\xff\xfe\0\0a\0\0\0", Err("seems to be UTF-32, which is not read"));
        check(
            "a.txt.Z",
            b"\x1f\x9d\x90T",
            Err("seems to be data packed by compress (.Z), which is not read"),
        );
        check("a.cpio", b"070701000\0", Err("seems to be a cpio archive, which is not read"));
        let tex = "seems to be LaTeX, which is not read: `pandoc -t plain` makes a text of it (see --pre)";
        check("a.tex", b"whatever", Err(tex));
        check("a", b"% a comment\n\\documentclass[12pt]{article}", Err(tex));
        let dump = "seems to be a dump of a database (SQL), which is not read: export the table as CSV";
        check("a.sql", b"whatever", Err(dump));
        check("a", b"-- MySQL dump 10.13  Distrib 8.0", Err(dump));
        check("a", b"--\n-- PostgreSQL database dump\n--\n", Err(dump));
        let script = "seems to be a script (JavaScript), which is not read: `--pre cat --pre-glob '*.js'` reads it as a text";
        check("jquery.min.js", b"!function(e,t){}", Err(script));
        check("tweets.js", b"window.YTD.tweets.part0 = [ {\"tweet\" : 1}]", Ok("JSON"));
        check("a.woff2", b"wOF2\0\x01\0\0", Err("seems to be a font, which is not read"));
        check("a.ttf", b"\0\x01\0\0\0\x0f", Err("seems to be a font, which is not read"));
        check("a", b"{\\rtf1 text", Ok("RTF"));
        check("a", b"WEBVTT\n\n", Ok("subtitles"));
        check("a", b"\x1e{}", Ok("a JSON text sequence"));
        check(
            "a",
            b"From a@b.example Mon Jan 1 00:00:00 2024\nFrom: a\nMIME-Version: 1.0\n\n",
            Ok("a mail box (mbox)"),
        );
        check("a.ipynb", b"{\n\"cells\": []}", Ok("a Jupyter notebook"));
        check("a.xml", b"<?xml version='1.0'?><TEI>", Ok("XML"));
        check("a", b"<?xml version='1.0'?><!DOCTYPE html><html>", Ok("an HTML page"));
        check("a", b"<rss version='2.0'>", Ok("XML"));
        check("a.txt", b"<?xml version='1.0'?><TEI>", Ok("a text"));
        check("a.eml", b"whatever", Ok("mail"));
    }

    #[test]
    fn text_is_text_whatever_word_it_begins_with() {
        for text in [
            "",
            "PAR10 is a par",
            "ORC and elf",
            "GIF89a explained",
            "RIFFs",
            "BZh9",
            "PK",
            "سلام",
            "%PDF",
            "070701 is",
            "MZ",
            "LZIP",
        ] {
            check("a.txt", text.as_bytes(), Ok("a text"));
        }
        check("a", b"caf\xe9 in Latin-1", Ok("a text"));
        check("a.txt", b"\xff\xfea\0", Ok("a text"));
    }

    #[test]
    fn the_name_tells_the_format_and_the_content_where_it_does_not() {
        check("a.JSONL", b"whatever", Ok("JSON Lines"));
        check("a.csv", b"whatever", Ok("CSV"));
        check("a.psv", b"whatever", Ok("CSV"));
        check("a.mdown", b"whatever", Ok("Markdown"));
        check("a.Rmd", b"whatever", Ok("Markdown"));
        check("a.tsv", b"whatever", Ok("TSV"));
        check("a", b"PAR1\x15\x04\x00", Ok("Parquet"));
        check("a.htm", b"whatever", Ok("an HTML page"));
        check("a.txt", b"{}", Ok("a text"));
        check("a.md", b"<!doctype html><p>", Ok("Markdown"));
        for name in ["a", "a.json", "a.2024"] {
            check(name, b"{\"text\":\"a\"}\n{", Ok("JSON Lines"));
            check(name, b"\xef\xbb\xbf{}", Ok("JSON Lines"));
            check(name, b"{\n\"text\":\"a\"}", Ok("JSON"));
            check(name, b"[{\"text\":\"a\"}]", Ok("JSON"));
            check(name, b"window.YTD.tweets.part0 = [ {\"tweet\" : 1}]", Ok("JSON"));
            check(name, b"<!doctype html><p>", Ok("an HTML page"));
        }
        for name in ["a", "a.2024"] {
            check(name, b"[1] and {curly}", Ok("a text"));
            check(name, b"[]", Ok("a text"));
        }
    }

    #[test]
    fn a_name_of_json_is_json_whatever_it_begins_with() {
        for head in
            ["[]", "[1]", "[\"a\"]", "\"a\"", "[null,{\"text\":\"a\"}]", "// c\n[{}]", ")]}',\n[]", "{curly}"]
        {
            check("a.json", head.as_bytes(), Ok("JSON"));
        }
    }

    #[test]
    fn an_object_on_a_line_may_hold_the_records() {
        let held = b"{\"version\":1,\"data\":[{\"text\":\"a\"}]}";
        check("a.json", held, Ok("JSON"));
        check("a", held, Ok("JSON"));
        check("a.jsonl", held, Ok("JSON Lines"));
        check("a.json", b"{\"text\":\"a\",\"data\":[{}]}", Ok("JSON Lines"));
        check("a.json", b"{\"data\":[1]}", Ok("JSON Lines"));
        check("a.json", b"{\"a\":[{}],\"b\":[{}]}", Ok("JSON Lines"));
    }

    /// A text, as it may come: after a mark, blanks or NUL bytes, and in UTF-16.
    fn disguised(text: &str) -> Vec<Vec<u8>> {
        let units = || text.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        vec![
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\r\n\r\n", text.as_bytes()].concat(),
            [b"\xef\xbb\xbf\n", text.as_bytes()].concat(),
            [&[0; 512][..], text.as_bytes()].concat(),
            [b"\xff\xfe", &little[..]].concat(),
            [b"\xfe\xff", &big[..]].concat(),
            little,
            big,
        ]
    }

    #[test]
    fn a_text_is_told_however_it_comes() {
        let mail = "From: a\nMIME-Version: 1.0\n\ntext";
        for (text, expected) in [
            ("WARC/1.0\r\nWARC-Type: response\r\n", "a web crawl (WARC)"),
            ("WARC/2.0\r\nWARC-Type: response\r\n", "a web crawl (WARC)"),
            ("filedesc://a.arc 0.0.0.0 20010101000000 text/plain 76\n", "a web crawl (ARC)"),
            ("{\\rtf1 text}", "RTF"),
            ("[\n {\"text\": \"a\"}\n]", "JSON"),
            ("{\"text\":\"a\"}\n", "JSON Lines"),
            ("1\n00:00:01,000 --> 00:00:02,000\ntext\n", "subtitles"),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\ntext\n", "subtitles"),
            (mail, "mail"),
            (&mail.replace('\n', "\r"), "mail"),
            (&format!("From a@b.example Mon Jan 1 00:00:00 2024\n{mail}"), "a mail box (mbox)"),
            ("<!-- a --><!doctype html><p>text", "an HTML page"),
            ("<!-- a --><rss version='2.0'>", "XML"),
            ("<!DOCTYPE rss SYSTEM 'x'><rss version='2.0'>", "XML"),
            ("<opml version='2.0'>", "XML"),
        ] {
            for head in disguised(text) {
                check("a", &head, Ok(expected));
            }
        }
    }

    #[test]
    fn a_crawl_is_told_by_its_name_too() {
        for name in ["a.warc", "a.wet", "a.wat"] {
            check(name, b"junk\nWARC/1.0\r\n", Ok("a web crawl (WARC)"));
        }
        check("a.arc", b"http://a.example/ 1.2.3.4 20010101 text/html 5\n", Ok("a web crawl (ARC)"));
        check("a.txt", b"WARC/ is a format", Ok("a text"));
    }

    #[test]
    fn formats_that_are_text_and_not_read_are_named() {
        let cue = "1\n00:00:01,000 --> 00:00:02,000\ntext\n";
        check("a.sub", cue.as_bytes(), Ok("subtitles"));
        let sub_station = "seems to be subtitles in SubStation Alpha, which is not read: `ffmpeg -i FILE FILE.srt` makes \
                           SubRip of it (see --pre)";
        check("a.ass", b"whatever", Err(sub_station));
        check("a", b"\xef\xbb\xbf[Script Info]\r\nTitle: x", Err(sub_station));
        // Whoever calls it a text is believed.
        check("a.txt", b"[Script Info]\r\nTitle: x", Ok("a text"));
        for (name, head) in [
            ("a.emlx", "213\nFrom: a\nMessage-ID: <1>\n\ntext"),
            ("a.sbv", "0:00:01.000,0:00:02.000\ntext\n"),
            ("a.sub", "{1}{25}text\n"),
            ("a.lrc", "[ti:Song]\n[00:12.00]text\n"),
            ("a.ics", "BEGIN:VCALENDAR\n"),
            ("a", "BEGIN:VCARD\nFN:A\n"),
            ("a", "{1}{25}text\n"),
            ("a", "0:00:01.000,0:00:02.000\ntext\n"),
            ("a", "[00:12.00]text\n"),
            ("a", "[ti:Song]\r\n[by:a]\r\n[00:12.00]text\r\n"),
            ("a", "begin 644 a.txt\n%:&5L;&\\\n`\nend\n"),
            ("a", "BABYL OPTIONS: -*- rmail -*-\nVersion: 5\n"),
            ("a.txt.br", "\u{b}\u{2}hello"),
        ] {
            let found = look(head.as_bytes(), named(Path::new(name)), &Format::default());
            assert!(
                found.as_ref().is_err_and(|message| message.contains("is not read")),
                "{name}: {found:?}"
            );
        }
        for text in [
            "[1] See there",
            "{1} and {2}",
            "10:00, a meeting",
            "[re: a letter]\ntext",
            "[a:b]",
            "BEGIN: a word",
            "begin 644 times",
            "[Script",
        ] {
            check("a", text.as_bytes(), Ok("a text"));
        }
    }

    #[test]
    fn a_pdf_may_begin_late() {
        let pdf =
            "seems to be PDF, which is not read: `pdftotext`, of Poppler, makes a text of it (see --pre)";
        let body = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";
        for before in ["", "\n", "\u{feff}", "HTTP/1.1 200 OK\r\n\r\n", "junk", &"x".repeat(1000)] {
            check("a.txt", format!("{before}{body}").as_bytes(), Err(pdf));
        }
        check("a.txt", format!("{}{body}", "x".repeat(1100)).as_bytes(), Ok("a text"));
        check("a.txt", b"A file that begins with %PDF-1.4 is PDF.", Ok("a text"));
    }
}
