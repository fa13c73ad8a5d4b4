//! A derived output folds field by field, and leaves the state that serde's way leaves: the same bytes, the same faults.

use std::collections::BTreeMap;
use std::rc::Rc;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::Serializer;
use textmill_sdk::OutputFields;
use textmill_sdk::merge::State;
use textmill_sdk::prelude::*;

/// A field of each kind, in each of the shapes that authors use.
#[derive(Debug, Clone, Serialize, Output)]
#[serde(rename_all = "kebab-case")]
struct Everything {
    #[merge(sum)]
    z_sum: i64,
    #[merge(sum)]
    optional_sum: Option<f32>,
    #[merge(min)]
    least: f64,
    #[merge(max)]
    #[serde(rename = "Greatest")]
    greatest: Option<u128>,
    #[merge(stats)]
    stats: Vec<(f64, u64)>,
    #[merge(stats)]
    one_stat: u8,
    #[merge(histogram, edges = [0, 1])]
    histogram: Vec<f64>,
    #[merge(quantiles)]
    quantiles: Option<Vec<(f32, u8)>>,
    #[merge(counts)]
    counts: Counts,
    #[merge(counts)]
    counted: BTreeMap<i32, u64>,
    #[merge(counts)]
    keys: Vec<String>,
    #[merge(counts)]
    label: Label,
    #[merge(distinct)]
    distinct: Vec<Option<char>>,
    #[merge(distinct)]
    one: String,
    #[merge(set(max = 2))]
    set: Vec<String>,
    #[merge(sum)]
    is_so: bool,
    #[merge(sample(n = 2))]
    sample: Vec<f64>,
    #[merge(top, n = 2)]
    top: Option<f64>,
    #[merge(top(n = 2, payload = true))]
    scored: (f64, Option<String>),
    #[merge(map(counts))]
    map: BTreeMap<String, Counts>,
    #[merge(map(record))]
    records: BTreeMap<String, Inner<f64>>,
    #[merge(record)]
    inner: Inner<Option<u32>>,
    #[merge(record)]
    #[serde(skip_serializing_if = "Option::is_none")]
    boxed: Option<Box<Inner<f64>>>,
    #[merge(sum)]
    #[serde(skip_serializing_if = "is_odd")]
    even: u32,
    #[merge(each)]
    each: Vec<Inner<f64>>,
    #[serde(skip)]
    #[allow(dead_code, reason = "what is skipped is never read")]
    skipped: Rc<u8>,
}

#[derive(Debug, Clone, Serialize, Output)]
struct Inner<T: Serialize> {
    #[merge(max)]
    b: T,
    #[merge(sum)]
    a: u8,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
enum Label {
    Positive,
    Negative,
}

fn is_odd(number: &u32) -> bool {
    number % 2 == 1
}

/// One field is written by a function of its own, so all are folded as they are written.
#[derive(Debug, Clone, Serialize, Output)]
struct Otherwise {
    #[merge(sum)]
    #[serde(serialize_with = "twice")]
    number: u32,
    #[merge(counts)]
    key: String,
}

fn twice<S: Serializer>(number: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(2 * u64::from(*number))
}

fn float() -> impl Strategy<Value = f64> {
    prop_oneof![30 => -3.0..3.0, 10 => any::<f64>().prop_filter("finite", |float| float.is_finite()), 1 => Just(f64::NAN)]
}

fn key() -> impl Strategy<Value = String> {
    "[ab]{0,2}"
}

fn counts() -> impl Strategy<Value = Counts> {
    vec(key(), 0..4).prop_map(|keys| keys.iter().collect())
}

fn inner() -> impl Strategy<Value = Inner<f64>> {
    (float(), any::<u8>()).prop_map(|(b, a)| Inner { a, b })
}

fn everything() -> impl Strategy<Value = Everything> {
    let numbers = (any::<i64>(), option::of(-1.0..1.0_f32), float(), option::of(any::<u128>()));
    let lists = (
        vec((float(), any::<u64>()), 0..4),
        any::<u8>(),
        vec(float(), 0..4),
        option::of(vec((-1.0..9.0_f32, any::<u8>()), 0..3)),
    );
    let keys = (counts(), btree_map(0..3_i32, 0..3_u64, 0..3), vec(key(), 0..4), any::<bool>());
    let distinct = (vec(option::of(any::<char>()), 0..3), key(), vec(float(), 0..2), option::of(float()));
    let more = (vec(key(), 0..4), any::<bool>(), (float(), option::of(key())));
    let nested = (
        btree_map(key(), counts(), 0..3),
        btree_map(key(), inner(), 0..2),
        (option::of(any::<u32>()), any::<u8>()),
        option::of(inner()),
        any::<u32>(),
        vec(inner(), 0..2),
    );
    (numbers, lists, keys, distinct, more, nested).prop_map(
        |(numbers, lists, keys, distinct, more, nested)| {
            let (z_sum, optional_sum, least, greatest) = numbers;
            let (stats, one_stat, histogram, quantiles) = lists;
            let (counts, counted, keys, positive) = keys;
            let (distinct, one, sample, top) = distinct;
            let (set, is_so, scored) = more;
            let (map, records, (b, a), boxed, even, each) = nested;
            Everything {
                z_sum,
                optional_sum,
                least,
                greatest,
                stats,
                one_stat,
                histogram,
                quantiles,
                counts,
                counted,
                keys,
                label: if positive { Label::Positive } else { Label::Negative },
                distinct,
                one,
                set,
                is_so,
                sample,
                top,
                scored,
                map,
                records,
                inner: Inner { b, a },
                boxed: boxed.map(Box::new),
                even,
                each,
                skipped: Rc::new(0),
            }
        },
    )
}

/// Folds an output both ways into a state that has something already, and holds them equal.
#[track_caller]
fn hold<O: Output>(before: &State, output: &O) -> bool {
    let [mut by_serde, mut by_field] = [before.clone(), before.clone()];
    let expected = by_serde.fold("id", output);
    let found = by_field.fold_output("id", &OutputFields(output));
    assert_eq!(found, expected);
    assert_eq!(by_field.to_json(), by_serde.to_json());
    assert_eq!(before.schema().check_output(&OutputFields(output)), expected);
    if expected.is_err() {
        assert_eq!(by_field.to_json(), before.to_json(), "a fault leaves no trace");
    }
    expected.is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn a_derived_output_folds_as_it_is_written(outputs in vec(everything(), 1..4)) {
        let mut state = State::new(Everything::schema());
        for output in &outputs {
            hold(&state, output);
            let _ = state.fold_output("another", &OutputFields(output));
        }
    }

    #[test]
    fn so_does_one_with_a_function_of_its_own(number in 0_u32..9, key in key()) {
        let folds = hold(&State::new(Otherwise::schema()), &Otherwise { number, key });
        prop_assert!(folds);
    }

    #[test]
    fn so_does_what_may_be_none(output in option::of(inner())) {
        hold(&State::new(Inner::<f64>::schema()), &output.map(Box::new));
    }
}

/// Holds the error of a field whose type its kind does not take.
macro_rules! check_misfit {
    ($kind:ident($($parameter:tt)*), $type:ty, $value:expr, $expected:literal) => {{
        #[derive(Serialize, Output)]
        struct Misfit {
            #[merge(sum)]
            a: u8,
            #[merge($kind, $($parameter)*)]
            b: $type,
        }
        let output = Misfit { a: 1, b: $value };
        let state = State::new(Misfit::schema());
        assert!(!hold(&state, &output));
        let error = state.schema().check_output(&OutputFields(&output)).expect_err("it does not fit");
        assert_eq!(error.to_string(), $expected);
    }};
}

#[test]
fn what_does_not_fit_is_named() {
    check_misfit!(sum(), f64, f64::NAN, "`b`: found NaN, expected a finite number");
    check_misfit!(sum(), String, "x".into(), "`b`: found the string \"x\", expected a number");
    check_misfit!(max(), Vec<u8>, vec![1], "`b`: found a list, expected a number");
    check_misfit!(min(), Option<bool>, Some(true), "`b`: found true, expected a number");
    check_misfit!(
        stats(),
        BTreeMap<String, u8>,
        BTreeMap::new(),
        "`b`: found an object, expected a number, or a list of numbers or of pairs of a number and its count"
    );
    check_misfit!(
        stats(),
        Vec<(u8, i8)>,
        vec![(1, -1)],
        "`b[0]`: found -1 as a count, expected a whole number from 0 to 2^64 - 1"
    );
    check_misfit!(
        stats(),
        Vec<[u8; 3]>,
        vec![[1; 3]],
        "`b[0][2]`: found a list of 3, expected a pair of a number and its count"
    );
    check_misfit!(
        quantiles(),
        Vec<Vec<Option<u8>>>,
        vec![vec![Some(1), None]],
        "`b[0][1]`: found null, expected a number"
    );
    check_misfit!(counts(), u8, 1, "`b`: found 1, expected a key, a list of keys, or an object of counts");
    check_misfit!(counts(), Vec<u8>, vec![1], "`b[0]`: found 1, expected a key, which is a string");
    check_misfit!(
        counts(),
        BTreeMap<String, f64>,
        BTreeMap::from([("k".into(), 0.5)]),
        "`b.k`: found 0.5, expected a count, which is a whole number from 0 to 2^64 - 1"
    );
    check_misfit!(
        distinct(),
        Counts,
        Counts::new(),
        "`b`: found an object, expected a key or a list of keys"
    );
    check_misfit!(distinct(), Vec<bool>, vec![true], "`b[0]`: found true, expected a key, which is a string");
    check_misfit!(
        set(max = 1),
        Vec<char>,
        vec!['x', 'y'],
        "`b[1]`: found more than 1 different keys, expected at most 1"
    );
    check_misfit!(
        top(n = 1, payload = true),
        (String, u8),
        ("x".into(), 1),
        "`b[0]`: found the string \"x\", expected a number"
    );
    check_misfit!(top(n = 1), Vec<f64>, vec![], "`b`: found a list, expected a number");
    check_misfit!(each(), Vec<f64>, vec![1.0, f64::INFINITY], "`b[1]`: found inf, expected a finite number");
    check_misfit!(
        each(),
        BTreeMap<Vec<u8>, u8>,
        BTreeMap::from([(vec![], 1)]),
        "`b`: found a list as a key, expected a string, or what is written as one"
    );
    check_misfit!(
        each(),
        Box<serde_json::value::RawValue>,
        serde_json::value::RawValue::from_string("7".into()).expect("it is JSON"),
        "`b`: found raw JSON, expected a value that serde can see into"
    );
}
