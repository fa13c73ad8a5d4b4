//! The lexicon: tables of names and words, as one trie over words. The build script has laid it out, and it is read in
//! place: nothing is made of it at start.

use crate::forms::class::{Class, Classes};
use crate::hash::{hash, slot_of};
use crate::text::case::Case;
use crate::text::pack::pack;
use crate::text::piece::Form;

include!(concat!(env!("OUT_DIR"), "/lexicon_tables.rs"));

/// A word of the lexicon.
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

    /// The node after the next word, where an entry continues with it.
    pub(crate) fn child(self, word: WordId) -> Option<Self> {
        let children = row(&CHILD_ENDS, self.0.into());
        let index = CHILD_WORDS.get(children.clone())?.binary_search(&word.0).ok()?;
        CHILD_NODES.get(children.start + index).map(|&node| Self(node))
    }

    /// What an entry of exactly these words means.
    pub(crate) fn senses(self) -> &'static [Sense] {
        SENSES.get(row(&SENSE_ENDS, self.0.into())).unwrap_or_default()
    }
}

/// One meaning of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sense {
    /// The table it comes from.
    pub(crate) class: Class,
    /// What the table gives for it: a number, a code, or the canonical name.
    pub(crate) value: &'static str,
    /// Which capitals a text must show for it.
    pub(crate) case: Case,
}

impl Sense {
    /// That of a word of which its class says all.
    pub(crate) const fn bare(class: Class) -> Self {
        let case = Case { first_capital: false, some_capital: false, all_upper: false };
        Self { class, value: "", case }
    }
}

/// The id of a word by its key, or [`WordId::UNKNOWN`].
pub(crate) fn id(key: &str) -> WordId {
    let mut packed = [0; LONGEST_KEY];
    let mut length = 0;
    pack(key, |byte| {
        if let Some(place) = packed.get_mut(length) {
            *place = byte;
        }
        length += 1;
    });
    let Some(packed) = packed.get(..length) else { return WordId::UNKNOWN };
    let mut slot = slot_of(hash(packed), SLOTS.len());
    // A full slot is followed by an empty one before long: the build script has seen to it.
    while SLOTS[slot] != 0 {
        let index = usize::from(SLOTS[slot]) - 1;
        if KEYS.get(key_start(index)..key_start(index + 1)) == Some(packed) {
            return word_of(index);
        }
        slot = (slot + 1) % SLOTS.len();
    }
    WordId::UNKNOWN
}

fn key_start(index: usize) -> usize {
    KEY_BASES[index / BLOCK] as usize + usize::from(KEY_STARTS[index])
}

/// The word of a key: keys stand in the order of their words, and behind them other spellings.
fn word_of(index: usize) -> WordId {
    let other = index.checked_sub(WORD_SETS.len()).and_then(|other| OTHER_WORDS.get(other));
    WordId(other.copied().unwrap_or(index as u16))
}

/// What a word written in `form` is by itself.
pub(crate) fn classes(word: WordId, form: Form) -> Classes {
    let column = match form {
        Form::Title => 1,
        Form::Upper => 2,
        _ => 0,
    };
    Classes::from_bits(set(word)[column])
}

/// The classes of all entries that begin with the word, where it is written in `form`.
pub(crate) fn begins(word: WordId, form: Form) -> Classes {
    let is_small = matches!(form, Form::Lower | Form::Arabic | Form::Caseless);
    Classes::from_bits(set(word)[if is_small { 5 } else { 3 }])
}

/// The node of the word as the first of an entry.
pub(crate) fn node(word: WordId) -> NodeId {
    WORD_NODES.get(usize::from(word.0)).map_or(NodeId::NONE, |&node| NodeId(node))
}

/// What the lexicon says of a key in Arabic script.
pub(crate) fn key_classes(key: &str) -> Classes {
    classes(id(key), Form::Arabic)
}

/// Whether some entry continues with the word.
pub(crate) fn is_within(word: WordId) -> bool {
    set(word)[4] != 0
}

fn set(word: WordId) -> [u64; 6] {
    WORD_SETS.get(usize::from(word.0)).map_or([0; 6], |&set| SETS[usize::from(set)])
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
        for index in 0..KEY_STARTS.len() - 1 {
            let packed = &KEYS[key_start(index)..key_start(index + 1)];
            let mut slot = slot_of(hash(packed), SLOTS.len());
            while usize::from(SLOTS[slot]) != index + 1 {
                assert_ne!(SLOTS[slot], 0, "{packed:?}");
                slot = (slot + 1) % SLOTS.len();
            }
        }
    }
}
