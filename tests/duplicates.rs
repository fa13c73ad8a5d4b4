//! What says the same: `duplicates`, `--unique`, `--remove-repeated-lines`.

use serde_json::{Value, json};

use crate::harness::{Dir, without_run};

/// Twelve pages of a site, of which the last two are copies, one of them edited, with a menu and a footer.
fn site() -> Dir {
    let dir = Dir::new("");
    let page = |number: usize| {
        let words: Vec<String> = (0..60).map(|word| format!("word{word}of{number}")).collect();
        words.join(" ")
    };
    let file = |text: &str| format!("Home | News | About\n{text}\n© 2024 The Site\n");
    for number in 0..10 {
        dir.write(&format!("in/p{number:02}.txt"), file(&page(number)));
    }
    dir.write("in/p10.txt", file(&page(3).to_uppercase()));
    dir.write("in/p11.txt", file(&page(4).replace("word30of4", "another")));
    dir
}

#[test]
fn copies_are_found_and_told_apart() {
    let dir = site();
    let lines = |arguments: &str| -> Vec<Value> {
        let run = dir.textmill(&format!("duplicates in --format jsonl -q {arguments}")).exits(0);
        run.stdout().lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    };
    let groups = lines("");
    assert_eq!(groups.len(), 2, "{groups:?}");
    assert_eq!(groups[0]["first"], "in/p03.txt");
    assert_eq!(groups[0]["copies"], json!([{"document": "in/p10.txt", "kind": "same", "similarity": 1.0}]));
    let near = &groups[1]["copies"][0];
    assert_eq!((&near["document"], &near["kind"]), (&json!("in/p11.txt"), &json!("near")));
    assert!(near["similarity"].as_f64().is_some_and(|similarity| similarity > 0.8), "{near}");
    assert_eq!(lines("--threads 1"), groups);
    assert_eq!(lines("--exact"), groups[..1]);
    assert_eq!(lines("--similarity 1"), groups[..1]);
    let page = dir.textmill("duplicates in -q").exits(0).stdout();
    assert!(
        page.starts_with("2 of 12 documents say what another does: 1 the same, 1 nearly, in 2 groups\n"),
        "{page}"
    );
    dir.textmill("duplicates in -q --format tsv -o in/found.tsv").exits(0);
    assert_eq!(dir.read("in/found.tsv").lines().count(), 3);
    // What was written is a document now, and is not overwritten.
    dir.textmill("duplicates in -q --format tsv -o in/found.tsv").exits(1);
    assert_eq!(dir.read("in/found.tsv").lines().count(), 3);
}

#[test]
fn each_text_is_analyzed_once_whatever_the_threads() {
    let dir = site();
    let report = |arguments: &str| {
        without_run(dir.textmill(&format!("analyze in -q -p keywords -o - {arguments}")).exits(0).report())
    };
    let once = report("--unique --threads 1");
    assert_eq!((&once["corpus"]["documents"], &once["corpus"]["duplicates"]), (&json!(11), &json!(1)));
    assert_eq!(once["provenance"]["selection"]["unique"], "same");
    assert_eq!(report("--unique --threads 3 --batch-bytes 1K"), once);
    let near = report("--unique=near");
    assert_eq!((&near["corpus"]["documents"], &near["corpus"]["duplicates"]), (&json!(10), &json!(2)));
    // Of those that a filter lets through, the first stays.
    let filtered = report("--unique --filter source!=in/p03.txt");
    assert_eq!(
        (
            &filtered["corpus"]["documents"],
            &filtered["corpus"]["filtered"],
            &filtered["corpus"]["duplicates"]
        ),
        (&json!(11), &json!(1), &Value::Null)
    );
    dir.textmill("analyze in -q -p keywords --unique=0.9 -o report.json").exits(0);
    dir.textmill("verify report.json -q").exits(0);
}

#[test]
fn what_cannot_be_read_twice_is_refused() {
    let dir = Dir::new("--- a.txt\nA text.\n");
    for option in ["--unique", "--remove-repeated-lines"] {
        let run = dir.textmill(&format!("analyze - {option}")).exits(2);
        let message = format!("textmill: {option} reads twice, and - can be read only once\n");
        assert!(run.stderr().starts_with(&message), "{}", run.stderr());
        dir.textmill(&format!("analyze a.txt {option} --partial p.part")).exits(2);
    }
    dir.textmill("analyze a.txt --unique=alike").exits(2);
}

#[test]
fn lines_of_a_site_are_taken_out_and_counted() {
    let dir = site();
    let arguments =
        "analyze in -q -p keywords -o report.json --documents lines.jsonl --remove-repeated-lines";
    dir.textmill(arguments).exits(0);
    let report = dir.json("report.json");
    assert_eq!(report["corpus"]["removed"]["repeated"]["passages"], 24);
    let terms = report["analyzers"]["keywords"]["output"]["terms"].to_string();
    assert!(
        !terms.contains("\"site\"") && !terms.contains("\"home\""),
        "what twelve pages have would lead: {terms}"
    );
    let removed = &dir.json_lines("lines.jsonl")[0]["removed"];
    assert_eq!(removed[0], json!({"kind": "repeated", "text": "Home | News | About"}));
    dir.textmill("verify report.json -q").exits(0);
}
