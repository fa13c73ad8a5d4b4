//! The shape of JSON that a guest gives back: how deep it nests, how many keys it has, and that no object has one twice.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// Counts keys in one JSON text after another, and looks for what is not lawful in them.
#[derive(Debug)]
pub(super) struct Shape {
    max_depth: u64,
    max_keys: u64,
    depth: u64,
    keys: u64,
    too_much: bool,
}

/// Why a text is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Misshapen {
    /// It is not JSON, or an object has a key twice, which programs read in different ways.
    Unlawful(String),
    /// It is deeper than the limit, or has more keys.
    TooMuch(String),
}

impl Shape {
    pub(super) fn new(max_depth: u64, max_keys: u64) -> Self {
        Self { max_depth, max_keys, depth: 0, keys: 0, too_much: false }
    }

    /// Looks through one text. Keys add up with those of earlier ones.
    ///
    /// # Errors
    /// What is wrong, with its place in the text.
    pub(super) fn check(&mut self, json: &str) -> Result<(), Misshapen> {
        self.depth = 0;
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let read = self.deserialize(&mut deserializer).and_then(|()| deserializer.end());
        read.map_err(|error| match self.too_much {
            true => Misshapen::TooMuch(error.to_string()),
            false => Misshapen::Unlawful(error.to_string()),
        })
    }

    fn enter<E: serde::de::Error>(&mut self) -> Result<(), E> {
        self.depth += 1;
        if self.depth > self.max_depth {
            self.too_much = true;
            return Err(E::custom(format_args!("JSON deeper than the limit of {}", self.max_depth)));
        }
        Ok(())
    }

    fn count_key<E: serde::de::Error>(&mut self) -> Result<(), E> {
        self.keys += 1;
        if self.keys > self.max_keys {
            self.too_much = true;
            return Err(E::custom(format_args!("more keys than the limit of {}", self.max_keys)));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for &mut Shape {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Shape {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        self.enter()?;
        while elements.next_element_seed(&mut *self)?.is_some() {}
        self.depth -= 1;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.enter()?;
        let mut keys: Vec<Cow<'de, str>> = Vec::new();
        while let Some(key) = entries.next_key_seed(KeyShape)? {
            self.count_key()?;
            keys.push(key);
            entries.next_value_seed(&mut *self)?;
        }
        self.depth -= 1;
        if !keys.is_sorted_by(|a, b| a < b) {
            keys.sort_unstable();
        }
        match keys.array_windows().find(|[a, b]| a == b) {
            Some([twice, _]) => {
                let shown: String = twice.chars().take(64).collect();
                Err(A::Error::custom(format_args!("the key `{}` twice", shown.escape_debug())))
            }
            None => Ok(()),
        }
    }
}

/// Reads a key without copying it, where it has no escapes.
struct KeyShape;

impl<'de> DeserializeSeed<'de> for KeyShape {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeyShape {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Misshapen, Shape};

    #[track_caller]
    fn check(json: &str, expected: Result<(), Misshapen>) {
        assert_eq!(Shape::new(3, 4).check(json), expected, "{json}");
    }

    fn unlawful(message: &str) -> Result<(), Misshapen> {
        Err(Misshapen::Unlawful(message.into()))
    }

    fn too_much(message: &str) -> Result<(), Misshapen> {
        Err(Misshapen::TooMuch(message.into()))
    }

    #[test]
    fn what_is_within_the_limits_is_taken() {
        check(r#"{"a": [[1, -2.5e3, true, null, "x"]], "b": {"a": 1}}"#, Ok(()));
    }

    #[test]
    fn depth_and_keys_are_limited() {
        check("[[[[1]]]]", too_much("JSON deeper than the limit of 3 at line 1 column 4"));
        check(
            r#"{"a":1,"b":{"c":1,"d":1},"e":1}"#,
            too_much("more keys than the limit of 4 at line 1 column 28"),
        );
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        let found = Shape::new(126, 4).check(&deep);
        assert_eq!(found, too_much("JSON deeper than the limit of 126 at line 1 column 127"));
    }

    #[test]
    fn keys_add_up_over_texts() {
        let mut shape = Shape::new(3, 4);
        for _ in 0..4 {
            assert_eq!(shape.check(r#"{"a":1}"#), Ok(()));
        }
        assert!(matches!(shape.check(r#"{"a":1}"#), Err(Misshapen::TooMuch(_))));
    }

    #[test]
    fn a_key_that_an_object_has_twice_is_not_lawful() {
        check(r#"{"b":1,"a":2,"b":3}"#, unlawful("the key `b` twice at line 1 column 19"));
        check(r#"{"a":1,"\u0061":2}"#, unlawful("the key `a` twice at line 1 column 18"));
        check(r#"[{"a":1},{"a":2}]"#, Ok(()));
    }

    #[test]
    fn what_is_not_json_is_told_with_its_place() {
        check("{} x", unlawful("trailing characters at line 1 column 4"));
        check("{", unlawful("EOF while parsing an object at line 1 column 1"));
        check("[1e999]", unlawful("number out of range at line 1 column 6"));
    }
}
