//! `stats`: count, mean, population deviation, least and greatest.

use num_bigint::{BigInt, BigUint, Sign};
use serde_json::{Value, json};

use super::extreme::Extreme;
use super::sum;
use crate::binary::{self, write_whole};
use crate::error::StateError;
use crate::exact::{Exact, Parts};
use crate::json::{Reader, write_count};
use crate::kind::whole::Stats;
use crate::kind::{Kind, State, TakesNumbers};
use crate::number::{Number, count_value};
use crate::round::{nearest_quotient, nearest_root};

/// What is needed to give mean and deviation without an error that depends on the order of the numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct StatsState {
    count: u128,
    sum: Exact,
    squares: Exact,
    least: Extreme,
    greatest: Extreme,
}

impl State for Box<StatsState> {
    fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn memory(&self) -> usize {
        size_of::<StatsState>() + self.sum.memory() + self.squares.memory()
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"count\":");
        write_count(out, self.count);
        out.push_str(",\"max\":");
        self.greatest.write(out);
        out.push_str(",\"min\":");
        self.least.write(out);
        out.push_str(",\"squares\":\"");
        self.squares.write(out);
        out.push_str("\",\"sum\":\"");
        self.sum.write(out);
        out.push_str("\"}");
    }
}

impl Kind for Stats<'_> {
    type State = Box<StatsState>;

    fn merge(self, stats: &mut Self::State, other: Self::State) {
        stats.count = stats.count.saturating_add(other.count);
        stats.sum.merge(other.sum);
        stats.squares.merge(other.squares);
        stats.least.merge_least(other.least);
        stats.greatest.merge_greatest(other.greatest);
    }

    fn read(self, reader: &mut Reader<'_>) -> Result<Self::State, StateError> {
        let mut stats = Self::State::default();
        let mut fields = 0;
        reader.object(|reader, key| {
            fields += 1;
            match key {
                "count" => stats.count = reader.count()?,
                "max" => stats.greatest = Extreme::read(reader)?,
                "min" => stats.least = Extreme::read(reader)?,
                "squares" => stats.squares = sum::read(reader)?,
                "sum" => stats.sum = sum::read(reader)?,
                _ => return Err(reader.error("expected count, max, min, squares or sum")),
            }
            Ok(())
        })?;
        if fields < 5 || !stats.is_lawful() {
            return Err(reader.error("expected a count above 0, max, min up to max, squares and sum"));
        }
        Ok(stats)
    }

    /// The count, and unless it is 0, sum, squares, least and greatest.
    fn write_bytes(self, stats: &Self::State, out: &mut Vec<u8>) {
        write_whole(out, stats.count);
        if !stats.is_empty() {
            stats.sum.write_bytes(out);
            stats.squares.write_bytes(out);
            stats.least.write_bytes(out);
            stats.greatest.write_bytes(out);
        }
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<Self::State, StateError> {
        let count = reader.whole()?;
        if count == 0 {
            return Ok(Self::State::default());
        }
        let stats = StatsState {
            count,
            sum: Exact::read_bytes(reader)?,
            squares: Exact::read_bytes(reader)?,
            least: Extreme::read_bytes(reader)?,
            greatest: Extreme::read_bytes(reader)?,
        };
        if stats.is_lawful() {
            Ok(Box::new(stats))
        } else {
            Err(reader.error("expected a least number up to the greatest"))
        }
    }

    fn finish(self, stats: &Self::State) -> Value {
        let (mean, deviation) = if stats.is_empty() {
            (Value::Null, Value::Null)
        } else {
            (Value::from(stats.mean()), Value::from(stats.deviation()))
        };
        json!({
            "count": count_value(stats.count),
            "mean": mean,
            "deviation": deviation,
            "min": stats.least.finish(),
            "max": stats.greatest.finish(),
        })
    }
}

impl TakesNumbers for Stats<'_> {
    #[inline]
    fn add(self, stats: &mut Self::State, number: Number, count: u64) {
        if count == 0 {
            return;
        }
        stats.count = stats.count.saturating_add(count.into());
        stats.sum.add(number, count);
        stats.squares.add_square(number, count);
        stats.least.lower(number);
        stats.greatest.raise(number);
    }
}

impl StatsState {
    /// Whether numbers may have left this, as far as sums tell.
    fn is_lawful(&self) -> bool {
        let (Some(least), Some(greatest)) = (self.least.get(), self.greatest.get()) else { return false };
        self.count > 0 && least <= greatest && self.has_lawful_sums(least, greatest)
    }

    /// Whether the sum lies between what it is where all numbers but one are the least, and where all but one are the
    /// greatest; and that of the squares between what it is where all numbers are their mean, and where each is one of both
    /// ends. Beyond these bounds there are no numbers; within them some lies remain.
    fn has_lawful_sums(&self, least: Number, greatest: Number) -> bool {
        // A count that has come to its end tells nothing.
        if self.count == u128::MAX {
            return true;
        }
        if let Some(lawful) = self.has_lawful_whole_sums(least, greatest) {
            return lawful;
        }
        let count = BigInt::from(self.count);
        let of = |number: Number| {
            let mut exact = Exact::default();
            exact.add(number, 1);
            exact.to_parts()
        };
        let all = [of(least), of(greatest), self.sum.to_parts(), self.squares.to_parts()];
        let [least, greatest, sum, squares] = &all;
        // All in units of one power of two, whose square is that of the squares.
        let unit = all[..3].iter().map(|parts| parts.exponent).fold(squares.exponent.div_euclid(2), i64::min);
        let scaled = |parts: &Parts, unit: i64| {
            let sign = if parts.negative { Sign::Minus } else { Sign::Plus };
            BigInt::from_biguint(sign, &parts.magnitude << (parts.exponent - unit).unsigned_abs())
        };
        let [least, greatest, sum] = [least, greatest, sum].map(|parts| scaled(parts, unit));
        let squares = scaled(squares, 2 * unit);
        let others = &count - 1;
        let is_between = &least * &others + &greatest <= sum && sum <= &greatest * &others + &least;
        // Σ(x − least)(greatest − x) is not below 0.
        let most = (&least + &greatest) * &sum - &least * &greatest * &count;
        is_between && &sum * &sum <= &squares * &count && squares <= most
    }

    /// The same of integers, where all fits; nothing where it does not.
    fn has_lawful_whole_sums(&self, least: Number, greatest: Number) -> Option<bool> {
        let whole = |number| match number {
            Number::Natural(value) => Some(i128::from(value)),
            Number::Negative(value) => Some(i128::from(value)),
            Number::Float(_) => None,
        };
        let (least, greatest, count) = (whole(least)?, whole(greatest)?, i128::try_from(self.count).ok()?);
        let (sum, squares) = (self.sum.as_whole()?, self.squares.as_whole()?);
        let others = count - 1;
        let is_between = least.checked_mul(others)?.checked_add(greatest)? <= sum
            && sum <= greatest.checked_mul(others)?.checked_add(least)?;
        let most = (least + greatest)
            .checked_mul(sum)?
            .checked_sub(least.checked_mul(greatest)?.checked_mul(count)?)?;
        Some(is_between && sum.checked_mul(sum)? <= squares.checked_mul(count)? && squares <= most)
    }

    fn mean(&self) -> f64 {
        nearest_quotient(&self.sum.to_parts(), &self.count.into())
    }

    /// √(n · Σx² − (Σx)²) / n: the root and the quotient are taken at once, so that there is one rounding.
    fn deviation(&self) -> f64 {
        let (sum, squares) = (self.sum.to_parts(), self.squares.to_parts());
        let exponent = squares.exponent.min(2 * sum.exponent);
        let count = BigUint::from(self.count);
        let scaled = (squares.magnitude * &count) << (squares.exponent - exponent).unsigned_abs();
        let squared = (&sum.magnitude * &sum.magnitude) << (2 * sum.exponent - exponent).unsigned_abs();
        let difference = BigInt::from(scaled) - BigInt::from(squared);
        // Below 0 only in a state that no numbers have: nothing holds a guest to the truth.
        if difference.sign() == Sign::Minus {
            return 0.0;
        }
        let magnitude = difference.into_parts().1;
        nearest_root(&Parts { negative: false, magnitude, exponent }, &(&count * &count))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{Schema, State};

    #[track_caller]
    fn check(value: Value, report: Value) {
        let mut stats = State::new(Schema::Stats);
        stats.fold("", &value).unwrap();
        assert_eq!(stats.finish(), report, "of {value}");
    }

    #[test]
    fn numbers_lists_and_pairs_are_taken() {
        let report = json!({"count": 3, "mean": 5.0, "deviation": 1.632993161855452, "min": 3, "max": 7});
        check(json!([3, 5, 7]), report.clone());
        check(json!([[3, 1], [5, 1], [7, 1]]), report.clone());
        check(json!([3, [5.0, 1], [7, 1], [100, 0], null]), report);
        check(json!(4), json!({"count": 1, "mean": 4.0, "deviation": 0.0, "min": 4, "max": 4}));
        check(json!([2, 3]), json!({"count": 2, "mean": 2.5, "deviation": 0.5, "min": 2, "max": 3}));
        check(json!([[2, 3]]), json!({"count": 3, "mean": 2.0, "deviation": 0.0, "min": 2, "max": 2}));
    }

    #[test]
    fn nothing_has_no_mean() {
        let report = json!({"count": 0, "mean": null, "deviation": null, "min": null, "max": null});
        check(json!([]), report.clone());
        check(json!(null), report.clone());
        check(json!([[5, 0]]), report);
    }

    #[test]
    fn there_is_one_rounding() {
        // The usual formula in floats gives 0 or nonsense for these: the mean is 10^9 times the deviation.
        check(
            json!([1e9, 1e9 + 1.0, 1e9 + 2.0]),
            json!({"count": 3, "mean": 1000000001.0, "deviation": 0.816496580927726, "min": 1_000_000_000, "max": 1_000_000_002}),
        );
        check(
            json!([1e308, 1e308]),
            json!({"count": 2, "mean": 1e308, "deviation": 0.0, "min": 1e308, "max": 1e308}),
        );
        check(
            json!([5e-324, -5e-324]),
            json!({"count": 2, "mean": 0.0, "deviation": 5e-324, "min": -5e-324, "max": 5e-324}),
        );
        check(
            json!([[0.1, 10]]),
            json!({"count": 10, "mean": 0.1, "deviation": 0.0, "min": 0.1, "max": 0.1}),
        );
    }

    #[test]
    fn what_no_numbers_have_is_refused() {
        for bad in [
            r#"{"count":0,"max":1,"min":1,"squares":"0x1p+0","sum":"0x1p+0"}"#,
            r#"{"count":1,"max":1,"min":2,"squares":"0x1p+0","sum":"0x1p+0"}"#,
            r#"{"count":1,"max":1,"min":1,"sum":"0x1p+0"}"#,
            r#"{"count":1,"max":1,"median":1,"min":1,"squares":"0x1p+0","sum":"0x1p+0"}"#,
            r#"{"count":1,"max":1,"min":1,"squares":1,"sum":"0x1p+0"}"#,
            r#"{"count":2,"max":1,"min":1,"squares":"0x1p+0","sum":"0x63p+0"}"#,
            "[]",
        ] {
            assert!(State::from_json(Schema::Stats, bad).is_err(), "{bad}");
        }
    }
}
