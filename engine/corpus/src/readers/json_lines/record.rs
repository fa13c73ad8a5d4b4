//! One line of JSON Lines: from an object to a text, an id and metadata.
//!
//! The object is never held as a JSON value: the text is copied once, straight into a string, and fields that
//! nobody wants are stepped over.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::pieces::Pieces;
use super::usual;
use crate::options::Format;

/// What a line holds.
#[derive(Debug, PartialEq)]
pub(in super::super) struct Record {
    pub(super) text: String,
    pub(super) id: Option<String>,
    pub(super) metadata: Map<String, Value>,
}

/// What is wrong with a line.
#[derive(Debug, PartialEq)]
pub(super) enum Flaw {
    /// It is not JSON: the fact, and the byte of the line at which it shows, counted from 1; and that line, where there are
    /// several.
    Syntax { fact: String, line: usize, byte: usize },
    /// It is JSON, and not what a document needs.
    Shape(String),
}

/// Parses a line.
pub(super) fn parse(line: &str, format: &Format) -> Result<Record, Flaw> {
    usual::parse(line, format).map_or_else(|| parse_any(line, format), Ok)
}

/// Parses a line of whatever form.
pub(super) fn parse_any(line: &str, format: &Format) -> Result<Record, Flaw> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let fields = ObjectSeed(format)
        .deserialize(&mut deserializer)
        .and_then(|fields| deserializer.end().map(|()| fields))
        .map_err(|error| flaw(&error, line))?;
    // What is not a path was looked for already.
    let within = |field: &str| field.contains('.').then(|| within(line, field)).flatten();
    let nested_id = || within(format.id_field.as_deref()?);
    let id = fields.id.or_else(nested_id).map(|raw| id(raw, format)).transpose()?.flatten();
    let nested_text = || serde_json::from_str(within(&format.text_field)?.get()).ok();
    match fields.text.or_else(nested_text) {
        Some(Text::Is(text)) => Ok(Record { text, id, metadata: fields.metadata }),
        Some(Text::Not(kind)) => {
            Err(Flaw::Shape(format!("the field `{}` is {kind}, not a string", format.text_field)))
        }
        None => Err(Flaw::Shape(no_text(line, format))),
    }
}

/// The value at a path into objects in each other, as `message.content`. A field that has the whole path for its name comes
/// first, in each of them.
fn within<'line>(object: &'line str, path: &str) -> Option<&'line RawValue> {
    let fields: BTreeMap<Cow<'line, str>, &'line RawValue> = serde_json::from_str(object).ok()?;
    fields.get(path).copied().or_else(|| {
        let (outer, inner) = path.split_once('.')?;
        within(fields.get(outer)?.get(), inner)
    })
}

/// The id that a field's value is, as it stands in the line: a string, a number with all its digits.
fn id(raw: &RawValue, format: &Format) -> Result<Option<String>, Flaw> {
    let json = raw.get();
    match json.as_bytes().first() {
        Some(b'"') => {
            let id: String = serde_json::from_str(json).map_err(|error| Flaw::Shape(error.to_string()))?;
            Ok(Some(id).filter(|id| !id.is_empty()))
        }
        Some(b'n') => Ok(None),
        Some(b'-' | b'0'..=b'9') => Ok(Some(json.to_owned())),
        _ => {
            let field = format.id_field.as_deref().unwrap_or_default();
            Err(Flaw::Shape(format!("the id field `{field}` is {}, not a string or a number", kind(json))))
        }
    }
}

fn no_text(line: &str, format: &Format) -> String {
    const SHOWN: usize = 6;
    let fields: BTreeMap<String, IgnoredAny> = serde_json::from_str(line).unwrap_or_default();
    let mut names: Vec<_> = fields.keys().take(SHOWN).map(|name| format!("`{}`", shortened(name))).collect();
    if names.is_empty() {
        names.push("no field at all".to_owned());
    }
    if fields.len() > SHOWN {
        names.push(format!("{} more", fields.len() - SHOWN));
    }
    let last = names.pop().unwrap_or_default();
    let list = if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
    format!("no field `{}`; there is {list}", format.text_field)
}

/// A field's name, fit for a message: without control characters, and not longer than one.
fn shortened(name: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = name.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if name.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

fn flaw(error: &serde_json::Error, line: &str) -> Flaw {
    // The only thing that the visitors below refuse is a value that is no object.
    if error.is_data() {
        return Flaw::Shape(format!("{}, not an object", kind(line.trim_start())));
    }
    Flaw::Syntax { fact: fact_of(error), line: error.line(), byte: error.column() }
}

/// What is wrong with what is no JSON, without its place.
pub(super) fn fact_of(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string();
    message.strip_suffix(&place).unwrap_or(&message).to_owned()
}

/// The kind of a JSON value, by its first character.
fn kind(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// What was found in an object.
#[derive(Default)]
struct Fields<'line> {
    text: Option<Text>,
    id: Option<&'line RawValue>,
    metadata: Map<String, Value>,
}

struct ObjectSeed<'format>(&'format Format);

impl<'line> DeserializeSeed<'line> for ObjectSeed<'_> {
    type Value = Fields<'line>;

    fn deserialize<D: Deserializer<'line>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'line> Visitor<'line> for ObjectSeed<'_> {
    type Value = Fields<'line>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    // As in other readers of JSON, the last of two fields with one name is the one that counts.
    fn visit_map<A: MapAccess<'line>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = map.next_key_seed(KeySeed(self.0))? {
            match key {
                Key::Text => fields.text = Some(map.next_value()?),
                Key::Id => fields.id = Some(map.next_value()?),
                Key::Metadata(name) => {
                    fields.metadata.insert(name, map.next_value()?);
                }
                Key::Unwanted => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(fields)
    }
}

/// What a field is for.
enum Key {
    Text,
    Id,
    Metadata(String),
    Unwanted,
}

struct KeySeed<'format>(&'format Format);

impl<'line> DeserializeSeed<'line> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'line>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        let format = self.0;
        Ok(if name == format.text_field {
            Key::Text
        } else if format.id_field.as_deref() == Some(name) {
            Key::Id
        } else if format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(name)) {
            Key::Metadata(name.to_owned())
        } else {
            Key::Unwanted
        })
    }
}

/// The value of the text field.
enum Text {
    Is(String),
    /// Another kind of value, by name.
    Not(&'static str),
}

impl<'line> Deserialize<'line> for Text {
    fn deserialize<D: Deserializer<'line>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'line> Visitor<'line> for TextVisitor {
    type Value = Text;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text::Is(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Text, E> {
        Ok(Text::Not("a boolean"))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Text, E> {
        Ok(Text::Not("a number"))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Text, E> {
        Ok(Text::Not("a number"))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Text, E> {
        Ok(Text::Not("a number"))
    }

    fn visit_unit<E: Error>(self) -> Result<Text, E> {
        Ok(Text::Not("null"))
    }

    fn visit_seq<A: SeqAccess<'line>>(self, mut seq: A) -> Result<Text, A::Error> {
        let mut pieces = Pieces::default();
        while let Some(piece) = seq.next_element()? {
            pieces.push(&piece);
        }
        Ok(pieces.finish().map_or(Text::Not("an array"), Text::Is))
    }

    fn visit_map<A: MapAccess<'line>>(self, map: A) -> Result<Text, A::Error> {
        IgnoredAny.visit_map(map).map(|_| Text::Not("an object"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn format() -> Format {
        Format { id_field: Some("id".to_owned()), ..Format::default() }
    }

    #[track_caller]
    fn check(line: &str, text: &str, id: Option<&str>, metadata: Value) {
        let record = parse(line, &format()).unwrap();
        assert_eq!(record.text, text, "in {line}");
        assert_eq!(record.id.as_deref(), id, "in {line}");
        assert_eq!(Value::Object(record.metadata), metadata, "in {line}");
    }

    #[test]
    fn text_id_and_metadata_are_told_apart() {
        check(r#"{"text":"a"}"#, "a", None, json!({}));
        check(
            r#" { "x" : [1, {"text": 2}] , "text" : "a\n\u0633" } "#,
            "a\nس",
            None,
            json!({"x": [1, {"text": 2}]}),
        );
        check(r#"{"id":"x\ty","text":"","language":"ar"}"#, "", Some("x\ty"), json!({"language": "ar"}));
        check(r#"{"text":"first","text":"last","\u0069d":7}"#, "last", Some("7"), json!({}));
    }

    #[test]
    fn an_id_keeps_its_digits() {
        check(r#"{"text":"","id":12345678901234567890123}"#, "", Some("12345678901234567890123"), json!({}));
        check(r#"{"text":"","id":-1.50}"#, "", Some("-1.50"), json!({}));
        check(r#"{"text":"","id":null}"#, "", None, json!({}));
        check(r#"{"text":"","id":""}"#, "", None, json!({}));
    }

    #[test]
    fn unwanted_metadata_is_left_out() {
        let wanted = Some(["stars".to_owned()].into());
        let format = Format { metadata_fields: wanted, ..Format::default() };
        let record = parse(r#"{"text":"a","stars":5,"id":1,"user":{"name":"b"}}"#, &format).unwrap();
        assert_eq!(Value::Object(record.metadata), json!({"stars": 5}));
        assert_eq!(record.id, None);
    }

    #[test]
    fn fields_of_objects_in_each_other_are_called_by_their_path() {
        let format = Format {
            text_field: "message.content.text".to_owned(),
            id_field: Some("meta.id".to_owned()),
            ..Format::default()
        };
        let read = |line: &str| parse(line, &format).map(|record| (record.text, record.id));
        let found = |text: &str, id: Option<&str>| Ok((text.to_owned(), id.map(str::to_owned)));
        assert_eq!(read(r#"{"message":{"content":{"text":"a"}},"meta":{"id":7}}"#), found("a", Some("7")));
        assert_eq!(read(r#"{"message":{"content":{"text":"a\u0041"}}}"#), found("aA", None));
        // A field whose name has dots in it.
        assert_eq!(read(r#"{"message":{"content.text":"a"}}"#), found("a", None));
        assert_eq!(
            read(r#"{"message.content.text":"b","message":{"content":{"text":"a"}}}"#),
            found("b", None)
        );
        let flaw = |message: &str| Err(Flaw::Shape(message.to_owned()));
        assert_eq!(
            read(r#"{"message":{"content":{"text":1}}}"#),
            flaw("the field `message.content.text` is a number, not a string")
        );
        assert_eq!(
            read(r#"{"message":{"content":"text"}}"#),
            flaw("no field `message.content.text`; there is `message`")
        );
    }

    #[track_caller]
    fn check_shape(line: &str, message: &str) {
        assert_eq!(parse(line, &format()), Err(Flaw::Shape(message.to_owned())), "in {line}");
    }

    #[test]
    fn a_wrong_shape_is_named() {
        check_shape("[1]", "an array, not an object");
        check_shape(" \"text\"", "a string, not an object");
        check_shape("-1", "a number, not an object");
        check_shape("null", "null, not an object");
        check_shape("true", "a boolean, not an object");
        check_shape("{}", "no field `text`; there is no field at all");
        check_shape(r#"{"body":"a"}"#, "no field `text`; there is `body`");
        check_shape(
            r#"{"g":1,"f":1,"e":1,"d":1,"c":1,"b":1,"a\u001b[31m":1}"#,
            "no field `text`; there is `a\\u{1b}[31m`, `b`, `c`, `d`, `e`, `f` and 1 more",
        );
        check_shape(r#"{"text":null}"#, "the field `text` is null, not a string");
        check_shape(r#"{"text":1.5}"#, "the field `text` is a number, not a string");
        check_shape(r#"{"text":false}"#, "the field `text` is a boolean, not a string");
        check_shape(r#"{"text":["a",["b"]]}"#, "the field `text` is an array, not a string");
        check_shape(r#"{"text":{"a":"b"}}"#, "the field `text` is an object, not a string");
        check_shape(r#"{"text":"","id":[1]}"#, "the id field `id` is an array, not a string or a number");
        check_shape(r#"{"text":"","id":true}"#, "the id field `id` is a boolean, not a string or a number");
        let long = format!(r#"{{"{}":1}}"#, "س".repeat(41));
        check_shape(&long, &format!("no field `text`; there is `{}…`", "س".repeat(40)));
    }

    #[track_caller]
    fn check_syntax(line: &str, fact: &str, byte: usize) {
        let flaw = Flaw::Syntax { fact: fact.to_owned(), line: 1, byte };
        assert_eq!(parse(line, &format()), Err(flaw), "in {line}");
    }

    #[test]
    fn what_is_not_json_is_named_with_its_byte() {
        check_syntax(r#"{"text":"a" "b":1}"#, "expected `,` or `}`", 13);
        check_syntax("plain text", "expected value", 1);
        check_syntax(r#"{"text":"a"#, "EOF while parsing a string", 10);
        check_syntax(r#"{"text":"a"} {}"#, "trailing characters", 14);
        check_syntax(r#"{"text":"\ud800"}"#, "unexpected end of hex escape", 16);
        check_syntax(
            "{\"text\":\"a\tb\"}",
            "control character (\\u0000-\\u001F) found while parsing a string",
            11,
        );
        check_syntax(r#"{"text":"a","x":1e999}"#, "number out of range", 21);
        let deep = format!(r#"{{"text":"a","x":{}"#, "[".repeat(100_000));
        check_syntax(&deep, "recursion limit exceeded", 143);
        check_syntax("{'text':'a'}", "key must be a string", 2);
    }
}
