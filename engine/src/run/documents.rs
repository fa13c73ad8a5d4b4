//! What is said of each document: a JSON line per document, in the order of the input.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::Batch;
use super::batch::Head;
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<LineFault<'a>>,
}

/// A span with offsets into its document's text.
#[derive(Serialize)]
struct Span<'a> {
    start: u32,
    end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(flatten)]
    attributes: BTreeMap<&'a str, Value>,
}

#[derive(Serialize)]
struct LineFault<'a> {
    analyzer: Option<&'a str>,
    kind: FaultKind,
    message: &'a str,
}

/// All that was found out about the documents of a batch.
pub(crate) struct Findings<'a> {
    pub(crate) batch: &'a Batch,
    /// For each reported analyzer its outputs by document.
    pub(crate) outputs: Vec<(&'a str, BTreeMap<usize, String>)>,
    pub(crate) layers: Vec<&'a Layer>,
    /// Document, analyzer, kind and message, sorted.
    pub(crate) faults: &'a [(usize, &'a str, FaultKind, String)],
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
                let fault = LineFault { analyzer: None, kind: FaultKind::Unread, message: &unread.message };
                let line = Line {
                    id: &unread.id,
                    source: source(&unread.id, &unread.position),
                    analyzers: BTreeMap::new(),
                    layers: BTreeMap::new(),
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
        let layers = self.layers.iter().map(|layer| (layer.name(), self.spans(layer, document))).collect();
        let first = self.faults.partition_point(|(at, ..)| *at < document);
        let faults = self.faults[first..]
            .iter()
            .take_while(|(at, ..)| *at == document)
            .map(|(_, analyzer, kind, message)| LineFault { analyzer: Some(analyzer), kind: *kind, message })
            .collect();
        Ok(Line { id: &head.id, source: source(&head.id, &head.position), analyzers, layers, faults })
    }

    fn spans<'a>(&self, layer: &'a Layer, document: usize) -> Vec<Span<'a>> {
        let bounds = self.batch.texts.bound(document);
        let spans = layer.within(&bounds);
        spans
            .map(|span| {
                let bytes = layer.bytes(span);
                Span {
                    start: bytes.start - bounds.start,
                    end: bytes.end - bounds.start,
                    label: layer.label(span),
                    attributes: layer.values(span).collect(),
                }
            })
            .collect()
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

/// Writes the lines of batches in the order of the batches, whichever is done first.
pub(crate) struct OrderedWriter<'w> {
    state: Mutex<Ordered<'w>>,
}

struct Ordered<'w> {
    writer: &'w mut (dyn Write + Send),
    next: u64,
    waiting: BTreeMap<u64, Vec<u8>>,
    failed: Option<io::Error>,
}

impl<'w> OrderedWriter<'w> {
    pub(crate) fn new(writer: &'w mut (dyn Write + Send)) -> Self {
        Self { state: Mutex::new(Ordered { writer, next: 0, waiting: BTreeMap::new(), failed: None }) }
    }

    /// Takes the lines of a batch, and gives the number of batches that were written by that.
    pub(crate) fn add(&self, sequence: u64, lines: io::Result<Vec<u8>>) -> usize {
        let mut ordered = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match lines {
            Ok(lines) => {
                ordered.waiting.insert(sequence, lines);
            }
            Err(error) => {
                ordered.waiting.insert(sequence, Vec::new());
                ordered.failed.get_or_insert(error);
            }
        }
        let mut written = 0;
        loop {
            let next = ordered.next;
            let Some(lines) = ordered.waiting.remove(&next) else { break written };
            ordered.next += 1;
            written += 1;
            if ordered.failed.is_none()
                && let Err(error) = ordered.writer.write_all(&lines)
            {
                ordered.failed = Some(error);
            }
        }
    }

    /// Whether writing has failed, so that there is no use in going on.
    pub(crate) fn has_failed(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).failed.is_some()
    }

    /// # Errors
    /// The first error in writing.
    pub(crate) fn finish(self) -> io::Result<()> {
        let ordered = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match ordered.failed {
            Some(error) => Err(error),
            None => ordered.writer.flush(),
        }
    }
}
