//! The class of a character in the scan of a text: what it promises, so that the rules need not be asked.

use super::classes::class;
use super::{number, tables};

/// Promises of a character; none is broken by what stands around it. See [`super::classes::class`] for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class(u8);

impl Class {
    /// A letter that joins letters and digits.
    pub(crate) const LETTER: Class = Class(class::LETTER);
    /// A digit that joins letters and digits.
    pub(crate) const DIGIT: Class = Class(class::DIGIT);
    /// What belongs to the character before it.
    pub(crate) const MARK: Class = Class(class::MARK);
    /// White space that breaks no line.
    pub(crate) const SPACE: Class = Class(class::SPACE);
    /// A line break.
    pub(crate) const LINE: Class = Class(class::LINE);
    /// A mark or symbol that is a token by itself.
    pub(crate) const LONE: Class = Class(class::LONE);
    /// Letters, digits and their marks.
    pub(crate) const WORD: Class = Class(class::LETTER | class::DIGIT | class::MARK);
    /// The end of the text.
    pub(crate) const END: Class = Class(class::ENDS_LETTERS | class::ENDS_DIGITS);
    /// What is no mark and no joiner.
    const BASE: u8 = !class::MARK;

    /// Of an ASCII character.
    #[inline(always)]
    pub(crate) fn of_ascii(byte: u8) -> Self {
        Class(tables::ONE_BYTE[usize::from(byte & 0x7F)])
    }

    /// Of a character that UTF-8 has two bytes for.
    #[inline]
    pub(crate) fn of_two_bytes(lead: u8, next: u8) -> Self {
        Class(tables::TWO_BYTES[usize::from(lead & 0x1F) << 6 | usize::from(next & 0x3F)])
    }

    /// Of any character.
    #[inline]
    pub(crate) fn of(character: char) -> Self {
        Class(tables::CLASSES[usize::from(number(character))])
    }

    /// Of the character at `position`, with its length in bytes; [`Class::END`] and 0 at the end.
    #[inline]
    pub(crate) fn at(text: &str, position: usize) -> (Self, usize) {
        match text.as_bytes()[position..] {
            [] => (Class::END, 0),
            [byte @ 0..0x80, ..] => (Class::of_ascii(byte), 1),
            [lead @ 0xC0..0xE0, next, ..] => (Class::of_two_bytes(lead, next), 2),
            _ => Class::at_wide(text, position),
        }
    }

    #[cold]
    fn at_wide(text: &str, position: usize) -> (Self, usize) {
        text[position..]
            .chars()
            .next()
            .map_or((Class::END, 0), |character| (Class::of(character), character.len_utf8()))
    }

    /// Whether it keeps any of the promises of `other`.
    #[inline]
    pub(crate) fn is(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it promises nothing but to end what is before it.
    #[inline]
    pub(crate) fn promises_nothing(self) -> bool {
        self.0 & !(class::ENDS_LETTERS | class::ENDS_DIGITS) == 0
    }

    /// Both promises.
    #[inline]
    pub(crate) fn with(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }

    /// Whether nothing of a segment that ends before it can join it, as a mark or a joiner might.
    #[inline]
    pub(crate) fn is_apart(self) -> bool {
        self.0 & Class::BASE != 0
    }

    /// Whether it ends a word or number that ends with a character of the class `last`.
    #[inline(always)]
    pub(crate) fn ends(self, last: Class) -> bool {
        self.0 & if last.is(Class::DIGIT) { class::ENDS_DIGITS } else { class::ENDS_LETTERS } != 0
    }
}
