//! An encoding as a user names it.

use std::fmt;

use encoding_rs as rs;
use thiserror::Error;

use super::charset::Charset;
use super::undecoded;

/// An encoding of the WHATWG Encoding Standard, or one of DOS or the Macintosh such as `cp720` or `x-mac-arabic`, by which
/// bytes are read as text.
///
/// ```
/// use textmill_corpus::Encoding;
///
/// assert_eq!(Encoding::parse("cp1256")?.name(), "windows-1256");
/// let error = Encoding::parse("windows-12560").unwrap_err();
/// println!("{error}");
/// # Ok::<(), textmill_corpus::UnknownEncoding>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(Charset);

impl Encoding {
    /// The encoding that has the label: `windows-1256`, `cp1256`, `latin1`, `UTF-16`, in any case.
    ///
    /// # Errors
    /// A label that the standard does not have, or one of an encoding that it refuses to decode (such as
    /// `iso-2022-kr`); the message names labels that look alike.
    pub fn parse(label: &str) -> Result<Self, UnknownEncoding> {
        Charset::for_label(label)
            .map(Self)
            .ok_or_else(|| UnknownEncoding { label: label.to_owned(), near: near(label) })
    }

    /// Its name: `windows-1256`, `UTF-8`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    pub(super) fn inner(self) -> Charset {
        self.0
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Encoding").field(&self.name()).finish()
    }
}

/// A label that no encoding has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", refusal(.label, .near))]
pub struct UnknownEncoding {
    /// The label.
    pub label: String,
    /// Names of encodings that look like it, the nearest first.
    pub near: Vec<&'static str>,
}

fn refusal(label: &str, near: &[&str]) -> String {
    match undecoded::is_label(label) {
        true => format!("`{label}` is an encoding that is not read; `iconv` makes UTF-8 of what is in it"),
        false => format!("no encoding is called `{label}`; {}", listed(near)),
    }
}

fn listed(near: &[&str]) -> String {
    let intro = if near.is_empty() { "there are" } else { "near it are" };
    let names = if near.is_empty() { COMMON } else { near };
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    let more = if near.is_empty() { " and others of the WHATWG Encoding Standard" } else { "" };
    format!("{intro} {}{more}", names.join(", "))
}

/// Shown where nothing is near.
const COMMON: &[&str] = &["UTF-8", "UTF-16LE", "windows-1256", "windows-1252", "ISO-8859-6"];

/// The standard's names (its section 4.2), without those of encodings that decode nothing a text would hold.
const NAMES: &[&rs::Encoding] = &[
    rs::UTF_8,
    rs::UTF_16LE,
    rs::UTF_16BE,
    rs::WINDOWS_1256,
    rs::ISO_8859_6,
    rs::WINDOWS_1252,
    rs::WINDOWS_1250,
    rs::WINDOWS_1251,
    rs::WINDOWS_1253,
    rs::WINDOWS_1254,
    rs::WINDOWS_1255,
    rs::WINDOWS_1257,
    rs::WINDOWS_1258,
    rs::WINDOWS_874,
    rs::ISO_8859_2,
    rs::ISO_8859_3,
    rs::ISO_8859_4,
    rs::ISO_8859_5,
    rs::ISO_8859_7,
    rs::ISO_8859_8,
    rs::ISO_8859_8_I,
    rs::ISO_8859_10,
    rs::ISO_8859_13,
    rs::ISO_8859_14,
    rs::ISO_8859_15,
    rs::ISO_8859_16,
    rs::IBM866,
    rs::KOI8_R,
    rs::KOI8_U,
    rs::MACINTOSH,
    rs::X_MAC_CYRILLIC,
    rs::GBK,
    rs::GB18030,
    rs::BIG5,
    rs::EUC_JP,
    rs::ISO_2022_JP,
    rs::SHIFT_JIS,
    rs::EUC_KR,
];

/// Names that differ from `label` in a few letters, the three nearest.
fn near(label: &str) -> Vec<&'static str> {
    const SHOWN: usize = 3;
    let wanted = plain(label);
    let most = (wanted.len() / 2).min(3);
    let mut near: Vec<_> = NAMES
        .iter()
        .map(|encoding| (distance(&wanted, &plain(encoding.name())), encoding.name()))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    // Stable: the common ones stand first above.
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, name)| name).take(SHOWN).collect()
}

/// Letters and digits alone, in lower case, and not more than any name has.
fn plain(label: &str) -> String {
    const LONGEST: usize = 32;
    label
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(LONGEST)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// Levenshtein's distance between two short words of ASCII.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, letter) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, other) in b.bytes().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_the_standard_are_known() {
        for (label, name) in [
            ("utf8", "UTF-8"),
            (" UTF-8 ", "UTF-8"),
            ("utf-16", "UTF-16LE"),
            ("unicodeFFFE", "UTF-16BE"),
            ("CP1256", "windows-1256"),
            ("arabic", "ISO-8859-6"),
            ("ascii", "windows-1252"),
            ("latin1", "windows-1252"),
        ] {
            assert_eq!(Encoding::parse(label).map(Encoding::name), Ok(name), "of {label:?}");
        }
    }

    #[track_caller]
    fn check(label: &str, message: &str) {
        assert_eq!(Encoding::parse(label).unwrap_err().to_string(), message);
    }

    #[test]
    fn near_labels_are_named() {
        check(
            "windows1256x",
            "no encoding is called `windows1256x`; near it are `windows-1256`, `windows-1252`, `windows-1250`",
        );
        check("uft-8", "no encoding is called `uft-8`; near it are `UTF-8`");
        check(
            "no such thing",
            "no encoding is called `no such thing`; there are `UTF-8`, `UTF-16LE`, `windows-1256`, `windows-1252`, \
             `ISO-8859-6` and others of the WHATWG Encoding Standard",
        );
        check("utf-8 bom", "no encoding is called `utf-8 bom`; near it are `UTF-8`");
        for label in ["utf-7", "HZ", "ibm1047", "viscii"] {
            let way_out = "is an encoding that is not read; `iconv` makes UTF-8 of what is in it";
            check(label, &format!("`{label}` {way_out}"));
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_refused() {
        assert!(Encoding::parse("iso-2022-kr").is_err());
        assert!(Encoding::parse("replacement").is_err());
        assert!(Encoding::parse("").is_err());
        assert!(Encoding::parse(&"س".repeat(10_000)).is_err());
    }

    #[test]
    fn distance_counts_letters() {
        for (a, b, expected) in
            [("", "", 0), ("abc", "", 3), ("", "ab", 2), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(a, b), expected, "of {a} and {b}");
        }
    }
}
