//! The most telling keys.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The values of greatest weight, so many at most; of equal weights those whose keys come first.
#[derive(Debug)]
pub(crate) struct Ranked<T> {
    top: usize,
    heap: BinaryHeap<Weighed<T>>,
}

#[derive(Debug)]
struct Weighed<T> {
    weight: f64,
    key: String,
    value: T,
}

impl<T> Ranked<T> {
    pub(crate) fn new(top: usize) -> Self {
        Self { top, heap: BinaryHeap::new() }
    }

    /// Whether a key of this weight would be among them.
    pub(crate) fn has_room(&self, weight: f64, key: &str) -> bool {
        self.heap.len() < self.top
            || self.heap.peek().is_some_and(|last| {
                weight.total_cmp(&last.weight).then_with(|| last.key.as_str().cmp(key)).is_gt()
            })
    }

    pub(crate) fn add(&mut self, weight: f64, key: String, value: T) {
        self.heap.push(Weighed { weight, key, value });
        if self.heap.len() > self.top {
            self.heap.pop();
        }
    }

    /// The greatest weight first.
    pub(crate) fn into_sorted(self) -> Vec<T> {
        self.heap.into_sorted_vec().into_iter().map(|weighed| weighed.value).collect()
    }
}

/// The least telling is the greatest, so that a heap gives it away first.
impl<T> Ord for Weighed<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.weight.total_cmp(&self.weight).then_with(|| self.key.cmp(&other.key))
    }
}

impl<T> PartialOrd for Weighed<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Weighed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Weighed<T> {}
