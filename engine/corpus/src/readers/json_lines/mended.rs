//! Lines that programs write for JSON and JSON does not know.

/// A line as JSON would have it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mended {
    pub(super) line: String,
    /// Whether something that is no character was replaced by U+FFFD.
    pub(super) replaced: bool,
}

/// `line` with `null` in place of NaN and the infinities, which Python writes and JSON has no word for; with U+FFFD in
/// place of half a surrogate pair; and without the byte-order marks that stand between its values where files were joined.
/// Nothing where there is nothing of the kind.
pub(super) fn mended(line: &str) -> Option<Mended> {
    let mut mended = Mended { line: String::with_capacity(line.len()), replaced: false };
    let mut changed = false;
    let mut rest = line;
    let mut in_string = false;
    while let Some(character) = rest.chars().next() {
        let (taken, put) =
            if in_string { in_text(rest) } else { between(rest, mended.line.chars().next_back()) };
        match put {
            Put::AsItIs => mended.line.push_str(&rest[..taken]),
            Put::Word(word) => {
                changed = true;
                mended.line.push_str(word);
            }
            Put::Replacement => {
                (changed, mended.replaced) = (true, true);
                mended.line.push_str("\\ufffd");
            }
        }
        in_string ^= character == '"';
        rest = &rest[taken..];
    }
    changed.then_some(mended)
}

/// What is put in place of some bytes of a line.
enum Put {
    AsItIs,
    Word(&'static str),
    Replacement,
}

/// What comes next in a string: a character, or an escape.
fn in_text(rest: &str) -> (usize, Put) {
    if !rest.starts_with('\\') {
        return (rest.chars().next().map_or(1, char::len_utf8), Put::AsItIs);
    }
    match unit(rest) {
        Some(0xd800..=0xdbff) if matches!(rest.get(6..).and_then(unit), Some(0xdc00..=0xdfff)) => {
            (12, Put::AsItIs)
        }
        Some(0xd800..=0xdfff) => (6, Put::Replacement),
        Some(_) => (6, Put::AsItIs),
        None => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), Put::AsItIs),
    }
}

/// The value of an escape such as `\u0633`.
fn unit(rest: &str) -> Option<u32> {
    let digits = rest.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// What comes next between strings, after the character `before`.
fn between(rest: &str, before: Option<char>) -> (usize, Put) {
    const WORDS: [&str; 3] = ["NaN", "Infinity", "-Infinity"];
    let begins = !before.is_some_and(char::is_alphanumeric);
    let is_word = |word: &&str| {
        rest.strip_prefix(word).is_some_and(|after| !after.starts_with(|next: char| next.is_alphanumeric()))
    };
    if let Some(word) = WORDS.into_iter().find(is_word).filter(|_| begins) {
        return (word.len(), Put::Word("null"));
    }
    let length = rest.chars().next().map_or(1, char::len_utf8);
    (length, if rest.starts_with('\u{feff}') { Put::Word(" ") } else { Put::AsItIs })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, bool)>) {
        let found = mended(line).map(|mended| (mended.line, mended.replaced));
        assert_eq!(found, expected.map(|(line, replaced)| (line.to_owned(), replaced)), "of {line}");
    }

    #[test]
    fn what_json_does_not_know_is_mended() {
        check(r#"{"a":NaN,"b":[-Infinity,Infinity]}"#, Some((r#"{"a":null,"b":[null,null]}"#, false)));
        check("\u{feff}{}\u{feff}{}", Some((" {} {}", false)));
        check(r#"{"a":"\ud83d x \ude00"}"#, Some((r#"{"a":"\ufffd x \ufffd"}"#, true)));
        check(r#"{"a":"\uD83D\uD83D\uDE00"}"#, Some((r#"{"a":"\ufffd\uD83D\uDE00"}"#, true)));
    }

    #[test]
    fn what_json_knows_is_left() {
        check(r#"{"a":"NaN \"NaN\" \\","b":1}"#, None);
        check("{\"a\":\"\u{feff}\\ud83d\\ude00\\u0633\"}", None);
        check("{\"a\":NaNs,\"b\":xNaN}", None);
        check("\"\\", None);
        check("\"\\ud8", None);
    }

    proptest! {
        #[test]
        fn any_line_is_mended_once(line in "[a\"\\\\uUd8DcNaInfity\u{feff}س:,{}-]{0,40}") {
            if let Some(Mended { line, .. }) = mended(&line) {
                prop_assert_eq!(mended(&line), None);
            }
        }
    }
}
