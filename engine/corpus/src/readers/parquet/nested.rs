//! Columns of lists, maps and groups, as JSON.

use std::sync::Arc;

use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::reader::RowGroupReader;
use ::parquet::record::reader::{ReaderIter, TreeBuilder};
use ::parquet::record::{Field, Row};
use ::parquet::schema::types::{SchemaDescriptor, TypePtr};
use serde_json::{Map, Value};

use super::column::{Cells, schema_of};
use super::value::{Cell, Kind};

/// A column with nesting, read by the crate's rows.
pub(super) struct Nested(ReaderIter);

impl Nested {
    pub(super) fn new(field: &TypePtr, group: &dyn RowGroupReader) -> Result<Self> {
        let schema = Arc::new(SchemaDescriptor::new(schema_of(field)?));
        TreeBuilder::new().as_iter(schema, group).map(Self)
    }
}

impl Cells for Nested {
    fn next(&mut self) -> Result<Cell> {
        let row = self.0.next();
        let row = row.ok_or_else(|| {
            ParquetError::EOF("a column has fewer values than its row group rows".to_owned())
        })?;
        let field = row?.into_columns().into_iter().next().map_or(Field::Null, |(_, field)| field);
        Ok(match json(field) {
            Value::Null => Cell::Null,
            value => Cell::Value(value),
        })
    }
}

fn json(field: Field) -> Value {
    let cell = match field {
        Field::Null => return Value::Null,
        Field::Group(row) => return group(row),
        Field::ListInternal(list) => return list.elements().iter().cloned().map(json).collect(),
        Field::MapInternal(map) => return entries(map.entries()),
        Field::Bool(value) => Cell::Value(value.into()),
        Field::Byte(value) => Cell::Value(value.into()),
        Field::Short(value) => Cell::Value(value.into()),
        Field::Int(value) => Cell::Value(value.into()),
        Field::Long(value) => Cell::Value(value.into()),
        Field::UByte(value) => Cell::Value(value.into()),
        Field::UShort(value) => Cell::Value(value.into()),
        Field::UInt(value) => Cell::Value(value.into()),
        Field::ULong(value) => Cell::Value(value.into()),
        Field::Float16(value) => Cell::of_float(value.into()),
        Field::Float(value) => Cell::of_float(value.into()),
        Field::Double(value) => Cell::of_float(value),
        Field::Str(value) => Cell::Value(value.into()),
        Field::Bytes(value) => Cell::Bytes(value),
        Field::Date(days) => Kind::Date.of_integer(days.into()),
        Field::TimeMillis(value) => Kind::Time(1_000).of_integer(value.into()),
        Field::TimeMicros(value) => Kind::Time(1_000_000).of_integer(value),
        Field::TimestampMillis(value) => Kind::Timestamp { per_second: 1_000, utc: true }.of_integer(value),
        Field::TimestampMicros(value) => {
            Kind::Timestamp { per_second: 1_000_000, utc: true }.of_integer(value)
        }
        decimal @ Field::Decimal(_) => Cell::Value(decimal.to_string().into()),
    };
    cell.into_value().unwrap_or_default()
}

fn group(row: Row) -> Value {
    row.into_columns().into_iter().map(|(name, field)| (name, json(field))).collect::<Map<_, _>>().into()
}

/// An object where the keys are strings, pairs where they are not.
fn entries(entries: &[(Field, Field)]) -> Value {
    let pairs: Vec<_> = entries.iter().map(|(key, value)| (json(key.clone()), json(value.clone()))).collect();
    if pairs.iter().all(|(key, _)| key.is_string()) {
        let named = |(key, value): (Value, Value)| (key.as_str().unwrap_or_default().to_owned(), value);
        return pairs.into_iter().map(named).collect::<Map<_, _>>().into();
    }
    pairs.into_iter().map(|(key, value)| Value::Array(vec![key, value])).collect()
}
