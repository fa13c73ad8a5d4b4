//! JSON documents: a list of records, an object that is one, or an object that holds a list of them.
//!
//! A list may be of any length: its records are taken from the stream one by one, by their brackets, and parsed as the
//! lines of JSON Lines are.

mod source;
mod values;

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, BufRead};

use serde_json::value::RawValue;

use super::json_lines::{NoRecord, document, record_of};
use crate::encoding::{Transcoding, lossy};
use crate::name::Name;
use crate::options::{Format, InvalidText};
use crate::reader::{Context, Data, OneByOne, Reader, Several, Stream, too_large};
use crate::source::Item;
use values::{Found, LONGEST_SCRIPT, Values, is_script};

/// Begins with a document.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Stream::new(OneByOne::<Json>::default(), data, name, context)))
}

/// Whether `head` begins a list of objects, in a script too, or an object over several lines.
pub(super) fn begins_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins_list =
        |head: &[u8]| head.strip_prefix(b"[").is_some_and(|list| begins_object(list.trim_ascii_start()));
    // Of a script, nothing but a list is data for sure.
    let list = head.iter().take(LONGEST_SCRIPT).position(|byte| matches!(byte, b'[' | b'{')).unwrap_or(0);
    begins_list(head) || begins_object(head) || (is_script(&head[..list]) && begins_list(&head[list..]))
}

/// Whether the first line of `head` is an object that is no record and holds a list of them.
pub(super) fn holds_list(head: &[u8], format: &Format) -> bool {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = lossy(line);
    matches!(record_of(&line, format), Err(NoRecord::NoText(_))) && list_in(&line).is_some()
}

/// Whether `head` begins an object: a brace and a name, or nothing in it.
fn begins_object(head: &[u8]) -> bool {
    let Some(inside) = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start) else { return false };
    let Some(name) = inside.strip_prefix(b"\"") else { return inside.starts_with(b"}") };
    let mut escaped = false;
    let end = name.iter().position(|&byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.is_some_and(|end| name[end + 1..].trim_ascii_start().starts_with(b":"))
}

/// How far a reader of a document has come.
#[derive(Debug, Default)]
struct Json {
    values: Values,
    /// Records that were begun.
    number: u64,
}

/// An object may hold a list of records.
impl Several for Json {
    fn next_items<R: BufRead>(
        &mut self,
        input: &mut Transcoding<R>,
        name: &Name,
        format: &Format,
        items: &mut VecDeque<Item>,
    ) -> io::Result<()> {
        // A list of nothing is stepped over.
        while items.is_empty() {
            let found = self.values.next(input, format.max_document)?;
            if matches!(found, Found::End) {
                break;
            }
            self.number += 1;
            let message = match found {
                Found::Value => {
                    self.read_value(name, format, items);
                    continue;
                }
                Found::TooLong(bytes) => too_large(bytes, format.max_document),
                Found::Cut => format!("the document ends too early: {}", self.begins()),
                Found::Unclosed => format!("its end is not found: {}", self.begins()),
                Found::NoJson | Found::End => {
                    format!("no list of records, and no object, {}", self.values.place(1, 1))
                }
                Found::Stray => format!("a bracket closes nothing, {}", self.values.place(1, 1)),
            };
            items.push_back(Item::Unread(self.place(name).unread(message)));
        }
        Ok(())
    }

    fn place(&self, name: &Name) -> Name {
        name.line(self.number)
    }
}

impl Json {
    fn begins(&self) -> String {
        format!("it begins {}", self.values.place(1, 1))
    }

    /// Appends what the value holds that was read: nothing where it holds a list of nothing.
    fn read_value(&mut self, name: &Name, format: &Format, items: &mut VecDeque<Item>) {
        let bytes = std::mem::take(&mut self.values.value);
        let text = lossy(&bytes);
        let replaced = matches!(text, Cow::Owned(_));
        let place = self.place(name);
        if replaced && format.invalid_text == InvalidText::Fault {
            items.push_back(Item::Unread(place.unread("not valid in its encoding".to_owned())));
            return;
        }
        let message = match record_of(&text, format) {
            Ok((record, mended)) => {
                items.push_back(document(record, place, replaced || mended));
                return;
            }
            Err(NoRecord::NoText(message)) => {
                let list = if self.values.in_list() { None } else { list_in(&text) };
                if let Some(records) = list {
                    self.read_list(&records, replaced, name, format, items);
                    return;
                }
                message
            }
            Err(NoRecord::Syntax { fact, line, byte }) => {
                let message = format!("{fact} {}", self.values.place(line, byte));
                // It may have taken what follows it for its own.
                self.values.value = bytes;
                self.values.go_back();
                message
            }
            Err(flaw @ NoRecord::Other(_)) => flaw.message(),
        };
        items.push_back(Item::Unread(place.unread(message)));
    }

    /// Appends the records of a list that an object holds, which was counted as a record itself.
    fn read_list(
        &mut self,
        records: &[&RawValue],
        replaced: bool,
        name: &Name,
        format: &Format,
        items: &mut VecDeque<Item>,
    ) {
        self.number -= 1;
        for record in records {
            self.number += 1;
            let place = self.place(name);
            items.push_back(match record_of(record.get(), format) {
                Ok((record, mended)) => document(record, place, replaced || mended),
                Err(flaw) => Item::Unread(place.unread(flaw.message())),
            });
        }
    }
}

/// The records of the only list of objects that an object holds.
fn list_in(object: &str) -> Option<Vec<&RawValue>> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(object).ok()?;
    let mut lists = fields.values().filter_map(|value| {
        let inside = value.get().strip_prefix('[')?.trim_start();
        inside.starts_with('{').then(|| serde_json::from_str::<Vec<&RawValue>>(value.get()).ok())?
    });
    lists.next().filter(|_| lists.next().is_none())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::encoding::{Encoding, Unit};
    use crate::reader::Records as _;

    fn items(input: &[u8], piece: usize) -> Vec<String> {
        items_within(64, input, piece)
    }

    fn items_within(max_document: u64, input: &[u8], piece: usize) -> Vec<String> {
        let format = Format { max_document, ..Format::default() };
        let input = io::BufReader::with_capacity(piece, input);
        let mut input = Transcoding::new(input, b"", Some(Encoding::parse("utf-8").unwrap()), Unit::Line);
        let name = Name { id: "a.json".to_owned(), position: "a.json".to_owned() };
        let mut json = OneByOne::<Json>::default();
        let items = std::iter::from_fn(|| json.next_item(&mut input, &name, &format).unwrap());
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
    fn a_list_gives_its_records() {
        check(
            "[\n {\"text\":\"The harbour reopened.\"},\n {\"text\":\"Prices ] rose.\"}\n]\n",
            &["a.json#1: The harbour reopened.", "a.json#2: Prices ] rose."],
        );
        check("[{\"text\":\"\\\\\\\"}\",\"x\":[{}]},{\"text\":\"b\"}]", &["a.json#1: \\\"}", "a.json#2: b"]);
        check("\u{feff}[{\"text\":\"a\"}]\n[{\"text\":\"b\"}]", &["a.json#1: a", "a.json#2: b"]);
        check("[{\"text\":\"a\",\"x\":NaN}]", &["a.json#1: a"]);
        check("[]", &[]);
    }

    #[test]
    fn comments_and_scripts_around_a_document_are_none_of_it() {
        let (one, two) = ("a.json#1: a", "a.json#2: b");
        let list = "[{\"text\":\"a\"},{\"text\":\"b\"}]";
        for (before, after) in [
            ("window.YTD.tweets.part0 = ", "\n"),
            ("/**/callback(", ");"),
            ("// it's [ \"so\n", "// }"),
            (")]}',\n", ""),
            ("for(;;);", ""),
            ("var a=", ";\n"),
        ] {
            check(&format!("{before}{list}{after}"), &[one, two]);
        }
        check(
            "[ // a \"list\n {\"text\":\"a\" /* it's } ] **/}, {\"x\": 1, // }\n\"text\":\"b\"} /* ] */ ]",
            &[one, two],
        );
        check("{\"text\":\"http://a/*b\"}", &["a.json#1: http://a/*b"]);
        check("{\"text\":\"a\"} // end", &[one]);
        check(
            "a / b [{\"text\":\"a\"}]",
            &["a.json#1! no list of records, and no object, at byte 1 of line 1"],
        );
        check(
            "1 = [{\"text\":\"a\"}]",
            &["a.json#1! no list of records, and no object, at byte 1 of line 1"],
        );
    }

    #[test]
    fn an_object_is_a_record_or_holds_a_list_of_them() {
        check("{\n  \"text\": \"a\"\n}\n{\n  \"text\": \"b\"\n}", &["a.json#1: a", "a.json#2: b"]);
        check(
            "{\n\"version\": 1, \"data\": [{\"text\":\"a\"}, {\"text\":\"b\"}]}",
            &["a.json#1: a", "a.json#2: b"],
        );
        check("{\n\"data\": {\"x\": 1}}", &["a.json#1! no field `text`; there is `data`"]);
        check("{\"a\":[{}],\n\"b\":[{}]}", &["a.json#1! no field `text`; there is `a` and `b`"]);
    }

    #[test]
    fn a_bad_record_spoils_no_other() {
        check(
            "[{\"text\":1},5,{\"text\" \"b\"},null,{\"text\":\"c\"}]",
            &[
                "a.json#1! the field `text` is a number, not a string",
                "a.json#2! a number, not an object",
                "a.json#3! expected `:` at byte 23 of line 1",
                "a.json#4! null, not an object",
                "a.json#5: c",
            ],
        );
        let long = format!("[{{\"text\":\"{}\"}},{{\"text\":\"b\"}}]", "x".repeat(90));
        check(&long, &["a.json#1! 101 bytes, more than the 64 that a document may have", "a.json#2: b"]);
        check(
            "[{\"text\":\"a\"},\n {\"text\"",
            &["a.json#1: a", "a.json#2! the document ends too early: it begins at byte 2 of line 2"],
        );
        check(
            "[{\"text\":\"a\"}",
            &["a.json#1: a", "a.json#2! the document ends too early: it begins at byte 14 of line 1"],
        );
        check(
            "[{\"text\":\"a\"}] x\n{\"text\":\"b\"}\0\n\x1a",
            &[
                "a.json#1: a",
                "a.json#2! no list of records, and no object, at byte 16 of line 1",
                "a.json#3: b",
            ],
        );
        check(
            "[{\"text\":\"a\"}},{\"text\":\"b\"}]]{\"text\":\"c\"}",
            &[
                "a.json#1: a",
                "a.json#2! a bracket closes nothing, at byte 14 of line 1",
                "a.json#3: b",
                "a.json#4! a bracket closes nothing, at byte 29 of line 1",
                "a.json#5: c",
            ],
        );
    }

    #[test]
    fn a_record_that_is_not_closed_spoils_no_other() {
        let around = |record: &str| {
            format!("[{{\"text\":\"a\"}},\n{record},\n{{\"text\":\"c\"}},\n{{\"text\":\"d\"}}]")
        };
        for (record, flaw) in [
            ("{\"text\":\"b}", "its end is not found: it begins at byte 1 of line 2"),
            ("{\"text\":b\"}", "its end is not found: it begins at byte 1 of line 2"),
            ("{\"text:\"b\"}", "its end is not found: it begins at byte 1 of line 2"),
            ("{\"text\":\"b\"", "its end is not found: it begins at byte 1 of line 2"),
            ("\"text\":\"b\"}", "a string, not an object"),
            ("{{\"text\":\"b\"}", "its end is not found: it begins at byte 1 of line 2"),
            ("{\"text\":[\"b\"}", "its end is not found: it begins at byte 1 of line 2"),
        ] {
            let all = items(around(record).as_bytes(), 7);
            assert_eq!(all[0], "a.json#1: a", "{all:?}");
            assert_eq!(all[1], format!("a.json#2! {flaw}"), "{all:?}");
            let texts: Vec<_> =
                all[2..].iter().filter_map(|item| item.split_once(": ")).map(|(_, text)| text).collect();
            assert_eq!(texts, ["c", "d"], "{all:?}");
        }
        // Objects within a record are none, and of those that follow none is lost whatever the layout.
        let pretty = |records: &[&str]| format!("[\n  {}\n]\n", records.join(",\n  "));
        let inner =
            "{\n    \"x\": [\n      {\n        \"text\": \"n\"\n      }\n    ],\n    \"text\": \"b\n  }";
        let records = ["{\n    \"text\": \"a\"\n  }", inner, "{\n    \"text\": \"c\"\n  }"];
        for piece in [1, 7, 4096] {
            assert_eq!(
                items_within(1000, pretty(&records).as_bytes(), piece),
                [
                    "a.json#1: a",
                    "a.json#2! its end is not found: it begins at byte 3 of line 5",
                    "a.json#3: c"
                ]
            );
        }
        check(
            "{\"text\":\"a\n{\"text\":\"b\"}\n, {\"text\":\"c\"}",
            &["a.json#1! its end is not found: it begins at byte 1 of line 1", "a.json#2: b", "a.json#3: c"],
        );
        let long = format!("[\n{{\"text\":\"a\n{{\"text\":\"b\"}},\n{{\"text\":\"{}\"}}\n]", "x".repeat(90));
        assert!(
            items(long.as_bytes(), 7).contains(&"a.json#2: b".to_owned()),
            "{:?}",
            items(long.as_bytes(), 7)
        );
    }

    #[test]
    fn time_is_linear_where_no_record_is_closed() {
        for (line, fewest) in
            [("{\"text\":\"a\n", 200_000), ("{\"text\":\"a\"\n", 200_000), ("[{\"text\":\"a\n", 1)]
        {
            let document = format!("[\n{}]", line.repeat(200_000));
            assert!(items_within(1 << 20, document.as_bytes(), 4096).len() >= fewest, "{line}");
        }
    }

    #[test]
    fn a_document_is_known_by_its_beginning() {
        for (head, expected) in [
            ("[{\"a\"", false),
            ("[ {\"a\" :", true),
            ("\u{feff}[\n{}", true),
            ("{\n\"a\\\"b\": 1", true),
            ("[1] See there", false),
            ("{curly}", false),
            ("window.YTD.tweets.part0 = [ {\n \"tweet\" : {", true),
            ("callback([{\"a\":1}])", true),
            ("var a = {\n\"b\": 1}", false),
            ("see (the [{\"a\":1}])", false),
            ("[\"a\"]", false),
            ("", false),
        ] {
            assert_eq!(begins_json(head.as_bytes()), expected, "of {head}");
        }
    }

    proptest! {
        #[test]
        fn records_come_back(texts in proptest::collection::vec("[a-z\"\\\\{}\\[\\], س]{0,20}", 0..6), pretty: bool, piece in 1..40_usize) {
            let records: Vec<_> = texts.iter().map(|text| serde_json::json!({ "text": text })).collect();
            let written = if pretty { serde_json::to_string_pretty(&records) } else { serde_json::to_string(&records) };
            let expected: Vec<_> = texts.iter().zip(1..).map(|(text, number)| format!("a.json#{number}: {text}")).collect();
            prop_assert_eq!(items(written.unwrap().as_bytes(), piece), expected);
        }

        #[test]
        fn any_bytes_end(input in proptest::collection::vec(prop::sample::select(&b"{}[]\":,textNaN \n\\u\xff1/*=("[..]), 0..80), piece in 1..40_usize) {
            items(&input, piece);
        }
    }
}
