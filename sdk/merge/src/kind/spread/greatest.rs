//! The keys of greatest rank, kept while keys come by in order.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Up to `top` keys, those of greatest rank and of at least a least one, ties by key. Keys must come in ascending order.
#[derive(Debug)]
pub(crate) struct Greatest<T> {
    top: usize,
    least: u128,
    /// The one that would go first is on top.
    kept: BinaryHeap<Kept<T>>,
}

#[derive(Debug)]
struct Kept<T> {
    rank: u128,
    key: String,
    value: T,
}

impl<T> Greatest<T> {
    pub(crate) fn new(top: u32, least: u32) -> Self {
        let top = usize::try_from(top).unwrap_or(usize::MAX);
        Self { top, least: least.into(), kept: BinaryHeap::new() }
    }

    /// Whether the next key is one of the greatest so far. Of equal ranks the earlier key stays.
    #[inline]
    pub(crate) fn has_room(&self, rank: u128) -> bool {
        rank >= self.least
            && (self.kept.len() < self.top || self.kept.peek().is_some_and(|last| rank > last.rank))
    }

    /// Takes in a key that there is room for.
    pub(crate) fn insert(&mut self, rank: u128, key: String, value: T) {
        self.kept.push(Kept { rank, key, value });
        if self.kept.len() > self.top {
            self.kept.pop();
        }
    }

    /// Keys and values, the greatest rank first.
    pub(crate) fn into_sorted(self) -> impl Iterator<Item = (String, T)> {
        self.kept.into_sorted_vec().into_iter().map(|Kept { key, value, .. }| (key, value))
    }
}

impl<T> Kept<T> {
    fn order(&self) -> (Reverse<u128>, &str) {
        (Reverse(self.rank), &self.key)
    }
}

impl<T> Ord for Kept<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl<T> PartialOrd for Kept<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Kept<T> {}
