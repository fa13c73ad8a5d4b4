//! A partial file, line by line.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::head::Head;
use super::line::{Line, SectionLine};
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
    head: Head,
    /// What `buffer` holds, where it is no entry.
    next: Next,
}

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
        lines.read_line(&mut buffer).map_err(|error| failure(path, &error.to_string()))?;
        let head = read_head(path, &buffer)?;
        let mut reader = Self { path: path.to_owned(), lines, number: 1, buffer, head, next: Next::End };
        reader.advance()?;
        Ok(reader)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
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
    /// [`ErrorKind::Partial`] for the line behind it.
    pub(super) fn take_line(&mut self) -> Result<Option<Line>, Error> {
        match std::mem::replace(&mut self.next, Next::End) {
            Next::Line(line) => {
                self.advance()?;
                if let Next::Line(next) = &self.next
                    && line.place(next) != Ordering::Less
                {
                    return Err(self.error("it is not in order"));
                }
                Ok(Some(line))
            }
            other => {
                self.next = other;
                Ok(None)
            }
        }
    }

    /// The next line as an entry, where it is one; [`take_entry`](Self::take_entry) goes on behind it.
    pub(super) fn entry(&self) -> Option<&str> {
        matches!(self.next, Next::Entry).then_some(self.buffer.trim_end())
    }

    /// Goes on to the line behind an entry.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] for that line.
    pub(super) fn take_entry(&mut self) -> Result<(), Error> {
        self.advance()
    }

    /// An error about the present line.
    pub(super) fn error(&self, message: &str) -> Error {
        failure_at(&self.path, self.number, message)
    }

    fn advance(&mut self) -> Result<(), Error> {
        self.buffer.clear();
        self.number += 1;
        let read = self.lines.read_line(&mut self.buffer);
        let read = read.map_err(|error| failure_at(&self.path, self.number, &error.to_string()))?;
        self.next = if read == 0 {
            Next::End
        } else if !self.buffer.ends_with('\n') {
            return Err(self.error("it is cut off").with_hint("the file was not written to its end"));
        } else if self.buffer.starts_with('[') {
            Next::Entry
        } else {
            let line = serde_json::from_str(&self.buffer);
            Next::Line(
                line.map_err(|error| self.error(&format!("it is no line of a partial file: {error}")))?,
            )
        };
        Ok(())
    }
}

/// Whether a line begins a section of the given name.
pub(super) fn is_section(line: Option<&Line>, key: (&str, Option<&str>)) -> bool {
    matches!(line, Some(Line::Section(section)) if SectionLine::key(section) == key)
}

fn read_head(path: &Path, line: &str) -> Result<Head, Error> {
    let value: serde_json::Value =
        serde_json::from_str(line).map_err(|_| not_partial(path, "its first line is not JSON"))?;
    if value["textmill"] != Head::KIND {
        return Err(not_partial(path, "its first line does not say so"));
    }
    if value["format"] != Head::FORMAT {
        let message = format!("it is of format {}, and this version reads {}", value["format"], Head::FORMAT);
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
