//! How common words are in general, as a table of hashes that `src/lexicon/commonness.rs` looks into.

use crate::hash::{hash, spread};

/// Words that come less than once in a million.
const UNKNOWN: u8 = 160;

/// 2 to the power of so many eighths.
const EIGHTHS: [f64; 8] = [
    1.0,
    1.090_507_732_665_257_7,
    1.189_207_115_002_721,
    1.296_839_554_651_009_7,
    std::f64::consts::SQRT_2,
    1.542_210_825_407_940_7,
    1.681_792_830_507_429,
    1.834_008_086_409_342_4,
];

/// The table of words, given as their keys, each with how often it is among a million; a key that comes twice counts both.
pub(crate) fn table(words: impl Iterator<Item = (String, u32)>) -> Vec<u32> {
    let mut counts = std::collections::BTreeMap::new();
    for (key, per_million) in words {
        *counts.entry(key).or_insert(0) += per_million;
    }
    let mut slots = vec![0; (2 * counts.len()).next_power_of_two()];
    for (key, per_million) in counts {
        let hash = spread(hash(key.as_bytes()));
        let mut slot = hash as usize % slots.len();
        while slots[slot] != 0 {
            assert!(u64::from(slots[slot] >> 8) != hash >> 40, "{key} has the hash of another word");
            slot = (slot + 1) % slots.len();
        }
        slots[slot] = ((hash >> 40) as u32) << 8 | u32::from(eighths(per_million));
    }
    slots
}

/// Eight times the binary logarithm of what a million is to a number, rounded up. Products of constants give every machine
/// the same.
fn eighths(per_million: u32) -> u8 {
    let ratio = 1e6 / f64::from(per_million.max(1));
    let reaches = |eighths: &u8| f64::from(1 << (eighths / 8)) * EIGHTHS[usize::from(eighths % 8)] >= ratio;
    (1..UNKNOWN).find(reaches).unwrap_or(UNKNOWN)
}
