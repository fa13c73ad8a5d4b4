//! JSON text sequences (RFC 7464): records of JSON, each between a record separator and a line feed.

use std::borrow::Cow;
use std::io::{self, BufRead};

use super::json_lines::{document, record_of};
use crate::encoding::{Transcoding, lossy};
use crate::name::Name;
use crate::options::{Format, InvalidText};
use crate::reader::{Context, Data, Reader, Records, Stream, too_large};
use crate::source::Item;

/// What begins a record.
const SEPARATOR: u8 = 0x1e;

/// Begins with a sequence.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Stream::new(Sequence::default(), data, name, context)))
}

/// Whether `head` begins a sequence: a separator, and an object after it.
pub(super) fn begins_sequence(head: &[u8]) -> bool {
    let record = head.strip_prefix(&[SEPARATOR]);
    record.is_some_and(|record| record.trim_ascii_start().starts_with(b"{"))
}

/// How far a reader of a sequence has come.
#[derive(Debug, Default)]
struct Sequence {
    /// Records that were begun.
    number: u64,
    /// Whether a separator was met.
    begun: bool,
}

/// What stands up to the next separator.
enum Found {
    Record(Vec<u8>),
    /// One of so many bytes, more than it may have.
    TooLong(u64),
    /// So many bytes that no separator is before.
    Stray(u64),
    End,
}

impl Records for Sequence {
    fn next_item<R: BufRead>(
        &mut self,
        input: &mut Transcoding<R>,
        name: &Name,
        format: &Format,
    ) -> io::Result<Option<Item>> {
        loop {
            let message = match self.found(input, format.max_document)? {
                Found::End => return Ok(None),
                Found::Record(record) if record.trim_ascii().is_empty() => continue,
                Found::Record(record) => {
                    self.number += 1;
                    return Ok(Some(self.record(&record, name, format)));
                }
                Found::Stray(bytes) => format!("{bytes} bytes before the first record"),
                Found::TooLong(bytes) => too_large(bytes, format.max_document),
            };
            self.number += 1;
            return Ok(Some(Item::Unread(self.place(name).unread(message))));
        }
    }

    fn place(&self, name: &Name) -> Name {
        name.line(self.number.max(1))
    }
}

impl Sequence {
    /// Reads up to the next separator.
    fn found(&mut self, input: &mut impl BufRead, limit: u64) -> io::Result<Found> {
        let (mut record, mut bytes, mut any, mut begun) = (Vec::new(), 0, false, self.begun);
        loop {
            let block = match input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                block => block?,
            };
            if block.is_empty() {
                break;
            }
            any = true;
            // Separators in a row have nothing between them (RFC 7464, section 2.1).
            let separators = block.iter().take_while(|&&byte| byte == SEPARATOR).count();
            if bytes == 0 && separators > 0 {
                (self.begun, begun) = (true, true);
                input.consume(separators);
                continue;
            }
            let end = memchr::memchr(SEPARATOR, block);
            let taken = end.unwrap_or(block.len());
            bytes += taken as u64;
            if bytes <= limit {
                record.extend_from_slice(&block[..taken]);
            }
            input.consume(taken + usize::from(end.is_some()));
            if end.is_some() {
                self.begun = true;
                break;
            }
        }
        Ok(match any {
            false => Found::End,
            true if !begun && !record.trim_ascii().is_empty() => Found::Stray(bytes),
            true if bytes > limit => Found::TooLong(bytes),
            true => Found::Record(record),
        })
    }

    fn record(&self, record: &[u8], name: &Name, format: &Format) -> Item {
        let place = self.place(name);
        let text = lossy(record.trim_ascii());
        let replaced = matches!(text, Cow::Owned(_));
        if replaced && format.invalid_text == InvalidText::Fault {
            return Item::Unread(place.unread("not valid in its encoding".to_owned()));
        }
        match record_of(&text, format) {
            Ok((record, mended)) => document(record, place, replaced || mended),
            Err(flaw) => Item::Unread(place.unread(flaw.message())),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::encoding::{Encoding, Unit};

    fn items(input: &[u8], piece: usize) -> Vec<String> {
        let format = Format { max_document: 64, ..Format::default() };
        let input = io::BufReader::with_capacity(piece, input);
        let mut input = Transcoding::new(input, b"", Some(Encoding::parse("utf-8").unwrap()), Unit::Line);
        let name = Name { id: "a".to_owned(), position: "a".to_owned() };
        let mut sequence = Sequence::default();
        let items = std::iter::from_fn(|| sequence.next_item(&mut input, &name, &format).unwrap());
        items
            .map(|item| match item {
                Item::Document(document) => format!("{}: {}", document.id, document.text),
                Item::Unread(unread) => format!("{}! {}", unread.position, unread.message),
                Item::Deferred(_) => unreachable!("a record is made where it is read"),
            })
            .collect()
    }

    #[track_caller]
    fn check(input: &str, expected: &[&str]) {
        for piece in [1, 7, 4096] {
            assert_eq!(items(input.as_bytes(), piece), expected, "in {input}, in pieces of {piece}");
        }
    }

    #[test]
    fn records_are_read() {
        check("\x1e{\"text\":\"a\"}\n\x1e{\n\"text\": \"س\"\n}\n", &["a#1: a", "a#2: س"]);
        check("\x1e\x1e{\"text\":\"a\"}\n\x1e\n", &["a#1: a"]);
        check("", &[]);
    }

    #[test]
    fn a_bad_record_spoils_no_other() {
        check(
            "\x1e{\"text\":\"a\",\x1e{\"text\":\"b\"}\x1e5\n",
            &[
                "a#1! EOF while parsing a value at byte 12 of the record",
                "a#2: b",
                "a#3! a number, not an object",
            ],
        );
        check("x\n\x1e{\"text\":\"a\"}\n", &["a#1! 2 bytes before the first record", "a#2: a"]);
        let long = format!("\x1e{{\"text\":\"{}\"}}\n\x1e{{\"text\":\"b\"}}", "x".repeat(90));
        check(&long, &["a#1! 102 bytes, more than the 64 that a document may have", "a#2: b"]);
    }

    proptest! {
        #[test]
        fn any_bytes_end(input in proptest::collection::vec(prop::sample::select(&b"\x1e{}\":,text \n\xff1"[..]), 0..80), piece in 1..40_usize) {
            items(&input, piece);
        }
    }
}
