//! The character classes that the packed property table holds, shared by `build.rs`, which packs them, and by
//! [`super`], which unpacks them.

/// Values of the property Word_Break (UAX #29, table 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum WordBreak {
    /// Breaks from everything but what extends it.
    Other,
    /// Carriage return.
    Cr,
    /// Line feed.
    Lf,
    /// Other line breaks.
    Newline,
    /// Marks and other characters that extend the one before.
    Extend,
    /// U+200D ZERO WIDTH JOINER.
    Zwj,
    /// Format characters, such as bidirectional controls.
    Format,
    /// Katakana.
    Katakana,
    /// Hebrew letters.
    HebrewLetter,
    /// Letters of scripts that part words by spaces.
    ALetter,
    /// The apostrophe.
    SingleQuote,
    /// The quotation mark.
    DoubleQuote,
    /// Joins two letters or two digits: full stop, `’`.
    MidNumLet,
    /// Joins two letters: colon, middle dot.
    MidLetter,
    /// Joins two digits: comma, `٬`.
    MidNum,
    /// Decimal digits and the Arabic decimal separator.
    Numeric,
    /// Underscore and its kin.
    ExtendNumLet,
    /// Half of a flag.
    RegionalIndicator,
    /// A horizontal space that does not forbid a line break.
    WSegSpace,
}

/// Values of the property Sentence_Break (UAX #29, table 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SentenceBreak {
    /// Everything else.
    Other,
    /// Carriage return.
    Cr,
    /// Line feed.
    Lf,
    /// Marks and joiners.
    Extend,
    /// Line and paragraph separators.
    Sep,
    /// Format characters.
    Format,
    /// Horizontal spaces.
    Sp,
    /// Lower-case letters.
    Lower,
    /// Upper-case letters.
    Upper,
    /// Letters without case.
    OLetter,
    /// Decimal digits.
    Numeric,
    /// Full stops, which may be something else.
    ATerm,
    /// Continuing punctuation: comma, colon.
    SContinue,
    /// Unambiguous ends: `!`, `?`, `؟`.
    STerm,
    /// Closing and other quotes and brackets.
    Close,
}

/// General_Category, coarsened; white space of category Cc counts as [`Category::Space`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Category {
    /// Controls, format characters, surrogates, unassigned code points.
    Other,
    /// L*.
    Letter,
    /// M*.
    Mark,
    /// N*.
    Number,
    /// P*.
    Punctuation,
    /// S*.
    Symbol,
    /// Z* and white space among the controls.
    Space,
}

/// Where each property stands in a packed entry.
pub(crate) mod layout {
    /// Word_Break: five bits from here.
    pub(crate) const WORD_BREAK: u32 = 0;
    /// Sentence_Break: four bits from here.
    pub(crate) const SENTENCE_BREAK: u32 = 5;
    /// [`super::Category`]: three bits from here.
    pub(crate) const CATEGORY: u32 = 9;
    /// Extended_Pictographic.
    pub(crate) const PICTOGRAPHIC: u32 = 12;
    /// Emoji_Presentation.
    pub(crate) const EMOJI: u32 = 13;
    /// Line_Break is SA: scripts that write no spaces and need a dictionary (Thai, Lao, Khmer, Myanmar).
    pub(crate) const COMPLEX_CONTEXT: u32 = 14;
    /// Code points in a block of a table.
    pub(crate) const BLOCK: usize = 32;
    /// Blocks in a plane of a table. Of the thousands of planes and blocks most are equal, and are stored once.
    pub(crate) const PLANE: usize = 128;
}

/// What the scan of a text must know of a character, as bits; see [`super::Class`], which names what they say.
///
/// Each bit is a promise that makes asking the rules needless. A character without any is left to them.
pub(crate) mod class {
    /// A letter that joins letters and digits: Word_Break is ALetter, and no dictionary is needed.
    pub(crate) const LETTER: u8 = 1;
    /// A decimal digit that joins letters and digits.
    pub(crate) const DIGIT: u8 = 1 << 1;
    /// Belongs to the character before it (WB4), and joins nothing after it, as a joiner may.
    pub(crate) const MARK: u8 = 1 << 2;
    /// White space that breaks no line: no token, together with the marks after it.
    pub(crate) const SPACE: u8 = 1 << 3;
    /// A line break: no token.
    pub(crate) const LINE: u8 = 1 << 4;
    /// A mark or symbol that is a token by itself: nothing joins it but marks, and the same again.
    pub(crate) const LONE: u8 = 1 << 5;
    /// Ends a word whose last letter it follows, whatever comes after it.
    pub(crate) const ENDS_LETTERS: u8 = 1 << 6;
    /// Ends a word or number whose last digit it follows, whatever comes after it.
    pub(crate) const ENDS_DIGITS: u8 = 1 << 7;
}
