//! A pull reader for the JSON of states.

use std::borrow::Cow;

use serde_json::Value;

use super::write::{MAX_PLAIN, special};
use crate::error::StateError;
use crate::number::Number;

/// Reads one state's JSON from front to end.
///
/// It recurses only where its caller does, which is as deep as the schema nests, and keeps nothing: no text can
/// make it panic. What a short text can make much of is asked for with [`allow`](Self::allow), so that all that is read
/// takes a small multiple of the text's own length.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    position: usize,
    /// How many bytes may yet be asked for.
    allowance: usize,
}

/// How many bytes any text may ask for, and how many more for each of its own.
const BASE_ALLOWANCE: usize = 16 << 20;
const ALLOWANCE_PER_BYTE: usize = 16;

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let allowance = text.len().saturating_mul(ALLOWANCE_PER_BYTE).saturating_add(BASE_ALLOWANCE);
        Self { text, position: 0, allowance }
    }

    /// Takes `bytes` from what may be asked for, before memory of that size is.
    pub(crate) fn allow(&mut self, bytes: usize) -> Result<(), StateError> {
        match self.allowance.checked_sub(bytes) {
            Some(left) => {
                self.allowance = left;
                Ok(())
            }
            None => Err(self.error("expected a state that takes less memory for its length")),
        }
    }

    /// Takes `null`, where it comes next.
    pub(crate) fn null(&mut self) -> bool {
        let found = self.peek() == Some(b'n') && self.rest().starts_with("null");
        self.position += if found { 4 } else { 0 };
        found
    }

    /// Whether a string comes next.
    pub(crate) fn is_string(&mut self) -> bool {
        self.peek() == Some(b'"')
    }

    /// Takes an object, whose keys must increase strictly; `field` takes the value of each.
    pub(crate) fn object(
        &mut self,
        mut field: impl FnMut(&mut Self, &str) -> Result<(), StateError>,
    ) -> Result<(), StateError> {
        self.expect(b'{')?;
        if self.take(b'}') {
            return Ok(());
        }
        let mut before: Option<Cow<'a, str>> = None;
        loop {
            let key = self.string()?;
            if before.is_some_and(|before| before >= key) {
                return Err(self.error("keys are not in order, or doubled").under(&key));
            }
            self.expect(b':')?;
            field(self, &key).map_err(|error| error.under(&key))?;
            before = Some(key);
            if !self.take(b',') {
                return self.expect(b'}');
            }
        }
    }

    /// Takes a list; `item` takes each of its items.
    pub(crate) fn list(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<(), StateError>,
    ) -> Result<(), StateError> {
        self.expect(b'[')?;
        if self.take(b']') {
            return Ok(());
        }
        loop {
            item(self)?;
            if !self.take(b',') {
                return self.expect(b']');
            }
        }
    }

    /// Takes a list of two.
    pub(crate) fn pair<A, B>(
        &mut self,
        first: impl FnOnce(&mut Self) -> Result<A, StateError>,
        second: impl FnOnce(&mut Self) -> Result<B, StateError>,
    ) -> Result<(A, B), StateError> {
        self.expect(b'[')?;
        let first = first(self)?;
        self.expect(b',')?;
        let second = second(self)?;
        self.expect(b']')?;
        Ok((first, second))
    }

    /// Takes three items of a list of so many.
    pub(crate) fn triple<A, B, C>(
        &mut self,
        first: impl FnOnce(&mut Self) -> Result<A, StateError>,
        second: impl FnOnce(&mut Self) -> Result<B, StateError>,
        third: impl FnOnce(&mut Self) -> Result<C, StateError>,
    ) -> Result<(A, B, C), StateError> {
        self.expect(b'[')?;
        let first = first(self)?;
        self.expect(b',')?;
        let second = second(self)?;
        self.expect(b',')?;
        let third = third(self)?;
        self.expect(b']')?;
        Ok((first, second, third))
    }

    /// Takes a string: a piece of the text itself, unless it has escapes.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, StateError> {
        self.expect(b'"')?;
        let start = self.position;
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        loop {
            let rest = bytes.get(self.position..).unwrap_or_default();
            self.position += special(rest).unwrap_or(rest.len());
            match bytes.get(self.position) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    // What is escaped may be a quote; whether it may be escaped is seen below.
                    self.position += 2;
                }
                _ => return Err(self.error("expected the end of a string")),
            }
        }
        self.position += 1;
        if escaped {
            let quoted = &self.text[start - 1..self.position];
            serde_json::from_str(quoted).map(Cow::Owned).map_err(|_| self.error("a string has a bad escape"))
        } else {
            Ok(Cow::Borrowed(&self.text[start..self.position - 1]))
        }
    }

    /// Takes what was counted: a number, or a string of digits.
    pub(crate) fn count(&mut self) -> Result<u128, StateError> {
        if self.peek() == Some(b'"') {
            let digits = self.string()?;
            let digits = (digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits);
            return digits
                .and_then(|digits| digits.parse().ok())
                .filter(|count| *count > MAX_PLAIN)
                .ok_or_else(|| self.error("expected a count above 2^53 - 1 in a string"));
        }
        self.digits()
            .filter(|count| u128::from(*count) <= MAX_PLAIN)
            .map(u128::from)
            .ok_or_else(|| self.error("expected a count: a whole number, in a string above 2^53 - 1"))
    }

    /// Takes a whole number up to `greatest`.
    pub(crate) fn index(&mut self, greatest: u32) -> Result<u32, StateError> {
        self.digits()
            .and_then(|digits| u32::try_from(digits).ok())
            .filter(|index| *index <= greatest)
            .ok_or_else(|| self.error(format!("expected a whole number up to {greatest}")))
    }

    /// Takes a number, of which a wide integer is in a string.
    pub(crate) fn number(&mut self) -> Result<Number, StateError> {
        if self.peek() == Some(b'"') {
            let digits = self.string()?;
            let natural = digits.parse().ok().map(Number::Natural);
            return natural
                .or_else(|| digits.parse().ok().map(|value: i64| Number::from(value)))
                .ok_or_else(|| self.error("expected an integer of 64 bits in the string"));
        }
        let length = self.rest().bytes().take_while(|byte| b"+-.0123456789Ee".contains(byte)).count();
        let token = &self.rest()[..length];
        let number = match serde_json::from_str::<i64>(token) {
            Ok(value) => Some(Number::from(value)),
            Err(_) => serde_json::from_str(token).ok().map(Number::from_f64),
        };
        self.position += length;
        number.ok_or_else(|| self.error("expected a number"))
    }

    /// Takes any value.
    pub(crate) fn value(&mut self) -> Result<Value, StateError> {
        let mut values = serde_json::Deserializer::from_str(self.rest()).into_iter::<Value>();
        let value = values.next();
        let length = values.byte_offset();
        self.position += length;
        match value {
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) => Err(self.error(format!("expected a JSON value: {error}"))),
            None => Err(self.error("expected a JSON value")),
        }
    }

    /// Takes nothing, and holds that nothing is left.
    pub(crate) fn end(&mut self) -> Result<(), StateError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("expected the end")),
        }
    }

    /// Takes one byte of punctuation.
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), StateError> {
        if self.take(byte) { Ok(()) } else { Err(self.error(format!("expected `{}`", char::from(byte)))) }
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> StateError {
        StateError::new(self.position.min(self.text.len()), message)
    }

    /// Takes one byte of punctuation, where it comes next.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.position += usize::from(found);
        found
    }

    /// The byte that comes next, after blanks.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.position).is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
            self.position += 1;
        }
        bytes.get(self.position).copied()
    }

    fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    /// Takes a whole number as JSON writes it, without zeros before it.
    #[inline]
    fn digits(&mut self) -> Option<u64> {
        self.peek();
        let bytes = &self.text.as_bytes()[self.position..];
        let (mut value, mut length) = (0_u64, 0);
        let next = loop {
            match bytes.get(length) {
                Some(digit @ b'0'..=b'9') => {
                    value = value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
                    length += 1;
                }
                next => break next,
            }
        };
        if length == 0 || (length > 1 && bytes[0] == b'0') || matches!(next, Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.position += length;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Reader;
    use crate::error::StateError;
    use crate::number::Number;

    fn read<'a, T>(
        text: &'a str,
        take: impl FnOnce(&mut Reader<'a>) -> Result<T, StateError>,
    ) -> Result<T, String> {
        let mut reader = Reader::new(text);
        let value = take(&mut reader).and_then(|value| reader.end().map(|()| value));
        value.map_err(|error| error.to_string())
    }

    #[test]
    fn counts_are_whole_and_plain_as_far_as_they_can_be() {
        assert_eq!(read(" 17 ", Reader::count), Ok(17));
        assert_eq!(read("\"9007199254740992\"", Reader::count), Ok(9_007_199_254_740_992));
        for bad in [
            "",
            "-1",
            "01",
            "1.0",
            "1e3",
            "9007199254740992",
            "\"17\"",
            "\"+9007199254740992\"",
            "\"x\"",
            "1 2",
        ] {
            assert!(read(bad, Reader::count).is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_keep_every_bit() {
        assert_eq!(read("-5", Reader::number), Ok(Number::Negative(-5)));
        assert_eq!(read("0.1", Reader::number), Ok(Number::Float(0.1)));
        assert_eq!(read("-0.0", Reader::number), Ok(Number::Natural(0)));
        assert_eq!(read("5e-324", Reader::number), Ok(Number::Float(5e-324)));
        assert_eq!(read("\"18446744073709551615\"", Reader::number), Ok(Number::Natural(u64::MAX)));
        for bad in ["", "1e999", "nan", "-", ".5", "1.", "\"18446744073709551616\"", "\"1.5\"", "1-2"] {
            assert!(read(bad, Reader::number).is_err(), "{bad}");
        }
    }

    #[test]
    fn strings_are_those_of_json() {
        for good in [r#""""#, r#""a b""#, r#""\"\\\n\u0633""#, r#""سلام""#] {
            assert_eq!(read(good, Reader::string).unwrap(), serde_json::from_str::<String>(good).unwrap());
        }
        for bad in ["", "\"", "\"\\", "\"\\\"", "\"\\سx\"", "\"\\ud800\"", "\"a\nb\"", "x"] {
            assert!(read(bad, Reader::string).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_object_has_its_keys_in_order() {
        let count_all = |reader: &mut Reader<'_>| {
            let mut total = 0;
            reader.object(|reader, _| {
                total += reader.count()?;
                Ok(())
            })?;
            Ok(total)
        };
        assert_eq!(read("{}", count_all), Ok(0));
        assert_eq!(read(r#"{"a":1, "b" : 2}"#, count_all), Ok(3));
        assert_eq!(
            read(r#"{"b":1,"a":2}"#, count_all),
            Err("`a`: keys are not in order, or doubled at byte 10 of the state".to_owned())
        );
        assert_eq!(
            read(r#"{"a":1,"a":2}"#, count_all),
            Err("`a`: keys are not in order, or doubled at byte 10 of the state".to_owned())
        );
        assert_eq!(
            read(r#"{"a":x}"#, count_all),
            Err("`a`: expected a count: a whole number, in a string above 2^53 - 1 at byte 5 of the state"
                .to_owned())
        );
        assert_eq!(read(r#"{"a":1,}"#, count_all), Err("expected `\"` at byte 7 of the state".to_owned()));
        assert_eq!(read(r#"{"a":1"#, count_all), Err("expected `}` at byte 6 of the state".to_owned()));
    }

    #[test]
    fn any_value_is_taken_whole() {
        assert_eq!(
            read(r#"[{"a":[1,2]}, 3]"#, |reader| reader.pair(Reader::value, Reader::count)).unwrap().1,
            3
        );
        assert!(read("[", Reader::value).is_err());
        assert!(read(&"[".repeat(100_000), Reader::value).is_err());
    }
}
