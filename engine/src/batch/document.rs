//! Documents of a batch by their places in it, and sets of them.

/// The place of a document in its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DocumentIndex(usize);

impl DocumentIndex {
    /// The document at a place, the first of which is 0.
    pub(crate) const fn new(place: usize) -> Self {
        Self(place)
    }

    /// The places of so many documents, in order.
    pub(crate) fn of_each(documents: usize) -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..documents).map(Self)
    }

    /// The place as a number.
    pub(crate) const fn get(self) -> usize {
        self.0
    }

    /// The document's place in a batch, where this is its place in a batch of its documents `part` alone.
    pub(crate) fn in_whole(self, part: &[Self]) -> Self {
        part[self.0]
    }
}

/// Some of the documents of a batch.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocumentSet {
    /// A bit for each document, up to the last one in the set: most sets are of lost documents, and empty.
    words: Vec<u64>,
}

impl DocumentSet {
    /// Adds a document.
    pub(crate) fn insert(&mut self, document: DocumentIndex) {
        let (word, bit) = place_of_bit(document);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= bit;
    }

    /// Whether a document is in the set.
    pub(crate) fn contains(&self, document: DocumentIndex) -> bool {
        let (word, bit) = place_of_bit(document);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }
}

fn place_of_bit(DocumentIndex(document): DocumentIndex) -> (usize, u64) {
    const BITS: usize = u64::BITS as usize;
    (document / BITS, 1 << (document % BITS))
}

impl FromIterator<DocumentIndex> for DocumentSet {
    fn from_iter<T: IntoIterator<Item = DocumentIndex>>(documents: T) -> Self {
        let mut set = Self::default();
        documents.into_iter().for_each(|document| set.insert(document));
        set
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{DocumentIndex, DocumentSet};

    proptest! {
        #[test]
        fn a_set_holds_what_was_added_and_nothing_else(
            documents in proptest::collection::btree_set(0usize..300, 0..20),
        ) {
            let set: DocumentSet = documents.iter().copied().map(DocumentIndex::new).collect();
            let held = DocumentIndex::of_each(400).filter(|&document| set.contains(document));
            prop_assert_eq!(held.map(DocumentIndex::get).collect::<BTreeSet<_>>(), documents);
        }
    }

    #[test]
    fn a_place_in_a_part_is_that_of_its_document_in_the_whole() {
        let part: Vec<DocumentIndex> = [2, 5, 7].map(DocumentIndex::new).to_vec();
        let whole = DocumentIndex::of_each(part.len()).map(|document| document.in_whole(&part));
        assert_eq!(whole.collect::<Vec<_>>(), part);
    }
}
