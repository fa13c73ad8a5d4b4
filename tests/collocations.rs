//! Words that stand together: an analyzer that runs where it is named.

use serde_json::Value;

use crate::harness::{Dir, without_run};

/// `strong tea` four times, `weak coffee` and `قهوة سوداء` three times, and what stands together by chance.
const TEA: &str = r#"
--- a.jsonl
{"text": "Strong tea. Strong tea. Weak coffee. Strong men.", "year": 2023}
{"text": "Strong tea, and weak coffee.", "year": 2024}
--- b.jsonl
{"text": "Weak coffee. Strong tea. قهوة سوداء. قهوة سوداء. قهوة سوداء.", "year": 2024}
"#;

fn pairs<'a>(report: &'a Value, list: &str) -> Vec<(&'a str, &'a str, u64)> {
    let pairs = report["analyzers"]["collocations"]["output"]["pairs"][list].as_array().expect("a list");
    let text = |pair: &'a Value, word: &str| pair[word].as_str().expect("a word");
    pairs
        .iter()
        .map(|pair| (text(pair, "first"), text(pair, "second"), pair["count"].as_u64().expect("a count")))
        .collect()
}

#[test]
fn it_runs_beside_the_others_where_it_is_named() {
    let dir = Dir::new(TEA);
    let names = |arguments: &str| -> Vec<String> {
        let report = dir.textmill(&format!("analyze a.jsonl b.jsonl -q -o - {arguments}")).exits(0).report();
        report["analyzers"].as_object().expect("sections by name").keys().cloned().collect()
    };
    assert_eq!(names(""), ["entities", "keywords", "sentiment", "tokenize"]);
    assert_eq!(
        names("--with collocations"),
        ["collocations", "entities", "keywords", "sentiment", "tokenize"]
    );
    assert_eq!(names("-p collocations"), ["collocations"]);
    assert_eq!(names("-p keywords --with collocations --with keywords"), ["collocations", "keywords"]);
}

#[test]
fn pairs_are_the_same_for_any_threads_cut_and_memory() {
    let dir = Dir::new(TEA);
    let whole =
        dir.textmill("analyze a.jsonl b.jsonl -q -p collocations --partial all.part -o -").exits(0).report();
    // The first has its words nowhere else; of the others some stand with others too.
    let expected = [("قهوة", "سوداء", 3), ("weak", "coffee", 3), ("strong", "tea", 4)];
    assert_eq!(pairs(&whole, "by_g2"), expected, "{}", whole["analyzers"]);
    let other =
        "analyze b.jsonl a.jsonl -q -p collocations -o - --threads 3 --batch-bytes 1K --merge-memory 1";
    assert_eq!(without_run(dir.textmill(other).exits(0).report()), without_run(whole.clone()));
    for file in ["a", "b"] {
        dir.textmill(&format!(
            "analyze {file}.jsonl -q -p collocations --partial {file}.part -o {file}.json"
        ))
        .exits(0);
    }
    let merged = dir.textmill("merge a.part b.part -q -o -").exits(0).report();
    assert_eq!(merged["analyzers"], whole["analyzers"]);
}

#[test]
fn tables_have_the_strongest_or_all() {
    let dir = Dir::new(TEA);
    let head = "group,first,second,count,documents,expected,g2,pmi3,log_dice";
    dir.textmill("analyze a.jsonl b.jsonl -q -p collocations --tables shown -o r.json").exits(0);
    let shown = dir.read("shown/collocations.pairs.csv");
    assert_eq!(shown.lines().next(), Some(head));
    assert_eq!(shown.lines().count(), 4, "{shown}");
    dir.textmill("analyze a.jsonl b.jsonl -q -p collocations --group-by year --tables all --full -o r.json")
        .exits(0);
    let all = dir.read("all/collocations.pairs.csv");
    let of_all: Vec<&str> = all.lines().filter(|line| line.starts_with(',')).collect();
    assert!(of_all.iter().any(|line| line.starts_with(",strong,men,1,1,")), "{all}");
    assert!(all.lines().any(|line| line.starts_with("2024,weak,coffee,2,2,")), "{all}");
    // The figures are those of the report.
    let report = dir.json("r.json");
    let pairs = &report["analyzers"]["collocations"]["output"]["pairs"]["by_g2"];
    let tea = |pair: &&Value| pair["second"] == "tea";
    let strongest = pairs.as_array().and_then(|pairs| pairs.iter().find(tea)).expect("it is shown");
    let row = format!(
        ",strong,tea,4,3,{},{},{},{}",
        strongest["expected"], strongest["g2"], strongest["pmi3"], strongest["log_dice"]
    );
    assert!(of_all.contains(&row.as_str()), "{row} in {all}");
}

#[test]
fn a_summary_shows_them() {
    let dir = Dir::new(TEA);
    let page = dir.textmill("analyze a.jsonl b.jsonl -q -p collocations").exits(0).stdout();
    assert!(
        page.contains("Collocations") && page.contains("strong tea") && page.contains("Words seldom apart"),
        "{page}"
    );
    let page =
        dir.textmill("analyze a.jsonl -q -p collocations --set collocations.min_length=60").exits(0).stdout();
    assert!(page.contains("none among 0 pairs of words stands out"), "{page}");
    let run = dir.textmill("analyze a.jsonl -p collocations --set collocations.window=0").exits(1);
    assert!(run.stderr().contains("`window`: from 1 to 50 words, not 0"), "{}", run.stderr());
}
