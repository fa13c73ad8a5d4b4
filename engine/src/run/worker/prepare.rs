//! From the items of a portion to batches: decoding, limits, filters, groups.

use textmill_corpus::{Document, Item, Made, Removed, Unread};

use crate::batch::Batch;
use crate::run::Plan;
use crate::select::{Fields, GroupBy, site};
use crate::tally::Totals;

/// Makes batches of items, in order, and counts what is in none. Runs in a worker, since decoding takes time.
///
/// A document is in a batch if its metadata meet the filters. Fields that are labels of layers are left to
/// the worker, which has the analyzers that make them.
pub(super) fn batches(plan: &Plan<'_>, items: Vec<Item>, totals: &mut Totals) -> Vec<Batch> {
    let mut batches = Batches { plan, totals, full: Vec::new(), open: Batch::default() };
    let (documents, bytes) = read(&items);
    batches.open.reserve(documents, bytes.min(max_bytes(plan)));
    for item in items {
        item.made().into_iter().for_each(|made| batches.add(made));
    }
    batches.finish()
}

/// How many documents have been made of `items` already, and how many bytes their texts have.
fn read(items: &[Item]) -> (usize, usize) {
    let texts = items.iter().filter_map(|item| match item {
        Item::Document(document) => Some(document.text.len()),
        Item::Deferred(_) | Item::Unread(_) => None,
    });
    texts.fold((0, 0), |(documents, bytes), text| (documents + 1, bytes + text))
}

/// Bytes of a batch at most, but for a document that is longer. A portion is full when it has reached the size of a
/// batch, so most have a little more: without room for that, each would make a second batch of its last document.
fn max_bytes(plan: &Plan<'_>) -> usize {
    plan.batch_bytes.saturating_add(plan.batch_bytes / 8)
}

/// The kind of passage that is a line of many documents.
const REPEATED: &str = "repeated";

struct Batches<'a> {
    plan: &'a Plan<'a>,
    totals: &'a mut Totals,
    full: Vec<Batch>,
    open: Batch,
}

impl Batches<'_> {
    fn add(&mut self, made: Made) {
        match made.and_then(|document| self.checked(document)) {
            Ok(document) if !self.is_selected(&document) => self.totals.add_filtered(1),
            Ok(document) if !self.is_unique(&document) => self.totals.add_duplicate(&document),
            Ok(document) => self.push(self.without_lines(document)),
            Err(unread) => self.note(unread),
        }
    }

    fn note(&mut self, unread: Unread) {
        self.totals.add_unread();
        let before = self.open.len();
        self.open.unread.push((before, unread));
    }

    /// A document that is too long is as good as unread.
    fn checked(&self, document: Document) -> Result<Document, Unread> {
        let bytes = document.text.len() as u64;
        let limit = self.plan.max_document_bytes.min(u64::from(u32::MAX));
        if bytes <= limit {
            return Ok(document);
        }
        let message = format!("a document of {bytes} bytes, over the limit of {limit}");
        Err(Unread { id: document.id, position: document.position, message })
    }

    fn is_selected(&self, document: &Document) -> bool {
        let selection = self.plan.selection;
        let fields = Fields { metadata: &document.metadata, position: &document.position, labels: &[] };
        selection.seen.note(document, &fields);
        selection.may_hold(&fields, |field| self.plan.is_labelled(field))
            && selection.sample.as_ref().is_none_or(|sample| sample.holds(document))
            && selection.text.as_ref().is_none_or(|filter| filter.accepts(&document.text))
    }

    fn is_unique(&self, document: &Document) -> bool {
        self.plan.selection.unique.as_ref().is_none_or(|unique| unique.holds(document))
    }

    /// The document without what stands in many others of its source.
    fn without_lines(&self, mut document: Document) -> Document {
        let lines = self.plan.selection.lines.as_ref();
        let found = lines.and_then(|lines| lines.taken_out(site(&document.position), &document.text));
        if let Some((text, taken)) = found {
            let removed = taken.iter().map(|line| Removed { kind: REPEATED, text: (*line).to_string() });
            document.removed.extend(removed);
            document.text = text;
        }
        document
    }

    fn push(&mut self, document: Document) {
        let bytes = self.open.texts.text().len();
        if !self.open.has_no_document() && bytes + document.text.len() > max_bytes(self.plan) {
            self.close();
        }
        let Err(document) = self.open.push(document) else { return };
        self.close();
        if let Err(document) = self.open.push(*document) {
            let Document { id, position, .. } = *document;
            let message = "its text or its id is over 4 GiB, which a batch cannot hold".to_string();
            self.note(Unread { id, position, message });
        }
    }

    /// Begins another batch.
    fn close(&mut self) {
        self.full.push(std::mem::take(&mut self.open));
    }

    fn finish(mut self) -> Vec<Batch> {
        if !self.open.is_empty() {
            self.full.push(self.open);
        }
        if let Some(by) = &self.plan.selection.group_by
            && !self.plan.is_labelled(by.field())
        {
            self.full.iter_mut().for_each(|batch| group(batch, by, &[]));
        }
        self.full
    }
}

/// Puts the documents of a batch into groups. `labels` has for each document those of the layers that are asked for.
pub(super) fn group(batch: &mut Batch, by: &GroupBy, labels: &[Vec<(String, String)>]) {
    batch.group(|document, head| {
        let labels = labels.get(document.get()).map_or(&[][..], Vec::as_slice);
        let fields = Fields { metadata: &head.metadata, position: &head.position, labels };
        let name = by.group(&fields).into_owned();
        let undated = if name == GroupBy::NO_DATE { by.undated(&fields) } else { None };
        (name, undated)
    });
}
