//! A perfect hash of the lexicon's keys: a key has a slot of its own, which one look at a small table finds.

use crate::hash::{bucket_of, hash, slot_of};

/// Keys of a bucket, on average.
const BUCKET: usize = 4;

/// The slot of each key, and what tells the slots of each bucket.
pub(crate) struct Perfect {
    /// For each bucket the number with which the hashes of its keys give slots that no other key has.
    pub(crate) turns: Vec<u16>,
    /// For each slot the index of its key; none has a few of them, without which the last buckets would find no free ones.
    pub(crate) keys: Vec<Option<usize>>,
}

impl Perfect {
    /// The hash of keys that are all different.
    pub(crate) fn new(keys: &[Vec<u8>]) -> Self {
        let hashes: Vec<u64> = keys.iter().map(|key| hash(key)).collect();
        let count = keys.len().div_ceil(BUCKET);
        let mut buckets = vec![Vec::new(); count];
        for (index, &hash) in hashes.iter().enumerate() {
            buckets[bucket_of(hash, count)].push(index);
        }
        let mut order: Vec<usize> = (0..buckets.len()).collect();
        order.sort_by_key(|&bucket| std::cmp::Reverse(buckets[bucket].len()));
        let mut slots = vec![None; keys.len() + keys.len() / 32 + 1];
        let mut turns = vec![0; buckets.len()];
        for bucket in order {
            let turn = (0..=u16::MAX).find(|&turn| place(&buckets[bucket], &hashes, turn, &mut slots));
            turns[bucket] =
                turn.expect("some turn gives free slots, as there are many turns and some free slots");
        }
        Self { turns, keys: slots }
    }
}

/// Gives the keys of a bucket their slots by a turn, where all of them are free.
fn place(bucket: &[usize], hashes: &[u64], turn: u16, slots: &mut [Option<usize>]) -> bool {
    for (place, &key) in bucket.iter().enumerate() {
        let slot = slot_of(hashes[key], turn, slots.len());
        if slots[slot].is_some() {
            for &key in &bucket[..place] {
                slots[slot_of(hashes[key], turn, slots.len())] = None;
            }
            return false;
        }
        slots[slot] = Some(key);
    }
    true
}
