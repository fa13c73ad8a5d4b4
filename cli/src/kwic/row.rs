//! A hit that waits to be written, in memory or on disk.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use textmill::{Context, Hit};

/// A hit, and its place among all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) place: u64,
    pub(super) document: String,
    pub(super) source: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) before: String,
    /// The words before the hit, the last first.
    left: Vec<String>,
    pub(super) text: String,
    pub(super) after: String,
    /// The words after the hit.
    right: Vec<String>,
    pub(super) fields: Vec<Option<String>>,
}

impl Row {
    pub(super) fn new(hit: Hit, place: u64) -> Self {
        // Small letters, so that a word at the beginning of a sentence stands beside the same in its middle.
        let folded = |context: &Context| -> Vec<String> { context.words().map(str::to_lowercase).collect() };
        let mut left = folded(&hit.before);
        left.reverse();
        Self {
            place,
            start: hit.bytes.start,
            end: hit.bytes.end,
            left,
            right: folded(&hit.after),
            document: hit.document,
            source: hit.source,
            before: hit.before.text,
            text: hit.text,
            after: hit.after.text,
            fields: hit.fields,
        }
    }

    /// A word before the hit, counted from 1.
    pub(super) fn left(&self, place: usize) -> &str {
        self.left.get(place - 1).map_or("", String::as_str)
    }

    /// A word after the hit, counted from 1.
    pub(super) fn right(&self, place: usize) -> &str {
        self.right.get(place - 1).map_or("", String::as_str)
    }

    /// By what a sample is chosen: content alone, so that no order of files or threads matters.
    pub(super) fn mark(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for part in [&self.document, &self.before, &self.text, &self.after] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.update((self.start as u64).to_le_bytes());
        hash.finalize().into()
    }
}
