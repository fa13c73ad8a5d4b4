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
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::builder::{Format, InvalidText};
use super::name::Name;
use super::source::{Document, Item, Unread};
use table::{Record, Table};
use value::Cell;

/// A Parquet file that is being read.
pub(super) struct Parquet {
    name: Name,
    /// The table; why there is none, once; nothing.
    table: Option<Result<Table, String>>,
    /// Rows that were given or named as lost.
    given: u64,
    rows: u64,
}

impl Parquet {
    /// Opens a file. One that is damaged, or has no column of the text, gives an [`Unread`].
    ///
    /// # Errors
    /// Where there is no file to be had.
    pub(super) fn open(
        file: impl FnOnce() -> io::Result<File>,
        name: Name,
        format: &Format,
    ) -> io::Result<Self> {
        let file = file()?;
        let table = without_panic(|| Table::open(file, format));
        let rows = table.as_ref().map_or(0, Table::rows);
        Ok(Self { name, table: Some(table), given: 0, rows })
    }

    /// What the next row holds; nothing at the end.
    pub(super) fn next_item(&mut self, format: &Format) -> Option<Item> {
        let mut table = match self.table.take()? {
            Ok(table) => table,
            Err(message) => return Some(unread(self.name.clone(), message)),
        };
        // After a panic a table is in no state to be read on.
        match without_panic(|| Ok(self.row(&mut table, format))) {
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

    /// Rows that were given, and rows in all.
    pub(super) fn progress(&self) -> (u64, u64) {
        (self.given, self.rows)
    }

    fn row(&self, table: &mut Table, format: &Format) -> Option<Item> {
        let record = table.next()?;
        let name = self.name.line(table.row());
        Some(match record {
            Ok(record) => document(record, name, format),
            Err((message, rows)) => unread(name, lost(&message, rows)),
        })
    }
}

/// Calls `read`; a panic in it is an error.
///
/// The crate checks most of what a damaged file can say and asserts some: an encoding that is not that of the column, a
/// list whose schema is none. Such a file is unread, and no reason to end a run.
fn without_panic<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err("damaged: its parts do not fit together".to_owned()))
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
        return unread(name, super::encoding::not_valid(byte as u64, "UTF-8"));
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
