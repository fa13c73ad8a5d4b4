//! What stands in the text of a message and is none of it: keys and signatures of PGP (RFC 9580), and files in uuencode and
//! yEnc, as mail and news had them before MIME.

use super::message::ATTACHMENTS;
use crate::source::Removed;

/// A text without them, in lines that end with line feeds; what is taken out is added to `removed`.
///
/// A part that has no end is text. Of a message that is signed by PGP the text stays, as it was before it was signed.
pub(super) fn without(text: String, removed: &mut Vec<Removed>) -> String {
    const MARKS: [&str; 3] = ["-----BEGIN PGP ", "begin ", "=ybegin "];
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return text;
    }
    let mut kept = String::with_capacity(text.len());
    let (mut rest, mut is_signed) = (&*text, false);
    // Nothing is looked for a second time that is not there.
    let mut absent: Vec<&str> = Vec::new();
    while !rest.is_empty() {
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        let content = line.trim_end();
        let after = &rest[line.len()..];
        let end = Packed::begins(content, after).and_then(|packed| {
            let mark = packed.end();
            let end = if absent.contains(&mark) { None } else { packed.length(after) };
            if end.is_none() {
                absent.push(mark);
            }
            Some((packed, end?))
        });
        match end {
            Some((packed, end)) => {
                is_signed = packed == Packed::Signed || (is_signed && packed != Packed::Signature);
                let passage = rest[..line.len() + end].to_owned();
                removed.push(Removed { kind: ATTACHMENTS, text: passage });
                rest = &after[end..];
            }
            None => {
                // A dash at the beginning of a line that was signed has another before it.
                let plain = if is_signed { line.strip_prefix("- ").unwrap_or(line) } else { line };
                kept.push_str(plain);
                rest = after;
            }
        }
    }
    kept
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packed {
    /// The head of a signed text: its own lines up to an empty one.
    Signed,
    Signature,
    Key,
    UuEncoded,
    YEncoded,
}

impl Packed {
    /// What begins with a line, before others.
    fn begins(line: &str, after: &str) -> Option<Self> {
        match line {
            "-----BEGIN PGP SIGNED MESSAGE-----" => Some(Self::Signed),
            "-----BEGIN PGP SIGNATURE-----" => Some(Self::Signature),
            "-----BEGIN PGP PUBLIC KEY BLOCK-----" => Some(Self::Key),
            _ if line.starts_with("=ybegin ") && line.contains(" size=") => Some(Self::YEncoded),
            _ => is_uuencoded(line, after).then_some(Self::UuEncoded),
        }
    }

    /// The beginning of the line that ends it.
    fn end(self) -> &'static str {
        match self {
            Self::Signed => "",
            Self::Signature => "-----END PGP SIGNATURE-----",
            Self::Key => "-----END PGP PUBLIC KEY BLOCK-----",
            Self::UuEncoded => "end",
            Self::YEncoded => "=yend ",
        }
    }

    /// How long it is from behind its first line.
    fn length(self, after: &str) -> Option<usize> {
        let mut length = 0;
        for line in after.split_inclusive('\n') {
            length += line.len();
            let content = line.trim_end();
            let ends = match self {
                Self::Signed | Self::UuEncoded => content == self.end(),
                _ => content.starts_with(self.end()),
            };
            if ends {
                return Some(length);
            }
        }
        None
    }
}

/// The rights and the name of a file, and a line whose first character tells how many bytes it has.
fn is_uuencoded(line: &str, after: &str) -> bool {
    let mut words = line.splitn(3, ' ');
    let is_mode =
        |mode: &str| (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| byte.is_ascii_digit());
    let begins = words.next() == Some("begin")
        && words.next().is_some_and(is_mode)
        && words.next().is_some_and(|name| !name.is_empty());
    let first = after.split('\n').next().unwrap_or_default().trim_end_matches('\r').as_bytes();
    begins
        && first.first().is_some_and(|&length| {
            let bytes = usize::from(length.wrapping_sub(b' ') & 0x3f);
            let characters = bytes.div_ceil(3) * 4;
            // Blanks at the end of a line are lost, and some programs put a character there.
            (b' '..=b'`').contains(&length) && first.len() <= characters + 2
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    fn without(text: &str) -> String {
        let mut removed = Vec::new();
        let kept = super::without(text.to_owned(), &mut removed);
        let bytes: usize = removed.iter().map(|passage| passage.text.len()).sum();
        // The dashes before lines that were signed are none of it.
        let dashes = if text.contains("SIGNED") { 2 * text.matches("\n- ").count() } else { 0 };
        assert!((kept.len() + bytes..=kept.len() + bytes + dashes).contains(&text.len()), "of {text}");
        kept
    }

    #[test]
    fn what_is_packed_is_no_text() {
        for (text, expected) in [
            ("one\nbegin 644 a.bin\n#0V%T\n`\nend\ntwo\n", "one\ntwo\n"),
            ("one\n=ybegin line=128 size=3 name=a.bin\nabc\n=yend size=3\ntwo", "one\ntwo"),
            (
                "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\none\n- -- \ntwo\n\
                 -----BEGIN PGP SIGNATURE-----\n\niQEz\n=abcd\n-----END PGP SIGNATURE-----\n- three\n",
                "one\n-- \ntwo\n- three\n",
            ),
            (
                "one\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN\n-----END PGP PUBLIC KEY BLOCK-----\ntwo",
                "one\ntwo",
            ),
            ("begin 644 a.bin\n#0V%T\n`\n", "begin 644 a.bin\n#0V%T\n`\n"),
            (
                "begin 644 of it\nand this is a longer line of a text\nend\n",
                "begin 644 of it\nand this is a longer line of a text\nend\n",
            ),
            ("begin at the\nend\n", "begin at the\nend\n"),
            (
                "-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----\n",
                "-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----\n",
            ),
            ("- one\n", "- one\n"),
        ] {
            assert_eq!(without(text), expected, "of {text}");
        }
    }

    #[test]
    fn time_is_linear_where_nothing_ends() {
        for line in [
            "begin 644 a\n#0V%T\n",
            "-----BEGIN PGP SIGNATURE-----\n",
            "=ybegin line=1 size=1\n",
            "-----BEGIN PGP SIGNED MESSAGE-----\n",
        ] {
            let text = line.repeat(100_000);
            assert_eq!(without(&text), text);
        }
    }

    proptest! {
        #[test]
        fn what_has_no_mark_is_left(text in "[a-zس \n-]{0,60}") {
            prop_assert_eq!(without(&text), text.as_str());
        }
    }
}
