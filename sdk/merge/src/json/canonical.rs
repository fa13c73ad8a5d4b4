//! One spelling for a document's value, so that it has one hash.

use serde_json::Value;

use super::write::{comma, write_plain_number, write_string};
use crate::number::Number;

/// The canonical JSON of a value: no blanks, keys in the order of their bytes, strings escaped as little as can be,
/// a number that is whole and fits 64 bits as its digits, any other as ECMAScript writes it.
pub(crate) fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => write_string(out, text),
        Value::Array(items) => {
            out.push('[');
            let mut first = true;
            for item in items {
                comma(out, &mut first);
                write(out, item);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            // Sorted here: another crate of the build may ask serde_json to keep the order of insertion.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            let mut first = true;
            for (key, field) in fields {
                comma(out, &mut first);
                write_string(out, key);
                out.push(':');
                write(out, field);
            }
            out.push('}');
        }
        Value::Number(number) => write_plain_number(out, to_number(number)),
        Value::Null | Value::Bool(_) => out.push_str(&value.to_string()),
    }
}

fn to_number(number: &serde_json::Number) -> Number {
    let integer = number.as_i128();
    integer.map_or_else(|| Number::from_f64(number.as_f64().unwrap_or_default()), Number::from_i128)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::canonical;

    #[test]
    fn one_value_has_one_spelling() {
        for (value, expected) in [
            (json!({"b": [1, 1.5, null], "a": {"é\n": true}}), r#"{"a":{"é\n":true},"b":[1,1.5,null]}"#),
            (json!([-0.0, 0, 2.0, -1e-7, u64::MAX]), "[0,0,2,-1e-7,18446744073709551615]"),
            (json!([[], {}, ""]), r#"[[],{},""]"#),
        ] {
            assert_eq!(canonical(&value), expected);
        }
    }
}
