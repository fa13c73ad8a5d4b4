//! `min` and `max`: the least or the greatest number.

use serde_json::Value;

use crate::binary::{self, write_number as write_number_bytes};
use crate::error::StateError;
use crate::json::{Reader, write_number};
use crate::kind::whole::{Max, Min};
use crate::kind::{Kind, State, TakesNumbers};
use crate::number::Number;

/// The least or greatest number so far; none where there was none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extreme(Option<Number>);

impl Extreme {
    pub(crate) fn get(&self) -> Option<Number> {
        self.0
    }

    /// Takes the number where it is less.
    #[inline]
    pub(crate) fn lower(&mut self, number: Number) {
        self.0 = Some(self.0.map_or(number, |least| least.min(number)));
    }

    /// Takes the number where it is greater.
    #[inline]
    pub(crate) fn raise(&mut self, number: Number) {
        self.0 = Some(self.0.map_or(number, |greatest| greatest.max(number)));
    }

    pub(crate) fn merge_least(&mut self, other: Self) {
        if let Some(number) = other.0 {
            self.lower(number);
        }
    }

    pub(crate) fn merge_greatest(&mut self, other: Self) {
        if let Some(number) = other.0 {
            self.raise(number);
        }
    }

    pub(crate) fn write(&self, out: &mut String) {
        match self.0 {
            Some(number) => write_number(out, number),
            None => out.push_str("null"),
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, StateError> {
        reader.number().map(|number| Self(Some(number)))
    }

    pub(crate) fn write_bytes(&self, out: &mut Vec<u8>) {
        write_number_bytes(out, self.0);
    }

    pub(crate) fn read_bytes(reader: &mut binary::Reader<'_>) -> Result<Self, StateError> {
        reader.number().map(Self)
    }

    /// The number, or null.
    pub(crate) fn finish(&self) -> Value {
        self.0.map_or(Value::Null, Number::to_value)
    }
}

impl State for Extreme {
    fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    fn memory(&self) -> usize {
        0
    }

    fn write(&self, out: &mut String) {
        self.write(out);
    }
}

/// Both kinds differ in which number they take.
macro_rules! extreme {
    ($kind:ident, $add:ident, $merge:ident) => {
        impl Kind for $kind<'_> {
            type State = Extreme;

            fn merge(self, extreme: &mut Extreme, other: Extreme) {
                extreme.$merge(other);
            }

            fn read(self, reader: &mut Reader<'_>) -> Result<Extreme, StateError> {
                Extreme::read(reader)
            }

            fn write_bytes(self, extreme: &Extreme, out: &mut Vec<u8>) {
                extreme.write_bytes(out);
            }

            fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<Extreme, StateError> {
                Extreme::read_bytes(reader)
            }

            fn finish(self, extreme: &Extreme) -> Value {
                extreme.finish()
            }
        }

        impl TakesNumbers for $kind<'_> {
            #[inline]
            fn add(self, extreme: &mut Extreme, number: Number, _: u64) {
                extreme.$add(number);
            }
        }
    };
}

extreme!(Min, lower, merge_least);
extreme!(Max, raise, merge_greatest);

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{Schema, State};

    #[track_caller]
    fn check(numbers: Value, least: &str, greatest: &str) {
        let [mut min, mut max] = [State::new(Schema::Min), State::new(Schema::Max)];
        for number in numbers.as_array().unwrap() {
            min.fold("", number).unwrap();
            max.fold("", number).unwrap();
        }
        assert_eq!((min.to_json().as_str(), max.to_json().as_str()), (least, greatest));
        assert_eq!(min.finish().is_null(), numbers == json!([]));
    }

    #[test]
    fn extremes_are_exact() {
        check(json!([]), "null", "null");
        check(json!([0.5, -2, 7.0]), "-2", "7");
        check(json!([-0.0]), "0", "0");
        check(
            json!([9_007_199_254_740_992_u64, 9_007_199_254_740_993_u64]),
            r#""9007199254740992""#,
            r#""9007199254740993""#,
        );
        check(json!([5e-324, 1e300]), "5e-324", "1e+300");
    }
}
