//! Runs of letters, eight bytes at a time: arithmetic on a machine word that any processor does alike.

/// A byte of each of the eight.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The low and the high byte of each of four characters of two bytes.
const fn each_pair(low: u8, high: u8) -> u64 {
    u64::from_le_bytes([low, high, low, high, low, high, low, high])
}

/// How many ASCII letters stand at the low end of eight bytes.
#[inline(always)]
pub(super) fn ascii(bytes: u64) -> u32 {
    const HIGH: u64 = each(0x80);
    let small = bytes & !HIGH | each(0x20);
    // The high bit of a byte says: not before `a`; after `z`. No sum runs over into the next byte.
    let from_a = small + each(0x80 - b'a');
    let after_z = small + each(0x80 - b'z' - 1);
    let others = (!from_a | after_z | bytes) & HIGH;
    others.trailing_zeros() / 8
}

/// How many ASCII digits stand at the low end of eight bytes.
#[inline(always)]
pub(super) fn digits(bytes: u64) -> u32 {
    const HIGH: u64 = each(0x80);
    let low = bytes & !HIGH;
    let from_zero = low + each(0x80 - b'0');
    let after_nine = low + each(0x80 - b'9' - 1);
    let others = (!from_zero | after_nine | bytes) & HIGH;
    others.trailing_zeros() / 8
}

/// How many bytes of the Arabic letters U+0620 to U+064A, the tatweel among them, stand at the low end of eight bytes
/// that begin with a character.
#[inline(always)]
pub(crate) fn arabic(bytes: u64) -> u32 {
    const HIGH: u64 = each_pair(0, 0x80);
    // U+0600 to U+067F are a lead byte of 0xD8 or 0xD9 and one of six bits: seven bits number them. Any other lead makes
    // a number that is greater, and none is so great that it would reach the next one.
    let rest = bytes ^ each_pair(0xD8, 0x80);
    let number = ((rest & each_pair(0xFF, 0)) << 6) + (rest >> 8 & each_pair(0xFF, 0));
    let from_first = number + (HIGH - each_pair(0x20, 0));
    let after_last = number + (HIGH - each_pair(0x4B, 0));
    let others = (!from_first | after_last) & HIGH;
    others.trailing_zeros() / 16 * 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{arabic, ascii, digits};
    use crate::forms::eight;
    use crate::unicode::Class;

    #[test]
    fn each_byte_is_a_letter_or_none() {
        for byte in 0..=255u8 {
            let letters = ascii(u64::from_le_bytes([b'x', byte, b'y', 0, 0, 0, 0, 0]));
            assert_eq!(letters, if byte.is_ascii_alphabetic() { 3 } else { 1 }, "{byte:#x}");
            let digits = digits(u64::from_le_bytes([b'1', byte, b'9', 0, 0, 0, 0, 0]));
            assert_eq!(digits, if byte.is_ascii_digit() { 3 } else { 1 }, "{byte:#x}");
        }
    }

    #[test]
    fn each_character_is_an_arabic_letter_or_none() {
        for character in ('\u{80}'..='\u{7FF}').chain(['a', '語', '😀']) {
            let text = format!("سس{character}");
            let expected = if ('\u{620}'..='\u{64A}').contains(&character) { 6 } else { 4 };
            assert_eq!(arabic(eight(text.as_bytes(), 0)), expected, "{character:?}");
            assert!(expected == 4 || Class::of(character).is(Class::LETTER));
        }
    }

    proptest! {
        #[test]
        fn counts_are_those_of_a_loop(text in "[a-zA-Z@\\[`{ é0]{0,9}|[\u{61F}-\u{650} a]{0,9}") {
            let first = text.bytes().take(8).take_while(u8::is_ascii_alphabetic).count();
            prop_assert_eq!(ascii(eight(text.as_bytes(), 0)) as usize, first);
            let is_letter = |character: &char| ('\u{620}'..='\u{64A}').contains(character);
            let first = text.chars().take(4).take_while(is_letter).count() * 2;
            prop_assert_eq!(arabic(eight(text.as_bytes(), 0)) as usize, first);
        }
    }
}
