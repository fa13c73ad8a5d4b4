//! CSV and TSV (RFC 4180): a header that names the columns, then a document per row.

mod delimiter;
mod header;
mod rows;

use std::io::{self, BufRead};

use serde_json::Map;

use crate::encoding::{Transcoding, first_invalid, lossy};
use crate::name::Name;
use crate::options::{Format, InvalidText};
use crate::reader::{Context, Data, Reader, Records, Stream};
use crate::source::{Document, Item, Unread};
#[cfg(feature = "parquet")]
pub(super) use header::no_column;
use header::{Header, Splitter};
use rows::{Row, Rows};

/// Begins with a table whose header shows what is between its fields.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Stream::new(Csv::new(None), data, name, context)))
}

/// Begins with a table with tabs between its fields.
pub(super) fn open_tabs(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Stream::new(Csv::new(Some(b'\t')), data, name, context)))
}

/// How far a reader of CSV or TSV has come.
#[derive(Debug)]
struct Csv {
    rows: Rows,
    /// The delimiter that is known before the header is read.
    delimiter: Option<u8>,
    table: Table,
    /// Lines that stood before the header, and what was wrong with the first of them as a header.
    titles: u32,
    flaw: Option<String>,
    /// Whether one of them was no comment, and one had a delimiter in it, as a sentence has commas.
    titled: bool,
    is_sentence: bool,
}

/// Titles before a header, at most.
const MAX_TITLES: u32 = 16;

/// The delimiter that a line tells which is there for that alone, as Excel reads and writes it: `sep=;`.
fn told(line: &[u8]) -> Option<u8> {
    let (key, value) = line.split_at_checked(4)?;
    match value {
        [delimiter]
            if key.eq_ignore_ascii_case(b"sep=")
                && *delimiter != b'"'
                && !delimiter.is_ascii_alphanumeric() =>
        {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// What is known of the table.
#[derive(Debug)]
enum Table {
    /// Its header is still to be read.
    Ahead,
    Open(Header, Splitter),
    /// Nothing of it can be read: what is left is stepped over.
    Lost,
}

impl Records for Csv {
    /// What the next row holds; nothing at the end of `input`.
    fn next_item<R: BufRead>(
        &mut self,
        input: &mut Transcoding<R>,
        name: &Name,
        format: &Format,
    ) -> io::Result<Option<Item>> {
        loop {
            if matches!(self.table, Table::Lost) {
                self.rows.skip_all(input)?;
                return Ok(None);
            }
            let Some(row) = self.rows.next(input, self.known_delimiter(), format.max_document)? else {
                // A header was looked for up to the end.
                let flaw = self.flaw.take().filter(|_| matches!(self.table, Table::Ahead));
                return Ok(flaw.map(|message| Item::Unread(name.clone().unread(message))));
            };
            let table = std::mem::replace(&mut self.table, Table::Ahead);
            let (table, item) = self.item(table, row, name, format);
            self.table = table;
            if item.is_some() {
                return Ok(item);
            }
        }
    }

    fn place(&self, name: &Name) -> Name {
        name.line(self.rows.begin())
    }
}

impl Csv {
    /// A table whose fields are apart by `delimiter`, or by whatever its header shows.
    fn new(delimiter: Option<u8>) -> Self {
        let (titled, is_sentence) = (false, false);
        let (rows, table, titles, flaw) = (Rows::default(), Table::Ahead, 0, None);
        Self { rows, delimiter, table, titles, flaw, titled, is_sentence }
    }

    /// The delimiter of the table, once it is known.
    fn known_delimiter(&self) -> Option<u8> {
        match &self.table {
            Table::Open(_, splitter) => Some(splitter.delimiter()),
            _ => self.delimiter,
        }
    }

    fn item(&mut self, table: Table, row: Row, name: &Name, format: &Format) -> (Table, Option<Item>) {
        match (table, row) {
            (Table::Open(mut header, mut splitter), row) => {
                let item = match row {
                    Row::Whole => self.document(&mut header, &mut splitter, name, format),
                    Row::Broken(message) => self.unread(name, message),
                };
                (Table::Open(header, splitter), Some(item))
            }
            (_, Row::Whole) => self.header(name, format),
            (_, Row::Broken(message)) => (Table::Lost, Some(self.unread(name, message))),
        }
    }

    fn header(&mut self, name: &Name, format: &Format) -> (Table, Option<Item>) {
        let record = self.rows.record();
        if let Some(delimiter) = told(record) {
            self.delimiter = Some(delimiter);
            return (Table::Ahead, None);
        }
        let delimiter = self.delimiter.unwrap_or_else(|| delimiter::sniffed(record, &format.text_field));
        let mut splitter = Splitter::new(delimiter);
        let fields = splitter.split(record);
        let is_comment = record.starts_with(b"#");
        let is_single = fields.iter().filter(|field| !field.is_empty()).count() <= 1;
        // The name of a column begins otherwise.
        let is_sentence = fields
            .iter()
            .any(|field| field.first().is_some_and(|&byte| byte == b' ' || byte.is_ascii_digit()));
        let is_spaced = fields.len() > 1 && fields.iter().skip(1).all(|field| field.starts_with(b" "));
        match Header::new(&fields, format) {
            // A word among the rows of a single column is no header, nor is one in a row of values.
            Ok(header) if self.titled && header.len() == 1 || self.is_sentence && is_sentence => {
                let message = self.flaw.take().unwrap_or_default();
                (Table::Lost, Some(Item::Unread(name.clone().unread(message))))
            }
            Ok(header) => {
                if is_spaced {
                    self.rows.space();
                }
                if delimiter == b'\t' {
                    self.rows.tabs(header.len());
                }
                (Table::Open(header, splitter), None)
            }
            Err(message) if is_comment || (is_single || is_sentence) && self.titles < MAX_TITLES => {
                self.titles += u32::from(!is_comment);
                self.titled |= !is_comment;
                self.is_sentence |= !is_comment && !is_single;
                self.flaw.get_or_insert(message);
                (Table::Ahead, None)
            }
            // The fault of the file, not of a row.
            Err(message) => {
                let message = self.flaw.take().unwrap_or(message);
                let Name { id, position } = name.clone();
                (Table::Lost, Some(Item::Unread(Unread { id, position, message })))
            }
        }
    }

    fn document(&self, header: &mut Header, splitter: &mut Splitter, name: &Name, format: &Format) -> Item {
        let record = self.rows.record();
        let invalid = first_invalid(record);
        if let (Some(byte), InvalidText::Fault) = (invalid, format.invalid_text) {
            return self.unread(name, format!("not valid text, first at byte {byte} of the row"));
        }
        let delimiter = splitter.delimiter();
        let fields = splitter.split(record);
        let Some(begin) = header.begin(fields, record, delimiter) else {
            let (fields, columns) = (counted(fields.len(), "field"), counted(header.len(), "column"));
            return self.unread(name, format!("a row of {fields}, under a header of {columns}"));
        };
        let Name { id, position } = self.place(name);
        let text = |column: usize| lossy(fields.get(begin + column)).into_owned();
        // An empty field has no value, as far as a table of text can say, and neither has the null of databases.
        let given = |column: &usize| Some(text(*column)).filter(|value| !value.is_empty() && value != NULL);
        if fields.get(begin + header.text()) == NULL.as_bytes() {
            return self.unread(name, "the text is null".to_owned());
        }
        let metadata =
            header.metadata().filter_map(|(name, column)| Some((name.to_owned(), given(&column)?.into())));
        Item::Document(Document {
            id: header.id().as_ref().and_then(given).unwrap_or(id),
            position,
            metadata: metadata.collect::<Map<_, _>>(),
            text: text(header.text()),
            replaced: invalid.is_some(),
            ..Document::default()
        })
    }

    fn unread(&self, name: &Name, message: String) -> Item {
        let Name { id, position } = self.place(name);
        Item::Unread(Unread { id, position, message })
    }
}

/// What MySQL, PostgreSQL and others write for null.
const NULL: &str = "\\N";

fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests;
