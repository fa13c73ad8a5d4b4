//! Documents written to any container come back as they were, each with a position of its own.

use std::collections::HashSet;

use proptest::prelude::*;
use textmill_corpus::{Document, Item};

use crate::harness::{bzip2, corpus, folder, gzip, items, tar, xz, zip, zstandard};

/// Texts that are no other format: what begins like a page or an archive is read as one.
fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[a-zس\u{64b}é😀 ,.\n]{0,40}", 1..6)
}

fn read(name: &str, content: &[u8]) -> Vec<Document> {
    let folder = folder(&[(name, content)]);
    let items = items(&mut corpus(folder.path()).open().unwrap());
    let documents = items.into_iter().map(|item| match item {
        Item::Document(document) => document,
        item => panic!("{item:?} in {name}"),
    });
    documents.collect()
}

fn lines(texts: &[String]) -> Vec<u8> {
    let line = |text: &String| format!("{}\n", serde_json::json!({ "text": text }));
    texts.iter().map(line).collect::<String>().into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn documents_come_back(texts in texts(), repeated: bool) {
        let names: Vec<_> = (0..texts.len()).map(|n| if repeated { "a.txt".to_owned() } else { format!("{n}.txt") }).collect();
        let members: Vec<_> = names.iter().map(String::as_str).zip(&texts).collect();
        let unrepeated: Vec<_> = (0..texts.len()).map(|n| format!("{n}.txt")).collect();
        let zipped: Vec<_> = unrepeated.iter().map(String::as_str).zip(&texts).collect();
        let in_lines: Vec<_> = members.iter().map(|(name, text)| (*name, text)).collect();
        for (name, content) in [
            ("a.jsonl", lines(&texts)),
            ("a.jsonl.gz", gzip(&lines(&texts))),
            ("a.jsonl.zst", zstandard(&lines(&texts))),
            ("a.jsonl.bz2", bzip2(&lines(&texts))),
            ("a.jsonl.xz", xz(&lines(&texts))),
            ("a.tar", tar(&in_lines)),
            ("a.tar.gz", gzip(&tar(&in_lines))),
            ("a.zip", zip(&zipped)),
        ] {
            let documents = read(name, &content);
            let positions: HashSet<_> = documents.iter().map(|document| &document.position).collect();
            prop_assert_eq!(positions.len(), texts.len());
            let came_back: Vec<_> = documents.iter().map(|document| &document.text).collect();
            prop_assert_eq!(came_back, texts.iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_archive_makes_a_reader_panic(at: prop::sample::Index, change in 1..=255_u8, cut: prop::sample::Index, which in 0..2_usize) {
        let members = [("a.txt", "some text ".repeat(9)), ("b.jsonl", "{\"text\":\"b\"}\n".repeat(9))];
        let mut content = if which == 0 { tar(&members) } else { zip(&members) };
        let place = at.index(content.len());
        content[place] ^= change;
        if change % 2 == 0 {
            content.truncate(cut.index(content.len()));
        }
        let folder = folder(&[("a.tar", content)]);
        items(&mut corpus(folder.path()).open().unwrap());
    }
}
