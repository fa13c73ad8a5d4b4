//! A sample of documents, chosen by what they say.

use std::collections::BinaryHeap;

use sha2::{Digest, Sha256};
use textmill_corpus::{Document, Source, StopHandle};

/// A sample of the documents of a corpus: those whose texts have the least hashes.
///
/// So it is the same every time, on every machine, whatever the order of the documents and their cut into files, and
/// a larger sample holds the smaller one. Documents of equal text are told apart by their ids and positions.
///
/// ```
/// use textmill::{Document, Sample, StopHandle};
///
/// let documents = || (0..100).map(|number| Document::new(number.to_string(), format!("text {number}")));
/// let sample = Sample::choose(&mut documents(), 10, &StopHandle::new(), |_| true);
/// assert_eq!(sample.size(), 10);
/// assert_eq!(sample, Sample::choose(&mut documents().rev(), 10, &StopHandle::new(), |_| true));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    size: usize,
    /// The greatest mark that is in the sample; nothing where all are.
    last: Option<Mark>,
}

/// By what documents are chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    hash: [u8; 32],
    id: String,
    position: String,
}

impl Sample {
    /// Reads all documents of `source`, and chooses `size` of those that `accepts` lets through.
    ///
    /// Takes the memory of `size` ids, and the time of reading; no text is kept. It ends early where it is stopped.
    pub fn choose(
        source: &mut dyn Source,
        size: usize,
        stop: &StopHandle,
        mut accepts: impl FnMut(&Document) -> bool,
    ) -> Self {
        source.stop_by(stop);
        let mut chosen = BinaryHeap::new();
        let mut seen: u64 = 0;
        while let Some(item) = source.next_item().filter(|_| !stop.is_stopped()) {
            for document in item.made().into_iter().flatten() {
                if accepts(&document) {
                    seen += 1;
                    chosen.push(Mark::of(&document));
                    if chosen.len() > size {
                        chosen.pop();
                    }
                }
            }
        }
        let all = seen <= size as u64;
        Self { size, last: if all { None } else { chosen.pop().or_else(|| Some(Mark::least())) } }
    }

    /// How many documents were asked for.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether a document is in the sample.
    pub(crate) fn holds(&self, document: &Document) -> bool {
        self.last.as_ref().is_none_or(|last| Mark::of(document) <= *last)
    }
}

impl Mark {
    fn of(document: &Document) -> Self {
        Self {
            hash: Sha256::digest(&document.text).into(),
            id: document.id.clone(),
            position: document.position.clone(),
        }
    }

    /// Below that of any document: an empty sample ends here.
    fn least() -> Self {
        Self { hash: [0; 32], id: String::new(), position: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents() -> Vec<Document> {
        (0..50).map(|index| Document::new(format!("{index}"), format!("text {}", index / 2))).collect()
    }

    fn ids(size: usize, documents: &[Document]) -> Vec<String> {
        let sample = Sample::choose(&mut documents.iter().cloned(), size, &StopHandle::new(), |_| true);
        documents
            .iter()
            .filter(|document| sample.holds(document))
            .map(|document| document.id.clone())
            .collect()
    }

    #[test]
    fn a_sample_has_its_size_and_does_not_depend_on_the_order() {
        let documents = documents();
        let reversed: Vec<Document> = documents.iter().rev().cloned().collect();
        for size in [0, 1, 2, 7, 49, 50, 51, 1000] {
            let sample = ids(size, &documents);
            assert_eq!(sample.len(), size.min(50));
            let mut other = ids(size, &reversed);
            other.reverse();
            assert_eq!(sample, other);
        }
    }

    #[test]
    fn a_larger_sample_holds_the_smaller() {
        let documents = documents();
        let larger = ids(20, &documents);
        assert!(ids(10, &documents).iter().all(|id| larger.contains(id)));
    }
}
