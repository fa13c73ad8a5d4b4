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
    let arguments =
        ["analyze", &corpus, "-o", "report.json", "--documents", "documents.jsonl", "--layers", layers];
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
    let command =
        "analyze c -p ./faulty.wasm -p keywords --id-field id -o report.json --documents documents.jsonl";
    dir.textmill(command).exits(0);
    let report = dir.json("report.json");
    assert_eq!(report["faults"]["total"], 5, "{}", report["faults"]);
    check(&validator("report.schema.json"), &report);
    let lines = dir.json_lines("documents.jsonl");
    assert_eq!(lines.len(), 3);
    let validator = validator("documents.schema.json");
    lines.iter().for_each(|line| check(&validator, line));
}
