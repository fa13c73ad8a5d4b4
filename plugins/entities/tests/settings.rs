//! What the settings do, and what a wrong one says.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use textmill_entities::Entities;
use textmill_sdk::{Harness, Sample};
use textmill_tokenize::Tokenize;

#[track_caller]
fn check(settings: Value, text: &str, expected: Value) {
    let tokenize = Harness::<Tokenize>::new(json!({})).unwrap();
    let entities = Harness::<Entities>::new(settings).unwrap();
    let sample = Sample::new(text).analyzed_by(&tokenize).unwrap();
    let output = serde_json::to_value(entities.analyze(&sample).unwrap().output).unwrap();
    assert_eq!(output["types"], expected, "{output}");
}

#[test]
fn types_choose_what_is_found() {
    let text = "Maria Johnson left Cairo on 12 March 2003.";
    check(json!({}), text, json!({"person": 1, "location": 1, "date": 1}));
    check(json!({"types": ["location"]}), text, json!({"location": 1}));
}

#[test]
fn without_guessing_a_shape_is_no_name() {
    let text = "They went with Zubrov to see Anna Zubrov's house, near Zubrovka.";
    check(json!({"guess_names": false}), text, json!({"person": 2}));
    check(json!({}), text, json!({"person": 2, "location": 1}));
}

#[test]
fn an_unknown_type_is_named() {
    let message = Harness::<Entities>::new(json!({"types": ["planet"]})).err().unwrap();
    assert!(message.contains("types") && message.contains("planet"), "{message}");
}
