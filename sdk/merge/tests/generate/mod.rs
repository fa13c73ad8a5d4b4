//! Schemas, and documents that fit them.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use textmill_merge::Schema;

/// A document's id and value.
pub(crate) type Document = (String, Value);

/// A schema that nests up to `depth` maps and records.
pub(crate) fn any_schema(depth: u32) -> BoxedStrategy<Schema> {
    let leaf = prop_oneof![
        Just(Schema::Sum),
        Just(Schema::Min),
        Just(Schema::Max),
        Just(Schema::Stats),
        Just(Schema::Distinct),
        Just(Schema::Each),
        counts(),
        histogram(),
        quantiles(),
        sample(),
        top(),
    ];
    leaf.prop_recursive(depth, 12, 4, |inner| {
        let of = inner.clone().prop_flat_map(map);
        prop_oneof![of, record(inner)]
    })
    .boxed()
}

pub(crate) fn counts() -> impl Strategy<Value = Schema> {
    (0_u32..5).prop_map(|top| Schema::Counts { top })
}

pub(crate) fn histogram() -> impl Strategy<Value = Schema> {
    points(prop_oneof![-10_i32..10, any::<i32>()].prop_map(|edge| f64::from(edge) / 4.0).boxed())
        .prop_map(|edges| Schema::Histogram { edges })
}

pub(crate) fn quantiles() -> impl Strategy<Value = Schema> {
    points((0_u32..=100).prop_map(|at| f64::from(at) / 100.0).boxed()).prop_map(|at| Schema::Quantiles { at })
}

fn points(point: BoxedStrategy<f64>) -> impl Strategy<Value = Vec<f64>> {
    vec(point, 1..6).prop_map(|mut points| {
        points.sort_by(f64::total_cmp);
        points.dedup();
        points
    })
}

pub(crate) fn sample() -> impl Strategy<Value = Schema> {
    (1_u32..4).prop_map(|n| Schema::Sample { n })
}

pub(crate) fn top() -> impl Strategy<Value = Schema> {
    (1_u32..4).prop_map(|n| Schema::Top { n })
}

pub(crate) fn map(of: Schema) -> impl Strategy<Value = Schema> {
    (0_u32..4).prop_map(move |top| Schema::Map { of: Box::new(of.clone()), top })
}

pub(crate) fn record(field: BoxedStrategy<Schema>) -> BoxedStrategy<Schema> {
    btree_map("[a-dب]{1,2}", field, 0..4).prop_map(|fields| Schema::Record { fields }).boxed()
}

/// Some documents of a schema; ids repeat.
pub(crate) fn documents(schema: &Schema) -> BoxedStrategy<Vec<Document>> {
    vec(document(schema), 0..9).boxed()
}

pub(crate) fn document(schema: &Schema) -> BoxedStrategy<Document> {
    ("[abé]{0,2}", value(schema)).boxed()
}

/// A value of a schema; now and then it is null, which every schema takes.
fn value(schema: &Schema) -> BoxedStrategy<Value> {
    let value = match schema {
        Schema::Sum | Schema::Min | Schema::Max | Schema::Top { .. } => number().boxed(),
        Schema::Stats | Schema::Histogram { .. } | Schema::Quantiles { .. } => numbers(),
        Schema::Counts { .. } => counted(),
        Schema::Distinct => distinct(),
        Schema::Sample { .. } | Schema::Each => any_json(),
        Schema::Map { of, .. } => btree_map(key(), value(of), 0..4).prop_map(to_object).boxed(),
        Schema::Record { fields } => fields_of(fields),
    };
    prop_oneof![9 => value, 1 => Just(Value::Null)].boxed()
}

fn fields_of(fields: &BTreeMap<String, Schema>) -> BoxedStrategy<Value> {
    let absent_or = |(name, field): (&String, &Schema)| {
        (Just(name.clone()), prop_oneof![1 => Just(None), 4 => value(field).prop_map(Some)])
    };
    let fields: Vec<_> = fields.iter().map(absent_or).collect();
    fields
        .prop_map(|fields| {
            let present = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
            Value::Object(present.collect())
        })
        .boxed()
}

fn to_object(fields: BTreeMap<String, Value>) -> Value {
    Value::Object(fields.into_iter().collect::<Map<String, Value>>())
}

/// Numbers of every size, and among them some that are equal, cancel or stand close.
fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => (-3_i32..4).prop_map(Value::from),
        3 => (-8_i32..9).prop_map(|quarters| json!(f64::from(quarters) / 4.0)),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        2 => any::<f64>().prop_filter("finite", |value| value.is_finite()).prop_map(Value::from),
        2 => prop::num::f64::SUBNORMAL.prop_map(Value::from),
        2 => prop::sample::select(vec![
            json!(-0.0), json!(0.1), json!(1e308), json!(-1e308), json!(f64::MAX), json!(5e-324),
            json!(u64::MAX), json!(i64::MIN), json!(18_446_744_073_709_551_616.0), json!(9_007_199_254_740_993_u64),
        ]),
    ]
}

fn numbers() -> BoxedStrategy<Value> {
    let count = prop_oneof![0_u64..4, any::<u64>()];
    let pair = (number(), count).prop_map(|(number, count)| json!([number, count]));
    prop_oneof![number(), vec(prop_oneof![number(), pair, Just(Value::Null)], 0..6).prop_map(Value::from)]
        .boxed()
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-c]", 1 => "[a-c\"\\\\\\n\\x00سé𝄞]{0,12}"]
}

fn counted() -> BoxedStrategy<Value> {
    let count = prop_oneof![4 => (0_u64..4).prop_map(Value::from), 1 => any::<u64>().prop_map(Value::from), 1 => Just(Value::Null)];
    prop_oneof![
        btree_map(key(), count, 0..6).prop_map(to_object),
        vec(key(), 0..6).prop_map(Value::from),
        key().prop_map(Value::from),
    ]
    .boxed()
}

/// A few keys, hundreds, or more than a thousand: the border between hashes and registers lies at 1,024.
fn distinct() -> BoxedStrategy<Value> {
    let many = btree_set(0_u32..3_000, 250..500);
    let more = (0_u32..2_000, 1_025_u32..1_500).prop_map(|(first, count)| {
        (first..first + count).map(|key| Value::from(key.to_string())).collect::<Vec<Value>>()
    });
    prop_oneof![
        vec(key(), 0..6).prop_map(Value::from),
        key().prop_map(Value::from),
        many.prop_map(|keys| keys.into_iter().map(|key| key.to_string()).collect()),
        more.prop_map(Value::from),
    ]
    .boxed()
}

fn any_json() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        key().prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(key(), inner, 0..4).prop_map(to_object),
        ]
    })
    .boxed()
}
