//! A set of hashes, made of many and asked a few times, which may take a hash for one of its own.

/// Bits for each hash: with two of them set, some hashes in a thousand are taken for one of the set, as words repeat.
const BITS: usize = 16;

/// Two bits for each hash, side by side in memory.
#[derive(Debug)]
pub(super) struct Filter {
    words: Vec<u64>,
}

impl Filter {
    /// The set of some hashes, of which there are at most so many.
    pub(super) fn new(hashes: impl Iterator<Item = u64>, most: usize) -> Self {
        let mut filter = Self { words: vec![0; (most * BITS / 64 + 1).next_power_of_two()] };
        let mask = filter.words.len() - 1;
        for hash in hashes {
            let (word, bits) = place(hash, mask);
            filter.words[word] |= bits;
        }
        filter
    }

    /// Whether the set may hold a hash: false says that it does not.
    pub(super) fn may_have(&self, hash: u64) -> bool {
        let (word, bits) = place(hash, self.words.len() - 1);
        self.words[word] & bits == bits
    }
}

/// The word of the filter that a hash has, and two bits in it.
#[inline]
fn place(hash: u64, mask: usize) -> (usize, u64) {
    // An index of 32 bits and one of 64 have the same lower ones.
    ((hash >> 12) as usize & mask, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::hash::hash_of;

    #[test]
    fn hashes_are_found_and_few_others() {
        let hash = |number: usize| hash_of(&number.to_string());
        let some = Filter::new((0..1_000).map(hash), 1_000);
        assert!((0..1_000).all(|number| some.may_have(hash(number))));
        let others = (1_000..11_000).filter(|&number| some.may_have(hash(number))).count();
        assert!(others < 200, "{others} of 10000");
        assert!(!Filter::new([].into_iter(), 0).may_have(hash(1)));
    }
}
