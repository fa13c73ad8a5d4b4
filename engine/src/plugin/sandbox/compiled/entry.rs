//! The form of an entry's file.
//!
//! ```text
//! "textmill code 1\n"  16 bytes
//! key                  32 bytes
//! length of the body   8 bytes, little-endian
//! SHA-256 of the body  32 bytes
//! body                 as wasmtime serializes a component
//! ```

use sha2::{Digest, Sha256};

use super::key::CodeKey;

const MAGIC: &[u8; 16] = b"textmill code 1\n";

/// Bytes before the body.
pub(super) const HEAD_BYTES: usize = BEGINNING_BYTES + 8 + 32;

/// What needs no look at the body.
const BEGINNING_BYTES: usize = MAGIC.len() + CodeKey::BYTES;

/// What stands before a body.
pub(super) fn head(key: &CodeKey, body: &[u8]) -> Vec<u8> {
    let mut head = beginning(key).to_vec();
    head.extend_from_slice(&(body.len() as u64).to_le_bytes());
    head.extend_from_slice(&Sha256::digest(body));
    head
}

/// The body of an entry, if it is one of this form, under this key, whole and undamaged.
pub(super) fn body<'a>(entry: &'a [u8], key: &CodeKey) -> Option<&'a [u8]> {
    let (found, body) = entry.split_at_checked(HEAD_BYTES)?;
    // An entry of another key is known without the time that a hash takes. Then, compared with the only head that the body
    // can have under this key, no bit is left unchecked.
    (found.starts_with(&beginning(key)) && *found == *head(key, body)).then_some(body)
}

fn beginning(key: &CodeKey) -> [u8; BEGINNING_BYTES] {
    let mut beginning = [0; BEGINNING_BYTES];
    beginning[..MAGIC.len()].copy_from_slice(MAGIC);
    beginning[MAGIC.len()..].copy_from_slice(key.bytes());
    beginning
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{HEAD_BYTES, body, head};
    use crate::plugin::sandbox::compiled::key::CodeKey;

    fn entry(key: &CodeKey, content: &[u8]) -> Vec<u8> {
        [head(key, content).as_slice(), content].concat()
    }

    #[test]
    fn every_bit_of_an_entry_counts() {
        let key = CodeKey::of_bytes([7; 32]);
        let whole = entry(&key, b"some machine code");
        assert_eq!(whole.len(), HEAD_BYTES + 17);
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(body(&damaged, &key), None, "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn what_was_put_in_comes_out(bytes: [u8; 32], content: Vec<u8>) {
            let key = CodeKey::of_bytes(bytes);
            let entry = entry(&key, &content);
            prop_assert_eq!(body(&entry, &key), Some(content.as_slice()));
        }

        #[test]
        fn nothing_comes_out_under_another_key(one: [u8; 32], other: [u8; 32], content: Vec<u8>) {
            prop_assume!(one != other);
            let entry = entry(&CodeKey::of_bytes(one), &content);
            prop_assert_eq!(body(&entry, &CodeKey::of_bytes(other)), None);
        }

        #[test]
        fn nothing_comes_out_of_a_part_or_of_more(
            bytes: [u8; 32],
            content: Vec<u8>,
            length: prop::sample::Index,
            more in proptest::collection::vec(any::<u8>(), 1..9),
        ) {
            let key = CodeKey::of_bytes(bytes);
            let whole = entry(&key, &content);
            prop_assert_eq!(body(&whole[..length.index(whole.len())], &key), None);
            let longer = [whole, more].concat();
            prop_assert_eq!(body(&longer, &key), None);
        }

        #[test]
        fn any_bytes_are_no_entry(bytes: Vec<u8>) {
            prop_assert_eq!(body(&bytes, &CodeKey::of_bytes([0; 32])), None);
        }
    }
}
