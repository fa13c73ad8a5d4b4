//! The text of OpenDocument (OASIS OpenDocument 1.3, part 3), packed in a ZIP archive (ODT) or in one file (FODT).

use std::io::{self, BufRead};

use super::super::layers::{Beside, Layers, Mark};
use super::pull::{Node, Pull};
use super::records::fields;
use super::single::{Text, hold};

/// Reads a document, or the part of one that has its text or its metadata.
///
/// Read are paragraphs, tables, text boxes, and notes, which stand behind the text. Not read is what was deleted while
/// changes were tracked, what is hidden, what was remarked on it (annotations), and headings and footers of pages, which
/// belong to styles.
///
/// # Errors
/// Where it is not well-formed, or has more text than a document may have.
pub(in super::super) fn read<R: BufRead>(document: &mut Pull<R>, limit: u64) -> io::Result<Text> {
    let (mut layers, mut about) = (Layers::default(), About::default());
    // Boxes that a paragraph makes which stands in another: those of shapes.
    let mut shapes = Vec::new();
    let mut in_text = false;
    loop {
        match document.next()? {
            Node::Done => break,
            Node::Start => match document.name() {
                ("office", "meta") => about.read(document)?,
                ("office", "text") => in_text = true,
                ("text", "p" | "h") => {
                    if layers.in_paragraph() {
                        layers.begin(Beside::Box);
                        shapes.push(document.depth());
                    }
                    layers.paragraph();
                }
                _ => start(document, &mut layers)?,
            },
            Node::End => match document.name() {
                ("text", "p" | "h") => {
                    layers.paragraph_end(Mark::Kept);
                    if shapes.last() == Some(&document.depth()) {
                        shapes.pop();
                        layers.end();
                    }
                }
                ("text", "note-body") | ("draw", "text-box") => layers.end(),
                ("table", "table") => {
                    layers.flow().table_end();
                    layers.flow().block(1);
                }
                ("table", "table-row") => layers.flow().row(),
                _ => {}
            },
            Node::Text if in_text && layers.in_paragraph() => {
                layers.flow().text(document.text());
                hold(layers.len(), limit)?;
            }
            Node::Text => {}
        }
    }
    let About { title, author, last_author, created, changed, language } = about;
    let metadata = fields([
        ("title", title),
        ("author", author.or(last_author)),
        ("date", created.or(changed)),
        ("language", language),
    ]);
    Ok(Text { text: layers.finish(), metadata })
}

/// An element that begins, other than a paragraph.
fn start<R: BufRead>(document: &mut Pull<R>, layers: &mut Layers) -> io::Result<()> {
    let says = |name: &str, value: &str| document.attribute(name).is_some_and(|said| said == value);
    match document.name() {
        (
            "office",
            "styles" | "automatic-styles" | "master-styles" | "font-face-decls" | "scripts" | "settings",
        )
        | ("office", "forms" | "annotation" | "binary-data" | "event-listeners")
        | ("text", "tracked-changes" | "note-citation" | "script")
        | ("svg", "title" | "desc")
        | ("draw", "object" | "object-ole" | "plugin") => document.skip()?,
        ("text", "hidden-text" | "hidden-paragraph") if says("is-hidden", "true") => document.skip()?,
        ("text", "section") if says("display", "none") => document.skip()?,
        ("text", "note-body") => layers.begin(Beside::Note),
        ("draw", "text-box") => layers.begin(Beside::Box),
        ("text", "s") => {
            let count = document.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
            layers.flow().verbatim(&" ".repeat(count.min(MAX_SPACES)));
        }
        ("text", "tab") => layers.flow().verbatim("\t"),
        ("text", "line-break") => layers.flow().line_break(),
        ("table", "table") => {
            layers.flow().block(1);
            layers.flow().table();
        }
        ("table", "table-row") => layers.flow().row(),
        ("table", "table-cell" | "covered-table-cell") => layers.flow().cell(),
        _ => {}
    }
    Ok(())
}

/// Spaces that one element stands for, at most: more is no text.
const MAX_SPACES: usize = 100;

/// What a document says of itself.
#[derive(Debug, Default)]
struct About {
    title: Option<String>,
    author: Option<String>,
    last_author: Option<String>,
    created: Option<String>,
    changed: Option<String>,
    language: Option<String>,
}

impl About {
    fn read<R: BufRead>(&mut self, document: &mut Pull<R>) -> io::Result<()> {
        let depth = document.depth();
        loop {
            match document.next()? {
                Node::End if document.depth() == depth => return Ok(()),
                Node::Start => match document.name() {
                    ("dc", "title") => self.title = document.value()?,
                    ("meta", "initial-creator") => self.author = document.value()?,
                    ("dc", "creator") => self.last_author = document.value()?,
                    ("meta", "creation-date") => self.created = document.value()?,
                    ("dc", "date") => self.changed = document.value()?,
                    ("dc", "language") => self.language = document.value()?,
                    _ => document.skip()?,
                },
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: &str) {
        let namespaces = ["office", "text", "table"]
            .map(|name| format!("xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'"));
        let draw = "xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'";
        let document = format!(
            "<office:document {} {draw}><office:meta><dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'>T</dc:title>\
             </office:meta><office:styles>x</office:styles><office:body><office:text>{body}</office:text></office:body>\
             </office:document>",
            namespaces.join(" ")
        );
        let Text { text, metadata } = read(&mut Pull::new(document.as_bytes(), 1000), 1000).unwrap();
        assert_eq!(text, expected, "of {body}");
        assert_eq!(metadata["title"], "T");
    }

    #[test]
    fn paragraphs_are_lines() {
        check("<text:h>One</text:h>\n<text:p>a <text:span>b</text:span>\n c</text:p>", "One\na b c");
        check("<text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d</text:p>", "a  b\tc\nd");
        check(
            "<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list><text:p>b</text:p>",
            "a\nb",
        );
        check("stray<text:p>سلام</text:p>", "سلام");
    }

    #[test]
    fn cells_are_parted_by_tabs() {
        let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
        let row =
            |cells: [&str; 2]| format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat());
        let rows = [row(["a", "b"]), row(["", "c"])].concat();
        check(&format!("<table:table>{rows}</table:table><text:p>d</text:p>"), "a\tb\n\tc\nd");
    }

    #[test]
    fn notes_stand_behind_and_boxes_after_their_paragraph() {
        let note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p>\
                    </text:note-body></text:note>";
        let a_box = "<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>";
        let shape = "<draw:custom-shape><text:p>shape</text:p></draw:custom-shape>";
        check(
            &format!("<text:p>a{note}b{a_box}c{shape}</text:p><text:p>d</text:p>"),
            "abc\nbox\nshape\nd\n\nnote",
        );
    }

    #[test]
    fn what_was_deleted_or_hidden_is_not_read() {
        check("<text:tracked-changes><text:p>x</text:p></text:tracked-changes><text:p>a</text:p>", "a");
        check("<text:p>a<office:annotation><text:p>x</text:p></office:annotation>b</text:p>", "ab");
        check("<text:p>a<text:hidden-text text:is-hidden='true'>x</text:hidden-text></text:p>", "a");
    }
}
