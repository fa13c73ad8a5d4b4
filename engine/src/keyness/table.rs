//! What was counted of each key in the whole and in each group, however many keys there are.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Cursor, Seek, Write};
use std::sync::{Arc, LazyLock};

use textmill_merge::{Entry, Join, JoinError, Schema, State};

use crate::error::{Error, ErrorKind};

/// The keys of one analyzer's sections, added section by section.
///
/// What is added is a state by itself, of keys and sections; where that outgrows its memory it is put into a file in order of
/// its entries, as other states are, and files are gone through beside each other.
#[derive(Debug)]
pub(crate) struct KeyTable {
    most_bytes: usize,
    counted: State,
    files: Vec<File>,
    totals: KeyTotals,
    running: Running,
}

/// What all keys of each field come to.
pub(crate) type KeyTotals = BTreeMap<Vec<String>, Totals>;

/// What all keys of a field come to.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    pub(crate) whole: u128,
    pub(crate) groups: BTreeMap<String, u128>,
}

/// The field and section that are being added, with what their keys come to.
#[derive(Debug, Default)]
struct Running {
    field: Vec<String>,
    section: String,
    total: u128,
}

/// What was counted of a key, in the whole or in a group.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted {
    pub(crate) count: u64,
    pub(crate) documents: u64,
}

/// A key with what was counted of it.
#[derive(Debug, Default)]
pub(crate) struct TableKey {
    /// The names of the fields, and the key.
    pub(crate) path: Vec<String>,
    pub(crate) whole: Counted,
    /// By the group's name, in order.
    pub(crate) groups: Vec<(String, Counted)>,
}

/// Bytes that are kept in memory.
const MOST_BYTES: usize = 24 << 20;

/// Of the fields and the key, as JSON, the counts by section: that of the whole is called `""`, and that of a group by its name
/// after a [`MARK`].
static SCHEMA: LazyLock<Arc<Schema>> = LazyLock::new(|| Arc::new(Schema::map(Schema::counts(0), 0)));

const WHOLE: &str = "";

const MARK: char = '=';

impl KeyTable {
    pub(crate) fn new() -> Self {
        Self::within(MOST_BYTES)
    }

    /// A table that keeps so many bytes in memory.
    pub(super) fn within(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            counted: State::new(Arc::clone(&SCHEMA)),
            files: Vec::new(),
            totals: KeyTotals::new(),
            running: Running::default(),
        }
    }

    /// Adds an entry of the whole, or of a group, where it is the count of a key.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] where a temporary file cannot be written.
    pub(crate) fn add(&mut self, group: Option<&str>, entry: &Entry) -> Result<(), Error> {
        let Some((count, documents)) = entry.count() else { return Ok(()) };
        self.add_to_total(group, entry, count);
        let path: Vec<&str> = entry.path().collect();
        let key = serde_json::to_string(&path).unwrap_or_default();
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let section = self.running.section.as_str();
        let added = self.counted.adder().map().and_then(|mut keys| {
            keys.entry(&key, 1)?.counts()?.add(section, count, documents);
            Ok(())
        });
        added.map_err(|error| Error::new(ErrorKind::System, error.to_string()))?;
        if self.counted.memory() > self.most_bytes {
            self.spill().map_err(unwritten)?;
        }
        Ok(())
    }

    /// Adds to what the keys of the entry's field come to. Those of one field and section follow each other.
    fn add_to_total(&mut self, group: Option<&str>, entry: &Entry, count: u128) {
        let running = &self.running;
        if running.section.strip_prefix(MARK) != group || !entry.is_key_of(&running.field) {
            self.settle();
            let fields = entry.path().len().saturating_sub(1);
            self.running.field = entry.path().take(fields).map(str::to_owned).collect();
            self.running.section = group.map_or_else(|| WHOLE.to_owned(), |group| format!("{MARK}{group}"));
        }
        self.running.total = self.running.total.saturating_add(count);
    }

    /// Puts what is running with the totals.
    fn settle(&mut self) {
        let Running { field, section, total } = std::mem::take(&mut self.running);
        let totals = self.totals.entry(field).or_default();
        let of = match section.strip_prefix(MARK) {
            None => &mut totals.whole,
            Some(group) => totals.groups.entry(group.to_owned()).or_default(),
        };
        *of = of.saturating_add(total);
    }

    /// Gives each key, with what all keys of each field come to.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] where a temporary file cannot be read, and those of `each`.
    pub(crate) fn each_key(
        mut self,
        mut each: impl FnMut(&TableKey, &KeyTotals) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.settle();
        if !self.files.is_empty() {
            self.spill().map_err(unwritten)?;
        }
        let mut runs: Vec<Box<dyn BufRead>> = Vec::new();
        if self.files.is_empty() {
            let mut lines = Vec::new();
            write_lines(&self.counted, &mut lines).map_err(unwritten)?;
            runs.push(Box::new(Cursor::new(lines)));
        }
        self.counted = State::new(Arc::clone(&SCHEMA));
        for mut file in std::mem::take(&mut self.files) {
            file.rewind().map_err(unwritten)?;
            runs.push(Box::new(BufReader::new(file)));
        }
        read(runs, |key| each(key, &self.totals))
    }

    /// Puts what is in memory into a file.
    fn spill(&mut self) -> io::Result<()> {
        let counted = std::mem::replace(&mut self.counted, State::new(Arc::clone(&SCHEMA)));
        let mut out = BufWriter::new(tempfile::tempfile()?);
        write_lines(&counted, &mut out)?;
        self.files.push(out.into_inner().map_err(io::IntoInnerError::into_error)?);
        Ok(())
    }
}

fn unwritten(error: io::Error) -> Error {
    Error::unwritten(&format!("a temporary file in {}", std::env::temp_dir().display()), error)
        .with_hint("TMPDIR names another place")
}

fn write_lines(state: &State, out: &mut impl Write) -> io::Result<()> {
    state.write_entries(|entry| {
        out.write_all(entry.as_bytes())?;
        out.write_all(b"\n")
    })
}

/// Gives the keys of files that were written in order.
fn read(
    runs: Vec<Box<dyn BufRead>>,
    mut each: impl FnMut(&TableKey) -> Result<(), Error>,
) -> Result<(), Error> {
    let runs = runs.into_iter().map(|mut run| {
        let mut line = String::new();
        move |entry: &mut Entry| -> Result<bool, Error> {
            line.clear();
            if run.read_line(&mut line).map_err(unwritten)? == 0 {
                return Ok(false);
            }
            entry.read(&SCHEMA, line.trim_end_matches('\n')).map_err(damaged)?;
            Ok(true)
        }
    });
    let failed = |error| match error {
        JoinError::Run { error, .. } => error,
        JoinError::Entry { error, .. } => damaged(error),
    };
    let mut join = Join::new(Arc::clone(&SCHEMA), runs).map_err(failed)?;
    let mut key = TableKey::default();
    while let Some(entry) = join.next_entry().map_err(failed)? {
        let mut path = entry.path();
        let (Some(of), section) = (path.next(), path.next()) else { continue };
        let Some(section) = section else {
            if !key.path.is_empty() {
                each(&key)?;
            }
            key = TableKey { path: serde_json::from_str(of).map_err(damaged)?, ..TableKey::default() };
            continue;
        };
        let (count, documents) = entry.count().unwrap_or_default();
        let counted = Counted { count: u64::try_from(count).unwrap_or(u64::MAX), documents };
        match section.strip_prefix(MARK) {
            Some(group) => key.groups.push((group.to_owned(), counted)),
            None => key.whole = counted,
        }
    }
    if key.path.is_empty() { Ok(()) } else { each(&key) }
}

fn damaged(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::System, format!("a temporary file was changed: {error}"))
}
