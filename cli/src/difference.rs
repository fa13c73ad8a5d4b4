//! In what two records differ, value by value.

use std::fmt::Write;

use serde_json::Value;

use crate::terminal::text::escaped;
use crate::terminal::{Paint, Style};

/// A value that one record has and the other has not, or has otherwise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    /// The way to it: keys with dots between them, and the places of lists in brackets.
    pub(crate) path: String,
    /// What it was; nothing where it was not there.
    pub(crate) was: Option<Value>,
    /// What it is; nothing where it is not there.
    pub(crate) is: Option<Value>,
}

/// All differences of two records below `path`, by the order of keys. What is missing on one side is one difference,
/// however much is in it.
pub(crate) fn differences(path: &str, was: &Value, is: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(path, Some(was), Some(is), &mut found);
    found
}

fn compare(path: &str, was: Option<&Value>, is: Option<&Value>, found: &mut Vec<Difference>) {
    match (was, is) {
        (Some(was), Some(is)) if was == is => {}
        (Some(Value::Object(was)), Some(Value::Object(is))) => {
            let mut keys: Vec<&String> = was.keys().chain(is.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                compare(&joined(path, key), was.get(key), is.get(key), found);
            }
        }
        (Some(Value::Array(was)), Some(Value::Array(is))) => {
            for index in 0..was.len().max(is.len()) {
                compare(&format!("{path}[{index}]"), was.get(index), is.get(index), found);
            }
        }
        (was, is) => {
            found.push(Difference { path: path.to_owned(), was: was.cloned(), is: is.cloned() });
        }
    }
}

/// A path with one key more, in quotes where it could be taken for something else.
pub(crate) fn joined(path: &str, key: &str) -> String {
    let joint = if path.is_empty() { "" } else { "." };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    match !key.is_empty() && key.chars().all(plain) {
        true => format!("{path}{joint}{key}"),
        false => format!("{path}{joint}{}", Value::from(key)),
    }
}

/// A line for what each value was, and one for what it is.
pub(crate) fn diff(differences: &[Difference], paint: Paint) -> String {
    let mut lines = String::new();
    for difference in differences {
        for (sign, style, value) in [('-', Style::Bad, &difference.was), ('+', Style::Good, &difference.is)] {
            if let Some(value) = value {
                let line = format!("{sign} {} = {}", escaped(&difference.path), shown(value));
                let _ = writeln!(lines, "{}", paint.style(style, &line));
            }
        }
    }
    lines
}

/// A value in a line: JSON, of which no more is shown than tells one from another.
pub(crate) fn shown(value: &Value) -> String {
    const LONGEST: usize = 100;
    let json = match value {
        Value::Object(fields) if !fields.is_empty() => "{…}".to_owned(),
        Value::Array(values) if !values.is_empty() => "[…]".to_owned(),
        value => value.to_string(),
    };
    let escaped = escaped(&json);
    match escaped.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &escaped[..end]),
        None => escaped.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(was: Value, is: Value, expected: &str) {
        assert_eq!(diff(&differences("", &was, &is), Paint::default()), expected);
    }

    #[test]
    fn values_are_named_by_their_paths() {
        check(json!({"a": {"b": 1, "c": 2}}), json!({"a": {"b": 1, "c": 3}}), "- a.c = 2\n+ a.c = 3\n");
        check(json!({"a": [1, 2]}), json!({"a": [1, 3, 4]}), "- a[1] = 2\n+ a[1] = 3\n+ a[2] = 4\n");
        check(json!({"a": 1}), json!({"a": 1.0}), "- a = 1\n+ a = 1.0\n");
        check(json!({"a": 1}), json!({"a": 1}), "");
    }

    #[test]
    fn what_is_missing_is_one_difference() {
        check(json!({"a": {"x": 1, "y": 2}}), json!({"b": {"z": 1}}), "- a = {…}\n+ b = {…}\n");
        check(json!({"a": [1]}), json!({"a": []}), "- a[0] = 1\n");
        check(json!({"a": [1]}), json!({"a": "x"}), "- a = […]\n+ a = \"x\"\n");
    }

    #[test]
    fn keys_and_values_may_hold_anything() {
        check(json!({"a.b": {"": 1}}), json!({"a.b": {"": 2}}), "- \"a.b\".\"\" = 1\n+ \"a.b\".\"\" = 2\n");
        check(
            json!({"مدينة": "x"}),
            json!({"مدينة": "\u{1b}[2J\u{202e}"}),
            "- مدينة = \"x\"\n+ مدينة = \"\\u001b[2J\\u{202e}\"\n",
        );
        check(json!({"a": "x".repeat(300)}), json!({}), &format!("- a = \"{}…\n", "x".repeat(99)));
    }
}
