//! `sum`: the exact sum of numbers.

use serde_json::Value;

use crate::binary;
use crate::error::StateError;
use crate::exact::Exact;
use crate::json::Reader;
use crate::kind::whole::Sum;
use crate::kind::{Kind, State, TakesNumbers};
use crate::number::Number;
use crate::round::nearest;

impl State for Exact {
    fn is_empty(&self) -> bool {
        self.is_zero()
    }

    fn memory(&self) -> usize {
        self.memory()
    }

    fn write(&self, out: &mut String) {
        out.push('"');
        self.write(out);
        out.push('"');
    }
}

impl Kind for Sum<'_> {
    type State = Exact;

    fn merge(self, sum: &mut Exact, other: Exact) {
        sum.merge(other);
    }

    fn read(self, reader: &mut Reader<'_>) -> Result<Exact, StateError> {
        read(reader)
    }

    fn write_bytes(self, sum: &Exact, out: &mut Vec<u8>) {
        sum.write_bytes(out);
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<Exact, StateError> {
        Exact::read_bytes(reader)
    }

    /// An integer where the sum is one of 64 bits, else the nearest float.
    fn finish(self, sum: &Exact) -> Value {
        let parts = sum.to_parts();
        let whole = u32::try_from(parts.exponent).ok().filter(|exponent| *exponent < 64);
        let magnitude = whole.and_then(|exponent| u64::try_from(&parts.magnitude << exponent).ok());
        match magnitude {
            Some(magnitude) if !parts.negative => Value::from(magnitude),
            Some(magnitude) if magnitude <= 1 << 63 => Value::from((magnitude as i64).wrapping_neg()),
            _ => Value::from(nearest(&parts)),
        }
    }
}

impl TakesNumbers for Sum<'_> {
    #[inline]
    fn add(self, sum: &mut Exact, number: Number, count: u64) {
        sum.add(number, count);
    }
}

/// Reads a sum in a string, as `stats` has it too.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Exact, StateError> {
    let text = reader.string()?;
    Exact::read(&text).ok_or_else(|| reader.error("expected a sum, such as \"-0x1f3p-4\""))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Schema, State};

    #[track_caller]
    fn check(numbers: serde_json::Value, state: &str, report: serde_json::Value) {
        let mut sum = State::new(Schema::Sum);
        for number in numbers.as_array().unwrap() {
            sum.fold("", number).unwrap();
        }
        assert_eq!((sum.to_json().as_str(), sum.finish()), (state, report));
    }

    #[test]
    fn what_is_so_counts_as_one() {
        check(json!([true, false, true, 0.5]), "\"0x5p-1\"", json!(2.5));
        check(json!([false]), "null", json!(0));
    }

    #[test]
    fn a_sum_is_an_integer_where_it_can_be() {
        check(json!([]), "null", json!(0));
        check(json!([1, -1]), "null", json!(0));
        check(json!([1.5, 1.5, -3, 7.0]), "\"0x7p+0\"", json!(7));
        check(json!([0.5, 0.25]), "\"0x3p-2\"", json!(0.75));
        check(json!([i64::MIN]), "\"-0x1p+63\"", json!(i64::MIN));
        check(json!([i64::MIN, -1]), "\"-0x8000000000000001p+0\"", json!(-9223372036854775808.0));
        check(json!([u64::MAX]), "\"0xffffffffffffffffp+0\"", json!(u64::MAX));
        check(json!([u64::MAX, 1]), "\"0x1p+64\"", json!(18446744073709551616.0));
        check(json!([1e308, 1e308]), "\"0x8e679c2f5e45p+977\"", json!(f64::MAX));
    }
}
