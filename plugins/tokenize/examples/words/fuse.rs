//! Packs hashes and their numbers as a [`Filter`].

use std::collections::HashSet;

use anyhow::{Result, bail};
use textmill_tokenize::dictionary::{Filter, WordHash};

/// A filter as it is stored, with slots of so many bits.
pub(super) fn packed(words: &[(WordHash, u32)], bits: u32) -> Result<Vec<u8>> {
    let (segment, starts) = sizes(words.len());
    for seed in 0..1_000 {
        let hashes: Vec<(u64, u32)> =
            words.iter().map(|&(word, number)| (word.finish(seed), number)).collect();
        if hashes.iter().map(|(hash, _)| hash).collect::<HashSet<_>>().len() < hashes.len() {
            continue;
        }
        if let Some(slots) = slots(&hashes, segment, starts, bits) {
            let mut stored = Filter::head(seed, segment, starts).to_vec();
            stored.extend(joined(&slots, bits));
            return Ok(stored);
        }
    }
    bail!("no seed gives each word a slot of its own")
}

/// The slots of a segment, and those in which a first one may be, for so many words (Graf and Lemire).
fn sizes(words: usize) -> (u32, u32) {
    let words = words.max(2) as f64;
    let segment = 1u32 << (libm::log(words) / libm::log(3.33) + 2.25) as u32;
    let factor = f64::max(1.125, 0.875 + 0.25 * libm::log(1e6) / libm::log(words));
    let slots = (words * factor) as u32;
    let segments = slots.div_ceil(segment).saturating_sub(2).max(1);
    (segment, segments * segment)
}

/// What each slot holds, if every hash can be given one that no other needs.
fn slots(hashes: &[(u64, u32)], segment: u32, starts: u32, bits: u32) -> Option<Vec<u32>> {
    let count = (starts + 2 * segment) as usize;
    let of = |hash: u64| Filter::slots_of(hash, segment, starts).map(|slot| slot as usize);
    // How many words have a slot, and their places in the list, without carry.
    let mut users = vec![(0u32, 0usize); count];
    for (place, &(hash, _)) in hashes.iter().enumerate() {
        for slot in of(hash) {
            users[slot] = (users[slot].0 + 1, users[slot].1 ^ place);
        }
    }
    let mut alone: Vec<usize> = (0..count).filter(|&slot| users[slot].0 == 1).collect();
    let mut order = Vec::with_capacity(hashes.len());
    while let Some(slot) = alone.pop() {
        let (1, place) = users[slot] else { continue };
        order.push((place, slot));
        for other in of(hashes[place].0) {
            users[other] = (users[other].0 - 1, users[other].1 ^ place);
            if users[other].0 == 1 {
                alone.push(other);
            }
        }
    }
    if order.len() < hashes.len() {
        return None;
    }
    let mut slots = vec![0; count];
    for &(place, slot) in order.iter().rev() {
        let (hash, number) = hashes[place];
        let others =
            of(hash).iter().fold(0, |sum, &other| sum ^ if other == slot { 0 } else { slots[other] });
        slots[slot] = others ^ Filter::fingerprint(hash, bits).wrapping_add(number) & ((1 << bits) - 1);
    }
    Some(slots)
}

/// The bits of the slots one after the other, the least of each first.
fn joined(slots: &[u32], bits: u32) -> Vec<u8> {
    let mut bytes = vec![0u8; (slots.len() * bits as usize).div_ceil(8)];
    for (index, &slot) in slots.iter().enumerate() {
        let bit = index * bits as usize;
        let shifted = slot << (bit % 8);
        for (byte, part) in bytes[bit / 8..].iter_mut().zip(shifted.to_le_bytes()) {
            *byte |= part;
        }
    }
    bytes
}
