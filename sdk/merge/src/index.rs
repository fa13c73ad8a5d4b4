//! Numbers of keys by the keys' hashes.

/// How many bits of a slot hold a number, and what lies above them.
const NUMBER_BITS: u32 = 36;
const TAG: u64 = u64::MAX << NUMBER_BITS;
/// Up to so many bits a slot itself says where it belongs in a table of 2 to the power of them.
const TAG_BITS: u32 = 64 - NUMBER_BITS;

const MIN_BITS: u32 = 4;

/// A hash table of numbers, with open addressing and linear probing.
///
/// A slot has the first 28 bits of a hash above a number plus one, or is 0. So most keys that are not the one looked for
/// are told by the slot alone, and the table grows without a look at any key. Slots lie in the order of hashes, up to
/// what was pushed on by its neighbours.
///
/// This is less than a general table does: nothing is ever removed, and a number of 36 bits is enough, as keys with all
/// that belongs to them would take four terabytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// None, or a power of two that is above 3/2 of `len`.
    slots: Vec<u64>,
    len: usize,
    /// 64 less the bits of a place.
    shift: u32,
}

/// Where a key belongs that was not found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vacancy(usize);

impl Index {
    /// How many numbers there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<u64>()
    }

    /// Makes room for one number more. `hash` gives the hash of a number again; it is asked where there are more than
    /// a hundred million.
    #[inline]
    pub(crate) fn make_room(&mut self, hash: impl Fn(usize) -> u64) {
        if 2 * self.slots.len() <= 3 * self.len + 2 {
            self.grow(self.len + 1, hash);
        }
    }

    /// Makes room for so many numbers in all.
    pub(crate) fn make_room_for(&mut self, len: usize, hash: impl Fn(usize) -> u64) {
        if 2 * self.slots.len() < 3 * len + 2 {
            self.grow(len, hash);
        }
    }

    /// The number that has this hash and that `is_it` agrees to, or where one would have to be put.
    ///
    /// It is a dozen instructions, and as many more where it is called.
    #[inline(always)]
    pub(crate) fn find(&self, hash: u64, is_it: impl Fn(usize) -> bool) -> Result<usize, Vacancy> {
        // Without a table, a place that does not exist: there is nothing to be found, and `insert` makes room first.
        let mask = self.slots.len().wrapping_sub(1);
        let mut place = self.home(hash);
        loop {
            match self.slots.get(place & mask) {
                None | Some(0) => return Err(Vacancy(place & mask)),
                Some(slot) if (slot ^ hash) & TAG == 0 && is_it(number(*slot)) => return Ok(number(*slot)),
                Some(_) => place += 1,
            }
        }
    }

    /// Puts a number where [`find`](Self::find) did not find it, after [`make_room`](Self::make_room).
    #[inline]
    pub(crate) fn insert(&mut self, vacancy: Vacancy, hash: u64, number: usize) {
        if let Some(slot) = self.slots.get_mut(vacancy.0) {
            *slot = (hash & TAG) | (number as u64 + 1);
            self.len += 1;
        }
    }

    #[inline]
    fn home(&self, hash: u64) -> usize {
        (hash >> (self.shift & 63)) as usize
    }

    #[cold]
    fn grow(&mut self, len: usize, hash: impl Fn(usize) -> u64) {
        let bits = (usize::BITS - (3 * len / 2 + 1).leading_zeros()).max(MIN_BITS);
        let slots = std::mem::replace(&mut self.slots, vec![0; 1 << bits]);
        self.shift = 64 - bits;
        let mask = self.slots.len() - 1;
        for slot in slots.into_iter().filter(|slot| *slot != 0) {
            let hash = if bits <= TAG_BITS { slot } else { hash(number(slot)) };
            let mut place = self.home(hash);
            while self.slots[place & mask] != 0 {
                place += 1;
            }
            self.slots[place & mask] = slot;
        }
    }
}

#[inline]
fn number(slot: u64) -> usize {
    // A slot that is 0 has no number: it is never asked for.
    ((slot & !TAG) as usize).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::{Index, TAG_BITS};

    proptest! {
        /// Whatever the hashes: all of them equal, of one tag, or at the end of the table.
        #[test]
        fn a_number_is_found_by_its_hash_and_no_other(
            hashes in prop::collection::vec(
                prop_oneof![any::<u64>(), 0_u64..4, (0_u64..4).prop_map(|low| u64::MAX - low), (0_u64..40).prop_map(|high| high << 58)],
                0..300,
            ),
            room in 0_usize..100,
        ) {
            let mut index = Index::default();
            index.make_room_for(room, |number| hashes[number]);
            for (number, hash) in hashes.iter().enumerate() {
                index.make_room(|number| hashes[number]);
                let vacancy = index.find(*hash, |_| false).expect_err("nothing is agreed to");
                index.insert(vacancy, *hash, number);
            }
            prop_assert_eq!(index.len(), hashes.len());
            for (number, hash) in hashes.iter().enumerate() {
                let found = index.find(*hash, |other| other == number);
                prop_assert!(matches!(found, Ok(found) if found == number));
            }
            let known: HashMap<u64, usize> = hashes.iter().enumerate().map(|(number, hash)| (*hash, number)).collect();
            for hash in [1 << 40, 5, u64::MAX / 3] {
                let found = index.find(hash, |number| hashes[number] == hash).is_ok();
                prop_assert_eq!(found, known.contains_key(&hash));
            }
        }
    }

    #[test]
    fn an_empty_index_has_nothing() {
        assert!(Index::default().find(0, |_| true).is_err());
        assert_eq!(Index::default().memory(), 0);
    }

    #[test]
    fn hashes_are_not_asked_for_while_the_slots_know_enough() {
        let asked = Cell::new(0);
        let hash = |number: usize| {
            asked.set(asked.get() + 1);
            (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        };
        let mut index = Index::default();
        for number in 0..10_000 {
            index.make_room(hash);
            let of_number = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let vacancy = index.find(of_number, |other| other == number).expect_err("it is new");
            index.insert(vacancy, of_number, number);
        }
        assert_eq!(asked.get(), 0, "of tables of up to {TAG_BITS} bits");
    }
}
