//! What a packed entry of the property table says, shared by `build.rs` and [`super`].

use super::classes::{Category, SentenceBreak, WordBreak, layout};

/// The properties of one character, packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Properties(u16);

impl Properties {
    /// What an entry of the packed table says.
    #[inline]
    pub(crate) fn from_bits(bits: u16) -> Self {
        Properties(bits)
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
