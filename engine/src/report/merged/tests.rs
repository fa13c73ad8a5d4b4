//! What states finish to is read, and what they do not is refused with its path.

use serde_json::json;
use textmill_merge::State;

use super::*;

fn schema(json: &Value) -> Schema {
    Schema::from_json(&json.to_string()).unwrap()
}

/// Reads what documents of these values finish to.
#[track_caller]
fn check(kind: &Value, documents: &[Value], expected: impl FnOnce(&Merged<'_>) -> bool) {
    let schema = schema(kind);
    let mut state = State::new(schema.clone());
    for (number, value) in documents.iter().enumerate() {
        state.fold(&format!("{number}.txt"), value).unwrap();
    }
    let output = state.finish();
    let found = Merged::read(&schema, &output).unwrap();
    assert!(expected(&found), "{kind}: {found:?}");
}

fn number_of(value: impl Into<Number>) -> Number {
    value.into()
}

#[test]
fn every_kind_is_read() {
    use Merged as M;

    let wide = json!([u64::MAX, u64::MAX]);
    check(
        &json!({"kind": "sum"}),
        &[json!(1), json!(-0.5)],
        |it| matches!(it, M::Sum(sum) if sum.as_f64() == Some(0.5)),
    );
    check(
        &json!({"kind": "sum"}),
        &[json!(u64::MAX), json!(1)],
        |it| matches!(it, M::Sum(sum) if sum.is_f64()),
    );
    check(&json!({"kind": "min"}), &[], |it| *it == M::Min(None));
    check(&json!({"kind": "min"}), &[json!(i64::MIN)], |it| *it == M::Min(Some(&number_of(i64::MIN))));
    check(&json!({"kind": "max"}), &[json!(u64::MAX)], |it| *it == M::Max(Some(&number_of(u64::MAX))));
    check(&json!({"kind": "stats"}), &[], |it| matches!(it, M::Stats(Stats { mean: None, min: None, .. })));
    check(&json!({"kind": "stats"}), &[json!([f64::MAX, f64::MAX, -f64::MAX])], |it| {
        matches!(it, M::Stats(Stats { mean: Some(_), deviation: Some(_), min: Some(_), max: Some(_), .. }))
    });
    check(&json!({"kind": "counts", "top": 1}), &[json!({"a": u64::MAX}), json!({"a": 1, "b": 2})], |it| {
        match it {
            M::Counts(counts) => {
                counts.distinct == 2
                    && counts.total.is_f64()
                    && counts.get("a").is_some_and(|a| a.count.is_f64() && a.documents == 2)
                    && counts.get("b").is_none()
            }
            _ => false,
        }
    });
    let pairs = [json!({"a\tb": 3, "c\td": 2}), json!(["a\tb"])];
    check(&json!({"kind": "pairs", "top": 1}), &pairs, |it| match it {
        M::Pairs(pairs) => {
            let strongest = pairs.by_g2[0];
            (strongest.first, strongest.second, strongest.count, strongest.documents) == ("a", "b", 4, 2)
                && (pairs.distinct, pairs.by_log_dice.len(), pairs.by_pmi3.len()) == (2, 1, 1)
                && pairs.all() == pairs.by_g2
        }
        _ => false,
    });
    check(
        &json!({"kind": "pairs", "top": 1}),
        &[],
        |it| matches!(it, M::Pairs(pairs) if pairs.all().is_empty()),
    );
    check(&json!({"kind": "histogram", "edges": [0, 2.5]}), &[json!([1, 2, 3])], |it| match it {
        M::Histogram(found) => {
            let edges: Vec<_> = found.bins.iter().map(|bin| (bin.from.is_some(), bin.to.is_some())).collect();
            edges == [(false, true), (true, true), (true, false)] && *found.bins[1].count == number_of(2)
        }
        _ => false,
    });
    check(&json!({"kind": "quantiles", "at": [0, 1]}), &[wide], |it| match it {
        M::Quantiles(found) => found.quantiles[1].value == Some(&number_of(u64::MAX)),
        _ => false,
    });
    check(&json!({"kind": "quantiles", "at": [0.5]}), &[], |it| match it {
        M::Quantiles(found) => found.quantiles[0].value.is_none() && found.min.is_none(),
        _ => false,
    });
    check(&json!({"kind": "distinct"}), &[json!(["a", "b"])], |it| {
        matches!(it, M::Distinct(Distinct { estimate: 2, exact: true, .. }))
    });
    let many: Vec<String> = (0..2_000).map(|number| number.to_string()).collect();
    check(&json!({"kind": "distinct"}), &[json!(many)], |it| {
        matches!(it, M::Distinct(Distinct { exact: false, .. }))
    });
    check(&json!({"kind": "sample", "n": 2}), &[json!({"any": [null]})], |it| match it {
        M::Sample(found) => *found[0].value == json!({"any": [null]}) && found[0].document == "0.txt",
        _ => false,
    });
    check(&json!({"kind": "top", "n": 1}), &[json!(1), json!(2.5)], |it| match it {
        M::Top(found) => found.len() == 1 && found[0].document == "1.txt",
        _ => false,
    });
    let with_payload = json!({"kind": "top", "n": 2, "payload": true});
    check(&with_payload, &[json!([1, {"why": "it"}]), json!(2)], |it| match it {
        M::Top(found) => found[0].payload.is_none() && found[1].payload == Some(&json!({"why": "it"})),
        _ => false,
    });
    check(&json!({"kind": "set", "max": 2}), &[json!(["b", "a"])], |it| {
        *it == M::Set(KeySet { max: 2, keys: Some(vec!["a", "b"]) })
    });
    check(&json!({"kind": "set", "max": 1}), &[json!("b"), json!("a")], |it| {
        *it == M::Set(KeySet { max: 1, keys: None })
    });
    check(&json!({"kind": "map", "of": {"kind": "sum"}, "top": 2}), &[json!({"": 1})], |it| {
        it.field("") == Some(&M::Sum(&number_of(1))) && it.field("x").is_none()
    });
    check(&json!({"kind": "map", "of": {"kind": "each"}, "top": 2}), &[json!({"a": 1})], |it| {
        it.field("a") == Some(&M::Each)
    });
    check(&json!({"kind": "record", "fields": {"a": {"kind": "each"}}}), &[json!({"a": 1})], |it| {
        *it == M::Record(BTreeMap::new())
    });
    check(&json!({"kind": "each"}), &[json!(1)], |it| *it == M::Each);
}

#[test]
fn no_name_of_a_field_says_what_a_value_is() {
    let names =
        ["mean", "deviation", "quantiles", "top", "bins", "estimate", "exact", "total", "count", "value"];
    let fields: BTreeMap<&str, Value> = names.map(|name| (name, json!({"kind": "counts", "top": 3}))).into();
    let schema = schema(&json!({"kind": "record", "fields": {"in": {"kind": "record", "fields": fields}}}));
    let output = State::new(schema.clone()).finish();
    let found = Merged::read(&schema, &output).unwrap();
    let leaves = found.leaves();
    assert_eq!(leaves.len(), names.len());
    assert!(leaves.iter().all(|(path, value)| path.names()[0] == "in" && matches!(value, Merged::Counts(_))));
}

#[test]
fn paths_tell_names_apart() {
    for (names, expected) in [
        (&[][..], ""),
        (&["words"], "words"),
        (&["a", "b"], "a.b"),
        (&["a.b"], r#"["a.b"]"#),
        (&["", ""], r#"[""][""]"#),
        (&["a", "[0]", "b"], r#"a["[0]"].b"#),
        (&["a\"b\n"], r#"["a\"b\n"]"#),
        (&["مدينة", "a b/c"], "مدينة.a b/c"),
    ] {
        let path = names.iter().fold(FieldPath::default(), |path, name| path.with(name));
        assert_eq!(path.to_string(), expected);
    }
}

#[track_caller]
fn refuse(kind: Value, output: Value, expected: &str) {
    assert_eq!(Merged::read(&schema(&kind), &output).unwrap_err().to_string(), expected, "{output}");
}

#[test]
fn what_does_not_fit_is_named() {
    refuse(json!({"kind": "sum"}), json!(null), "expected a number, found null");
    refuse(json!({"kind": "each"}), json!(1), "expected null, found 1");
    refuse(json!({"kind": "max"}), json!("1"), "expected a number or null, found a string");
    refuse(json!({"kind": "stats"}), json!({"count": 1, "mean": 2}), "`deviation`: is missing");
    refuse(json!({"kind": "stats"}), json!([]), "expected an object, found a list");
    let counts = json!({"kind": "record", "fields": {"a.b": {"kind": "map", "of": {"kind": "counts", "top": 1}, "top": 1}}});
    refuse(
        counts.clone(),
        json!({"a.b": {"k": {"total": 1, "distinct": 1, "top": [{"key": "x", "count": 1, "documents": 1}, {"key": 1}]}}}),
        r#"`["a.b"].k.top[1].key`: expected a string, found 1"#,
    );
    refuse(counts.clone(), json!({}), r#"`["a.b"]`: is missing"#);
    refuse(
        counts,
        json!({"a.b": {"k": {"total": 1, "distinct": -1, "top": []}}}),
        r#"`["a.b"].k.distinct`: expected a whole number from 0 on, found -1"#,
    );
    refuse(
        json!({"kind": "record", "fields": {"note": {"kind": "each"}}}),
        json!({"note": 1}),
        "`note`: is not a reported field of the schema",
    );
    refuse(
        json!({"kind": "histogram", "edges": [0]}),
        json!({"count": 0, "bins": []}),
        "`bins`: expected 2 bins, found 0",
    );
    refuse(
        json!({"kind": "quantiles", "at": [0.5]}),
        json!({"count": 0, "error": 0, "min": null, "max": null, "quantiles": {}}),
        "`quantiles`: expected a list, found an object",
    );
    refuse(
        json!({"kind": "distinct"}),
        json!({"estimate": 1, "error": 0, "exact": 1}),
        "`exact`: expected true or false, found 1",
    );
    refuse(json!({"kind": "top", "n": 1}), json!([{"document": "a", "value": 1}]), "`[0].score`: is missing");
}

#[test]
fn what_a_later_version_adds_to_a_kind_is_passed_over() {
    let schema = schema(&json!({"kind": "distinct"}));
    let output = json!({"estimate": 1, "error": 0, "exact": true, "later": {}});
    assert!(Merged::read(&schema, &output).is_ok());
}

#[test]
fn leaves_stand_for_what_is_empty_too() {
    let empty = json!({"kind": "map", "of": {"kind": "sum"}, "top": 1});
    let schema = schema(
        &json!({"kind": "record", "fields": {"": {"kind": "min"}, "map": empty, "z": {"kind": "record", "fields": {}}}}),
    );
    let output = State::new(schema.clone()).finish();
    let found = Merged::read(&schema, &output).unwrap();
    let paths: Vec<String> = found.leaves().iter().map(|(path, _)| path.to_string()).collect();
    assert_eq!(paths, [r#"[""]"#, "map", "z"]);
}

#[test]
fn other_keys_are_what_the_total_leaves() {
    let (total, huge) = (number_of(10), Number::from_f64(1e30).unwrap());
    let (five, two) = (number_of(5), number_of(2));
    let key = |key, count| CountedKey { key, count, documents: 1, dispersion: None };
    let counts = Counts { total: &total, distinct: 7, top: vec![key("a", &five), key("b", &two)] };
    for (first, keys, count) in [(0, 7, 10), (1, 6, 5), (2, 5, 3), (9, 5, 3)] {
        assert_eq!(counts.others(first), OtherKeys { keys, count: number_of(count) });
    }
    let counts = Counts { total: &huge, ..counts };
    assert_eq!(counts.others(1).count, Number::from_f64(1e30 - 5.0).unwrap());
    let counts = Counts { total: &two, ..counts };
    assert_eq!(counts.others(1).count, number_of(0));
}
