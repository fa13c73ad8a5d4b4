//! JSON documents.

use crate::harness::{check, gzip, tar};

#[test]
fn a_list_of_records_is_read_wherever_it_stands() {
    let list = "[\n {\"text\":\"The harbour reopened.\"},\n {\"text\":\"Prices rose.\"}\n]\n";
    check(
        &[
            ("a.json", list.as_bytes().to_vec()),
            ("b.json.gz", gzip(b"[{\"text\":\"a\"},5,{\"text\":\"b\"}]")),
            ("c.tar", tar(&[("list", list)])),
            ("d.json", b"[{\"text\":\"caf\xe9\"},\n{\"text\":\"\xd8\xb3\"}]".to_vec()),
            ("e.json", b"[]".to_vec()),
            ("f.json", b"[{}\n]".to_vec()),
        ],
        &[
            "a.json#1: The harbour reopened.",
            "a.json#2: Prices rose.",
            "b.json.gz#1: a",
            "b.json.gz#2! a number, not an object",
            "b.json.gz#3: b",
            "c.tar!list#1: The harbour reopened.",
            "c.tar!list#2: Prices rose.",
            "d.json#1:~ caf\u{fffd}",
            "d.json#2: س",
            "e.json! no document is found in it, read as JSON",
            "f.json#1! no field `text`; there is no field at all",
        ],
    );
}

#[test]
fn an_object_is_a_record_or_holds_them() {
    check(
        &[
            ("a.json", "{\n  \"text\": \"a\",\n  \"x\": [{}]\n}"),
            ("b.json", "{\n\"data\": [{\"text\":\"a\"},{\"text\":\"b\"}]}"),
            ("c.json", "{\"data\":[{\"text\":\"a\"},{\"text\":\"b\"}]}"),
            ("d", "{\"data\":[{\"text\":\"a\"}]}\n"),
            ("e.js", "window.YTD.notes.part0 = [ {\n  \"text\" : \"a\" } ]"),
            ("f.json", "// made by hand\n[{\"text\":\"a\"}]"),
        ],
        &[
            "a.json#1: a",
            "b.json#1: a",
            "b.json#2: b",
            "c.json#1: a",
            "c.json#2: b",
            "d#1: a",
            "e.js#1: a",
            "f.json#1: a",
        ],
    );
}

#[test]
fn what_holds_no_records_is_unread_and_never_a_text() {
    check(
        &[
            ("a.json", b"[\"The harbour\"]".to_vec()),
            ("b.json", b"\"The harbour\"".to_vec()),
            ("c.json", b"[null,{\"text\":\"a\"}]".to_vec()),
            ("d.json", b"made by hand\n[{\"text\":\"a\"}]".to_vec()),
            ("e.json", "\u{feff}[{\"text\":\"س\"}]".encode_utf16().flat_map(u16::to_le_bytes).collect()),
            (
                "f",
                "\u{feff}{\"text\":\"س\"}\n{\"text\":\"b\"}\n"
                    .encode_utf16()
                    .flat_map(u16::to_be_bytes)
                    .collect(),
            ),
        ],
        &[
            "a.json#1! a string, not an object",
            "b.json#1! no list of records, and no object, at byte 1 of line 1",
            "c.json#1! null, not an object",
            "c.json#2: a",
            "d.json#1! no list of records, and no object, at byte 1 of line 1",
            "e.json#1: س",
            "f#1: س",
            "f#2: b",
        ],
    );
}

#[test]
fn a_sequence_gives_its_records() {
    check(
        &[
            (
                "a.json-seq",
                "\u{1e}{\"text\":\"a\"}\n\u{1e}{\"text\":\"b\u{1e}{\"text\":\"c\"}\n".as_bytes().to_vec(),
            ),
            ("b.gz", gzip("\u{1e}{\"text\":\"س\"}\n".as_bytes())),
        ],
        &[
            "a.json-seq#1: a",
            "a.json-seq#2! EOF while parsing a string at byte 10 of the record",
            "a.json-seq#3: c",
            "b.gz#1: س",
        ],
    );
}
