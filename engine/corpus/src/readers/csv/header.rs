//! Columns and fields.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::options::Format;

/// Splits rows into fields.
#[derive(Debug)]
pub(super) struct Splitter {
    reader: Box<Reader>,
    delimiter: u8,
    fields: Vec<u8>,
    ends: Vec<usize>,
}

/// The fields of a row, without their quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'row> {
    fields: &'row [u8],
    ends: &'row [usize],
}

impl Splitter {
    pub(super) fn new(delimiter: u8) -> Self {
        let reader = Box::new(ReaderBuilder::new().delimiter(delimiter).build());
        Self { reader, delimiter, fields: Vec::new(), ends: vec![0; 16] }
    }

    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The fields of a row, which has no end of line after it.
    pub(super) fn split(&mut self, mut row: &[u8]) -> Fields<'_> {
        self.reader.reset();
        // Fields are never longer than with their quotes.
        self.fields.resize(row.len(), 0);
        let (mut written, mut ended) = (0, 0);
        loop {
            let (result, read, bytes, fields) =
                self.reader.read_record(row, &mut self.fields[written..], &mut self.ends[ended..]);
            row = &row[read..];
            written += bytes;
            ended += fields;
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                // The empty row that comes next is its end.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() + 1, 0),
            }
        }
        Fields { fields: &self.fields[..written], ends: &self.ends[..ended] }
    }
}

impl<'row> Fields<'row> {
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// The field of a column; an empty one where there is no such column.
    pub(super) fn get(self, column: usize) -> &'row [u8] {
        let begin =
            column.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or_default());
        let end = self.ends.get(column).copied().unwrap_or_default();
        self.fields.get(begin..end).unwrap_or_default()
    }

    pub(super) fn iter(self) -> impl Iterator<Item = &'row [u8]> {
        (0..self.len()).map(move |column| self.get(column))
    }
}

/// What the columns of a table are for. Of two with one name the first counts.
#[derive(Debug)]
pub(super) struct Header {
    columns: usize,
    text: usize,
    id: Option<usize>,
    metadata: Vec<(String, usize)>,
    /// Whether each row has a name before its first field, for which there is no column; nothing before the first row.
    names_rows: Option<bool>,
}

impl Header {
    /// # Errors
    /// The message for a table without a column for the text.
    pub(super) fn new(fields: &Fields<'_>, format: &Format) -> Result<Self, String> {
        let names: Vec<_> =
            fields.iter().map(|name| String::from_utf8_lossy(name.trim_ascii()).into_owned()).collect();
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let text = place(&format.text_field).ok_or_else(|| no_column(&format.text_field, &names))?;
        let id = format.id_field.as_deref().and_then(place);
        let wanted =
            |name: &String| format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(name));
        let others = names.iter().enumerate().filter(|(column, _)| *column != text && Some(*column) != id);
        let metadata = others.filter(|(column, name)| wanted(name) && place(name) == Some(*column));
        let metadata = metadata.map(|(column, name)| (name.clone(), column)).collect();
        Ok(Self { columns: names.len(), text, id, metadata, names_rows: None })
    }

    /// How many columns there are.
    pub(super) fn len(&self) -> usize {
        self.columns
    }

    /// How many fields a row has before that of the first column, where it has as many as one of this table has: fields at
    /// its end that are empty are none. The first row, `record`, shows whether rows have names: it has a field too many, and
    /// its first is quoted, as R writes it, or counts rows in a table with tabs. A comma in a text may make a field too many in
    /// any other.
    pub(super) fn begin(&mut self, fields: Fields<'_>, record: &[u8], delimiter: u8) -> Option<usize> {
        let named = *self.names_rows.get_or_insert_with(|| {
            let has_more = fields.len() == self.columns + 1 && !record.ends_with(&[delimiter]);
            let counts_rows = delimiter == b'\t' && fields.get(0) == b"1";
            has_more && (record.starts_with(b"\"") || counts_rows)
        });
        let begin = usize::from(named);
        let columns = self.columns + begin;
        let mut others = columns..fields.len();
        (fields.len() >= columns && others.all(|field| fields.get(field).is_empty())).then_some(begin)
    }

    pub(super) fn text(&self) -> usize {
        self.text
    }

    pub(super) fn id(&self) -> Option<usize> {
        self.id
    }

    /// The other columns that are wanted, by name.
    pub(super) fn metadata(&self) -> impl Iterator<Item = (&str, usize)> {
        self.metadata.iter().map(|(name, column)| (&**name, *column))
    }
}

/// The message for a table without a column that is needed.
pub(in super::super) fn no_column(wanted: &str, names: &[String]) -> String {
    const SHOWN: usize = 6;
    const LONGEST: usize = 40;
    let shown = |name: &String| {
        let more = if name.chars().nth(LONGEST).is_some() { "…" } else { "" };
        let name: String = name.chars().take(LONGEST).flat_map(char::escape_debug).collect();
        format!("`{name}{more}`")
    };
    let mut list: Vec<_> = names.iter().take(SHOWN).map(shown).collect();
    if names.len() > SHOWN {
        list.push(format!("{} more", names.len() - SHOWN));
    }
    let last = list.pop().unwrap_or_else(|| "no column at all".to_owned());
    let list = if list.is_empty() { last } else { format!("{} and {last}", list.join(", ")) };
    format!("no column `{wanted}`; there is {list}: `--text-field` names the column of the text")
}
