//! What is said of formats that a build does not read.

use crate::{Corpus, Source as _};

/// What is said of a file that its name tells, which gives nothing else.
#[cfg(not(feature = "markdown"))]
#[track_caller]
fn check_named(name: &str, content: &[u8], expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let mut corpus = Corpus::new().path(path).open().unwrap();
    let unread = corpus.next_item().unwrap().made().remove(0).unwrap_err();
    assert_eq!(unread.message, expected, "of {name}");
}

/// What is said of a file, which gives nothing else.
#[track_caller]
fn check(name: &str, content: &[u8], expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    for corpus in
        [Corpus::new().path(path), Corpus::new().path("-").stdin(std::io::Cursor::new(content.to_vec()))]
    {
        let mut corpus = corpus.open().unwrap();
        let unread = corpus.next_item().unwrap().made().remove(0).unwrap_err();
        assert_eq!(unread.message, expected, "of {name}");
        assert!(corpus.next_item().is_none());
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_is_refused() {
    let message = "seems to be Parquet, which this build does not read: its cargo feature `parquet` is off";
    check("a.txt", b"PAR1\x15\x04\0", message);
}

#[cfg(not(feature = "mail"))]
#[test]
fn mail_is_refused() {
    let message = |format: &str| {
        format!("seems to be {format}, which this build does not read: its cargo feature `mail` is off")
    };
    check("a.eml", b"From: a\nMIME-Version: 1.0\n\ntext", &message("mail"));
    check(
        "a.mbox",
        b"From a Mon Jan 1 00:00:00 2024\nFrom: a\nReceived: b\n\n",
        &message("a mail box (mbox)"),
    );
}

#[cfg(not(feature = "markdown"))]
#[test]
fn markdown_is_refused() {
    let message = |format: &str| {
        format!("seems to be {format}, which this build does not read: its cargo feature `markdown` is off")
    };
    check_named("a.md", b"# a", &message("Markdown"));
    check_named("a.ipynb", b"{\"cells\":[]}", &message("a Jupyter notebook"));
}

#[cfg(not(feature = "html"))]
#[test]
fn pages_are_refused() {
    let message = "seems to be an HTML page, which this build does not read: its cargo feature `html` is off";
    check("a.html", b"<!doctype html><p>a", message);
}

#[cfg(not(feature = "html"))]
#[test]
fn settings_of_pages_are_refused() {
    let error = Corpus::new().path("-").html_text(crate::HtmlText::Main).open().unwrap_err();
    let expected = "settings of HTML, which this build does not read: its cargo feature `html` is off";
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.hint().unwrap(), "build textmill with `features = [\"html\"]`");
}

#[cfg(all(feature = "archives", not(feature = "html")))]
#[test]
fn pages_of_crawls_are_refused_and_texts_read() {
    let record = |kind: &str, text: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
            text.len()
        )
    };
    let message = "seems to be an HTML page, which this build does not read: its cargo feature `html` is off";
    check("a.warc", record("text/html", "<p>a").as_bytes(), message);
    let crawl = std::io::Cursor::new(record("text/plain", "a"));
    let mut corpus = Corpus::new().path("-").stdin(crawl).open().unwrap();
    let Some(crate::Item::Document(document)) = corpus.next_item() else { panic!("it is a text") };
    assert_eq!(document.text, "a");
}

#[cfg(not(feature = "archives"))]
#[test]
fn archives_and_crawls_are_refused() {
    let message = |format: &str| {
        format!("seems to be {format}, which this build does not read: its cargo feature `archives` is off")
    };
    let mut header = [0; 512];
    header[..5].copy_from_slice(b"a.txt");
    header[148..156].copy_from_slice(b"001357\0 ");
    check("a.txt", &header, &message("a tar archive"));
    check("a.txt", b"PK\x03\x04 and more", &message("a ZIP archive"));
    check("a.txt", b"WARC/1.0\r\n", &message("a web crawl (WARC)"));
}

#[cfg(not(feature = "xml"))]
#[test]
fn xml_is_refused() {
    let message = "seems to be XML, which this build does not read: its cargo feature `xml` is off";
    check("a.xml", b"<?xml version='1.0'?><a/>", message);
}

#[cfg(all(feature = "archives", not(feature = "office")))]
#[test]
fn documents_in_archives_are_refused() {
    use std::io::Write as _;
    for (part, format) in [
        ("[Content_Types].xml", "an Office document (such as DOCX)"),
        ("mimetype", "a document packed in a ZIP archive (such as EPUB or ODT)"),
    ] {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(b"x").unwrap();
        let message = format!(
            "seems to be {format}, which this build does not read: its cargo feature `office` is off"
        );
        check("a.docx", &writer.finish().unwrap().into_inner(), &message);
    }
}

#[cfg(not(feature = "compression"))]
#[test]
fn compressions_are_refused() {
    let message = |format: &str| {
        format!(
            "seems to be {format}, which this build does not read: its cargo feature `compression` is off"
        )
    };
    check("a.txt", b"\x28\xb5\x2f\xfd", &message("Zstandard data"));
    check("a.txt", b"BZh9\x31\x41\x59\x26\x53\x59", &message("bzip2 data"));
    check("a.txt", b"\xfd7zXZ\0", &message("xz data"));
}
