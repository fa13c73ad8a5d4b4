//! What the fields of an analyzer's output are, by its schema in the report. A page goes by the kind of a field alone, so it
//! shows outputs of analyzers that it has never heard of.

use serde_json::Value;

/// How a field is kept by document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Keys with counts.
    Keys,
    /// A number.
    Number,
    /// As it is, beside the text.
    Json,
}

/// A field of an analyzer's output.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) analyzer: String,
    /// The way to it through records; none where the output is no record.
    pub(crate) path: Vec<String>,
    pub(crate) shape: Shape,
    /// Keys that the report shows, which are kept however rare they are.
    pub(crate) shown: Vec<String>,
}

impl Field {
    /// Its value in an output.
    pub(crate) fn of<'v>(&self, output: &'v Value) -> Option<&'v Value> {
        self.path.iter().try_fold(output, |value, name| value.get(name))
    }
}

/// The fields of all analyzers of a report, in its order.
pub(crate) fn fields(report: &Value) -> Vec<Field> {
    let mut fields = Vec::new();
    let analyzers = report.get("analyzers").and_then(Value::as_object);
    for (analyzer, section) in analyzers.into_iter().flatten() {
        let output = section.get("output").unwrap_or(&Value::Null);
        if let Some(schema) = section.get("schema") {
            add(analyzer, &mut Vec::new(), schema, output, &mut fields);
        }
    }
    fields
}

fn add(analyzer: &str, path: &mut Vec<String>, schema: &Value, output: &Value, fields: &mut Vec<Field>) {
    let shape = match schema.get("kind").and_then(Value::as_str).unwrap_or_default() {
        "record" => {
            for (name, inner) in schema.get("fields").and_then(Value::as_object).into_iter().flatten() {
                path.push(name.clone());
                add(analyzer, path, inner, output.get(name).unwrap_or(&Value::Null), fields);
                path.pop();
            }
            return;
        }
        "counts" | "set" => Shape::Keys,
        "sum" | "min" | "max" | "stats" | "histogram" | "quantiles" | "top" => Shape::Number,
        "each" | "map" => Shape::Json,
        // A document's part of what the report has of it says nothing.
        _ => return,
    };
    let top = output.get("top").and_then(Value::as_array).into_iter().flatten();
    let shown = top.filter_map(|key| key.get("key")?.as_str().map(str::to_owned)).collect();
    fields.push(Field { analyzer: analyzer.to_owned(), path: path.clone(), shape, shown });
}

/// The keys of a value with their counts: an object of counts, a list of keys, or one key.
pub(crate) fn keys(value: &Value, mut take: impl FnMut(&str, u64)) {
    match value {
        Value::Object(counts) => {
            for (key, count) in counts {
                take(key, count.as_u64().unwrap_or(1));
            }
        }
        Value::Array(keys) => keys.iter().filter_map(Value::as_str).for_each(|key| take(key, 1)),
        Value::String(key) => take(key, 1),
        _ => {}
    }
}

/// The number that a value comes to: itself, or the mean of a list or of counted numbers.
pub(crate) fn number(value: &Value) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    match value {
        Value::Number(number) => return number.as_f64(),
        Value::Array(numbers) => {
            for number in numbers.iter().filter_map(Value::as_f64) {
                sum += number;
                weight += 1.0;
            }
        }
        Value::Object(counts) => {
            for (number, count) in counts {
                let (number, count) = (number.parse::<f64>().ok()?, count.as_f64()?);
                sum += number * count;
                weight += count;
            }
        }
        _ => return None,
    }
    (weight > 0.0).then(|| sum / weight)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_counts_as_its_kind_takes_it() {
        for (value, expected) in [
            (json!({"a": 2, "b": 1}), "a2b1"),
            (json!(["a", "c"]), "a1c1"),
            (json!("x"), "x1"),
            (json!(null), ""),
        ] {
            let mut found = String::new();
            keys(&value, |key, count| found.push_str(&format!("{key}{count}")));
            assert_eq!(found, expected, "{value}");
        }
        for (value, expected) in [
            (json!(1.5), Some(1.5)),
            (json!([1, 2]), Some(1.5)),
            (json!({"2": 3, "4": 1}), Some(2.5)),
            (json!([]), None),
            (json!({"two": 3}), None),
            (json!(null), None),
        ] {
            assert_eq!(number(&value), expected, "{value}");
        }
    }

    #[test]
    fn records_are_gone_through_and_what_tells_nothing_is_left_out() {
        let report = json!({"analyzers": {"a": {
            "schema": {"kind": "record", "fields": {
                "w": {"kind": "record", "fields": {"t": {"kind": "counts", "top": 2}, "n": {"kind": "sum"}}},
                "d": {"kind": "distinct"},
                "e": {"kind": "each"}
            }},
            "output": {"w": {"t": {"top": [{"key": "k", "count": 1, "documents": 1}]}, "n": 4}}
        }}});
        let fields = fields(&report);
        let found: Vec<(String, Shape)> =
            fields.iter().map(|field| (field.path.join("."), field.shape)).collect();
        assert_eq!(
            found,
            [
                ("e".to_owned(), Shape::Json),
                ("w.n".to_owned(), Shape::Number),
                ("w.t".to_owned(), Shape::Keys)
            ]
        );
        assert_eq!(fields[2].shown, ["k"]);
    }
}
