//! The cells of a column of a row group, one after the other.

use std::sync::Arc;
use std::vec;

use ::parquet::basic::Repetition;
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::DataType;
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::reader::RowGroupReader;
use ::parquet::schema::types::{ColumnDescPtr, Type, TypePtr};

use super::nested::Nested;
use super::value::{Cell, Kind};

/// Cells in order.
pub(super) trait Cells: Send {
    /// The next cell; an error where there is none, since a column has one for each row.
    fn next(&mut self) -> Result<Cell>;
}

/// The cells of the column `field` in a row group.
pub(super) fn cells(field: &TypePtr, group: &dyn RowGroupReader) -> Result<Box<dyn Cells>> {
    if !field.is_primitive() || is_repeated(field) {
        return Ok(Box::new(Nested::new(field, group)?));
    }
    let columns = group.metadata().columns();
    let is_it = |parts: &[String]| parts.len() == 1 && parts[0] == field.name();
    let column = columns.iter().position(|column| is_it(column.column_path().parts()));
    let column = column
        .ok_or_else(|| ParquetError::General(format!("a row group without column `{}`", field.name())))?;
    let description = columns[column].column_descr_ptr();
    Ok(match group.get_column_reader(column)? {
        ColumnReader::BoolColumnReader(reader) => {
            flat(reader, description, |_, value| Cell::Value(value.into()))
        }
        ColumnReader::Int32ColumnReader(reader) => {
            flat(reader, description, |kind, value| kind.of_integer(value.into()))
        }
        ColumnReader::Int64ColumnReader(reader) => flat(reader, description, Kind::of_integer),
        ColumnReader::Int96ColumnReader(reader) => {
            flat(reader, description, |_, value| Cell::of_int96(&value))
        }
        ColumnReader::FloatColumnReader(reader) => {
            flat(reader, description, |_, value| Cell::of_float(value.into()))
        }
        ColumnReader::DoubleColumnReader(reader) => {
            flat(reader, description, |_, value| Cell::of_float(value))
        }
        ColumnReader::ByteArrayColumnReader(reader) => flat(reader, description, Kind::of_bytes),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            flat(reader, description, |kind, value| kind.of_bytes(value.into()))
        }
    })
}

/// Whether a field stands for any number of values.
pub(super) fn is_repeated(field: &Type) -> bool {
    let info = field.get_basic_info();
    info.has_repetition() && info.repetition() == Repetition::REPEATED
}

fn flat<T: DataType>(
    reader: ColumnReaderImpl<T>,
    description: ColumnDescPtr,
    make: fn(Kind, T::T) -> Cell,
) -> Box<dyn Cells>
where
    ColumnReaderImpl<T>: Send,
{
    let optional = description.max_def_level() > 0;
    let levels = Vec::new().into_iter();
    Box::new(Flat {
        reader,
        kind: Kind::of(&description),
        optional,
        levels,
        values: Vec::new().into_iter(),
        left: 0,
        make,
    })
}

/// A column without nesting.
struct Flat<T: DataType> {
    reader: ColumnReaderImpl<T>,
    kind: Kind,
    /// Whether cells may be null.
    optional: bool,
    /// For each cell, whether it has a value: 1 if so.
    levels: vec::IntoIter<i16>,
    values: vec::IntoIter<T::T>,
    left: usize,
    make: fn(Kind, T::T) -> Cell,
}

impl<T: DataType> Flat<T> {
    /// Cells that are decoded at once. Values of bytes are parts of their page, not copies.
    const AT_ONCE: usize = 256;

    fn fill(&mut self) -> Result<()> {
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        let wanted = self.optional.then_some(&mut levels);
        let (records, _, _) = self.reader.read_records(Self::AT_ONCE, wanted, None, &mut values)?;
        if records == 0 {
            return Err(ParquetError::EOF("a column has fewer values than its row group rows".to_owned()));
        }
        (self.left, self.levels, self.values) = (records, levels.into_iter(), values.into_iter());
        Ok(())
    }
}

impl<T: DataType> Cells for Flat<T>
where
    ColumnReaderImpl<T>: Send,
{
    fn next(&mut self) -> Result<Cell> {
        if self.left == 0 {
            self.fill()?;
        }
        self.left -= 1;
        if self.optional && self.levels.next() != Some(1) {
            return Ok(Cell::Null);
        }
        let value = self.values.next();
        let value =
            value.ok_or_else(|| ParquetError::EOF("a page has fewer values than it says".to_owned()))?;
        Ok((self.make)(self.kind.clone(), value))
    }
}

/// A schema of one field.
pub(super) fn schema_of(field: &TypePtr) -> Result<Arc<Type>> {
    Type::group_type_builder("schema").with_fields(vec![field.clone()]).build().map(Arc::new)
}
