//! A line of `documents.jsonl`, as far as a table has to know it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A document. What stays JSON in the table is not taken apart.
#[derive(Debug, Deserialize)]
pub(super) struct Line<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    /// Where the document stands; absent where the id says it.
    #[serde(borrow, default)]
    pub(super) source: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) analyzers: BTreeMap<String, &'a RawValue>,
    #[serde(borrow, default)]
    pub(super) layers: BTreeMap<String, &'a RawValue>,
    #[serde(borrow, default)]
    pub(super) faults: Option<&'a RawValue>,
}

/// A span of a layer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span<'a> {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) label: Option<Cow<'a, str>>,
    /// A JSON object of all else that the span has; empty where that is nothing.
    pub(super) attributes: String,
}

/// Gives each span of a layer's JSON to `take`, so that there is never more than one.
///
/// # Errors
/// What is no layer, and what `take` says.
pub(super) fn spans<'a, E: fmt::Display>(
    layer: &'a RawValue,
    take: impl FnMut(Span<'a>) -> Result<(), E>,
) -> Result<(), serde_json::Error> {
    serde_json::Deserializer::from_str(layer.get()).deserialize_seq(Spans(take))
}

struct Spans<F>(F);

impl<'de, E: fmt::Display, F: FnMut(Span<'de>) -> Result<(), E>> Visitor<'de> for Spans<F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the spans of a layer")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut spans: A) -> Result<(), A::Error> {
        while let Some(span) = spans.next_element()? {
            (self.0)(span).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

/// A key of a span's object.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Start,
    End,
    Label,
    Attribute(String),
}

impl<'de> Deserialize<'de> for Span<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SpanVisitor)
    }
}

struct SpanVisitor;

impl<'de> Visitor<'de> for SpanVisitor {
    type Value = Span<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a span")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Span<'de>, A::Error> {
        let (mut start, mut end, mut label) = (None, None, None);
        let mut attributes = String::new();
        while let Some(key) = fields.next_key()? {
            match key {
                Key::Start => start = Some(fields.next_value()?),
                Key::End => end = Some(fields.next_value()?),
                Key::Label => label = Some(fields.next_value::<Text<'de>>()?.0),
                Key::Attribute(name) => {
                    let value: &RawValue = fields.next_value()?;
                    attributes.push(if attributes.is_empty() { '{' } else { ',' });
                    attributes.push_str(&serde_json::to_string(&name).map_err(A::Error::custom)?);
                    attributes.push(':');
                    attributes.push_str(value.get());
                }
            }
        }
        if !attributes.is_empty() {
            attributes.push('}');
        }
        let start = start.ok_or_else(|| A::Error::missing_field("start"))?;
        let end = end.ok_or_else(|| A::Error::missing_field("end"))?;
        Ok(Span { start, end, label, attributes })
    }
}

/// A string that is borrowed where it holds no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(layer: &str, expected: &[(u32, u32, Option<&str>, &str)]) {
        let layer: &RawValue = serde_json::from_str(layer).unwrap();
        let mut found = Vec::new();
        spans(layer, |span| {
            found.push(span);
            Ok::<(), String>(())
        })
        .unwrap();
        let expected: Vec<Span<'_>> = expected
            .iter()
            .map(|&(start, end, label, attributes)| Span {
                start,
                end,
                label: label.map(Cow::Borrowed),
                attributes: attributes.to_owned(),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_span_has_offsets_a_label_and_attributes() {
        check("[]", &[]);
        check(r#"[{"start":0,"end":4294967295}]"#, &[(0, u32::MAX, None, "")]);
        check(r#"[{"start":1,"end":2,"label":"a\"b"}]"#, &[(1, 2, Some("a\"b"), "")]);
        check(
            r#"[{"start":1,"end":2,"label":"city","canonical":"القاهرة","s\"ore":1.50}]"#,
            &[(1, 2, Some("city"), r#"{"canonical":"القاهرة","s\"ore":1.50}"#)],
        );
    }

    #[test]
    fn what_is_no_span_is_named() {
        for (layer, expected) in [
            (r#"[{"end":2}]"#, "missing field `start` at line 1 column 10"),
            (r#"[{"start":-1,"end":2}]"#, "invalid value: integer `-1`, expected u32 at line 1 column 12"),
            ("[1]", "invalid type: integer `1`, expected a span at line 1 column 2"),
            ("{}", "invalid type: map, expected the spans of a layer at line 1 column 0"),
        ] {
            let layer: &RawValue = serde_json::from_str(layer).unwrap();
            let error = spans(layer, |_| Ok::<(), String>(())).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}
