//! What is said of each document of a batch: for whoever reads it in this program, and as a JSON line per document.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use textmill_corpus::Removed;

use crate::batch::{Batch, DocumentIndex, DocumentSet};
use crate::layer::Layer;
use crate::plugin::{Pipeline, StageIndex};
use crate::report::{Fault, FaultKind};
use crate::tally::{FaultLog, LostDocument};

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

/// One of the lines of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BatchItem {
    /// A document, by its place among those of the batch.
    Document(DocumentIndex),
    /// What could not be read, by its place among that.
    Unread(usize),
}

/// All that was found out about the documents of a batch.
pub(crate) struct Findings {
    pub(crate) pipeline: Arc<Pipeline>,
    pub(crate) batch: Batch,
    /// For each reported stage its outputs by document.
    pub(crate) outputs: Vec<(StageIndex, BTreeMap<DocumentIndex, String>)>,
    /// The layers that were asked for.
    pub(crate) asked: Vec<String>,
    /// Those of them that were made, by name, each with the documents that the analyzer that made it lost.
    pub(crate) layers: Vec<(Layer, DocumentSet)>,
    /// Each with its stage; ascending by document and analyzer.
    pub(crate) faults: Vec<(StageIndex, LostDocument)>,
}

impl<'a> LineFault<'a> {
    fn of(analyzer: &'a str, lost: &'a LostDocument) -> Self {
        let LostDocument { kind, code, message, backtrace, .. } = lost;
        Self { analyzer: Some(analyzer), kind: *kind, code, message, backtrace }
    }
}

impl Findings {
    /// The analyzer's name in the run.
    pub(crate) fn analyzer(&self, stage: StageIndex) -> &str {
        &self.pipeline[stage].plugin.name
    }

    /// The faults of a document.
    pub(crate) fn faults_of(&self, document: DocumentIndex) -> &[(StageIndex, LostDocument)] {
        let first = self.faults.partition_point(|(_, lost)| lost.document < document);
        let behind = self.faults.partition_point(|(_, lost)| lost.document <= document);
        &self.faults[first..behind]
    }

    /// Adds all faults to a log.
    pub(crate) fn note_faults(&self, log: &mut FaultLog) {
        for (stage, lost) in &self.faults {
            log.add(lost.fault(self.analyzer(*stage), self.batch.head(lost.document)));
        }
        self.batch.unread.iter().for_each(|(_, unread)| log.add(Fault::unread(unread)));
    }

    /// The lines of the batch, what could not be read among them.
    ///
    /// # Errors
    /// An output that is not JSON; it was checked before.
    pub(crate) fn lines(&self) -> io::Result<Vec<u8>> {
        let mut lines = Vec::with_capacity(self.batch.texts.text().len());
        for place in self.places() {
            self.write_line(place, &mut lines)?;
            lines.push(b'\n');
        }
        Ok(lines)
    }

    /// Documents and what could not be read, in order.
    pub(crate) fn places(&self) -> impl Iterator<Item = BatchItem> {
        let mut unread = self.batch.unread.iter().enumerate().peekable();
        let mut documents = self.batch.documents().peekable();
        let all = self.batch.len();
        std::iter::from_fn(move || {
            let next = documents.peek().map_or(all, |document| document.get());
            match unread.next_if(|(_, (before, _))| *before <= next) {
                Some((place, _)) => Some(BatchItem::Unread(place)),
                None => documents.next().map(BatchItem::Document),
            }
        })
    }

    /// Writes the line of a document, or of what could not be read, without its end.
    ///
    /// # Errors
    /// An output that is not JSON; it was checked before.
    pub(crate) fn write_line(&self, place: BatchItem, out: &mut Vec<u8>) -> io::Result<()> {
        let line = match place {
            BatchItem::Document(document) => self.line(document)?,
            BatchItem::Unread(place) => {
                let (_, unread) = &self.batch.unread[place];
                let (kind, message) = (FaultKind::Unread, unread.message.as_str());
                Line {
                    id: &unread.id,
                    source: source(&unread.id, &unread.position),
                    analyzers: BTreeMap::new(),
                    layers: BTreeMap::new(),
                    removed: &[],
                    faults: vec![LineFault { analyzer: None, kind, code: "", message, backtrace: &[] }],
                }
            }
        };
        Ok(serde_json::to_writer(out, &line)?)
    }

    fn line(&self, document: DocumentIndex) -> io::Result<Line<'_>> {
        let head = self.batch.head(document);
        let mut analyzers = BTreeMap::new();
        for (stage, outputs) in &self.outputs {
            if let Some(output) = outputs.get(&document) {
                analyzers.insert(self.analyzer(*stage), serde_json::from_str::<&RawValue>(output)?);
            }
        }
        // What was lost has no spans, which is not the same as to have none: whatever the others of its batch have.
        let layers = self.layers.iter().filter(|(_, lost)| !lost.contains(document));
        let layers = layers.map(|(layer, _)| (layer.name(), self.spans(layer, document))).collect();
        let faults = self.faults_of(document).iter();
        let faults = faults.map(|(stage, lost)| LineFault::of(self.analyzer(*stage), lost)).collect();
        let (id, source) = (head.id.as_str(), source(&head.id, &head.position));
        Ok(Line { id, source, analyzers, layers, removed: &head.removed, faults })
    }

    fn spans<'a>(&'a self, layer: &'a Layer, document: DocumentIndex) -> Vec<Span<'a>> {
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
