//! The lists under `lexicon/`, which `build/lexicon.rs` sorts: an instance has nothing to build.

mod tables {
    use crate::words::Abbreviation;

    include!(concat!(env!("OUT_DIR"), "/lexicon_tables.rs"));
}

pub(crate) use tables::EMOTICONS;

use crate::words::Abbreviation;

/// The class of an abbreviation, without its last full stop and as it is written in its table.
pub(crate) fn abbreviation(word: &str) -> Option<Abbreviation> {
    let found = tables::ABBREVIATIONS.binary_search_by_key(&word, |&(known, _)| known).ok()?;
    Some(tables::ABBREVIATIONS[found].1)
}

/// Whether a capitalized word begins sentences far more often than it follows an abbreviation inside one: `The`,
/// `But`, `Он`.
pub(crate) fn begins_sentences(word: &str) -> bool {
    tables::STARTERS.binary_search(&word).is_ok()
}

/// Whether a hyphen binds this prefix, in lower case, to the next word.
pub(crate) fn is_prefix(word: &str) -> bool {
    tables::PREFIXES.binary_search(&word).is_ok()
}

/// Bytes of the longest prefix.
pub(crate) const LONGEST_PREFIX: usize = {
    let mut longest = 0;
    let mut index = 0;
    while index < tables::PREFIXES.len() {
        if tables::PREFIXES[index].len() > longest {
            longest = tables::PREFIXES[index].len();
        }
        index += 1;
    }
    longest
};

/// Whether an emoticon begins with a character.
pub(crate) const fn may_begin_emoticon(first: u8) -> bool {
    let mut index = 0;
    while index < EMOTICONS.len() {
        if EMOTICONS[index].as_bytes()[0] == first {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether an emoticon begins with these two characters. None is shorter.
#[inline]
pub(crate) fn may_be_emoticon(first: u8, second: u8) -> bool {
    first < 0x80
        && second < 0x80
        && PAIRS[usize::from(first)][usize::from(second / 32)] >> (second % 32) & 1 == 1
}

/// By the first character of emoticons, a bit for each second one.
static PAIRS: [[u32; 4]; 128] = {
    let mut pairs = [[0; 4]; 128];
    let mut index = 0;
    while index < EMOTICONS.len() {
        let emoticon = EMOTICONS[index].as_bytes();
        assert!(emoticon.len() > 1 && EMOTICONS[index].is_ascii());
        pairs[emoticon[0] as usize][emoticon[1] as usize / 32] |= 1 << (emoticon[1] % 32);
        index += 1;
    }
    pairs
};
