//! FictionBook 2 (<http://www.fictionbook.org>): a book in one file.

use std::io::{self, BufRead};

use super::super::flow::Flow;
use super::pull::{Node, Pull};
use super::records::fields;
use super::single::{Text, hold};

/// Reads a book: its text, and behind it its notes, which are a body of their own.
///
/// # Errors
/// Where it is not well-formed, or has more text than a document may have.
pub(super) fn read<R: BufRead>(document: &mut Pull<R>, limit: u64) -> io::Result<Text> {
    let mut flow = Flow::default();
    let mut about = About::default();
    loop {
        match document.next()? {
            Node::Start => match document.name().1 {
                "title-info" => about.read(document)?,
                "description" => {}
                // Of a document, not of the book.
                "src-title-info" | "document-info" | "publish-info" | "custom-info" | "output" => {
                    document.skip()?;
                }
                // Pictures, in letters, and how all is to look.
                "binary" | "stylesheet" => document.skip()?,
                "table" => {
                    flow.block(2);
                    flow.table();
                }
                "tr" => flow.row(),
                "td" | "th" => flow.cell(),
                name => flow.block(breaks_around(name)),
            },
            Node::End => match document.name().1 {
                "table" => {
                    flow.table_end();
                    flow.block(2);
                }
                "tr" => flow.row(),
                name => flow.block(breaks_around(name)),
            },
            Node::Text => {
                flow.text(document.text());
                hold(flow.len(), limit)?;
            }
            Node::Done => break,
        }
    }
    let About { title, author, date, language } = about;
    let metadata = fields([("title", title), ("author", author), ("date", date), ("language", language)]);
    Ok(Text { text: flow.finish(), metadata })
}

#[derive(Debug, Default)]
struct About {
    title: Option<String>,
    author: Option<String>,
    date: Option<String>,
    language: Option<String>,
}

impl About {
    fn read<R: BufRead>(&mut self, document: &mut Pull<R>) -> io::Result<()> {
        let depth = document.depth();
        loop {
            match document.next()? {
                Node::End if document.depth() == depth => return Ok(()),
                Node::Start => match document.name().1 {
                    "book-title" => self.title = document.value()?.or(self.title.take()),
                    "lang" => self.language = document.value()?,
                    "date" => {
                        let value = document.attribute("value").map(|value| value.into_owned());
                        let text = document.value()?;
                        self.date = value.filter(|value| !value.is_empty()).or(text);
                    }
                    "author" => {
                        let author = name(document)?;
                        self.author = match (self.author.take(), author) {
                            (Some(first), Some(next)) => Some(format!("{first}; {next}")),
                            (known, next) => known.or(next),
                        };
                    }
                    _ => document.skip()?,
                },
                _ => {}
            }
        }
    }
}

/// The name of an author, whose parts are elements.
fn name<R: BufRead>(document: &mut Pull<R>) -> io::Result<Option<String>> {
    let depth = document.depth();
    let mut parts = Vec::new();
    let mut nickname = None;
    loop {
        match document.next()? {
            Node::End if document.depth() == depth => break,
            Node::Start => match document.name().1 {
                "first-name" | "middle-name" | "last-name" => parts.extend(document.value()?),
                "nickname" => nickname = document.value()?,
                _ => document.skip()?,
            },
            _ => {}
        }
    }
    Ok(if parts.is_empty() { nickname } else { Some(parts.join(" ")) })
}

/// The line breaks that stand before and after an element, 0 for one that stands in a line.
fn breaks_around(name: &str) -> usize {
    match name {
        "body" | "section" | "title" | "epigraph" | "poem" | "cite" | "annotation" | "subtitle"
        | "stanza" | "empty-line" => 2,
        "p" | "v" | "text-author" | "date" => 1,
        _ => 0,
    }
}
