//! Text that was encoded twice: its bytes in UTF-8 were taken for characters, and each of them was escaped, as in what
//! Facebook and Instagram export (`Jos\u00c3\u00a9`).

use serde_json::Value;

use super::record::Record;

/// Makes the text of a record what it was, and its metadata, where one of their strings shows that it was encoded twice.
pub(super) fn mend(record: &mut Record) {
    let mut strings = vec![&mut record.text];
    record.metadata.values_mut().for_each(|value| collect(value, &mut strings));
    let texts: Vec<Option<String>> = strings.iter().map(|string| once(string)).collect();
    let is_certain = strings.iter().zip(&texts).any(|(string, once)| once.is_some() && shows(string));
    if is_certain {
        for (string, text) in strings.into_iter().zip(texts) {
            *string = text.unwrap_or_else(|| std::mem::take(string));
        }
    }
}

/// The strings in a value, which is no deeper than a parser goes.
fn collect<'value>(value: &'value mut Value, strings: &mut Vec<&'value mut String>) {
    match value {
        Value::String(string) => strings.push(string),
        Value::Array(values) => values.iter_mut().for_each(|value| collect(value, strings)),
        Value::Object(fields) => fields.values_mut().for_each(|value| collect(value, strings)),
        _ => {}
    }
}

/// A string whose characters are the bytes of UTF-8, in which some are beyond ASCII.
fn once(string: &str) -> Option<String> {
    if string.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = string.chars().map(|character| u8::try_from(character).ok()).collect();
    String::from_utf8(bytes?).ok()
}

/// Whether a string of that kind is none by chance: it has a control character that no text has, or several characters of
/// which each would be a letter with a sign behind it.
fn shows(string: &str) -> bool {
    const SEVERAL: usize = 3;
    string.contains(|character| matches!(character, '\u{80}'..='\u{9f}'))
        || string.chars().filter(|character| matches!(character, '\u{c2}'..='\u{f4}')).count() >= SEVERAL
}

/// Whether a line may hold such a text: all of it is ASCII.
pub(super) fn may_be(line: &str) -> bool {
    line.is_ascii() && memchr::memmem::find(line.as_bytes(), b"\\u00").is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(text: &str, metadata: Value, expected: (&str, Value)) {
        let Value::Object(metadata) = metadata else { unreachable!("metadata are an object") };
        let mut record = Record { text: text.to_owned(), id: None, metadata };
        mend(&mut record);
        assert_eq!((&*record.text, Value::Object(record.metadata)), expected);
    }

    fn twice(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    #[test]
    fn what_was_encoded_twice_is_text() {
        let author = json!({"from": twice("José"), "to": [{"name": twice("علي")}], "n": 1});
        check(
            &twice("مرحبا بكم 😀"),
            author,
            ("مرحبا بكم 😀", json!({"from": "José", "to": [{"name": "علي"}], "n": 1})),
        );
        check(&twice("été à"), json!({}), ("été à", json!({})));
    }

    #[test]
    fn other_texts_stay() {
        for text in
            ["café", "5 Å±1", "Ã© is what é becomes", "سلام", "plain", "ÃÂ", "Ã©, and \u{201c}é\u{201d}"]
        {
            check(text, json!({"a": "x"}), (text, json!({"a": "x"})));
        }
    }
}
