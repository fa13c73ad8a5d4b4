//! From a value of Parquet to one of JSON: what its logical type says it is (Parquet's own LogicalTypes.md).

use std::fmt::Write as _;

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use ::parquet::data_type::{ByteArray, Int96};
use ::parquet::schema::types::ColumnDescriptor;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// A cell of a table.
pub(super) enum Cell {
    Null,
    /// Bytes that may be text.
    Bytes(ByteArray),
    Value(Value),
}

impl Cell {
    /// The value of a metadata field; nothing where there is none, or none that JSON has.
    pub(super) fn into_value(self) -> Option<Value> {
        match self {
            Self::Null => None,
            Self::Bytes(bytes) => Some(String::from_utf8_lossy(bytes.data()).into_owned().into()),
            Self::Value(value) => Some(value),
        }
    }

    /// What is at a path into the objects of the cell.
    pub(super) fn within(self, path: &[String]) -> Self {
        let Self::Value(mut value) = self else { return Self::Null };
        for name in path {
            let Some(inner) = value.as_object_mut().and_then(|fields| fields.remove(name)) else {
                return Self::Null;
            };
            value = inner;
        }
        match value {
            Value::Null => Self::Null,
            Value::String(text) => Self::Bytes(text.as_bytes().to_vec().into()),
            value => Self::Value(value),
        }
    }

    /// The id that a cell is: a string or a number that is not empty.
    pub(super) fn into_id(self) -> Option<String> {
        match self.into_value()? {
            Value::String(id) => Some(id).filter(|id| !id.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// JSON has no number that is not finite.
    pub(super) fn of_float(value: f64) -> Self {
        serde_json::Number::from_f64(value).map_or(Self::Null, |number| Self::Value(Value::Number(number)))
    }

    /// A timestamp as older writers have it: nanoseconds of a day, and a Julian day.
    pub(super) fn of_int96(value: &Int96) -> Self {
        const EPOCH: i64 = 2_440_588;
        let &[low, high, day] = value.data() else { return Self::Null };
        let nanoseconds = i128::from(high) << 32 | i128::from(low);
        let days = i128::from(i64::from(day) - EPOCH);
        let since = days * 86_400 * NANOSECONDS + nanoseconds;
        timestamp(since, true).map_or(Self::Null, |text| Self::Value(text.into()))
    }
}

const NANOSECONDS: i128 = 1_000_000_000;

/// What the values of a column are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// What they look like.
    Plain,
    Unsigned,
    Date,
    /// Of a day, in parts of a second of which it has so many.
    Time(i64),
    /// Since 1970; `utc` where they are instants, and not what some clock showed.
    Timestamp {
        per_second: i64,
        utc: bool,
    },
    /// With so many digits after the point.
    Decimal(i32),
    Uuid,
    Float16,
    /// Bytes that are no text.
    Binary,
}

impl Kind {
    pub(super) fn of(column: &ColumnDescriptor) -> Self {
        match column.logical_type_ref() {
            Some(LogicalType::Date) => Self::Date,
            Some(LogicalType::Time(time)) => Self::Time(per_second(&time.unit)),
            Some(LogicalType::Timestamp(timestamp)) => Self::Timestamp {
                per_second: per_second(&timestamp.unit),
                utc: timestamp.is_adjusted_to_u_t_c,
            },
            Some(LogicalType::Decimal(decimal)) => Self::Decimal(decimal.scale),
            Some(LogicalType::Integer(integer)) if !integer.is_signed => Self::Unsigned,
            Some(LogicalType::Uuid) => Self::Uuid,
            Some(LogicalType::Float16) => Self::Float16,
            Some(_) => Self::Plain,
            None => Self::of_converted(column),
        }
    }

    /// What files say that were written before there were logical types.
    fn of_converted(column: &ColumnDescriptor) -> Self {
        match column.converted_type() {
            ConvertedType::DATE => Self::Date,
            ConvertedType::TIME_MILLIS => Self::Time(1_000),
            ConvertedType::TIME_MICROS => Self::Time(1_000_000),
            ConvertedType::TIMESTAMP_MILLIS => Self::Timestamp { per_second: 1_000, utc: true },
            ConvertedType::TIMESTAMP_MICROS => Self::Timestamp { per_second: 1_000_000, utc: true },
            ConvertedType::DECIMAL => Self::Decimal(column.type_scale()),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Self::Unsigned,
            ConvertedType::NONE if column.physical_type() == parquet::basic::Type::FIXED_LEN_BYTE_ARRAY => {
                Self::Binary
            }
            _ => Self::Plain,
        }
    }

    /// A value that is stored as an integer. One that is out of all bounds stays a number.
    pub(super) fn of_integer(self, value: i64) -> Cell {
        let text = match self {
            Self::Unsigned => return Cell::Value(unsigned(value).into()),
            Self::Date => date(value),
            Self::Time(per_second) => time(value, per_second),
            Self::Timestamp { per_second, utc } => {
                timestamp(i128::from(value) * (NANOSECONDS / i128::from(per_second)), utc)
            }
            Self::Decimal(scale) => Some(decimal(value.into(), scale)),
            _ => None,
        };
        Cell::Value(text.map_or_else(|| value.into(), Value::String))
    }

    /// A value that is stored as bytes.
    pub(super) fn of_bytes(self, value: ByteArray) -> Cell {
        let bytes = value.data();
        match self {
            Self::Decimal(scale) => Cell::Value(
                big_endian(bytes).map_or_else(|| hexadecimal(bytes), |n| decimal(n, scale)).into(),
            ),
            Self::Uuid => Cell::Value(uuid(bytes).into()),
            Self::Float16 => match bytes {
                &[low, high] => Cell::of_float(float16(u16::from_le_bytes([low, high]))),
                _ => Cell::Null,
            },
            Self::Binary => Cell::Value(hexadecimal(bytes).into()),
            _ => Cell::Bytes(value),
        }
    }
}

fn per_second(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}

/// 32 bits are stored with their sign, and nothing is said of how many there are.
fn unsigned(value: i64) -> u64 {
    if i64::from(i32::MIN) <= value && value < 0 { u64::from(value as i32 as u32) } else { value as u64 }
}

fn date(days: i64) -> Option<String> {
    let since = SignedDuration::from_hours(days.checked_mul(24)?);
    Some(Date::constant(1970, 1, 1).checked_add(since).ok()?.to_string())
}

fn time(value: i64, per_second: i64) -> Option<String> {
    let nanoseconds = value.checked_mul(1_000_000_000 / per_second)?;
    Some(Time::midnight().checked_add(SignedDuration::from_nanos(nanoseconds)).ok()?.to_string())
}

/// By RFC 3339; without its last part where it is not known in which time zone it was.
fn timestamp(nanoseconds: i128, utc: bool) -> Option<String> {
    let mut text = Timestamp::from_nanosecond(nanoseconds).ok()?.to_string();
    if !utc {
        text.pop();
    }
    Some(text)
}

fn decimal(unscaled: i128, scale: i32) -> String {
    let digits = unscaled.unsigned_abs().to_string();
    let sign = if unscaled < 0 { "-" } else { "" };
    let Ok(scale @ 1..=100) = usize::try_from(scale) else { return format!("{sign}{digits}") };
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = digits.split_at(digits.len() - scale);
    format!("{sign}{whole}.{part}")
}

/// A two's complement number of at most 16 bytes.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let sign = if bytes.first()? & 0x80 == 0 { 0 } else { 0xff };
    let mut all = [sign; 16];
    let place = all.len().checked_sub(bytes.len())?;
    all[place..].copy_from_slice(bytes);
    Some(i128::from_be_bytes(all))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(digits, "{byte:02x}").expect("a string takes all that is written to it");
    }
    digits
}

fn uuid(bytes: &[u8]) -> String {
    let mut digits = hexadecimal(bytes);
    if bytes.len() == 16 {
        [20, 16, 12, 8].into_iter().for_each(|place| digits.insert(place, '-'));
    }
    digits
}

/// IEEE 754 half precision.
fn float16(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff) / 1024.0;
    let exponent = i32::from(bits >> 10 & 0x1f);
    let magnitude = match exponent {
        0 => fraction * f64::powi(2.0, -14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction) * f64::powi(2.0, exponent - 15),
    };
    if bits >> 15 == 1 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_what_their_type_says() {
        for (kind, value, expected) in [
            (Kind::Plain, -5, "-5"),
            (Kind::Unsigned, -1, "4294967295"),
            (Kind::Unsigned, i64::MIN, "9223372036854775808"),
            (Kind::Date, 0, "\"1970-01-01\""),
            (Kind::Date, 20_000, "\"2024-10-04\""),
            (Kind::Date, i64::MAX, "9223372036854775807"),
            (Kind::Time(1_000), 3_600_500, "\"01:00:00.5\""),
            (
                Kind::Timestamp { per_second: 1_000, utc: true },
                1_700_000_000_123,
                "\"2023-11-14T22:13:20.123Z\"",
            ),
            (
                Kind::Timestamp { per_second: 1_000_000_000, utc: false },
                -1,
                "\"1969-12-31T23:59:59.999999999\"",
            ),
            (Kind::Timestamp { per_second: 1_000, utc: true }, i64::MAX, "9223372036854775807"),
            (Kind::Decimal(2), -5, "\"-0.05\""),
            (Kind::Decimal(0), 12, "\"12\""),
            (Kind::Decimal(3), 123_456, "\"123.456\""),
        ] {
            let value = kind.clone().of_integer(value).into_value().unwrap_or_default();
            assert_eq!(value.to_string(), expected, "of {kind:?}");
        }
    }

    #[test]
    fn bytes_are_what_their_type_says() {
        for (kind, bytes, expected) in [
            (Kind::Plain, &b"caf\xe9"[..], "\"caf\u{fffd}\""),
            (Kind::Binary, &[0, 255], "\"00ff\""),
            (Kind::Decimal(1), &[0xff, 0x38], "\"-20.0\""),
            (Kind::Decimal(1), &[1; 17], "\"0101010101010101010101010101010101\""),
            (Kind::Uuid, &[0x12; 16], "\"12121212-1212-1212-1212-121212121212\""),
            (Kind::Float16, &[0, 0xc0], "-2.0"),
            (Kind::Float16, &[0, 0x7c], "null"),
        ] {
            let value = kind.clone().of_bytes(bytes.to_vec().into()).into_value().unwrap_or_default();
            assert_eq!(value.to_string(), expected, "of {kind:?}");
        }
    }

    #[test]
    fn an_old_timestamp_is_read() {
        let mut value = Int96::new();
        value.set_data(0x0, 0x0, 2_440_589);
        assert_eq!(Cell::of_int96(&value).into_value(), Some("1970-01-02T00:00:00Z".into()));
    }
}
