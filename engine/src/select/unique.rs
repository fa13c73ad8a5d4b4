//! Each text once.

use std::collections::BTreeSet;

use textmill_corpus::Document;
use xxhash_rust::xxh3::xxh3_128;

/// Documents that another stands for, which says the same: they are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unique {
    /// What was taken for the same, as a report has it.
    pub(crate) how: String,
    /// The hashes of the positions of those that are left out: no two documents of a run stand in one place.
    pub(crate) left_out: BTreeSet<u128>,
}

impl Unique {
    /// By what a document is told from all others.
    pub(crate) fn position(document: &Document) -> u128 {
        xxh3_128(document.position.as_bytes())
    }

    /// Whether no other document stands for this one.
    pub(crate) fn holds(&self, document: &Document) -> bool {
        !self.left_out.contains(&Self::position(document))
    }
}
