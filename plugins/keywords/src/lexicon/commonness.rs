//! How common words are in texts in general.

use super::hash::{hash, spread};
use crate::keyness::UNKNOWN;

/// For each slot the highest 24 bits of a word's hash and, below them, its commonness; 0 where the slot is free. A search
/// begins at the lowest bits of the hash. Their number is a power of two.
///
/// Words are not kept: of those that are not here, one in some ten million is taken for one that is.
static WORDS: &[u32] = &include!(concat!(env!("OUT_DIR"), "/commonness.rs"));

/// How many eighths of a bit it takes to tell a word, given as its key, among the words of texts in general, stop words left
/// out: 80 for one that comes once in 1,024 words, 160 for one that comes less than once in a million.
pub(crate) fn commonness(key: &str) -> u8 {
    let hash = spread(hash(key.as_bytes()));
    let mask = WORDS.len() - 1;
    let mut slot = hash as usize & mask;
    loop {
        match WORDS[slot] {
            0 => return UNKNOWN,
            word if u64::from(word >> 8) == hash >> 40 => return word as u8,
            _ => slot = (slot + 1) & mask,
        }
    }
}
