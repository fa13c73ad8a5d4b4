//! No text becomes another text: lines, files and pages in several encodings, and what is declared wrongly.

use encoding_rs::{WINDOWS_1252, WINDOWS_1256};
use proptest::prelude::*;
use textmill_corpus::{Corpus, Document, Item};

use crate::harness::{folder, items};

/// The documents of a file, with what is unread left out.
fn documents(name: &str, content: &[u8]) -> Vec<Document> {
    let folder = folder(&[(name, content)]);
    let mut paths = Corpus::new().path(folder.path()).root(folder.path()).open().unwrap();
    let documents = items(&mut paths).into_iter().filter_map(|item| match item {
        Item::Document(document) => Some(document),
        _ => None,
    });
    documents.collect()
}

const ARABIC: &str = "أسواق المدينة القديمة";

fn line(text: &str) -> String {
    format!("{{\"text\":\"{text}\"}}\n")
}

#[test]
fn one_line_that_is_not_utf8_changes_no_other() {
    let bad = WINDOWS_1252.encode(&line("café")).0.into_owned();
    let plain = line("plain english words go on and on").repeat(1800);
    let content = [&bad[..], plain.as_bytes(), line(ARABIC).repeat(50).as_bytes()].concat();
    let read = documents("a.jsonl", &content);
    assert_eq!(read.len(), 1851);
    assert_eq!(read.iter().filter(|document| document.text == ARABIC).count(), 50);
    assert_eq!(read.iter().filter(|document| document.replaced).count(), 1);
    let table = |text: &str| format!("{text}\n");
    let content = [
        b"text\n",
        &WINDOWS_1252.encode(&table("café")).0[..],
        table("plain english words go on and on").repeat(2400).as_bytes(),
        table(ARABIC).repeat(50).as_bytes(),
    ]
    .concat();
    let read = documents("a.csv", &content);
    assert_eq!(read.iter().filter(|document| document.text == ARABIC).count(), 50);
    assert_eq!(read.iter().filter(|document| document.replaced).count(), 1);
}

#[test]
fn lines_of_two_encodings_are_told_apart() {
    let legacy = WINDOWS_1256.encode(&line(ARABIC)).0.repeat(10);
    let utf8 = line(ARABIC).repeat(10);
    for content in [[utf8.as_bytes(), &legacy].concat(), [&legacy[..], utf8.as_bytes()].concat()] {
        let read = documents("a.jsonl", &content);
        assert_eq!(read.len(), 20);
        assert!(read.iter().filter(|document| document.text == ARABIC).count() >= 10);
        assert!(read.iter().all(|document| document.text == ARABIC || document.replaced));
    }
    // All in one are read as that one.
    let read = documents("a.jsonl", &legacy);
    assert!(read.iter().all(|document| document.text == ARABIC && document.encoding == Some("windows-1256")));
}

#[test]
fn the_arabic_of_dos_and_of_the_macintosh_is_told_in_texts_and_lines() {
    let dos = b"\x9a\xab\xed\x9f\xe7 \x9f\xe9\xea\xa7\xef\xeb\xa1 \x9f\xe9\xe7\xa7\xef\xea\xa1";
    let mac = b"\xc3\xd3\xe8\xc7\xe2\xa0\xc7\xe4\xe5\xcf\xea\xe6\xc9\xa0\xc7\xe4\xe2\xcf\xea\xe5\xc9";
    for (name, text) in [("cp720", &dos[..]), ("x-mac-arabic", &mac[..])] {
        let lines = [b"{\"text\":\"", text, b"\"}\n"].concat().repeat(3);
        for (file, content, documents_in_it) in [("a.txt", text.to_vec(), 1), ("a.jsonl", lines, 3)] {
            let read = documents(file, &content);
            assert_eq!(read.len(), documents_in_it, "{file} in {name}");
            for document in read {
                let found = (&*document.text, document.encoding, document.replaced);
                assert_eq!(found, (ARABIC, Some(name), false), "{file} in {name}");
            }
        }
    }
}

#[test]
fn a_record_of_several_lines_counts_by_the_first_that_is_not_utf8() {
    let table = format!("text\n{}plain\n", format!("\"{ARABIC}\nplain\"\n").repeat(10));
    let list = format!("{{\n\"text\": \"{ARABIC}\",\n\"stars\": 5\n}}\n").repeat(10);
    for (name, content) in [("a.csv", table), ("a.json", format!("{list}{{\"text\": \"plain\"}}\n"))] {
        let read = documents(name, &WINDOWS_1256.encode(&content).0);
        let encodings: Vec<_> = read.iter().map(|document| document.encoding.unwrap()).collect();
        let expected = [vec!["windows-1256"; 10], vec!["UTF-8"]].concat();
        assert_eq!(encodings, expected, "in {name}");
        assert!(read[0].text.starts_with(ARABIC), "in {name}");
    }
}

#[test]
fn a_page_that_declares_wrongly_is_read_as_what_it_is() {
    let page = |charset: &str| format!("<meta charset={charset}><title>x</title><p>{ARABIC} {ARABIC}");
    for charset in ["iso-8859-1", "gb2312", "windows-1256"] {
        let read = documents("a.html", page(charset).as_bytes());
        assert_eq!((&*read[0].text, read[0].replaced), (&*format!("{ARABIC} {ARABIC}"), false));
    }
    let read = documents("a.html", &WINDOWS_1256.encode(&page("utf-8")).0);
    assert_eq!((&*read[0].text, read[0].encoding), (&*format!("{ARABIC} {ARABIC}"), Some("windows-1256")));
}

#[test]
fn a_text_with_an_emoji_in_cesu8_stays_what_it_is() {
    let read = documents(
        "a.txt",
        b"\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xed\xa0\xbd\xed\xb8\x80 \xd8\xa8\xd9\x83\xd9\x85",
    );
    assert!(read[0].text.starts_with("مرحبا \u{fffd}") && read[0].text.ends_with(" بكم"));
    assert_eq!((read[0].encoding, read[0].replaced), (Some("UTF-8"), true));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_a_valid_line_gives_does_not_depend_on_the_lines_before_it(
        before in proptest::collection::vec(
            proptest::collection::vec(prop::sample::select(&b"ab \"{}\xd3\xe1\xc7\xe3\xe9\xff\xc3\xa9\xd8\xb3\xed\xa0"[..]), 0..40),
            0..8,
        ),
        text in "[a-z \\u{e9}\\u{633}\\u{627}\\u{4e2d}]{0,30}",
        table: bool,
    ) {
        let (name, begin, valid) = match table {
            true => ("a.csv", "text\n".to_owned(), format!("{text}x\n")),
            false => ("a.jsonl", line("a"), line(&format!("{text}x"))),
        };
        let mut content = begin.into_bytes();
        for line in before {
            // A quote that is never closed is mended at the end of the file alone.
            content.extend(line.into_iter().filter(|&byte| !table || byte != b'"'));
            content.push(b'\n');
        }
        content.extend(valid.as_bytes());
        let last = documents(name, &content).pop().unwrap();
        prop_assert_eq!((last.text, last.encoding, last.replaced), (format!("{text}x"), Some("UTF-8"), false));
    }
}
