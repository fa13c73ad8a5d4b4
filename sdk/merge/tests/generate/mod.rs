//! Schemas and documents that fit them, made of the rows: a new kind needs nothing here.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use textmill_merge::{Given, KINDS, Kind, Parameter, Schema, Takes, Values};

/// A document's id and value.
pub(crate) type Document = (String, Value);

/// A schema that nests up to `depth` maps and records.
pub(crate) fn any_schema(depth: u32) -> BoxedStrategy<Schema> {
    let (nesting, leaves): (Vec<&Kind>, Vec<&Kind>) = KINDS.iter().partition(|kind| nests(kind));
    // What does not nest holds no schema.
    let leaves = leaves.into_iter().map(|kind| of_kind(kind, Just(Schema::Each).boxed()));
    let leaf = proptest::strategy::Union::new(leaves);
    leaf.prop_recursive(depth, 12, 4, move |inner| {
        proptest::strategy::Union::new(nesting.iter().map(|kind| of_kind(kind, inner.clone().boxed())))
    })
    .boxed()
}

/// Whether there are schemas below.
fn nests(kind: &Kind) -> bool {
    kind.parameters.iter().any(|parameter| matches!(parameter.values, Values::Of | Values::Fields))
}

/// A schema of a kind; those below it are of `inner`.
pub(crate) fn of_kind(kind: &'static Kind, inner: BoxedStrategy<Schema>) -> BoxedStrategy<Schema> {
    let parameters: Vec<_> = kind.parameters.iter().map(|known| parameter(known, inner.clone())).collect();
    parameters
        .prop_map(|parameters| {
            let named = parameters.into_iter().flatten().chain([("kind", Value::from(kind.name))]);
            let json: Map<String, Value> = named.map(|(name, value)| (name.to_owned(), value)).collect();
            Schema::from_json(&Value::Object(json).to_string()).expect("it is made by its row")
        })
        .boxed()
}

/// Nothing where it need not be given.
fn parameter(
    known: &'static Parameter,
    inner: BoxedStrategy<Schema>,
) -> BoxedStrategy<Option<(&'static str, Value)>> {
    let json = |schema: Schema| -> Value { serde_json::from_str(&schema.to_json()).expect("it is JSON") };
    let value = match known.values {
        Values::Size(least, greatest) => {
            (least..=greatest.min(least.saturating_add(4))).prop_map(Value::from).boxed()
        }
        Values::Points(least, greatest) => points(least, greatest).prop_map(Value::from).boxed(),
        Values::Flag => any::<bool>().prop_map(Value::from).boxed(),
        Values::Of => inner.prop_map(move |schema| undispersed(json(schema))).boxed(),
        Values::Fields => btree_map("[a-dب]{1,2}", inner.prop_map(json), 0..4).prop_map(to_object).boxed(),
    };
    let given = value.prop_map(|value| Some((known.name, value)));
    match known.given {
        Given::Optional => prop_oneof![Just(None), given].boxed(),
        Given::Required(_) | Given::Default(_) => given.boxed(),
    }
}

/// A schema as one below a `map` has to be.
fn undispersed(mut schema: Value) -> Value {
    if let Value::Object(parameters) = &mut schema {
        parameters.remove("dispersion");
        let fields = parameters.get_mut("fields").and_then(Value::as_object_mut);
        fields.into_iter().flatten().for_each(|(_, field)| *field = undispersed(field.take()));
    }
    schema
}

fn points(least: f64, greatest: f64) -> impl Strategy<Value = Vec<f64>> {
    let point =
        prop_oneof![0_i32..=100, -10_i32..10, any::<i32>()].prop_map(|number| f64::from(number) / 4.0);
    let inside =
        move |point: f64| if greatest <= 1.0 { (point / 25.0).clamp(least, greatest) } else { point };
    vec(point.prop_map(inside), 1..6).prop_map(|mut points| {
        points.sort_by(f64::total_cmp);
        // Both zeros are one number.
        points.dedup();
        points
    })
}

#[allow(dead_code, reason = "each test uses a part of this")]
pub(crate) fn counts() -> BoxedStrategy<Schema> {
    of_kind(Kind::of("counts").expect("it has a row"), Just(Schema::Each).boxed())
}

#[allow(dead_code, reason = "each test uses a part of this")]
pub(crate) fn map(of: Schema) -> BoxedStrategy<Schema> {
    of_kind(Kind::of("map").expect("it has a row"), Just(of).boxed())
}

/// Some documents of a schema; ids repeat.
pub(crate) fn documents(schema: &Schema) -> BoxedStrategy<Vec<Document>> {
    vec(document(schema), 0..9).boxed()
}

pub(crate) fn document(schema: &Schema) -> BoxedStrategy<Document> {
    ("[abé]{0,2}", value(schema)).boxed()
}

/// A value of a schema; now and then it is null, which every schema takes.
pub(crate) fn value(schema: &Schema) -> BoxedStrategy<Value> {
    let value = match schema.takes() {
        Takes::Number => number().boxed(),
        Takes::Amount => prop_oneof![3 => number(), 1 => any::<bool>().prop_map(Value::from)].boxed(),
        Takes::Score => prop_oneof![2 => number(), 1 => scored()].boxed(),
        Takes::Numbers => numbers(),
        Takes::Counts => counted(),
        Takes::Keys => keys(),
        Takes::Json | Takes::Unkept => any_json(),
        Takes::Map(of) => btree_map(key(), value(of), 0..4).prop_map(to_object).boxed(),
        Takes::Record(fields) => fields_of(fields),
    };
    let schema = schema.clone();
    // A kind may take less than its form has, as a parameter says.
    let value =
        value.prop_map(move |value| if schema.check_value(&value).is_ok() { value } else { Value::Null });
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

/// A score and its payload.
fn scored() -> impl Strategy<Value = Value> {
    (number(), any_json()).prop_map(|(score, payload)| json!([score, payload]))
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

/// A few keys, hundreds, or more than a thousand: the border between hashes and registers of `distinct` lies at 1,024.
fn keys() -> BoxedStrategy<Value> {
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
