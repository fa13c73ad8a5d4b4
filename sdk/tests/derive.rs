//! What `#[derive(Output)]` writes: the schema, under the names that serde gives.

use std::collections::BTreeMap;

use serde_json::json;
use textmill_sdk::merge::Schema;
use textmill_sdk::prelude::*;

#[track_caller]
fn check<O: Output>(expected: &str) {
    let schema = O::schema();
    assert_eq!(schema.check(), Ok(()));
    let Schema::Record { fields } = schema else { panic!("a record at the top") };
    let fields: Vec<String> =
        fields.iter().map(|(name, schema)| format!("{name}: {}", schema.to_json())).collect();
    assert_eq!(fields.join("\n"), expected.replace("            ", "").trim());
}

#[test]
fn each_kind_has_its_schema() {
    #[derive(Serialize, Output)]
    struct Kinds {
        #[merge(sum)]
        a_sum: u64,
        #[merge(min)]
        b_min: f64,
        #[merge(max)]
        c_max: Option<f64>,
        #[merge(stats)]
        d_stats: Vec<(f64, u64)>,
        #[merge(counts)]
        e_counts: Counts,
        #[merge(histogram, edges = [-1, 0.5, 3_000_000_000])]
        f_histogram: f64,
        #[merge(quantiles)]
        g_quantiles: f64,
        #[merge(distinct)]
        h_distinct: String,
        #[merge(sample(n = 3))]
        i_sample: String,
        #[merge(top, n = 3)]
        j_top: f64,
        #[merge(each)]
        k_each: String,
    }
    check::<Kinds>(
        r#"
            a_sum: {"kind":"sum"}
            b_min: {"kind":"min"}
            c_max: {"kind":"max"}
            d_stats: {"kind":"stats"}
            e_counts: {"kind":"counts","top":50}
            f_histogram: {"kind":"histogram","edges":[-1,0.5,3000000000]}
            g_quantiles: {"kind":"quantiles","at":[0.25,0.5,0.75,0.9,0.99]}
            h_distinct: {"kind":"distinct"}
            i_sample: {"kind":"sample","n":3}
            j_top: {"kind":"top","n":3}
            k_each: {"kind":"each"}
        "#,
    );
}

#[test]
fn parameters_stand_inside_or_after_and_may_be_constants() {
    const TOP: u32 = 7;
    const EDGES: [f64; 2] = [0.0, 1.0];
    const LAST: u8 = 9;
    #[derive(Serialize, Output)]
    struct Parameters {
        #[merge(counts(top = TOP + 1))]
        a: Counts,
        #[merge(counts, top = TOP,)]
        b: Counts,
        #[merge(histogram(edges = EDGES))]
        c: f64,
        #[merge(histogram, edges = [EDGES[0], LAST])]
        d: f64,
        #[merge(quantiles(at = [0, 1]))]
        e: f64,
    }
    check::<Parameters>(
        r#"
            a: {"kind":"counts","top":8}
            b: {"kind":"counts","top":7}
            c: {"kind":"histogram","edges":[0,1]}
            d: {"kind":"histogram","edges":[0,9]}
            e: {"kind":"quantiles","at":[0,1]}
        "#,
    );
}

#[test]
fn what_need_not_be_given_is_left_out() {
    const LEAST: u32 = 2;
    #[derive(Serialize, Output)]
    struct Parameters {
        #[merge(counts, at_least = LEAST)]
        a: Counts,
        #[merge(map(sum, at_least = 3), top = 4)]
        b: BTreeMap<String, bool>,
        #[merge(sample(n = 2, items = true))]
        c: Vec<String>,
        #[merge(sample(n = 2, items = false))]
        d: Vec<String>,
        #[merge(top(n = 2, payload = true))]
        e: (f64, String),
        #[merge(set(max = 9))]
        f: Vec<String>,
    }
    check::<Parameters>(
        r#"
            a: {"kind":"counts","top":50,"at_least":2}
            b: {"kind":"map","of":{"kind":"sum"},"top":4,"at_least":3}
            c: {"kind":"sample","n":2,"items":true}
            d: {"kind":"sample","n":2}
            e: {"kind":"top","n":2,"payload":true}
            f: {"kind":"set","max":9}
        "#,
    );
}

#[test]
fn maps_and_records_nest() {
    #[derive(Serialize, Output)]
    struct Inner<T: Serialize> {
        #[merge(sum)]
        n: T,
    }
    #[derive(Serialize, Output)]
    struct Nested {
        #[merge(record)]
        a: Inner<u32>,
        #[merge(record)]
        b: Option<Box<Inner<f64>>>,
        #[merge(map(counts(top = 2), top = 3))]
        c: BTreeMap<String, Counts>,
        #[merge(map(record), top = 4)]
        d: BTreeMap<String, Inner<u32>>,
        #[merge(map(map(sum)))]
        e: Option<BTreeMap<String, BTreeMap<String, u32>>>,
        #[merge(map(record))]
        f: Option<BTreeMap<String, Inner<u32>>>,
    }
    check::<Nested>(
        r#"
            a: {"kind":"record","fields":{"n":{"kind":"sum"}}}
            b: {"kind":"record","fields":{"n":{"kind":"sum"}}}
            c: {"kind":"map","of":{"kind":"counts","top":2},"top":3}
            d: {"kind":"map","of":{"kind":"record","fields":{"n":{"kind":"sum"}}},"top":4}
            e: {"kind":"map","of":{"kind":"map","of":{"kind":"sum"},"top":50},"top":50}
            f: {"kind":"map","of":{"kind":"record","fields":{"n":{"kind":"sum"}}},"top":50}
        "#,
    );
}

/// Holds the names in the schema to those that serde writes.
macro_rules! check_names {
    ($rule:literal, $expected:expr) => {{
        #[derive(Default, Serialize, Output)]
        #[serde(rename_all = $rule)]
        #[allow(dead_code, reason = "what is skipped is never read")]
        struct Named {
            #[merge(sum)]
            one: u8,
            #[merge(sum)]
            two_words: u8,
            #[merge(sum)]
            _three_more_words_: u8,
            #[merge(sum)]
            with2_digits_3: u8,
            #[merge(sum)]
            r#type: u8,
            #[merge(sum)]
            #[serde(rename = "given Name")]
            renamed: u8,
            #[merge(sum)]
            #[serde(rename(serialize = "out", deserialize = "in"), default)]
            directed: u8,
            #[serde(skip)]
            skipped: u8,
            #[serde(skip_serializing)]
            read_only: u8,
            #[merge(sum)]
            #[serde(skip_deserializing, skip_serializing_if = "is_one")]
            sometimes: u8,
        }
        let Schema::Record { fields } = Named::schema() else { panic!("a record at the top") };
        let written = json!(Named::default());
        let written: Vec<&String> = written.as_object().expect("an object").keys().collect();
        assert_eq!(fields.keys().collect::<Vec<_>>(), written, "under {}", $rule);
        assert!(fields.contains_key($expected), "under {}", $rule);
    }};
}

fn is_one(value: &u8) -> bool {
    *value == 1
}

#[test]
fn names_are_those_that_serde_writes() {
    check_names!("camelCase", "twoWords");
    check_names!("kebab-case", "two-words");
    check_names!("lowercase", "two_words");
    check_names!("PascalCase", "TwoWords");
    check_names!("SCREAMING-KEBAB-CASE", "TWO-WORDS");
    check_names!("SCREAMING_SNAKE_CASE", "TWO_WORDS");
    check_names!("snake_case", "two_words");
    check_names!("UPPERCASE", "TWO_WORDS");
}

#[test]
fn what_is_written_fits_what_is_derived() {
    #[derive(Serialize, Output)]
    #[serde(rename_all(serialize = "camelCase"))]
    struct Fits {
        #[merge(counts)]
        key_words: Counts,
        #[merge(map(stats))]
        by_label: BTreeMap<&'static str, Vec<f64>>,
        #[merge(max)]
        #[serde(skip_serializing_if = "Option::is_none")]
        at_most: Option<f64>,
    }
    let mut output = Fits {
        key_words: ["a"].into_iter().collect(),
        by_label: BTreeMap::from([("x", vec![1.0])]),
        at_most: None,
    };
    assert_eq!(Fits::schema().check_value(&output), Ok(()));
    output.at_most = Some(f64::NAN);
    let misfit = Fits::schema().check_value(&output).expect_err("not finite").to_string();
    assert_eq!(misfit, "`atMost`: found NaN, expected a finite number");
}
