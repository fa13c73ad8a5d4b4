//! Values of arguments that have a form of their own.

use std::str::FromStr;
use std::time::Duration;

use serde_json::Value;

/// A number of bytes, as `65536`, `64K`, `64M` or `1G` (units of 1 024).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size(pub(crate) u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
            "" | "B" => 0,
            "K" | "KB" | "KIB" => 10,
            "M" | "MB" | "MIB" => 20,
            "G" | "GB" | "GIB" => 30,
            unit => return Err(format!("`{unit}` is no unit of bytes, expected K, M or G")),
        };
        let number: u64 =
            digits.parse().map_err(|_| "expected a number of bytes, as 65536, 64K or 1M".to_owned())?;
        match number.checked_mul(1 << shift) {
            None => Err("more bytes than can be counted".to_owned()),
            Some(0) => Err("expected at least one byte".to_owned()),
            Some(bytes) => Ok(Self(bytes)),
        }
    }
}

/// A time in seconds, as `5` or `0.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seconds(pub(crate) Duration);

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let seconds: f64 =
            text.parse().map_err(|_| "expected a number of seconds, as 5 or 0.5".to_owned())?;
        Duration::try_from_secs_f64(seconds)
            .map(Self)
            .map_err(|_| "expected seconds from 0 on, as 5 or 0.5".to_owned())
    }
}

/// A setting of `--set`: `PLUGIN.KEY=JSON`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Setting {
    pub(crate) plugin: String,
    /// The way to the value through objects: at least one key.
    pub(crate) keys: Vec<String>,
    pub(crate) value: Value,
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (place, value) =
            text.split_once('=').ok_or("expected PLUGIN.KEY=JSON, as in keywords.min_length=3")?;
        let mut keys = place.split('.').map(str::to_owned);
        let plugin = keys.next().unwrap_or_default();
        let keys: Vec<String> = keys.collect();
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

    fn vec_of(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("1", 1),
            ("500K", 500 << 10),
            ("64m", 64 << 20),
            ("1GiB", 1 << 30),
            ("10B", 10),
            ("3MB", 3 << 20),
        ] {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
    }
}
