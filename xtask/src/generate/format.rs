//! How a document is written.

use std::io::{self, Write};
use std::str::FromStr;

use anyhow::{Error, bail};

use super::document::Document;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A document per file, without metadata.
    Text,
    JsonLines,
    /// RFC 4180, but with line feeds alone.
    Csv,
    /// `conversion` records, as in Common Crawl's WET files (WARC/1.0, ISO 28500).
    Warc,
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(match text {
            "txt" => Self::Text,
            "jsonl" => Self::JsonLines,
            "csv" => Self::Csv,
            "warc" => Self::Warc,
            other => bail!("`{other}` is none of txt, jsonl, csv, warc"),
        })
    }
}

impl Format {
    /// How the names of its files end.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Warc => "warc",
        }
    }

    /// Writes what is before the first document.
    pub(super) fn begin(self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Csv => out.write_all(b"id,language,date,source,text\n"),
            Self::Text | Self::JsonLines | Self::Warc => Ok(()),
        }
    }

    /// Writes a document.
    pub(super) fn write(self, document: &Document<'_>, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Text => out.write_all(document.text.as_bytes()),
            Self::JsonLines => json_line(document, out),
            Self::Csv => csv_row(document, out),
            Self::Warc => warc_record(document, out),
        }
    }
}

fn json_line(document: &Document<'_>, out: &mut impl Write) -> io::Result<()> {
    let Document { number, text, language, date, source } = document;
    write!(
        out,
        r#"{{"id":"{language}-{number:09}","language":"{language}","date":"{date}","source":"{source}","text":"#
    )?;
    serde_json::to_writer(&mut *out, text)?;
    out.write_all(b"}\n")
}

fn csv_row(document: &Document<'_>, out: &mut impl Write) -> io::Result<()> {
    let Document { number, text, language, date, source } = document;
    write!(out, r#"{language}-{number:09},{language},{date},{source},""#)?;
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            out.write_all(br#""""#)?;
        }
        out.write_all(part.as_bytes())?;
    }
    out.write_all(b"\"\n")
}

fn warc_record(document: &Document<'_>, out: &mut impl Write) -> io::Result<()> {
    let Document { number, text, language, date, source } = document;
    // The languages of a WET file are named by ISO 639-3.
    let language = if *language == "ar" { "ara" } else { "eng" };
    write!(
        out,
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://{source}/{number}\r\n\
         WARC-Date: {date}T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>\r\n\
         WARC-Identified-Content-Language: {language}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n",
        text.len()
    )?;
    out.write_all(text.as_bytes())?;
    out.write_all(b"\r\n\r\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Format;
    use crate::generate::date::Date;
    use crate::generate::document::Document;

    fn written(format: Format) -> String {
        let date = Date::of_2015_to_2024(59);
        let text = "He said \"شاي\".\n\nSo?\n";
        let document = Document { number: 26, text, language: "ar", date, source: "dijla.example" };
        let mut out = Vec::new();
        format.begin(&mut out).unwrap();
        format.write(&document, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_document_is_written_in_each_format() {
        assert_eq!(written(Format::Text), "He said \"شاي\".\n\nSo?\n");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&written(Format::JsonLines)).unwrap(),
            json!({
                "id": "ar-000000026", "language": "ar", "date": "2015-03-01", "source": "dijla.example",
                "text": "He said \"شاي\".\n\nSo?\n",
            })
        );
        assert_eq!(
            written(Format::Csv),
            "id,language,date,source,text\n\
             ar-000000026,ar,2015-03-01,dijla.example,\"He said \"\"شاي\"\".\n\nSo?\n\"\n"
        );
        assert_eq!(
            written(Format::Warc),
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://dijla.example/26\r\n\
             WARC-Date: 2015-03-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-00000000001a>\r\n\
             WARC-Identified-Content-Language: ara\r\nContent-Type: text/plain\r\nContent-Length: 23\r\n\r\n\
             He said \"شاي\".\n\nSo?\n\r\n\r\n"
        );
    }
}
