//! Whatever serde can say, a guest that folds its own type and a host that folds the JSON of it leave the same state.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own data is wrong")]

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;
use textmill_merge::{Schema, State};

/// Folds a value three ways, holds them equal, and gives the JSON of the state.
#[track_caller]
fn folded<V: Serialize + ?Sized>(schema: &str, value: &V) -> String {
    let schema = Schema::from_json(schema).unwrap();
    let text = serde_json::to_string(value).unwrap();
    let mut typed = State::new(schema.clone());
    let mut tree = State::new(schema.clone());
    let mut read = State::new(schema);
    typed.fold("id", value).unwrap();
    tree.fold("id", &serde_json::from_str::<serde_json::Value>(&text).unwrap()).unwrap();
    read.fold_json("id", &text).unwrap();
    assert_eq!(typed.to_json(), tree.to_json(), "as a tree");
    assert_eq!(typed.to_json(), read.to_json(), "as text");
    typed.to_json()
}

#[track_caller]
fn check<V: Serialize + ?Sized>(kind: &str, value: &V, expected: &str) {
    assert_eq!(folded(&format!("{{\"kind\":{kind}}}"), value), expected);
}

#[derive(Serialize)]
struct Newtype<T>(T);

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
enum Shape {
    Unit,
    Newtype(u8),
    Tuple(f32, Option<bool>),
    Struct { a: char, b: [u8; 2] },
}

#[test]
fn numbers_of_every_width_agree() {
    check("\"sum\"", &-7_i8, "\"-0x7p+0\"");
    check("\"sum\"", &u64::MAX, "\"0xffffffffffffffffp+0\"");
    check("\"sum\"", &i128::from(i64::MIN), "\"-0x1p+63\"");
    check("\"sum\"", &Newtype(Some(0.5)), "\"0x1p-1\"");
    check("\"max\"", &u16::MAX, "65535");
}

#[test]
fn an_integer_beyond_64_bits_is_the_float_that_json_readers_see() {
    // As text alone: serde_json itself reads no tree of it.
    for value in [u128::MAX, u128::from(u64::MAX) + 1, 1 << 64 | 1] {
        let [mut typed, mut read] = [State::new(Schema::Sum), State::new(Schema::Sum)];
        typed.fold("", &value).unwrap();
        read.fold_json("", &value.to_string()).unwrap();
        assert_eq!(typed.to_json(), read.to_json());
    }
    let [mut typed, mut read] = [State::new(Schema::Sum), State::new(Schema::Sum)];
    typed.fold("", &i128::MIN).unwrap();
    read.fold_json("", &i128::MIN.to_string()).unwrap();
    assert_eq!((typed.to_json().as_str(), read.to_json().as_str()), ("\"-0x1p+127\"", "\"-0x1p+127\""));
}

#[test]
fn a_short_float_is_the_number_it_is_written_as() {
    check("\"max\"", &0.1_f32, "0.1");
    check("\"max\"", &f32::MAX, "3.4028235e+38");
    check("\"max\"", &f32::MIN_POSITIVE, "1.1754944e-38");
    check("\"max\"", &1e-45_f32, "1e-45");
    check("\"max\"", &-0.0_f32, "0");
}

#[test]
fn nothing_is_the_identity() {
    check("\"sum\"", &None::<f64>, "null");
    check("\"counts\",\"top\":1", &(), "null");
    check("\"sample\",\"n\":1", &Unit, "null");
}

#[test]
fn lists_and_tuples_agree() {
    check("\"counts\",\"top\":1", &("b", 'a', Newtype("b")), r#"{"a":[1,1],"b":[2,1]}"#);
    check("\"histogram\",\"edges\":[1]", &[(0.5, 2_u32), (1.0, 1)], "[[0,2],[1,1]]");
    check("\"histogram\",\"edges\":[1]", b"\x00\x01\x02", "[[0,1],[1,2]]");
}

#[test]
fn keys_of_every_type_agree() {
    check("\"counts\",\"top\":1", &BTreeMap::from([(1, 2), (-3, 4)]), r#"{"-3":[4,1],"1":[2,1]}"#);
    check(
        "\"counts\",\"top\":1",
        &BTreeMap::from([(true, 2), (false, 4)]),
        r#"{"false":[4,1],"true":[2,1]}"#,
    );
    check("\"counts\",\"top\":1", &BTreeMap::from([('é', 2)]), r#"{"é":[2,1]}"#);
    check(
        "\"counts\",\"top\":1",
        &BTreeMap::from([(u128::MAX, 2)]),
        r#"{"340282366920938463463374607431768211455":[2,1]}"#,
    );
}

#[test]
fn variants_agree() {
    let sample = "\"sample\",\"n\":1";
    check(sample, &Shape::Unit, r#"[["id","Unit"]]"#);
    check(sample, &Shape::Newtype(7), r#"[["id",{"Newtype":7}]]"#);
    check(sample, &Shape::Tuple(0.1, None), r#"[["id",{"Tuple":[0.1,null]}]]"#);
    check(sample, &Shape::Struct { a: '"', b: [1, 2] }, r#"[["id",{"Struct":{"a":"\"","b":[1,2]}}]]"#);
    check("\"counts\",\"top\":1", &[Shape::Unit, Shape::Unit], r#"{"Unit":[2,1]}"#);
    check("\"map\",\"top\":1,\"of\":{\"kind\":\"sum\"}", &Shape::Newtype(7), r#"{"Newtype":[1,"0x7p+0"]}"#);
}

/// Folds an object whose field `x` holds what its kind does not take.
#[track_caller]
fn refuse<V: Serialize + ?Sized>(kind: &str, value: &V, expected: &str) {
    let schema = format!(r#"{{"kind":"record","fields":{{"x":{{"kind":{kind}}},"y":{{"kind":"sum"}}}}}}"#);
    let mut state = State::new(Schema::from_json(&schema).unwrap());
    let mut object = BTreeMap::new();
    object.insert("x", value);
    assert_eq!(state.fold("id", &object).unwrap_err().to_string(), expected);
    assert!(state.is_empty());
    // JSON has no number that is not finite.
    if !expected.ends_with("a finite number") {
        let text = serde_json::to_string(&object).unwrap();
        assert_eq!(state.fold_json("id", &text).unwrap_err().to_string(), expected, "as text");
    }
}

#[test]
fn what_does_not_fit_is_named() {
    refuse("\"sum\"", &f64::NAN, "`x`: found NaN, expected a finite number");
    refuse("\"each\"", &[f32::INFINITY], "`x[0]`: found inf, expected a finite number");
    refuse("\"sum\"", "7", "`x`: found the string \"7\", expected a number");
    refuse("\"sum\"", &[7], "`x`: found a list, expected a number");
    refuse("\"max\"", &json!({"a": 1}), "`x`: found an object, expected a number");
    refuse(
        "\"stats\"",
        &true,
        "`x`: found true, expected a number, or a list of numbers or of pairs of a number and its count",
    );
    refuse(
        "\"stats\"",
        &[[1, 2, 3]],
        "`x[0][2]`: found a list of 3, expected a pair of a number and its count",
    );
    refuse("\"stats\"", &[[1]], "`x[0]`: found a list of 1, expected a pair of a number and its count");
    refuse(
        "\"stats\"",
        &[(1, -1)],
        "`x[0]`: found -1 as a count, expected a whole number from 0 to 2^64 - 1",
    );
    refuse(
        "\"stats\"",
        &["a"],
        "`x[0]`: found the string \"a\", expected a number, or a pair of a number and its count",
    );
    refuse(
        "\"counts\",\"top\":1",
        &json!({"words": -1}),
        "`x.words`: found -1, expected a count, which is a whole number from 0 to 2^64 - 1",
    );
    refuse(
        "\"counts\",\"top\":1",
        &json!({"words": 1.5}),
        "`x.words`: found 1.5, expected a count, which is a whole number from 0 to 2^64 - 1",
    );
    refuse("\"counts\",\"top\":1", &[1], "`x[0]`: found 1, expected a key, which is a string");
    refuse(
        "\"counts\",\"top\":1",
        &1,
        "`x`: found 1, expected a key, a list of keys, or an object of counts",
    );
    refuse("\"distinct\"", &json!({}), "`x`: found an object, expected a key or a list of keys");
    refuse(
        "\"map\",\"top\":1,\"of\":{\"kind\":\"map\",\"top\":1,\"of\":{\"kind\":\"min\"}}",
        &json!({"a": {"b": 1, "c": "d"}}),
        "`x.a.c`: found the string \"d\", expected a number",
    );
    refuse(
        "\"sum\"",
        &"x".repeat(50),
        &format!("`x`: found the string \"{}\"…, expected a number", "x".repeat(40)),
    );
}

#[test]
fn what_is_no_json_is_named() {
    let mut state = State::new(Schema::Sum);
    for (json, expected) in [
        ("", "invalid JSON: EOF while parsing a value at line 1 column 0"),
        ("1 2", "invalid JSON: trailing characters at line 1 column 3"),
        ("1e999", "invalid JSON: number out of range at line 1 column 5"),
        ("[", "found a list, expected a number"),
    ] {
        assert_eq!(state.fold_json("id", json).unwrap_err().to_string(), expected);
    }
    let deep = "[".repeat(1_000);
    assert!(
        State::new(Schema::Each).fold_json("id", &deep).unwrap_err().to_string().contains("recursion limit")
    );
    assert!(state.is_empty());
}

#[test]
fn raw_json_is_refused_and_not_misread() {
    let raw = serde_json::value::RawValue::from_string("7".to_owned()).unwrap();
    let error = State::new(Schema::Sum).fold("id", &raw).unwrap_err();
    assert_eq!(error.to_string(), "found raw JSON, expected a value that serde can see into");
}

#[test]
fn a_key_that_is_no_string_is_named() {
    let error = State::new(Schema::counts(1)).fold("id", &BTreeMap::from([((1, 2), 3)])).unwrap_err();
    assert_eq!(error.to_string(), "found a list as a key, expected a string, or what is written as one");
}

#[test]
fn states_of_different_schemas_do_not_merge() {
    let [mut two, mut three] = [2, 3].map(|top| State::new(Schema::counts(top)));
    two.fold("", "a").unwrap();
    three.fold("", "a").unwrap();
    let error = two.merge(three.clone()).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"states of different schemas do not merge: {"kind":"counts","top":2} and {"kind":"counts","top":3}"#
    );
    assert_eq!(two.to_json(), r#"{"a":[1,1]}"#);
    let mut both = two.with_top(9);
    both.merge(three.with_top(9)).unwrap();
    assert_eq!(both.to_json(), r#"{"a":[2,2]}"#);
    assert_eq!(both.schema().to_json(), r#"{"kind":"counts","top":9}"#);
}
