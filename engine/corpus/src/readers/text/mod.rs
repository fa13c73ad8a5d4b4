//! Plain text: a document, or several where it is longer than one may be and that is asked.

mod pieces;

use std::io;

use super::whole::{Kind, Whole};
use crate::encoding::{Encoding, first_invalid, is_utf16_without_mark};
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Data, Reader, Refused, Stream};
use pieces::Pieces;

/// Begins with a text.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    let format = &*context.format;
    if let Some(message) = nul_at(&data.head).filter(|_| !may_have_nul(&data.head, format)) {
        return Ok(Box::new(Refused::new(name.unread(message))));
    }
    let may_be_long = data.size.is_none_or(|size| size > format.max_document);
    if format.split_long && may_be_long {
        return Ok(Box::new(Stream::new(Pieces::default(), data, name, context)));
    }
    Ok(Whole::open(Kind::Text, data, name, context))
}

/// Whether a text is in UTF-16, half the bytes of which may be NUL. Its marks are no UTF-8, and so no NUL byte is looked
/// for after them.
pub(super) fn may_have_nul(head: &[u8], format: &Format) -> bool {
    head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || format.encoding.map(Encoding::name).is_some_and(|name| name.starts_with("UTF-16"))
        || is_utf16_without_mark(head)
}

/// The message for binary data, which no text in UTF-8 or the like is; nothing for a text.
///
/// A text may have a NUL byte where a disk or a program failed, and be padded with them at its end. Binary data has many,
/// or other control characters.
pub(super) fn nul_at(bytes: &[u8]) -> Option<String> {
    let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let content = if end == 0 { bytes } else { &bytes[..end] };
    let nul = memchr::memchr(0, content)?;
    let nuls = memchr::memchr_iter(0, content).count();
    let is_control = |byte: &u8| matches!(byte, 1..=8 | 0xe..=0x1a | 0x1c..=0x1f);
    let is_binary = nuls > 1 + content.len() / MAX_NULS || content.iter().any(is_control);
    is_binary.then(|| format!("has a NUL byte at offset {nul}: binary data, or UTF-16 that is damaged"))
}

/// A text has at most one NUL byte among so many.
const MAX_NULS: usize = 512;

/// The message for binary data in which no NUL byte needs to be: it is not valid UTF-8, and has control characters of several
/// kinds all over it, as no text in an encoding of bytes has.
pub(super) fn controls_at(bytes: &[u8]) -> Option<String> {
    /// How many bytes are looked at.
    const SAMPLE: usize = 64 * 1024;
    const KINDS: u32 = 3;
    /// A text has at most one among so many.
    const MOST: usize = 32;
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let is_control = |byte: &u8| matches!(byte, 1..=8 | 0xe..=0x1a | 0x1c..=0x1f);
    let count = sample.iter().filter(|byte| is_control(byte)).count();
    if count <= KINDS as usize || count * MOST <= sample.len() {
        return None;
    }
    let kinds = sample.iter().filter(|byte| is_control(byte)).fold(0_u32, |kinds, byte| kinds | 1 << byte);
    let is_binary = kinds.count_ones() >= KINDS && first_invalid(bytes).is_some();
    let first = sample.iter().position(is_control).filter(|_| is_binary)?;
    Some(format!("has control characters all over it, the first at offset {first}: binary data"))
}

/// A text without the NUL characters with which it is padded, with U+FFFD in place of others, and whether there were
/// such.
pub(super) fn without_nul(text: String) -> (String, bool) {
    if memchr::memchr(0, text.as_bytes()).is_none() {
        return (text, false);
    }
    let content = text.trim_end_matches('\0');
    (content.replace('\0', "\u{fffd}"), content.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_characters_are_replaced_or_fall_off_the_end() {
        for (text, expected) in
            [("a", ("a", false)), ("a\0\0", ("a", false)), ("a\0b\0", ("a\u{fffd}b", true))]
        {
            let (freed, replaced) = without_nul(text.to_owned());
            assert_eq!((&*freed, replaced), expected);
        }
    }

    #[test]
    fn binary_data_is_told_from_a_text_with_a_flaw() {
        for (bytes, expected) in [
            (&b"a text"[..], None),
            (b"a text\0\0\0\0", None),
            (b"a\0text", None),
            (b"a\0te\0xt", Some(1)),
            (b"a\0te\x01xt", Some(1)),
            (b"\0\0\0\0", Some(0)),
            (b"\0\0a", Some(0)),
        ] {
            let message =
                |at| format!("has a NUL byte at offset {at}: binary data, or UTF-16 that is damaged");
            assert_eq!(nul_at(bytes), expected.map(message), "of {}", bytes.escape_ascii());
        }
    }

    #[test]
    fn binary_data_may_have_no_nul_byte() {
        let noise: Vec<u8> = (1..=255_u8).map(|n| n.wrapping_mul(167) | 1).collect();
        assert!(controls_at(&noise).is_some());
        for text in [
            &b"caf\xe9 \x01\x02\x03 and a text that goes on and on, as texts do, for many words and bytes"[..],
            b"1\x01caf\xe9\x012\x01th\xe9\x01",
            "1\u{1}\u{2}\u{3}\u{4}café".as_bytes(),
            b"",
        ] {
            assert_eq!(controls_at(text), None, "of {}", text.escape_ascii());
        }
    }
}
