//! Text files: which encoding, and how its bytes become a `String`.

use std::io::{self, Read};

/// An encoding that is told apart by its byte-order mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Also where there is no mark.
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,
}

impl Encoding {
    /// The encoding of an input that begins with `head`, and the length of its mark in bytes.
    pub(super) fn of(head: &[u8]) -> (Self, usize) {
        match head {
            [0xef, 0xbb, 0xbf, ..] => (Self::Utf8, 3),
            [0xff, 0xfe, ..] => (Self::Utf16LittleEndian, 2),
            [0xfe, 0xff, ..] => (Self::Utf16BigEndian, 2),
            _ => (Self::Utf8, 0),
        }
    }

    /// Decodes `bytes`, which have no mark. What is not valid becomes U+FFFD, and the second value says so.
    pub(super) fn decode(self, bytes: Vec<u8>) -> (String, bool) {
        match self {
            Self::Utf8 => decode_utf8(bytes),
            Self::Utf16LittleEndian => decode_utf16(&bytes, u16::from_le_bytes),
            Self::Utf16BigEndian => decode_utf16(&bytes, u16::from_be_bytes),
        }
    }
}

fn decode_utf8(bytes: Vec<u8>) -> (String, bool) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, bool) {
    let (pairs, rest) = bytes.as_chunks();
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = !rest.is_empty();
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        replaced |= decoded.is_err();
        text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (text, replaced)
}

/// Reads `reader` to its end; nothing if there are more than `limit` bytes. `size` is what is expected.
pub(super) fn read_within(reader: impl Read, size: u64, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limit)).unwrap_or(0));
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, replaced: bool) {
        let (encoding, mark) = Encoding::of(bytes);
        assert_eq!(encoding.decode(bytes[mark..].to_vec()), (text.to_owned(), replaced));
    }

    #[test]
    fn utf8_loses_its_mark_alone() {
        check(b"", "", false);
        check("plain سلام".as_bytes(), "plain سلام", false);
        check(b"\xef\xbb\xbfmarked", "marked", false);
        check(b"\xef\xbb\xbf", "", false);
        check("in\u{feff}side".as_bytes(), "in\u{feff}side", false);
    }

    #[test]
    fn utf16_is_known_by_its_mark() {
        check(b"\xff\xfes\0\x33\x06", "sس", false);
        check(b"\xfe\xff\0s\x06\x33", "sس", false);
        check(b"\xff\xfe\x3d\xd8\x00\xde", "😀", false);
        check(b"\xff\xfe", "", false);
    }

    #[test]
    fn what_is_not_valid_is_replaced() {
        check(b"caf\xe9 noir", "caf\u{fffd} noir", true);
        check(b"cut \xd8", "cut \u{fffd}", true);
        check(b"\xff\xfes\0\x3d\xd8s\0", "s\u{fffd}s", true);
        check(b"\xff\xfes\0s", "s\u{fffd}", true);
    }

    #[test]
    fn no_more_is_read_than_the_limit() {
        assert_eq!(read_within(&b"1234"[..], 4, 4).unwrap(), Some(b"1234".to_vec()));
        assert_eq!(read_within(&b"12345"[..], 1, 4).unwrap(), None);
        assert_eq!(read_within(io::repeat(b'a'), u64::MAX, 4).unwrap(), None);
    }
}
