//! Different strings, each kept once.

use xxhash_rust::xxh3::xxh3_64;

/// Different strings in one buffer, numbered from 0 in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    text: String,
    /// Where each ends in `text`; it starts where the one before ends.
    ends: Vec<u32>,
    /// A hash table with open addresses: the upper half of a hash, which says where it belongs, above the number of its
    /// string and one; 0 in a free slot. A power of two, of which a third is free, or none.
    ///
    /// Most strings are new when they are asked for, so it grows often, and does without a look at any string.
    slots: Vec<u64>,
}

/// Where the hash is in a slot.
const TAG: u64 = u64::MAX << 32;

impl Strings {
    /// The number of a string, which is added where it is new.
    pub(crate) fn add(&mut self, string: &str) -> u32 {
        if 3 * self.ends.len() >= 2 * self.slots.len() {
            self.grow();
        }
        let hash = xxh3_64(string.as_bytes());
        match self.find(string, hash) {
            Ok(known) => known,
            Err(free) => {
                // A batch is indexed with 32 bits, each of its words has a few strings, and a memo forgets between
                // batches.
                let id =
                    u32::try_from(self.ends.len()).expect("there are fewer strings than bytes in a batch");
                self.text.push_str(string);
                self.ends.push(self.text.len() as u32);
                self.slots[free] = hash & TAG | u64::from(id + 1);
                id
            }
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether a string is known.
    #[inline]
    pub(crate) fn contains(&self, string: &str) -> bool {
        // Few users have words of their own.
        !self.ends.is_empty() && self.find(string, xxh3_64(string.as_bytes())).is_ok()
    }

    /// The string of a number that [`Strings::add`] gave.
    #[inline]
    pub(crate) fn get(&self, id: u32) -> &str {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.text[start as usize..self.ends[id] as usize]
    }

    /// The number of a string, or the slot in which it would be. There is a free slot.
    fn find(&self, string: &str, hash: u64) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut place = home(hash, self.slots.len());
        loop {
            let slot = self.slots[place];
            if slot == 0 {
                return Err(place);
            }
            let id = slot as u32 - 1;
            if (slot ^ hash) & TAG == 0 && self.get(id).as_bytes() == string.as_bytes() {
                return Ok(id);
            }
            place = (place + 1) & mask;
        }
    }

    /// Forgets the strings that are not kept, by their numbers; the others move up. The number of each after that, of one
    /// that is forgotten any.
    pub(crate) fn retain(&mut self, is_kept: &[bool]) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(self.ends.len());
        let (mut kept, mut kept_text, mut start) = (0, String::new(), 0);
        for (id, is_kept) in is_kept.iter().enumerate().take(self.ends.len()) {
            numbers.push(kept);
            let end = self.ends[id] as usize;
            if *is_kept {
                kept_text.push_str(&self.text[start..end]);
                self.ends[kept as usize] = kept_text.len() as u32;
                kept += 1;
            }
            start = end;
        }
        self.text = kept_text;
        self.ends.truncate(kept as usize);
        let slots = std::mem::take(&mut self.slots);
        self.slots.resize(slots.len(), 0);
        for slot in slots.into_iter().filter(|&slot| slot != 0) {
            let id = (slot as u32 - 1) as usize;
            if is_kept[id] {
                self.put(slot & TAG | u64::from(numbers[id] + 1));
            }
        }
        numbers
    }

    #[cold]
    fn grow(&mut self) {
        let count = (4 * self.slots.len()).max(16);
        let slots = std::mem::replace(&mut self.slots, vec![0; count]);
        slots.into_iter().filter(|&slot| slot != 0).for_each(|slot| self.put(slot));
    }

    /// Fills a slot, of which there are more than strings.
    fn put(&mut self, slot: u64) {
        let count = self.slots.len();
        let mut place = home(slot, count);
        while self.slots[place] != 0 {
            place = (place + 1) & (count - 1);
        }
        self.slots[place] = slot;
    }
}

/// Where a hash belongs among so many slots, a power of two up to 2³²: by its highest bits.
#[inline]
fn home(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

impl<S: AsRef<str>> FromIterator<S> for Strings {
    fn from_iter<I: IntoIterator<Item = S>>(strings: I) -> Self {
        let mut all = Self::default();
        for string in strings {
            all.add(string.as_ref());
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::Strings;

    #[test]
    fn a_string_keeps_its_first_number() {
        let mut strings = Strings::default();
        assert_eq!(["b", "", "b", "a"].map(|string| strings.add(string)), [0, 1, 0, 2]);
        assert_eq!([0, 1, 2].map(|id| strings.get(id).to_string()), ["b", "", "a"]);
        assert_eq!(strings.len(), 3);
        let numbers: Vec<u32> = (0..1000).map(|number: u32| strings.add(&number.to_string())).collect();
        assert!(numbers.iter().zip(3..).all(|(&number, expected)| number == expected));
        assert!((0..1000).all(|number: u32| strings.add(&number.to_string()) == number + 3));
        assert!(strings.contains("") && !strings.contains("ba"));
    }

    #[test]
    fn strings_that_are_kept_move_up() {
        let mut strings: Strings = (0..100).map(|number: u32| number.to_string()).collect();
        let is_kept: Vec<bool> = (0..100).map(|number| number % 3 == 0).collect();
        let numbers = strings.retain(&is_kept);
        assert_eq!(strings.len(), 34);
        for old in (0..100).step_by(3) {
            let number = numbers[old];
            assert_eq!(number as usize, old / 3);
            assert_eq!(strings.get(number), old.to_string());
            assert_eq!(strings.add(&old.to_string()), number);
        }
        assert!(!strings.contains("1"));
        assert_eq!(strings.add("1"), 34);
    }
}
