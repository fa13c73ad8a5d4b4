//! Lines that programs write for JSON and JSON does not know.

use serde_json::Value;

/// A line as JSON would have it.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct Mended {
    pub(in super::super) line: String,
    /// Whether something that is no character was replaced by U+FFFD.
    pub(in super::super) replaced: bool,
}

/// `line` with `null` in place of NaN and the infinities, which Python writes and JSON has no word for, and of numbers that
/// are out of range; other numbers as JSON writes them; U+FFFD in place of half a surrogate pair; control characters escaped
/// in strings; and without the bytes that stand between values where files were joined or padded: byte-order marks, control
/// characters, commas between objects or after the last value of one; and without comments, as people write them in JSON.
/// Nothing where there is nothing of the kind.
pub(in super::super) fn mended(line: &str) -> Option<Mended> {
    let mut mended = Mended { line: String::with_capacity(line.len()), replaced: false };
    let mut changed = false;
    let mut rest = line;
    let (mut in_string, mut depth) = (false, 0_usize);
    while let Some(character) = rest.chars().next() {
        let (taken, put) = match comment(rest).filter(|_| !in_string) {
            Some(length) => (length, Put::Word(" ")),
            None if in_string => in_text(rest),
            None => between(rest, &mended.line, depth),
        };
        changed |= !matches!(put, Put::AsItIs);
        match put {
            Put::AsItIs => mended.line.push_str(&rest[..taken]),
            Put::Word(word) => mended.line.push_str(word),
            Put::Written(written) => mended.line.push_str(&written),
            Put::Replacement => {
                mended.replaced = true;
                mended.line.push_str("\\ufffd");
            }
            Put::WithoutComma => {
                mended.line.truncate(mended.line.trim_end().len() - 1);
                mended.line.push(character);
            }
        }
        match character {
            '"' => in_string = !in_string,
            '{' | '[' if !in_string => depth += 1,
            '}' | ']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        rest = &rest[taken..];
    }
    changed.then_some(mended)
}

/// The length of a comment that begins `rest`: to the end of its line, or between its marks.
fn comment(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('/')?;
    if inside.starts_with('/') {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let inside = inside.strip_prefix('*')?;
    Some(inside.find("*/").map_or(rest.len(), |end| 2 + end + 2))
}

/// What is put in place of some bytes of a line.
enum Put {
    AsItIs,
    Word(&'static str),
    Written(String),
    Replacement,
    /// The character, in place of the comma before it.
    WithoutComma,
}

/// What comes next in a string: a character, or an escape.
fn in_text(rest: &str) -> (usize, Put) {
    match rest.chars().next() {
        Some('\\') => {}
        Some(control @ '\0'..='\x1f') => return (1, Put::Written(format!("\\u{:04x}", u32::from(control)))),
        character => return (character.map_or(1, char::len_utf8), Put::AsItIs),
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

/// What comes next between strings, after what is put already, in so many brackets.
fn between(rest: &str, put: &str, depth: usize) -> (usize, Put) {
    let Some(character) = rest.chars().next() else { return (1, Put::AsItIs) };
    let begins = !put.ends_with(char::is_alphanumeric);
    if begins && matches!(character, '0'..='9' | '+' | '-' | '.' | 'N' | 'n' | 'I' | 'i') {
        return number(rest);
    }
    let put = match character {
        '\u{feff}' => Put::Word(" "),
        '\0'..='\x1f' if !character.is_ascii_whitespace() => Put::Word(" "),
        ',' if depth == 0 => Put::Word(" "),
        '}' | ']' if ends_with_value_and_comma(put) => Put::WithoutComma,
        _ => Put::AsItIs,
    };
    (character.len_utf8(), put)
}

fn ends_with_value_and_comma(put: &str) -> bool {
    let before = put.trim_end().strip_suffix(',').map(str::trim_end);
    before.is_some_and(|before| !before.ends_with([',', '[', '{', ':']) && !before.is_empty())
}

/// A number, or what stands for one, that comes next.
fn number(rest: &str) -> (usize, Put) {
    let in_number = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let length = rest.bytes().take_while(in_number).count();
    let (word, after) = rest.split_at(length);
    if after.starts_with(char::is_alphanumeric) || serde_json::from_str::<Value>(word).is_ok() {
        return (length, Put::AsItIs);
    }
    let put = match (word.trim_start_matches('+').parse::<i64>(), word.parse::<f64>()) {
        (Ok(number), _) => Put::Written(number.to_string()),
        (_, Ok(number)) if number.is_finite() => Put::Written(Value::from(number).to_string()),
        (_, Ok(_)) => Put::Word("null"),
        _ => Put::AsItIs,
    };
    (length, put)
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
        check(
            r#"{"a":-NaN,"b":[+Infinity,nan,-inf,1e400,-1E999],"c":inf}"#,
            Some((r#"{"a":null,"b":[null,null,null,null,null],"c":null}"#, false)),
        );
        check("[01,+2,.5,5.,-.5e1,1,1.50]", Some(("[1,2,0.5,5.0,-5.0,1,1.50]", false)));
        check("\u{feff}{}\u{feff}{}", Some((" {} {}", false)));
        check("\0\0{}\0{}\u{1a}", Some(("  {} {} ", false)));
        check("{},{\"a\":[1, ],},", Some(("{} {\"a\":[1]} ", false)));
        check("{ // a \"b\n\"a\": /* }, */ \"//\", /**/ }// c", Some(("{  \n\"a\":   \"//\"} ", false)));
        check("{\"a\":\"b\tc\0\"}", Some(("{\"a\":\"b\\u0009c\\u0000\"}", false)));
        check(r#"{"a":"\ud83d x \ude00"}"#, Some((r#"{"a":"\ufffd x \ufffd"}"#, true)));
        check(r#"{"a":"\uD83D\uD83D\uDE00"}"#, Some((r#"{"a":"\ufffd\uD83D\uDE00"}"#, true)));
    }

    #[test]
    fn what_json_knows_is_left() {
        check(r#"{"a":"NaN \"NaN\" \\","b":1}"#, None);
        check("{\"a\":\"\u{feff}\\ud83d\\ude00\\u0633\"}", None);
        check("{\"a\":NaNs,\"b\":xNaN,\"c\":NaN\u{633},\"d\":0x1F,\"e\":1_0,\"f\":.}", None);
        check("{\"a\":[,],\"b\":[1,,]}", None);
        check("{\"a\":null,\"b\":-1.5e-7,\t\"c\":123456789012345678901234567890}\r", None);
        check("\"\\", None);
        check("\"\\ud8", None);
    }

    proptest! {
        #[test]
        fn any_line_is_mended_once(line in "[a\"\\\\/*uUd8DcNaInfity\u{feff}\0\t س:,.0e+{}\\[\\]-]{0,40}") {
            if let Some(Mended { line, .. }) = mended(&line) {
                prop_assert_eq!(mended(&line), None);
            }
        }
    }
}
