//! How data stand in a page: JSON and packed bytes in elements that no browser runs.

use std::fmt::Write as _;

use miniz_oxide::deflate::compress_to_vec;
use serde_json::Value;

/// JSON as the content of a `script` element: whatever it says, it neither ends the element nor begins a comment.
pub(crate) fn json(value: &Value) -> String {
    let text = value.to_string();
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                write!(safe, "\\u{:04x}", u32::from(character))
                    .expect("a string takes all that is written to it");
            }
            _ => safe.push(character),
        }
    }
    safe
}

/// How hard the packer tries, of 0 to 10: the sizes of 6 are within 2 % of those of 9, in a third of the time.
const LEVEL: u8 = 6;

/// Bytes packed with Deflate (RFC 1951), in Base64.
pub(crate) fn packed(bytes: &[u8]) -> String {
    base64(&compress_to_vec(bytes, LEVEL))
}

/// Bytes in Base64 (RFC 4648), with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        for digit in 0..4 {
            let shift = 18 - 6 * digit;
            text.push(if digit > group.len() {
                '='
            } else {
                char::from(DIGITS[(bits >> shift & 63) as usize])
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn json_cannot_end_its_element() {
        let hostile = json!({"</script><script>": "<!-- & \u{2028}\u{2029} \u{202e}"});
        let safe = json(&hostile);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{safe}");
        assert_eq!(serde_json::from_str::<Value>(&safe).unwrap(), hostile);
    }
}
