//! Encodings that are known by name and not read: those whose characters stand between signs of ASCII, which look like
//! UTF-8 that is valid, and old ones of bytes.

use super::charset::{Charset, UTF_8, code_page};

/// An encoding of seven bits.
struct Shifted {
    /// How `iconv` calls it.
    name: &'static str,
    labels: &'static [&'static str],
    shows: fn(&[u8], Told) -> bool,
}

/// Whether somebody says that a text is in an encoding: then one sign of it is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Declared,
    Nobody,
}

const SHIFTED: [Shifted; 4] = [
    Shifted {
        name: "UTF-7",
        labels: &["utf-7", "utf7", "unicode-1-1-utf-7", "csunicode11utf7"],
        shows: is_utf7,
    },
    Shifted { name: "HZ", labels: &["hz-gb-2312", "hz", "hzgb2312"], shows: is_hz },
    Shifted {
        name: "ISO-2022-KR",
        labels: &["iso-2022-kr", "csiso2022kr"],
        shows: |bytes, _| calls(bytes, b"$)C"),
    },
    Shifted {
        name: "ISO-2022-CN",
        labels: &["iso-2022-cn", "iso-2022-cn-ext"],
        shows: |bytes, _| calls(bytes, b"$)A") || calls(bytes, b"$)G"),
    },
];

/// Encodings of bytes whose names are no numbers.
const OF_BYTES: [&str; 14] = [
    "viscii", "tcvn", "vps", "armscii", "georgian", "johab", "euc-tw", "x-euc-tw", "hp-roman", "dec-mcs",
    "pt154", "koi8-t", "ebcdic", "x-mac-",
];

/// The name of the encoding that a text is in, where it is one that is not read. `found` is what it would be read in
/// otherwise.
pub(super) fn name(bytes: &[u8], found: Charset, declared: &[&str]) -> Option<String> {
    let is_called = |labels: &[&str]| {
        declared.iter().any(|label| labels.iter().any(|known| label.trim().eq_ignore_ascii_case(known)))
    };
    if bytes.is_ascii() {
        // Most texts have none of the signs, which is seen in one pass.
        memchr::memchr3(b'+', b'~', 0x1b, bytes)?;
        let shows = |shifted: &&Shifted| {
            let told = if is_called(shifted.labels) { Told::Declared } else { Told::Nobody };
            (shifted.shows)(bytes, told)
        };
        return SHIFTED.iter().find(shows).map(|shifted| shifted.name.to_owned());
    }
    // What shows itself to be UTF-8 is, whatever is declared.
    let label = declared.iter().find(|label| Charset::for_label(label).is_none() && is_of_bytes(label))?;
    let others_say =
        declared.iter().any(|label| Charset::for_label(label).is_some_and(|other| other != UTF_8));
    (found != UTF_8 && !others_say).then(|| label.trim().to_owned())
}

/// The message for a text in an encoding that is not read.
pub(super) fn message(name: &str) -> String {
    format!("in {name}, an encoding that is not read: `iconv -f {name} -t UTF-8` makes UTF-8 of it")
}

/// Whether a label is the name of an encoding that is not read.
pub(super) fn is_label(label: &str) -> bool {
    let label = label.trim();
    SHIFTED.iter().any(|shifted| shifted.labels.iter().any(|known| label.eq_ignore_ascii_case(known)))
        || is_of_bytes(label)
}

fn is_of_bytes(label: &str) -> bool {
    let label = label.trim().to_ascii_lowercase();
    OF_BYTES.iter().any(|name| label.starts_with(name)) || code_page(&label).is_some()
}

/// Whether a text calls for characters by an escape sequence, and shifts to them.
fn calls(bytes: &[u8], sequence: &[u8]) -> bool {
    let mut escapes = memchr::memchr_iter(0x1b, bytes);
    escapes.any(|at| bytes[at + 1..].starts_with(sequence)) && memchr::memchr(0xe, bytes).is_some()
}

/// Whether a text has characters of UTF-7 (RFC 2152): units of UTF-16 in Base64, after a plus sign. Where nobody says so,
/// several, and no plus sign before a letter that is none of it.
fn is_utf7(bytes: &[u8], told: Told) -> bool {
    const ENOUGH: usize = 3;
    let (mut valid, mut rest) = (0, bytes);
    while let Some(at) = memchr::memchr(b'+', rest) {
        rest = &rest[at + 1..];
        let length = rest.iter().position(|&byte| sextet(byte).is_none()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        rest = after;
        match run.is_empty() || is_run(run) {
            true => valid += usize::from(!run.is_empty()),
            false if told == Told::Nobody => return false,
            false => {}
        }
    }
    valid >= if told == Told::Declared { 1 } else { ENOUGH }
}

/// Whether Base64 is characters, one of which is beyond ASCII at least, as nobody shifts for others.
fn is_run(run: &[u8]) -> bool {
    let (mut bits, mut count, mut units) = (0_u32, 0, Vec::new());
    for value in run.iter().filter_map(|&byte| sextet(byte)) {
        (bits, count) = (bits << 6 | value, count + 6);
        if count >= 16 {
            count -= 16;
            units.push((bits >> count) as u16);
            bits &= (1 << count) - 1;
        }
    }
    let mut is_beyond = false;
    let are_characters = char::decode_utf16(units).all(|unit| {
        is_beyond |= unit.as_ref().is_ok_and(|character| !character.is_ascii());
        unit.is_ok_and(|character| !character.is_control())
    });
    // What is left fills the last letter.
    are_characters && is_beyond && count < 6 && bits == 0
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

/// Whether a text has characters of HZ (RFC 1843): pairs of ASCII between `~{` and `~}`. Where nobody says so, several, and
/// of the common ones of Chinese.
fn is_hz(bytes: &[u8], told: Told) -> bool {
    const ENOUGH: usize = 4;
    let (mut pairs, mut common) = (0, 0);
    for at in memchr::memmem::find_iter(bytes, b"~{") {
        let run = &bytes[at + 2..];
        let Some(end) = memchr::memchr2(b'~', b'\n', run).filter(|&end| run[end..].starts_with(b"~}")) else {
            continue;
        };
        let (characters, odd) = run[..end].as_chunks::<2>();
        if odd.is_empty() && characters.as_flattened().iter().all(|byte| matches!(byte, 0x21..=0x7e)) {
            pairs += characters.len();
            common += characters.iter().filter(|pair| matches!(pair[0], 0x30..=0x57)).count();
        }
    }
    match told {
        Told::Declared => pairs > 0,
        Told::Nobody => common >= ENOUGH && common * 5 >= pairs * 4,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Encoding, decode, in_doubt};

    #[track_caller]
    fn check(bytes: &[u8], declared: &str, expected: Option<&str>) {
        let declared: Vec<_> = Some(declared).into_iter().filter(|label| !label.is_empty()).collect();
        let decoded = decode(bytes.to_vec(), None, &declared);
        assert_eq!(decoded.undecoded.as_deref(), expected, "of {}", bytes.escape_ascii());
    }

    #[test]
    fn what_is_declared_and_not_read_is_told() {
        check(b"Hi +BB8EPgRABEI-", "UTF-7", Some("UTF-7"));
        check(b"Hi +BB8EPgRABEI there", "unicode-1-1-utf-7", Some("UTF-7"));
        check(b"plain, 1+1 and C++", "utf-7", None);
        check(b"~{8[?Z~}", "hz-gb-2312", Some("HZ"));
        check(b"a ~{ b", "hz-gb-2312", None);
        check(b"\x1b$)C\x0eGW\x0f", "iso-2022-kr", Some("ISO-2022-KR"));
        check(b"\xc1\x81\x83", "ibm1047", Some("ibm1047"));
        check(b"caf\xe9", "viscii", Some("viscii"));
        check("café".as_bytes(), "viscii", None);
        check(b"caf\xe9", "none", None);
        check(b"caf\xe9", "windows1252", None);
    }

    #[test]
    fn what_shows_itself_is_told() {
        check(b"+BB8EPgRABEI +BDIEPQQ+BDIETA +BD4EQgQ6BEAESwQ7BEEETw.", "", Some("UTF-7"));
        check(b"C++ and +BB8EPgRABEI +BDIEPQQ+BDIETA +BD4EQgQ6BEAESwQ7BEEETw.", "", None);
        check(b"call +966 50 123 or +44 20 or +1", "", None);
        check(b"~{8[?Z=qLlTgIOVXPB?*7E~}", "utf-8", Some("HZ"));
        check(b"match ~{ab~} and ~{cdefghij~}", "", None);
        check(b"\x1b$)C \x0eGW180!\x0f", "", Some("ISO-2022-KR"));
        check(b"\x1b[1mbold\x1b[0m", "", None);
    }

    #[test]
    fn the_message_names_the_way_out() {
        let decoded = decode(b"Hi +BB8EPgRABEI-".to_vec(), None, &["utf-7"]);
        let message = "in UTF-7, an encoding that is not read: `iconv -f UTF-7 -t UTF-8` makes UTF-8 of it";
        assert_eq!(in_doubt(&decoded).as_deref(), Some(message));
        // Whoever says what it is in is believed.
        let given = Encoding::parse("utf-8").ok();
        assert_eq!(in_doubt(&decode(b"Hi +BB8EPgRABEI-".to_vec(), given, &["utf-7"])), None);
    }
}
