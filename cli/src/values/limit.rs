//! Limits of the command line: `--limit` and `--fuel`.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};
use textmill::Limits;

use super::Size;

/// A limit of `--limit`: `KEY=VALUE` for all analyzers, `PLUGIN.KEY=VALUE` for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LimitSetting {
    pub(crate) plugin: Option<String>,
    key: String,
    value: u64,
}

/// A number, as `5000`, `5K`, `5M` or `5G` (units of 1 000).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count(pub(crate) u64);

/// The limits whose unit is the byte, which have sizes such as `64M`.
const BYTES: [&str; 7] = ["memory", "stack", "output", "state", "component", "function_bytes", "memory_kept"];

impl FromStr for Count {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let times: u64 = match text[digits.len()..].to_ascii_uppercase().as_str() {
            "" => 1,
            "K" => 1_000,
            "M" => 1_000_000,
            "G" => 1_000_000_000,
            unit => return Err(format!("`{unit}` is no unit of numbers, expected K, M or G")),
        };
        let number: u64 = digits.parse().map_err(|_| "expected a number, as 5000, 5K or 5M".to_owned())?;
        number.checked_mul(times).map(Self).ok_or_else(|| "more than can be counted".to_owned())
    }
}

impl FromStr for LimitSetting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (place, value) = text
            .split_once('=')
            .ok_or("expected KEY=VALUE or PLUGIN.KEY=VALUE, as in time_ms=2000 or keywords.memory=64M")?;
        let (plugin, key) = match place.split_once('.') {
            Some((plugin, key)) => (Some(plugin.to_owned()), key),
            None => (None, place),
        };
        Self::new(plugin, key, value)
    }
}

impl fmt::Display for LimitSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(plugin) = &self.plugin {
            write!(formatter, "{plugin}.")?;
        }
        write!(formatter, "{}={}", self.key, self.value)
    }
}

impl LimitSetting {
    /// A limit by its key, with a value as a user writes it.
    ///
    /// # Errors
    /// No limit of that name, or no number.
    pub(crate) fn new(plugin: Option<String>, key: &str, value: &str) -> Result<Self, String> {
        let known = keys();
        if !known.iter().any(|other| other == key) {
            return Err(format!("`{key}` is no limit (there are {})", known.join(", ")));
        }
        let value = match BYTES.contains(&key) {
            true => value.parse::<Size>()?.0,
            false => value.parse::<Count>()?.0,
        };
        Ok(Self { plugin, key: key.to_owned(), value })
    }

    /// Whether it holds for the analyzer of this name.
    pub(crate) fn is_for(&self, analyzer: &str) -> bool {
        self.plugin.as_deref().is_none_or(|plugin| plugin == analyzer)
    }

    /// The limit of fuel, for all analyzers.
    pub(crate) fn fuel(fuel: Count) -> Self {
        Self { plugin: None, key: "fuel".to_owned(), value: fuel.0 }
    }

    /// Limits with this one changed.
    pub(crate) fn apply(&self, limits: &Limits) -> Limits {
        let mut changed = json!(limits);
        changed[&self.key] = self.value.into();
        // Every key is one of `Limits`, and all of those are numbers.
        serde_json::from_value(changed).unwrap_or_else(|_| limits.clone())
    }

    /// How a user wrote it.
    pub(crate) fn shown(&self) -> String {
        let plugin = self.plugin.as_ref().map_or(String::new(), |plugin| format!("{plugin}."));
        format!("--limit {plugin}{}", self.key)
    }
}

/// The names of all limits.
fn keys() -> Vec<String> {
    // A limit that is not set is not written.
    let all = json!(Limits { fuel: Some(0), ..Limits::default() });
    match all {
        Value::Object(fields) => fields.into_iter().map(|(key, _)| key).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<LimitSetting, String> {
        text.parse()
    }

    #[test]
    fn limits_are_numbers_or_sizes() {
        let applied = |text: &str| parse(text).expect(text).apply(&Limits::default());
        assert_eq!(applied("memory=64M"), Limits { memory: 64 << 20, ..Limits::default() });
        assert_eq!(applied("fuel=5M"), Limits { fuel: Some(5_000_000), ..Limits::default() });
        assert_eq!(applied("a.time_ms=2000"), Limits { time_ms: 2_000, ..Limits::default() });
        assert_eq!(parse("a.time_ms=2000").unwrap().plugin.as_deref(), Some("a"));
    }

    #[test]
    fn every_limit_can_be_set() {
        for key in keys() {
            let limits = parse(&format!("{key}=77")).expect(&key).apply(&Limits::default());
            assert_eq!(json!(limits)[&key], 77, "{key}");
        }
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        let check = |text: &str, message: &str| assert_eq!(parse(text).unwrap_err(), message);
        check("memory", "expected KEY=VALUE or PLUGIN.KEY=VALUE, as in time_ms=2000 or keywords.memory=64M");
        check("memory=5X", "`X` is no unit of bytes, expected K, M or G");
        check("fuel=many", "`MANY` is no unit of numbers, expected K, M or G");
        check("fuel=5e3", "expected a number, as 5000, 5K or 5M");
        assert!(parse("a.memry=5").unwrap_err().starts_with("`memry` is no limit (there are component, "));
    }
}
