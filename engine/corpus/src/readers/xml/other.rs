//! XML that nobody knows: all of its text, an element in a line.
//!
//! An element that stands in a line with other text, such as `<b>`, is told by its name or by the text before it. Words of
//! two elements never become one word, but where text stands between letters of one: `H<sub>2</sub>O`. An element without text
//! ends a word, and one that is a break ends the line.

use std::io::{self, BufRead};

use super::super::flow::Flow;
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
            Place::Either => self.has_text,
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
    loop {
        match document.next()? {
            Node::Start => {
                elements += 1;
                if elements == 1 {
                    language = document.attribute("xml:lang").map(|language| language.into_owned());
                }
                let name = document.name().1;
                let (place, empty) = (place(name), Empty::of(name));
                let in_line = open.last().is_some_and(|parent| parent.has_in_line(place));
                if let Some(parent) = open.last_mut() {
                    parent.has_elements = true;
                }
                if !in_line {
                    flow.block(1);
                } else if after_element && place == Place::Either {
                    flow.space();
                }
                open.push(Open { place, in_line, has_text: false, has_elements: false, empty });
                after_element = false;
            }
            Node::End => {
                let element = open.pop();
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
                flow.text(text);
                hold(flow.len(), limit)?;
                after_element = false;
            }
            Node::Done if elements == 0 => return Err(damage("no XML: there is no element in it")),
            Node::Done if flow.len() == 0 => {
                return Err(damage("XML without a text: all it has are tags and their attributes"));
            }
            Node::Done => break,
        }
    }
    let metadata = fields([("language", language)]);
    Ok(Text { text: flow.finish(), metadata })
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
