//! JSON Lines: an object per line (<https://jsonlines.org>), read in one pass with one buffer.

mod mended;
mod pieces;
mod record;
mod usual;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use serde_json::value::RawValue;

use crate::encoding::{Transcoding, first_invalid, lossy};
use crate::name::Name;
use crate::options::{Format, InvalidText};
use crate::reader::{Context, Data, OneByOne, Reader, Several, Stream};
use crate::source::{Document, Item, Unread};
pub(super) use mended::mended;
use record::{Flaw, Record, fact_of};

/// Begins with JSON Lines.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Stream::new(OneByOne::<JsonLines>::default(), data, name, context)))
}

/// How far a reader of JSON Lines has come.
#[derive(Debug, Default)]
struct JsonLines {
    line: Vec<u8>,
    /// Lines that were begun, blank ones too: an editor's line number.
    number: u64,
}

/// Some programs write several objects on one line.
impl Several for JsonLines {
    // The rest of a line that was cut is no object.
    const GOES_ON: bool = true;

    /// Appends what the next line with something in it holds.
    fn next_items<R: BufRead>(
        &mut self,
        input: &mut Transcoding<R>,
        name: &Name,
        format: &Format,
        items: &mut VecDeque<Item>,
    ) -> io::Result<()> {
        loop {
            self.number += 1;
            match self.line_in_hand(input, name, format)? {
                InHand::Item(item) => {
                    items.push_back(item);
                    return Ok(());
                }
                InHand::Blank => continue,
                InHand::None => {}
            }
            self.line.clear();
            // Two bytes more than a line may have leave room for its end, and tell a longer one.
            let read = input.by_ref().take(format.max_document + 2).read_until(b'\n', &mut self.line)? as u64;
            if read == 0 {
                return Ok(());
            }
            let content = without_end(&self.line);
            if content.len() as u64 > format.max_document {
                let bytes = self.skip_line(input)?;
                items.push_back(self.unread(name, too_long(bytes, format.max_document)));
                return Ok(());
            }
            if !is_blank(content) {
                self.read_line(content, name, format, items);
                return Ok(());
            }
        }
    }

    fn place(&self, name: &Name) -> Name {
        name.line(self.number)
    }
}

impl JsonLines {
    /// The next line, where all of it has been read already: it is then parsed where it lies.
    fn line_in_hand(&self, input: &mut impl BufRead, name: &Name, format: &Format) -> io::Result<InHand> {
        let block = match input.fill_buf() {
            Ok(block) => block,
            // Whoever reads the line tries again.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(InHand::None),
            Err(error) => return Err(error),
        };
        let Some(end) = memchr::memchr(b'\n', block) else { return Ok(InHand::None) };
        let content = without_end(&block[..=end]);
        if content.len() as u64 > format.max_document {
            return Ok(InHand::None);
        }
        let found = match (is_blank(content), lossy(content)) {
            (true, _) => InHand::Blank,
            (false, Cow::Owned(_)) => return Ok(InHand::None),
            // What is not simply a record is read again with more care.
            (false, Cow::Borrowed(line)) => match record::parse(line, format) {
                Ok(record) => InHand::Item(document(record, self.place(name), false)),
                Err(_) => return Ok(InHand::None),
            },
        };
        input.consume(end + 1);
        Ok(found)
    }

    /// Steps over the rest of a line that is too long, and gives its length.
    fn skip_line(&mut self, input: &mut impl BufRead) -> io::Result<u64> {
        let mut bytes = self.line.len() as u64;
        if !self.line.ends_with(b"\n") {
            bytes += input.skip_until(b'\n')? as u64;
        }
        Ok(bytes)
    }

    /// Appends what a line holds: an item where it is as it should be.
    fn read_line(&self, content: &[u8], name: &Name, format: &Format, items: &mut VecDeque<Item>) {
        let line = lossy(content);
        let replaced = matches!(line, Cow::Owned(_));
        if replaced && format.invalid_text == InvalidText::Fault {
            items.push_back(self.unread(name, not_valid(content)));
            return;
        }
        let message = match record::parse(&line, format) {
            Ok(record) => {
                items.push_back(document(record, self.place(name), replaced));
                return;
            }
            Err(Flaw::Shape(message)) => message,
            Err(Flaw::Syntax { fact, byte, .. }) => {
                let at = |byte: usize| if replaced { undecoded(content, byte) } else { byte };
                if let Some(several) = self.several(&line, replaced, name, format, at) {
                    items.extend(several);
                    return;
                }
                let hint = if line.trim() == "{" {
                    ": objects over several lines are read from a file whose name ends in `.json`"
                } else {
                    ""
                };
                format!("{fact} at byte {} of the line{hint}", at(byte))
            }
        };
        items.push_back(self.unread(name, message));
    }

    /// The records of a line that is no JSON value, but several, or one once it is mended. What follows them and is none is
    /// unread: `at` tells the byte of the line as it was read.
    fn several(
        &self,
        line: &str,
        replaced: bool,
        name: &Name,
        format: &Format,
        at: impl Fn(usize) -> usize,
    ) -> Option<Vec<Item>> {
        let mended = mended(line);
        let replaced = replaced || mended.as_ref().is_some_and(|mended| mended.replaced);
        if replaced && format.invalid_text == InvalidText::Fault {
            return None;
        }
        let line = mended.as_ref().map_or(line, |mended| &mended.line);
        let mut values = serde_json::Deserializer::from_str(line).into_iter::<&RawValue>();
        let mut items = Vec::new();
        let mut records = 0;
        while let Some(value) = values.next() {
            let name = self.place(name).met(records + 1);
            let flaw = match value {
                Ok(value) if value.get().starts_with('{') => {
                    records += 1;
                    items.push(match record::parse(value.get(), format) {
                        Ok(record) => document(record, name, replaced),
                        Err(Flaw::Shape(message)) => Item::Unread(name.unread(message)),
                        Err(Flaw::Syntax { fact, .. }) => Item::Unread(name.unread(fact)),
                    });
                    continue;
                }
                Ok(value) => ("not an object".to_owned(), values.byte_offset() + 1 - value.get().len()),
                Err(error) => (fact_of(&error), error.column()),
            };
            if records == 0 {
                return None;
            }
            let (fact, byte) = flaw;
            let place = match mended {
                None => format!("at byte {} of the line", at(byte)),
                Some(_) => format!("after record {records} of the line"),
            };
            items.push(Item::Unread(name.unread(format!("{fact} {place}"))));
            break;
        }
        let is_more = mended.is_some() || items.len() > 1;
        Some(items).filter(|items| is_more && !items.is_empty())
    }

    fn unread(&self, name: &Name, message: String) -> Item {
        let Name { id, position } = self.place(name);
        Item::Unread(Unread { id, position, message })
    }
}

/// The document that a record is.
pub(super) fn document(record: Record, name: Name, replaced: bool) -> Item {
    let Name { id, position } = name;
    let (text, metadata) = (record.text, record.metadata);
    let id = record.id.unwrap_or(id);
    Item::Document(Document { id, position, text, metadata, replaced, ..Document::default() })
}

/// Why a JSON value is no record.
pub(super) enum NoRecord {
    /// It is an object without the field of the text.
    NoText(String),
    /// It is not JSON: the fact, and the line and the byte of it at which it shows, counted from 1.
    Syntax {
        fact: String,
        line: usize,
        byte: usize,
    },
    Other(String),
}

impl NoRecord {
    fn of_shape(message: String) -> Self {
        if message.starts_with("no field ") { Self::NoText(message) } else { Self::Other(message) }
    }

    /// What is said of it.
    pub(super) fn message(self) -> String {
        match self {
            Self::NoText(message) | Self::Other(message) => message,
            Self::Syntax { fact, line: 1, byte } => format!("{fact} at byte {byte} of the record"),
            Self::Syntax { fact, line, byte } => {
                format!("{fact} at byte {byte} of line {line} of the record")
            }
        }
    }
}

/// The record that a JSON value is, mended where it must be; whether something of it was replaced.
pub(super) fn record_of(value: &str, format: &Format) -> Result<(Record, bool), NoRecord> {
    let flaw = match record::parse(value, format) {
        Ok(record) => return Ok((record, false)),
        Err(flaw) => flaw,
    };
    let may_replace = format.invalid_text == InvalidText::Replace;
    match flaw {
        Flaw::Syntax { fact, line, byte } => {
            let mended = mended(value).filter(|mended| may_replace || !mended.replaced);
            match mended.map(|mended| (record::parse(&mended.line, format), mended.replaced)) {
                Some((Ok(record), replaced)) => Ok((record, replaced)),
                Some((Err(Flaw::Shape(message)), _)) => Err(NoRecord::of_shape(message)),
                _ => Err(NoRecord::Syntax { fact, line, byte }),
            }
        }
        Flaw::Shape(message) => Err(NoRecord::of_shape(message)),
    }
}

/// Whether there is nothing in a line; tapes and preallocated files are padded with NUL bytes, and files of DOS end with a
/// Ctrl-Z.
pub(super) fn is_blank(line: &[u8]) -> bool {
    let content = line.trim_ascii();
    let is_padding = |byte: &u8| matches!(byte, 0 | 0x1a);
    content.first().is_none_or(is_padding)
        && content.iter().all(|byte| is_padding(byte) || byte.is_ascii_whitespace())
}

/// The line that a block of what was read begins with.
enum InHand {
    Item(Item),
    Blank,
    /// The block does not have the whole of it, it is too long, or it is not what a line should be.
    None,
}

fn without_end(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r\n").or_else(|| line.strip_suffix(b"\n")).unwrap_or(line)
}

fn too_long(bytes: u64, limit: u64) -> String {
    format!("a line of {bytes} bytes, more than the {limit} that a document may have")
}

fn not_valid(line: &[u8]) -> String {
    let valid = first_invalid(line).unwrap_or_default();
    format!("not valid in its encoding, first at byte {} of the line", valid + 1)
}

/// The byte of `line` that became byte `decoded` (counted from 1, as the result) when U+FFFD replaced what is not
/// UTF-8.
fn undecoded(line: &[u8], decoded: usize) -> usize {
    let (mut before, mut after) = (0, 0);
    for chunk in line.utf8_chunks() {
        let valid = chunk.valid().len();
        if decoded <= after + valid {
            break;
        }
        before += valid + chunk.invalid().len();
        after += valid + char::REPLACEMENT_CHARACTER.len_utf8();
    }
    (before + decoded.saturating_sub(after)).min(line.len())
}

/// Whether `head`, the beginning of an input with its first lines whole, is that of JSON Lines.
pub(super) fn begins_with_object(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let line = head.trim_ascii_start().split(|&byte| byte == b'\n').next().unwrap_or_default();
    let mut values = serde_json::Deserializer::from_slice(line).into_iter::<serde::de::IgnoredAny>();
    line.starts_with(b"{") && values.all(|value| value.is_ok())
}

/// Whether `head` has its first line that is not blank whole, and that is a JSON object.
pub(crate) fn begins_with_line_of_object(head: &[u8]) -> bool {
    let line = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    line.starts_with(b"{") && line.contains(&b'\n') && begins_with_object(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::encoding::{Encoding, Unit};
    use crate::reader::Records as _;

    /// What `input` gives, which is the same in whatever pieces it comes: a line lies in one of them, or in several.
    #[track_caller]
    fn items(input: &[u8], format: &Format) -> Vec<Item> {
        let whole = items_in_pieces(input, input.len().max(1), format);
        for piece in [1, 7, 30] {
            assert_eq!(items_in_pieces(input, piece, format), whole, "in pieces of {piece}");
        }
        whole
    }

    fn items_in_pieces(input: &[u8], piece: usize, format: &Format) -> Vec<Item> {
        let input = io::BufReader::with_capacity(piece, input);
        let mut input = Transcoding::new(input, b"", Some(Encoding::parse("utf-8").unwrap()), Unit::Line);
        let name = Name { id: "a.jsonl".to_owned(), position: "a.jsonl".to_owned() };
        let mut lines = OneByOne::<JsonLines>::default();
        std::iter::from_fn(|| lines.next_item(&mut input, &name, format).unwrap()).collect()
    }

    /// Documents as `id: text`, with a `~` where bytes were replaced; what is unread as `position! message`.
    fn shown(item: &Item) -> String {
        match item {
            Item::Document(document) => {
                let mark = if document.replaced { "~" } else { "" };
                format!("{}:{mark} {}", document.id, document.text)
            }
            Item::Unread(unread) => format!("{}! {}", unread.position, unread.message),
            Item::Deferred(_) => unreachable!("a line is made into a document where it is read"),
        }
    }

    #[track_caller]
    fn check(input: &[u8], expected: &[&str]) {
        let format = Format { max_document: 64, ..Format::default() };
        let items: Vec<_> = items(input, &format).iter().map(shown).collect();
        assert_eq!(items, expected, "in {:?}", input.escape_ascii().to_string());
    }

    #[test]
    fn a_line_is_a_document_and_a_blank_one_is_none() {
        check(b"", &[]);
        check(b"\n \r\n\t\n", &[]);
        check(b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n", &["a.jsonl#1: a", "a.jsonl#2: b"]);
        check(b"{\"text\":\"a\"}\r\n\r\n{\"text\":\"b\"}", &["a.jsonl#1: a", "a.jsonl#3: b"]);
    }

    #[test]
    fn a_bad_line_spoils_no_other() {
        check(
            b"{\"text\":\"a\"\n5\n{\"text\":\"b\"}",
            &[
                "a.jsonl#1! EOF while parsing an object at byte 11 of the line",
                "a.jsonl#2! a number, not an object",
                "a.jsonl#3: b",
            ],
        );
    }

    #[test]
    fn what_programs_write_for_json_is_read() {
        check(b"{\"text\":\"a\",\"x\":NaN}", &["a.jsonl#1: a"]);
        check(b"{\"text\":\"a\"}\n\xef\xbb\xbf{\"text\":\"b\"}", &["a.jsonl#1: a", "a.jsonl#2: b"]);
        check(
            b"{\"text\":\"a\"}{\"text\":\"b\"}\r{\"text\":\"c\"}\n{\"text\":\"d\"}",
            &["a.jsonl#1: a", "a.jsonl#1: b", "a.jsonl#1: c", "a.jsonl#2: d"],
        );
        check(
            b"{\"text\":\"a\"}{}\n",
            &["a.jsonl#1: a", "a.jsonl#1%2B2! no field `text`; there is no field at all"],
        );
        check(b"{\"text\":\"\\ud83d!\"}", &["a.jsonl#1:~ \u{fffd}!"]);
        check(b"{\"text\":\"a\"}\n\0\0\0\n\0\0\n\x1a", &["a.jsonl#1: a"]);
        check(
            b"{\"text\":\"a\"}\0\0{\"text\":\"b\"}\n\0{\"text\":\"c\tc\",\"x\":-NaN,\"y\":1e400},\n",
            &["a.jsonl#1: a", "a.jsonl#1: b", "a.jsonl#2: c\tc"],
        );
    }

    #[test]
    fn what_follows_the_objects_of_a_line_and_is_none_is_unread() {
        check(
            b"{\"text\":\"a\"} x",
            &["a.jsonl#1: a", "a.jsonl#1%2B2! expected value at byte 14 of the line"],
        );
        check(
            b"{\"text\":\"a\"} 1",
            &["a.jsonl#1: a", "a.jsonl#1%2B2! not an object at byte 14 of the line"],
        );
        check(
            b"{\"text\":\"a\"}{\"text\":\"b\"}{\"text\":\"c\n{\"text\":\"d\"}",
            &[
                "a.jsonl#1: a",
                "a.jsonl#1: b",
                "a.jsonl#1%2B3! EOF while parsing a string at byte 34 of the line",
                "a.jsonl#2: d",
            ],
        );
        check(
            b"{\"text\":\"\xe9\"}, {\"text\":",
            &["a.jsonl#1:~ \u{fffd}", "a.jsonl#1%2B2! EOF while parsing a value after record 1 of the line"],
        );
        check(
            b"{\n\"text\":\"a\"\n}",
            &[
                "a.jsonl#1! EOF while parsing an object at byte 1 of the line: objects over several lines are read from a \
                 file whose name ends in `.json`",
                "a.jsonl#2! a string, not an object",
                "a.jsonl#3! expected value at byte 1 of the line",
            ],
        );
        let fault = Format { invalid_text: InvalidText::Fault, ..Format::default() };
        let items: Vec<_> = items(b"{\"text\":\"\\ud83d\"}", &fault).iter().map(shown).collect();
        assert_eq!(items, ["a.jsonl#1! unexpected end of hex escape at byte 16 of the line"]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced() {
        check(b"{\"text\":\"caf\xe9\"}", &["a.jsonl#1:~ caf\u{fffd}"]);
        check(b"{\"text\":\"\xe9\xe9\" x", &["a.jsonl#1! expected `,` or `}` at byte 14 of the line"]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_a_fault_where_that_is_asked() {
        let format = Format { invalid_text: InvalidText::Fault, ..Format::default() };
        let items: Vec<_> =
            items(b"{\"text\":\"caf\xe9\"}\n{\"text\":\"a\"}", &format).iter().map(shown).collect();
        assert_eq!(
            items,
            ["a.jsonl#1! not valid in its encoding, first at byte 13 of the line", "a.jsonl#2: a"]
        );
    }

    #[test]
    fn a_line_over_the_limit_is_stepped_over() {
        let line = |length: usize| format!(r#"{{"text":"{}"}}"#, "x".repeat(length - 11));
        for end in ["\n", "\r\n"] {
            let input = format!("{}{end}{}{end}{{}}", line(64), line(200));
            let long = format!("a.jsonl#1: {}", "x".repeat(53));
            let bytes = 200 + end.len();
            let over =
                format!("a.jsonl#2! a line of {bytes} bytes, more than the 64 that a document may have");
            check(input.as_bytes(), &[&long, &over, "a.jsonl#3! no field `text`; there is no field at all"]);
        }
        let over = "a.jsonl#1! a line of 65 bytes, more than the 64 that a document may have";
        check(line(65).as_bytes(), &[over]);
        check(line(64).as_bytes(), &[&format!("a.jsonl#1: {}", "x".repeat(53))]);
    }

    #[test]
    fn a_first_line_tells_json_lines() {
        for (head, expected) in [
            ("{\"a\":1}\nwhatever", true),
            (" \n\n {} ", true),
            ("{\n\"a\":1}", false),
            ("{curly} braces", false),
            ("[1]", false),
            ("", false),
        ] {
            assert_eq!(begins_with_object(head.as_bytes()), expected, "in {head:?}");
        }
    }

    fn metadata() -> impl Strategy<Value = Map<String, Value>> {
        let value = prop_oneof![
            any::<String>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            Just(json!(null)),
            Just(json!({"text": [true, {"id": "x"}]})),
        ];
        proptest::collection::btree_map("[a-z\"\\\\س\n]{1,3}", value, 0..4).prop_map(Map::from_iter)
    }

    proptest! {
        #[test]
        fn documents_are_read_back_as_they_were_written(
            documents in proptest::collection::vec((any::<String>(), "[^\0]{1,8}", metadata()), 0..8),
        ) {
            let mut input = Vec::new();
            for (text, id, metadata) in &documents {
                let mut object = metadata.clone();
                object.insert("text".to_owned(), text.clone().into());
                object.insert("the id".to_owned(), id.clone().into());
                serde_json::to_writer(&mut input, &object).unwrap();
                input.push(b'\n');
            }
            let format = Format { id_field: Some("the id".to_owned()), ..Format::default() };
            let expected = documents.into_iter().zip(1..).map(|((text, id, metadata), number)| {
                let position = format!("a.jsonl#{number}");
                Item::Document(Document { id, position, text, metadata, ..Document::default() })
            });
            prop_assert_eq!(items(&input, &format), expected.collect::<Vec<_>>());
        }

        #[test]
        fn every_line_with_something_in_it_is_an_item(
            input in proptest::collection::vec(prop::sample::select(&b"{}[]\":,text \n\r\\u\xff\xd8\xb3\0"[..]), 0..80),
        ) {
            let lines = input.split(|&byte| byte == b'\n').filter(|line| !is_blank(line));
            prop_assert!(items(&input, &Format::default()).len() >= lines.count());
        }
    }
}
