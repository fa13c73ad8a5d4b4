//! How each field of an output merges, and the JSON of that.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{FoldError, SchemaError};
use crate::fold::{self, Fold};
use crate::json::{comma, write_count, write_plain_number, write_string};
use crate::number::Number;

/// How deep maps and records may nest: 16.
///
/// Reading and merging recurse once per level, in a guest on a stack of its own choosing, so the depth that a
/// plugin can ask for is bounded. With [`MAX_VALUE_DEPTH`](crate::MAX_VALUE_DEPTH) levels for a sampled value
/// the JSON of a state stays within the 128 levels that most JSON readers allow.
pub const MAX_DEPTH: usize = 16;

/// The most edges of a histogram, and the most quantiles asked of one field: 4,096.
pub const MAX_POINTS: usize = 4_096;

/// The most documents that `sample` and `top` keep: 10,000.
pub const MAX_KEPT: u32 = 10_000;

/// How the values of one output, or of one of its fields, merge.
///
/// A plugin's manifest carries it as JSON ([`to_json`](Self::to_json)): an object whose `kind` is the variant's
/// name in lower case, beside the variant's fields.
#[derive(Debug, Clone, PartialEq)]
pub enum Schema {
    /// A number per document; the report shows their exact sum, rounded once.
    Sum,
    /// A number per document; the report shows the least.
    Min,
    /// A number per document; the report shows the greatest.
    Max,
    /// Numbers; the report shows count, mean, population deviation, least and greatest.
    Stats,
    /// Counts by key; the report shows the total, the number of keys and the `top` greatest.
    Counts {
        /// How many keys the report shows.
        top: u32,
    },
    /// Numbers; the report shows how many fall between each two edges, below the first and from the last up.
    Histogram {
        /// Finite and strictly increasing; bin `i` is from `edges[i - 1]` (included) to `edges[i]` (excluded).
        edges: Vec<f64>,
    },
    /// Numbers; the report shows the asked quantiles, each within a relative error of 2⁻⁷.
    Quantiles {
        /// Strictly increasing, from 0 (the least) to 1 (the greatest).
        at: Vec<f64>,
    },
    /// Keys; the report shows how many different ones there are: exactly up to 1,024, then estimated.
    Distinct,
    /// Any JSON; the report shows `n` documents' values, chosen by a hash of document id and value.
    Sample {
        /// How many values the report shows.
        n: u32,
    },
    /// A score per document; the report shows the `n` documents of the greatest scores.
    Top {
        /// How many documents the report shows.
        n: u32,
    },
    /// An object of keys not known beforehand, whose values all merge alike.
    Map {
        /// How the values merge.
        of: Box<Schema>,
        /// How many keys the report shows.
        top: u32,
    },
    /// An object of known fields.
    Record {
        /// How each field merges, by its name.
        fields: BTreeMap<String, Schema>,
    },
    /// Any JSON, which stays with its document and is no part of the report.
    Each,
}

impl Schema {
    /// Reads a schema and [checks](Self::check) it.
    ///
    /// # Errors
    /// [`SchemaError`] with the field at fault, for what is not JSON, a kind or parameter that is not known, one
    /// that is missing, and whatever `check` refuses.
    pub fn from_json(json: &str) -> Result<Self, SchemaError> {
        let value: Value =
            serde_json::from_str(json).map_err(|error| SchemaError::new(format!("invalid JSON: {error}")))?;
        let schema = read(value, MAX_DEPTH)?;
        schema.check()?;
        Ok(schema)
    }

    /// The canonical JSON, equal for equal schemas: `kind` first, then the parameters as this type lists them, the
    /// fields of a record in the order of their bytes, no blanks, and numbers spelled as in a state.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        write(self, &mut json);
        json
    }

    /// Holds the parameters to their ranges: a schema that was built by hand may ask for anything.
    ///
    /// # Errors
    /// [`SchemaError`] with the field at fault: edges or quantiles that are not strictly increasing, out of
    /// range, none or more than [`MAX_POINTS`]; an `n` of 0 or above [`MAX_KEPT`]; nesting above [`MAX_DEPTH`].
    pub fn check(&self) -> Result<(), SchemaError> {
        check(self, MAX_DEPTH)
    }

    /// Holds a document's value to the schema, as [`State::fold`](crate::State::fold) does before it takes anything in.
    ///
    /// # Errors
    /// As `fold`.
    pub fn check_value<V: Serialize + ?Sized>(&self, value: &V) -> Result<(), FoldError> {
        fold::check(self, value)
    }

    /// [`check_value`](Self::check_value) of an output that knows the kinds of its fields.
    ///
    /// # Errors
    /// As `check_value`.
    pub fn check_output<V: Fold + ?Sized>(&self, output: &V) -> Result<(), FoldError> {
        // Where it does not fit, what is wrong is for the schema to say.
        fold::check_output(self, output).map_err(|error| fold::check(self, output).err().unwrap_or(error))
    }

    /// The same schema with `top` keys shown of every `counts` and `map`, at any depth.
    ///
    /// How many keys are shown is a matter of the report alone, so states that differ in nothing else may be
    /// merged once both have the same; see [`State::with_top`](crate::State::with_top).
    pub fn with_top(&self, top: u32) -> Self {
        match self {
            Self::Counts { .. } => Self::Counts { top },
            Self::Map { of, .. } => Self::Map { of: Box::new(of.with_top(top)), top },
            Self::Record { fields } => Self::Record {
                fields: fields.iter().map(|(name, field)| (name.clone(), field.with_top(top))).collect(),
            },
            other => other.clone(),
        }
    }

    /// The kind's name, as in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Min => "min",
            Self::Max => "max",
            Self::Stats => "stats",
            Self::Counts { .. } => "counts",
            Self::Histogram { .. } => "histogram",
            Self::Quantiles { .. } => "quantiles",
            Self::Distinct => "distinct",
            Self::Sample { .. } => "sample",
            Self::Top { .. } => "top",
            Self::Map { .. } => "map",
            Self::Record { .. } => "record",
            Self::Each => "each",
        }
    }

    /// Whether a state of it is spread over entries, and not one entry.
    pub(crate) fn is_spread(&self) -> bool {
        matches!(self, Self::Counts { .. } | Self::Map { .. } | Self::Record { .. })
    }

    /// Whether a report has anything to show of it: `each`, and a map of it, are left out.
    pub fn is_reported(&self) -> bool {
        match self {
            Self::Each => false,
            Self::Map { of, .. } => of.is_reported(),
            _ => true,
        }
    }
}

fn check(schema: &Schema, depth: usize) -> Result<(), SchemaError> {
    if depth == 0 {
        return Err(too_deep());
    }
    match schema {
        Schema::Histogram { edges } => check_points("edges", edges, f64::MIN, f64::MAX),
        Schema::Quantiles { at } => check_points("at", at, 0.0, 1.0),
        Schema::Sample { n } | Schema::Top { n } if !(1..=MAX_KEPT).contains(n) => {
            Err(SchemaError::new(format!("`n` is {n}, expected 1 to {MAX_KEPT}")))
        }
        Schema::Map { of, .. } => check(of, depth - 1).map_err(|error| error.under("*")),
        Schema::Record { fields } => fields
            .iter()
            .try_for_each(|(name, field)| check(field, depth - 1).map_err(|error| error.under(name))),
        _ => Ok(()),
    }
}

fn check_points(name: &str, points: &[f64], least: f64, greatest: f64) -> Result<(), SchemaError> {
    if points.is_empty() || points.len() > MAX_POINTS {
        let found = points.len();
        return Err(SchemaError::new(format!("`{name}` has {found} numbers, expected 1 to {MAX_POINTS}")));
    }
    if let Some(point) = points.iter().find(|point| !(least..=greatest).contains(*point)) {
        let range = if greatest == 1.0 { "from 0 to 1" } else { "that is finite" };
        return Err(SchemaError::new(format!("`{name}` has {point}, expected a number {range}")));
    }
    match points.windows(2).find(|pair| pair[0] >= pair[1]) {
        Some(pair) => {
            let [before, after] = [pair[0], pair[1]];
            Err(SchemaError::new(format!("`{name}` has {after} after {before}, expected increasing numbers")))
        }
        None => Ok(()),
    }
}

fn too_deep() -> SchemaError {
    SchemaError::new(format!("maps and records nest deeper than {MAX_DEPTH} levels"))
}

fn write(schema: &Schema, out: &mut String) {
    out.push_str("{\"kind\":\"");
    out.push_str(schema.kind());
    out.push('"');
    match schema {
        Schema::Counts { top } => write_size(out, "top", *top),
        Schema::Sample { n } | Schema::Top { n } => write_size(out, "n", *n),
        Schema::Histogram { edges } => write_points(out, "edges", edges),
        Schema::Quantiles { at } => write_points(out, "at", at),
        Schema::Map { of, top } => {
            out.push_str(",\"of\":");
            write(of, out);
            write_size(out, "top", *top);
        }
        Schema::Record { fields } => write_fields(out, fields),
        Schema::Sum | Schema::Min | Schema::Max | Schema::Stats | Schema::Distinct | Schema::Each => {}
    }
    out.push('}');
}

fn write_size(out: &mut String, name: &str, size: u32) {
    write_name(out, name);
    write_count(out, size.into());
}

fn write_points(out: &mut String, name: &str, points: &[f64]) {
    write_name(out, name);
    out.push('[');
    let mut first = true;
    for point in points {
        comma(out, &mut first);
        write_plain_number(out, Number::from_f64(*point));
    }
    out.push(']');
}

fn write_fields(out: &mut String, fields: &BTreeMap<String, Schema>) {
    write_name(out, "fields");
    out.push('{');
    let mut first = true;
    for (name, field) in fields {
        comma(out, &mut first);
        write_string(out, name);
        out.push(':');
        write(field, out);
    }
    out.push('}');
}

fn write_name(out: &mut String, name: &str) {
    out.push_str(",\"");
    out.push_str(name);
    out.push_str("\":");
}

/// The kinds, and the parameters of each.
const PARAMETERS: [(&str, &[&str]); 13] = [
    ("sum", &[]),
    ("min", &[]),
    ("max", &[]),
    ("stats", &[]),
    ("counts", &["top"]),
    ("histogram", &["edges"]),
    ("quantiles", &["at"]),
    ("distinct", &[]),
    ("sample", &["n"]),
    ("top", &["n"]),
    ("map", &["of", "top"]),
    ("record", &["fields"]),
    ("each", &[]),
];

fn read(value: Value, depth: usize) -> Result<Schema, SchemaError> {
    if depth == 0 {
        return Err(too_deep());
    }
    let Value::Object(mut object) = value else {
        return Err(SchemaError::new("expected an object with a `kind`"));
    };
    let kind = match object.remove("kind") {
        Some(Value::String(kind)) => kind,
        _ => return Err(SchemaError::new("expected a `kind` that is a string")),
    };
    let Some((_, parameters)) = PARAMETERS.iter().find(|(name, _)| *name == kind) else {
        let known: Vec<&str> = PARAMETERS.iter().map(|(name, _)| *name).collect();
        return Err(SchemaError::new(format!("unknown kind `{kind}`, expected one of {}", known.join(", "))));
    };
    if let Some(key) = object.keys().find(|key| !parameters.contains(&key.as_str())) {
        return Err(SchemaError::new(format!("the kind `{kind}` has no parameter `{key}`")));
    }
    read_kind(&kind, &mut object, depth)
}

fn read_kind(kind: &str, object: &mut Map<String, Value>, depth: usize) -> Result<Schema, SchemaError> {
    Ok(match kind {
        "sum" => Schema::Sum,
        "min" => Schema::Min,
        "max" => Schema::Max,
        "stats" => Schema::Stats,
        "counts" => Schema::Counts { top: read_size(object, "top")? },
        "histogram" => Schema::Histogram { edges: read_points(object, "edges")? },
        "quantiles" => Schema::Quantiles { at: read_points(object, "at")? },
        "distinct" => Schema::Distinct,
        "sample" => Schema::Sample { n: read_size(object, "n")? },
        "top" => Schema::Top { n: read_size(object, "n")? },
        "map" => Schema::Map { of: Box::new(read_of(object, depth)?), top: read_size(object, "top")? },
        "record" => Schema::Record { fields: read_fields(object, depth)? },
        _ => Schema::Each,
    })
}

fn read_size(object: &Map<String, Value>, name: &str) -> Result<u32, SchemaError> {
    object
        .get(name)
        .and_then(Value::as_u64)
        .and_then(|size| u32::try_from(size).ok())
        .ok_or_else(|| SchemaError::new(format!("expected `{name}`, a whole number from 0 to {}", u32::MAX)))
}

fn read_points(object: &Map<String, Value>, name: &str) -> Result<Vec<f64>, SchemaError> {
    let misfit = || SchemaError::new(format!("expected `{name}`, a list of numbers"));
    let list = object.get(name).and_then(Value::as_array).ok_or_else(misfit)?;
    // Adding 0 turns -0 into 0, so that equal schemas have equal JSON.
    list.iter().map(|point| point.as_f64().map(|point| point + 0.0).ok_or_else(misfit)).collect()
}

fn read_of(object: &mut Map<String, Value>, depth: usize) -> Result<Schema, SchemaError> {
    let of =
        object.remove("of").ok_or_else(|| SchemaError::new("expected `of`, the schema of the values"))?;
    read(of, depth - 1).map_err(|error| error.under("*"))
}

fn read_fields(
    object: &mut Map<String, Value>,
    depth: usize,
) -> Result<BTreeMap<String, Schema>, SchemaError> {
    let Some(Value::Object(fields)) = object.remove("fields") else {
        return Err(SchemaError::new("expected `fields`, an object of schemas"));
    };
    let read_field = |(name, field): (String, Value)| match read(field, depth - 1) {
        Ok(schema) => Ok((name, schema)),
        Err(error) => Err(error.under(&name)),
    };
    fields.into_iter().map(read_field).collect()
}

#[cfg(test)]
mod tests {
    use super::{MAX_DEPTH, Schema};

    #[track_caller]
    fn check(json: &str) {
        assert_eq!(Schema::from_json(json).map(|schema| schema.to_json()).as_deref(), Ok(json));
    }

    #[track_caller]
    fn refuse(json: &str, expected: &str) {
        assert_eq!(Schema::from_json(json).unwrap_err().to_string(), expected, "of {json}");
    }

    #[test]
    fn every_kind_has_its_json() {
        for kind in ["sum", "min", "max", "stats", "distinct", "each"] {
            check(&format!(r#"{{"kind":"{kind}"}}"#));
        }
        check(r#"{"kind":"counts","top":50}"#);
        check(r#"{"kind":"histogram","edges":[-1.5,0,1e+300]}"#);
        check(r#"{"kind":"quantiles","at":[0,0.5,1]}"#);
        check(r#"{"kind":"sample","n":10000}"#);
        check(r#"{"kind":"top","n":1}"#);
        check(r#"{"kind":"map","of":{"kind":"map","of":{"kind":"min"},"top":0},"top":4294967295}"#);
        check(r#"{"kind":"record","fields":{"":{"kind":"sum"},"\"a\"":{"kind":"record","fields":{}}}}"#);
    }

    #[test]
    fn blanks_order_and_signs_of_zero_do_not_matter() {
        let schema = Schema::from_json(r#"{ "edges": [-0.0, 3], "kind": "histogram" }"#).unwrap();
        assert_eq!(schema.to_json(), r#"{"kind":"histogram","edges":[0,3]}"#);
        assert_eq!(schema, Schema::Histogram { edges: vec![0.0, 3.0] });
    }

    #[test]
    fn bad_schemas_are_refused_with_their_place() {
        refuse("[", "invalid JSON: EOF while parsing a list at line 1 column 1");
        refuse("[]", "expected an object with a `kind`");
        refuse("{}", "expected a `kind` that is a string");
        refuse(
            r#"{"kind":"median"}"#,
            "unknown kind `median`, expected one of sum, min, max, stats, counts, histogram, quantiles, distinct, \
             sample, top, map, record, each",
        );
        refuse(r#"{"kind":"sum","top":1}"#, "the kind `sum` has no parameter `top`");
        refuse(r#"{"kind":"counts"}"#, "expected `top`, a whole number from 0 to 4294967295");
        refuse(r#"{"kind":"counts","top":-1}"#, "expected `top`, a whole number from 0 to 4294967295");
        refuse(r#"{"kind":"sample","n":0}"#, "`n` is 0, expected 1 to 10000");
        refuse(r#"{"kind":"top","n":10001}"#, "`n` is 10001, expected 1 to 10000");
        refuse(r#"{"kind":"histogram","edges":[]}"#, "`edges` has 0 numbers, expected 1 to 4096");
        refuse(
            r#"{"kind":"histogram","edges":[1,1.0]}"#,
            "`edges` has 1 after 1, expected increasing numbers",
        );
        refuse(r#"{"kind":"histogram","edges":["a"]}"#, "expected `edges`, a list of numbers");
        refuse(r#"{"kind":"quantiles","at":[0.5,50]}"#, "`at` has 50, expected a number from 0 to 1");
        refuse(r#"{"kind":"map","top":1}"#, "expected `of`, the schema of the values");
        refuse(r#"{"kind":"record","fields":[]}"#, "expected `fields`, an object of schemas");
        refuse(
            r#"{"kind":"record","fields":{"words":{"kind":"map","of":{"kind":"stat"},"top":1}}}"#,
            "`words.*`: unknown kind `stat`, expected one of sum, min, max, stats, counts, histogram, quantiles, \
             distinct, sample, top, map, record, each",
        );
        refuse(
            r#"{"kind":"record","fields":{"a":{"kind":"record","fields":{"b":{"kind":"top","n":0}}}}}"#,
            "`a.b`: `n` is 0, expected 1 to 10000",
        );
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |levels: usize| {
            let open = r#"{"kind":"map","top":1,"of":"#.repeat(levels - 1);
            format!(r#"{open}{{"kind":"sum"}}{}"#, "}".repeat(levels - 1))
        };
        assert!(Schema::from_json(&nested(MAX_DEPTH)).is_ok());
        let error = Schema::from_json(&nested(MAX_DEPTH + 1)).unwrap_err();
        assert!(error.to_string().ends_with("`: maps and records nest deeper than 16 levels"), "{error}");
        assert!(Schema::from_json(&nested(10_000)).is_err());
    }

    #[test]
    fn numbers_that_json_has_not_are_refused_too() {
        for edges in [vec![f64::NAN], vec![0.0, f64::INFINITY], vec![f64::NEG_INFINITY]] {
            assert!(Schema::Histogram { edges }.check().is_err());
        }
    }
}
