//! The rows of a file, from the columns that are wanted.

use std::fs::File;

use ::parquet::basic::{ConvertedType, LogicalType, Type as PhysicalType};
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::schema::types::{SchemaDescriptor, Type, TypePtr};
use serde_json::{Map, Value};

use super::super::csv::no_column;
use super::column::{Cells, cells, is_repeated};
use super::guard::{GuardedFile, GuardedGroup};
use super::value::Cell;
use crate::options::Format;

/// What a row holds.
pub(super) struct Record {
    pub(super) text: Cell,
    pub(super) id: Option<String>,
    pub(super) metadata: Map<String, Value>,
}

/// A column that is wanted.
struct Wanted {
    field: TypePtr,
    part: Part,
    /// Where the part is within the column, from field to field; nothing where it is all of it.
    path: Vec<String>,
}

/// What a column is for.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Text,
    Id,
    Metadata,
}

/// An open file.
pub(super) struct Table {
    reader: SerializedFileReader<GuardedFile>,
    wanted: Vec<Wanted>,
    /// The row group that comes next.
    next_group: usize,
    /// The columns of the group that is being read, as those that are wanted.
    columns: Vec<Box<dyn Cells>>,
    left_in_group: u64,
    /// Rows after the one that was given last, which are lost with it.
    lost: u64,
    /// Rows that were given or lost.
    row: u64,
}

impl Table {
    pub(super) fn open(file: File, format: &Format) -> Result<Self, String> {
        let file = GuardedFile::new(file).map_err(damaged)?;
        let reader = SerializedFileReader::new(file).map_err(damaged)?;
        let wanted = wanted(reader.metadata().file_metadata().schema_descr(), format)?;
        Ok(Self { reader, wanted, next_group: 0, columns: Vec::new(), left_in_group: 0, lost: 0, row: 0 })
    }

    /// Rows in all, as the file says.
    pub(super) fn rows(&self) -> u64 {
        (0..self.reader.num_row_groups()).map(|group| self.rows_of(group)).fold(0, u64::saturating_add)
    }

    /// The row that was given last, counted from 1.
    pub(super) fn row(&self) -> u64 {
        self.row
    }

    /// Rows that were given or are lost.
    pub(super) fn passed(&self) -> u64 {
        self.row + self.lost
    }

    /// The next row; nothing at the end. An error has the number of rows that are lost by it: the rest of the group.
    pub(super) fn next(&mut self) -> Option<Result<Record, (String, u64)>> {
        self.row += std::mem::take(&mut self.lost);
        while self.left_in_group == 0 {
            if self.next_group == self.reader.num_row_groups() {
                return None;
            }
            self.left_in_group = self.rows_of(self.next_group);
            self.next_group += 1;
            if self.left_in_group > 0
                && let Err(error) = self.open_group(self.next_group - 1)
            {
                return Some(Err(self.lose_group(error)));
            }
        }
        match self.record() {
            Ok(record) => {
                self.row += 1;
                self.left_in_group -= 1;
                Some(Ok(record))
            }
            Err(error) => Some(Err(self.lose_group(error))),
        }
    }

    /// Gives up the rest of a group. The first of its rows is the one that is given as unread.
    fn lose_group(&mut self, error: ParquetError) -> (String, u64) {
        let rows = std::mem::take(&mut self.left_in_group);
        self.columns.clear();
        self.lost = rows.saturating_sub(1);
        self.row += 1;
        (damaged(error), rows)
    }

    fn rows_of(&self, group: usize) -> u64 {
        u64::try_from(self.reader.metadata().row_group(group).num_rows()).unwrap_or(0)
    }

    fn open_group(&mut self, group: usize) -> Result<(), ParquetError> {
        self.columns.clear();
        let group = GuardedGroup(self.reader.get_row_group(group)?);
        for wanted in &self.wanted {
            self.columns.push(cells(&wanted.field, &group)?);
        }
        Ok(())
    }

    fn record(&mut self) -> Result<Record, ParquetError> {
        let mut record = Record { text: Cell::Null, id: None, metadata: Map::new() };
        for (wanted, column) in self.wanted.iter().zip(&mut self.columns) {
            let cell = column.next()?;
            let cell = if wanted.path.is_empty() { cell } else { cell.within(&wanted.path) };
            match wanted.part {
                Part::Text => record.text = cell,
                Part::Id => record.id = cell.into_id(),
                Part::Metadata => {
                    if let Some(value) = cell.into_value() {
                        record.metadata.insert(wanted.field.name().to_owned(), value);
                    }
                }
            }
        }
        Ok(record)
    }
}

/// The columns that are wanted, that of the text among them.
fn wanted(schema: &SchemaDescriptor, format: &Format) -> Result<Vec<Wanted>, String> {
    let fields = schema.root_schema().get_fields();
    let text = find(fields, &format.text_field).ok_or_else(|| {
        let names: Vec<_> = fields.iter().map(|field| field.name().to_owned()).collect();
        no_column(&format.text_field, &names)
    })?;
    if !is_text(&text.leaf) {
        return Err(format!("the column `{}` holds no strings", format.text_field));
    }
    let id = format.id_field.as_deref().and_then(|id| find(fields, id));
    let mut wanted: Vec<Wanted> = Vec::new();
    for field in fields {
        let name = field.name();
        if wanted.iter().any(|other| other.field.name() == name) {
            continue;
        }
        let mut want = |part, path| wanted.push(Wanted { field: field.clone(), part, path });
        let (mut is_text_or_id, metadata) =
            (false, format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(name)));
        for (part, found) in [(Part::Text, Some(&text)), (Part::Id, id.as_ref())] {
            if let Some(found) = found.filter(|found| found.column == name) {
                is_text_or_id |= found.path.is_empty();
                want(part, found.path.clone());
            }
        }
        if metadata && !is_text_or_id {
            want(Part::Metadata, Vec::new());
        }
    }
    Ok(wanted)
}

/// A field that was asked for by its name, or by its path into groups, as `message.content`.
struct Place<'schema> {
    column: &'schema str,
    path: Vec<String>,
    leaf: TypePtr,
}

/// Finds a field. One that has the whole path for its name comes first, in each group.
fn find<'schema>(fields: &'schema [TypePtr], path: &str) -> Option<Place<'schema>> {
    let by_name = |name: &str| fields.iter().find(|field| field.name() == name);
    if let Some(field) = by_name(path) {
        return Some(Place { column: field.name(), path: Vec::new(), leaf: field.clone() });
    }
    let (outer, inner) = path.split_once('.')?;
    let field = by_name(outer).filter(|field| field.is_group() && !is_repeated(field))?;
    let within = find(field.get_fields(), inner)?;
    let path = [within.column.to_owned()].into_iter().chain(within.path).collect();
    Some(Place { column: field.name(), path, leaf: within.leaf })
}

/// Whether a column holds strings; bytes of which nothing is said are taken for such.
fn is_text(field: &Type) -> bool {
    let info = field.get_basic_info();
    let plain = field.is_primitive() && !is_repeated(field);
    let physical = plain && field.get_physical_type() == PhysicalType::BYTE_ARRAY;
    let said = match (info.logical_type_ref(), info.converted_type()) {
        (Some(logical), _) => matches!(logical, LogicalType::String | LogicalType::Enum | LogicalType::Json),
        (None, converted) => matches!(
            converted,
            ConvertedType::NONE | ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON
        ),
    };
    physical && said
}

/// A message without what a crate puts around it, and not longer than one: some hold the bytes that are wrong.
fn damaged(error: ParquetError) -> String {
    const LONGEST: usize = 200;
    let message = match error {
        ParquetError::General(message) | ParquetError::EOF(message) | ParquetError::NYI(message) => message,
        other => other.to_string(),
    };
    let short: String = message.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("damaged, or not a Parquet file that can be read: {short}")
}
