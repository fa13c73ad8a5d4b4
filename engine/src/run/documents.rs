//! What is said of each document: a JSON line per document, in the order of the input.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use textmill_corpus::Removed;

use super::Batch;
use super::batch::Head;
use super::faults::LostDocument;
use crate::plugin::Layer;
use crate::report::FaultKind;

/// A line of `documents.jsonl`.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    analyzers: BTreeMap<&'a str, &'a RawValue>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    layers: BTreeMap<&'a str, Vec<Span<'a>>>,
    /// What was taken out of the text.
    #[serde(skip_serializing_if = "<[Removed]>::is_empty")]
    removed: &'a [Removed],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<LineFault<'a>>,
}

/// A span with offsets into its document's text; or what is said of the document itself, without offsets.
#[derive(Serialize)]
struct Span<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(flatten)]
    attributes: BTreeMap<&'a str, Value>,
}

#[derive(Serialize)]
struct LineFault<'a> {
    analyzer: Option<&'a str>,
    kind: FaultKind,
    #[serde(skip_serializing_if = "str::is_empty")]
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    backtrace: &'a [String],
}

/// All that was found out about the documents of a batch.
pub(crate) struct Findings<'a> {
    pub(crate) batch: &'a Batch,
    /// For each reported analyzer its outputs by document.
    pub(crate) outputs: Vec<(&'a str, BTreeMap<usize, String>)>,
    /// Each with whether the analyzer that made it lost a document, by document; empty where it lost none.
    pub(crate) layers: Vec<(&'a Layer, &'a [bool])>,
    /// Ascending by document.
    pub(crate) faults: &'a [(&'a str, LostDocument)],
}

impl<'a> LineFault<'a> {
    fn of(analyzer: &'a str, lost: &'a LostDocument) -> Self {
        let LostDocument { kind, code, message, backtrace, .. } = lost;
        Self { analyzer: Some(analyzer), kind: *kind, code, message, backtrace }
    }
}

impl Findings<'_> {
    /// The lines of the batch, what could not be read among them.
    ///
    /// # Errors
    /// An output that is not JSON; it was checked before.
    pub(crate) fn lines(&self) -> io::Result<Vec<u8>> {
        let mut lines = Vec::with_capacity(self.batch.texts.text().len());
        let mut unread = self.batch.unread.iter().peekable();
        for document in 0..=self.batch.len() {
            while let Some((_, unread)) = unread.next_if(|(before, _)| *before == document) {
                let (kind, message) = (FaultKind::Unread, unread.message.as_str());
                let fault = LineFault { analyzer: None, kind, code: "", message, backtrace: &[] };
                let line = Line {
                    id: &unread.id,
                    source: source(&unread.id, &unread.position),
                    analyzers: BTreeMap::new(),
                    layers: BTreeMap::new(),
                    removed: &[],
                    faults: vec![fault],
                };
                write_line(&mut lines, &line)?;
            }
            if let Some(head) = self.batch.heads.get(document) {
                write_line(&mut lines, &self.line(document, head)?)?;
            }
        }
        Ok(lines)
    }

    fn line<'a>(&'a self, document: usize, head: &'a Head) -> io::Result<Line<'a>> {
        let mut analyzers = BTreeMap::new();
        for (name, outputs) in &self.outputs {
            if let Some(output) = outputs.get(&document) {
                analyzers.insert(*name, serde_json::from_str::<&RawValue>(output)?);
            }
        }
        // What was lost has no spans, which is not the same as to have none: whatever the others of its batch have.
        let layers = self.layers.iter().filter(|(_, lost)| !lost.get(document).is_some_and(|lost| *lost));
        let layers = layers.map(|(layer, _)| (layer.name(), self.spans(layer, document))).collect();
        let first = self.faults.partition_point(|(_, lost)| lost.document < document);
        let of_document = self.faults[first..].iter().take_while(|(_, lost)| lost.document == document);
        let faults = of_document.map(|(analyzer, lost)| LineFault::of(analyzer, lost)).collect();
        let (id, source) = (head.id.as_str(), source(&head.id, &head.position));
        Ok(Line { id, source, analyzers, layers, removed: &head.removed, faults })
    }

    fn spans<'a>(&self, layer: &'a Layer, document: usize) -> Vec<Span<'a>> {
        let texts = &self.batch.texts;
        let base = texts.bound(document).start;
        let offset = |bytes: u32| (!layer.is_of_documents()).then(|| bytes - base);
        let entries = layer.entries(texts, document).map(|entry| {
            let bytes = layer.bytes(texts, entry);
            Span {
                start: offset(bytes.start),
                end: offset(bytes.end),
                label: layer.label(entry),
                attributes: layer.values(entry).collect(),
            }
        });
        entries.collect()
    }
}

/// The source position, where the id does not say it.
fn source<'a>(id: &str, position: &'a str) -> Option<&'a str> {
    (id != position).then_some(position)
}

fn write_line(lines: &mut Vec<u8>, line: &Line<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *lines, line)?;
    lines.push(b'\n');
    Ok(())
}
