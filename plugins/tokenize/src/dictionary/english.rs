//! Frequent English words, by which the halves of a word at the end of a line are told from those of a compound.

use std::sync::LazyLock;

use super::filter::Filter;
use super::hash::WordHash;

/// Bits of the slots: one of so many strings that are no words is taken for one as these can tell apart.
pub const ENGLISH_BITS: u32 = 8;

static STORED: &[u8] = include_bytes!("../../lexicon/english.bin");
static SHIPPED: LazyLock<Option<Filter<'static>>> =
    LazyLock::new(|| Filter::read(STORED, ENGLISH_BITS).map(|(words, _)| words));

/// Whether letters, in any case, are a frequent English word.
pub(crate) fn is_english(letters: impl Iterator<Item = u8>) -> bool {
    let hash = WordHash::of_english(letters.map(|letter| u32::from(letter.to_ascii_lowercase())));
    SHIPPED.is_some_and(|words| words.number(hash.finish(words.seed())) == 0)
}

#[cfg(test)]
mod tests {
    use super::is_english;

    #[test]
    fn words_are_known() {
        for word in ["government", "representatives", "Publication", "something"] {
            assert!(is_english(word.bytes()), "{word}");
        }
        for word in ["tatives", "lication", "wellknown", "farmequipment"] {
            assert!(!is_english(word.bytes()), "{word}");
        }
    }
}
