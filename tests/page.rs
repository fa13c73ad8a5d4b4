//! A report as one page.

use serde_json::json;

use crate::harness::Dir;

const NEWS: &str = r#"
--- news/a.jsonl
{"id":"a1","text":"Salma Haddad opened a lovely library in Amman.","city":"Amman","date":"2024-03-01"}
{"id":"a2","text":"افتتحت سلمى حداد مكتبة جميلة في عمّان.","city":"Amman","date":"2024-04-02"}
{"title":"no text"}
--- news/b.jsonl
{"id":"b1","text":"The harbour was cold and the food was terrible.","city":"York","date":"2024-04-09"}
"#;

/// What an element of a page holds.
#[track_caller]
fn element<'p>(page: &'p str, id: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!(" id=\"{id}\">")).unwrap_or_else(|| panic!("no {id}"));
    rest.split_once("</script>").expect("it is closed").0
}

fn texts(page: &str) -> Vec<&str> {
    let chunks = page.split("class=\"texts\"").skip(1);
    chunks.map(|chunk| chunk.split_once("</script>").expect("it is closed").0).collect()
}

#[test]
fn a_page_is_the_same_of_a_run_and_of_what_it_wrote() {
    let dir = Dir::new(NEWS);
    let run = "analyze news --id-field id --group-by city -q";
    dir.textmill(&format!("{run} --html first.html --threads 1 -o r.json")).exits(0);
    dir.textmill(&format!(
        "{run} --html second.html -o r.json --documents d.jsonl --texts --layers language,entities,sentiment,cues"
    ))
    .exits(0);
    dir.textmill("html r.json d.jsonl -q").exits(0);
    let [first, second, third] = ["first.html", "second.html", "r.html"].map(|name| dir.read(name));
    assert!(first.starts_with("<!doctype html>\n<!-- Textmill page"));
    for page in [&second, &third] {
        assert_eq!(element(page, "facts"), element(&first, "facts"));
        assert_eq!(texts(page), texts(&first));
    }
    assert_eq!(texts(&first).len(), 1);
    let report: serde_json::Value = serde_json::from_str(element(&third, "report")).expect("it is JSON");
    assert_eq!(report, dir.json("r.json"));
    // The lines beside a page are those that were asked for.
    dir.textmill(&format!("{run} --html p.html --documents plain.jsonl --layers entities")).exits(0);
    dir.textmill(&format!("{run} --documents alone.jsonl --layers entities")).exits(0);
    assert_eq!(dir.read("plain.jsonl"), dir.read("alone.jsonl"));
}

#[test]
fn lines_may_have_their_texts() {
    let dir = Dir::new(NEWS);
    dir.textmill("analyze news --id-field id --group-by city -p keywords -q --documents d.jsonl --texts")
        .exits(0);
    let lines = dir.json_lines("d.jsonl");
    assert_eq!(lines[0]["text"], "Salma Haddad opened a lovely library in Amman.");
    assert_eq!((&lines[0]["group"], &lines[0]["metadata"]["date"]), (&json!("Amman"), &json!("2024-03-01")));
    assert_eq!(lines[2].get("text"), None);
    let refused = dir.textmill("analyze news --documents d.parquet --texts").exits(2);
    assert!(refused.stderr().contains("--texts writes texts into lines"), "{}", refused.stderr());
}

#[test]
fn a_page_is_no_document_and_writes_over_none() {
    let dir = Dir::new("--- a.html\n<p>A library in Amman.</p>\n--- b.txt\nA harbour.\n");
    for _ in 0..2 {
        dir.textmill("analyze . -p keywords -q --html page.html -o r.json").exits(0);
        assert_eq!(dir.json("r.json")["corpus"]["documents"], 2);
    }
    dir.textmill("analyze . -p keywords -q --html a.html").exits(1);
    assert_eq!(dir.read("a.html").trim_end(), "<p>A library in Amman.</p>");
    dir.textmill("html r.json -o r.json").exits(1);
    let small = dir.textmill("html r.json --html-size 1K").exits(1);
    assert!(small.stderr().contains("--html-size"), "{}", small.stderr());
    assert!(dir.textmill("html b.txt").exits(1).stderr().contains("it is no report"));
}

#[test]
fn no_sentence_leaves_with_a_page_that_may_have_none() {
    let dir = Dir::new(NEWS);
    dir.textmill("analyze news -q --html none.html --html-texts none").exits(0);
    let page = dir.read("none.html");
    assert!(texts(&page).is_empty() && !element(&page, "facts").is_empty());
    dir.textmill("analyze news -q --html-texts none").exits(2);
}

#[test]
fn a_run_with_a_state_makes_its_page_too() {
    let dir = Dir::new(NEWS);
    let run = "analyze news -q --state s --html p.html -o r.json";
    dir.textmill(run).exits(0);
    let first = dir.read("p.html");
    dir.textmill(run).exits(0);
    assert_eq!(texts(&dir.read("p.html")), texts(&first));
    // Its lines have no texts for another run.
    dir.textmill("analyze news -q --state s -o r.json").exits(1);
}
