//! The tags and texts of a document, one after the other: without a tree, and in memory for one of them.

use std::borrow::Cow;
use std::io::{self, BufRead};

use quick_xml::errors::IllFormedError;
use quick_xml::escape::unescape_with;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};
use quick_xml::{Error, Reader};

use super::entities::{Entities, Resolved};
use super::input::Input;
use super::names::{Names, Vocabulary};
use crate::damage::damage;

/// What comes next in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// An element begins: [`Pull::name`], [`Pull::attribute`].
    Start,
    /// The element of that name ends.
    End,
    /// Text, or a part of one: [`Pull::text`].
    Text,
    /// All elements have ended, and there is nothing more.
    Done,
}

/// A document that is being read.
pub(crate) struct Pull<R> {
    reader: Reader<Input<R>>,
    names: Names,
    entities: Entities,
    /// What the parser holds of a tag or a text.
    buffer: Vec<u8>,
    /// The attributes of the tag that was read last.
    attributes: String,
    text: String,
    /// What is to be done before the next is read.
    next: Next,
    limit: u64,
    /// Where the parser began.
    begin: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Read,
    /// An element ended, which is still open in `names`.
    Pop,
    /// A tag was an element of its own, whose end comes now.
    End,
}

impl<R: BufRead> Pull<R> {
    /// Begins with a document in UTF-8; what is not valid in it is replaced. A tag, a comment or a text between two tags
    /// has at most `limit` bytes.
    pub(crate) fn new(document: R, limit: u64) -> Self {
        let mut reader = Reader::from_reader(Input::new(document));
        // What programs write that do not escape.
        reader.config_mut().allow_dangling_amp = true;
        let (names, entities) = (Names::default(), Entities::default());
        let (attributes, text) = (String::new(), String::new());
        // The text of documents is cut at other places than tags are: what a tag of a few bytes has is never a flaw.
        let limit = limit.max(1 << 20);
        Self {
            reader,
            names,
            entities,
            buffer: Vec::new(),
            attributes,
            text,
            next: Next::Read,
            limit,
            begin: 0,
        }
    }

    /// Reads on to what comes next.
    ///
    /// # Errors
    /// Where the stream breaks off, or the document is not well-formed.
    pub(crate) fn next(&mut self) -> io::Result<Node> {
        match self.next {
            Next::Read => {}
            Next::Pop => self.names.pop(),
            Next::End => {
                self.next = Next::Pop;
                return Ok(Node::End);
            }
        }
        self.next = Next::Read;
        loop {
            self.buffer.clear();
            self.reader.get_mut().begin_piece(self.limit);
            match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(tag)) => {
                    self.attributes.clear();
                    self.attributes.push_str(tag.attributes_raw());
                    self.names.push(tag.name().into_inner(), &self.attributes)?;
                    return Ok(Node::Start);
                }
                Ok(Event::Empty(tag)) => {
                    self.attributes.clear();
                    self.attributes.push_str(tag.attributes_raw());
                    self.names.push(tag.name().into_inner(), &self.attributes)?;
                    self.next = Next::End;
                    return Ok(Node::Start);
                }
                // An end tag that ends nothing: the parser lets it pass where it began in the middle.
                Ok(Event::End(_)) if self.names.depth() == 0 => {}
                Ok(Event::End(_)) => {
                    self.next = Next::Pop;
                    return Ok(Node::End);
                }
                Ok(Event::Text(text)) => {
                    if self.names.depth() > 0 || !is_blank(&text.xml10_content()) {
                        put(&mut self.text, &text.xml10_content());
                        return Ok(Node::Text);
                    }
                }
                Ok(Event::CData(text)) => {
                    put(&mut self.text, &text.xml10_content());
                    return Ok(Node::Text);
                }
                Ok(Event::GeneralRef(reference)) => {
                    resolve(&reference, &self.entities, &mut self.text)?;
                    return Ok(Node::Text);
                }
                Ok(Event::DocType(doctype)) => self.entities = Entities::declared(&doctype),
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => {}
                Ok(Event::Eof) if self.names.depth() > 0 => {
                    return Err(damage("the XML ends too early"));
                }
                Ok(Event::Eof) => return Ok(Node::Done),
                Err(error) => {
                    let place = self.begin + self.reader.error_position();
                    let failure = self.reader.get_mut().take_failure();
                    return Err(failure.unwrap_or_else(|| flaw(place, &error)));
                }
            }
        }
    }

    /// The vocabulary and the local name of the element that began or ended.
    pub(crate) fn name(&self) -> (Vocabulary, &str) {
        self.names.last()
    }

    /// How many elements are open: that which began, or ended, is one of them.
    pub(crate) fn depth(&self) -> usize {
        self.names.depth()
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The value of an attribute of the element that began, by its local name, or by `xml:` and that.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = Attributes::new(&self.attributes, 0);
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|attribute| {
            let key = attribute.key.into_inner();
            key == name || key.split_once(':').is_some_and(|(prefix, local)| prefix != "xml" && local == name)
        })?;
        let known = |name: &str| match self.entities.resolve(name) {
            Resolved::Text(text) => Some(text),
            Resolved::Refused(_) | Resolved::Unknown => None,
        };
        let Cow::Borrowed(value) = found.value else { return None };
        Some(unescape_with(value, known).unwrap_or(Cow::Borrowed(value)))
    }

    /// Passes over the element that began, with all that is in it.
    pub(crate) fn skip(&mut self) -> io::Result<()> {
        let depth = self.depth();
        while self.next()? != Node::End || self.depth() > depth {}
        Ok(())
    }

    /// The text of the element that began, to its end, with white space collapsed: a value of metadata. Nothing where it
    /// has none, or is longer than such a value is.
    pub(crate) fn value(&mut self) -> io::Result<Option<String>> {
        let text = self.content(LONGEST_VALUE)?;
        let value = text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        Ok(value.filter(|value| !value.is_empty()))
    }

    /// The text of the element that began, to its end; nothing where that is longer than `limit` bytes.
    pub(crate) fn content(&mut self, limit: u64) -> io::Result<Option<String>> {
        let depth = self.depth();
        let (mut content, mut fits) = (String::new(), true);
        loop {
            match self.next()? {
                Node::Text if fits => {
                    fits = (content.len() + self.text.len()) as u64 <= limit;
                    if fits {
                        content.push_str(&self.text);
                    } else {
                        content = String::new();
                    }
                }
                Node::End if self.depth() == depth => return Ok(fits.then_some(content)),
                _ => {}
            }
        }
    }

    /// Whether something in the document was not valid since this was asked last.
    pub(crate) fn take_replaced(&mut self) -> bool {
        self.reader.get_mut().take_replaced()
    }

    /// Reads on behind a flaw, from the next tag that begins with one of `names`, within what is open around the outermost
    /// element of such a name. Nothing where there is none.
    pub(crate) fn recovered(mut self, names: &[&str]) -> io::Result<Option<Self>> {
        let mut input = self.reader.into_inner();
        let found = input.seek(names).map_err(|error| input.take_failure().unwrap_or(error))?;
        if !found {
            return Ok(None);
        }
        let begin = input.place();
        let mut reader = Reader::from_reader(input);
        reader.config_mut().allow_dangling_amp = true;
        // What is open around it, the parser has not seen.
        reader.config_mut().allow_unmatched_ends = true;
        self.names.leave(names);
        Ok(Some(Self { reader, begin, next: Next::Read, ..self }))
    }

    /// What the document is read from.
    pub(crate) fn source(&self) -> &R {
        self.reader.get_ref().source()
    }
}

/// The longest value of metadata, in bytes: longer ones are no title and no name.
const LONGEST_VALUE: u64 = 4096;

/// Puts `text` in place of another.
fn put(place: &mut String, text: &str) {
    place.clear();
    place.push_str(text);
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Puts what a reference stands for in place of another text: itself, where nobody knows it.
fn resolve(reference: &BytesRef<'_>, entities: &Entities, text: &mut String) -> io::Result<()> {
    text.clear();
    if reference.is_char_ref() {
        // One that is no character, such as `&#0;`.
        let character = reference.resolve_char_ref().ok().flatten().or_else(|| in_capitals(reference));
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        text.push(character);
        return Ok(());
    }
    match entities.resolve(reference) {
        Resolved::Text(value) => text.push_str(value),
        Resolved::Refused(why) => {
            return Err(damage(format!(
                "its entity `{}` {why}, which is not put in its place",
                cut(reference)
            )));
        }
        Resolved::Unknown => {
            text.push('&');
            text.push_str(reference);
            text.push(';');
        }
    }
    Ok(())
}

/// The character of a reference such as `&#X41;`, which XML does not know and programs write.
fn in_capitals(reference: &str) -> Option<char> {
    let number = u32::from_str_radix(reference.strip_prefix("#X")?, 16).ok()?;
    char::from_u32(number).filter(|&character| character != '\0')
}

/// The error for a document that is not well-formed.
fn flaw(place: u64, error: &Error) -> io::Error {
    let fact = match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("`</{}>` where `</{}>` is expected", cut(found), cut(expected))
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
            format!("`</{}>` ends no element", cut(found))
        }
        error => cut(&error.to_string()).into_owned(),
    };
    damage(format!("not well-formed XML near byte {place}: {fact}"))
}

/// A name out of a document, as messages show it.
fn cut(name: &str) -> Cow<'_, str> {
    const LONGEST: usize = 80;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of a document: `<name` and `>` where elements begin and end.
    fn shown(document: &str) -> String {
        let mut pull = Pull::new(document.as_bytes(), 1);
        let mut shown = String::new();
        loop {
            match pull.next() {
                Ok(Node::Start) => {
                    let (vocabulary, name) = pull.name();
                    let id = pull.attribute("id").map(|id| format!("#{id}"));
                    shown.push_str(&format!("<{vocabulary}:{name}{}|", id.unwrap_or_default()));
                }
                Ok(Node::End) => shown.push('>'),
                Ok(Node::Text) => shown.push_str(pull.text()),
                Ok(Node::Done) => return shown,
                Err(error) => return format!("{shown}! {error}"),
            }
        }
    }

    #[track_caller]
    fn check(document: &str, expected: &str) {
        assert_eq!(shown(document), expected, "of {document}");
    }

    #[test]
    fn tags_and_texts_come_in_order() {
        check(
            "<?xml version='1.0'?><!-- a --><a>b<dc:c x:id='&lt;1' xml:id='2'/>d</a>\n",
            "<:a|b<dc:c#<1|>d>",
        );
        check(
            "<a>&lt;&#X633; &nbsp;&me; &co &amp<![CDATA[<b>&amp;]]></a>",
            "<:a|<س \u{a0}&me; &co &amp<b>&amp;>",
        );
        check("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;\r\nd&#0;</a>", "<:a|c\nd\u{fffd}>");
    }

    #[test]
    fn what_is_not_well_formed_has_its_place() {
        for (document, expected) in [
            ("<a><b></a>", "<:a|<:b|! not well-formed XML near byte 6: `</a>` where `</b>` is expected"),
            ("<a><b>", "<:a|<:b|! the XML ends too early"),
            ("</a>", "! not well-formed XML near byte 0: `</a>` ends no element"),
        ] {
            check(document, expected);
        }
        check(
            "<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;'>]><a>&d;",
            "<:a|! its entity `d` is made of markup or of other entities, or is long, which is not put in its place",
        );
    }

    #[test]
    fn a_piece_that_is_too_long_is_no_memory() {
        let document = format!("<a>{}</a>", "x".repeat(1 << 20 | 1));
        assert!(
            shown(&document)
                .ends_with("! has a tag, a comment or a text that is longer than a document may be")
        );
    }

    #[test]
    fn a_reader_goes_on_behind_a_flaw() {
        let mut pull = Pull::new(&b"<r><item><b></item><item>2</item></r>"[..], 1);
        while pull.next().is_ok() {}
        let mut pull = pull.recovered(&["item"]).unwrap().unwrap();
        assert_eq!(pull.next().unwrap(), Node::Start);
        assert_eq!((pull.name(), pull.depth()), (("", "item"), 2));
        assert_eq!(pull.value().unwrap().unwrap(), "2");
        assert_eq!(pull.next().unwrap(), Node::End);
        assert_eq!(pull.next().unwrap(), Node::Done);
    }
}
