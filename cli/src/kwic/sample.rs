//! A sample of hits, chosen by their content.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::row::Row;

/// The hits with the least marks. Texts that are the same have the same marks: of those the document's name and place decide, so
/// that what is chosen says the same.
pub(super) struct Chosen {
    size: usize,
    heap: BinaryHeap<Marked>,
}

struct Marked(Row);

impl Chosen {
    pub(super) fn new(size: usize) -> Self {
        Self { size, heap: BinaryHeap::new() }
    }

    pub(super) fn add(&mut self, row: Row) {
        self.heap.push(Marked(row));
        if self.heap.len() > self.size {
            self.heap.pop();
        }
    }

    /// In the order in which they were found.
    pub(super) fn into_rows(self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.heap.into_iter().map(|Marked(row)| row).collect();
        rows.sort_by_key(|row| row.place);
        rows
    }
}

impl Ord for Marked {
    fn cmp(&self, Self(other): &Self) -> Ordering {
        let Self(row) = self;
        let (ours, theirs) = (&row.hit, &other.hit);
        let places = ours.document.cmp(&theirs.document).then_with(|| ours.source.cmp(&theirs.source));
        ours.mark.cmp(&theirs.mark).then(places).then(row.place.cmp(&other.place))
    }
}

impl PartialOrd for Marked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Marked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Marked {}
