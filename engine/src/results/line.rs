//! A line of `--documents`: what was found in one document, as JSON (`docs/documents.md`).
//!
//! Whoever writes or reads lines does it with these types, the engine and the command line too. How much of a line is taken
//! apart is for a reader to say: outputs and layers stay JSON until somebody asks for more.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::report::FaultKind;

/// A line of the [documents](crate::Analysis::documents) of a run: what was found in one document.
///
/// It is read with `serde_json`, and borrows from the line:
///
/// ```
/// use textmill::{DocumentLine, LineSpan};
///
/// let line = r#"{
///     "id": "a.txt",
///     "analyzers": {"sentiment": {"score": 0.5}},
///     "layers": {"entities": [{"start": 0, "end": 5, "label": "location", "canonical": "Cairo"}]}
/// }"#;
/// let line: DocumentLine<'_> = serde_json::from_str(line)?;
///
/// #[derive(serde::Deserialize)]
/// struct Sentiment {
///     score: f64,
/// }
/// assert_eq!(line.analyzers["sentiment"].read::<Sentiment>()?.score, 0.5);
///
/// let entities: Vec<LineSpan<'_>> = line.layers["entities"].read()?;
/// assert_eq!(entities[0].label.as_deref(), Some("location"));
/// assert_eq!(entities[0].attributes["canonical"].json(), r#""Cairo""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `L` is the form of layers: JSON, or with `DocumentLine<'_, Vec<LineSpan<'_>>>` spans at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "L: Deserialize<'de>"))]
pub struct DocumentLine<'a, L = LineJson<'a>> {
    /// The document's id. Ids may repeat.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// Where the document stands, where the id does not say it: see [`position`](Self::position).
    #[serde(borrow, default, deserialize_with = "borrowed", skip_serializing_if = "Option::is_none")]
    pub source: Option<Cow<'a, str>>,
    /// The group that it is in, where texts were asked for and documents are grouped.
    #[serde(borrow, default, deserialize_with = "borrowed", skip_serializing_if = "Option::is_none")]
    pub group: Option<Cow<'a, str>>,
    /// What its source says of it, where texts were asked for; nothing where that is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Cow<'a, Map<String, Value>>>,
    /// Its text, where texts were asked for ([`Analysis::texts`](crate::Analysis::texts)).
    #[serde(borrow, default, deserialize_with = "borrowed", skip_serializing_if = "Option::is_none")]
    pub text: Option<Cow<'a, str>>,
    /// The outputs of the analyzers that did the document, by their names in the run.
    #[serde(borrow, default, deserialize_with = "by_name", skip_serializing_if = "BTreeMap::is_empty")]
    pub analyzers: BTreeMap<Cow<'a, str>, LineJson<'a>>,
    /// The layers that were asked for and not lost, by their names in the run: each a list of [`LineSpan`].
    #[serde(default, deserialize_with = "by_name", skip_serializing_if = "BTreeMap::is_empty")]
    pub layers: BTreeMap<Cow<'a, str>, L>,
    /// What was taken out of the text as boilerplate of a web page, in the order of the page.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<LineRemoved<'a>>,
    /// What went wrong, sorted by analyzer.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<LineFault<'a>>,
}

/// A span with offsets into its document's text; or what is known of the document itself, without offsets.
///
/// `V` is the form of the attributes' values.
#[derive(Clone, Debug, PartialEq)]
pub struct LineSpan<'a, V = LineJson<'a>> {
    /// Where it begins, in UTF-8 bytes of the document's text; nothing where it is of the whole document.
    pub start: Option<u32>,
    /// Where it ends.
    pub end: Option<u32>,
    /// What it is, where its layer has labels.
    pub label: Option<Cow<'a, str>>,
    /// The attributes that it has, by name.
    pub attributes: BTreeMap<Cow<'a, str>, V>,
}

/// A passage that was taken out of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRemoved<'a> {
    /// What it is, such as `navigation`.
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// The passage, as it stood in the text.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
}

/// Why an analyzer could not do the document, or why it could not be read.
///
/// Ordered by analyzer, kind, code and message.
///
/// ```
/// use textmill::{FaultKind, LineFault};
///
/// let fault = r#"{"analyzer": "keywords", "kind": "timeout", "message": "it took longer than 1 s"}"#;
/// let fault: LineFault<'_> = serde_json::from_str(fault)?;
/// assert_eq!((fault.analyzer.as_deref(), fault.kind), (Some("keywords"), FaultKind::Timeout));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineFault<'a> {
    /// The analyzer's name in the run; nothing where the document could not be read.
    #[serde(borrow, default, deserialize_with = "borrowed")]
    pub analyzer: Option<Cow<'a, str>>,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// What the analyzer counts it by, where it said so.
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    pub code: Cow<'a, str>,
    /// What happened.
    #[serde(borrow)]
    pub message: Cow<'a, str>,
    /// The guest's functions that were at work, the innermost first; none where there is nothing to tell.
    #[serde(borrow, default, skip_serializing_if = "<[String]>::is_empty")]
    pub backtrace: Cow<'a, [String]>,
}

/// JSON of a line that was not taken apart.
///
/// ```
/// use textmill::LineJson;
///
/// let json: LineJson<'_> = serde_json::from_str(r#"[1, 2.50]"#)?;
/// assert_eq!(json.json(), "[1, 2.50]");
/// assert_eq!(json.read::<Vec<f64>>()?, [1.0, 2.5]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineJson<'a>(#[serde(borrow)] &'a RawValue);

impl<'a> LineJson<'a> {
    /// # Errors
    /// What is no JSON.
    pub(super) fn new(json: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json).map(Self)
    }

    /// The JSON, as it stands in the line.
    #[must_use]
    pub fn json(&self) -> &'a str {
        self.0.get()
    }

    /// The value as a type, which may borrow from the line.
    ///
    /// # Errors
    /// Where it is no such type's.
    pub fn read<T: Deserialize<'a>>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.json())
    }

    /// Gives the items of a list one by one to `take`, so that there is never more than one: a layer of a long document has
    /// millions.
    ///
    /// # Errors
    /// What is no list, or has an item of another type; and what `take` says.
    pub fn each<T: Deserialize<'a>, E: fmt::Display>(
        &self,
        take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), serde_json::Error> {
        serde_json::Deserializer::from_str(self.json()).deserialize_seq(Items(take, PhantomData))
    }
}

/// By the JSON as it is written.
impl PartialEq for LineJson<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl<L> DocumentLine<'_, L> {
    /// Where the document stands: never the same for two documents of a run.
    #[must_use]
    pub fn position(&self) -> &str {
        self.source.as_ref().unwrap_or(&self.id)
    }
}

/// The position of a line, of which nothing else is looked at.
///
/// # Errors
/// What is no line.
pub(crate) fn position_of(line: &str) -> Result<String, serde_json::Error> {
    #[derive(Deserialize)]
    struct Position<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
        #[serde(borrow, default, deserialize_with = "borrowed")]
        source: Option<Cow<'a, str>>,
    }
    let Position { id, source } = serde_json::from_str(line)?;
    Ok(source.unwrap_or(id).into_owned())
}

/// A string that is borrowed where it has no escapes, also as a key.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// A string that may be missing. Of a `Cow` in an `Option`, serde would make a copy.
fn borrowed<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'a, str>>, D::Error> {
    let string = Option::<Name<'a>>::deserialize(deserializer)?;
    Ok(string.map(|Name(string)| string))
}

fn by_name<'de: 'a, 'a, D: Deserializer<'de>, V: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Cow<'a, str>, V>, D::Error> {
    let values = BTreeMap::<Name<'a>, V>::deserialize(deserializer)?;
    Ok(values.into_iter().map(|(Name(name), value)| (name, value)).collect())
}

impl<V: Serialize> Serialize for LineSpan<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        if let Some(start) = self.start {
            fields.serialize_entry("start", &start)?;
        }
        if let Some(end) = self.end {
            fields.serialize_entry("end", &end)?;
        }
        if let Some(label) = &self.label {
            fields.serialize_entry("label", label)?;
        }
        for (name, value) in &self.attributes {
            fields.serialize_entry(name, value)?;
        }
        fields.end()
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for LineSpan<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SpanVisitor(PhantomData))
    }
}

struct SpanVisitor<T>(PhantomData<T>);

impl<'de: 'a, 'a, V: Deserialize<'de>> Visitor<'de> for SpanVisitor<LineSpan<'a, V>> {
    type Value = LineSpan<'a, V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a span")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut span = LineSpan { start: None, end: None, label: None, attributes: BTreeMap::new() };
        while let Some(Name(name)) = fields.next_key()? {
            match &*name {
                "start" => span.start = Some(fields.next_value()?),
                "end" => span.end = Some(fields.next_value()?),
                "label" => span.label = Some(fields.next_value::<Name<'a>>()?.0),
                _ => {
                    span.attributes.insert(name, fields.next_value()?);
                }
            }
        }
        match (span.start, span.end) {
            (Some(_), None) => Err(A::Error::missing_field("end")),
            (None, Some(_)) => Err(A::Error::missing_field("start")),
            _ => Ok(span),
        }
    }
}

struct Items<F, T>(F, PhantomData<T>);

impl<'de, T: Deserialize<'de>, E: fmt::Display, F: FnMut(T) -> Result<(), E>> Visitor<'de> for Items<F, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            (self.0)(item).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a line in both forms, and writes it again.
    #[track_caller]
    fn check(line: &str) {
        let read: DocumentLine<'_> = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), line);
        let read: DocumentLine<'_, Vec<LineSpan<'_>>> = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), line);
        let read: DocumentLine<'_, Vec<LineSpan<'_, Value>>> = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), line);
        assert_eq!(position_of(line).unwrap(), read.position());
    }

    #[test]
    fn what_is_read_is_written_alike() {
        check(r#"{"id":""}"#);
        check(r#"{"id":"a\"b","source":"x.jsonl#12","analyzers":{"":{},"k\"":{"x":1.5},"mood":[null]}}"#);
        check(
            r#"{"id":"a","layers":{"language":[{"label":"en"}],"none":[],"t":[{"start":0,"end":4294967295,"label":"a\\b","canonical":"القاهرة","s\"ore":[1.5]}]}}"#,
        );
        check(r#"{"id":"a","group":"2024","metadata":{"a":[null],"b":1},"text":"one\ntwo"}"#);
        check(
            r#"{"id":"a","removed":[{"kind":"navigation","text":"Home\n"}],"faults":[{"analyzer":null,"kind":"unread","message":"m"},{"analyzer":"k","kind":"error","code":"no-text","message":"m","backtrace":["f","g"]}]}"#,
        );
    }

    #[test]
    fn json_stays_as_it_is_written() {
        let line =
            r#"{"id":"a","analyzers":{"m":{ "x" : 1.50 }},"layers":{"t":[{"start":1,"end":2,"rank":1e3}]}}"#;
        let line: DocumentLine<'_> = serde_json::from_str(line).unwrap();
        assert_eq!(line.analyzers["m"].json(), r#"{ "x" : 1.50 }"#);
        let spans: Vec<LineSpan<'_>> = line.layers["t"].read().unwrap();
        assert_eq!(serde_json::to_string(&spans[0].attributes).unwrap(), r#"{"rank":1e3}"#);
        assert!(matches!(line.analyzers.keys().next(), Some(Cow::Borrowed("m"))));
    }

    #[test]
    fn strings_are_borrowed_where_they_can_be() {
        let line =
            r#"{"id":"a","source":"a.jsonl#1","faults":[{"analyzer":"k","kind":"error","message":"m"}]}"#;
        let line: DocumentLine<'_> = serde_json::from_str(line).unwrap();
        let fault = &line.faults[0];
        for string in [Some(&line.id), line.source.as_ref(), fault.analyzer.as_ref(), Some(&fault.message)] {
            assert!(matches!(string, Some(Cow::Borrowed(_))), "{string:?}");
        }
        let missing: LineFault<'_> = serde_json::from_str(r#"{"kind":"error","message":"m"}"#).unwrap();
        assert_eq!(missing.analyzer, None);
    }

    #[test]
    fn spans_come_one_by_one() {
        let line = r#"{"id":"a","layers":{"t":[{"start":1,"end":2},{"start":3,"end":4,"label":"x"}]}}"#;
        let line: DocumentLine<'_> = serde_json::from_str(line).unwrap();
        let mut found = Vec::new();
        let mut take = |span: LineSpan<'_>| {
            found.push((span.start, span.label.map(Cow::into_owned)));
            if found.len() == 2 { Err("enough") } else { Ok(()) }
        };
        let error = line.layers["t"].each(&mut take).unwrap_err();
        assert!(error.to_string().starts_with("enough"), "{error}");
        assert_eq!(found, [(Some(1), None), (Some(3), Some("x".to_owned()))]);
    }

    #[test]
    fn what_is_no_span_is_named() {
        for (layer, expected) in [
            (r#"[{"end":2}]"#, "missing field `start` at line 1 column 10"),
            (r#"[{"start":2}]"#, "missing field `end` at line 1 column 12"),
            (r#"[{"start":-1,"end":2}]"#, "invalid value: integer `-1`, expected u32 at line 1 column 12"),
            ("[1]", "invalid type: integer `1`, expected a span at line 1 column 2"),
            ("{}", "invalid type: map, expected a list at line 1 column 0"),
        ] {
            let error =
                LineJson::new(layer).unwrap().each(|_: LineSpan<'_>| Ok::<(), String>(())).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}
