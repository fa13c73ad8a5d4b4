//! Pages as a browser gets them: how large they are, what is in them, and that nothing breaks out of its element.

use std::io;

use miniz_oxide::inflate::decompress_to_vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::{Documents, Page, PageDocument, PageError, PageFault, PageRecord, PageSpan, TextDetail};

struct Given(Vec<PageDocument<'static>>);

impl Documents for Given {
    fn each(&mut self, take: &mut dyn FnMut(PageDocument<'_>) -> io::Result<()>) -> io::Result<()> {
        self.0.iter().cloned().try_for_each(take)
    }
}

fn report() -> Value {
    json!({
        "format": 1,
        "corpus": {"documents": 2},
        "analyzers": {"k": {
            "schema": {"kind": "record", "fields": {
                "terms": {"kind": "counts", "top": 2},
                "score": {"kind": "stats"},
                "keys": {"kind": "each"}
            }},
            "output": {"terms": {"total": 3, "distinct": 2, "top": [{"key": "rare", "count": 1, "documents": 1}]}, "score": {}}
        }},
        "groups": {"a": {"k": {"output": {"terms": {"top": [{"key": "one", "count": 1, "documents": 1}]}}}}},
        "run": {"sources": []}
    })
}

fn document(id: &str, text: &str) -> PageDocument<'static> {
    PageDocument {
        id: id.to_owned().into(),
        position: format!("f#{id}").into(),
        text: Some(text.to_owned().into()),
        analyzers: vec![("k".into(), json!({"terms": {text: 2, "all": 1}, "score": 0.5, "keys": [text]}))],
        ..PageDocument::default()
    }
}

#[track_caller]
fn write(documents: Vec<PageDocument<'static>>, bytes: u64, texts: TextDetail) -> (String, PageRecord) {
    let mut page = Vec::new();
    let record = Page { report: &report(), against: None, bytes, texts }
        .write(Some(&mut Given(documents)), &mut page)
        .expect("there is room");
    assert_eq!(record.bytes, page.len() as u64);
    assert!(record.bytes <= bytes, "{} of {bytes}", record.bytes);
    (String::from_utf8(page).expect("a page is UTF-8"), record)
}

/// What an element of the page holds.
#[track_caller]
fn element<'p>(page: &'p str, opening: &str) -> &'p str {
    let (_, rest) = page.split_once(opening).unwrap_or_else(|| panic!("no {opening}"));
    rest.split_once("</script>").expect("it is closed").0
}

fn unpacked(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for group in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits =
            group.iter().fold(0, |bits, &byte| bits << 6 | u32::from(digit(byte))) << (6 * (4 - group.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    decompress_to_vec(&bytes).expect("it was packed")
}

/// The head of the facts, and what stands behind it.
fn facts(page: &str) -> (Value, Vec<u8>) {
    let bytes = unpacked(element(page, "id=\"facts\">"));
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    assert_eq!(length % 4, 0);
    (serde_json::from_slice(&bytes[4..4 + length]).unwrap(), bytes[4 + length..].to_vec())
}

fn texts(page: &str) -> Vec<Value> {
    let chunks = page.split("class=\"texts\" data-documents=\"").skip(1);
    let read = chunks.flat_map(|chunk| {
        let (_, rest) = chunk.split_once("\">").unwrap();
        let entries = unpacked(rest.split_once("</script>").unwrap().0);
        serde_json::from_slice::<Vec<Value>>(&entries).unwrap()
    });
    read.collect()
}

const ROOM: u64 = 4 << 20;

#[test]
fn what_was_found_in_each_document_is_in_the_page() {
    let mut second = document("b", "😀 Salma\nin Cairo");
    second.layers = vec![(
        "entities".into(),
        vec![PageSpan {
            bounds: Some((5, 10)),
            label: Some("person".into()),
            attributes: [("canonical".to_owned(), json!("Salma"))].into_iter().collect(),
        }],
    )];
    second.metadata = json!({"date": "1970-01-03", "city": "Cairo"}).as_object().unwrap().clone();
    second.faults =
        vec![PageFault { analyzer: Some("m".into()), kind: "trap".into(), ..PageFault::default() }];
    let (page, record) = write(vec![document("a", "rare"), second], ROOM, TextDetail::Full);
    assert_eq!((record.documents, record.facts, record.texts), (2, 2, 2));
    let (head, columns) = facts(&page);
    assert_eq!((&head["ids"], &head["total"]), (&json!(["a", "b"]), &json!(2)));
    assert_eq!(
        head["faults"][0],
        json!({"document": 1, "analyzer": "m", "kind": "trap", "code": "", "message": ""})
    );
    let terms = &head["fields"][1];
    assert_eq!(
        (&terms["path"], &terms["keys"]),
        (&json!(["terms"]), &json!(["all", "rare", "😀 Salma\nin Cairo"]))
    );
    // Of each key how many documents, then each document as a step from the one before, with its count.
    let at = terms["at"].as_u64().unwrap() as usize;
    assert_eq!(columns[at..at + 11], [2, 0, 1, 1, 1, 1, 0, 2, 1, 1, 2]);
    assert_eq!(
        (&head["metadata"][1]["name"], &head["metadata"][1]["kind"]),
        (&json!("date"), &json!("date"))
    );
    let at = head["metadata"][1]["at"].as_u64().unwrap() as usize;
    assert_eq!(columns[at + 4..at + 8], 2_f32.to_le_bytes());
    let all = texts(&page);
    let entry = all.iter().find(|entry| entry["source"] == "f#b").unwrap();
    assert_eq!(entry["layers"]["entities"], json!([[3, 8, "person", {"canonical": "Salma"}]]));
    assert_eq!(entry["outputs"], json!([["k", ["keys"], ["😀 Salma\nin Cairo"]]]));
}

#[test]
fn texts_are_left_out_or_cut_where_that_is_asked_for() {
    let secret = "word ".repeat(200) + "the secret end";
    let documents = || vec![document("a", "short"), document("b", &secret)];
    let (page, record) = write(documents(), ROOM, TextDetail::Snippets);
    assert_eq!(record.texts, 2);
    let all = texts(&page);
    let cut = all.iter().find(|entry| entry["of"] == 1014).expect("one is cut");
    assert!(!cut["text"].as_str().unwrap().contains("secret"));
    let (page, record) = write(documents(), ROOM, TextDetail::None);
    assert_eq!((record.facts, record.texts), (2, 0));
    assert!(texts(&page).is_empty());
}

#[test]
fn what_has_no_room_is_left_out_by_content_and_not_by_order() {
    let mut documents: Vec<PageDocument<'static>> = (0..600)
        .map(|number: u32| {
            // Words that a packer cannot make much shorter.
            let words =
                (0..40_u32).map(|word| format!("{:x} ", (number * 40 + word).wrapping_mul(2_654_435_761)));
            document(&number.to_string(), &words.collect::<String>())
        })
        .collect();
    let empty = write(Vec::new(), ROOM, TextDetail::Full).1.bytes;
    let chosen = |page: &str| {
        let mut found: Vec<String> = texts(page).iter().map(|entry| entry["source"].to_string()).collect();
        found.sort();
        found
    };
    let (page, record) = write(documents.clone(), empty + 120_000, TextDetail::Full);
    assert!(record.texts > 50 && record.texts < 600, "{record:?}");
    assert!(record.bytes > empty + 90_000, "{record:?}");
    documents.reverse();
    let (reversed, _) = write(documents.clone(), empty + 120_000, TextDetail::Full);
    assert_eq!(chosen(&page), chosen(&reversed));
    let (small, record) = write(documents, empty + 6_000, TextDetail::None);
    assert!(record.facts > 0 && record.facts < 600, "{record:?}");
    assert_eq!(facts(&small).0["total"], 600);
}

#[test]
fn a_report_that_has_no_room_is_refused_and_groups_are_cut_before() {
    let mut report = report();
    let keys: Vec<Value> =
        (0..50).map(|key| json!({"key": format!("key number {key}"), "count": 1, "documents": 1})).collect();
    for group in 0..200 {
        report["groups"][group.to_string()] =
            json!({"k": {"output": {"terms": {"top": keys, "bins": keys}}}});
    }
    let page = |bytes| {
        let mut page = Vec::new();
        Page { report: &report, against: None, bytes, texts: TextDetail::Full }
            .write(None, &mut page)
            .map(|_| page)
    };
    let whole = page(ROOM).unwrap();
    let cut = String::from_utf8(page(whole.len() as u64).unwrap()).unwrap();
    let shown: Value = serde_json::from_str(element(&cut, "id=\"report\">")).unwrap();
    let kept = shown["groups_cut"].as_u64().unwrap() as usize;
    assert_eq!(shown["groups"]["7"]["k"]["output"]["terms"]["top"].as_array().unwrap().len(), kept);
    assert_eq!(shown["groups"]["7"]["k"]["output"]["terms"]["bins"].as_array().unwrap().len(), 50);
    assert!(matches!(page(9_000), Err(PageError::TooSmall { bytes: 9_000, .. })));
}

#[test]
fn the_page_asks_for_nothing_and_runs_nothing_but_its_own() {
    let (page, _) = write(Vec::new(), ROOM, TextDetail::Full);
    assert!(page.starts_with("<!doctype html>\n<!-- Textmill page"));
    let (_, policy) = page.split_once("Content-Security-Policy\" content=\"").unwrap();
    let (policy, _) = policy.split_once('"').unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    for outside in [" src=", "@import", "url(", "unsafe-inline", "unsafe-eval"] {
        let (markup, _) = page.split_once("id=\"licenses\"").unwrap();
        assert!(!markup.contains(outside), "{outside}");
    }
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        Just("</script><script>document.title='x'</script>".to_owned()),
        Just("<!--<script>".to_owned()),
        Just("@@TEXTS@@".to_owned()),
        Just("\u{202e}\u{2066}\u{2028}=1+1".to_owned()),
    ]
}

fn any_document() -> impl Strategy<Value = PageDocument<'static>> {
    (hostile(), hostile(), hostile(), 0..200_u32, 0..200_u32).prop_map(|(id, text, name, start, end)| {
        let metadata: Map<String, Value> =
            [(name.clone(), json!(text)), ("date".to_owned(), json!(id))].into_iter().collect();
        PageDocument {
            group: Some(name.clone().into()),
            metadata,
            layers: vec![(
                name.clone().into(),
                vec![PageSpan {
                    bounds: Some((start, end)),
                    label: Some(name.into()),
                    attributes: Map::new(),
                }],
            )],
            ..document(&id, &text)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_documents_make_one_page_in_its_bounds(
        documents in prop::collection::vec(any_document(), 0..12),
        room in 0..40_000_u64,
    ) {
        let empty = write(Vec::new(), ROOM, TextDetail::Full).1.bytes;
        let bytes = (empty + room).max(2 * empty);
        let (page, record) = write(documents.clone(), bytes, TextDetail::Full);
        prop_assert_eq!(&write(documents, bytes, TextDetail::Full).0, &page);
        // Five elements, one of them the script, and one for each chunk: nothing opens or closes another.
        let chunks = page.matches("class=\"texts\"").count();
        let (data, script) = page.rsplit_once("<script>").unwrap();
        prop_assert_eq!(data.matches("<script").count(), 4 + chunks);
        prop_assert_eq!(data.matches("</script").count(), 4 + chunks);
        prop_assert_eq!(script.matches("</script").count(), 1);
        let (head, _) = facts(&page);
        prop_assert_eq!(head["ids"].as_array().unwrap().len() as u64, record.facts);
        prop_assert_eq!(texts(&page).len() as u64, record.texts);
    }
}
