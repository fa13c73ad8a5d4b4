//! Character properties, one table look-up each.
//!
//! The tables are made by `build.rs` from the Unicode Character Database, version 18.

mod classes;
mod tables {
    include!(concat!(env!("OUT_DIR"), "/unicode_tables.rs"));
}

use classes::layout;
pub use classes::{Category, SentenceBreak, WordBreak};

/// The properties of one character, packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Properties(u16);

impl Properties {
    /// The properties of `character`.
    #[inline]
    pub fn of(character: char) -> Self {
        let code = character as usize;
        let block = tables::PROPERTY_INDEX[code / layout::BLOCK] as usize;
        Properties(tables::PROPERTY_BLOCKS[block][code % layout::BLOCK])
    }

    /// Word_Break (UAX #29).
    #[inline]
    pub fn word_break(self) -> WordBreak {
        use WordBreak::*;
        const VALUES: [WordBreak; 32] = padded([
            Other,
            Cr,
            Lf,
            Newline,
            Extend,
            Zwj,
            Format,
            Katakana,
            HebrewLetter,
            ALetter,
            SingleQuote,
            DoubleQuote,
            MidNumLet,
            MidLetter,
            MidNum,
            Numeric,
            ExtendNumLet,
            RegionalIndicator,
            WSegSpace,
        ]);
        VALUES[(self.0 >> layout::WORD_BREAK) as usize & 31]
    }

    /// Sentence_Break (UAX #29).
    #[inline]
    pub fn sentence_break(self) -> SentenceBreak {
        use SentenceBreak::*;
        const VALUES: [SentenceBreak; 16] = padded([
            Other, Cr, Lf, Extend, Sep, Format, Sp, Lower, Upper, OLetter, Numeric, ATerm, SContinue, STerm,
            Close,
        ]);
        VALUES[(self.0 >> layout::SENTENCE_BREAK) as usize & 15]
    }

    /// General_Category, coarsened.
    #[inline]
    pub fn category(self) -> Category {
        use Category::*;
        const VALUES: [Category; 8] = padded([Other, Letter, Mark, Number, Punctuation, Symbol, Space]);
        VALUES[(self.0 >> layout::CATEGORY) as usize & 7]
    }

    /// Extended_Pictographic: emoji, and what may become one.
    #[inline]
    pub fn is_pictographic(self) -> bool {
        self.0 >> layout::PICTOGRAPHIC & 1 == 1
    }

    /// Emoji_Presentation: shown as emoji without a variation selector.
    #[inline]
    pub fn is_emoji_by_default(self) -> bool {
        self.0 >> layout::EMOJI & 1 == 1
    }

    /// A letter or mark of a script without spaces between words that only a dictionary can cut (Thai, Lao,
    /// Khmer, Myanmar): Line_Break is SA.
    #[inline]
    pub fn needs_dictionary(self) -> bool {
        self.0 >> layout::COMPLEX_CONTEXT & 1 == 1
    }
}

/// `known`, in the order of their discriminants, then the first of them up to `M`, so that any bits that a
/// packed entry can hold are an index.
const fn padded<T: Copy, const N: usize, const M: usize>(known: [T; N]) -> [T; M] {
    let mut values = [known[0]; M];
    let mut i = 0;
    while i < N {
        values[i] = known[i];
        i += 1;
    }
    values
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
        let block = tables::SCRIPT_INDEX[code / layout::BLOCK] as usize;
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
