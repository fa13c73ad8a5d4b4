//! The vocabulary that comes with the analyzer: tables that are made from `lexicon/` when the crate is built
//! (`build/source.rs`), so that an instance has nothing to read at its start.

use std::ops::Range;

use crate::lexicon::hash::{hash, place_of_pair};
use crate::lexicon::packed::Packed;
use crate::lexicon::{Entry, Negated, NodeId, RegisterCue, Shift, WordId};

/// The emoticons of one first byte.
struct EmoticonGroup {
    start: usize,
    length: usize,
    /// The bytes that come second, as bits.
    seconds: [u64; 4],
}

include!(concat!(env!("OUT_DIR"), "/lexicon_tables.rs"));

/// The number of words, of places in the trie, of entries. Each word has a place of its own number, so that the first
/// places are those of single words; each place has room for an entry of its number, and behind them the signs have theirs.
pub(crate) const WORD_COUNT: u32 = REGISTERS.len() as u32;
pub(crate) const NODE_COUNT: u32 = TERM_LENGTHS.len() as u32;
pub(crate) const ENTRY_COUNT: u32 = MEANINGS_OF_PLACES.len() as u32;

/// How many counters the entries have: each its own number, but that of a sign may be another's.
pub(crate) const COUNTERS: u32 = ENTRY_COUNT;

const FIRST_EMOTICON: u32 = NODE_COUNT + SYMBOLS.len() as u32;

/// A levelled word.
pub(crate) fn word(levelled: &str) -> Option<WordId> {
    if let Some(packed) = Packed::of(levelled) {
        return packed_word(packed);
    }
    // A text may have a word of any length, and the stems of it are asked for one after the other.
    if levelled.len() > LONGEST_WORD {
        return None;
    }
    let mut place = hash(levelled.as_bytes()) as usize % WORD_PLACES.len();
    // Half of the places are free, so this ends.
    while let Some(word) = WORD_PLACES[place].checked_sub(1) {
        if spelling(usize::from(word)) == levelled {
            return Some(WordId(PACKED_WORDS.len() as u32 + u32::from(word)));
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

/// Whether a word begins with the first three letters of another, or with these as a suffix respells them.
#[inline]
pub(crate) fn begins_packed(levelled: Packed) -> bool {
    let start = levelled.start() as usize;
    PACKED_STARTS[start / 64] >> (start % 64) & 1 == 1
}

fn find_packed(levelled: Packed, hash: u64) -> Option<WordId> {
    let mut place = (hash >> 32) as usize % PACKED_PLACES.len();
    // Half of the places are free, so this ends.
    while let Some(word) = PACKED_PLACES[place].checked_sub(1) {
        if PACKED_WORDS[usize::from(word)] == levelled.code() {
            return Some(WordId(word.into()));
        }
        place = (place + 1) % PACKED_PLACES.len();
    }
    None
}

/// The spelling of a word that is not packed, by its number among these.
fn spelling(word: usize) -> &'static str {
    let start = |word: usize| WORD_BASES[word / WORDS_OF_A_BASE] as usize + usize::from(WORD_STARTS[word]);
    &WORDS[start(word)..start(word + 1)]
}

/// What a word tells of the register.
pub(crate) fn register(word: WordId) -> RegisterCue {
    REGISTERS.get(word.0 as usize).copied().unwrap_or_default()
}

/// The place of a word alone, and of the entries that begin with it.
pub(crate) fn first(word: WordId) -> Option<NodeId> {
    (word.0 < WORD_COUNT).then_some(NodeId(word.0))
}

/// Whether an entry has a word as its second.
pub(crate) fn comes_second(word: WordId) -> bool {
    let bits = SECOND_WORDS.get(word.0 as usize / 64).copied().unwrap_or_default();
    bits >> (word.0 % 64) & 1 == 1
}

/// Whether an entry may begin with two words, by their parts of the pair. Where not, none does.
#[inline]
pub(crate) fn may_pair(of_first: u32, of_second: u32) -> bool {
    let bit = place_of_pair(of_first, of_second);
    PAIRS[bit / 64] >> (bit % 64) & 1 == 1
}

/// The place of the entries that continue with a word.
pub(crate) fn next(node: NodeId, word: WordId) -> Option<NodeId> {
    let places = places_after(node);
    let place = last_words(places.clone()).binary_search_by_key(&word.0, |&word| word.into()).ok()?;
    Some(NodeId((places.start + place) as u32))
}

/// The places that continue from one, none where there is no such place.
fn places_after(NodeId(node): NodeId) -> Range<usize> {
    let node = node as usize;
    match FIRST_NEXT.get(node..).and_then(<[u16]>::first_chunk) {
        Some(&[first, after]) => first.into()..after.into(),
        None => WORD_COUNT as usize..WORD_COUNT as usize,
    }
}

/// The last word of each of these places, which are none of single words.
fn last_words(places: Range<usize>) -> &'static [u16] {
    &LAST_WORDS[places.start - WORD_COUNT as usize..places.end - WORD_COUNT as usize]
}

/// Whether any entry continues from here.
pub(crate) fn leads_on(node: NodeId) -> bool {
    !places_after(node).is_empty()
}

/// The index of the entry that ends here.
pub(crate) fn entry_at(node: NodeId) -> Option<u32> {
    let (_, kind) = meaning(node.0)?;
    (kind != 0 && node.0 < NODE_COUNT).then_some(node.0)
}

/// An entry by its index.
pub(crate) fn entry(index: u32) -> Option<Entry> {
    let (tenths, kind) = meaning(index).filter(|&(_, kind)| kind != 0)?;
    let counter = match index.checked_sub(NODE_COUNT) {
        Some(sign) => SIGN_COUNTERS[sign as usize].into(),
        None => index,
    };
    Some(Entry {
        index,
        weight: f64::from(tenths) / 10.0,
        shift: usize::from(kind & !FACT).checked_sub(1).and_then(|shift| SHIFTS[shift]),
        counter,
        is_fact: kind & FACT != 0,
    })
}

/// What an entry says, by its index: its weight in tenths, and its kind.
fn meaning(index: u32) -> Option<(i8, u8)> {
    MEANINGS_OF_PLACES.get(index as usize).map(|&meaning| MEANINGS[usize::from(meaning)])
}

/// Of the kind of an entry the bit of facts. The others are the number of its shift and one, or 0 where there is no entry.
const FACT: u8 = 1 << 7;

/// The term of an entry as its table spells it.
pub(crate) fn term(index: u32) -> &'static str {
    match index.checked_sub(NODE_COUNT) {
        Some(sign) => SYMBOLS.iter().chain(&EMOTICONS).nth(sign as usize).copied().unwrap_or_default(),
        None => term_of_place(index as usize),
    }
}

fn term_of_place(place: usize) -> &'static str {
    let first = place - place % TERMS_OF_A_START;
    let before: usize = TERM_LENGTHS[first..place].iter().copied().map(usize::from).sum();
    let start = TERM_STARTS[place / TERMS_OF_A_START] as usize + before;
    &TERMS[start..start + usize::from(TERM_LENGTHS[place])]
}

/// The index of the entry of an emoji or another symbol.
pub(crate) fn symbol(symbol: &str) -> Option<u32> {
    let place = SYMBOLS.binary_search(&symbol).ok()?;
    Some(NODE_COUNT + place as u32)
}

/// Whether an emoticon may stand at an offset of a text, by its first two bytes: seldom.
#[inline]
pub(crate) fn may_have_emoticon(text: &str, start: usize) -> bool {
    let Some(&[first, second, ..]) = text.as_bytes().get(start..) else { return false };
    emoticon_group(first).seconds[usize::from(second / 64)] >> (second % 64) & 1 == 1
}

/// The emoticon that stands at an offset of a text, and the index of its entry.
pub(crate) fn emoticon(text: &str, start: usize) -> Option<(&'static str, u32)> {
    let rest = text.as_bytes().get(start..)?;
    let mut group = emoticons_of(*rest.first()?);
    let place = group.find(|&place| rest.starts_with(EMOTICONS[place].as_bytes()))?;
    Some((EMOTICONS[place], FIRST_EMOTICON + place as u32))
}

/// Whether an emoticon may stand where a text begins with `form`.
pub(crate) fn may_begin_emoticon(form: &str) -> bool {
    let first = form.as_bytes().first().copied().unwrap_or_default();
    let may_begin = |emoticon: &str| emoticon.starts_with(form) || form.starts_with(emoticon);
    emoticons_of(first).any(|place| may_begin(EMOTICONS[place]))
}

/// Whether all emoticons that begin with `form`, and are more, go on with a low line, as `._.` does.
pub(crate) fn goes_on_with_low_line(form: &str) -> bool {
    let first = form.as_bytes().first().copied().unwrap_or_default();
    let mut emoticons = emoticons_of(first).map(|place| EMOTICONS[place]);
    emoticons.all(|emoticon| match emoticon.strip_prefix(form) {
        Some(rest) => rest.starts_with('_'),
        None => !form.starts_with(emoticon),
    })
}

/// The places of the emoticons that begin with a byte.
fn emoticons_of(first: u8) -> Range<usize> {
    let group = emoticon_group(first);
    group.start..group.start + group.length
}

/// The emoticons that begin with a byte.
#[inline]
fn emoticon_group(first: u8) -> &'static EmoticonGroup {
    &EMOTICON_GROUPS[usize::from(EMOTICON_GROUPS_OF_BYTES[usize::from(first)])]
}

/// The counter of an emoji or emoticon of this very spelling.
pub(crate) fn counter_of_sign(term: &str) -> Option<u32> {
    let emoticon = || EMOTICONS.iter().position(|&emoticon| emoticon == term);
    let sign = symbol(term).or_else(|| emoticon().map(|place| FIRST_EMOTICON + place as u32))?;
    entry(sign).map(|entry| entry.counter)
}
