//! A text that is longer than a document may be, as several.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use super::{nul_at, without_nul};
use crate::encoding::{Transcoding, Unit, lossy, not_valid};
use crate::name::Name;
use crate::options::{Format, InvalidText};
use crate::reader::{Records, too_large};
use crate::source::{Document, Item, Unread};

/// Cuts a text into documents of at most [`Format::max_document`] bytes, one of which is in memory at a time.
///
/// A cut is after the last paragraph that ends in the second half of what a document may have, else the last line,
/// else the last blank, else the last character. Nothing is lost or added: the documents back to back are the text.
/// Where there are several, number `n` is called `path#n`.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// What was read and is in no document yet.
    rest: Vec<u8>,
    given: u64,
    ended: bool,
}

impl Records for Pieces {
    const UNIT: Unit = Unit::Text;

    fn next_item<R: BufRead>(
        &mut self,
        input: &mut Transcoding<R>,
        name: &Name,
        format: &Format,
    ) -> io::Result<Option<Item>> {
        let limit = usize::try_from(format.max_document).unwrap_or(usize::MAX).max(4);
        // One byte more tells whether the text continues.
        while !self.ended && self.rest.len() <= limit {
            let wanted = (limit + 1 - self.rest.len()) as u64;
            self.ended = input.by_ref().take(wanted).read_to_end(&mut self.rest)? == 0;
        }
        if self.rest.is_empty() && self.given > 0 {
            return Ok(None);
        }
        let end = if self.rest.len() > limit { cut(&self.rest[..=limit]) } else { self.rest.len() };
        let bytes: Vec<u8> = self.rest.drain(..end).collect();
        let alone = self.given == 0 && self.rest.is_empty();
        self.given += 1;
        if bytes.is_empty() && !alone {
            return Ok(None);
        }
        let name = if alone { name.clone() } else { name.line(self.given) };
        Ok(Some(item(&bytes, name, input.encoding(), format)))
    }

    fn place(&self, name: &Name) -> Name {
        name.line(self.given + 1)
    }
}

fn item(bytes: &[u8], name: Name, encoding: &'static str, format: &Format) -> Item {
    let Name { id, position } = name;
    let nul = nul_at(bytes).filter(|_| !encoding.starts_with("UTF-16"));
    let text = lossy(bytes);
    let replaced = matches!(text, Cow::Owned(_));
    let (text, had_nul) = match encoding.starts_with("UTF-16") {
        true => (text.into_owned(), false),
        false => without_nul(text.into_owned()),
    };
    let replaced = replaced || had_nul;
    let first = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len()) as u64;
    let flaw = match nul {
        Some(message) => Some(message),
        None if replaced && format.invalid_text == InvalidText::Fault => Some(not_valid(first, encoding)),
        None if text.len() as u64 > format.max_document => {
            Some(too_large(text.len() as u64, format.max_document))
        }
        None => None,
    };
    match flaw {
        Some(message) => Item::Unread(Unread { id, position, message }),
        None => Item::Document(Document { id, position, text, replaced, ..Document::default() }),
    }
}

/// Where to cut `bytes`, the last of which is beyond the document.
fn cut(bytes: &[u8]) -> usize {
    let limit = bytes.len() - 1;
    let half = limit / 2;
    let late = &bytes[half..limit];
    let after = |found: Option<usize>, length: usize| found.map(|at| half + at + length);
    let paragraph = after(late.windows(2).rposition(|pair| pair == b"\n\n"), 2);
    let line = || after(late.iter().rposition(|&byte| byte == b'\n'), 1);
    let blank = || after(late.iter().rposition(|&byte| matches!(byte, b' ' | b'\t')), 1);
    // A byte that begins a character; bytes that are no text may have none nearby.
    let is_start = |byte: u8| !(0x80..0xC0).contains(&byte);
    let character = || (limit.saturating_sub(3)..=limit).rev().find(|&at| is_start(bytes[at]));
    paragraph.or_else(line).or_else(blank).or_else(character).unwrap_or(limit).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn items(bytes: &[u8], limit: u64) -> Vec<Item> {
        let format = Format { max_document: limit, ..Format::default() };
        let name = Name { id: "a.txt".to_owned(), position: "a.txt".to_owned() };
        let mut input = Transcoding::new(bytes, &bytes[..bytes.len().min(1024)], None, Unit::Text);
        let mut pieces = Pieces::default();
        std::iter::from_fn(|| pieces.next_item(&mut input, &name, &format).unwrap()).collect()
    }

    #[track_caller]
    fn check(text: &str, limit: u64, expected: &[(&str, &str)]) {
        let items = items(text.as_bytes(), limit);
        let documents: Vec<(&str, &str)> = items
            .iter()
            .map(|item| match item {
                Item::Document(document) => (document.id.as_str(), document.text.as_str()),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(documents, expected, "in {text:?}");
    }

    #[test]
    fn a_text_that_fits_keeps_its_name() {
        check("", 8, &[("a.txt", "")]);
        check("12345678", 8, &[("a.txt", "12345678")]);
    }

    #[test]
    fn cuts_are_where_a_reader_would_make_them() {
        check("one two\n\nthree\nfour", 12, &[("a.txt#1", "one two\n\n"), ("a.txt#2", "three\nfour")]);
        check("one two\nthree four", 12, &[("a.txt#1", "one two\n"), ("a.txt#2", "three four")]);
        check("one two three", 10, &[("a.txt#1", "one two "), ("a.txt#2", "three")]);
        check("onetwothree", 5, &[("a.txt#1", "onetw"), ("a.txt#2", "othre"), ("a.txt#3", "e")]);
        check("سسسسس", 5, &[("a.txt#1", "سس"), ("a.txt#2", "سس"), ("a.txt#3", "س")]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_added(text in "[a-c \\nسچ😀]{0,300}", limit in 4_u64..60) {
            let mut whole = String::new();
            for item in items(text.as_bytes(), limit) {
                let Item::Document(document) = item else { panic!("all of it is text") };
                prop_assert!(document.text.len() as u64 <= limit);
                whole.push_str(&document.text);
            }
            prop_assert_eq!(whole, text);
        }

        #[test]
        fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..300), limit in 4_u64..60) {
            prop_assert!(!items(&bytes, limit).is_empty());
        }
    }
}
