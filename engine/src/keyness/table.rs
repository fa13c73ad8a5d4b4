//! What was counted of each key in the whole and in each group, however many keys there are.

use std::cmp::Ordering;
use std::collections::binary_heap::PeekMut;
use std::collections::{BTreeMap, BinaryHeap};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Cursor, Read, Seek, Write};

use textmill_merge::Entry;

use crate::error::{Error, ErrorKind};

/// The keys of one analyzer's sections, added section by section.
///
/// What is added stands in rows, in the order in which it comes. Where they outgrow their memory they are sorted and put into a
/// file, and files are gone through beside each other.
#[derive(Debug)]
pub(crate) struct KeyTable {
    most_bytes: usize,
    fields: Vec<Field>,
    /// The names of groups, by which they are sections from 1 on: 0 is the whole.
    groups: Vec<String>,
    sections: BTreeMap<String, u32>,
    rows: Vec<Row>,
    /// The keys of the rows, one behind another.
    keys: Vec<u8>,
    files: Vec<File>,
    /// The field and section that are being added: the entries of one follow each other.
    current: Option<(u32, u32)>,
}

/// A field, and what all its keys come to in each section.
#[derive(Debug)]
struct Field {
    names: Vec<String>,
    totals: Vec<u128>,
}

const WHOLE: u32 = 0;

/// A key's counts in a section.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where the key begins.
    key: usize,
    key_bytes: u32,
    field: u32,
    section: u32,
    counted: Counted,
}

/// What was counted of a key, in the whole or in a group.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted {
    pub(crate) count: u64,
    pub(crate) documents: u64,
}

/// What was counted of a key in a section, and of all keys of its field there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    pub(crate) counted: Counted,
    pub(crate) of: u128,
}

/// A key with what was counted of it.
#[derive(Debug)]
pub(crate) struct TableKey<'t> {
    /// The names that lead to the field.
    pub(crate) field: &'t [String],
    pub(crate) key: &'t str,
    pub(crate) whole: Found,
    /// By the group's name, in the order in which groups came.
    pub(crate) groups: Vec<(&'t str, Found)>,
}

/// Bytes that are kept in memory.
const MOST_BYTES: usize = 24 << 20;

impl KeyTable {
    pub(crate) fn new() -> Self {
        Self::within(MOST_BYTES)
    }

    /// A table that keeps so many bytes in memory.
    pub(super) fn within(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            fields: Vec::new(),
            groups: Vec::new(),
            sections: BTreeMap::new(),
            rows: Vec::new(),
            keys: Vec::new(),
            files: Vec::new(),
            current: None,
        }
    }

    /// Adds an entry of the whole, or of a group, where it is the count of a key.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] where a temporary file cannot be written.
    pub(crate) fn add(&mut self, group: Option<&str>, entry: &Entry) -> Result<(), Error> {
        let (Some((count, documents)), Some(key)) = (entry.count(), entry.path().last()) else {
            return Ok(());
        };
        let (field, section) = self.place(group, entry)?;
        if let Some(Field { totals, .. }) = self.fields.get_mut(field as usize) {
            let section = section as usize;
            totals.resize(totals.len().max(section + 1), 0);
            totals[section] = totals[section].saturating_add(count);
        }
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.rows.push(Row {
            key: self.keys.len(),
            key_bytes: number(key.len())?,
            field,
            section,
            counted: Counted { count, documents },
        });
        self.keys.extend_from_slice(key.as_bytes());
        if self.memory() > self.most_bytes {
            self.spill().map_err(unwritten)?;
        }
        Ok(())
    }

    /// The numbers of the entry's field and section.
    fn place(&mut self, group: Option<&str>, entry: &Entry) -> Result<(u32, u32), Error> {
        if let Some((field, section)) = self.current
            && self.group(section) == group
            && self.fields.get(field as usize).is_some_and(|field| entry.is_key_of(&field.names))
        {
            return Ok((field, section));
        }
        let field = self.fields.iter().position(|field| entry.is_key_of(&field.names)).unwrap_or_else(|| {
            let names = entry.path().take(entry.path().len().saturating_sub(1)).map(str::to_owned).collect();
            self.fields.push(Field { names, totals: Vec::new() });
            self.fields.len() - 1
        });
        let section = match group {
            None => WHOLE,
            Some(group) => match self.sections.get(group) {
                Some(section) => *section,
                None => {
                    self.groups.push(group.to_owned());
                    let section = number(self.groups.len())?;
                    self.sections.insert(group.to_owned(), section);
                    section
                }
            },
        };
        let place = (number(field)?, section);
        self.current = Some(place);
        Ok(place)
    }

    /// The group that is a section; nothing for the whole.
    fn group(&self, section: u32) -> Option<&str> {
        let index = section.checked_sub(WHOLE + 1)?;
        self.groups.get(index as usize).map(String::as_str)
    }

    fn memory(&self) -> usize {
        self.keys.len() + self.rows.len() * size_of::<Row>()
    }

    /// Gives each key.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] where a temporary file cannot be read, and those of `each`.
    pub(crate) fn each_key(
        mut self,
        mut each: impl FnMut(&TableKey<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut runs: Vec<Box<dyn Read>> = Vec::new();
        if self.files.is_empty() {
            let mut rows = Vec::new();
            self.write_rows(&mut rows).map_err(unwritten)?;
            runs.push(Box::new(Cursor::new(rows)));
        } else {
            self.spill().map_err(unwritten)?;
        }
        for mut file in std::mem::take(&mut self.files) {
            file.rewind().map_err(unwritten)?;
            runs.push(Box::new(BufReader::new(file)));
        }
        let mut joined = JoinedRuns::open(runs)?;
        let mut found = Vec::new();
        while let Some((field, key)) = joined.next_key(&mut found)? {
            let Field { names, totals } = self.fields.get(field as usize).ok_or_else(damaged)?;
            let mut table_key =
                TableKey { field: names, key: &key, whole: Found::default(), groups: Vec::new() };
            for (section, counted) in found.drain(..) {
                let of = totals.get(section as usize).copied().ok_or_else(damaged)?;
                let found = Found { counted, of };
                match self.group(section) {
                    Some(group) => table_key.groups.push((group, found)),
                    None => table_key.whole = found,
                }
            }
            each(&table_key)?;
        }
        Ok(())
    }

    /// Puts what is in memory into a file.
    fn spill(&mut self) -> io::Result<()> {
        let mut out = BufWriter::new(tempfile::tempfile()?);
        self.write_rows(&mut out)?;
        self.files.push(out.into_inner().map_err(io::IntoInnerError::into_error)?);
        Ok(())
    }

    /// Writes the rows in their order, and lets them go.
    fn write_rows(&mut self, out: &mut impl Write) -> io::Result<()> {
        let mut rows = std::mem::take(&mut self.rows);
        let keys = std::mem::take(&mut self.keys);
        let key = |row: &Row| keys.get(row.key..row.key + row.key_bytes as usize).unwrap_or_default();
        // Sections come in order, each a run that a stable sort finds and keeps together.
        rows.sort_by(|ours, theirs| {
            let by_field = ours.field.cmp(&theirs.field);
            by_field.then_with(|| key(ours).cmp(key(theirs))).then_with(|| ours.section.cmp(&theirs.section))
        });
        for row in &rows {
            out.write_all(&row.field.to_le_bytes())?;
            out.write_all(&row.section.to_le_bytes())?;
            out.write_all(&row.counted.count.to_le_bytes())?;
            out.write_all(&row.counted.documents.to_le_bytes())?;
            out.write_all(&row.key_bytes.to_le_bytes())?;
            out.write_all(key(row))?;
        }
        Ok(())
    }
}

/// Runs of rows, gone through beside each other.
struct JoinedRuns(BinaryHeap<Run>);

/// The rows that a file has from one on.
struct Run {
    input: Box<dyn Read>,
    field: u32,
    section: u32,
    counted: Counted,
    key: Vec<u8>,
}

impl JoinedRuns {
    fn open(inputs: Vec<Box<dyn Read>>) -> Result<Self, Error> {
        let mut runs = BinaryHeap::new();
        for input in inputs {
            let mut run = Run { input, field: 0, section: 0, counted: Counted::default(), key: Vec::new() };
            if run.read()? {
                runs.push(run);
            }
        }
        Ok(Self(runs))
    }

    /// The next key and the number of its field; `found` has its counts by the number of the section.
    fn next_key(&mut self, found: &mut Vec<(u32, Counted)>) -> Result<Option<(u32, String)>, Error> {
        let Some(first) = self.0.peek() else { return Ok(None) };
        let (field, key) = (first.field, first.key.clone());
        while let Some(mut run) = self.0.peek_mut()
            && (run.field, &run.key) == (field, &key)
        {
            found.push((run.section, run.counted));
            if !run.read()? {
                PeekMut::pop(run);
            }
        }
        let key = String::from_utf8(key).map_err(|_| damaged())?;
        Ok(Some((field, key)))
    }
}

impl Run {
    /// Goes to the next row, and says whether there is one.
    fn read(&mut self) -> Result<bool, Error> {
        let mut field = [0; 4];
        match self.input.read_exact(&mut field) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(unwritten(error)),
        }
        self.field = u32::from_le_bytes(field);
        self.section = u32::from_le_bytes(self.bytes()?);
        let count = u64::from_le_bytes(self.bytes()?);
        let documents = u64::from_le_bytes(self.bytes()?);
        self.counted = Counted { count, documents };
        let key_bytes = u32::from_le_bytes(self.bytes()?);
        self.key.clear();
        let read =
            self.input.by_ref().take(key_bytes.into()).read_to_end(&mut self.key).map_err(unwritten)?;
        if read == key_bytes as usize { Ok(true) } else { Err(damaged()) }
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.input.read_exact(&mut bytes).map_err(unwritten)?;
        Ok(bytes)
    }

    fn place(&self) -> (u32, &[u8], u32) {
        (self.field, &self.key, self.section)
    }
}

/// The run whose row comes first is the greatest.
impl Ord for Run {
    fn cmp(&self, other: &Self) -> Ordering {
        other.place().cmp(&self.place())
    }
}

impl PartialOrd for Run {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Run {}

/// A number as rows have it.
fn number(number: usize) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| Error::new(ErrorKind::System, "a key is over 4 GiB"))
}

fn unwritten(error: io::Error) -> Error {
    Error::unwritten(&format!("a temporary file in {}", std::env::temp_dir().display()), error)
        .with_hint("TMPDIR names another place")
}

fn damaged() -> Error {
    Error::new(ErrorKind::System, "a temporary file was changed")
}
