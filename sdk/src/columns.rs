//! Batches as the contract carries them, checked once so that nobody has to check again.

use textmill_merge::Strings;
use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::numbers::{NumberColumn, Numbers};

/// A column of strings whose ends are known to cut its buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StringColumn<'a> {
    text: &'a str,
    ends: Numbers<'a>,
}

impl<'a> StringColumn<'a> {
    /// # Errors
    /// What is wrong, where `ends` does not cut `text` into strings.
    pub(crate) fn read(what: &str, strings: &'a wit::Strings) -> Result<Self, String> {
        let text = strings.text.as_str();
        let ends = Numbers::read(what, &strings.ends)?;
        let mut start = 0;
        for (index, end) in ends.iter().enumerate() {
            let end = end as usize;
            if end < start || !text.is_char_boundary(end) {
                return Err(format!("{what}: entry {index} is not {start}..{end} of its buffer"));
            }
            start = end;
        }
        if start == text.len() {
            Ok(Self { text, ends })
        } else {
            Err(format!("{what}: the buffer has {} bytes, the last entry ends at {start}", text.len()))
        }
    }

    /// # Errors
    /// As [`StringColumn::read`], and where there are not as many strings as `entries`.
    pub(crate) fn check(what: &str, strings: &'a wit::Strings, entries: usize) -> Result<Self, String> {
        let column = Self::read(what, strings)?;
        one_per_entry(what, column.len(), entries)?;
        Ok(column)
    }

    /// The number of strings.
    pub(crate) fn len(self) -> usize {
        self.ends.len()
    }

    /// Where string `index` starts in the buffer.
    pub(crate) fn start(self, index: usize) -> u32 {
        index.checked_sub(1).map_or(0, |before| self.ends.get(before))
    }

    /// String `index`, empty where there is none.
    pub(crate) fn get(self, index: usize) -> &'a str {
        if index >= self.len() {
            return "";
        }
        self.text.get(self.start(index) as usize..self.ends.get(index) as usize).unwrap_or_default()
    }

    /// The whole buffer.
    pub(crate) fn text(self) -> &'a str {
        self.text
    }

    /// The ends of the strings in the buffer.
    pub(crate) fn ends(self) -> Numbers<'a> {
        self.ends
    }
}

/// # Errors
/// Where a column of `found` entries is not as long as it should be.
pub(crate) fn one_per_entry(what: &str, found: usize, expected: usize) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found} entries, expected {expected}")) }
}

/// Strings as the contract carries them: for tests of an analyzer by its columns.
///
/// # Errors
/// Where they are over 4 GiB together.
pub fn string_column<S: AsRef<str>>(strings: impl IntoIterator<Item = S>) -> Result<wit::Strings, String> {
    let mut joined = Strings::new();
    strings.into_iter().for_each(|string| joined.push(string.as_ref()));
    into_wit(joined)
}

/// Strings as the contract carries them.
///
/// # Errors
/// Where they are over 4 GiB together.
pub(crate) fn into_wit(strings: Strings) -> Result<wit::Strings, String> {
    let (text, ends) = strings.into_parts();
    let ends = ends.into_iter().map(offset).collect::<Result<NumberColumn, _>>()?;
    Ok(wit::Strings { text, ends: ends.into_bytes() })
}

/// An offset as the contract carries it.
///
/// # Errors
/// Where it is over 4 GiB.
pub(crate) fn offset(bytes: usize) -> Result<u32, String> {
    u32::try_from(bytes).map_err(|_| format!("{bytes} bytes are more than one call can carry"))
}

#[cfg(test)]
mod tests {
    use super::{StringColumn, string_column, wit};
    use crate::number_column;

    fn strings_of(text: &str, ends: &[u32]) -> wit::Strings {
        wit::Strings { text: text.into(), ends: number_column(ends.iter().copied()) }
    }

    fn cut(strings: &wit::Strings, entries: usize) -> Result<Vec<&str>, String> {
        let column = StringColumn::check("texts", strings, entries)?;
        Ok((0..column.len()).map(|index| column.get(index)).collect())
    }

    #[track_caller]
    fn check(text: &str, ends: &[u32], expected: Result<&[&str], &str>) {
        let strings = strings_of(text, ends);
        match (cut(&strings, ends.len()), expected) {
            (Ok(parts), Ok(expected)) => assert_eq!(parts, expected),
            (Err(error), Err(expected)) => assert_eq!(error, expected),
            (found, expected) => panic!("found {found:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn ends_cut_the_buffer() {
        check("", &[], Ok(&[]));
        check("", &[0, 0], Ok(&["", ""]));
        check("abé", &[1, 1, 4], Ok(&["a", "", "bé"]));
    }

    #[test]
    fn ends_that_do_not_fit_are_named() {
        check("ab", &[], Err("texts: the buffer has 2 bytes, the last entry ends at 0"));
        check("ab", &[2, 1], Err("texts: entry 1 is not 2..1 of its buffer"));
        check("é", &[1, 2], Err("texts: entry 0 is not 0..1 of its buffer"));
        check("ab", &[3], Err("texts: entry 0 is not 0..3 of its buffer"));
    }

    #[test]
    fn a_column_of_another_length_is_named() {
        let strings = strings_of("ab", &[1, 2]);
        assert_eq!(cut(&strings, 3), Err("texts: 2 entries, expected 3".into()));
    }

    #[test]
    fn behind_the_last_string_there_are_empty_ones() {
        let strings = strings_of("ab", &[2]);
        let column = StringColumn::check("texts", &strings, 1).expect("one string");
        assert_eq!((column.get(1), column.get(usize::MAX)), ("", ""));
    }

    #[test]
    fn joined_strings_are_cut_the_same() {
        let parts = ["", "قهوة", "b", ""];
        let strings = string_column(parts).expect("a few bytes");
        assert_eq!(cut(&strings, parts.len()).expect("just joined"), parts);
    }
}
