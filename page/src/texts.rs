//! Texts in the page, with what is marked in them: of those documents with the least marks, as many as have room.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::document::{PageDocument, PageFault, PageSpan};
use crate::embed;
use crate::facts::Places;
use crate::mark::Mark;
use crate::schema::{self, Field, Shape};
use crate::template;

/// How much of texts is in a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextDetail {
    /// Nothing.
    None,
    /// Their beginnings.
    Snippets,
    /// All of them, as far as there is room.
    #[default]
    Full,
}

/// UTF-16 units of a text that are its beginning.
const SNIPPET: usize = 400;

/// A text takes at most this part of the room, so that one book does not take all of it.
const SHARE: u64 = 10;

/// Documents that are packed together: a browser unpacks so many to show one.
const CHUNK: usize = 48;

/// Texts that may have room once they are packed: they become a third to a fifth of their size.
const PACKED_SHARE: u64 = 8;

/// Texts that may be in the page.
pub(crate) struct Texts {
    detail: TextDetail,
    /// Fields that stand beside a text as they are.
    fields: Vec<Field>,
    /// Units of a text at most.
    longest: usize,
    /// Bytes that are held at most.
    most: u64,
    held: u64,
    entries: BTreeMap<Mark, (u32, String)>,
}

/// Texts that are packed together.
#[derive(Debug)]
pub(crate) struct Chunk {
    /// Their documents' places.
    pub(crate) documents: Vec<u32>,
    pub(crate) packed: String,
}

impl Texts {
    pub(crate) fn new(detail: TextDetail, report: &Value, room: u64) -> Self {
        let longest = match detail {
            TextDetail::None => 0,
            TextDetail::Snippets => SNIPPET,
            TextDetail::Full => usize::try_from(room / SHARE).unwrap_or(usize::MAX).max(SNIPPET),
        };
        let fields = schema::fields(report).into_iter().filter(|field| field.shape == Shape::Json);
        Self {
            detail,
            fields: fields.collect(),
            longest,
            most: room.saturating_mul(PACKED_SHARE),
            held: 0,
            entries: BTreeMap::new(),
        }
    }

    /// Keeps the text of a document, if it may have room.
    pub(crate) fn offer(&mut self, document: &PageDocument<'_>, mark: Mark, number: u32) {
        if self.detail == TextDetail::None || document.text.is_none() {
            return;
        }
        let is_late = self.entries.last_key_value().is_some_and(|(last, _)| mark > *last);
        if is_late && self.held >= self.most {
            return;
        }
        let entry = self.entry(document).to_string();
        self.held += entry.len() as u64;
        self.entries.insert(mark, (number, entry));
        while self.held > self.most {
            let Some((_, (_, gone))) = self.entries.pop_last() else { break };
            self.held -= gone.len() as u64;
        }
    }

    fn entry(&self, document: &PageDocument<'_>) -> Value {
        let text = document.text.as_deref().unwrap_or_default();
        let shown = beginning(text, self.longest);
        let mut entry = Map::new();
        entry.insert("text".into(), shown.into());
        if shown.len() < text.len() {
            entry.insert("of".into(), json!(text.encode_utf16().count()));
        }
        if document.position != document.id {
            entry.insert("source".into(), json!(document.position));
        }
        if !document.metadata.is_empty() {
            entry.insert("metadata".into(), Value::Object(shortened(&document.metadata)));
        }
        let layers = document.layers.iter().map(|(name, spans)| (name.to_string(), layer(shown, spans)));
        entry.insert("layers".into(), Value::Object(layers.collect()));
        let outputs: Vec<Value> = self.fields.iter().filter_map(|field| output(field, document)).collect();
        if !outputs.is_empty() {
            entry.insert("outputs".into(), outputs.into());
        }
        if !document.faults.is_empty() {
            entry.insert("faults".into(), document.faults.iter().map(fault).collect());
        }
        if !document.removed.is_empty() {
            let removed = document.removed.iter();
            let removed = removed.map(|(kind, text)| json!({"kind": kind, "text": beginning(text, SNIPPET)}));
            entry.insert("removed".into(), removed.collect());
        }
        Value::Object(entry)
    }

    /// Packs as many as have room, those of the least marks first.
    pub(crate) fn pack(&self, room: u64, places: &Places) -> Vec<Chunk> {
        let placed = self.entries.values();
        let placed: Vec<(u32, &str)> =
            placed.filter_map(|(number, entry)| Some((places.of(*number)?, entry.as_str()))).collect();
        let mut left = room;
        let mut chunks = Vec::new();
        for group in placed.chunks(CHUNK) {
            let mut group = group;
            // The last chunk has fewer, so that little room is left.
            while !group.is_empty() {
                let chunk = chunk(group);
                let bytes = template::chunk_bytes(chunk.packed.len(), &chunk.documents);
                if bytes <= left {
                    left -= bytes;
                    chunks.push(chunk);
                    break;
                }
                group = &group[..group.len() / 2];
            }
            if group.len() < CHUNK {
                break;
            }
        }
        chunks
    }
}

fn chunk(entries: &[(u32, &str)]) -> Chunk {
    let texts: Vec<&str> = entries.iter().map(|(_, entry)| *entry).collect();
    let packed = embed::packed(format!("[{}]", texts.join(",")).as_bytes());
    Chunk { documents: entries.iter().map(|(place, _)| *place).collect(), packed }
}

/// The beginning of a text, of so many UTF-16 units at most, and at the end of a word where there is one near.
fn beginning(text: &str, most: usize) -> &str {
    let mut units = 0;
    let mut space = 0;
    for (at, character) in text.char_indices() {
        units += character.len_utf16();
        if units > most {
            return &text[..if space * 4 > at * 3 { space } else { at }];
        }
        if character.is_whitespace() {
            space = at;
        }
    }
    text
}

/// Spans with their bounds in UTF-16 units, as browsers count: `[start, end, label, attributes]`. What is beyond the text
/// that is shown is left out.
fn layer(text: &str, spans: &[PageSpan<'_>]) -> Value {
    let mut bounds: Vec<usize> = Vec::with_capacity(spans.len() * 2);
    for (start, end) in spans.iter().filter_map(|span| span.bounds) {
        bounds.extend([start as usize, end as usize]);
    }
    bounds.sort_unstable();
    bounds.dedup();
    let mut units = BTreeMap::new();
    let (mut bytes, mut count) = (0, 0);
    for bound in bounds {
        let Some(between) = text.get(bytes..bound) else { continue };
        count += between.encode_utf16().count();
        bytes = bound;
        units.insert(bound, count);
    }
    let shown = spans.iter().filter_map(|span| {
        let label = span.label.as_deref();
        match span.bounds {
            None => Some(json!([0, 0, label, span.attributes])),
            Some((start, end)) => {
                let (start, end) = (units.get(&(start as usize))?, units.get(&(end as usize)));
                // A span of the whole text is still told where the text was cut.
                let is_whole = *start == 0 && spans.len() == 1;
                let end = end.copied().or(is_whole.then(|| text.encode_utf16().count()))?;
                Some(json!([start, end, label, span.attributes]))
            }
        }
    });
    shown.collect()
}

fn output(field: &Field, document: &PageDocument<'_>) -> Option<Value> {
    let (_, output) = document.analyzers.iter().find(|(name, _)| *name == field.analyzer)?;
    let value = field.of(output).filter(|value| !is_empty(value))?;
    Some(json!([field.analyzer, field.path, value]))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn fault(fault: &PageFault<'_>) -> Value {
    json!({"analyzer": fault.analyzer, "kind": fault.kind, "code": fault.code, "message": fault.message})
}

/// Metadata without what is too long to show.
fn shortened(metadata: &Map<String, Value>) -> Map<String, Value> {
    let fields = metadata.iter().map(|(name, value)| {
        let value = match value {
            Value::String(text) => beginning(text, SNIPPET).into(),
            Value::Array(_) | Value::Object(_) => beginning(&value.to_string(), SNIPPET).into(),
            _ => value.clone(),
        };
        (name.clone(), value)
    });
    fields.collect()
}
