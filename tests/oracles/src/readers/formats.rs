//! What the reader of each format promises beside that.

use super::law::{Made, read};
use super::{Choice, written};
use crate::Target;

/// The oracles of all formats.
pub const TARGETS: &[Target] = &[
    Target { name: "text", hold: text, seeds: written::texts },
    Target { name: "html", hold: html, seeds: written::pages },
    Target { name: "rows", hold: rows, seeds: written::rows },
    Target { name: "parquet", hold: parquet, seeds: written::parquet },
    Target { name: "warc", hold: warc, seeds: written::crawls },
    Target { name: "mail", hold: mail, seeds: written::mail },
    Target { name: "markup", hold: markup, seeds: written::markup },
    Target { name: "tar", hold: tar, seeds: written::tars },
    Target { name: "zip", hold: zip, seeds: written::zips },
    Target { name: "xml", hold: xml, seeds: written::elements },
    Target { name: "office", hold: office, seeds: written::packages },
    Target { name: "compressed", hold: compressed, seeds: written::compressed },
];

fn chosen(input: &[u8]) -> Option<(Choice, &[u8])> {
    let (&choice, content) = input.split_first()?;
    Some((Choice(choice), content))
}

/// A text in any encoding. One in UTF-8 comes back as it was, whole, in pieces, or without boilerplate.
///
/// # Panics
/// Where that, or what every reader promises, does not hold.
pub fn text(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    if choice.bit(7) {
        return boilerplate(choice, content);
    }
    let read = read("a.txt", content, || choice.corpus());
    let utf8 = choice.encoding().is_none_or(|encoding| encoding.name() == "UTF-8");
    let Some(text) = plain(content).filter(|_| utf8) else { return };
    if read.made.iter().all(|made| matches!(made, Made::Document(document) if !document.replaced)) {
        assert_eq!(read.documents().map(|document| &*document.text).collect::<String>(), text);
    } else {
        assert!(
            text.contains('\0') || (text.len() > 16 * 1024 && !choice.splits()),
            "a text in UTF-8 is read"
        );
    }
}

/// A text that was scraped from a page: what is left and what was removed are the text, and another pass removes
/// nothing.
fn boilerplate(choice: Choice, content: &[u8]) {
    let Some(text) = plain(content) else { return };
    let choice = Choice(choice.0 & !7 | 1);
    let corpus = || choice.corpus().remove_boilerplate(true);
    let cleaned = read("a.txt", text.as_bytes(), corpus);
    let [Made::Document(document)] = &cleaned.made[..] else { return };
    let removed: usize = document.removed.iter().map(|passage| passage.text.len()).sum();
    // What is left may begin with a mark that a reader takes for one of encoding.
    if plain(document.text.as_bytes()).is_none_or(|left| left.len() < document.text.len())
        || text.starts_with('\u{feff}')
    {
        return;
    }
    assert_eq!(document.text.len() + removed, text.len(), "every character is left or removed");
    let again = read("a.txt", document.text.as_bytes(), corpus);
    let [Made::Document(again)] = &again.made[..] else { panic!("what is left of a text is read") };
    assert!(again.removed.is_empty(), "another pass removes nothing: {:?}", again.removed);
    assert_eq!(again.text, document.text);
}

/// The text of content in UTF-8 that no other format begins like.
fn plain(content: &[u8]) -> Option<&str> {
    const BEGINNINGS: [&[u8]; 4] = [b"PK", b"WARC/", b"BZh", b"\xff\xfe"];
    let skippable = content.get(1..4) == Some(b"*M\x18");
    let other = skippable || BEGINNINGS.iter().any(|beginning| content.starts_with(beginning));
    // Controls are what UTF-16 without a mark, and some other formats, are known by.
    let is_control = |byte: &u8| matches!(byte, 0..=8 | 0xe..=0x1f | 0x7f);
    let text = str::from_utf8(content).ok().filter(|_| !other && !content.iter().any(is_control))?;
    // Some formats are told by what a person might write at the beginning of a text too.
    let told = ["%PDF-", "Rar!", "{\\rtf", "filedesc://"].iter().any(|signature| text.starts_with(signature))
        || content.get(257..262) == Some(b"ustar");
    (!told).then(|| text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// A page: one document, or the reason why it is none.
///
/// # Panics
/// Where that, or what every reader promises, does not hold.
pub fn html(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    let read = read("a.html", content, || choice.corpus());
    if plain(content).is_some_and(|text| !text.starts_with('{')) {
        assert_eq!(read.made.len(), 1, "a page is one document");
    }
}

/// JSON Lines or a JSON text sequence, or rows cut at commas or at tabs.
///
/// # Panics
/// Where a line of JSON Lines is lost, or what every reader promises does not hold.
pub fn rows(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    match (choice.bit(7), choice.bit(6)) {
        (true, tabs) => {
            let name = if tabs { "a.tsv" } else { "a.csv" };
            read(name, content, || choice.corpus().id_field("id"));
        }
        (false, _) => json_lines(choice, content),
    }
}

/// Each line that is not blank is a document or several, or a reason why it is none. A byte-order mark is blank.
fn json_lines(choice: Choice, content: &[u8]) {
    let read = read("a.jsonl", content, || choice.corpus().id_field("id"));
    let utf8 = choice.encoding().is_none_or(|encoding| encoding.name() == "UTF-8");
    if let Some(text) = plain(content).filter(|_| utf8) {
        let is_blank =
            |line: &str| line.trim_matches(|c: char| c == '\u{feff}' || c.is_ascii_whitespace()).is_empty();
        let lines = text.split('\n').filter(|line| !is_blank(line)).count();
        assert!(read.made.len() >= lines, "no line is lost: {} of {lines}", read.made.len());
    }
}

/// Parquet: no more documents and reasons than a file's metadata have rows.
///
/// # Panics
/// Where what every reader promises does not hold.
pub fn parquet(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    read("a.parquet", content, || choice.corpus().id_field("number"));
}

/// A web crawl in WARC or in ARC, as its first line says.
///
/// # Panics
/// Where what every reader promises does not hold.
pub fn warc(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    read("a.warc", content, || choice.corpus());
}

/// A message, a box of them, or a page that was saved as mail.
///
/// # Panics
/// Where what every reader promises does not hold.
pub fn mail(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    let name = match (choice.bit(7), choice.bit(6)) {
        (false, _) => "a.eml",
        (true, false) => "a.mbox",
        (true, true) => "a.mht",
    };
    read(name, content, || choice.corpus());
}

/// A text with markup in it: in Markdown, a notebook, RTF, or subtitles.
///
/// # Panics
/// Where such a text is more than one document, or what every reader promises does not hold.
pub fn markup(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    let name = match (choice.bit(7), choice.bit(6)) {
        (false, false) => "a.md",
        (false, true) => "a.srt",
        (true, false) => "a.rtf",
        (true, true) => "a.ipynb",
    };
    let read = read(name, content, || choice.corpus());
    if plain(content).is_some_and(|text| !text.starts_with('{')) {
        assert_eq!(read.made.len(), 1, "it is one document");
    }
}

/// A tar archive. The checksums of headers are put right in half of the inputs, or few would be read on.
///
/// # Panics
/// Where what every reader promises does not hold.
pub fn tar(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    if choice.bit(7) {
        read("a.tar", content, || choice.corpus());
    } else {
        read("a.tar", &written::with_checksums(content), || choice.corpus());
    }
}

/// A ZIP archive.
///
/// # Panics
/// Where what every reader promises does not hold.
pub fn zip(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    read("a.zip", content, || choice.corpus());
}

/// XML of any kind, or the markup of a wiki.
///
/// # Panics
/// Where what every reader promises does not hold.
pub fn xml(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    let name = if choice.bit(7) { "a.wiki" } else { "a.xml" };
    read(name, content, || choice.corpus());
}

/// A document that is packed in a ZIP archive, or parts of one, which are packed here: few inputs would be archives.
///
/// # Panics
/// Where what every reader promises does not hold.
pub fn office(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    if choice.bit(7) {
        read("a.zip", content, || choice.corpus());
    } else {
        read("a.zip", &written::packed_parts(content), || choice.corpus());
    }
}

/// Compressed data, in any of the ways that are known by their beginning.
///
/// # Panics
/// Where what every reader promises does not hold.
pub fn compressed(input: &[u8]) {
    let Some((choice, content)) = chosen(input) else { return };
    let name = if choice.bit(7) { "a.txt.gz" } else { "a.jsonl.gz" };
    read(name, content, || choice.corpus().max_expansion(10));
}
