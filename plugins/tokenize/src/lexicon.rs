//! The lists under `lexicon/`, which `build/lexicon.rs` sorts: an instance has nothing to build.

mod tables {
    use crate::words::Abbreviation;

    include!(concat!(env!("OUT_DIR"), "/lexicon_tables.rs"));
}

pub(crate) use tables::EMOTICONS;

use textmill_text::fold::BARE;

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

/// Whether no sentence ends after a word as it is written inside of one: `the`, `إلى`.
pub(crate) fn goes_on(word: &str) -> bool {
    word.len() <= LONGEST_CONNECTOR && tables::CONNECTORS.binary_search(&word).is_ok()
}

/// Whether a word is a verb of speech: `asked`, `سألها`.
pub(crate) fn is_speech(word: &str) -> bool {
    let folded = BARE.folded(word);
    let word = &*folded;
    let listed = |verb: &str| tables::SPEECH.binary_search(&verb).is_ok();
    listed(word)
        || !word.is_ascii() && VERB_ENDINGS.iter().any(|ending| word.strip_suffix(ending).is_some_and(listed))
}

/// What is written to an Arabic verb: its person, whom it is said to, or both.
const VERB_ENDINGS: [&str; 18] = [
    "ا", "ت", "تا", "وا", "ه", "ها", "هم", "ني", "نا", "ك", "ته", "تها", "تهم", "تني", "تنا", "تك", "وه",
    "وها",
];

/// Bytes of the longest of such words.
const LONGEST_CONNECTOR: usize = longest(&tables::CONNECTORS);

/// Whether a hyphen binds this prefix, in lower case, to the next word.
pub(crate) fn is_prefix(word: &str) -> bool {
    tables::PREFIXES.binary_search(&word).is_ok()
}

/// Bytes of the longest prefix.
pub(crate) const LONGEST_PREFIX: usize = longest(&tables::PREFIXES);

/// Bytes of the longest of some words.
const fn longest(words: &[&str]) -> usize {
    let (mut longest, mut index) = (0, 0);
    while index < words.len() {
        if words[index].len() > longest {
            longest = words[index].len();
        }
        index += 1;
    }
    longest
}

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
