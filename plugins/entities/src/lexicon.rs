//! The lexicon: tables of names and words, as one trie over words. The build script has laid it out, and it is read in
//! place: nothing is made of it at start.

use crate::forms::class::{Class, Classes};
use crate::hash::{bucket_of, hash, slot_of};
use crate::text::case::Case;
use crate::text::pack::pack;
use crate::text::piece::Form;

include!(concat!(env!("OUT_DIR"), "/lexicon_tables.rs"));

/// A word of the lexicon, by the slot of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WordId(u16);

impl WordId {
    /// A word that the lexicon does not hold.
    pub(crate) const UNKNOWN: Self = Self(u16::MAX);
}

/// The words of the entries that begin with certain words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(u16);

impl NodeId {
    /// The node of no words.
    pub(crate) const NONE: Self = Self(0);

    /// Whether some entry continues from it.
    pub(crate) fn has_children(self) -> bool {
        self.parent().is_some()
    }

    /// The node after the next word, where an entry continues with it.
    pub(crate) fn child(self, word: WordId) -> Option<Self> {
        let children = row(&CHILD_ENDS, self.parent()?);
        let index = CHILD_WORDS.get(children.clone())?.binary_search(&word.0).ok()?;
        // Children are numbered in the order in which they stand here.
        Some(Self((FIRST_CHILD + children.start + index) as u16))
    }

    /// How many nodes before it have children, where it has.
    fn parent(self) -> Option<usize> {
        rank(&PARENT_BITS, &PARENTS_BEFORE, self.0.into())
    }

    /// What an entry of exactly these words means, of some classes.
    #[inline]
    pub(crate) fn senses(self, classes: Classes) -> impl Iterator<Item = Sense> {
        let senses = SENSES.get(stretch(&SENSE_BASES, &SENSE_STARTS, self.0.into())).unwrap_or_default();
        senses
            .iter()
            .filter(move |&&sense| classes.bits() >> (sense & 63) & 1 == 1)
            .map(|&sense| Sense::of(sense))
    }
}

/// One meaning of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sense {
    /// The table it comes from.
    pub(crate) class: Class,
    /// Which capitals a text must show for it.
    pub(crate) case: Case,
    start: u32,
    length: u8,
}

impl Sense {
    /// That of a number of the build script's.
    fn of(sense: u32) -> Self {
        Self {
            class: Class::ALL.get((sense & 63) as usize).copied().unwrap_or(Class::Common),
            case: Case::from_bits((sense >> 6) as u8),
            start: (sense >> 16) * 2,
            length: (sense >> 9) as u8 & 127,
        }
    }

    /// That of a word of which its class says all.
    pub(crate) fn bare(class: Class) -> Self {
        Self { class, case: Case::default(), start: 0, length: 0 }
    }

    /// What the table gives for it: a number, a code, or the canonical name.
    #[inline]
    pub(crate) fn value(self) -> &'static str {
        let start = self.start as usize;
        VALUES.get(start..start + usize::from(self.length)).unwrap_or_default()
    }
}

/// The id of a word by its key, or [`WordId::UNKNOWN`].
pub(crate) fn id(key: &str) -> WordId {
    if let Some(id) = id_of_letters(key.as_bytes()) {
        return id;
    }
    // As it stands is how ASCII is packed.
    if key.is_ascii() { id_of_packed(key.as_bytes()) } else { id_of([key, ""]) }
}

/// The id of a word of letters of the Arabic block, as nearly all Arabic words are; nothing where it has others.
fn id_of_letters(key: &[u8]) -> Option<WordId> {
    let (letters, []) = key.as_chunks::<2>() else { return None };
    let mut packed = [0; LONGEST_KEY];
    for (place, &[lead, byte]) in packed.iter_mut().zip(letters) {
        if !matches!(lead, 0xD8 | 0xD9) {
            return None;
        }
        *place = byte | (lead & 1) << 6;
    }
    // A longer one may have other letters behind these, and no entry either way.
    Some(packed.get(..letters.len()).map_or(WordId::UNKNOWN, id_of_packed))
}

/// The id of a word by the two parts of its key.
fn id_of(key: [&str; 2]) -> WordId {
    let mut packed = [0; LONGEST_KEY];
    let mut length = 0;
    for part in key {
        // What has more than two bytes for each of a packed key has a longer one.
        if part.len() > 2 * LONGEST_KEY {
            return WordId::UNKNOWN;
        }
        pack(part, |byte| {
            if let Some(place) = packed.get_mut(length) {
                *place = byte;
            }
            length += 1;
        });
    }
    packed.get(..length).map_or(WordId::UNKNOWN, id_of_packed)
}

fn id_of_packed(packed: &[u8]) -> WordId {
    if packed.len() > LONGEST_KEY {
        return WordId::UNKNOWN;
    }
    let slot = slot(packed);
    if key_in(slot) == packed { word_of(slot) } else { WordId::UNKNOWN }
}

/// The one slot in which the packed key can be.
fn slot(packed: &[u8]) -> usize {
    let hash = hash(packed);
    slot_of(hash, TURNS[bucket_of(hash, TURNS.len())], SLOTS)
}

/// The word of a slot that has a key, which may be another spelling of it.
fn word_of(slot: usize) -> WordId {
    let other = usize::from(WORD_SETS[slot]).checked_sub(SETS.len());
    WordId(other.and_then(|other| OTHER_WORDS.get(other)).copied().unwrap_or(slot as u16))
}

/// The packed key in a slot. It is empty in a few that have none, and in that of the full stop.
fn key_in(slot: usize) -> &'static [u8] {
    KEYS.get(stretch(&KEY_BASES, &KEY_STARTS, slot)).unwrap_or_default()
}

/// What a word written in `form` is by itself.
pub(crate) fn classes(word: WordId, form: Form) -> Classes {
    let column = match form {
        Form::Title => 1,
        Form::Upper => 2,
        _ => 0,
    };
    Classes::from_bits(bits(word, column))
}

/// The classes of all entries that begin with the word, where it is written in `form`.
pub(crate) fn begins(word: WordId, form: Form) -> Classes {
    let is_small = matches!(form, Form::Lower | Form::Arabic | Form::Caseless);
    Classes::from_bits(bits(word, if is_small { 5 } else { 3 }))
}

/// The node of the word as the first of an entry.
pub(crate) fn node(word: WordId) -> NodeId {
    // Node 0 is that of no words.
    rank(&FIRST_BITS, &FIRSTS_BEFORE, word.0.into()).map_or(NodeId::NONE, |before| NodeId(before as u16 + 1))
}

/// What the lexicon says of a key in Arabic script.
pub(crate) fn key_classes(key: &str) -> Classes {
    classes(id(key), Form::Arabic)
}

/// What the lexicon says of a key in Arabic script, of which the ending stands apart.
pub(crate) fn key_classes_with(key: &str, ending: &str) -> Classes {
    classes(id_of([key, ending]), Form::Arabic)
}

/// Whether some entry continues with the word.
pub(crate) fn is_within(word: WordId) -> bool {
    bits(word, 4) != 0
}

/// A column of what is known of a word.
fn bits(word: WordId, column: usize) -> u64 {
    let set = WORD_SETS.get(usize::from(word.0)).and_then(|&set| SETS.get(usize::from(set)));
    set.and_then(|set| SET_BITS.get(usize::from(set[column]))).copied().unwrap_or_default()
}

/// How many bits are set before one that is, given how many are before each 64.
fn rank(bits: &[u64], before: &[u16], index: usize) -> Option<usize> {
    let (&block, &before) = (bits.get(index / 64)?, before.get(index / 64)?);
    let bit = 1 << (index % 64);
    (block & bit != 0).then(|| usize::from(before) + (block & (bit - 1)).count_ones() as usize)
}

/// A row of a table by the starts of its rows, counted from the first of each block.
fn stretch(bases: &[u32], starts: &[u8], index: usize) -> std::ops::Range<usize> {
    let start = |index: usize| Some(*bases.get(index / BLOCK)? as usize + usize::from(*starts.get(index)?));
    start(index).zip(start(index + 1)).map_or(0..0, |(start, end)| start..end)
}

/// A row of a table by the ends of its rows.
fn row(ends: &[u16], index: usize) -> std::ops::Range<usize> {
    match ends.get(index..index + 2) {
        Some(&[start, end]) => start.into()..end.into(),
        _ => 0..0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::normal::key_of;

    #[test]
    fn words_of_the_tables_are_found_and_others_are_not() {
        assert!(key_classes("محمد").has(Class::Given));
        assert!(classes(id("cairo"), Form::Title).has(Class::City));
        assert!(classes(id("cairo"), Form::Lower).is_empty());
        assert_eq!(id("zubrovka"), WordId::UNKNOWN);
        assert_eq!(id(&"ا".repeat(LONGEST_KEY)), WordId::UNKNOWN);
        assert_eq!(node(WordId::UNKNOWN), NodeId::NONE);
    }

    #[test]
    fn yeh_and_alef_maksura_stand_for_each_other_where_only_one_is_listed() {
        assert_eq!(id(&key_of("القاضى")), id(&key_of("القاضي")));
        assert_ne!(id("على"), id("علي"));
    }

    #[test]
    fn every_key_has_its_slot() {
        for index in 0..SLOTS {
            let packed = key_in(index);
            assert!(packed.is_empty() || slot(packed) == index, "{packed:?}");
        }
        assert_ne!(id(""), WordId::UNKNOWN);
    }

    proptest! {
        #[test]
        fn ids_are_those_of_keys_packed_in_parts(key in "[a-z]{0,3}|[ء-ي]{1,5}|ال[ء-ي]{1,2}|[a-zءم\u{600}中]{0,20}", cut in 0..20usize) {
            let parts = key.split_at_checked(cut).unwrap_or((&key, ""));
            prop_assert_eq!(id(&key), id_of([parts.0, parts.1]));
        }

        #[test]
        fn ids_of_entries_are_those_of_their_packed_keys(slot in 0..SLOTS) {
            let letters: Vec<[u8; 2]> = key_in(slot).iter().map(|&byte| [0xD8 | byte >> 6 & 1, byte & !0x40]).collect();
            if key_in(slot).iter().all(|byte| !byte.is_ascii()) && !letters.is_empty() {
                let key = String::from_utf8(letters.concat()).unwrap();
                prop_assert_eq!(id(&key), word_of(slot));
                prop_assert_eq!(id_of([&key, ""]), word_of(slot));
            }
        }
    }
}
