//! The schemas of a manifest in words.

use serde_json::{Map, Value};

use crate::terminal::number;

/// A field of an output: its path, and how its values merge.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: String,
}

/// The fields of an output, records opened.
pub(super) fn fields(output: &Value) -> Vec<Field> {
    let mut found = Vec::new();
    add_fields("", output, &mut found);
    found
}

fn add_fields(name: &str, schema: &Value, found: &mut Vec<Field>) {
    match schema["fields"].as_object() {
        Some(fields) => {
            for (field, schema) in fields {
                let name = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
                add_fields(&name, schema, found);
            }
        }
        None => found.push(Field { name: name.to_owned(), kind: kind(schema) }),
    }
}

fn kind(schema: &Value) -> String {
    let kind = schema["kind"].as_str().unwrap_or("unknown");
    let parameter = |name: &str| schema[name].as_u64().map_or("?".to_owned(), number::whole);
    match kind {
        "counts" => format!("counts, the {} greatest shown", parameter("top")),
        "pairs" => format!("pairs, the {} strongest shown by each measure", parameter("top")),
        "map" => format!("map of {}, {} keys shown", kind_of_values(&schema["of"]), parameter("top")),
        "top" => format!("top, {} documents", parameter("n")),
        "sample" => format!("sample of {}", parameter("n")),
        "histogram" => format!("histogram at {}", numbers(&schema["edges"])),
        "quantiles" => format!("quantiles at {}", numbers(&schema["at"])),
        "each" => "each: with its document alone".to_owned(),
        kind => kind.to_owned(),
    }
}

/// A record in a map has a line of its own for none of its fields.
fn kind_of_values(schema: &Value) -> String {
    match schema["fields"].as_object() {
        Some(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, schema)| format!("{name}: {}", kind_of_values(schema))).collect();
            format!("records {{ {} }}", fields.join("; "))
        }
        None => kind(schema),
    }
}

fn numbers(list: &Value) -> String {
    let numbers = list.as_array().into_iter().flatten().filter_map(Value::as_f64);
    numbers.map(number::decimal).collect::<Vec<_>>().join(" ")
}

/// A setting: what may stand there, and what stands there by default.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) name: String,
    pub(super) values: String,
    /// As JSON.
    pub(super) default: Option<String>,
    pub(super) description: String,
}

/// The settings by a JSON Schema, in its order.
pub(super) fn settings(schema: &Value) -> Vec<Setting> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties.map(|(name, property)| setting(name, property, schema)).collect()
}

fn setting(name: &str, property: &Value, root: &Value) -> Setting {
    let definition = resolved(property, root);
    let description =
        property["description"].as_str().or(definition["description"].as_str()).unwrap_or_default();
    Setting {
        name: name.to_owned(),
        values: values(property, root, MAX_DEPTH),
        default: property.get("default").map(Value::to_string),
        description: description.to_owned(),
    }
}

/// How deep a type is told: what comes after is `any`. A schema may refer to itself.
const MAX_DEPTH: usize = 4;

fn values(schema: &Value, root: &Value, depth: usize) -> String {
    let schema = resolved(schema, root);
    let of = |inner: &Value| if depth == 0 { "any".to_owned() } else { values(inner, root, depth - 1) };
    if let Some(choices) = schema["enum"].as_array() {
        return either(choices.iter().map(Value::to_string));
    }
    if let Some(constant) = schema.get("const") {
        return constant.to_string();
    }
    let choices = ["anyOf", "oneOf"].iter().find_map(|key| schema[*key].as_array());
    if let Some(choices) = choices {
        return either(choices.iter().map(of));
    }
    match &schema["type"] {
        Value::String(name) => named(name, schema, &of),
        Value::Array(names) => {
            either(names.iter().filter_map(Value::as_str).map(|name| named(name, schema, &of)))
        }
        _ => "any".to_owned(),
    }
}

/// A type by its name in JSON Schema.
fn named(name: &str, schema: &Value, of: &dyn Fn(&Value) -> String) -> String {
    match name {
        "array" if schema.get("items").is_some() => format!("list of {}", of(&schema["items"])),
        "array" => "list".to_owned(),
        "object" if schema["additionalProperties"].is_object() => {
            format!("object of {}", of(&schema["additionalProperties"]))
        }
        "object" => match schema["properties"].as_object() {
            Some(properties) => format!("object {{ {} }}", members(properties, of)),
            None => "object".to_owned(),
        },
        other => other.to_owned(),
    }
}

fn members(properties: &Map<String, Value>, of: &dyn Fn(&Value) -> String) -> String {
    let members: Vec<String> =
        properties.iter().map(|(name, property)| format!("{name}: {}", of(property))).collect();
    members.join(", ")
}

fn either(choices: impl Iterator<Item = String>) -> String {
    let mut distinct: Vec<String> = Vec::new();
    for choice in choices {
        if !distinct.contains(&choice) {
            distinct.push(choice);
        }
    }
    distinct.join(" or ")
}

/// What a reference leads to, in the same schema; schemars makes one step of it.
fn resolved<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    let path = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    path.and_then(|path| root.pointer(path)).unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check_kind(schema: Value, expected: &[(&str, &str)]) {
        let found = fields(&schema);
        let found: Vec<(&str, &str)> =
            found.iter().map(|field| (field.name.as_str(), field.kind.as_str())).collect();
        assert_eq!(found, expected, "{schema}");
    }

    #[test]
    fn kinds_are_told_with_their_parameters() {
        let record = |field: Value| json!({"kind": "record", "fields": {"a": field}});
        check_kind(record(json!({"kind": "sum"})), &[("a", "sum")]);
        check_kind(record(json!({"kind": "top", "n": 5})), &[("a", "top, 5 documents")]);
        check_kind(record(json!({"kind": "sample", "n": 5})), &[("a", "sample of 5")]);
        check_kind(
            record(json!({"kind": "quantiles", "at": [0.5, 0.95]})),
            &[("a", "quantiles at 0.5 0.95")],
        );
        check_kind(record(record(json!({"kind": "distinct"}))), &[("a.a", "distinct")]);
        check_kind(
            record(
                json!({"kind": "map", "top": 3, "of": {"kind": "record", "fields": {"x": {"kind": "min"}, "y": {"kind": "max"}}}}),
            ),
            &[("a", "map of records { x: min; y: max }, 3 keys shown")],
        );
    }

    #[track_caller]
    fn check_type(schema: Value, expected: &str) {
        let root = json!({"$defs": {
            "Unit": {"oneOf": [{"const": "word"}, {"const": "line"}]},
            "Tree": {"type": "array", "items": {"$ref": "#/$defs/Tree"}},
        }});
        assert_eq!(values(&schema, &root, MAX_DEPTH), expected, "{schema}");
    }

    #[test]
    fn types_are_told_in_words() {
        check_type(json!({"type": "integer"}), "integer");
        check_type(json!({"type": ["string", "null"]}), "string or null");
        check_type(json!({"type": "array", "items": {"type": "string"}}), "list of string");
        check_type(json!({"type": "object", "additionalProperties": {"type": "number"}}), "object of number");
        check_type(
            json!({"type": "object", "properties": {"a": {"type": "boolean"}}}),
            "object { a: boolean }",
        );
        check_type(json!({"$ref": "#/$defs/Unit"}), r#""word" or "line""#);
        check_type(
            json!({"anyOf": [{"$ref": "#/$defs/Unit"}, {"type": "null"}]}),
            r#""word" or "line" or null"#,
        );
        check_type(json!({"enum": ["a", 1]}), r#""a" or 1"#);
        check_type(json!(true), "any");
        check_type(json!({"$ref": "#/$defs/Tree"}), "list of list of list of list of list of any");
    }
}
