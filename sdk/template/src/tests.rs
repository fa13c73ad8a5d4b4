use textmill_sdk::prelude::*;

use super::LongWords;

#[track_caller]
fn check(settings: textmill_sdk::serde_json::Value, text: &str, expected: &[(&str, u64)]) {
    let harness = Harness::<LongWords>::new(settings).expect("lawful settings");
    let found = harness.analyze(&Sample::new(text).words()).expect("no document is a fault").output;
    assert_eq!(found.words.iter().collect::<Vec<_>>(), expected, "in {text:?}");
}

#[test]
fn long_words_are_counted() {
    check(json!({}), "", &[]);
    check(json!({}), "a sentence is a sentence", &[("sentence", 2)]);
}

#[test]
fn letters_are_counted_and_not_bytes() {
    check(json!({"min_letters": 4}), "قهوة مرة", &[("قهوة", 1)]);
}

#[test]
fn a_setting_of_the_wrong_type_is_named() {
    let refused = Harness::<LongWords>::new(json!({"min_letters": "x"})).expect_err("no number");
    assert_eq!(refused, "`min_letters`: invalid type: string \"x\", expected usize");
}
