//! A table of strings as source, with the hashes that `src/lexicon/table.rs` looks for.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::hash::hash;

/// The source of a `Table` of strings with a value each.
pub(crate) fn source<V: std::fmt::Debug>(entries: &BTreeMap<String, V>) -> String {
    let mut text = String::new();
    let mut ends = Vec::new();
    for key in entries.keys() {
        text.push_str(key);
        ends.push(u32::try_from(text.len()).expect("lists are short"));
    }
    let values: Vec<&V> = entries.values().collect();
    let mut source = String::new();
    write!(
        source,
        "Table {{ text: {text:?}, ends: &{ends:?}, values: &{values:?}, bits: &{:?}, slots: &{:?} }}",
        bits(entries.keys().map(String::as_bytes)),
        slots(entries)
    )
    .expect("a string can be written to");
    source
}

/// For each slot the number of its entry, from 1 up; 0 where it is free. At most half of them are taken.
fn slots<V>(entries: &BTreeMap<String, V>) -> Vec<u16> {
    let mut slots = vec![0; (2 * entries.len()).next_power_of_two()];
    for (number, key) in (1..).zip(entries.keys()) {
        let mut slot = hash(key.as_bytes()) as usize % slots.len();
        while slots[slot] != 0 {
            slot = (slot + 1) % slots.len();
        }
        slots[slot] = number;
    }
    slots
}

/// A bit for the highest fifteen bits of each hash of some strings.
pub(crate) fn bits<'s>(strings: impl Iterator<Item = &'s [u8]>) -> Vec<u64> {
    let mut bits = vec![0; 1 << 9];
    for hash in strings.map(hash) {
        bits[(hash >> 55) as usize] |= 1 << (hash >> 49 & 63);
    }
    bits
}
