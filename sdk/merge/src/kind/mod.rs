//! The kinds: for each, how a document's value goes in, how two states merge, and what a report shows.
//!
//! A file per kind holds its state, its JSON and its report. [`Node`] is any of them, and the only place that
//! tells them apart; how a value arrives is the business of [`fold`](crate::fold).

mod buckets;
pub(crate) mod counts;
mod distinct;
mod extreme;
pub(crate) mod greatest;
mod histogram;
pub(crate) mod map;
mod quantiles;
pub(crate) mod record;
mod sample;
mod stats;
mod top;

use serde_json::Value;

pub(crate) use self::counts::Counts;
pub(crate) use self::distinct::Distinct;
pub(crate) use self::map::Map;
pub(crate) use self::record::Record;
pub(crate) use self::sample::Sample;
use self::{buckets::Buckets, extreme::Extreme, quantiles::Quantiles, stats::Stats, top::Top};
use crate::binary;
use crate::error::StateError;
use crate::exact::Exact;
use crate::json::Reader;
use crate::number::Number;
use crate::round::nearest;
use crate::schema::Schema;

/// The state of one field. Its kind is its schema's, which is handed along: it is kept once, not per node.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Sum(Exact),
    Min(Extreme),
    Max(Extreme),
    Stats(Box<Stats>),
    Counts(Box<Counts>),
    Histogram(Buckets),
    Quantiles(Box<Quantiles>),
    Distinct(Distinct),
    Sample(Sample),
    Top(Top),
    Map(Box<Map>),
    Record(Record),
    Each,
}

impl Node {
    /// The identity.
    pub(crate) fn new(schema: &Schema) -> Self {
        match schema {
            Schema::Sum => Self::Sum(Exact::default()),
            Schema::Min => Self::Min(Extreme::default()),
            Schema::Max => Self::Max(Extreme::default()),
            Schema::Stats => Self::Stats(Box::default()),
            Schema::Counts { .. } => Self::Counts(Box::default()),
            Schema::Histogram { .. } => Self::Histogram(Buckets::default()),
            Schema::Quantiles { .. } => Self::Quantiles(Box::default()),
            Schema::Distinct => Self::Distinct(Distinct::default()),
            Schema::Sample { .. } => Self::Sample(Sample::default()),
            Schema::Top { .. } => Self::Top(Top::default()),
            Schema::Map { .. } => Self::Map(Box::default()),
            Schema::Record { .. } => Self::Record(Record::default()),
            Schema::Each => Self::Each,
        }
    }

    /// Whether this is the identity.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Sum(sum) => sum.is_zero(),
            Self::Min(extreme) | Self::Max(extreme) => extreme.is_empty(),
            Self::Stats(stats) => stats.is_empty(),
            Self::Counts(counts) => counts.is_empty(),
            Self::Histogram(buckets) => buckets.is_empty(),
            Self::Quantiles(quantiles) => quantiles.is_empty(),
            Self::Distinct(distinct) => distinct.is_empty(),
            Self::Sample(sample) => sample.is_empty(),
            Self::Top(top) => top.is_empty(),
            Self::Map(map) => map.is_empty(),
            Self::Record(record) => record.is_empty(),
            Self::Each => true,
        }
    }

    /// Takes in `count` times a number, of which kinds of a single number see one.
    #[inline]
    pub(crate) fn add(&mut self, schema: &Schema, number: Number, count: u64, document: &str) {
        match (self, schema) {
            (Self::Sum(sum), _) => sum.add(number, count),
            (Self::Min(least), _) => least.lower(number),
            (Self::Max(greatest), _) => greatest.raise(number),
            (Self::Stats(stats), _) => stats.add(number, count),
            (Self::Histogram(buckets), Schema::Histogram { edges }) => {
                buckets.add(histogram::bin(edges, number), count.into());
            }
            (Self::Quantiles(quantiles), _) => quantiles.add(number, count),
            (Self::Top(top), Schema::Top { n }) => top.add(*n, number, document),
            (node, schema) => debug_assert!(false, "{node:?} of {schema:?} takes no numbers"),
        }
    }

    /// Takes in a state of the same schema.
    pub(crate) fn merge(&mut self, schema: &Schema, other: Self) {
        match (self, other, schema) {
            (Self::Sum(ours), Self::Sum(theirs), _) => ours.merge(theirs),
            (Self::Min(ours), Self::Min(theirs), _) => ours.merge_least(theirs),
            (Self::Max(ours), Self::Max(theirs), _) => ours.merge_greatest(theirs),
            (Self::Stats(ours), Self::Stats(theirs), _) => ours.merge(*theirs),
            (Self::Counts(ours), Self::Counts(theirs), _) => ours.merge(*theirs),
            (Self::Histogram(ours), Self::Histogram(theirs), _) => ours.merge(theirs),
            (Self::Quantiles(ours), Self::Quantiles(theirs), _) => ours.merge(*theirs),
            (Self::Distinct(ours), Self::Distinct(theirs), _) => ours.merge(theirs),
            (Self::Sample(ours), Self::Sample(theirs), Schema::Sample { n }) => ours.merge(*n, theirs),
            (Self::Top(ours), Self::Top(theirs), Schema::Top { n }) => ours.merge(*n, theirs),
            (Self::Map(ours), Self::Map(theirs), Schema::Map { of, .. }) => ours.merge(of, *theirs),
            (Self::Record(ours), Self::Record(theirs), Schema::Record { fields }) => {
                ours.merge(fields, theirs);
            }
            (Self::Each, Self::Each, _) => {}
            (node, other, _) => debug_assert!(false, "{node:?} and {other:?} have different schemas"),
        }
    }

    /// Appends the canonical JSON: `null` for the identity.
    pub(crate) fn write(&self, schema: &Schema, out: &mut String) {
        match (self, schema) {
            (Self::Map(map), Schema::Map { of, .. }) if !map.is_empty() => map.write(of, out),
            (Self::Record(record), Schema::Record { fields }) if !record.is_empty() => {
                record.write(fields, out);
            }
            _ => self.write_single(out),
        }
    }

    /// As [`write`](Self::write), for a kind that has no schemas below its own.
    pub(crate) fn write_single(&self, out: &mut String) {
        if self.is_empty() {
            out.push_str("null");
            return;
        }
        match self {
            Self::Sum(sum) => {
                out.push('"');
                sum.write(out);
                out.push('"');
            }
            Self::Min(extreme) | Self::Max(extreme) => extreme.write(out),
            Self::Stats(stats) => stats.write(out),
            Self::Counts(counts) => counts.write(out),
            Self::Histogram(buckets) => buckets.write(out),
            Self::Quantiles(quantiles) => quantiles.write(out),
            Self::Distinct(distinct) => distinct.write(out),
            Self::Sample(sample) => sample.write(out),
            Self::Top(top) => top.write(out),
            Self::Map(_) | Self::Record(_) | Self::Each => debug_assert!(false, "{self:?} has its schema"),
        }
    }

    /// Whether this is a state of the schema, as far as its kind.
    pub(crate) fn is_of(&self, schema: &Schema) -> bool {
        matches!(
            (self, schema),
            (Self::Sum(_), Schema::Sum)
                | (Self::Min(_), Schema::Min)
                | (Self::Max(_), Schema::Max)
                | (Self::Stats(_), Schema::Stats)
                | (Self::Counts(_), Schema::Counts { .. })
                | (Self::Histogram(_), Schema::Histogram { .. })
                | (Self::Quantiles(_), Schema::Quantiles { .. })
                | (Self::Distinct(_), Schema::Distinct)
                | (Self::Sample(_), Schema::Sample { .. })
                | (Self::Top(_), Schema::Top { .. })
                | (Self::Map(_), Schema::Map { .. })
                | (Self::Record(_), Schema::Record { .. })
                | (Self::Each, Schema::Each)
        )
    }

    /// Bytes on the heap, about; a look at each field, and none at each key.
    pub(crate) fn memory(&self) -> usize {
        match self {
            Self::Sum(sum) => sum.memory(),
            Self::Min(_) | Self::Max(_) | Self::Each => 0,
            Self::Stats(stats) => size_of::<Stats>() + stats.memory(),
            Self::Counts(counts) => size_of::<Counts>() + counts.memory(),
            Self::Histogram(buckets) => buckets.memory(),
            Self::Quantiles(quantiles) => size_of::<Quantiles>() + quantiles.memory(),
            Self::Distinct(distinct) => distinct.memory(),
            Self::Sample(sample) => sample.memory(),
            Self::Top(top) => top.memory(),
            Self::Map(map) => size_of::<Map>() + map.memory(),
            Self::Record(record) => record.memory(),
        }
    }

    /// Reads what [`write`](Self::write) wrote, and refuses what it never writes as far as that can be told.
    pub(crate) fn read(schema: &Schema, reader: &mut Reader<'_>) -> Result<Self, StateError> {
        if reader.null() {
            return Ok(Self::new(schema));
        }
        Ok(match schema {
            Schema::Sum => Self::Sum(read_sum(reader)?),
            Schema::Min => Self::Min(Extreme::read(reader)?),
            Schema::Max => Self::Max(Extreme::read(reader)?),
            Schema::Stats => Self::Stats(Box::new(Stats::read(reader)?)),
            Schema::Counts { .. } => Self::Counts(Box::new(Counts::read(reader)?)),
            Schema::Histogram { edges } => Self::Histogram(Buckets::read(reader, histogram::bins(edges))?),
            Schema::Quantiles { .. } => Self::Quantiles(Box::new(Quantiles::read(reader)?)),
            Schema::Distinct => Self::Distinct(Distinct::read(reader)?),
            Schema::Sample { n } => Self::Sample(Sample::read(*n, reader)?),
            Schema::Top { n } => Self::Top(Top::read(*n, reader)?),
            Schema::Map { of, .. } => Self::Map(Box::new(Map::read(of, reader)?)),
            Schema::Record { fields } => Self::Record(Record::read(fields, reader)?),
            Schema::Each => return Err(reader.error("expected null: nothing is kept of `each`")),
        })
    }

    /// Appends the binary form: a byte of 0 for the identity.
    pub(crate) fn write_bytes(&self, schema: &Schema, out: &mut Vec<u8>) {
        match (self, schema) {
            (Self::Sum(sum), _) => sum.write_bytes(out),
            (Self::Min(extreme) | Self::Max(extreme), _) => extreme.write_bytes(out),
            (Self::Stats(stats), _) => stats.write_bytes(out),
            (Self::Counts(counts), _) => counts.write_bytes(out),
            (Self::Histogram(buckets), _) => buckets.write_bytes(out),
            (Self::Quantiles(quantiles), _) => quantiles.write_bytes(out),
            (Self::Distinct(distinct), _) => distinct.write_bytes(out),
            (Self::Sample(sample), _) => sample.write_bytes(out),
            (Self::Top(top), _) => top.write_bytes(out),
            (Self::Map(map), Schema::Map { of, .. }) => map.write_bytes(of, out),
            (Self::Record(record), Schema::Record { fields }) => record.write_bytes(fields, out),
            _ => out.push(0),
        }
    }

    /// Reads what [`write_bytes`](Self::write_bytes) wrote, and refuses what it never writes as far as that can be told.
    pub(crate) fn read_bytes(schema: &Schema, reader: &mut binary::Reader<'_>) -> Result<Self, StateError> {
        Ok(match schema {
            Schema::Sum => Self::Sum(Exact::read_bytes(reader)?),
            Schema::Min => Self::Min(Extreme::read_bytes(reader)?),
            Schema::Max => Self::Max(Extreme::read_bytes(reader)?),
            Schema::Stats => Self::Stats(Box::new(Stats::read_bytes(reader)?)),
            Schema::Counts { .. } => Self::Counts(Box::new(Counts::read_bytes(reader)?)),
            Schema::Histogram { edges } => {
                Self::Histogram(Buckets::read_bytes(reader, histogram::bins(edges))?)
            }
            Schema::Quantiles { .. } => Self::Quantiles(Box::new(Quantiles::read_bytes(reader)?)),
            Schema::Distinct => Self::Distinct(Distinct::read_bytes(reader)?),
            Schema::Sample { n } => Self::Sample(Sample::read_bytes(*n, reader)?),
            Schema::Top { n } => Self::Top(Top::read_bytes(*n, reader)?),
            Schema::Map { of, .. } => Self::Map(Box::new(Map::read_bytes(of, reader)?)),
            Schema::Record { fields } => Self::Record(Record::read_bytes(fields, reader)?),
            Schema::Each => match reader.byte()? {
                0 => Self::Each,
                _ => return Err(reader.error("expected 0: nothing is kept of `each`")),
            },
        })
    }

    /// What a report shows; `top` is asked instead of the schema's where it is given.
    pub(crate) fn finish(&self, schema: &Schema, top: Option<u32>) -> Value {
        match (self, schema) {
            (Self::Sum(sum), _) => finish_sum(sum),
            (Self::Min(extreme) | Self::Max(extreme), _) => extreme.finish(),
            (Self::Stats(stats), _) => stats.finish(),
            (Self::Counts(counts), Schema::Counts { top: own }) => counts.finish(top.unwrap_or(*own)),
            (Self::Histogram(buckets), Schema::Histogram { edges }) => histogram::finish(buckets, edges),
            (Self::Quantiles(quantiles), Schema::Quantiles { at }) => quantiles.finish(at),
            (Self::Distinct(distinct), _) => distinct.finish(),
            (Self::Sample(sample), _) => sample.finish(),
            (Self::Top(greatest), _) => greatest.finish(),
            (Self::Map(map), Schema::Map { of, top: own }) => map.finish(of, top.unwrap_or(*own), top),
            (Self::Record(record), Schema::Record { fields }) => record.finish(fields, top),
            _ => Value::Null,
        }
    }
}

fn read_sum(reader: &mut Reader<'_>) -> Result<Exact, StateError> {
    let text = reader.string()?;
    Exact::read(&text).ok_or_else(|| reader.error("expected a sum, such as \"-0x1f3p-4\""))
}

/// An integer where the sum is one of 64 bits, else the nearest float.
fn finish_sum(sum: &Exact) -> Value {
    let parts = sum.to_parts();
    let whole = u32::try_from(parts.exponent).ok().filter(|exponent| *exponent < 64);
    let magnitude = whole.and_then(|exponent| u64::try_from(&parts.magnitude << exponent).ok());
    match magnitude {
        Some(magnitude) if !parts.negative => Value::from(magnitude),
        Some(magnitude) if magnitude <= 1 << 63 => Value::from((magnitude as i64).wrapping_neg()),
        _ => Value::from(nearest(&parts)),
    }
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
