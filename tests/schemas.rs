//! Real reports and lines are what their schemas say.

use crate::harness::{Dir, repository, with_faulty};
use serde_json::Value;

fn validator(schema: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(repository().join("docs").join(schema)).expect("the schema is there");
    let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is lawful")
}

#[track_caller]
fn check(validator: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_report_and_its_documents_keep_their_schemas() {
    let dir = Dir::new("");
    let corpus = repository().join("corpus").display().to_string();
    let layers = "tokens,sentences,language,entities";
    let arguments = [
        "analyze",
        &corpus,
        "-o",
        "report.json",
        "--documents",
        "documents.jsonl",
        "--layers",
        layers,
        "--with",
        "collocations",
        "--unique",
    ];
    dir.textmill_with(arguments, "").exits(0);
    check(&validator("report.schema.json"), &dir.json("report.json"));
    let lines = dir.json_lines("documents.jsonl");
    assert!(lines.len() >= 30);
    let validator = validator("documents.schema.json");
    lines.iter().for_each(|line| check(&validator, line));
}

#[test]
fn faults_keep_the_schemas_too() {
    let dir = Dir::new("--- c/a.jsonl\n{\"text\": \"PANIC\"}\nno\n{\"text\": \"FAULT\", \"id\": \"x\"}\n");
    with_faulty(&dir);
    let command = "analyze c -p ./faulty.wasm -p keywords --id-field id -o report.json --documents documents.jsonl \
                   --partial p.part";
    dir.textmill(command).exits(0);
    let report = dir.json("report.json");
    assert_eq!(report["faults"]["total"], 5, "{}", report["faults"]);
    check(&validator("report.schema.json"), &report);
    let lines = dir.json_lines("documents.jsonl");
    assert_eq!(lines.len(), 3);
    let of_documents = validator("documents.schema.json");
    lines.iter().for_each(|line| check(&of_documents, line));
    // What is tried again is told in the report.
    dir.textmill("retry report.json -q").exits(0);
    assert_eq!(dir.json("report.json")["run"]["retried"]["faulty"], serde_json::json!({"lost": 2}));
    check(&validator("report.schema.json"), &dir.json("report.json"));
    assert_eq!(dir.json_lines("documents.jsonl"), lines);
    std::fs::remove_file(dir.path("p.part")).expect("it was written");
    dir.textmill("retry report.json -q").exits(0);
    let retried = &dir.json("report.json")["run"]["retried"];
    assert_eq!(
        retried["faulty"]["everything"]["because"],
        "there is no partial file of the run to merge into"
    );
    check(&validator("report.schema.json"), &dir.json("report.json"));
}

#[test]
fn groups_caches_and_partial_files_keep_their_schemas() {
    let dir = Dir::new(
        "--- c/a.jsonl\n{\"text\": \"PANIC\", \"city\": \"York\"}\nno\n{\"text\": \"A fine day.\", \"city\": \"Leeds\"}\n\
         --- c/b.txt\nHome\nNews\nSport\nContact us\n\nThe council met on Monday, and it opened a market.\n\n\
         Share this\nRelated articles\nLeave a comment\nYour email address will not be published\n",
    );
    with_faulty(&dir);
    let command = "analyze c -p ./faulty.wasm -p keywords --group-by city --cache cache --remove-boilerplate \
        -o report.json --partial p.part --documents documents.jsonl";
    dir.textmill(command).exits(0);
    let report = dir.json("report.json");
    assert!(report["groups"]["York"].is_object() && report["run"]["cache"]["misses"].is_u64());
    assert!(report["corpus"]["removed"].is_object(), "{}", report["corpus"]);
    check(&validator("report.schema.json"), &report);
    let documents = validator("documents.schema.json");
    dir.json_lines("documents.jsonl").iter().for_each(|line| check(&documents, line));
    let partial = validator("partial.schema.json");
    let lines = dir.json_lines("p.part");
    assert!(lines.len() > 8);
    lines.iter().for_each(|line| check(&partial, line));
    dir.textmill("merge p.part -o merged.json").exits(0);
    check(&validator("report.schema.json"), &dir.json("merged.json"));
}

#[test]
fn the_partial_file_of_the_page_is_one() {
    let page = std::fs::read_to_string(repository().join("docs/partial.md")).expect("the page is there");
    let partial = validator("partial.schema.json");
    let lines = page.lines().filter(|line| line.starts_with("{\"") || line.starts_with("[["));
    let lines: Vec<Value> = lines.filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert!(lines.len() >= 4, "{} lines", lines.len());
    lines.iter().for_each(|line| check(&partial, line));
}
