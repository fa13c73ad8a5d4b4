//! `quantiles`: numbers at asked ranks, each within a stated relative error.

use serde_json::{Value, json};

use super::buckets::Buckets;
use super::extreme::Extreme;
use crate::binary;
use crate::error::StateError;
use crate::json::Reader;
use crate::kind::whole::Quantiles;
use crate::kind::{Kind, State, TakesNumbers};
use crate::number::{Number, count_value};

/// Leading mantissa bits that tell two buckets apart: 7.
///
/// That is 128 buckets to a power of two (HdrHistogram's layout, taken from the number's bits, so that no
/// logarithm is asked of any platform). A bucket is represented by its edge towards 0, so that whole numbers below
/// 256, such as lengths in words, are shown exactly.
const MANTISSA_BITS: u32 = 7;

/// How far a number may lie from its bucket's edge, as a part of the number: 2⁻⁷.
const RELATIVE_ERROR: f64 = 1.0 / 128.0;

/// The exponent of the least subnormal.
const MIN_EXPONENT: i32 = -1_074;

/// Buckets on either side of 0: 128 for each exponent from −1074 to 1023.
const BUCKETS_PER_SIGN: u32 = (1_023 + 1_074 + 1) << MANTISSA_BITS;

/// Counts per bucket, and both ends exactly. Bucket [`BUCKETS_PER_SIGN`] is that of 0, those below are of the
/// negative numbers, and their order is that of the numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuantilesState {
    buckets: Buckets,
    least: Extreme,
    greatest: Extreme,
}

impl State for Box<QuantilesState> {
    fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    fn memory(&self) -> usize {
        size_of::<QuantilesState>() + self.buckets.memory()
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"buckets\":");
        self.buckets.write(out);
        out.push_str(",\"max\":");
        self.greatest.write(out);
        out.push_str(",\"min\":");
        self.least.write(out);
        out.push('}');
    }
}

impl Kind for Quantiles<'_> {
    type State = Box<QuantilesState>;

    fn merge(self, quantiles: &mut Self::State, other: Self::State) {
        quantiles.buckets.merge(other.buckets);
        quantiles.least.merge_least(other.least);
        quantiles.greatest.merge_greatest(other.greatest);
    }

    fn read(self, reader: &mut Reader<'_>) -> Result<Self::State, StateError> {
        let mut quantiles = Self::State::default();
        reader.object(|reader, key| {
            match key {
                "buckets" => quantiles.buckets = Buckets::read(reader, 2 * BUCKETS_PER_SIGN + 1)?,
                "max" => quantiles.greatest = Extreme::read(reader)?,
                "min" => quantiles.least = Extreme::read(reader)?,
                _ => return Err(reader.error("expected buckets, max or min")),
            }
            Ok(())
        })?;
        if quantiles.is_lawful() {
            Ok(quantiles)
        } else {
            Err(reader.error("expected buckets of which the first holds min and the last max"))
        }
    }

    /// The buckets, and where there are some, least and greatest.
    fn write_bytes(self, quantiles: &Self::State, out: &mut Vec<u8>) {
        quantiles.buckets.write_bytes(out);
        if !quantiles.is_empty() {
            quantiles.least.write_bytes(out);
            quantiles.greatest.write_bytes(out);
        }
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<Self::State, StateError> {
        let buckets = Buckets::read_bytes(reader, 2 * BUCKETS_PER_SIGN + 1)?;
        if buckets.is_empty() {
            return Ok(Self::State::default());
        }
        let (least, greatest) = (Extreme::read_bytes(reader)?, Extreme::read_bytes(reader)?);
        let quantiles = Box::new(QuantilesState { buckets, least, greatest });
        if quantiles.is_lawful() {
            Ok(quantiles)
        } else {
            Err(reader.error("expected a least number of the first bucket, and a greatest of the last"))
        }
    }

    fn finish(self, quantiles: &Self::State) -> Value {
        let total = quantiles.buckets.total();
        let quantile = |at: &f64| json!({ "at": Number::from_f64(*at).to_value(), "value": quantiles.value(*at, total) });
        json!({
            "count": count_value(total),
            "error": RELATIVE_ERROR,
            "min": quantiles.least.finish(),
            "max": quantiles.greatest.finish(),
            "quantiles": self.at.iter().map(quantile).collect::<Vec<Value>>(),
        })
    }
}

impl TakesNumbers for Quantiles<'_> {
    fn add(self, quantiles: &mut Self::State, number: Number, count: u64) {
        if count == 0 {
            return;
        }
        quantiles.buckets.add(bucket(number.to_f64()), count.into());
        quantiles.least.lower(number);
        quantiles.greatest.raise(number);
    }
}

impl QuantilesState {
    /// Whether numbers may have left this: there are buckets, both ends lie in the first and the last, and one number is
    /// both ends.
    fn is_lawful(&self) -> bool {
        let expected = [&self.least, &self.greatest].map(|end| end.get().map(|end| bucket(end.to_f64())));
        self.buckets.ends().is_some_and(|(first, last)| [Some(first), Some(last)] == expected)
            && self.least.get() <= self.greatest.get()
            && (self.least.get() == self.greatest.get() || self.buckets.total() > 1)
    }

    /// The number at rank ⌈`at` · n⌉ (the inverse of the empirical distribution, type 1 of Hyndman and Fan), or
    /// null where there is none.
    fn value(&self, at: f64, total: u128) -> Value {
        let rank = ((at * total as f64).ceil() as u128).clamp(1, total.max(1));
        if rank == 1 || rank == total {
            // Both ends are known exactly.
            return if rank == 1 { self.least.finish() } else { self.greatest.finish() };
        }
        let mut seen = 0_u128;
        let holds_rank = |(_, count): &(u32, u128)| {
            seen = seen.saturating_add(*count);
            seen >= rank
        };
        self.buckets.iter().find(holds_rank).map_or(Value::Null, |(bucket, _)| self.within_ends(edge(bucket)))
    }

    fn within_ends(&self, value: f64) -> Value {
        let number = Number::from_f64(value);
        let raised = self.least.get().map_or(number, |least| least.max(number));
        self.greatest.get().map_or(raised, |greatest| greatest.min(raised)).to_value()
    }
}

/// The bucket of a finite number.
fn bucket(value: f64) -> u32 {
    let bits = value.abs().to_bits();
    if bits == 0 {
        return BUCKETS_PER_SIGN;
    }
    // A subnormal has its leading bit anywhere: it is moved to where a normal number has it.
    let (exponent, fraction) = if bits >> 52 == 0 {
        let shift = bits.leading_zeros() - 11;
        (-1_022 - shift.cast_signed(), bits << shift)
    } else {
        ((bits >> 52) as i32 - 1_023, bits)
    };
    let mantissa = (fraction >> (52 - MANTISSA_BITS)) as u32 & ((1 << MANTISSA_BITS) - 1);
    let distance = (exponent.abs_diff(MIN_EXPONENT) << MANTISSA_BITS) + mantissa + 1;
    if value < 0.0 { BUCKETS_PER_SIGN - distance } else { BUCKETS_PER_SIGN + distance }
}

/// The number of a bucket that is nearest to 0.
fn edge(bucket: u32) -> f64 {
    let distance = bucket.abs_diff(BUCKETS_PER_SIGN);
    if distance == 0 {
        return 0.0;
    }
    let mantissa = u64::from((distance - 1) & ((1 << MANTISSA_BITS) - 1));
    let biased = ((distance - 1) >> MANTISSA_BITS).cast_signed() + MIN_EXPONENT + 1_023;
    let shift = 52 - MANTISSA_BITS;
    let bits = if biased > 0 {
        (u64::from(biased.unsigned_abs()) << 52) | (mantissa << shift)
    } else {
        // Of a subnormal the leading bit is written out, as many places down as it is small.
        ((1 << 52) | (mantissa << shift)) >> (1 - biased)
    };
    let magnitude = f64::from_bits(bits);
    if bucket < BUCKETS_PER_SIGN { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{BUCKETS_PER_SIGN, RELATIVE_ERROR, bucket, edge};
    use crate::{Schema, State};

    fn state(at: &[f64]) -> State {
        State::new(Schema::Quantiles { at: at.to_vec() })
    }

    #[test]
    fn buckets_are_in_the_order_of_numbers() {
        let ascending =
            [f64::MIN, -1.0, -5e-324, 0.0, 5e-324, 1e-310, f64::MIN_POSITIVE, 1.0, 1.0078125, 2.0, f64::MAX];
        for pair in ascending.windows(2) {
            assert!(bucket(pair[0]) < bucket(pair[1]), "{pair:?}");
        }
        assert_eq!(bucket(f64::MAX), 2 * BUCKETS_PER_SIGN);
        assert_eq!(bucket(f64::MIN), 0);
        assert_eq!(bucket(1.0), bucket(1.0078));
    }

    #[test]
    fn ends_are_exact() {
        let mut quantiles = state(&[0.0, 0.25, 0.5, 1.0]);
        quantiles.fold("", &json!([[1, 50], [1000, 49], [12345.678, 1]])).unwrap();
        assert_eq!(
            quantiles.finish(),
            json!({"count": 100, "error": 0.0078125, "min": 1, "max": 12345.678, "quantiles": [
                {"at": 0, "value": 1}, {"at": 0.25, "value": 1}, {"at": 0.5, "value": 1},
                {"at": 1, "value": 12345.678},
            ]})
        );
    }

    #[test]
    fn nothing_has_no_quantiles() {
        let report = state(&[0.5]).finish();
        assert_eq!(report["quantiles"], json!([{"at": 0.5, "value": null}]));
        assert_eq!(report["count"], 0);
    }

    #[test]
    fn states_that_contradict_themselves_are_refused() {
        let good = r#"{"buckets":[[268544,1],[406017,2]],"max":1,"min":0}"#;
        assert_eq!(State::from_json(Schema::Quantiles { at: vec![0.5] }, good).unwrap().to_json(), good);
        for bad in [
            r#"{"buckets":[[268544,1],[406017,2]],"max":1}"#,
            r#"{"buckets":[[268544,1],[406017,2]],"max":1,"min":1}"#,
            r#"{"buckets":[],"max":1,"min":1}"#,
            r#"{"buckets":[[537089,1]],"max":1,"min":1}"#,
            "[]",
            "{}",
        ] {
            assert!(State::from_json(Schema::Quantiles { at: vec![0.5] }, bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn the_edge_is_near(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
            let edge = edge(bucket(value));
            prop_assert_eq!(bucket(edge), bucket(value));
            prop_assert!(edge.abs() <= value.abs());
            prop_assert!((edge - value).abs() <= RELATIVE_ERROR * value.abs(), "{} for {}", edge, value);
        }

        #[test]
        fn a_small_whole_number_is_its_own_edge(value in -255_i32..256) {
            prop_assert_eq!(edge(bucket(value.into())), f64::from(value));
        }

        #[test]
        fn a_quantile_is_near_the_number_at_its_rank(
            mut values in prop::collection::vec(-1e6..1e6_f64, 1..50),
            at in 0.0..=1.0_f64,
        ) {
            let mut quantiles = state(&[at]);
            quantiles.fold("", &values).unwrap();
            values.sort_unstable_by(f64::total_cmp);
            let rank = ((at * values.len() as f64).ceil() as usize).clamp(1, values.len());
            let expected = values[rank - 1];
            let found = quantiles.finish()["quantiles"][0]["value"].as_f64().unwrap();
            prop_assert!((found - expected).abs() <= RELATIVE_ERROR * expected.abs(), "{} for {}", found, expected);
        }
    }
}
