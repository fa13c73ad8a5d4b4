//! Character properties, by tables of three stages.
//!
//! The tables are made by `build.rs` from the Unicode Character Database, version 18.

mod class;
mod classes;
mod properties;
mod tables {
    include!(concat!(env!("OUT_DIR"), "/unicode_tables.rs"));
}

pub(crate) use class::Class;
use classes::layout;
pub use classes::{Category, SentenceBreak, WordBreak};
pub use properties::Properties;

impl Properties {
    /// The properties of `character`.
    #[inline]
    pub fn of(character: char) -> Self {
        Properties::from_bits(tables::PROPERTIES[usize::from(number(character))])
    }
}

/// The number of what is stored of a character: characters that are alike share one.
#[inline]
fn number(character: char) -> u8 {
    let code = character as usize;
    let plane = tables::CHARACTER_INDEX[code / (layout::BLOCK * layout::PLANE)] as usize;
    let block = tables::CHARACTER_PLANES[plane][code / layout::BLOCK % layout::PLANE] as usize;
    tables::CHARACTER_BLOCKS[block][code % layout::BLOCK]
}

/// A script of the Unicode Character Database (UAX #24), by a number of this build's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script(u8);

impl Script {
    /// How many scripts there are: every [`Script::number`] is below this.
    pub const COUNT: usize = tables::SCRIPT_NAMES.len();

    /// Arabic, with Persian, Urdu and all others that are written in it.
    pub const ARABIC: Self = Self(tables::ARABIC);
    /// Chinese characters, in whatever language.
    pub const HAN: Self = Self(tables::HAN);
    /// Korean syllables and letters.
    pub const HANGUL: Self = Self(tables::HANGUL);
    /// One of the two Japanese syllabaries.
    pub const HIRAGANA: Self = Self(tables::HIRAGANA);
    /// The other Japanese syllabary.
    pub const KATAKANA: Self = Self(tables::KATAKANA);
    /// Latin.
    pub const LATIN: Self = Self(tables::LATIN);

    /// Whether it is a script at all: not `Common`, `Inherited` or `Unknown`.
    #[inline]
    pub fn is_proper(self) -> bool {
        !matches!(self.0, tables::COMMON | tables::INHERITED | tables::UNKNOWN)
    }

    /// The property Script of `character`; punctuation, digits and emoji are of the script `Common`.
    #[inline]
    pub fn of(character: char) -> Self {
        let code = character as usize;
        let plane = tables::SCRIPT_INDEX[code / (layout::BLOCK * layout::PLANE)] as usize;
        let block = tables::SCRIPT_PLANES[plane][code / layout::BLOCK % layout::PLANE] as usize;
        Script(tables::SCRIPT_BLOCKS[block][code % layout::BLOCK])
    }

    /// A number to index tables with; not stable across versions of Unicode.
    #[inline]
    pub fn number(self) -> usize {
        self.0 as usize
    }

    /// The script with this number, if there is one.
    pub fn from_number(number: usize) -> Option<Self> {
        (number < Self::COUNT).then_some(Script(number as u8))
    }

    /// Unicode's long name, such as `Arabic`.
    pub fn name(self) -> &'static str {
        tables::SCRIPT_NAMES[self.number()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_marks() {
        for (character, word, category) in [
            ('a', WordBreak::ALetter, Category::Letter),
            ('ع', WordBreak::ALetter, Category::Letter),
            ('ש', WordBreak::HebrewLetter, Category::Letter),
            ('٣', WordBreak::Numeric, Category::Number),
            ('\u{064E}', WordBreak::Extend, Category::Mark),
            ('٪', WordBreak::Other, Category::Punctuation),
            ('€', WordBreak::Other, Category::Symbol),
            ('\n', WordBreak::Lf, Category::Space),
            ('\u{10FFFF}', WordBreak::Other, Category::Other),
        ] {
            let properties = Properties::of(character);
            assert_eq!((properties.word_break(), properties.category()), (word, category), "{character:?}");
        }
    }

    #[test]
    fn scripts_have_their_long_names() {
        for (character, name) in [('x', "Latin"), ('ش', "Arabic"), ('।', "Common"), ('の', "Hiragana")] {
            assert_eq!(Script::of(character).name(), name, "{character:?}");
        }
    }

    #[test]
    fn flags() {
        assert!(Properties::of('😀').is_emoji_by_default());
        assert!(Properties::of('❤').is_pictographic() && !Properties::of('❤').is_emoji_by_default());
        assert!(Properties::of('ก').needs_dictionary() && !Properties::of('の').needs_dictionary());
    }
}
