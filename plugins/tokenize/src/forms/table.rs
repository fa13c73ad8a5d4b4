//! Numbers for strings, most of which are short and come again and again.

use std::collections::BTreeMap;
use std::num::NonZero;

use super::Known;
use crate::language;
use crate::unicode::Script;

/// Different strings, numbered from 1 up in the order of their first coming, with what is known of each.
///
/// An open table of numbers. The first sixteen bytes of a string stand beside what is known of it, so that a look-up of a
/// word that was there before reads its slot and its entry, and nothing else. The hash takes a few instructions and no
/// secret: somebody who chooses the words can make them collide. What does not find its place within [`LONGEST_PROBE`]
/// slots therefore goes to a tree, and costs a logarithm.
#[derive(Debug)]
pub(crate) struct FormTable {
    /// A power of two of them, at most half of which are taken: numbers, and 0 where one is free.
    slots: Vec<u32>,
    /// Bits of a hash that lie after those that name a slot.
    shift: u32,
    /// By number. The first one is of no string, so that a free slot leads to what equals no key.
    entries: Vec<Entry>,
    text: String,
    /// By number, where each form ends in `text`.
    ends: Vec<usize>,
    crowded: BTreeMap<Box<str>, u32>,
}

/// A string as far as its key tells it, and what is known of it, in 64 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    key: Key,
    pub(super) known: Known,
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
    fn of_up_to_sixteen(bytes: &[u8], start: usize, length: usize) -> Self {
        let [low, high] = sixteen(bytes, start);
        let [low_mask, high_mask] = MASKS[length];
        Key { low: low & low_mask, high: high & high_mask, length: length as u32 }
    }

    /// Of up to seven bytes that stand at the low end of `low`, with anything after them.
    #[inline(always)]
    pub(crate) fn of_short(low: u64, length: u32) -> Self {
        Key { low: first(low, length), high: 0, length }
    }

    /// Of eight bytes and up to seven more that stand at the low end of `high`, with anything after them.
    #[inline(always)]
    pub(crate) fn of_two(low: u64, high: u64, more: u32) -> Self {
        Key { low, high: first(high, more), length: 8 + more }
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

    /// All bytes of up to sixteen, and zeros after them.
    #[inline]
    pub(super) fn bytes(self) -> Option<[u64; 2]> {
        self.is_whole().then_some([self.low, self.high])
    }

    /// How many bytes the string has.
    #[inline]
    pub(super) fn length(self) -> u32 {
        self.length
    }

    /// Whether equal keys are equal strings.
    #[inline]
    fn is_whole(self) -> bool {
        self.length <= 16
    }
}

/// Up to seven bytes at the low end of eight, and zeros after them.
#[inline(always)]
fn first(eight: u64, bytes: u32) -> u64 {
    eight & !(u64::MAX << (8 * (bytes & 7)))
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

/// The two halves of fewer than sixteen bytes.
#[cold]
#[inline(never)]
fn last_two(bytes: &[u8]) -> [u64; 2] {
    let (Some(low), Some(high)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) else {
        return [last(bytes), 0];
    };
    // The last eight begin among the first eight; what both have is pushed out.
    let high = u64::from_le_bytes(*high) >> ((8 * (15 - bytes.len())) & 63) >> 8;
    [u64::from_le_bytes(*low), high]
}

/// Fewer than eight bytes.
#[cold]
#[inline(never)]
fn last(bytes: &[u8]) -> u64 {
    if let (Some(low), Some(high)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // What both have is the same in both.
        let [low, high] = [low, high].map(|four| u64::from(u32::from_le_bytes(*four)));
        return low | high << ((8 * (bytes.len() - 4)) & 63);
    }
    bytes.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte))
}

impl FormTable {
    pub(crate) fn new() -> Self {
        FormTable {
            slots: vec![0; FIRST_SLOTS],
            shift: 64 - FIRST_SLOTS.trailing_zeros(),
            entries: vec![Entry { key: Key::default(), known: Known::of("", Key::default()) }],
            text: String::new(),
            ends: vec![0],
            crowded: BTreeMap::new(),
        }
    }

    /// What is known of the string whose key is `key`, if the first slot leads to it.
    #[inline(always)]
    pub(super) fn at_hand(&mut self, key: Key) -> Option<&mut Known> {
        let number = self.first_number(key);
        let entry = self.entries.get_mut(number as usize)?;
        (entry.key == key && key.is_whole()).then_some(&mut entry.known)
    }

    /// The number of the string from `start` to `end` of `text`, whose key is `key`.
    #[inline(always)]
    pub(super) fn number(&mut self, key: Key, text: &str, start: usize, end: usize) -> u32 {
        let number = self.first_number(key);
        match self.entries.get(number as usize) {
            Some(entry) if entry.key == key && key.is_whole() => number,
            // By numbers: a key would be put into memory before it is known whether the search is needed.
            _ => self.search(key.low, key.high, key.length, text, start, end),
        }
    }

    /// What the first slot of a key holds.
    #[inline(always)]
    fn first_number(&self, key: Key) -> u32 {
        self.slots.get((key.hash() >> self.shift) as usize).copied().unwrap_or(0)
    }

    /// As [`FormTable::number`], from the first slot on.
    #[inline(never)]
    pub(super) fn search(
        &mut self,
        low: u64,
        high: u64,
        length: u32,
        text: &str,
        start: usize,
        end: usize,
    ) -> u32 {
        let (key, form) = (Key { low, high, length }, &text[start..end]);
        let mask = self.slots.len() - 1;
        let first = (key.hash() >> self.shift) as usize;
        for at in first..first + LONGEST_PROBE {
            let number = self.slots[at & mask];
            if number == 0 {
                return self.insert(key, form, at & mask);
            }
            if self.entries[number as usize].key == key && (key.is_whole() || self.form(number) == form) {
                return number;
            }
        }
        self.number_among_crowded(key, form)
    }

    /// The string of a number.
    pub(crate) fn form(&self, number: u32) -> &str {
        let number = number as usize;
        &self.text[self.ends[number - 1]..self.ends[number]]
    }

    /// What is known of the string of a number.
    #[inline(always)]
    pub(super) fn known(&self, number: u32) -> &Known {
        &self.entries[number as usize].known
    }

    /// What is known of the string of a number, to be added to.
    #[inline(always)]
    pub(super) fn known_mut(&mut self, number: u32) -> &mut Known {
        &mut self.entries[number as usize].known
    }

    /// What is known of the string of a number, to be added to, and the string.
    pub(super) fn known_and_form(&mut self, number: u32) -> (&mut Known, &str) {
        let number = number as usize;
        (&mut self.entries[number].known, &self.text[self.ends[number - 1]..self.ends[number]])
    }

    /// The hash of a folded form, which is kept.
    #[inline(never)]
    pub(super) fn ask_folded_hash(&mut self, number: u32, folded: &mut String) -> u64 {
        let (known, form) = self.known_and_form(number);
        let folded = language::folded(form, known.script.unwrap_or(Script::LATIN), folded);
        let hash = textmill_sdk::merge::hash(folded.as_bytes());
        known.folded_hash = NonZero::new(hash);
        hash
    }

    /// Bytes that strings take, the tree left out.
    pub(crate) fn memory(&self) -> usize {
        self.slots.len() * size_of::<u32>()
            + self.entries.len() * size_of::<Entry>()
            + self.text.len()
            + self.ends.len() * size_of::<usize>()
    }

    /// Forgets all strings and gives their memory back.
    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }

    /// Forgets the strings that are not to be kept by what is known of them. The others move up, and have new numbers: for
    /// each of these the former one, 0 as the first.
    pub(crate) fn retain(&mut self, mut is_kept: impl FnMut(&mut Known) -> bool) -> Vec<u32> {
        let (mut kept, mut text, mut start) = (vec![0], String::new(), 0);
        for number in 1..self.entries.len() {
            let end = self.ends[number];
            if is_kept(&mut self.entries[number].known) {
                text.push_str(&self.text[start..end]);
                self.ends[kept.len()] = text.len();
                self.entries[kept.len()] = self.entries[number];
                kept.push(number as u32);
            }
            start = end;
        }
        self.entries.truncate(kept.len());
        self.ends.truncate(kept.len());
        self.text = text;
        self.slots.fill(0);
        self.place_all();
        kept
    }

    fn insert(&mut self, key: Key, form: &str, at: usize) -> u32 {
        let number = self.append(key, form);
        self.slots[at] = number;
        if self.entries.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    #[cold]
    #[inline(never)]
    fn number_among_crowded(&mut self, key: Key, form: &str) -> u32 {
        if let Some(&number) = self.crowded.get(form) {
            return number;
        }
        let number = self.append(key, form);
        self.crowded.insert(form.into(), number);
        number
    }

    fn append(&mut self, key: Key, form: &str) -> u32 {
        // A text is indexed with 32 bits, and what was kept of others is a few megabytes.
        let number = self.entries.len() as u32;
        self.entries.push(Entry { key, known: Known::of(form, key) });
        self.text.push_str(form);
        self.ends.push(self.text.len());
        number
    }

    /// Doubles the slots. What finds no place among them goes to the tree.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        self.shift -= 1;
        self.place_all();
    }

    /// Gives each string its slot; none has one.
    fn place_all(&mut self) {
        self.crowded.clear();
        for number in 1..self.entries.len() as u32 {
            if !self.place(number) {
                self.crowded.insert(self.form(number).into(), number);
            }
        }
    }

    fn place(&mut self, number: u32) -> bool {
        let mask = self.slots.len() - 1;
        let first = (self.entries[number as usize].key.hash() >> self.shift) as usize;
        let free = (first..first + LONGEST_PROBE).find(|at| self.slots[at & mask] == 0);
        if let Some(at) = free {
            self.slots[at & mask] = number;
        }
        free.is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::{Entry, FormTable, Key, LONGEST_PROBE, eight, sixteen};

    fn number(table: &mut FormTable, text: &str) -> u32 {
        table.number(Key::of(text.as_bytes(), 0, text.len()), text, 0, text.len())
    }

    #[test]
    fn a_key_is_the_bytes_themselves() {
        let text = "كلمة word".as_bytes();
        assert_eq!(Key::of(text, 9, 13), Key::of(b"word", 0, 4));
        assert_eq!(Key::of(text, 9, 13), Key::of_short(eight(text, 9), 4));
        assert_eq!(Key::of(text, 0, 13), Key::of_two(eight(text, 0), eight(text, 8), 5));
        assert_ne!(Key::of(b"a", 0, 1), Key::of(b"a\0", 0, 2));
    }

    #[test]
    fn the_end_of_a_text_is_read_as_if_zeros_were_after_it() {
        let text = b"0123456789abcdefghij";
        for start in 0..=text.len() {
            let mut padded = text[start..].to_vec();
            padded.resize(32, 0);
            assert_eq!(eight(text, start), eight(&padded, 0), "from {start}");
            assert_eq!(sixteen(text, start), sixteen(&padded, 0), "from {start}");
        }
    }

    #[test]
    fn an_entry_is_a_line_of_the_cache() {
        assert_eq!(size_of::<Entry>(), 64);
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
                assert_eq!(number(&mut table, word), expected as u32 + 1, "in round {round}");
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
                assert_eq!(number(&mut table, word), expected as u32 + 1, "in round {round}");
            }
        }
        assert_eq!(table.crowded.len(), words.len() - LONGEST_PROBE);
    }

    #[test]
    fn strings_that_are_kept_move_up() {
        // Those of one number of letters have one key, so that some are in the tree.
        let words: Vec<String> = (0..500)
            .flat_map(|middle| {
                [format!("{middle}"), format!("{}{middle:08}{}", "a".repeat(16), "z".repeat(16))]
            })
            .collect();
        let mut table = FormTable::new();
        words.iter().for_each(|word| {
            number(&mut table, word);
        });
        let mut place = 0;
        let former = table.retain(|_| {
            place += 1;
            place % 3 == 0
        });
        assert_eq!(former[..3], [0, 3, 6]);
        let kept: Vec<&String> = words.iter().skip(2).step_by(3).collect();
        assert_eq!(table.entries.len(), kept.len() + 1);
        for (expected, word) in (1..).zip(&kept) {
            assert_eq!(table.form(expected), *word);
            assert_eq!(number(&mut table, word), expected);
        }
        assert_eq!(number(&mut table, &words[0]), kept.len() as u32 + 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

        // More than half of the first slots, so that the table grows.
        #[test]
        fn a_string_has_one_number(words in prop::collection::vec("[abس\\x00]{1,40}|[a-z]{1,4}", 0..5_000)) {
            let mut table = FormTable::new();
            let mut expected = HashMap::new();
            for word in &words {
                let next = expected.len() as u32 + 1;
                let known = *expected.entry(word).or_insert(next);
                prop_assert_eq!(number(&mut table, word), known);
                prop_assert_eq!(table.form(known), word);
            }
            prop_assert_eq!(table.entries.len(), expected.len() + 1);
        }
    }
}
