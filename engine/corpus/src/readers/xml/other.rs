//! XML that nobody knows: all of its text, an element in a line.
//!
//! An element that stands in a line with other text, such as `<b>`, is told by its name or by the text before it. Words of
//! two elements never become one word, but where text stands between letters of one: `H<sub>2</sub>O`. An element without text
//! ends a word, and one that is a break ends the line. Of what is not known, some is: where vocabularies that people have
//! keep data and no text, or text elsewhere than between tags, and pages that stand escaped in an element.

use std::io::{self, BufRead};

use super::super::flow::Flow;
use super::super::html;
use super::pull::{Node, Pull};
use super::records::fields;
use super::single::{Text, hold};
use crate::damage::damage;

/// How an element stands among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In a line.
    Line,
    /// In lines of its own.
    Block,
    /// In a line where there is text before it in its parent, else in lines of its own.
    Either,
}

/// An element that is open.
#[derive(Debug)]
struct Open {
    place: Place,
    in_line: bool,
    /// Whether there was text in it, not in its elements.
    has_text: bool,
    has_elements: bool,
    /// Whether there was an element in it that is a word, as corpora have them.
    has_words: bool,
    /// Whether it is a note to the line that it stands in.
    is_note: bool,
    /// Whether what is in it is shown as it is.
    is_code: bool,
    /// What it does to the line that it stands in, where it has no text.
    empty: Empty,
}

/// What an element without text does to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Empty {
    EndsLine,
    EndsWord,
    /// A place in a word where it may be parted.
    Nothing,
}

impl Empty {
    /// By its name in HTML, TTML, JATS, TEI and the like.
    fn of(name: &str) -> Self {
        match name {
            "br" | "break" | "lb" | "newline" | "new-line" | "linebreak" | "line-break" | "nl" | "cr" => {
                Self::EndsLine
            }
            "wbr" | "shy" | "zwsp" | "zwnj" | "zwj" => Self::Nothing,
            _ => Self::EndsWord,
        }
    }
}

impl Open {
    /// Whether an element in it stands in a line. Short names such as `<a>` mean a link in a paragraph, and anything
    /// else elsewhere.
    fn has_in_line(&self, place: Place) -> bool {
        match place {
            Place::Line => self.has_text || self.in_line || self.place == Place::Block,
            Place::Block => false,
            Place::Either => self.has_text || self.has_words,
        }
    }
}

/// Reads a document.
///
/// # Errors
/// Where it is not well-formed, has no element or no text, or more of it than a document may have.
pub(super) fn read<R: BufRead>(document: &mut Pull<R>, limit: u64) -> io::Result<Text> {
    let mut flow = Flow::default();
    let mut open: Vec<Open> = Vec::new();
    let mut language = None;
    let (mut elements, mut after_element) = (0_u64, false);
    let (mut root, mut content) = (String::new(), String::new());
    // Texts that a note interrupts, and notes, which stand after the text.
    let (mut interrupted, mut notes): (Vec<Flow>, Vec<String>) = (Vec::new(), Vec::new());
    loop {
        let node = document.next()?;
        if node != Node::Text {
            put(&content, open.last(), &root, &mut flow);
            content.clear();
        }
        match node {
            Node::Start => {
                elements += 1;
                if elements == 1 {
                    language = document.attribute("xml:lang").map(|language| language.into_owned());
                    document.name().1.clone_into(&mut root);
                }
                if is_data(document, &root) {
                    let is_in_word = is_in_word(document.name().1, &root);
                    document.skip()?;
                    if !is_in_word {
                        flow.space();
                    }
                    continue;
                }
                let name = document.name().1;
                let place = if document.name().0 == "w" { place_in_word(name) } else { place(name) };
                let empty = Empty::of(name);
                let is_code = is_code(name) || open.last().is_some_and(|parent| parent.is_code);
                let is_word = is_word(name);
                let is_note =
                    is_note(name) && open.last().is_some_and(|parent| parent.has_text || parent.in_line);
                let in_line = !is_note && open.last().is_some_and(|parent| parent.has_in_line(place));
                if let Some(parent) = open.last_mut() {
                    parent.has_elements = true;
                    parent.has_words |= is_word;
                }
                if is_note {
                    interrupted.push(std::mem::take(&mut flow));
                } else if !in_line {
                    flow.block(1);
                } else if after_element && (is_word || (place == Place::Either && !is_mark(name))) {
                    flow.space();
                }
                // The words after the first go on in its line.
                let in_line = in_line || is_word;
                open.push(Open {
                    place,
                    in_line,
                    has_text: false,
                    has_elements: false,
                    has_words: false,
                    is_note,
                    empty,
                    is_code,
                });
                after_element = false;
                // An outline has its text in its tags.
                if root == "opml" {
                    for attribute in ["text", "_note"] {
                        flow.text(&document.attribute(attribute).unwrap_or_default());
                        flow.block(1);
                    }
                }
            }
            Node::End => {
                let element = open.pop();
                if element.as_ref().is_some_and(|element| element.is_note) {
                    let text = interrupted.pop().unwrap_or_default();
                    notes.push(std::mem::replace(&mut flow, text).finish());
                    after_element = false;
                    continue;
                }
                match element
                    .map(|element| (element.in_line, element.has_text || element.has_elements, element.empty))
                {
                    Some((false, ..) | (true, false, Empty::EndsLine)) => flow.block(1),
                    Some((true, false, Empty::EndsWord)) => flow.space(),
                    _ => {}
                }
                after_element = true;
            }
            Node::Text => {
                let text = document.text();
                if let Some(parent) = open.last_mut().filter(|_| !text.trim().is_empty()) {
                    parent.has_text = true;
                }
                content.push_str(text);
                hold(flow.len() + content.len(), limit)?;
                after_element = false;
            }
            Node::Done if elements == 0 => return Err(damage("no XML: there is no element in it")),
            Node::Done if flow.len() == 0 && notes.is_empty() => {
                return Err(damage("XML without a text: all it has are tags and their attributes"));
            }
            Node::Done => break,
        }
    }
    for note in notes.iter().filter(|note| !note.is_empty()) {
        flow.block(1);
        for line in note.lines() {
            flow.text(line);
            flow.block(1);
        }
        hold(flow.len(), limit)?;
    }
    let metadata = fields([("language", language)]);
    Ok(Text { text: flow.finish(), metadata })
}

/// Puts a text that stands between two tags: of one that is a page by itself, what a browser shows.
fn put(content: &str, parent: Option<&Open>, root: &str, flow: &mut Flow) {
    // Captions of YouTube are escaped twice.
    let is_escaped_twice = root == "transcript" && content.contains('&');
    let is_page = is_markup(content.trim()) || is_escaped_twice || has_tags(content);
    if parent.is_some_and(|parent| parent.is_code) || !is_page {
        flow.text(content);
        return;
    }
    for line in html::text_of(content).lines() {
        flow.text(line);
        flow.block(1);
    }
}

/// Whether a text has tags of HTML in it: one that breaks a line or shows an image, or one that is ended too.
fn has_tags(content: &str) -> bool {
    const PAIRS: [&str; 22] = [
        "a",
        "b",
        "blockquote",
        "center",
        "code",
        "div",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "i",
        "li",
        "ol",
        "p",
        "span",
        "strong",
        "table",
        "td",
        "u",
        "ul",
    ];
    let mut open: Vec<&str> = Vec::new();
    for rest in content.split('<').skip(1) {
        // What is no tag up to its end is none.
        let Some((tag, _)) = rest.split_once('>') else { continue };
        let (tag, ends) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split(|mark: char| !mark.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is_bare = tag.len() == name.len();
        let has_attributes = || tag[name.len()..].starts_with(' ') && tag.contains('=');
        match PAIRS.iter().find(|known| name.eq_ignore_ascii_case(known)) {
            Some(known) if ends && is_bare && open.contains(known) => return true,
            Some(known) if !ends && (is_bare || has_attributes()) && !open.contains(known) => {
                open.push(known);
            }
            None if name.eq_ignore_ascii_case("br") && (is_bare || tag[name.len()..].trim() == "/") => {
                return true;
            }
            None if name.eq_ignore_ascii_case("img") && tag.to_ascii_lowercase().contains("src=") => {
                return true;
            }
            _ => {}
        }
    }
    false
}

/// Whether an element of a name is a word, as corpora have them.
fn is_word(name: &str) -> bool {
    matches!(name, "w" | "tok" | "token")
}

/// Whether an element of a name is a punctuation mark.
fn is_mark(name: &str) -> bool {
    matches!(name, "pc" | "c" | "punct")
}

/// Whether elements of a name are notes, where they stand in a line.
fn is_note(name: &str) -> bool {
    matches!(name, "footnote" | "fn" | "endnote")
}

/// Whether an element that holds data stands within words and does not end them: codes of formats in translations, and words
/// of an index.
fn is_in_word(name: &str, root: &str) -> bool {
    match name {
        "indexterm" => true,
        "bpt" | "ept" | "ph" | "it" | "ut" => matches!(root, "tmx" | "xliff"),
        _ => false,
    }
}

/// Whether a text is nothing but elements: a tag at its beginning, one at its end, and one that ends an element.
fn is_markup(content: &str) -> bool {
    let inside = content.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    inside.is_some_and(|inside| {
        inside.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '!' | '?'))
            && inside.contains("</")
    })
}

/// Whether elements of a name show what is in them as it is.
fn is_code(name: &str) -> bool {
    matches!(
        name,
        "code"
            | "codeblock"
            | "literal"
            | "literallayout"
            | "markup"
            | "pre"
            | "programlisting"
            | "screen"
            | "source"
            | "synopsis"
            | "tag"
            | "verbatim"
    )
}

/// Whether the element that began holds data and no text: what is written in Base64, the names of values in a property list,
/// and in documents of Office in one file all that stands beside the text.
fn is_data<R: BufRead>(document: &Pull<R>, root: &str) -> bool {
    const TEXTS: [&str; 3] = ["/word/document", "/word/footnotes", "/word/endnotes"];
    match (root, document.name()) {
        (root, (_, name)) if is_in_word(name, root) => true,
        ("plist", (_, "key" | "data")) | (_, ("pkg", "binaryData")) => true,
        ("package", ("pkg", "part")) => {
            let name = document.attribute("name").unwrap_or_default();
            !TEXTS.iter().any(|text| name.starts_with(text))
        }
        ("wordDocument" | "Workbook", (_, "DocumentProperties" | "docOleData")) => true,
        (_, ("w", "binData" | "del" | "delText" | "fonts" | "instrText" | "lists" | "styles")) => true,
        _ => {
            let encoding = document.attribute("encoding").or_else(|| document.attribute("dt"));
            encoding.is_some_and(|encoding| {
                encoding.eq_ignore_ascii_case("base64") || encoding.eq_ignore_ascii_case("bin.base64")
            })
        }
    }
}

/// How elements of a name stand in the vocabularies that have them: HTML, DocBook, JATS, DITA and the like.
fn place(name: &str) -> Place {
    match name {
        "a" | "abbr" | "acronym" | "b" | "bold" | "cite" | "code" | "em" | "emphasis" | "ext-link"
        | "font" | "hi" | "i" | "inline" | "italic" | "link" | "literal" | "mark" | "q" | "ref" | "s"
        | "sc" | "small" | "span" | "strike" | "strong" | "sub" | "subscript" | "sup" | "superscript"
        | "tt" | "u" | "ulink" | "underline" | "xref" => Place::Line,
        "abstract" | "article" | "body" | "caption" | "cell" | "chapter" | "dd" | "div" | "dt" | "entry"
        | "fn" | "footnote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "head" | "heading" | "item"
        | "label" | "li" | "line" | "list" | "list-item" | "listitem" | "note" | "p" | "para"
        | "paragraph" | "quote" | "row" | "sec" | "section" | "subtitle" | "table" | "td" | "th"
        | "title" | "tr" | "ul" | "verse" => Place::Block,
        _ => Place::Either,
    }
}

/// How elements of WordprocessingML stand, where a word may be in several.
fn place_in_word(name: &str) -> Place {
    match name {
        "p" | "tbl" | "tr" | "tc" | "body" => Place::Block,
        _ => Place::Line,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text_of(document: &str) -> String {
        match read(&mut Pull::new(document.as_bytes(), 64), 64) {
            Ok(read) => read.text,
            Err(error) => format!("! {error}"),
        }
    }

    #[test]
    fn elements_stand_in_lines() {
        for (document, expected) in [
            ("<r><a1>one</a1><b1>two</b1></r>", "one\ntwo"),
            ("<r><x>a</x>\n <x>b<y/></x></r>", "a\nb"),
            ("<r><a>one</a><b>two</b></r>", "one\ntwo"),
            ("<p>one <b>two</b> three<x>four</x><x>five</x></p>", "one two threefour five"),
            ("<p><b>one</b> two</p>", "one two"),
            ("<p>H<sub>2</sub>O</p>", "H2O"),
            ("<p>one<br/>two<break/>three<lb></lb>four</p>", "one\ntwo\nthree\nfour"),
            ("<p>one<tt:br/>two</p>", "one\ntwo"),
            ("<p>one<img src='x'/>two <anchor/> three</p>", "one two three"),
            ("<p>har<wbr/>bour</p>", "harbour"),
            ("<s1>one<p>two</p>three</s1>", "one\ntwo\nthree"),
            ("<a>x</a><b>y</b>", "x\ny"),
            ("<r xml:lang='ar'>سلام &amp; <x>عليكم</x></r>", "سلام & عليكم"),
            ("<r><a x='y'/></r>", "! XML without a text: all it has are tags and their attributes"),
            ("text", "! no XML: there is no element in it"),
            ("", "! no XML: there is no element in it"),
        ] {
            assert_eq!(text_of(document), expected, "of {document}");
        }
        for (document, expected) in [
            ("<r><d><![CDATA[<p>one <b>two</b></p><p>three</p>]]></d></r>", "one two\nthree"),
            ("<r><d>&lt;p&gt;one &amp;amp; two&lt;/p&gt;</d><e>x</e></r>", "one & two\nx"),
            ("<r><code>&lt;b&gt;one&lt;/b&gt;</code></r>", "<b>one</b>"),
            ("<r>a &lt;b&gt; c</r>", "a <b> c"),
            ("<r>&lt;3 and &lt;/3&gt;</r>", "<3 and </3>"),
            ("<plist><dict><key>Label</key><string>one</string><data>AAEC</data></dict></plist>", "one"),
            (
                "<opml><outline text='one'><outline text='two' _note='three'/></outline></opml>",
                "one\ntwo\nthree",
            ),
            ("<note>one<data encoding='base64'>AAEC</data> two</note>", "one two"),
            ("<r><d>&lt;b&gt;one&lt;/b&gt; two&lt;br&gt;three</d></r>", "one two\nthree"),
            ("<r>a &lt;b&gt; c &lt;b&gt;</r>", "a <b> c <b>"),
            ("<r>&lt;a href='x'&gt;one&lt;/a&gt; &amp;amp; two</r>", "one & two"),
            ("<transcript><text>it&amp;#39;s</text><text>one</text></transcript>", "it's\none"),
            ("<tmx><seg>one <bpt>&lt;b&gt;</bpt>two<ept>&lt;/b&gt;</ept>.</seg></tmx>", "one two."),
        ] {
            assert_eq!(text_of(document), expected, "of {document}");
        }
        for (document, expected) in [
            ("<d><s><w>one</w> <w>two</w><pc>.</pc></s><s><w>three</w></s></d>", "one two.\nthree"),
            ("<d><s><t/><w>one</w><w>two</w></s></d>", "one two"),
            ("<p>one<footnote><p>a</p><p>b</p></footnote> two<fn>c</fn>.</p>", "one two.\na\nb\nc"),
            ("<r><p>one</p><fn><p>a</p></fn><p>two</p></r>", "one\na\ntwo"),
            ("<p>one<indexterm><primary>a</primary></indexterm>, two</p>", "one, two"),
        ] {
            assert_eq!(text_of(document), expected, "of {document}");
        }
        let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let part = |name: &str, inside: &str| format!("<pkg:part pkg:name='{name}'>{inside}</pkg:part>");
        let text = format!("<w:p xmlns:w='{word}'><w:r><w:t>o</w:t></w:r><w:r><w:t>ne</w:t></w:r></w:p>");
        let package = format!(
            "<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>{}{}{}</pkg:package>",
            part("/word/document.xml", &text.repeat(2)),
            part("/word/a.png", "<pkg:binaryData>AAEC</pkg:binaryData>"),
            part("/docProps/app.xml", "<Application>Word</Application>"),
        );
        assert_eq!(read(&mut Pull::new(package.as_bytes(), 64), 64).unwrap().text, "one\none");
        let long = format!("<a>{}</a>", "x".repeat(65));
        assert_eq!(text_of(&long), "! more than the 64 bytes that a document may have");
    }

    proptest! {
        #[test]
        fn words_of_two_elements_stay_two(words in proptest::collection::vec("[a-zس]{1,6}", 1..8), depth in 0..4_usize) {
            let elements: String = words.iter().enumerate()
                .map(|(index, word)| format!("{}{word}{}", format!("<e{index}>").repeat(depth + 1), format!("</e{index}>").repeat(depth + 1)))
                .collect();
            let read = read(&mut Pull::new(format!("<r>{elements}</r>").as_bytes(), 1000), 1000).unwrap();
            prop_assert_eq!(read.text.split_whitespace().collect::<Vec<_>>(), words);
        }

        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(prop::sample::select(&b"<>/!?-[]&;ab='\" \xd8\xb3"[..]), 0..60)) {
            let _ = read(&mut Pull::new(&bytes[..], 64), 64);
        }
    }
}
