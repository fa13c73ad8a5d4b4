//! Front matter: the lines of YAML or TOML that site generators have before a text.

use serde_json::{Map, Value};

use crate::options::Format;

/// The longest value that is kept, in bytes.
pub(super) const LONGEST: usize = 4096;

/// What is read of it, and what it is called then.
const FIELDS: [(&str, &str); 7] = [
    ("title", "title"),
    ("author", "author"),
    ("date", "date"),
    ("lang", "language"),
    ("language", "language"),
    ("description", "description"),
    ("summary", "description"),
];

/// Whether anybody wants a field of metadata.
pub(super) fn wants(format: &Format, field: &str) -> bool {
    format.metadata_fields.as_ref().is_none_or(|fields| fields.contains(field))
}

/// The fields of front matter that are a single value on a line of their own, which is all that is read of it.
pub(super) fn fields(front: &str, format: &Format) -> Map<String, Value> {
    let mut fields = Map::new();
    for line in front.lines() {
        let Some((name, value)) = line.split_once([':', '=']) else { continue };
        let known = FIELDS.iter().find(|(known, _)| *known == name.trim_end());
        let Some((_, field)) = known.filter(|(_, field)| wants(format, field)) else { continue };
        let value = value.trim();
        let quoted = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
        let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
        // Lists, blocks and the like are no single value.
        let is_value =
            !value.is_empty() && value.len() <= LONGEST && !value.starts_with(['[', '{', '|', '>', '&']);
        if is_value {
            fields.entry(*field).or_insert_with(|| value.into());
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_values_are_read() {
        let front = "title: 'a: b'\nauthor: [A, B]\ndate = 2024-05-01\nsummary: |\n  text\nlang:\nlanguage: ar\n x: y";
        let found = Value::Object(fields(front, &Format::default()));
        assert_eq!(found, serde_json::json!({"title": "a: b", "date": "2024-05-01", "language": "ar"}));
    }
}
