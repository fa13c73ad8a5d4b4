//! Tables of the characters from U+0600 to U+06FF, by the bytes that a text has of them.

/// How many places there are from the first character's to the last one's. A quarter of them is used.
pub const ARABIC_PLACES: usize = arabic_place([0xDB, 0xBF]) + 1;

/// Where a character from U+0600 to U+06FF stands in a table, by the two bytes that it has in UTF-8: below [`ARABIC_PLACES`]
/// for these alone. A letter of a text is so found without being decoded.
///
/// ```
/// use textmill_text::{ARABIC_PLACES, arabic_place};
///
/// let mut names = [""; ARABIC_PLACES];
/// names[arabic_place([0xD8, 0xB3])] = "seen";
/// assert_eq!("س".as_bytes().as_chunks().0, [[0xD8, 0xB3]]);
/// assert!(arabic_place([b'a', b'b']) >= ARABIC_PLACES);
/// ```
#[inline]
#[must_use]
pub const fn arabic_place(bytes: [u8; 2]) -> usize {
    u16::from_be_bytes(bytes).wrapping_sub(0xD880) as usize
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{ARABIC_PLACES, arabic_place};

    #[test]
    fn only_characters_of_the_block_have_a_place() {
        let block: Vec<[u8; 2]> = (0x600..0x700)
            .filter_map(char::from_u32)
            .map(|character| {
                let mut bytes = [0; 2];
                character.encode_utf8(&mut bytes);
                bytes
            })
            .collect();
        let other = (0..=u16::MAX).map(u16::to_be_bytes).filter(|bytes| core::str::from_utf8(bytes).is_ok());
        for bytes in other {
            assert_eq!(arabic_place(bytes) < ARABIC_PLACES, block.contains(&bytes), "{bytes:?}");
        }
    }
}
