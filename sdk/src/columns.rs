//! Batches as the contract carries them, checked once so that nobody has to check again.

use textmill_wit::guest::textmill::analyzer::types as wit;

/// The bounds of each string of a column.
///
/// # Errors
/// What is wrong, where `ends` does not cut `text` into strings.
pub(crate) fn cut<'a>(what: &str, strings: &'a wit::Strings) -> Result<Vec<&'a str>, String> {
    let mut start = 0;
    let mut parts = Vec::with_capacity(strings.ends.len());
    for (index, &end) in strings.ends.iter().enumerate() {
        let end = end as usize;
        let part = strings.text.get(start..end);
        parts.push(part.ok_or_else(|| format!("{what}: entry {index} is not {start}..{end} of its buffer"))?);
        start = end;
    }
    if start == strings.text.len() {
        Ok(parts)
    } else {
        Err(format!("{what}: the buffer has {} bytes, the last entry ends at {start}", strings.text.len()))
    }
}

/// Strings put into one buffer.
///
/// # Errors
/// Where they are over 4 GiB together.
pub(crate) fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> Result<wit::Strings, String> {
    let mut strings = wit::Strings { text: String::new(), ends: Vec::new() };
    for part in parts {
        strings.text.push_str(part);
        strings.ends.push(offset(strings.text.len())?);
    }
    Ok(strings)
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
    use super::{cut, join, wit};

    #[track_caller]
    fn check(text: &str, ends: &[u32], expected: Result<&[&str], &str>) {
        let strings = wit::Strings { text: text.into(), ends: ends.into() };
        match (cut("texts", &strings), expected) {
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
    fn joined_strings_are_cut_the_same() {
        let parts = ["", "قهوة", "b", ""];
        let strings = join(parts).expect("a few bytes");
        assert_eq!(cut("texts", &strings).expect("just joined"), parts);
    }
}
