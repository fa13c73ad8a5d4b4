//! A hit that waits to be written, in memory or on disk.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use textmill::Hit;

/// A hit, and its place among all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) place: u64,
    pub(super) hit: Hit,
}

impl Row {
    /// By what a sample is chosen: content alone, so that no order of files or threads matters.
    pub(super) fn mark(&self) -> [u8; 32] {
        let Hit { document, before, text, after, bytes, .. } = &self.hit;
        let mut hash = Sha256::new();
        for part in [document, &before.text, text, &after.text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.update((bytes.start as u64).to_le_bytes());
        hash.finalize().into()
    }
}
