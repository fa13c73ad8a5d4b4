//! From a stream of documents to batches of about one size.

use std::collections::VecDeque;

use sha2::{Digest, Sha256};

use super::{Batch, Progress};
use crate::report::CorpusTotals;
use textmill_corpus::{Document, Item, Source, Unread};

/// Cuts a source into batches, and counts what comes out of it.
pub(crate) struct Batcher<'a> {
    source: &'a mut dyn Source,
    progress: &'a Progress,
    batch_bytes: usize,
    max_document_bytes: u64,
    /// What opens the next batch: it did not fit into the one before.
    held: Option<Document>,
    /// What a deferred item was made into.
    made: VecDeque<Item>,
    sequence: u64,
    totals: CorpusTotals,
    fingerprint: Fingerprint,
}

impl<'a> Batcher<'a> {
    /// Documents of a batch at the most: a batch of tweets is as much work as one of books, and so is one of nothing.
    const MOST_DOCUMENTS: usize = 8192;

    pub(crate) fn new(
        source: &'a mut dyn Source,
        progress: &'a Progress,
        batch_bytes: usize,
        max_document_bytes: u64,
    ) -> Self {
        Self {
            source,
            progress,
            batch_bytes,
            max_document_bytes,
            held: None,
            made: VecDeque::new(),
            sequence: 0,
            totals: CorpusTotals::default(),
            fingerprint: Fingerprint::default(),
        }
    }

    /// What was counted, once there is no further batch.
    pub(crate) fn into_totals(self) -> CorpusTotals {
        CorpusTotals { fingerprint: self.fingerprint.to_string(), ..self.totals }
    }

    fn count(&mut self, document: &Document) {
        self.totals.documents += 1;
        self.totals.bytes += document.text.len() as u64;
        self.totals.replaced += u64::from(document.replaced);
        self.fingerprint.add(document);
    }

    fn note_unread(&mut self, batch: &mut Batch, unread: Unread) {
        self.totals.unread += 1;
        batch.unread.push((batch.len(), unread));
    }

    /// A document that is too long is as good as unread.
    fn checked(&self, document: Document) -> Result<Document, Unread> {
        let bytes = document.text.len() as u64;
        let most = self.max_document_bytes.min(u64::from(u32::MAX));
        if bytes <= most {
            return Ok(document);
        }
        let message = format!("a document of {bytes} bytes, over the limit of {most}");
        Err(Unread { id: document.id, position: document.position, message })
    }

    fn is_full(&self, batch: &Batch) -> bool {
        batch.texts.text().len() >= self.batch_bytes
            || batch.len() + batch.unread.len() >= Self::MOST_DOCUMENTS
    }

    fn has_room(&self, batch: &Batch, document: &Document) -> bool {
        batch.has_no_document() || batch.texts.text().len() + document.text.len() <= self.batch_bytes
    }
}

impl Iterator for Batcher<'_> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch { sequence: self.sequence, ..Batch::default() };
        while !self.is_full(&batch) {
            let document = match self.held.take() {
                Some(document) => document,
                None => match self.made.pop_front().or_else(|| self.source.next_item()) {
                    None => break,
                    Some(Item::Deferred(deferred)) => {
                        self.made.extend(deferred.make());
                        continue;
                    }
                    Some(Item::Unread(unread)) => {
                        self.note_unread(&mut batch, unread);
                        continue;
                    }
                    Some(Item::Document(document)) => match self.checked(document) {
                        Ok(document) => document,
                        Err(unread) => {
                            self.note_unread(&mut batch, unread);
                            continue;
                        }
                    },
                },
            };
            if !self.has_room(&batch, &document) {
                self.held = Some(document);
                break;
            }
            self.count(&document);
            if let Err(too_long) = batch.push(document) {
                unreachable_by_size(&too_long);
            }
        }
        let progress = self.source.progress();
        self.progress.note_start(progress);
        batch.read = progress.read;
        self.sequence += 1;
        (!batch.is_empty()).then_some(batch)
    }
}

/// A batch holds one document of under 4 GiB, or as many as fit into its size, which is less.
fn unreachable_by_size(too_long: &super::texts::TooLong) {
    debug_assert!(false, "{too_long:?}");
}

/// What tells one corpus from another, whatever the order of its documents and its cut into files: the sum, modulo
/// 2^256, of the SHA-256 of each document's id and text. It guards against mistakes, not against forgery.
#[derive(Default)]
struct Fingerprint([u64; 4]);

impl Fingerprint {
    fn add(&mut self, document: &Document) {
        let mut hasher = Sha256::new();
        hasher.update((document.id.len() as u64).to_le_bytes());
        hasher.update(&document.id);
        hasher.update(&document.text);
        let digest = hasher.finalize();
        let mut carry = false;
        for (limb, bytes) in self.0.iter_mut().zip(digest.chunks_exact(8)) {
            let mut word = [0; 8];
            word.copy_from_slice(bytes);
            let (sum, over) = limb.overflowing_add(u64::from_le_bytes(word));
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            *limb = sum;
            carry = over || over_again;
        }
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().rev().try_for_each(|limb| write!(formatter, "{limb:016x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Batcher, Document};
    use crate::report::CorpusTotals;
    use crate::run::Progress;
    use textmill_corpus::Item;

    fn batches(texts: &[&str], batch_bytes: usize, most: u64) -> (Vec<Vec<String>>, CorpusTotals) {
        let mut source = texts
            .iter()
            .enumerate()
            .map(|(id, text)| Document::new(id.to_string(), *text))
            .collect::<Vec<_>>()
            .into_iter();
        let progress = Progress::default();
        let mut batcher = Batcher::new(&mut source, &progress, batch_bytes, most);
        let batches = batcher
            .by_ref()
            .map(|batch| (0..batch.len()).map(|index| batch.texts.get(index).to_string()).collect())
            .collect();
        (batches, batcher.into_totals())
    }

    #[test]
    fn batches_are_cut_by_bytes() {
        let (found, totals) = batches(&["aaa", "bbb", "", "cccccccc", "d"], 6, 100);
        assert_eq!(found, [vec!["aaa", "bbb"], vec![""], vec!["cccccccc"], vec!["d"]]);
        assert_eq!((totals.documents, totals.bytes, totals.unread), (5, 15, 0));
    }

    #[test]
    fn a_document_over_the_limit_is_counted_as_unread() {
        let (found, totals) = batches(&["aa", "bbbb"], 100, 3);
        assert_eq!(found, [vec!["aa"]]);
        assert_eq!((totals.documents, totals.unread), (1, 1));
    }

    #[test]
    fn the_fingerprint_depends_on_the_documents_and_not_on_their_order() {
        let fingerprint = |documents: &[(&str, &str)]| {
            let documents: Vec<Document> =
                documents.iter().map(|(id, text)| Document::new(*id, *text)).collect();
            let progress = Progress::default();
            let mut source = documents.into_iter();
            let mut batcher = Batcher::new(&mut source, &progress, 10, 100);
            while batcher.next().is_some() {}
            batcher.into_totals().fingerprint
        };
        let ab = fingerprint(&[("a", "x"), ("b", "y")]);
        assert_eq!(ab, fingerprint(&[("b", "y"), ("a", "x")]));
        assert_ne!(ab, fingerprint(&[("a", "y"), ("b", "x")]));
        assert_ne!(ab, fingerprint(&[("a", "x"), ("b", "y"), ("b", "y")]));
        assert_eq!(ab.len(), 64);
        let _ = Item::from(Document::new("a", "b"));
    }
}
