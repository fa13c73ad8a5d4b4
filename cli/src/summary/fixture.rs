//! Reports that are written by hand, with their schemas.

use serde_json::{Map, Value, json};
use textmill::Report;

/// A report of these sections, and of no faults.
pub(crate) fn report(analyzers: Value) -> Report {
    with_faults(analyzers, json!({"total": 0, "by": {}, "first": []}))
}

/// A report of these sections and faults.
pub(crate) fn with_faults(analyzers: Value, faults: Value) -> Report {
    let plugins: Map<String, Value> = analyzers
        .as_object()
        .expect("analyzers by name")
        .keys()
        .map(|name| (name.clone(), record(if name == "mood" { "sentiment" } else { name })))
        .collect();
    let report = json!({
        "format": 1,
        "complete": true,
        "corpus": {"documents": 61, "bytes": 389_400, "unread": 1, "replaced": 0, "fingerprint": ""},
        "analyzers": analyzers,
        "faults": faults,
        "provenance": {"engine": "0.1.0", "interface": "textmill:analyzer@0.1.0", "selection": {}, "plugins": plugins},
        "run": {
            "started": "2026-01-02T03:04:05Z", "seconds": 0.082, "threads": 2, "batch_bytes": 1_048_576,
            "host": "linux-x86_64", "sources": []
        },
    });
    serde_json::from_value(report).expect("the form of a report")
}

fn record(name: &str) -> Value {
    json!({
        "name": name, "version": "0.1.0", "sha256": "", "reported": true, "settings": {}, "limits": {}, "resources": {}
    })
}

/// A section of an output whose fields are of these kinds.
pub(crate) fn section(fields: Value, output: Value) -> Value {
    let schema = json!({"kind": "record", "fields": fields});
    json!({"version": "0.1.0", "documents": 60, "faults": 0, "schema": schema, "output": output})
}

/// The schema of a kind, with some parameters.
pub(crate) fn kind(kind: &str) -> Value {
    match kind {
        "counts" => json!({"kind": kind, "top": 50}),
        "sample" | "top" => json!({"kind": kind, "n": 5}),
        _ => json!({"kind": kind}),
    }
}

/// Schemas of fields of one kind.
pub(crate) fn all_of<const FIELDS: usize>(of: &str, names: [&str; FIELDS]) -> Value {
    names.map(|name| (name.to_owned(), kind(of))).into_iter().collect::<Map<_, _>>().into()
}

pub(crate) fn counts(total: u64, distinct: u64, top: &[(&str, u64, u64)]) -> Value {
    let entry = |(key, count, documents): &(&str, u64, u64)| json!({"key": key, "count": count, "documents": documents});
    json!({"total": total, "distinct": distinct, "top": top.iter().map(entry).collect::<Vec<_>>()})
}

/// A section with every kind and both combinators, under names that mislead and names that do harm.
pub(crate) fn every_kind() -> Value {
    let long = "ab".repeat(150);
    let record = |fields: Value| json!({"kind": "record", "fields": fields});
    let map = |of: Value| json!({"kind": "map", "of": of, "top": 9});
    let histogram = json!({"kind": "histogram", "edges": [0, 2.5]});
    let quantiles = json!({"kind": "quantiles", "at": [0.5, 0.95]});
    let fields = json!({
        "like-stats": record(json!({
            "count": kind("sum"), "mean": kind("sum"), "deviation": kind("max"), "min": kind("min"), "max": kind("stats"),
        })),
        "like-counts": record(json!({
            "total": kind("counts"), "distinct": kind("distinct"), "top": kind("top"),
        })),
        "like-histogram": record(json!({"count": kind("sum"), "bins": kind("sample")})),
        "like-quantiles": record(json!({"quantiles": quantiles, "count": histogram})),
        "like-distinct": map(record(json!({"estimate": kind("sum"), "exact": kind("stats")}))),
        "like-documents": map(kind("counts")),
        "like-set": record(json!({
            "keys": {"kind": "set", "max": 9}, "over": {"kind": "set", "max": 1},
            "max": {"kind": "top", "n": 2, "payload": true},
        })),
        "mean": kind("sum"),
        "deviation": kind("min"),
        "": kind("max"),
        "a.b": kind("sum"),
        "a": record(json!({"b": kind("sum"), "": kind("distinct")})),
        "القاهرة": kind("counts"),
        "\u{1b}[2J\n\u{202e}": kind("sum"),
        "x/y": kind("counts"),
        "x_y": kind("counts"),
        "X_Y": kind("counts"),
        "none": map(kind("sum")),
        "hidden": kind("each"),
        (long.clone()): kind("sum"),
    });
    let one = |key: &str| counts(1, 1, &[(key, 1, 1)]);
    let stats = json!({"count": 16, "mean": 3.25, "deviation": 1.5, "min": 2, "max": 11});
    let output = json!({
        "like-stats": {"count": 1, "mean": 1e30, "deviation": null, "min": -3, "max": stats},
        "like-counts": {
            "total": {"total": 1e30, "distinct": 2, "top": [
                {"key": "WOW", "count": 1e30, "documents": 5}, {"key": "NO", "count": 7, "documents": 5}
            ]},
            "distinct": {"estimate": 12_345, "error": 0.008, "exact": false},
            "top": [{"document": "a.txt", "score": 0.5}, {"document": "ب.txt", "score": 0.25}],
        },
        "like-histogram": {"count": 18_446_744_073_709_551_615_u64, "bins": [{"document": "a.txt", "value": {"from": null}}]},
        "like-quantiles": {
            "quantiles": {"count": 9, "error": 0.004, "min": 1, "max": 90, "quantiles": [
                {"at": 0.5, "value": 3}, {"at": 0.95, "value": 81.5}
            ]},
            "count": {"count": 4, "bins": [
                {"from": null, "to": 0, "count": 1}, {"from": 0, "to": 2.5, "count": 0}, {"from": 2.5, "to": null, "count": 3},
            ]},
        },
        "like-distinct": {
            "estimate": {"estimate": 1, "exact": stats},
            "exact": {"estimate": 2, "exact": {"count": 0, "mean": null, "deviation": null, "min": null, "max": null}},
        },
        "like-documents": {"document": one("score"), "example.com": one("value")},
        "like-set": {
            "keys": {"over": false, "max": 9, "keys": ["a", "\u{202e}b", "ب"]},
            "over": {"over": true, "max": 1, "keys": null},
            "max": [
                {"document": "a.txt", "score": 2, "payload": {"why": "ب"}},
                {"document": "b.txt", "score": 1, "payload": null},
            ],
        },
        "mean": 7,
        "deviation": null,
        "": 8,
        "a.b": 9,
        "a": {"b": 10, "": {"estimate": 3, "error": 0, "exact": true}},
        "القاهرة": one("مهم"),
        "\u{1b}[2J\n\u{202e}": 11,
        "x/y": one("slash"),
        "x_y": one("line"),
        "X_Y": one("great"),
        "none": {},
        (long): 12,
    });
    section(fields, output)
}
