//! Settings of the command line: `--set`.

use std::str::FromStr;

use serde_json::Value;

/// A setting of `--set`: `PLUGIN.KEY=JSON`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Setting {
    pub(crate) plugin: String,
    /// The way to the value through objects: at least one key.
    pub(crate) keys: Vec<String>,
    pub(crate) value: Value,
}

/// Keys in one another. Values are gone through recursively, and this is as deep as JSON is read.
const MAX_KEYS: usize = 100;

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (place, value) =
            text.split_once('=').ok_or("expected PLUGIN.KEY=JSON, as in keywords.min_length=3")?;
        let mut keys = place.split('.').map(str::to_owned);
        let plugin = keys.next().unwrap_or_default();
        let keys: Vec<String> = keys.collect();
        if keys.len() > MAX_KEYS {
            return Err(format!(
                "a setting of {} keys in one another, and {MAX_KEYS} are the most",
                keys.len()
            ));
        }
        if plugin.is_empty() || keys.is_empty() || keys.iter().any(String::is_empty) {
            return Err("expected PLUGIN.KEY before `=`, as in keywords.min_length=3".to_owned());
        }
        Ok(Self { plugin, keys, value: json_or_word(value)? })
    }
}

/// A shell eats quotes, so a bare word is a string; what begins like JSON and is not, is a mistake.
fn json_or_word(text: &str) -> Result<Value, String> {
    match serde_json::from_str(text) {
        Ok(value) => Ok(value),
        Err(error) if text.trim_start().starts_with(['{', '[', '"']) => Err(format!("not JSON: {error}")),
        Err(_) => Ok(Value::from(text)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_json_or_words() {
        for (text, keys, value) in [
            ("p.k=3", vec!["k"], json!(3)),
            ("p.a.b=true", vec!["a", "b"], json!(true)),
            ("p.k=[1,2]", vec!["k"], json!([1, 2])),
            ("p.k=ar", vec!["k"], json!("ar")),
            ("p.k=a=b", vec!["k"], json!("a=b")),
            ("p.k=\"3\"", vec!["k"], json!("3")),
            ("p.k=", vec!["k"], json!("")),
        ] {
            let setting: Setting = text.parse().expect(text);
            assert_eq!(
                (setting.plugin.as_str(), setting.keys, setting.value),
                ("p", vec_of(&keys), value),
                "{text}"
            );
        }
    }

    #[test]
    fn keys_are_nested_to_a_depth() {
        let setting = |keys: usize| format!("p{}=1", ".k".repeat(keys)).parse::<Setting>();
        assert!(setting(100).is_ok());
        assert_eq!(
            setting(101),
            Err("a setting of 101 keys in one another, and 100 are the most".to_owned())
        );
    }

    fn vec_of(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }
}
