//! Nothing is lost after one flaw, and nothing in silence.

use crate::harness::{check, gzip, tar, tar_header};

#[test]
fn a_file_without_documents_says_so() {
    check(
        &[
            ("a.jsonl", &b"\n \n"[..]),
            ("b.csv", b"id,text\n"),
            ("c.tar", &tar::<&str>(&[])),
            ("d.jsonl", b""),
            ("e.tar", &tar(&[(".hidden", "a")])),
            ("f.jsonl.gz", &gzip(b"\n")),
        ],
        &[
            "a.jsonl! no document is found in it, read as JSON Lines",
            "b.csv! no document is found in it, read as CSV",
            "c.tar! has a NUL byte at offset 0: binary data, or UTF-16 that is damaged",
            "f.jsonl.gz! no document is found in it, read as JSON Lines",
        ],
    );
}

#[test]
fn tables_of_carriage_returns_are_read() {
    check(
        &[("a.csv", "id,text\r1,The harbour reopened.\r2,Prices rose.\r")],
        &["a.csv#2: The harbour reopened.", "a.csv#3: Prices rose."],
    );
}

#[test]
fn padding_is_passed_over() {
    let member = gzip(b"The harbour reopened.");
    check(
        &[
            ("a.txt.gz", [&member[..], &[0; 512]].concat()),
            ("b.txt.gz", [&member[..], b"garbage"].concat()),
            ("c.txt", b"The harbour reopened.\n\0\0\0\0".to_vec()),
            ("d.txt", b"The \0 harbour".to_vec()),
        ],
        &[
            "a.txt.gz: The harbour reopened.",
            "b.txt.gz: The harbour reopened.",
            "c.txt: The harbour reopened.\n",
            "d.txt:~ The \u{fffd} harbour",
        ],
    );
}

#[test]
fn a_label_of_a_volume_and_what_solaris_adds_are_no_members() {
    let header = |kind: u8, size: usize| {
        let mut header = tar_header("corpus 2024", size, tar::EntryType::new(kind));
        if size == 0 {
            // As GNU tar writes a label: its field of the size is empty.
            header.as_old_mut().size = [0; 12];
            header.set_cksum();
        }
        header.as_bytes().to_vec()
    };
    let mut acl = [header(b'A', 9), b"user::rw-".to_vec()].concat();
    acl.resize(1024, 0);
    check(
        &[("a.tar", [header(b'V', 0), acl, tar(&[("x.txt", "The harbour reopened.")])].concat())],
        &["a.tar!x.txt: The harbour reopened."],
    );
}
