//! What is added by type, for many documents at once, is what folding their values one by one leaves.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own data is wrong")]

mod generate;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value;
use textmill_merge::{Adder, FoldError, Schema, State, Takes, dispersed_bits};

use generate::{any_schema, documents};

/// The value of a document, with the document's id.
type Of<'a> = (&'a str, &'a Value);

/// Adds the values of many documents, none of which is null.
fn add(adder: Adder<'_>, schema: &Schema, values: &[Of<'_>]) -> Result<(), FoldError> {
    match schema.takes() {
        Takes::Counts => add_counts(adder, matches!(schema, Schema::Counts { dispersion: true, .. }), values),
        Takes::Number | Takes::Amount | Takes::Numbers => add_numbers(adder, values),
        Takes::Keys => {
            let mut adder = adder.keys()?;
            values.iter().flat_map(|(_, value)| keys(value)).for_each(|key| adder.add(key));
            Ok(())
        }
        Takes::Score => add_scores(adder, values),
        Takes::Map(of) => add_map(adder, of, values),
        Takes::Record(fields) => {
            let mut adder = adder.record()?;
            fields.iter().try_for_each(|(name, field)| {
                let values = below(values, name);
                if values.is_empty() { Ok(()) } else { add(adder.field(name)?, field, &values) }
            })
        }
        Takes::Json | Takes::Unkept => add_one_by_one(adder, values),
    }
}

fn add_counts(adder: Adder<'_>, is_dispersed: bool, values: &[Of<'_>]) -> Result<(), FoldError> {
    /// Documents, each with a count.
    type Times = Vec<(usize, u64)>;
    // By key, how often and in which documents it came.
    let mut counts: BTreeMap<&str, (Times, BTreeSet<usize>)> = BTreeMap::new();
    for (document, (_, value)) in values.iter().enumerate() {
        let counted: Vec<(&str, u64)> = match value {
            Value::Object(object) => {
                object.iter().map(|(key, count)| (key.as_str(), count.as_u64().unwrap_or(0))).collect()
            }
            other => keys(other).into_iter().map(|key| (key, 1)).collect(),
        };
        for (key, count) in counted.into_iter().filter(|(_, count)| *count > 0) {
            let (times, documents) = counts.entry(key).or_default();
            times.push((document, count));
            documents.insert(document);
        }
    }
    // Of each document what all keys come to, and how often each key came.
    let mut totals: BTreeMap<usize, (u64, BTreeMap<&str, u64>)> = BTreeMap::new();
    for (key, (times, _)) in &counts {
        for (document, count) in times {
            let (total, by_key) = totals.entry(*document).or_default();
            *total = total.saturating_add(*count);
            let of_key = by_key.entry(key).or_default();
            *of_key = of_key.saturating_add(*count);
        }
    }
    let mut adder = adder.counts()?;
    for (key, (times, documents)) in counts {
        adder.add(key, 0, 7);
        let bits = documents.iter().map(|document| {
            let (total, by_key) = &totals[document];
            dispersed_bits(by_key[key], *total)
        });
        let mut bits = bits.fold(0, u64::saturating_add);
        // The first count carries the documents, and the rest, which may not fit 64 bits in all, is of the same.
        let mut left = documents.len() as u64;
        for (_, count) in times {
            if is_dispersed {
                adder.add_dispersed(key, count, left.min(count), bits);
            } else {
                adder.add(key, count, left.min(count));
            }
            bits = 0;
            left -= left.min(count);
        }
    }
    Ok(())
}

fn add_numbers(adder: Adder<'_>, values: &[Of<'_>]) -> Result<(), FoldError> {
    let mut adder = adder.numbers()?;
    adder.add(f64::MAX, 0)?;
    for (number, times) in values.iter().flat_map(|(_, value)| numbers(value)) {
        if let Some(is_so) = number.as_bool() {
            adder.add_natural(is_so.into(), times);
            continue;
        }
        match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => adder.add_integer(integer, times),
            (None, Some(natural)) => adder.add_natural(natural, times),
            (None, None) => adder.add(number.as_f64().unwrap(), times)?,
        }
    }
    Ok(())
}

fn add_scores(mut adder: Adder<'_>, values: &[Of<'_>]) -> Result<(), FoldError> {
    for (document, score) in values {
        if score.is_array() {
            adder.reborrow().value(document, score)?;
            continue;
        }
        let mut adder = adder.reborrow().scores()?;
        match (score.as_i64(), score.as_u64()) {
            (Some(integer), _) => adder.add_integer(integer, document),
            (None, Some(natural)) => adder.add_natural(natural, document),
            (None, None) => adder.add(score.as_f64().unwrap(), document)?,
        }
    }
    Ok(())
}

fn add_map(adder: Adder<'_>, of: &Schema, values: &[Of<'_>]) -> Result<(), FoldError> {
    let keys: BTreeSet<&String> =
        values.iter().filter_map(|(_, value)| value.as_object()).flat_map(|object| object.keys()).collect();
    let mut adder = adder.map()?;
    for key in keys {
        let values = below(values, key);
        if let Some((first, rest)) = values.split_first() {
            add(adder.entry(key, values.len() as u64)?, of, &[*first])?;
            add(adder.entry(key, 0)?, of, rest)?;
        }
    }
    Ok(())
}

fn add_one_by_one(mut adder: Adder<'_>, values: &[Of<'_>]) -> Result<(), FoldError> {
    values.iter().try_for_each(|(document, value)| adder.reborrow().value(document, value))
}

/// What the documents have in a field or at a key.
fn below<'a>(values: &[Of<'a>], name: &str) -> Vec<Of<'a>> {
    let value =
        |(document, value): &Of<'a>| Some((*document, value.get(name).filter(|value| !value.is_null())?));
    values.iter().filter_map(value).collect()
}

/// The keys of a key or a list of keys.
fn keys(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

/// The numbers of a number or a list of numbers and pairs, with how often each is there.
fn numbers(value: &Value) -> Vec<(&Value, u64)> {
    match value {
        Value::Array(items) => items.iter().filter(|item| !item.is_null()).map(number).collect(),
        other => vec![number(other)],
    }
}

fn number(value: &Value) -> (&Value, u64) {
    match value.as_array() {
        Some(pair) => (&pair[0], pair[1].as_u64().unwrap()),
        None => (value, 1),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn adding_by_type_is_folding(
        (schema, documents) in any_schema(3).prop_flat_map(|schema| {
            let documents = documents(&schema);
            (Just(schema), documents)
        }),
        cut in 0_usize..9,
    ) {
        let mut folded = State::new(schema.clone());
        for (id, value) in &documents {
            folded.fold(id, value).unwrap();
        }
        // Some are folded, the others added: the two meet in one state.
        let cut = cut.min(documents.len());
        let mut added = State::new(schema.clone());
        for (id, value) in &documents[..cut] {
            added.fold(id, value).unwrap();
        }
        let values: Vec<Of<'_>> = documents[cut..]
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(id, value)| (id.as_str(), value))
            .collect();
        if !values.is_empty() {
            add(added.adder(), &schema, &values).unwrap();
        }
        prop_assert_eq!(added.to_json(), folded.to_json());
        prop_assert_eq!(added.finish(), folded.finish());
        prop_assert_eq!(State::from_json(schema, &added.to_json()).unwrap().to_json(), added.to_json());
    }
}

fn state() -> State {
    let schema = r#"{"kind":"record","fields":{
        "length":{"kind":"min"},
        "lengths":{"kind":"map","of":{"kind":"record","fields":{"mean":{"kind":"stats"}}},"top":2},
        "score":{"kind":"top","n":1},
        "words":{"kind":"counts","top":2}}}"#;
    State::new(Schema::from_json(schema).unwrap())
}

#[track_caller]
fn refuse(add: impl FnOnce(&mut State) -> Result<(), FoldError>, expected: &str) {
    let mut state = state();
    assert_eq!(add(&mut state).unwrap_err().to_string(), expected);
    assert!(state.is_empty());
}

#[test]
fn what_the_schema_does_not_have_is_named() {
    refuse(
        |state| state.fields().counts("word").map(drop),
        "`word`: found a field that the schema does not have, expected `length`, `lengths`, `score`, `words`",
    );
    refuse(
        |state| state.fields().numbers("words").map(drop),
        "`words`: found numbers to be added, expected what is added to the kind `counts`",
    );
    refuse(
        |state| state.fields().numbers("score").map(drop),
        "`score`: found numbers to be added, expected what is added to the kind `top`",
    );
    refuse(
        |state| state.fields().keys("length").map(drop),
        "`length`: found keys to be added, expected what is added to the kind `min`",
    );
    refuse(
        |state| state.fields().counts("length").map(drop),
        "`length`: found counts to be added, expected what is added to the kind `min`",
    );
    refuse(
        |state| state.fields().map("words").map(drop),
        "`words`: found entries to be added, expected what is added to the kind `counts`",
    );
    refuse(
        |state| state.fields().record("lengths").map(drop),
        "`lengths`: found fields to be added, expected what is added to the kind `map`",
    );
    let mut counts = State::new(Schema::counts(1));
    let error = counts.fields().counts("a").map(drop).unwrap_err();
    assert_eq!(error.to_string(), "found fields to be added, expected what is added to the kind `counts`");
}

#[test]
fn what_cannot_be_is_named() {
    refuse(
        |state| state.fields().numbers("length")?.add(f64::NAN, 0),
        "`length`: found NaN, expected a finite number",
    );
    refuse(
        |state| state.fields().scores("score")?.add(f64::INFINITY, "a"),
        "`score`: found inf, expected a finite number",
    );
    refuse(
        |state| state.fields().map("lengths")?.entry("en", 0).map(drop),
        "`lengths.en`: found a new key of 0 documents, expected a key of one or more documents",
    );
    refuse(
        |state| state.fields().value("words", "a", &[1]),
        "`words[0]`: found 1, expected a key, which is a string",
    );
    let mut state = state();
    let mut fields = state.fields();
    let mut lengths = fields.map("lengths").unwrap();
    let mut record = lengths.entry("en", 1).unwrap().record().unwrap();
    let error = record.numbers("mean").unwrap().add(f64::NEG_INFINITY, 1).unwrap_err();
    assert_eq!(error.path(), "lengths.*.mean");
}

#[test]
fn documents_are_at_least_one_and_at_most_the_count() {
    let mut state = state();
    let mut fields = state.fields();
    let mut words = fields.counts("words").unwrap();
    words.add("none", 3, 0);
    words.add("more", 3, 5);
    words.add("later", 1, 1);
    words.add("later", 1, 0);
    assert_eq!(state.to_json(), r#"{"words":{"later":[2,1],"more":[3,3],"none":[3,1]}}"#);
}

#[test]
fn different_keys_are_added_at_once_as_one_by_one() {
    let calls: [&[(&str, u64, u64)]; 3] =
        [&[("b", 3, 5), ("none", 0, 1), ("a", 1, 1)], &[("c", 2, 1), ("a", 4, 2)], &[("b", 1, 0)]];
    let (mut at_once, mut one_by_one) = (state(), state());
    for counts in calls {
        at_once.fields().counts("words").unwrap().add_distinct(counts.iter().copied());
        let mut fields = one_by_one.fields();
        let mut words = fields.counts("words").unwrap();
        counts.iter().for_each(|(key, count, documents)| words.add(key, *count, *documents));
        assert_eq!(at_once.to_json(), one_by_one.to_json());
        assert_eq!(at_once.to_bytes(), one_by_one.to_bytes());
    }
}

#[test]
fn a_value_that_is_added_is_of_a_document_of_its_own() {
    let mut state = state();
    state.fold("a", &serde_json::json!({"words": ["x", "x"]})).unwrap();
    state.fields().value("words", "b", &["x", "x"]).unwrap();
    state.fold("c", &serde_json::json!({"words": ["x"]})).unwrap();
    assert_eq!(state.to_json(), r#"{"words":{"x":[5,3]}}"#);
}
