//! A line of JSON Lines in its usual form, which is read faster than any JSON.
//!
//! A text is most of its line, and all there is to find in it are the next quote and the next backslash: a search that
//! looks at many bytes at once. What is unusual, or is no JSON, is left to the parser in `record.rs`, which says what is
//! wrong with it.

use memchr::{memchr, memchr2};
use serde::de::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::record::Record;
use crate::options::Format;

/// What a line holds; nothing where it has to be parsed the long way.
pub(super) fn parse(line: &str, format: &Format) -> Option<Record> {
    let mut line = Line { rest: line };
    let (mut text, mut id, mut metadata) = (None, None, Map::new());
    line.take(b'{')?;
    loop {
        let key = line.string()?.plain()?;
        line.take(b':')?;
        // Of two fields with one name the last counts.
        if key == format.text_field {
            text = Some(line.string()?.decoded()?);
        } else if format.id_field.as_deref() == Some(key) {
            id = line.id()?;
        } else if format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(key)) {
            metadata.insert(key.to_owned(), line.metadata()?);
        } else {
            line.skip()?;
        }
        match line.next()? {
            b',' => {}
            b'}' => break,
            _ => return None,
        }
    }
    line.is_at_end().then_some(Record { text: text?, id, metadata })
}

/// What is left of a line.
struct Line<'line> {
    rest: &'line str,
}

/// A string, as it stands between its quotes.
struct Quoted<'line> {
    content: &'line str,
    is_escaped: bool,
}

impl<'line> Line<'line> {
    /// Brackets that a value may have: so many are certainly not nested deeper than a parser goes.
    const MAX_BRACKETS: usize = 100;

    fn skip_blanks(&mut self) {
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let blanks = self.rest.bytes().take_while(is_blank).count();
        self.rest = &self.rest[blanks..];
    }

    /// The next byte that is no blank, if it is of ASCII.
    fn next(&mut self) -> Option<u8> {
        self.skip_blanks();
        let (first, rest) = self.rest.split_at_checked(1)?;
        self.rest = rest;
        first.bytes().next()
    }

    fn take(&mut self, expected: u8) -> Option<()> {
        (self.next()? == expected).then_some(())
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_blanks();
        self.rest.is_empty()
    }

    /// A string with whatever escapes, without control characters.
    fn string(&mut self) -> Option<Quoted<'line>> {
        self.take(b'"')?;
        let bytes = self.rest.as_bytes();
        let (mut end, mut is_escaped) = (0, false);
        loop {
            end += memchr2(b'"', b'\\', bytes.get(end..)?)?;
            if bytes[end] == b'"' {
                break;
            }
            is_escaped = true;
            // The byte after it ends no string, whatever it is.
            end += 2;
        }
        let content = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        // The least of all bytes is found for many of them at once.
        let has_control = content.bytes().fold(u8::MAX, u8::min) < b' ';
        (!has_control).then_some(Quoted { content, is_escaped })
    }

    fn is_at_string(&mut self) -> bool {
        self.skip_blanks();
        self.rest.starts_with('"')
    }

    /// An id, as `record.rs` understands it.
    fn id(&mut self) -> Option<Option<String>> {
        if self.is_at_string() {
            return Some(Some(self.string()?.decoded()?).filter(|id| !id.is_empty()));
        }
        let raw: &RawValue = self.value()?;
        match raw.get().as_bytes().first()? {
            b'n' => Some(None),
            b'-' | b'0'..=b'9' => Some(Some(raw.get().to_owned())),
            _ => None,
        }
    }

    fn metadata(&mut self) -> Option<Value> {
        if self.is_at_string() { self.string()?.decoded().map(Value::String) } else { self.value() }
    }

    fn skip(&mut self) -> Option<()> {
        if self.is_at_string() {
            // What is escaped is looked at, as it would be by a parser.
            let quoted = self.string()?;
            return if quoted.is_escaped { quoted.decoded().map(drop) } else { Some(()) };
        }
        self.value::<&RawValue>().map(drop)
    }

    /// A value that is no string.
    fn value<V: Deserialize<'line>>(&mut self) -> Option<V> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter();
        let value = values.next()?.ok()?;
        let (read, rest) = self.rest.split_at_checked(values.byte_offset())?;
        self.rest = rest;
        let brackets = read.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
        (brackets <= Self::MAX_BRACKETS).then_some(value)
    }
}

impl<'line> Quoted<'line> {
    /// The string, where nothing in it is escaped.
    fn plain(self) -> Option<&'line str> {
        (!self.is_escaped).then_some(self.content)
    }

    /// The string; nothing where an escape is none.
    fn decoded(self) -> Option<String> {
        if !self.is_escaped {
            return Some(self.content.to_owned());
        }
        let mut decoded = String::with_capacity(self.content.len());
        let mut rest = self.content;
        while let Some(backslash) = memchr(b'\\', rest.as_bytes()) {
            decoded.push_str(&rest[..backslash]);
            let (character, after) = escaped(&rest[backslash + 1..])?;
            decoded.push(character);
            rest = after;
        }
        decoded.push_str(rest);
        Some(decoded)
    }
}

/// The character that is escaped after a backslash, and what follows it.
fn escaped(rest: &str) -> Option<(char, &str)> {
    let (kind, after) = rest.split_at_checked(1)?;
    let character = match kind.as_bytes()[0] {
        b'u' => return escaped_unit(after),
        kind @ (b'"' | b'\\' | b'/') => char::from(kind),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => return None,
    };
    Some((character, after))
}

/// The character of one code unit, or of two that are a surrogate pair.
fn escaped_unit(rest: &str) -> Option<(char, &str)> {
    let (unit, after) = unit(rest)?;
    if let Some(character) = char::from_u32(u32::from(unit)) {
        return Some((character, after));
    }
    let (second, after) = self::unit(after.strip_prefix("\\u")?)?;
    let character = char::decode_utf16([unit, second]).next()?.ok()?;
    Some((character, after))
}

fn unit(rest: &str) -> Option<(u16, &str)> {
    let (digits, after) = rest.split_at_checked(4)?;
    let unit = digits.bytes().try_fold(0, |unit, digit| Some(unit << 4 | char::from(digit).to_digit(16)?));
    // Four digits are sixteen bits.
    Some((u16::try_from(unit?).ok()?, after))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::record::parse_any;
    use super::*;

    fn format() -> Format {
        let metadata_fields = Some(["m".to_owned(), "n".to_owned()].into());
        Format { id_field: Some("id".to_owned()), metadata_fields, ..Format::default() }
    }

    /// Whether a line is read here. What is read is the same as the long way.
    #[track_caller]
    fn check(line: &str, is_read: bool) {
        let found = parse(line, &format());
        assert_eq!(found.is_some(), is_read, "in {line}");
        if let Some(record) = found {
            assert_eq!(Ok(record), parse_any(line, &format()), "in {line}");
        }
    }

    #[test]
    fn usual_lines_are_read() {
        check(r#"{"text":"a"}"#, true);
        check(" {\t\"id\" : 7 , \"text\" : \"a\" , \"m\" : [1, {\"text\": 2}] , \"x\" : null } \r", true);
        check(r#"{"text":"a\n\u0633\ud83d\ude00\"\\\/\b\f\r\t","id":"x\ty","m":"\u0000","x":"\n"}"#, true);
        check(r#"{"text":"first","text":"last","id":1,"id":null,"m":1.50,"n":true,"m":{}}"#, true);
        check(r#"{"text":"","id":-12345678901234567890123,"m":"سلام"}"#, true);
    }

    #[test]
    fn others_are_not() {
        for line in [
            "",
            "{}",
            "[1]",
            "{",
            r#"{"text":"a",}"#,
            r#"{"text":"a"} {}"#,
            r#"{"text":"a" "m":1}"#,
            r#"{"text":1}"#,
            r#"{"te\u0078t":"a"}"#,
            r#"{"text":"\ud83d"}"#,
            r#"{"text":"\ud83d\u0041"}"#,
            r#"{"text":"\ude00"}"#,
            r#"{"text":"\u+123"}"#,
            r#"{"text":"\x"}"#,
            r#"{"text":"\س"}"#,
            "{\"text\":\"a\tb\"}",
            r#"{"text":"a"#,
            r#"{"text":"a\"#,
            r#"{"text":"a","m":1e999}"#,
            r#"{"text":"a","m":01}"#,
            r#"{"text":"a","x":nul}"#,
            r#"{"text":"a","id":true}"#,
            r#"{"text":"a","x":"\q"}"#,
        ] {
            check(line, false);
        }
        check(&format!(r#"{{"text":"a","m":{}{}}}"#, "[".repeat(101), "]".repeat(101)), false);
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_any_json_parser_reads(
            pieces in proptest::collection::vec(prop::sample::select(vec![
                "\"text\":", "\"id\":", "\"m\":", "\"x\":", "\"a\"", "\"", "\\", "\\n", "\\u0633", "\\ud83d", "\\ude00", "س",
                "1", "-1.5e3", "null", "[]", "{", "}", ",", ",", " ", "\t", "\0",
            ]), 0..12),
        ) {
            for line in [format!("{{{}}}", pieces.concat()), format!("{{\"text\":\"{}\"}}", pieces.concat())] {
                if let Some(record) = parse(&line, &format()) {
                    prop_assert_eq!(Ok(record), parse_any(&line, &format()));
                }
            }
        }

        #[test]
        fn any_string_is_read(text: String, id: String, metadata: String) {
            let line = serde_json::json!({"text": text, "id": id, "m": metadata, "x": metadata}).to_string();
            check(&line, true);
        }
    }
}
