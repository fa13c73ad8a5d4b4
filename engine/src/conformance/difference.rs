//! Where two JSON values differ first.

use serde_json::Value;

/// The path of the first difference of two values, with what stands there in each; nothing where one of them has
/// nothing there. Keys of objects go in their order, as `words.the` and `spans[3].end`.
pub(crate) fn first_difference<'a>(
    ours: &'a Value,
    theirs: &'a Value,
) -> Option<(String, Option<&'a Value>, Option<&'a Value>)> {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let mut keys: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
            keys.sort();
            keys.dedup();
            keys.into_iter().find_map(|key| below(&format!(".{key}"), ours.get(key), theirs.get(key)))
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            let most = ours.len().max(theirs.len());
            (0..most).find_map(|index| below(&format!("[{index}]"), ours.get(index), theirs.get(index)))
        }
        _ => (ours != theirs).then(|| (String::new(), Some(ours), Some(theirs))),
    }
    .map(|(path, ours, theirs)| (path.strip_prefix('.').map(str::to_string).unwrap_or(path), ours, theirs))
}

fn below<'a>(
    step: &str,
    ours: Option<&'a Value>,
    theirs: Option<&'a Value>,
) -> Option<(String, Option<&'a Value>, Option<&'a Value>)> {
    let (Some(one), Some(other)) = (ours, theirs) else { return Some((step.to_string(), ours, theirs)) };
    let (path, ours, theirs) = first_difference(one, other)?;
    let joint = if path.is_empty() || path.starts_with('[') { "" } else { "." };
    Some((format!("{step}{joint}{path}"), ours, theirs))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::first_difference;

    #[track_caller]
    fn check(ours: Value, theirs: Value, expected: Option<(&str, Option<Value>, Option<Value>)>) {
        let found = first_difference(&ours, &theirs);
        let found = found.map(|(path, ours, theirs)| (path, ours.cloned(), theirs.cloned()));
        assert_eq!(found, expected.map(|(path, ours, theirs)| (path.to_string(), ours, theirs)));
    }

    #[test]
    fn the_first_difference_is_found_with_its_path() {
        check(json!({"a": [1, {"b": 2}]}), json!({"a": [1, {"b": 2}]}), None);
        check(
            json!({"a": [1, {"b": 2}], "c": 0}),
            json!({"a": [1, {"b": 3}], "c": 1}),
            Some(("a[1].b", Some(json!(2)), Some(json!(3)))),
        );
        check(json!({"a": 1}), json!({"b": 1}), Some(("a", Some(json!(1)), None)));
        check(json!([[1]]), json!([[1, 2]]), Some(("[0][1]", None, Some(json!(2)))));
        check(json!(1), json!("1"), Some(("", Some(json!(1)), Some(json!("1")))));
    }
}
