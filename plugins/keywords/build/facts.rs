//! What is known of words, as the table of hashes that `src/lexicon/facts.rs` looks into.

use std::collections::BTreeMap;

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

/// The source of the table of words, given as their keys: by the lists that hold them, and by how often they are among a
/// million; a key that comes twice counts both.
pub(crate) fn source(lists: &BTreeMap<String, u64>, counts: Vec<(String, u32)>) -> String {
    let mut words: BTreeMap<&str, (u64, u32)> =
        lists.iter().map(|(key, &lists)| (key.as_str(), (lists, 0))).collect();
    for (key, per_million) in &counts {
        words.entry(key).or_default().1 += per_million;
    }
    let mut facts = vec![(0, UNKNOWN)];
    // A search begins at one of 2^16 places at most.
    let mut slots = vec![0; (3 * words.len() / 2).min(1 << 16)];
    assert!(words.len() < slots.len(), "a free slot ends a search");
    for (key, (lists, per_million)) in words {
        let commonness = if per_million > 0 { eighths(per_million) } else { UNKNOWN };
        let number = facts.iter().position(|&known| known == (lists, commonness)).unwrap_or_else(|| {
            facts.push((lists, commonness));
            facts.len() - 1
        });
        put(&mut slots, key, u16::try_from(number).expect("many words share their facts"));
    }
    format!("Facts {{ slots: &{slots:?}, facts: &{facts:?} }}")
}

fn put(slots: &mut [u64], key: &str, number: u16) {
    let hash = spread(hash(key.as_bytes()));
    let mut place = ((hash & 0xFFFF) as usize * slots.len()) >> 16;
    while slots[place] != 0 {
        assert!(slots[place] >> 16 != hash >> 16, "{key} has the hash of another word");
        place = (place + 1) % slots.len();
    }
    slots[place] = hash >> 16 << 16 | u64::from(number);
}

/// Eight times the binary logarithm of what a million is to a number, rounded up. Products of constants give every machine
/// the same.
fn eighths(per_million: u32) -> u8 {
    let ratio = 1e6 / f64::from(per_million.max(1));
    let reaches = |eighths: &u8| f64::from(1 << (eighths / 8)) * EIGHTHS[usize::from(eighths % 8)] >= ratio;
    (1..UNKNOWN).find(reaches).unwrap_or(UNKNOWN)
}
