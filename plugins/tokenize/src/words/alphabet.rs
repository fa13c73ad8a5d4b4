//! Alphabets whose letters are told many at once.

use super::letters;
use crate::unicode::Script;

/// Letters that are known by arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// Of ASCII, a byte each.
    Latin,
    /// U+0620 to U+064A, two bytes each.
    Arabic,
}

impl Alphabet {
    /// How many bytes of its letters stand at the low end of eight bytes that begin with a character.
    #[inline(always)]
    pub(super) fn letters(self, eight: u64) -> u32 {
        match self {
            Alphabet::Latin => letters::ascii(eight),
            Alphabet::Arabic => letters::arabic(eight),
        }
    }

    pub(super) fn script(self) -> Script {
        match self {
            Alphabet::Latin => Script::LATIN,
            Alphabet::Arabic => Script::ARABIC,
        }
    }

    pub(super) fn bytes_of_a_letter(self) -> u64 {
        match self {
            Alphabet::Latin => 1,
            Alphabet::Arabic => 2,
        }
    }
}
