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
    let options = "-p keywords --field keywords.terms --least-count 2 --least-documents 1 -q -o -";
    let fields = |arguments: &str| {
        let comparison = dir.textmill(&format!("compare {arguments} {options}")).exits(0).report();
        comparison["fields"].clone()
    };
    let expected = fields("sea.jsonl land.jsonl");
    assert_eq!(terms(&json!({ "fields": expected }), "more_in_first")[0].0, "harbour");
    assert_eq!(terms(&json!({ "fields": expected }), "more_in_second")[0].0, "garden");
    assert_eq!(fields("sea.part land.part"), expected);
    assert_eq!(fields("sea.part land.jsonl"), expected);
    assert_eq!(fields("all.part --group sea.jsonl --group land.jsonl"), expected);
    assert_eq!(fields("all.part --group sea.jsonl"), expected, "all but one of two groups is the other");
    assert_eq!(fields("sea.jsonl land.jsonl --by source --group sea.jsonl --threads 3"), expected);
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
    let hit = &hits(&format!("مدرسة {both} --fields date,none --sentence"))[1];
    assert_eq!(hit["before"], "زار الوفد المدرسة القديمة");
    assert_eq!(hit["after"], "الجديدة عام 1952.");
    assert_eq!(hit["fields"], json!({"date": "2023-11-30", "none": null}));
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
        ("compare sea.jsonl --by town", "documents are grouped by the field `town`, which none of them has"),
    ] {
        let stderr = dir.textmill(arguments).exits(1).stderr();
        let mut lines = stderr.lines();
        assert_eq!(lines.next(), Some(format!("textmill: {expected}").as_str()), "{arguments}");
        assert!(lines.next().is_some_and(|line| line.starts_with(hint)), "{arguments}: {stderr}");
    }
    for arguments in ["--filter !stars", "--filter stars!=3", "--group-by language", "--group-by folder"] {
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
    assert!(rows("rare.jsonl") > 200 && terms.contains("\nrare.jsonl,common,200,200\n"));
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
