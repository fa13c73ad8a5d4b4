//! A partial file, line by line.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use textmill_merge::Schema;

use super::counts::SectionCounts;
use super::head::PartialHead;
use super::line::{EndLine, Line, SectionLine};
use super::write::hexadecimal;
use crate::error::{Error, ErrorKind};

/// A partial file that is being read: its head, and the line that comes next.
///
/// The file may come from anywhere: what is not in its place or not in order is refused, by line.
pub(crate) struct PartialReader {
    path: PathBuf,
    lines: BufReader<File>,
    /// The number of the line in `buffer`, from 1.
    number: u64,
    buffer: String,
    /// Of all lines before the one in `buffer`.
    hash: Sha256,
    head: PartialHead,
    next: Next,
    /// The last line that was taken and is no entry.
    last: Option<Line>,
    counts: SectionCounts,
}

/// The longest line that is read: a sample of large values, say.
const LONGEST: u64 = 1 << 30;

/// What comes next in a file.
enum Next {
    Line(Line),
    /// An entry of the section before, as JSON in the buffer.
    Entry,
    End,
}

impl PartialReader {
    /// Opens a file and reads its head.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] where it cannot be read or is no partial file of this version.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(|error| failure(path, &error.to_string()))?;
        let mut lines = BufReader::with_capacity(1 << 17, file);
        let mut buffer = String::new();
        let read = lines.by_ref().take(LONGEST).read_line(&mut buffer);
        read.map_err(|error| failure(path, &error.to_string()))?;
        let head = read_head(path, &buffer)?;
        let (path, hash) = (path.to_owned(), Sha256::new());
        let (next, counts) = (Next::End, SectionCounts::default());
        let mut reader = Self { path, lines, number: 1, buffer, hash, head, next, last: None, counts };
        reader.advance()?;
        Ok(reader)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn head(&self) -> &PartialHead {
        &self.head
    }

    /// What the sections that were taken are of.
    pub(super) fn counts(&self) -> &SectionCounts {
        &self.counts
    }

    /// The next line, where it is no entry.
    pub(super) fn line(&self) -> Option<&Line> {
        match &self.next {
            Next::Line(line) => Some(line),
            Next::Entry | Next::End => None,
        }
    }

    /// Takes the next line, where it is no entry.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] for the line after it.
    pub(super) fn take_line(&mut self) -> Result<Option<Line>, Error> {
        match std::mem::replace(&mut self.next, Next::End) {
            Next::Line(line) => {
                self.advance()?;
                self.last = Some(line.clone());
                self.check_order()?;
                if let Line::Section(section) = &line {
                    self.counts.add(section);
                }
                Ok(Some(line))
            }
            other => {
                self.next = other;
                Ok(None)
            }
        }
    }

    /// The next line as an entry, where it is one; [`take_entry`](Self::take_entry) continues after it.
    pub(super) fn entry(&self) -> Option<&str> {
        matches!(self.next, Next::Entry).then_some(self.buffer.trim_end())
    }

    /// Continues with the line after an entry.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] for that line.
    pub(super) fn take_entry(&mut self) -> Result<(), Error> {
        self.advance()?;
        self.check_order()
    }

    /// An error about the present line.
    pub(super) fn error(&self, message: &str) -> Error {
        failure_at(&self.path, self.number, message)
    }

    /// Two inputs may have one path, and a document fail twice in the same way; a section is there once.
    fn check_order(&self) -> Result<(), Error> {
        let (Some(last), Next::Line(next)) = (&self.last, &self.next) else { return Ok(()) };
        match last.place(next) {
            Ordering::Less => Ok(()),
            Ordering::Equal if !matches!(next, Line::Section(_)) => Ok(()),
            Ordering::Equal | Ordering::Greater => Err(self.error("it is not in order")),
        }
    }

    fn advance(&mut self) -> Result<(), Error> {
        self.next_line()?;
        self.next = if self.buffer.starts_with('[') {
            Next::Entry
        } else {
            let line = serde_json::from_str(&self.buffer);
            match line.map_err(|error| self.error(&format!("it is no line of a partial file: {error}")))? {
                Line::End(end) => {
                    self.check_end(&end)?;
                    Next::End
                }
                line => Next::Line(line),
            }
        };
        Ok(())
    }

    fn next_line(&mut self) -> Result<(), Error> {
        self.hash.update(&self.buffer);
        self.buffer.clear();
        self.number += 1;
        let read = self.lines.by_ref().take(LONGEST).read_line(&mut self.buffer);
        read.map_err(|error| self.error(&error.to_string()))?;
        if self.buffer.ends_with('\n') {
            return Ok(());
        }
        Err(match self.buffer.len() as u64 == LONGEST {
            true => self.error(&format!("it has more than {LONGEST} bytes")),
            false => self.error("it is cut off").with_hint("the file was not written to its end"),
        })
    }

    /// Whether the line before this one was the last, and all are as they were written.
    fn check_end(&mut self, end: &EndLine) -> Result<(), Error> {
        let mut rest = [0];
        if end.lines != self.number - 1 || end.sha256 != hexadecimal(self.hash.clone()) {
            return Err(self
                .error("the lines before it are not those that were written")
                .with_hint("the file was changed or damaged"));
        }
        match self.lines.read(&mut rest) {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.error("there is something after the last line")),
            Err(error) => Err(self.error(&error.to_string())),
        }
    }
}

/// Whether a line begins a section of the given name.
fn is_section(line: Option<&Line>, key: (&str, Option<&str>)) -> bool {
    matches!(line, Some(Line::Section(section)) if SectionLine::key(section) == key)
}

/// A section whose line was taken of all files that have it.
pub(super) struct TakenSection<'r, 's> {
    /// The lines as one.
    pub(super) line: SectionLine,
    pub(super) schema: &'s Arc<Schema>,
    /// The files that have it: its entries come next.
    pub(super) readers: Vec<&'r mut PartialReader>,
}

/// The section of this name, which comes next in some files. Nothing where no file has it.
///
/// # Errors
/// [`ErrorKind::Partial`] for a line after it, and for a section of an analyzer without a schema.
pub(super) fn take_section<'r, 's>(
    readers: &'r mut [PartialReader],
    schemas: &'s BTreeMap<String, Arc<Schema>>,
    name: (&str, Option<&str>),
) -> Result<Option<TakenSection<'r, 's>>, Error> {
    let (analyzer, group) = (name.0.to_string(), name.1.map(str::to_string));
    let mut joined = SectionLine { analyzer, group, documents: 0, faults: 0 };
    let mut with_it = Vec::new();
    for reader in readers.iter_mut().filter(|reader| is_section(reader.line(), name)) {
        if let Some(Line::Section(section)) = reader.take_line()? {
            joined.documents = joined.documents.saturating_add(section.documents);
            joined.faults = joined.faults.saturating_add(section.faults);
        }
        with_it.push(reader);
    }
    let Some(first) = with_it.first() else { return Ok(None) };
    let schema = schemas
        .get(&joined.analyzer)
        .ok_or_else(|| first.error(&format!("its head has no schema of `{}`", joined.analyzer)))?;
    Ok(Some(TakenSection { line: joined, schema, readers: with_it }))
}

fn read_head(path: &Path, line: &str) -> Result<PartialHead, Error> {
    let value: serde_json::Value =
        serde_json::from_str(line).map_err(|_| not_partial(path, "its first line is not JSON"))?;
    if value["textmill"] != PartialHead::KIND {
        return Err(not_partial(path, "its first line does not say so"));
    }
    if value["format"] != PartialHead::FORMAT {
        let message =
            format!("it is of format {}, and this version reads {}", value["format"], PartialHead::FORMAT);
        return Err(failure(path, &message));
    }
    serde_json::from_value(value)
        .map_err(|error| failure_at(path, 1, &format!("its head is not whole: {error}")))
}

fn not_partial(path: &Path, why: &str) -> Error {
    failure(path, &format!("it is no partial file: {why}"))
        .with_hint("`textmill analyze --partial FILE` writes one")
}

fn failure(path: &Path, message: &str) -> Error {
    Error::new(ErrorKind::Partial, format!("{}: {message}", path.display()))
}

fn failure_at(path: &Path, line: u64, message: &str) -> Error {
    Error::new(ErrorKind::Partial, format!("{}:{line}: {message}", path.display()))
}
