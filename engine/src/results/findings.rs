//! What was found in each document of a batch: for whoever reads it in this program, and as a JSON line per document.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde_json::Value;
use textmill_corpus::Unread;

use super::line::{DocumentLine, LineFault, LineJson, LineRemoved, LineSpan};
use crate::batch::{Batch, DocumentIndex, DocumentSet};
use crate::layer::Layer;
use crate::plugin::{Pipeline, StageIndex};
use crate::report::{Fault, FaultKind};
use crate::tally::{FaultLog, LostDocument};

/// A line as it is written: spans come from layers, and their attributes from columns.
type WrittenLine<'a> = DocumentLine<'a, Vec<LineSpan<'a, Value>>>;

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
    /// Whether lines have the texts, and what is known of them.
    pub(crate) texts: bool,
    /// For each reported stage its outputs by document.
    pub(crate) outputs: Vec<(StageIndex, BTreeMap<DocumentIndex, String>)>,
    /// The layers that were asked for.
    pub(crate) asked: Vec<String>,
    /// Those of them that were made, by name, each with the documents that the analyzer that made it lost.
    pub(crate) layers: Vec<(Layer, DocumentSet)>,
    /// Each with its stage; ascending by document and analyzer.
    pub(crate) faults: Vec<(StageIndex, LostDocument)>,
}

impl Findings {
    /// The analyzer's name in the run.
    pub(crate) fn analyzer(&self, stage: StageIndex) -> &str {
        &self.pipeline[stage].plugin.name
    }

    /// The faults of a document.
    pub(crate) fn faults_of(&self, document: DocumentIndex) -> &[(StageIndex, LostDocument)] {
        let first = self.faults.partition_point(|(_, lost)| lost.document < document);
        let end = self.faults.partition_point(|(_, lost)| lost.document <= document);
        &self.faults[first..end]
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
            BatchItem::Unread(place) => unread_line(&self.batch.unread[place].1),
        };
        Ok(serde_json::to_writer(out, &line)?)
    }

    fn line(&self, document: DocumentIndex) -> io::Result<WrittenLine<'_>> {
        let head = self.batch.head(document);
        let mut analyzers = BTreeMap::new();
        for (stage, outputs) in &self.outputs {
            if let Some(output) = outputs.get(&document) {
                analyzers.insert(self.analyzer(*stage).into(), LineJson::new(output)?);
            }
        }
        // What was lost has no spans, which is not the same as to have none: whatever the others of its batch have.
        let layers = self.layers.iter().filter(|(_, lost)| !lost.contains(document));
        let layers = layers.map(|(layer, _)| (layer.name().into(), self.spans(layer, document))).collect();
        let removed = head.removed.iter();
        let removed =
            removed.map(|passage| LineRemoved { kind: passage.kind.into(), text: (&passage.text).into() });
        let faults = self.faults_of(document).iter();
        let shown = self.texts.then_some(head);
        Ok(DocumentLine {
            id: head.id.as_str().into(),
            source: source(&head.id, &head.position),
            group: shown
                .and_then(|_| self.batch.groups.name_of(document))
                .map(|group| Cow::Borrowed(&**group)),
            metadata: shown
                .filter(|head| !head.metadata.is_empty())
                .map(|head| Cow::Borrowed(&head.metadata)),
            text: shown.map(|_| self.batch.texts.get(document).into()),
            analyzers,
            layers,
            removed: removed.collect(),
            faults: faults.map(|(stage, lost)| line_fault(self.analyzer(*stage), lost)).collect(),
        })
    }

    fn spans<'a>(&'a self, layer: &'a Layer, document: DocumentIndex) -> Vec<LineSpan<'a, Value>> {
        let texts = &self.batch.texts;
        let base = texts.bound(document).start;
        let offset = |bytes: u32| (!layer.is_of_documents()).then(|| bytes - base);
        let entries = layer.entries(texts, document).map(|entry| {
            let bytes = layer.bytes(texts, entry);
            LineSpan {
                start: offset(bytes.start),
                end: offset(bytes.end),
                label: layer.label(entry).map(Cow::Borrowed),
                attributes: layer.values(entry).map(|(name, value)| (name.into(), value)).collect(),
            }
        });
        entries.collect()
    }
}

fn unread_line(unread: &Unread) -> WrittenLine<'_> {
    DocumentLine {
        id: unread.id.as_str().into(),
        source: source(&unread.id, &unread.position),
        group: None,
        metadata: None,
        text: None,
        analyzers: BTreeMap::new(),
        layers: BTreeMap::new(),
        removed: Vec::new(),
        faults: vec![LineFault {
            analyzer: None,
            kind: FaultKind::Unread,
            code: Cow::default(),
            message: unread.message.as_str().into(),
            backtrace: Cow::default(),
        }],
    }
}

fn line_fault<'a>(analyzer: &'a str, lost: &'a LostDocument) -> LineFault<'a> {
    LineFault {
        analyzer: Some(analyzer.into()),
        kind: lost.kind,
        code: lost.code.as_str().into(),
        message: lost.message.as_str().into(),
        backtrace: lost.backtrace.as_slice().into(),
    }
}

/// The source position, where the id does not say it.
fn source<'a>(id: &str, position: &'a str) -> Option<Cow<'a, str>> {
    (id != position).then_some(position.into())
}
