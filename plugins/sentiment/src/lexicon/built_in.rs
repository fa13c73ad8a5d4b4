//! The vocabulary that comes with the analyzer: tables that are made from `lexicon/` when the crate is built
//! (`build/source.rs`), so that an instance has nothing to read at its start.

use std::borrow::Cow;

use crate::lexicon::hash::hash;
use crate::lexicon::packed::Packed;
use crate::lexicon::{Entry, Negated, NodeId, RegisterCue, Shift, WordId};

/// A place in the trie.
struct Node {
    /// The word that leads here.
    word: u16,
    /// The entry that ends here, and one; 0 where none does.
    entry: u16,
    /// The children stand together, by word.
    first_child: u16,
    children: u16,
}

/// The emoticons of one first byte.
struct EmoticonGroup {
    start: usize,
    length: usize,
    /// The bytes that come second, as bits.
    seconds: [u64; 4],
}

include!(concat!(env!("OUT_DIR"), "/lexicon_tables.rs"));

/// The number of words, of places, of entries.
pub(crate) const WORD_COUNT: u32 = WORD_ENDS.len() as u32;
pub(crate) const NODE_COUNT: u32 = NODES.len() as u32;
pub(crate) const ENTRY_COUNT: u32 = ENTRIES.len() as u32;

/// A levelled word.
pub(crate) fn word(levelled: &str) -> Option<WordId> {
    // A text may have a word of any length, and the stems of it are asked for one after the other.
    if levelled.len() > LONGEST_WORD {
        return None;
    }
    let mut place = hash(levelled.as_bytes()) as usize % WORD_PLACES.len();
    // Half of the places are free, so this ends.
    while let Some(word) = WORD_PLACES[place].checked_sub(1) {
        if spelling(usize::from(word)) == levelled {
            return Some(WordId(u32::from(word)));
        }
        place = (place + 1) % WORD_PLACES.len();
    }
    None
}

/// A levelled word of Arabic letters.
#[inline]
pub(crate) fn packed_word(levelled: Packed) -> Option<WordId> {
    let hash = levelled.hash();
    // Of the stems that are tried for a form nearly all are no words, and this tells it of all but some: of 16 that are none
    // one has the bit of another word.
    let bits = PACKED_BITS[(hash >> 54) as usize];
    if bits >> (hash >> 48 & 63) & 1 == 0 { None } else { find_packed(levelled, hash) }
}

fn find_packed(levelled: Packed, hash: u64) -> Option<WordId> {
    let mut place = (hash >> 32) as usize % PACKED_PLACES.len();
    // Half of the places are free, so this ends.
    while let Some(packed) = PACKED_PLACES[place].checked_sub(1) {
        let (code, word) = PACKED_WORDS[usize::from(packed)];
        if code == levelled.code() {
            return Some(WordId(word.into()));
        }
        place = (place + 1) % PACKED_PLACES.len();
    }
    None
}

fn spelling(word: usize) -> &'static str {
    let start = if word == 0 { 0 } else { WORD_ENDS[word - 1] };
    &WORDS[start as usize..WORD_ENDS[word] as usize]
}

/// What a word tells of the register.
pub(crate) fn register(word: WordId) -> RegisterCue {
    REGISTERS.get(word.0 as usize).copied().unwrap_or_default()
}

/// The place of the entries that begin with a word.
pub(crate) fn first(word: WordId) -> Option<NodeId> {
    let node = FIRST_NODES.get(word.0 as usize).copied().unwrap_or_default();
    (node > 0).then_some(NodeId(node.into()))
}

/// Whether an entry has a word as its second.
pub(crate) fn comes_second(word: WordId) -> bool {
    let bits = SECOND_WORDS.get(word.0 as usize / 64).copied().unwrap_or_default();
    bits >> (word.0 % 64) & 1 == 1
}

/// The place of the entries that continue with a word.
pub(crate) fn next(node: NodeId, word: WordId) -> Option<NodeId> {
    let place = children(node).binary_search_by_key(&word.0, |child| child.word.into()).ok()?;
    Some(NodeId(u32::from(NODES[node.0 as usize].first_child) + place as u32))
}

/// The words with which the entries continue from a place.
pub(crate) fn words_after(node: NodeId) -> impl Iterator<Item = WordId> {
    children(node).iter().map(|child| WordId(child.word.into()))
}

fn children(node: NodeId) -> &'static [Node] {
    let Some(&Node { first_child, children, .. }) = NODES.get(node.0 as usize) else { return &[] };
    &NODES[usize::from(first_child)..usize::from(first_child + children)]
}

/// Whether any entry continues from here.
pub(crate) fn leads_on(node: NodeId) -> bool {
    NODES.get(node.0 as usize).is_some_and(|node| node.children > 0)
}

/// The index of the entry that ends here.
pub(crate) fn entry(node: NodeId) -> Option<u32> {
    NODES.get(node.0 as usize)?.entry.checked_sub(1).map(u32::from)
}

/// The index of the entry of an emoji or another symbol.
pub(crate) fn symbol(symbol: &str) -> Option<u32> {
    let place = SYMBOLS.binary_search_by_key(&symbol, |&(term, _)| term).ok()?;
    Some(SYMBOLS[place].1)
}

/// Whether an emoticon may stand at an offset of a text, by its first two bytes: seldom.
#[inline]
pub(crate) fn may_have_emoticon(text: &str, start: usize) -> bool {
    let Some(&[first, second, ..]) = text.as_bytes().get(start..) else { return false };
    EMOTICON_GROUPS[usize::from(first)].seconds[usize::from(second / 64)] >> (second % 64) & 1 == 1
}

/// The emoticon that stands at an offset of a text, and the index of its entry.
pub(crate) fn emoticon(text: &str, start: usize) -> Option<(&'static str, u32)> {
    let rest = text.as_bytes().get(start..)?;
    let group = &EMOTICON_GROUPS[usize::from(*rest.first()?)];
    emoticons_of(group).iter().copied().find(|(emoticon, _)| rest.starts_with(emoticon.as_bytes()))
}

/// Whether an emoticon may stand where a text begins with `form`.
pub(crate) fn may_begin_emoticon(form: &str) -> bool {
    let first = form.as_bytes().first().copied().unwrap_or_default();
    let group = &EMOTICON_GROUPS[usize::from(first)];
    emoticons_of(group).iter().any(|(emoticon, _)| emoticon.starts_with(form) || form.starts_with(emoticon))
}

fn emoticons_of(group: &EmoticonGroup) -> &'static [(&'static str, u32)] {
    &EMOTICONS[group.start..group.start + group.length]
}

/// The counter of an emoji or emoticon of this very spelling.
pub(crate) fn counter_of_sign(term: &str) -> Option<u32> {
    let emoticon = || EMOTICONS.iter().find(|(emoticon, _)| *emoticon == term).map(|&(_, entry)| entry);
    symbol(term).or_else(emoticon).map(|entry| ENTRIES[entry as usize].counter)
}
