//! Numbers for strings, most of which are short and come again and again.

use std::collections::BTreeMap;

/// Different strings, numbered in the order of their first coming.
///
/// An open table whose slots hold the first sixteen bytes, so that a look-up of a word that was there before reads one
/// slot and nothing else. Its hash takes a few instructions and no secret: somebody who chooses the words can make them
/// collide. What does not find its place within [`LONGEST_PROBE`] slots therefore goes to a tree, and costs a logarithm.
#[derive(Debug)]
pub(crate) struct FormTable {
    /// A power of two of them, at most half of which are taken.
    slots: Vec<[u64; 3]>,
    /// Bits of a hash that lie behind those that name a slot.
    shift: u32,
    text: String,
    /// Where each form ends in `text`.
    ends: Vec<usize>,
    crowded: BTreeMap<Box<str>, u32>,
}

/// A key with its number, side by side: three words in all. Kept as numbers, which an allocator has zeros for at hand.
#[derive(Clone, Copy, Debug)]
struct Slot {
    low: u64,
    high: u64,
    /// 0 where the slot is free: there is no form without a byte.
    length: u32,
    number: u32,
}

/// What tells most strings apart: the length, and of up to sixteen bytes all of them, of longer ones a digest of the
/// first and the last sixteen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key {
    low: u64,
    high: u64,
    length: u32,
}

const FIRST_SLOTS: usize = 1 << 12;
/// Slots that are looked at for a form; half of them are free, so that a hundredth of this is the rule.
const LONGEST_PROBE: usize = 64;

impl Key {
    /// Of the bytes from `start` to `end`, which are more than none.
    #[inline]
    pub(crate) fn of(bytes: &[u8], start: usize, end: usize) -> Self {
        let length = end - start;
        if length > 16 {
            return Self::of_long(bytes, start, end);
        }
        Self::of_up_to_sixteen(bytes, start, length)
    }

    /// Of so many bytes from `start` on, one to sixteen.
    #[inline(always)]
    pub(crate) fn of_up_to_sixteen(bytes: &[u8], start: usize, length: usize) -> Self {
        let [low, high] = sixteen(bytes, start);
        let [low_mask, high_mask] = MASKS[length];
        Key { low: low & low_mask, high: high & high_mask, length: length as u32 }
    }

    /// Of up to seven bytes that stand at the low end of `word`, with anything behind them.
    #[inline(always)]
    pub(crate) fn of_short(word: u64, length: u32) -> Self {
        Key { low: word & !(u64::MAX << (8 * (length & 7))), high: 0, length }
    }

    fn of_long(bytes: &[u8], start: usize, end: usize) -> Self {
        let ([low, high], [last_low, last_high]) = (sixteen(bytes, start), sixteen(bytes, end - 16));
        let length = u32::try_from(end - start).unwrap_or(u32::MAX);
        Key { low: low ^ last_high.rotate_left(24), high: high ^ last_low.rotate_left(40), length }
    }

    #[inline(always)]
    fn hash(self) -> u64 {
        let high = self.high.wrapping_mul(0xD6E8_FEB8_6659_FD93).rotate_left(32);
        (self.low ^ high ^ u64::from(self.length)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    /// Of an ASCII character.
    #[inline]
    pub(super) fn of_byte(byte: u8) -> Self {
        Key { low: u64::from(byte), high: 0, length: 1 }
    }

    /// All bytes of up to sixteen, and zeros behind them.
    #[inline]
    pub(super) fn bytes(self) -> Option<[u64; 2]> {
        self.is_whole().then_some([self.low, self.high])
    }

    /// Whether equal keys are equal strings.
    #[inline]
    fn is_whole(self) -> bool {
        self.length <= 16
    }
}

impl Slot {
    #[inline]
    fn new(key: Key, number: u32) -> Self {
        Slot { low: key.low, high: key.high, length: key.length, number }
    }

    #[inline(always)]
    fn unpacked([low, high, rest]: [u64; 3]) -> Self {
        Slot { low, high, length: rest as u32, number: (rest >> 32) as u32 }
    }

    #[inline]
    fn packed(self) -> [u64; 3] {
        [self.low, self.high, u64::from(self.length) | u64::from(self.number) << 32]
    }

    #[inline(always)]
    fn key(&self) -> Key {
        Key { low: self.low, high: self.high, length: self.length }
    }

    #[inline]
    fn is_free(&self) -> bool {
        self.length == 0
    }
}

/// What keeps the first bytes of sixteen, by their number.
const MASKS: [[u64; 2]; 17] = {
    let mut masks = [[0; 2]; 17];
    let mut length = 1;
    while length <= 16 {
        let kept = u128::MAX >> (128 - 8 * length);
        masks[length] = [kept as u64, (kept >> 64) as u64];
        length += 1;
    }
    masks
};

/// Eight bytes from `start` on, zeros where there are fewer.
#[inline(always)]
pub(crate) fn eight(bytes: &[u8], start: usize) -> u64 {
    match bytes[start..].first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => last(&bytes[start..]),
    }
}

#[inline(always)]
fn sixteen(bytes: &[u8], start: usize) -> [u64; 2] {
    let rest = &bytes[start..];
    match rest.first_chunk::<16>() {
        Some(sixteen) => {
            let both = u128::from_le_bytes(*sixteen);
            [both as u64, (both >> 64) as u64]
        }
        None => last_two(rest),
    }
}

#[cold]
fn last_two(bytes: &[u8]) -> [u64; 2] {
    [eight(bytes, 0), eight(bytes, bytes.len().min(8))]
}

#[cold]
fn last(bytes: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight[..bytes.len().min(8)].copy_from_slice(&bytes[..bytes.len().min(8)]);
    u64::from_le_bytes(eight)
}

impl FormTable {
    pub(crate) fn new() -> Self {
        FormTable {
            slots: vec![[0; 3]; FIRST_SLOTS],
            shift: 64 - FIRST_SLOTS.trailing_zeros(),
            text: String::new(),
            ends: Vec::new(),
            crowded: BTreeMap::new(),
        }
    }

    /// The number of the string from `start` to `end` of `text`, whose key is `key`. It is
    /// the number of those before it where the string is new.
    #[inline(always)]
    pub(crate) fn number(&mut self, key: Key, text: &str, start: usize, end: usize) -> u32 {
        let at = (key.hash() >> self.shift) as usize;
        match self.slots.get(at).map(|&slot| Slot::unpacked(slot)) {
            Some(slot) if slot.key() == key && key.is_whole() => slot.number,
            // By numbers: a key would be put into memory before it is known whether the search is needed.
            _ => self.search(key.low, key.high, key.length, text, start, end),
        }
    }

    /// As [`FormTable::number`], from the first slot on.
    #[inline(never)]
    fn search(&mut self, low: u64, high: u64, length: u32, text: &str, start: usize, end: usize) -> u32 {
        let (key, form) = (Key { low, high, length }, &text[start..end]);
        let mask = self.slots.len() - 1;
        let first = (key.hash() >> self.shift) as usize;
        for at in first..first + LONGEST_PROBE {
            let slot = Slot::unpacked(self.slots[at & mask]);
            if slot.key() == key && (key.is_whole() || self.form(slot.number) == form) {
                return slot.number;
            }
            if slot.is_free() {
                return self.insert(key, form, at & mask);
            }
        }
        self.number_among_crowded(form)
    }

    /// The string of a number.
    pub(crate) fn form(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.text[start..self.ends[number]]
    }

    /// Bytes on the heap, the tree left out.
    pub(crate) fn memory(&self) -> usize {
        self.slots.len() * size_of::<Slot>()
            + self.text.capacity()
            + self.ends.capacity() * size_of::<usize>()
    }

    /// Forgets all strings and gives their memory back.
    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }

    #[cold]
    #[inline(never)]
    fn insert(&mut self, key: Key, form: &str, at: usize) -> u32 {
        let number = self.append(form);
        self.slots[at] = Slot::new(key, number).packed();
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    #[cold]
    #[inline(never)]
    fn number_among_crowded(&mut self, form: &str) -> u32 {
        if let Some(&number) = self.crowded.get(form) {
            return number;
        }
        let number = self.append(form);
        self.crowded.insert(form.into(), number);
        number
    }

    fn append(&mut self, form: &str) -> u32 {
        // A text is indexed with 32 bits, and what was kept of others is a few megabytes.
        let number = self.ends.len() as u32;
        self.text.push_str(form);
        self.ends.push(self.text.len());
        number
    }

    /// Doubles the slots. What finds no place among them any more goes to the tree.
    fn grow(&mut self) {
        let larger = vec![[0; 3]; self.slots.len() * 2];
        self.shift -= 1;
        for slot in std::mem::replace(&mut self.slots, larger).into_iter().map(Slot::unpacked) {
            if !slot.is_free() && !self.place(slot) {
                self.crowded.insert(self.form(slot.number).into(), slot.number);
            }
        }
    }

    fn place(&mut self, slot: Slot) -> bool {
        let mask = self.slots.len() - 1;
        let first = (slot.key().hash() >> self.shift) as usize;
        let free = (first..first + LONGEST_PROBE).find(|at| Slot::unpacked(self.slots[at & mask]).is_free());
        if let Some(at) = free {
            self.slots[at & mask] = slot.packed();
        }
        free.is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::{FormTable, Key, LONGEST_PROBE, eight};

    fn number(table: &mut FormTable, text: &str) -> u32 {
        table.number(Key::of(text.as_bytes(), 0, text.len()), text, 0, text.len())
    }

    #[test]
    fn a_key_is_the_bytes_themselves() {
        let text = "كلمة word".as_bytes();
        assert_eq!(Key::of(text, 9, 13), Key::of(b"word", 0, 4));
        assert_eq!(Key::of(text, 9, 13), Key::of_short(eight(text, 9), 4));
        assert_ne!(Key::of(b"a", 0, 1), Key::of(b"a\0", 0, 2));
    }

    #[test]
    fn many_strings_that_collide_are_found_again() {
        // Words whose hash is 0 in all bits: the multiplier is odd, so only those of the value 0 have it.
        let crowd: Vec<String> = (0..4 * LONGEST_PROBE)
            .map(|length| "a".repeat(16) + &"b".repeat(40) + &"c".repeat(16 + length))
            .collect();
        let mut table = FormTable::new();
        for round in 0..2 {
            for (expected, word) in crowd.iter().enumerate() {
                assert_eq!(number(&mut table, word), expected as u32, "in round {round}");
            }
        }
    }

    #[test]
    fn a_slot_without_place_goes_to_the_tree() {
        let mut table = FormTable::new();
        // Same length, same ends: one key for all.
        let words: Vec<String> =
            (0..1_000).map(|middle| format!("{}{middle:08}{}", "a".repeat(16), "z".repeat(16))).collect();
        for round in 0..2 {
            for (expected, word) in words.iter().enumerate() {
                assert_eq!(number(&mut table, word), expected as u32, "in round {round}");
            }
        }
        assert_eq!(table.crowded.len(), words.len() - LONGEST_PROBE);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

        // More than half of the first slots, so that the table grows.
        #[test]
        fn a_string_has_one_number(words in prop::collection::vec("[abس\\x00]{1,40}|[a-z]{1,4}", 0..5_000)) {
            let mut table = FormTable::new();
            let mut expected = HashMap::new();
            for word in &words {
                let next = expected.len() as u32;
                let known = *expected.entry(word).or_insert(next);
                prop_assert_eq!(number(&mut table, word), known);
                prop_assert_eq!(table.form(known), word);
            }
            prop_assert_eq!(table.ends.len(), expected.len());
        }
    }
}
