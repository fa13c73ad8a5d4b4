//! Which documents are in a page where not all can be: those with the least marks. A mark is a hash of what a document is, so
//! the same documents are chosen whatever their order.

use std::collections::BinaryHeap;
use std::io;

use sha2::{Digest as _, Sha256};

use crate::document::{Documents, PageDocument};

/// The mark of a document, with its place to tell those apart that are alike.
pub(crate) type Mark = (u64, u64);

/// Some of many documents.
#[derive(Debug)]
pub(crate) struct Chosen {
    /// How many there were.
    pub(crate) documents: u64,
    /// How many of these could not be read.
    pub(crate) unread: u64,
    /// The greatest mark that is still chosen, where not all are.
    greatest: Option<Mark>,
}

impl Chosen {
    pub(crate) fn has(&self, mark: Mark) -> bool {
        self.greatest.is_none_or(|greatest| mark <= greatest)
    }
}

/// The mark of the document at `place`.
pub(crate) fn mark(document: &PageDocument<'_>, place: u64) -> Mark {
    let mut hash = Sha256::new();
    for part in [&document.id, &document.position] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(document.text.as_deref().unwrap_or_default().as_bytes());
    let bytes = hash.finalize();
    (bytes.iter().take(8).fold(0, |mark, &byte| mark << 8 | u64::from(byte)), place)
}

/// Goes through all documents, and chooses `most` of them.
///
/// # Errors
/// Where they cannot be read.
pub(crate) fn choose(documents: &mut dyn Documents, most: usize) -> io::Result<Chosen> {
    let mut least = BinaryHeap::with_capacity(most.min(1 << 16));
    let (mut count, mut unread) = (0, 0);
    documents.each(&mut |document| {
        least.push(mark(&document, count));
        count += 1;
        unread += u64::from(document.is_unread());
        if least.len() > most {
            least.pop();
        }
        Ok(())
    })?;
    let greatest = if count > most as u64 { least.peek().copied() } else { None };
    Ok(Chosen { documents: count, unread, greatest })
}
