//! A sample of hits, chosen by their content.

use std::collections::BinaryHeap;

use super::row::Row;

/// The hits with the least marks.
pub(super) struct Chosen {
    size: usize,
    heap: BinaryHeap<Marked>,
}

struct Marked {
    mark: [u8; 32],
    row: Row,
}

impl Chosen {
    pub(super) fn new(size: usize) -> Self {
        Self { size, heap: BinaryHeap::new() }
    }

    pub(super) fn add(&mut self, row: Row) {
        self.heap.push(Marked { mark: row.mark(), row });
        if self.heap.len() > self.size {
            self.heap.pop();
        }
    }

    /// In the order in which they were found.
    pub(super) fn into_rows(self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.heap.into_iter().map(|marked| marked.row).collect();
        rows.sort_by_key(|row| row.place);
        rows
    }
}

impl Ord for Marked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.mark.cmp(&other.mark).then(self.row.hit.source.cmp(&other.row.hit.source))
    }
}

impl PartialOrd for Marked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Marked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Marked {}
