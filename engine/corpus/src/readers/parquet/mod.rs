//! Parquet: a document per row, its text in one column, its metadata in others.
//!
//! Columns that nobody wants are not read, and of the others one page at a time. The crate's own rows are not used:
//! they fail on text that is not UTF-8, and know no nanoseconds.

mod column;
mod delta;
mod guard;
mod nested;
mod table;
mod value;

use std::fs::File;
use std::io;
use std::sync::Arc;

use crate::caught::catch;
use crate::encoding::not_valid;
use crate::name::Name;
use crate::options::{Format, InvalidText};
use crate::reader::{Context, Data, Reader, cleaned};
use crate::source::{Document, Item, Unread};
use table::{Record, Table};
use value::Cell;

/// Opens a file. One that is damaged, or has no column of the text, gives an [`Unread`].
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Parquet::new(data.into_file()?, name, &context.format)))
}

/// A Parquet file that is being read.
struct Parquet {
    name: Name,
    format: Arc<Format>,
    /// The table; why there is none, once; nothing.
    table: Option<Result<Table, String>>,
    /// Whether a row was asked for.
    asked: bool,
    /// Rows that were given or named as lost.
    given: u64,
    rows: u64,
}

impl Parquet {
    fn new(file: File, name: Name, format: &Arc<Format>) -> Self {
        let table = without_panic(|| Table::open(file, format));
        let rows = table.as_ref().map_or(0, Table::rows);
        let format = Arc::clone(format);
        Self { name, format, table: Some(table), asked: false, given: 0, rows }
    }

    /// What the next row holds; nothing at the end.
    fn next_row(&mut self) -> Option<Item> {
        let mut table = match self.table.take()? {
            Ok(table) => table,
            Err(message) => return Some(unread(self.name.clone(), message)),
        };
        // After a panic a table is in no state to be read on.
        match without_panic(|| Ok(self.row(&mut table))) {
            Ok(Some(item)) => {
                self.given = table.passed();
                self.table = Some(Ok(table));
                Some(item)
            }
            Ok(None) => None,
            Err(message) => {
                let rows = self.rows.saturating_sub(table.passed());
                self.given = self.rows;
                Some(unread(self.name.line(table.passed() + 1), lost(&message, rows)))
            }
        }
    }

    fn row(&self, table: &mut Table) -> Option<Item> {
        let record = table.next()?;
        let name = self.name.line(table.row());
        Some(match record {
            Ok(record) => document(record, name, &self.format),
            Err((message, rows)) => unread(name, lost(&message, rows)),
        })
    }
}

impl Reader for Parquet {
    fn next_item(&mut self) -> Option<Item> {
        self.asked = true;
        Some(cleaned(self.next_row()?, &self.format))
    }

    fn whole(&self) -> bool {
        self.asked
    }

    fn progress(&self) -> Option<(u64, u64)> {
        Some((self.given, self.rows))
    }
}

/// Calls `read`; a panic in it is an error.
///
/// The crate checks most of what a damaged file can say and asserts some: an encoding that is not that of the column, a
/// list whose schema is none. Such a file is unread, and no reason to end a run.
fn without_panic<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch(read).unwrap_or_else(|_| Err("damaged: its parts do not fit together".to_owned()))
}

fn document(record: Record, name: Name, format: &Format) -> Item {
    let bytes = match record.text {
        Cell::Bytes(bytes) => bytes,
        _ => return unread(name, format!("the column `{}` is null", format.text_field)),
    };
    let limit = format.max_document;
    if bytes.data().len() as u64 > limit {
        let length = bytes.data().len();
        return unread(name, format!("{length} bytes, more than the {limit} that a document may have"));
    }
    let invalid = std::str::from_utf8(bytes.data()).err().map(|error| error.valid_up_to());
    if let (Some(byte), InvalidText::Fault) = (invalid, format.invalid_text) {
        return unread(name, not_valid(byte as u64, "UTF-8"));
    }
    let Name { id, position } = name;
    Item::Document(Document {
        id: record.id.unwrap_or(id),
        position,
        text: String::from_utf8_lossy(bytes.data()).into_owned(),
        metadata: record.metadata,
        replaced: invalid.is_some(),
        ..Document::default()
    })
}

/// The message for rows that cannot be read, of which one is named.
fn lost(message: &str, rows: u64) -> String {
    match rows {
        0 | 1 => message.to_owned(),
        _ => format!("{message} ({rows} rows from here on are lost)"),
    }
}

fn unread(name: Name, message: String) -> Item {
    Item::Unread(Unread { id: name.id, position: name.position, message })
}

#[cfg(test)]
mod tests;
