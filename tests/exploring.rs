//! Looking into texts: concordances and comparisons.

use serde_json::{Value, json};

use crate::harness::Dir;

/// Two piles of posts with a harbour in one and a garden in the other, in two languages each.
const PILES: &str = r#"
--- sea.jsonl
{"id":"s1","text":"The harbour was calm. The harbour and the ships.","city":"Leeds","date":"2023-05-01"}
{"id":"s2","text":"A harbour wall stood near the Harbour office.","city":"York","date":"2024-01-02"}
{"id":"s3","text":"زار الوفد المدرسة القديمة وبمدرسته الجديدة عام 1952.","city":"القاهرة","date":"2023-11-30"}
--- land.jsonl
{"id":"l1","text":"The garden was green. The gardens and the harbour.","city":"Leeds","date":"2023-06-01"}
{"id":"l2","text":"A garden wall stood in the garden.","city":"York","date":"2024-03-02"}
{"id":"l3","text":"رأيت مدرسا في الحديقة، ثم عدت إلى مَدْرَسَــتي.","city":"القاهرة","date":"2023-12-01"}
"#;

fn terms(comparison: &Value, side: &str) -> Vec<(String, Value)> {
    let field = comparison["fields"].as_array().and_then(|fields| fields.first()).expect("a field");
    let keys = field[side].as_array().expect("a list of keys");
    keys.iter().map(|key| (key["key"].as_str().expect("a key").to_string(), key.clone())).collect()
}

#[test]
fn a_comparison_has_the_figures_of_a_hand_computation() {
    let dir = Dir::new("");
    let post = |text: &str| format!("{}\n", json!({ "text": text }));
    // 20 of 40 words against 10 of 80: 13⅓·… by hand below.
    dir.write("a.jsonl", post(&"cat ".repeat(10)).repeat(2) + &post(&"dog ".repeat(20)));
    dir.write("b.jsonl", post(&"cat ".repeat(5)).repeat(2) + &post(&"dog ".repeat(70)));
    let arguments = "compare a.jsonl b.jsonl -p keywords --field keywords.terms --least-documents 1 -q -o -";
    let comparison = dir.textmill(arguments).exits(0).report();
    assert_eq!(comparison["fields"][0]["total"], json!([40, 80]));
    let (key, cat) = &terms(&comparison, "more_in_first")[0];
    // Expected are 10 and 20 of 30: 2 (20 ln 2 + 10 ln ½) = 20 ln 2; log2 of 20/40 over 10/80 is 2.
    assert_eq!(key, "cat");
    assert_eq!((&cat["log_likelihood"], &cat["log_ratio"]), (&json!(13.863), &json!(2.0)));
    assert_eq!((&cat["count"], &cat["documents"]), (&json!([20, 10]), &json!([2, 2])));
    assert_eq!(terms(&comparison, "more_in_second")[0].0, "dog");
}

#[test]
fn documents_partial_files_and_groups_compare_alike() {
    let dir = Dir::new(PILES);
    dir.textmill("analyze sea.jsonl -q -p keywords --partial sea.part -o sea.json").exits(0);
    dir.textmill("analyze land.jsonl -q -p keywords --partial land.part -o land.json").exits(0);
    dir.textmill(
        "analyze sea.jsonl land.jsonl -q -p keywords --group-by source --partial all.part -o all.json",
    )
    .exits(0);
    let options = "--field keywords.terms --least-count 2 --least-documents 1 -q -o -";
    let fields = |arguments: &str| {
        let comparison = dir.textmill(&format!("compare {arguments} {options}")).exits(0).report();
        comparison["fields"].clone()
    };
    let expected = fields("sea.jsonl land.jsonl -p keywords");
    let has = |side: &str, term: &str| {
        terms(&json!({ "fields": expected }), side).iter().any(|(key, _)| key == term)
    };
    assert!(has("more_in_first", "harbour") && has("more_in_second", "garden"), "{expected}");
    assert_eq!(fields("sea.part land.part"), expected);
    assert_eq!(fields("sea.part land.jsonl -p keywords"), expected);
    assert_eq!(fields("all.part --group sea.jsonl --group land.jsonl"), expected);
    assert_eq!(fields("all.part --group sea.jsonl"), expected, "all but one of two groups is the other");
    assert_eq!(
        fields("sea.jsonl land.jsonl -p keywords --by source --group sea.jsonl --threads 3"),
        expected
    );
}

/// What stands in a partial file may be of more analyzers than those that run for the fields that are asked for.
#[test]
fn fields_compare_with_those_of_all_analyzers() {
    let dir = Dir::new(PILES);
    for pile in ["sea", "land"] {
        let arguments = format!("analyze {pile}.jsonl -q --partial {pile}.part -o {pile}.json");
        dir.textmill(&arguments).exits(0);
    }
    for field in ["keywords.terms", "entities.dates", "sentiment.sentences --field keywords.key_terms"] {
        let options = format!("--field {field} --least-count 1 --least-documents 1 -q -o -");
        let comparison = |sides: &str| {
            let comparison = dir.textmill(&format!("compare {sides} {options}")).exits(0).report();
            (comparison["fields"].clone(), comparison["alone"].clone())
        };
        let expected = comparison("sea.part land.part");
        assert_ne!(expected.0, json!([]), "{field}");
        assert_eq!(comparison("sea.part land.jsonl"), expected, "{field}");
        assert_eq!(comparison("sea.jsonl land.jsonl"), expected, "{field}");
    }
}

#[test]
fn a_field_that_nobody_counts_is_named_before_documents_are_read() {
    let dir = Dir::new(PILES);
    dir.write("broken.jsonl", "{");
    let said = |arguments: &str| dir.textmill(arguments).exits(1).stderr();
    for field in ["keywords.words", "keyword.terms", "collocations.pairs", "keywords.terms.x"] {
        let of_two = said(&format!("compare broken.jsonl land.jsonl --field keywords.terms --field {field}"));
        let of_time = said(&format!("trends broken.jsonl --by date:year --field {field}"));
        assert_eq!(of_two, of_time);
        assert!(of_two.starts_with(&format!("textmill: no field `{field}` is counted\nhint: ")), "{of_two}");
        assert!(of_two.contains(" entities.persons, ") && of_two.contains(" keywords.terms, "), "{of_two}");
    }
}

#[test]
fn what_does_not_compare_is_named() {
    let dir = Dir::new(PILES);
    dir.textmill("analyze sea.jsonl -q -p keywords --partial sea.part -o sea.json").exits(0);
    dir.textmill(
        "analyze land.jsonl -q -p keywords --set keywords.min_length=4 --partial land.part -o l.json",
    )
    .exits(0);
    dir.textmill("analyze sea.jsonl -q -p keywords --group-by city --partial city.part -o c.json").exits(0);
    for (arguments, code, expected) in [
        (
            "sea.part land.part",
            1,
            "the two sides were analyzed by different plugins or settings: `keywords` differs",
        ),
        ("sea.part", 1, "sea.part has no groups: there is nothing to compare"),
        ("sea.jsonl", 2, "two piles are compared, and there is 1 path"),
        ("city.part --group Paris", 1, "city.part has no group `Paris`"),
        ("sea.part city.part --group York", 2, "--group York is of one pile, and two are given"),
        (
            "sea.part sea.part --field keywords.words",
            1,
            "no field `keywords.words` was counted on either side",
        ),
        ("sea.part --by city", 2, "sea.part is a partial file, in which there are no documents to group"),
    ] {
        let run = dir.textmill(&format!("compare {arguments}")).exits(code);
        assert_eq!(
            run.stderr().lines().next(),
            Some(format!("textmill: {expected}").as_str()),
            "{arguments}"
        );
    }
    let groups = dir.textmill("compare city.part --group Paris").exits(1).stderr();
    assert!(groups.contains("the groups are Leeds, York, القاهرة"), "{groups}");
}

#[test]
fn a_concordance_finds_words_in_all_their_spellings() {
    let dir = Dir::new(PILES);
    let hits = |arguments: &str| -> Vec<Value> {
        let run = dir.textmill(&format!("kwic {arguments} --id-field id --format jsonl -q")).exits(0);
        run.stdout().lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    };
    let found = |arguments: &str| -> Vec<String> {
        let place =
            |hit: &Value| format!("{} {}", hit["document"].as_str().unwrap(), hit["hit"].as_str().unwrap());
        hits(arguments).iter().map(place).collect()
    };
    let both = "sea.jsonl land.jsonl";
    assert_eq!(
        found(&format!("harbour {both}")),
        ["s1 harbour", "s1 harbour", "s2 harbour", "s2 Harbour", "l1 harbour"]
    );
    assert_eq!(found(&format!("harbour {both} --exact --filter city=York")), ["s2 harbour"]);
    assert_eq!(found(&format!("مدرسة {both}")), ["s3 المدرسة", "s3 وبمدرسته", "l3 مَدْرَسَــتي"]);
    assert_eq!(found(&format!("garden? {both}")), ["l1 gardens"]);
    let sample = found(&format!("harbour {both} --sample 2 --sort document"));
    assert_eq!(sample.len(), 2);
    assert_eq!(found("harbour land.jsonl sea.jsonl --sample 2 --sort document"), sample);
    // By the next word: nothing but a full stop, `and`, `office`, `wall`, `was`.
    let sorted = ["l1 harbour", "s1 harbour", "s2 Harbour", "s2 harbour", "s1 harbour"];
    assert_eq!(found(&format!("harbour {both} --sort R1")), sorted);
    let hit = &hits(&format!("مدرسة {both} --fields date,source,language --sentence"))[1];
    assert_eq!(hit["before"], "زار الوفد المدرسة القديمة");
    assert_eq!(hit["after"], "الجديدة عام 1952.");
    assert_eq!(hit["fields"], json!({"date": "2023-11-30", "source": "sea.jsonl", "language": "ar"}));
}

/// Sentences with words that are several tokens, or that are written in several ways.
const SENTENCES: &str = r#"
--- words.jsonl
{"id": "en", "text": "Jean-Paul Sartre was well-known. COVID-19 rose by 3.5% in the U.S. and they don´t use C++."}
{"id": "ar", "text": "انتشر كوفيد-19 في القاهرة. قرأ كتاباً عن ماء النهر، والله له ما في السماء، وسماؤه صافية."}
{"id": "play", "text": "عاب المسئول على أحمد ألعابا كثيرة في المدينة القديمة."}
"#;

#[test]
fn patterns_are_cut_and_folded_as_texts_are() {
    let dir = Dir::new(SENTENCES);
    let found = |pattern: &str, more: &[&str]| -> Vec<String> {
        let arguments = ["kwic", pattern, "words.jsonl", "--format", "jsonl", "-q"];
        let run = dir.textmill_with(arguments.iter().chain(more), "").exits(0);
        let hit = |line: &str| serde_json::from_str::<Value>(line).expect("a line of JSON")["hit"].clone();
        run.stdout().lines().map(|line| hit(line).as_str().expect("text").to_owned()).collect()
    };
    for (pattern, expected) in [
        ("Jean-Paul sartre", &["Jean-Paul Sartre"][..]),
        ("well-known", &["well-known"]),
        ("covid-*", &["COVID-19"]),
        ("كوفيد-19", &["كوفيد-19"]),
        ("3.5%", &["3.5%"]),
        ("U.S", &["U.S."]),
        ("don't", &["don´t"]),
        ("C++", &["C++"]),
        ("/SARTRE/", &["Sartre"]),
        ("/أحمد/", &["أحمد"]),
        ("/COV\\w+/", &["COVID"]),
        ("كتاب", &["كتاباً"]),
        ("ماء", &["ماء"]),
        ("سماء", &["السماء", "وسماؤه"]),
        ("له", &["له"]),
        ("الله", &["والله"]),
        ("مسؤول", &["المسئول"]),
        ("ألعاب", &["ألعابا"]),
        ("عاب", &["عاب"]),
        ("entity=القاهره", &["القاهرة"]),
        ("label=Location", &["U.S.", "القاهرة"]),
    ] {
        assert_eq!(found(pattern, &[]), expected, "{pattern}");
    }
    assert_eq!(found("/sartre/", &["--exact"]), [""; 0]);
    assert_eq!(found("C++", &["--exact"]), ["C++"]);
}

#[test]
fn a_sample_of_hits_is_that_of_any_cut_of_the_documents() {
    let dir = Dir::new("");
    let lines: Vec<String> =
        (0..40).map(|number| json!({"text": format!("tide {number} tide")}).to_string()).collect();
    dir.write("all.jsonl", lines.join("\n"));
    let reversed: Vec<String> = lines.iter().rev().cloned().collect();
    dir.write("one/b.jsonl", reversed[..15].join("\n"));
    dir.write("one/a.jsonl", reversed[15..].join("\n"));
    let hits = |path: &str| {
        let run = dir.textmill(&format!("kwic tide {path} --sample 7 --format jsonl -q")).exits(0);
        let place = |line: &str| {
            let hit: Value = serde_json::from_str(line).expect("a line of JSON");
            format!("{}[{}]{}", hit["before"], hit["hit"], hit["after"])
        };
        let mut hits: Vec<String> = run.stdout().lines().map(place).collect();
        hits.sort();
        hits
    };
    assert_eq!(hits("all.jsonl").len(), 7);
    assert_eq!(hits("all.jsonl"), hits("one"));
}

#[test]
fn columns_of_a_concordance_are_cells_of_a_spreadsheet() {
    let dir = Dir::new("");
    let text = "=cmd|' /C calc'!A0 harbour \"open";
    dir.write("a.jsonl", json!({"id": "\"x", "text": text, "date": "=1+1"}).to_string());
    let stdout = dir
        .textmill("kwic harbour a.jsonl --id-field id --format tsv --fields date,source")
        .exits(0)
        .stdout();
    let rows: Vec<&str> = stdout.lines().collect();
    assert_eq!(rows[0], "document\tstart\tend\tbefore\thit\tafter\tdate\tsource");
    assert_eq!(rows[1], "\"\"\"x\"\t19\t26\t'=cmd|' /C calc'!A0\tharbour\t\"\"\"open\"\t'=1+1\ta.jsonl");
}

#[test]
fn what_a_run_kept_with_its_texts_is_looked_into_as_the_documents_are() {
    let dir = Dir::new(PILES);
    let analyze = "analyze sea.jsonl land.jsonl -q -p tokenize --id-field id -o report.json --documents";
    dir.textmill(&format!("{analyze} kept.jsonl --texts")).exits(0);
    dir.textmill(&format!("{analyze} bare.jsonl")).exits(0);
    for command in [
        "kwic harbour --format jsonl -q",
        "kwic مدرسة --fields city --format tsv -q",
        "duplicates -q -o -",
        "trends --by date:year --key harbour --format tsv -q",
        "compare --by city --group York --least-count 2 -q -o -",
    ] {
        let found = |paths: &str| {
            let found = dir.textmill(&format!("{command} {paths}")).exits(0).stdout();
            // A comparison says by their paths what was compared.
            found.replace("sea.jsonl, land.jsonl", "kept.jsonl")
        };
        assert_eq!(found("kept.jsonl"), found("sea.jsonl land.jsonl --id-field id"), "{command}");
        let stderr = dir.textmill(&format!("{command} bare.jsonl")).exits(2).stderr();
        assert!(stderr.contains("has what was found in documents, and not their texts"), "{stderr}");
        let stderr = dir.textmill(&format!("{command} kept.jsonl --text-field text")).exits(2).stderr();
        assert!(stderr.contains("--text-field says how documents are read"), "{stderr}");
    }
}

#[test]
fn a_concordance_of_what_cannot_be_read_is_an_error() {
    let dir = Dir::new(PILES);
    let run = dir.textmill("kwic harbour sea.jsonl --text-field body -o hits.tsv --format tsv").exits(1);
    let said = "none of 3 documents could be read: no field `body`; there is `city`, `date`, `id` and `text`";
    assert!(run.stderr().contains(said), "{}", run.stderr());
    assert!(!dir.path("hits.tsv").exists());
    dir.textmill("analyze sea.jsonl -p tokenize -q --partial sea.part -o report.json").exits(0);
    let stderr = dir.textmill("kwic harbour sea.part").exits(2).stderr();
    assert!(
        stderr.starts_with("textmill: sea.part is a partial file, in which there are no texts\n"),
        "{stderr}"
    );
    for key in ["r1", "L0", "R100", "right"] {
        let stderr = dir.textmill(&format!("kwic harbour sea.jsonl --sort {key}")).exits(2).stderr();
        assert!(
            stderr.contains("expected L1 to L99, R1 to R99, document, or the name of a field"),
            "{key}: {stderr}"
        );
    }
}

#[test]
fn a_concordance_names_what_it_could_not_look_into() {
    let dir = Dir::new(PILES);
    dir.write("bad.jsonl", "{\"text\": \"a harbour\"}\n{\"title\": \"a harbour\"}\n");
    let run = dir.textmill("kwic harbour bad.jsonl").exits(0);
    assert_eq!(run.stdout().lines().count(), 1);
    let stderr = run.stderr();
    assert!(stderr.contains("bad.jsonl#2") && stderr.contains("1 hit in 1 document"), "{stderr}");
    let run = dir.textmill("kwic label=persons sea.jsonl").exits(1);
    assert_eq!(
        run.stderr(),
        "textmill: no entity has the label `persons`\n\
         hint: the labels are person, organization, location, date, time, money, percent, quantity, email, url\n"
    );
}

#[test]
fn a_field_that_no_document_has_is_an_error_that_lists_those_which_there_are() {
    let dir = Dir::new(PILES);
    let hint = "hint: of the first 3 documents the fields are: `city` (3), `date` (3), `id` (3); all have `source` and `folder`";
    for (arguments, expected) in [
        (
            "analyze sea.jsonl -p tokenize --group-by town",
            "documents are grouped by the field `town`, which none of them has",
        ),
        (
            "analyze sea.jsonl -p tokenize --group-by city,date",
            "documents are grouped by the field `city,date`, which none of them has",
        ),
        (
            "analyze sea.jsonl -p tokenize --group-by date:hour",
            "documents are grouped by the field `date:hour`, which none of them has",
        ),
        (
            "analyze sea.jsonl -p tokenize --filter stars>3",
            "documents are filtered by the field `stars`, which none of them has",
        ),
        (
            "analyze sea.jsonl -p tokenize --id-field key",
            "documents are called by the field `key`, which none of them has",
        ),
        (
            "kwic harbour sea.jsonl --filter stars>3",
            "documents are filtered by the field `stars`, which none of them has",
        ),
        (
            "analyze sea.jsonl -p tokenize --filter stars!=3",
            "documents are filtered by the field `stars`, which none of them has",
        ),
        (
            "kwic harbour sea.jsonl --filter stars!=3",
            "documents are filtered by the field `stars`, which none of them has",
        ),
        (
            "kwic harbour sea.jsonl --fields city,stars",
            "documents are asked for the field `stars`, which none of them has",
        ),
        (
            "kwic harbour sea.jsonl --sort R1,datee",
            "documents are asked for the field `datee`, which none of them has",
        ),
        (
            "kwic nowhere sea.jsonl --fields stars",
            "documents are asked for the field `stars`, which none of them has",
        ),
        ("compare sea.jsonl --by town", "documents are grouped by the field `town`, which none of them has"),
    ] {
        let stderr = dir.textmill(arguments).exits(1).stderr();
        let mut lines = stderr.lines();
        assert_eq!(lines.next(), Some(format!("textmill: {expected}").as_str()), "{arguments}");
        assert!(lines.next().is_some_and(|line| line.starts_with(hint)), "{arguments}: {stderr}");
    }
    for arguments in ["--filter !stars", "--filter city!=York", "--group-by language", "--group-by folder"] {
        dir.textmill(&format!("analyze sea.jsonl -q -p tokenize -o - {arguments}")).exits(0);
    }
}

#[test]
fn a_run_that_could_read_nothing_is_an_error_and_has_its_report() {
    let dir = Dir::new(PILES);
    let run = dir.textmill("analyze sea.jsonl -p tokenize --text-field body -o report.json").exits(1);
    let said = "none of 3 documents could be read: no field `body`; there is `city`, `date`, `id` and `text`";
    assert!(run.stderr().contains(said), "{}", run.stderr());
    assert_eq!(dir.json("report.json")["corpus"]["unread"], 3);
}

#[test]
fn full_tables_have_every_key_of_every_group() {
    let dir = Dir::new(PILES);
    dir.write(
        "rare.jsonl",
        (0..200).map(|index| format!("{{\"text\": \"=word{index} common\"}}\n")).collect::<String>(),
    );
    let options = "-q -p keywords --group-by source --full -o report.json";
    dir.textmill(&format!("analyze sea.jsonl rare.jsonl {options} --tables tables --partial all.part"))
        .exits(0);
    let terms = dir.read("tables/keywords.terms.csv");
    let rows = |group: &str| terms.lines().filter(|line| line.starts_with(&format!("{group},"))).count();
    let distinct = |output: &Value| output["terms"]["distinct"].as_u64().expect("a number") as usize;
    let report = dir.json("report.json");
    assert_eq!(rows(""), distinct(&report["analyzers"]["keywords"]["output"]));
    assert_eq!(rows("rare.jsonl"), distinct(&report["groups"]["rare.jsonl"]["keywords"]["output"]));
    assert!(rows("rare.jsonl") > 200 && terms.contains("\nrare.jsonl,common,200,200,0\n"));
    let tables = |folder: &str| {
        dir.read(&format!("{folder}/keywords.terms.csv")) + &dir.read(&format!("{folder}/keywords.csv"))
    };
    dir.textmill("merge all.part -q --tables merged --full -o merged.json").exits(0);
    dir.textmill(&format!("analyze sea.jsonl rare.jsonl {options} --tables alone --threads 3")).exits(0);
    assert_eq!((tables("merged"), tables("alone")), (tables("tables"), tables("tables")));
    let refused = dir.textmill("analyze sea.jsonl --tables t --full --partial - -o r.json").exits(2).stderr();
    assert!(refused.contains("--full reads the partial file, and --partial is no file"), "{refused}");
}

#[test]
fn a_concordance_is_written_over_none_of_its_documents() {
    let dir = Dir::new(PILES);
    dir.write("news/a.txt", "The harbour was calm.");
    for arguments in ["kwic harbour news -o news/a.txt", "kwic harbour sea.jsonl -o sea.jsonl"] {
        let stderr = dir.textmill(arguments).exits(1).stderr();
        assert!(stderr.contains("nothing was written"), "{arguments}: {stderr}");
    }
    assert_eq!(dir.read("news/a.txt"), "The harbour was calm.");
}

/// News of three months, and one of no date.
fn news(dir: &Dir) {
    let row = |date: &str, text: &str| json!({"text": text, "date": date}).to_string() + "\n";
    let tide = |date, times| row(date, &"tide ".repeat(times)) + &row(date, "harbour wall wall wall wall");
    let may = tide("2024-05-01", 2) + &tide("2024-05-30", 2);
    let june = tide("2024-06-02T10:00:00Z", 6) + &row("2024-06-03", "tide tide harbour");
    let lost = row("some day", "tide tide") + &json!({"text": "harbour harbour"}).to_string();
    dir.write("news.jsonl", may + &june + &row("2024-08-01", "harbour harbour wall wall") + &lost);
}

#[test]
fn a_trend_has_the_figures_of_a_hand_computation() {
    let dir = Dir::new("");
    news(&dir);
    let trend = dir
        .textmill("trends news.jsonl -p tokenize -p keywords --by date:month --key tide --format json -q")
        .exits(0)
        .report();
    let period = |name: &str, documents: u64, words: u64| json!({"name": name, "documents": documents, "words": words});
    assert_eq!(
        trend["periods"],
        json!([
            period("2024-05", 4, 14),
            period("2024-06", 3, 14),
            period("2024-07", 0, 0),
            period("2024-08", 1, 4)
        ])
    );
    assert_eq!(trend["undated"], json!([period("(no date)", 1, 2), period("(none)", 1, 2)]));
    let point = |count: u64, rate: f64, documents: u64, share: [f64; 3]| {
        let [share, low, high] = share;
        let share = json!({"share": share, "low": low, "high": high});
        json!({"count": count, "per_10_000": rate, "documents": documents, "share": share})
    };
    // 4 of 14 words in 2 of 4 documents; 8 of 14 in 2 of 3; none. Wilson's intervals by hand.
    let expected = [
        point(4, 2857.143, 2, [0.5, 0.15, 0.85]),
        point(8, 5714.286, 2, [0.6667, 0.2077, 0.9385]),
        json!({"count": 0, "per_10_000": null, "documents": 0, "share": null}),
        point(0, 0.0, 0, [0.0, 0.0, 0.7935]),
    ];
    assert_eq!(trend["keys"][0]["points"], json!(expected));
    assert_eq!(trend["keys"][0]["undated"][0]["count"], json!(2));
    // G² of 4, 8 and 0 of 14, 14 and 4: 2 (4 ln (4/5.25) + 8 ln (8/5.25)).
    let g2: f64 = 2.0 * (4.0 * (4.0 / 5.25_f64).ln() + 8.0 * (8.0 / 5.25_f64).ln());
    assert_eq!(trend["keys"][0]["log_likelihood"], json!((g2 * 1000.0).round() / 1000.0));
}

#[test]
fn a_trend_is_the_same_of_documents_and_of_kept_counts() {
    let dir = Dir::new("");
    news(&dir);
    let options = "-q -p tokenize -p keywords";
    dir.textmill(&format!(
        "analyze news.jsonl {options} --group-by date:month --partial news.part -o news.json"
    ))
    .exits(0);
    let of_documents = dir.textmill(&format!("trends news.jsonl {options} --by date:month")).exits(0);
    let kept = dir.textmill("trends news.part").exits(0);
    assert_eq!(of_documents.stdout(), kept.stdout());
    insta::assert_snapshot!(kept.stdout());
    dir.textmill("trends news.part --key tide --key wall --format tsv -o tide.tsv").exits(0);
    insta::assert_snapshot!(dir.read("tide.tsv"));
}

#[test]
fn what_has_no_trend_is_named() {
    let dir = Dir::new("");
    news(&dir);
    let keep = |by: &str| {
        let arguments = "-q -p keywords --partial news.part -o news.json";
        dir.textmill(&format!("analyze news.jsonl {arguments} {by}")).exits(0);
    };
    let fails = |arguments: &str| dir.textmill(&format!("trends {arguments}")).exits(1).stderr();
    let mut said = vec![dir.textmill("trends news.jsonl").exits(2).stderr()];
    keep("--group-by source");
    said.push(fails("news.part"));
    keep("");
    said.push(fails("news.part"));
    keep("--group-by date:year");
    said.push(fails("news.part --key harbor --key tide"));
    said.push(fails("news.part --key zebra"));
    said.push(fails("news.part --field keywords.words"));
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn groups_have_the_keys_that_others_lack_by_any_number_of_threads() {
    let dir = Dir::new(PILES);
    dir.write("more.jsonl", json!({"text": "harbour ".repeat(3)}).to_string() + "\n");
    let report = |options: &str| {
        let paths = "sea.jsonl more.jsonl land.jsonl -q -p keywords --group-by source";
        dir.textmill(&format!("analyze {paths} -o - {options}")).exits(0).report()
    };
    let whole = report("--partial all.part");
    let distinctive = &whole["groups"]["sea.jsonl"]["keywords"]["distinctive"]["terms"];
    let harbour = &distinctive[0];
    // 4 times here, of 8 in all.
    assert_eq!(
        (&harbour["key"], &harbour["count"], &harbour["against"]),
        (&json!("harbour"), &json!(4), &json!(4))
    );
    let groups = &whole["groups"];
    assert_eq!(&report("--threads 1")["groups"], groups);
    // Of files that are joined, and of states that were put on disk.
    assert_eq!(&dir.textmill("merge all.part -q -o -").exits(0).report()["groups"], groups);
    assert_eq!(&report("--merge-memory 1K")["groups"], groups);
}

#[test]
fn keys_are_shown_by_how_evenly_they_are_spread() {
    let dir = Dir::new("");
    let post = |text: &str| format!("{}\n", json!({ "text": text }));
    let posts = (0..5).map(|_| post("tide wall wall keel")).collect::<String>();
    dir.write("posts.jsonl", posts + &post(&"zebra ".repeat(12)));
    let first = |options: &str| {
        let arguments = format!("analyze posts.jsonl -q -p keywords --partial posts.part -o - {options}");
        let report = dir.textmill(&arguments).exits(0).report();
        let rank = report["provenance"]["selection"]["rank"].clone();
        (rank, report["analyzers"]["keywords"]["output"]["terms"]["top"][0].clone())
    };
    // All of 12 in a document of 12 of 32: D = log₂ (32/12).
    let zebra = json!({"key": "zebra", "count": 12, "documents": 1, "dispersion": 0.757});
    let wall = json!({"key": "wall", "count": 10, "documents": 5, "dispersion": 0.492});
    assert_eq!(first(""), (Value::Null, zebra.clone()));
    assert_eq!(first("--rank documents"), (json!("documents"), wall.clone()));
    assert_eq!(first("--rank usage"), (json!("usage"), wall));
    let merged = dir.textmill("merge posts.part --rank count -q -o -").exits(0).report();
    assert_eq!(merged["analyzers"]["keywords"]["output"]["terms"]["top"][0], zebra);
    dir.textmill("analyze posts.jsonl -q -p keywords --rank usage -o report.json").exits(0);
    dir.textmill("verify report.json -q").exits(0);
    dir.textmill("analyze posts.jsonl -q -p keywords --tables tables --full -o report.json").exits(0);
    let table = dir.read("tables/keywords.terms.csv");
    assert!(table.starts_with("group,key,count,documents,dispersion\n"), "{table}");
    assert!(table.contains("\n,wall,10,5,0.492\n"), "{table}");
}
