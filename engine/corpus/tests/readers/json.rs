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
            "e.json: []",
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
        ],
        &["a.json#1: a", "b.json#1: a", "b.json#2: b"],
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
