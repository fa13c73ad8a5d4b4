//! The formats that are read, a row each, and how the format of an input is told.

use std::fmt;
use std::io;
use std::path::Path;

use super::beginning::{
    begins_arc, begins_mail, begins_mail_box, begins_parquet, begins_saved_page, begins_tar, begins_warc,
    begins_xml, begins_zip, seems_html,
};
use super::json::begins_json;
use super::json_lines::begins_with_object;
use super::json_sequence::begins_sequence;
use super::refused::{refused, seems_to_be};
use super::rtf::begins_rtf;
use super::subtitles::begins_subtitles;
use super::{
    archive, csv, html, json, json_lines, json_sequence, mail, markdown, notebook, parquet, rtf, subtitles,
    text, warc, xml,
};
use crate::name::Name;
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
enum Signature {
    /// What begins so is of the format, whatever it is called.
    Certain(fn(&[u8]) -> bool),
    /// What begins so is of the format where its name tells nothing.
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

/// The other formats.
static ROWS: &[Row] = &[
    Row {
        name: "JSON Lines",
        endings: &["jsonl", "ndjson"],
        signature: Signature::Unnamed(begins_with_object),
        open: json_lines::open,
        nests: Nests::No,
    },
    Row {
        name: "JSON",
        endings: &[],
        signature: Signature::Unnamed(begins_json),
        open: json::open,
        nests: Nests::No,
    },
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
        endings: &["html", "htm", "xhtml"],
        signature: Signature::Unnamed(seems_html),
        open: html::open,
        nests: Nests::No,
    },
    Row {
        name: "XML",
        endings: &["xml", "rss", "atom", "tei", "fb2", "fodt"],
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
        signature: Signature::Certain(begins_parquet),
        open: parquet::open,
        nests: Nests::No,
    },
    Row {
        name: "a ZIP archive",
        endings: &[],
        signature: Signature::Certain(begins_zip),
        open: archive::open_zip,
        nests: Nests::Yes,
    },
    Row {
        name: "a web crawl (WARC)",
        endings: &[],
        signature: Signature::Certain(begins_warc),
        open: warc::open,
        nests: Nests::No,
    },
    Row {
        name: "a tar archive",
        endings: &[],
        signature: Signature::Certain(begins_tar),
        open: archive::open_tar,
        nests: Nests::Yes,
    },
    Row {
        name: "a web crawl (ARC)",
        endings: &[],
        signature: Signature::Certain(begins_arc),
        open: warc::open_arc,
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
        endings: &["md", "markdown"],
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
    std::iter::once(&TEXT).chain(ROWS)
}

/// The format that the name of a file tells.
pub(crate) fn named(path: &Path) -> Option<&'static Row> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    rows().find(|row| row.endings.contains(&&*ending))
}

/// The format of what begins with `head` and is called after `named`, or why it is not read.
pub(crate) fn look(head: &[u8], named: Option<&'static Row>) -> Result<&'static Row, String> {
    // A line of JSON is nothing else, however much there is after it.
    let unnamed = |row: &&Row| matches!(row.signature, Signature::Unnamed(begins) if begins(head));
    if let (None, Some(row)) = (named, rows().find(unnamed)) {
        return Ok(row);
    }
    let certain = |row: &&Row| matches!(row.signature, Signature::Certain(begins) if begins(head));
    if let Some(row) = rows().find(certain) {
        return Ok(row);
    }
    match refused(head) {
        Some(name) => Err(seems_to_be(name)),
        None => Ok(named.unwrap_or(&TEXT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, head: &[u8], expected: Result<&str, &str>) {
        let found = look(head, named(Path::new(name)));
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
            let mut found = samples.iter().filter_map(|(path, head)| look(head, named(path)).ok());
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
            check(name, b"[1] and {curly}", Ok("a text"));
            check(name, b"<!doctype html><p>", Ok("an HTML page"));
        }
    }
}
