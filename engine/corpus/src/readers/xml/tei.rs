//! TEI (<https://tei-c.org/guidelines/p5/>): what editions and corpora of texts are written in.
//!
//! Of a `<choice>` the corrected, regular and expanded form is read (`<corr>`, `<reg>`, `<expan>`), deletions are not, and
//! neither are headings of pages (`<fw>`) and what is said of figures. Notes stand behind the text, so that they are not in
//! the middle of its sentences. Lines of verse are lines; those of prose (`<lb/>`) are white space, or nothing where they
//! break a word.

use std::io::{self, BufRead};

use super::super::flow::Flow;
use super::pull::{Node, Pull};
use super::records::{Found, Record, Records, Stream, Written, fields};
use super::single::{Text, too_long};
use crate::reader::Context;

/// Reads a document.
///
/// # Errors
/// Where it is not well-formed, or has more text than a document may have.
pub(super) fn read<R: BufRead>(document: &mut Pull<R>, limit: u64) -> io::Result<Text> {
    let mut edition = Edition::default();
    loop {
        match document.next()? {
            Node::Done => return edition.finish().ok_or_else(|| too_long(limit)),
            node => edition.read(node, document, limit)?,
        }
    }
}

/// Texts of a corpus, one after the other.
#[derive(Debug, Default)]
pub(super) struct Corpus;

impl Records for Corpus {
    const TAGS: &'static [&'static str] = &["TEI", "TEI.2", "tei:TEI"];

    fn next_record(
        &mut self,
        document: &mut Stream,
        began: &mut dyn FnMut(),
        context: &Context,
    ) -> io::Result<Option<Found>> {
        let limit = context.format.max_document;
        let mut edition = Edition::default();
        loop {
            match document.next()? {
                Node::Done => return Ok(None),
                node @ Node::Start if matches!(document.name().1, "TEI" | "TEI.2") => {
                    edition.read(node, document, limit)?;
                    break;
                }
                // The header of the corpus is none of its texts.
                Node::Start if document.name().1 == "teiHeader" => document.skip()?,
                _ => {}
            }
        }
        began();
        let depth = document.depth();
        loop {
            match document.next()? {
                Node::End if document.depth() == depth => break,
                node => edition.read(node, document, limit)?,
            }
        }
        let record = edition
            .finish()
            .map(|Text { text, metadata }| Found::Record(Record { text, written: Written::Plain, metadata }));
        Ok(Some(record.unwrap_or(Found::TooLong)))
    }
}

/// A text, as far as it is read.
#[derive(Debug, Default)]
struct Edition {
    flow: Flow,
    notes: Flow,
    /// The depth of the note that is open.
    note: Option<usize>,
    /// The depth of the element that is open and not read.
    hidden: Option<usize>,
    /// The depths of elements that hold several forms of one passage, and whether one was read.
    forms: Vec<(usize, bool)>,
    /// Whether an element ended, and no text came since.
    after_element: bool,
    /// Whether the mark before is written together with what comes, and the depth of one that is open and will be.
    joined: bool,
    join_at: Option<usize>,
    too_long: bool,
    about: About,
}

impl Edition {
    /// Takes what comes next, or the whole header.
    fn read<R: BufRead>(&mut self, node: Node, document: &mut Pull<R>, limit: u64) -> io::Result<()> {
        let depth = document.depth();
        match node {
            Node::Start if self.hidden.is_some() => {}
            Node::Start if document.name().1 == "teiHeader" => self.about.read_header(document)?,
            Node::Start => self.start(document, depth),
            Node::End => self.end(document.name().1, depth),
            Node::Text if self.hidden.is_none() => {
                let flow = if self.note.is_some() { &mut self.notes } else { &mut self.flow };
                flow.text(document.text());
                (self.after_element, self.joined) = (false, false);
                if (self.flow.len() + self.notes.len()) as u64 > limit {
                    self.too_long = true;
                    (self.flow, self.notes) = (Flow::default(), Flow::default());
                }
            }
            Node::Text | Node::Done => {}
        }
        Ok(())
    }

    fn start<R: BufRead>(&mut self, document: &Pull<R>, depth: usize) {
        let name = document.name().1;
        if self.is_hidden(name, depth) {
            self.hidden = Some(depth);
            return;
        }
        if name == "note" && self.note.is_none() {
            self.note = Some(depth);
            self.notes.block(1);
        }
        let breaks_word = || document.attribute("break").is_some_and(|breaks| breaks == "no");
        let joined =
            |side: &str| document.attribute("join").is_some_and(|join| join == side || join == "both");
        let apart = self.after_element && !self.joined && !joined("left");
        let flow = if self.note.is_some() { &mut self.notes } else { &mut self.flow };
        match name {
            "TEI" | "TEI.2" | "text" => self.about.speak(document),
            "choice" | "app" => self.forms.push((depth, false)),
            "lb" | "pb" | "cb" | "gb" if breaks_word() => flow.join(),
            "lb" | "pb" | "cb" | "gb" => flow.space(),
            "table" => {
                flow.block(2);
                flow.table();
            }
            "row" => flow.row(),
            "cell" => flow.cell(),
            name if breaks_around(name) > 0 => flow.block(breaks_around(name)),
            name if apart && !is_typographic(name) => flow.space(),
            _ => {}
        }
        if joined("right") {
            self.join_at = Some(depth);
        }
    }

    /// Whether an element that begins is not read.
    fn is_hidden(&mut self, name: &str, depth: usize) -> bool {
        match name {
            "del" | "fw" | "figDesc" | "facsimile" | "sourceDoc" | "standOff" => true,
            "sic" | "orig" | "abbr" => self.forms.last().is_some_and(|(form, _)| form + 1 == depth),
            "lem" | "rdg" => match self.forms.last_mut() {
                Some((form, read)) if *form + 1 == depth => std::mem::replace(read, true),
                _ => false,
            },
            _ => false,
        }
    }

    fn end(&mut self, name: &str, depth: usize) {
        if self.hidden.is_some() {
            self.hidden = self.hidden.filter(|hidden| *hidden != depth);
            return;
        }
        let flow = if self.note.is_some() { &mut self.notes } else { &mut self.flow };
        match name {
            "choice" | "app" => drop(self.forms.pop()),
            "table" => {
                flow.table_end();
                flow.block(2);
            }
            "row" => flow.row(),
            name => flow.block(breaks_around(name)),
        }
        if self.note == Some(depth) {
            self.note = None;
            self.notes.block(1);
        }
        self.after_element = true;
        if self.join_at == Some(depth) {
            (self.joined, self.join_at) = (true, None);
        }
    }

    /// The text, and behind it its notes; nothing where it is too long.
    fn finish(self) -> Option<Text> {
        let (mut text, notes) = (self.flow.finish(), self.notes.finish());
        if !text.is_empty() && !notes.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&notes);
        (!self.too_long).then(|| Text { text, metadata: self.about.fields() })
    }
}

/// The line breaks that stand before and after an element, 0 for one that stands in a line.
fn breaks_around(name: &str) -> usize {
    match name {
        "text" | "front" | "body" | "back" | "group" | "div" | "div0" | "div1" | "div2" | "div3" | "div4"
        | "div5" | "div6" | "div7" | "head" | "p" | "ab" | "lg" | "list" | "listBibl" | "sp" | "epigraph"
        | "argument" | "titlePage" | "figure" | "floatingText" | "castList" | "opener" | "closer"
        | "postscript" => 2,
        "l" | "item" | "label" | "speaker" | "stage" | "u" | "docTitle" | "titlePart" | "docAuthor"
        | "docDate" | "docImprint" | "byline" | "dateline" | "salute" | "signed" | "trailer" | "castItem"
        | "biblStruct" | "biblFull" | "address" | "addrLine" | "entry" | "sense" | "s" => 1,
        _ => 0,
    }
}

/// Whether an element marks how letters look or came about, and may stand within a word.
fn is_typographic(name: &str) -> bool {
    matches!(
        name,
        "add"
            | "am"
            | "anchor"
            | "c"
            | "choice"
            | "corr"
            | "damage"
            | "emph"
            | "ex"
            | "expan"
            | "g"
            | "gap"
            | "hi"
            | "m"
            | "note"
            | "orig"
            | "pc"
            | "ptr"
            | "reg"
            | "seg"
            | "sic"
            | "subst"
            | "supplied"
            | "surplus"
            | "unclear"
    )
}

/// What a header says.
#[derive(Debug, Default)]
struct About {
    title: Option<String>,
    author: Option<String>,
    /// The date, and how good the place is that it was found in.
    date: Option<(u8, String)>,
    /// The language that the text is in, that the header says, and that all is in.
    languages: [Option<String>; 3],
}

impl About {
    fn speak<R: BufRead>(&mut self, document: &Pull<R>) {
        let place = if document.name().1 == "text" { 0 } else { 2 };
        let language = document.attribute("xml:lang").map(|language| language.into_owned());
        self.languages[place] = self.languages[place].take().or(language);
    }

    fn read_header<R: BufRead>(&mut self, document: &mut Pull<R>) -> io::Result<()> {
        let depth = document.depth();
        let mut section = "";
        loop {
            match document.next()? {
                Node::End if document.depth() == depth => return Ok(()),
                Node::End if document.name().1 == section => section = "",
                Node::Start => match (section, document.name().1) {
                    (_, "titleStmt") => section = "titleStmt",
                    (_, "publicationStmt") => section = "publicationStmt",
                    (_, "sourceDesc") => section = "sourceDesc",
                    (_, "creation") => section = "creation",
                    ("titleStmt", "title") => self.title = self.title.take().or(document.value()?),
                    ("titleStmt" | "sourceDesc", "author") => {
                        self.author = self.author.take().or(document.value()?);
                    }
                    ("creation", "date") => self.read_date(0, document)?,
                    ("sourceDesc", "date") => self.read_date(1, document)?,
                    ("publicationStmt", "date") => self.read_date(2, document)?,
                    (_, "language") => {
                        let language = document.attribute("ident").map(|language| language.into_owned());
                        self.languages[1] = self.languages[1].take().or(language);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    fn read_date<R: BufRead>(&mut self, rank: u8, document: &mut Pull<R>) -> io::Result<()> {
        let attributes = ["when", "from", "notBefore", "value"];
        let value =
            attributes.iter().find_map(|name| document.attribute(name)).map(|value| value.into_owned());
        let text = document.value()?;
        if self.date.as_ref().is_none_or(|(known, _)| rank < *known) {
            self.date = value.or(text).map(|date| (rank, date)).or(self.date.take());
        }
        Ok(())
    }

    fn fields(self) -> serde_json::Map<String, serde_json::Value> {
        let language = self.languages.into_iter().flatten().next();
        let date = self.date.map(|(_, date)| date);
        fields([("title", self.title), ("author", self.author), ("date", date), ("language", language)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "<teiHeader><fileDesc><titleStmt><title>Letters</title><title>x</title><author>Layla</author>\
        </titleStmt><publicationStmt><date>2020</date></publicationStmt><sourceDesc><bibl><date when='1911-02'/></bibl>\
        </sourceDesc></fileDesc><profileDesc><langUsage><language ident='ar'>Arabic</language></langUsage></profileDesc>\
        </teiHeader>";

    fn text(body: &str) -> Text {
        let document = format!("<TEI xmlns='http://www.tei-c.org/ns/1.0'>{HEADER}<text>{body}</text></TEI>");
        read(&mut Pull::new(document.as_bytes(), 1000), 1000).unwrap()
    }

    #[track_caller]
    fn check(body: &str, expected: &str) {
        assert_eq!(text(body).text, expected, "of {body}");
    }

    #[test]
    fn a_header_is_metadata() {
        let metadata = serde_json::to_value(text("a").metadata).unwrap();
        let expected =
            serde_json::json!({"title": "Letters", "author": "Layla", "date": "1911-02", "language": "ar"});
        assert_eq!(metadata, expected);
    }

    #[test]
    fn paragraphs_and_verses_are_lines() {
        check("<body><div><head>One</head><p>a\n b</p><p>c</p></div></body>", "One\n\na b\n\nc");
        check("<lg><l>a</l><l>b</l></lg><sp><speaker>X</speaker><l>c</l></sp>", "a\nb\n\nX\nc");
        check("<p>a<lb/>b<lb break='no'/>c<pb n='2'/><fw>2</fw>d</p>", "a bc d");
        check("<table><row><cell>a</cell><cell>b</cell></row><row><cell>c</cell></row></table>", "a\tb\nc");
    }

    #[test]
    fn of_several_forms_one_is_read() {
        check("<p>a<choice><sic>b</sic><corr>c</corr></choice>d <sic>e</sic></p>", "acd e");
        check(
            "<p><choice><abbr>Dr</abbr><expan>Doctor</expan></choice> <del>x</del><add>y</add></p>",
            "Doctor y",
        );
        check("<p><app><lem>a</lem><rdg>b</rdg></app> <app><rdg>c</rdg><rdg>d</rdg></app></p>", "a c");
    }

    #[test]
    fn notes_stand_behind_the_text() {
        check("<p>a<note n='1'>one <hi>b</hi></note> c<note><p>two</p></note>.</p>", "a c.\n\none b\n\ntwo");
    }

    #[test]
    fn tokens_stand_apart() {
        check("<s><w>The</w><w>cat</w><pc>.</pc><w>It</w></s>", "The cat. It");
        check("<s><pc join='right'>(</pc><w>a</w><pc>)</pc></s>", "(a)");
        check(
            "<p><persName><forename>A</forename><surname>B</surname></persName><hi>c</hi><hi>d</hi></p>",
            "A Bcd",
        );
    }
}
