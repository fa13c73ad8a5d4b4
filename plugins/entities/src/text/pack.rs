//! Keys of the lexicon in as few bytes as let them be compared: a letter of the Arabic block has one, not two.

/// Before the bytes of a character that is neither ASCII nor in the Arabic block. No key has it.
const ESCAPE: u8 = 1;

/// Calls `push` with each byte of the packed key. Two keys are packed alike only where they are the same.
pub(crate) fn pack(key: &str, mut push: impl FnMut(u8)) {
    let mut bytes = key.bytes();
    while let Some(first) = bytes.next() {
        match first {
            0xD8 => push(bytes.next().unwrap_or_default()),
            0xD9 => push(bytes.next().unwrap_or_default() | 0x40),
            ..0x80 => push(first),
            _ => {
                push(ESCAPE);
                push(first);
                // How many bytes follow stands in the first.
                for _ in 1..first.leading_ones() {
                    push(bytes.next().unwrap_or_default());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::pack;

    fn packed(key: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        pack(key, |byte| bytes.push(byte));
        bytes
    }

    #[test]
    fn arabic_letters_have_one_byte() {
        assert_eq!(packed("محمد").len(), 4);
        assert_eq!(packed("o'neil").len(), 6);
        assert_eq!(packed("ş中").len(), 7);
    }

    proptest! {
        #[test]
        fn keys_that_differ_are_packed_differently(first in "[a-zء-ي؀-ٿé中]{0,4}", second in "[a-zء-ي؀-ٿé中]{0,4}") {
            prop_assert_eq!(first == second, packed(&first) == packed(&second));
        }
    }
}
