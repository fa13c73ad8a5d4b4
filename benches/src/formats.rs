//! Texts written in the formats that readers take apart.

use std::fmt::Write as _;

/// A format, by the ending that tells it, and how texts are written in it.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// The name of its bench.
    pub name: &'static str,
    /// The ending of the file.
    pub ending: &'static str,
    /// Writes a file of all texts.
    pub write: fn(&[String]) -> String,
}

/// Formats that are text themselves.
pub const WRITTEN: [Written; 12] = [
    Written { name: "csv", ending: "csv", write: csv },
    Written { name: "json", ending: "json", write: json },
    Written { name: "markdown", ending: "md", write: markdown },
    Written { name: "page", ending: "html", write: page },
    Written { name: "rtf", ending: "rtf", write: rtf },
    Written { name: "notebook", ending: "ipynb", write: notebook },
    Written { name: "subtitles", ending: "srt", write: subtitles },
    Written { name: "mail-box", ending: "mbox", write: mail_box },
    Written { name: "feed", ending: "rss", write: feed },
    Written { name: "tei", ending: "tei", write: tei },
    Written { name: "wiki-dump", ending: "xml", write: wiki_dump },
    Written { name: "crawl", ending: "warc", write: crawl },
];

/// What `frame` makes of each text, with its number, one after the other.
fn each(texts: &[String], mut frame: impl FnMut(&mut String, usize, &str)) -> String {
    let mut written = String::new();
    texts.iter().enumerate().for_each(|(number, text)| frame(&mut written, number, text));
    written
}

/// Writes into a text, which never fails.
macro_rules! put {
    ($written:expr, $($rest:tt)*) => { write!($written, $($rest)*).expect("a text can be written") };
}

fn csv(texts: &[String]) -> String {
    let rows = each(texts, |rows, number, text| put!(rows, "{number},\"{}\"\n", text.replace('"', "\"\"")));
    format!("id,text\n{rows}")
}

fn json(texts: &[String]) -> String {
    let records: Vec<_> =
        texts.iter().enumerate().map(|(id, text)| serde_json::json!({"id": id, "text": text})).collect();
    serde_json::Value::from(records).to_string()
}

fn markdown(texts: &[String]) -> String {
    each(texts, |page, number, text| {
        put!(
            page,
            "## Part {number}\n\n*From* [a source](https://example.org/{number}): {text}\n\n- one\n- two\n\n"
        );
    })
}

fn page(texts: &[String]) -> String {
    let parts = each(texts, |parts, number, text| {
        let text = escaped(text).replace('\n', "<br>");
        put!(parts, "<h2>Part {number}</h2>\n<p class=\"text\">{text} <a href=\"/{number}\">more</a></p>\n");
    });
    format!("<!doctype html><html><head><title>Parts</title></head><body><main>{parts}</main></body></html>")
}

fn rtf(texts: &[String]) -> String {
    let paragraphs = each(texts, |paragraphs, _, text| {
        for unit in text.encode_utf16() {
            match u8::try_from(unit) {
                Ok(b'\n') => paragraphs.push_str("\\par\n"),
                Ok(byte @ (b'{' | b'}' | b'\\')) => put!(paragraphs, "\\{}", char::from(byte)),
                Ok(byte) if byte.is_ascii() => paragraphs.push(char::from(byte)),
                _ => put!(paragraphs, "\\u{}?", unit.cast_signed()),
            }
        }
        paragraphs.push_str("\\par\n");
    });
    format!("{{\\rtf1\\ansi {paragraphs}}}")
}

fn notebook(texts: &[String]) -> String {
    let cells = texts.iter().map(|text| {
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        serde_json::json!({"cell_type": "markdown", "metadata": {}, "source": lines})
    });
    let cells: Vec<_> = cells.collect();
    serde_json::json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).to_string()
}

fn subtitles(texts: &[String]) -> String {
    let mut number = 0;
    each(texts, |cues, _, text| {
        for line in text.lines().filter(|line| !line.is_empty()) {
            number += 1;
            put!(cues, "{number}\n00:00:01,000 --> 00:00:02,000\n<i>{line}</i>\n\n");
        }
    })
}

fn mail_box(texts: &[String]) -> String {
    each(texts, |messages, number, text| {
        put!(
            messages,
            "From a@example.org Mon Jan  1 00:00:00 2024\nFrom: A <a@example.org>\nMessage-ID: <{number}@example.org>\n\
             Subject: Part {number}\nContent-Type: text/plain; charset=utf-8\n\n{}\n\n",
            text.replace("\nFrom ", "\n>From ")
        );
    })
}

fn feed(texts: &[String]) -> String {
    let items = each(texts, |items, number, text| {
        let html = escaped(&format!("<p>{}</p>", escaped(text)));
        put!(items, "<item><title>Part {number}</title><description>{html}</description></item>\n");
    });
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Parts</title>{items}</channel></rss>"
    )
}

fn tei(texts: &[String]) -> String {
    let paragraphs =
        each(texts, |paragraphs, _, text| put!(paragraphs, "<p>{}<note>n</note></p>\n", escaped(text)));
    format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>{paragraphs}</body></text></TEI>")
}

fn wiki_dump(texts: &[String]) -> String {
    let pages = each(texts, |pages, number, text| {
        put!(
            pages,
            "<page><title>Part {number}</title><ns>0</ns><revision><text>'''Part''' [[a|b]]{{{{c}}}} {}</text></revision>\
             </page>\n",
            escaped(text)
        );
    });
    format!("<mediawiki>{pages}</mediawiki>")
}

fn crawl(texts: &[String]) -> String {
    each(texts, |records, number, text| {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}");
        put!(
            records,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n\
             WARC-Target-URI: https://example.org/{number}\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        );
    })
}

/// With references for what is markup in HTML and XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
