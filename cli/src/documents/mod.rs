//! `--documents`: what was found in each document, as JSON Lines or as a Parquet table.
//!
//! The engine writes JSON Lines. Where a table is asked for they go into a file that has no name of its own, and become
//! the table when all are there, a row group at a time: memory does not grow with their number.

mod column;
mod hashed;
mod table;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use textmill::{PluginInfo, Report};

pub(crate) use self::hashed::{Hashed, record_of};
use self::table::{FIXED_COLUMNS, Table};
use crate::error::Error;
use crate::output::{self, Output, named};

/// Where lines of documents go.
#[derive(Debug)]
pub(crate) enum Documents {
    /// JSON Lines.
    Lines(Hashed<Output>),
    /// A Parquet table.
    Table {
        /// What the table is made from.
        lines: BufWriter<NamedTempFile>,
        table: Output,
    },
}

impl Documents {
    /// Opens a place for what is found; a name that ends in `.parquet` asks for a table.
    ///
    /// # Errors
    /// A folder that is not there or cannot be written.
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        let place = Output::create(path)?;
        if !Self::is_table(path) {
            return Ok(Self::Lines(Hashed::new(place)));
        }
        let lines = output::temporary(path).map_err(|error| Error::io(path.display(), &error))?;
        Ok(Self::Table { lines: BufWriter::new(lines), table: place })
    }

    /// Whether a path asks for a table.
    pub(crate) fn is_table(path: &Path) -> bool {
        path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"))
    }

    /// The names of files that are there until all is whole.
    pub(crate) fn temporary_paths(&self) -> Vec<PathBuf> {
        match self {
            Self::Lines(output) => output.get_ref().temporary_path().into_iter().collect(),
            Self::Table { lines, table } => {
                let lines = lines.get_ref().path().to_owned();
                table.temporary_path().into_iter().chain([lines]).collect()
            }
        }
    }

    /// Checks that each analyzer can have a column.
    ///
    /// # Errors
    /// An analyzer with the name of a column that every table has.
    pub(crate) fn check_analyzers(&self, plugins: &[PluginInfo]) -> Result<(), Error> {
        if let Self::Lines(_) = self {
            return Ok(());
        }
        let mut names = plugins.iter().filter(|plugin| plugin.reported).map(|plugin| plugin.name.as_str());
        match names.find(|name| FIXED_COLUMNS.contains(name)) {
            None => Ok(()),
            Some(name) => {
                let message = format!(
                    "the analyzer `{name}` has the name of a column that every table of documents has"
                );
                Err(Error::new(message).with_hint("give it another name with -p NAME=PLUGIN"))
            }
        }
    }

    /// Makes what was written whole, down to its last byte, so that it only has to be given its name. The report says what
    /// the lines are.
    ///
    /// # Errors
    /// What the file system says, such as that it is full.
    pub(crate) fn finish(self, report: &mut Report, layers: &[String]) -> Result<Output, Error> {
        match self {
            Self::Lines(lines) => {
                let (mut output, record) = lines.finish();
                let flushed = output.flush();
                flushed.map_err(|error| Error::io("the documents' results", &error))?;
                report.run.documents = output.is_file().then_some(record);
                Ok(output)
            }
            Self::Table { lines, mut table } => {
                let analyzers: Vec<&str> = report.analyzers.keys().map(String::as_str).collect();
                let written = convert(lines, &mut table, &analyzers, layers);
                written.map_err(|error| Error::io("the documents' results", &error))?;
                Ok(table)
            }
        }
    }
}

impl Write for Documents {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Self::Lines(output) => output.write(buffer),
            Self::Table { lines, table } => lines.write(buffer).map_err(|error| named(table.place(), &error)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Lines(output) => output.flush(),
            Self::Table { lines, table } => lines.flush().map_err(|error| named(table.place(), &error)),
        }
    }
}

/// Whether a table whose writer called itself so was made by a run, of any version.
pub(crate) fn made_table(created_by: &str) -> bool {
    created_by.starts_with("textmill ")
}

/// Reads lines again from their beginning, and writes the table.
fn convert(
    lines: BufWriter<NamedTempFile>,
    output: &mut Output,
    analyzers: &[&str],
    layers: &[String],
) -> io::Result<()> {
    let mut lines = lines.into_inner().map_err(io::IntoInnerError::into_error)?;
    lines.rewind()?;
    write_table(BufReader::with_capacity(1 << 20, lines), output, analyzers, layers)
}

/// Writes the rows of `lines` as a table with a column for each of `analyzers` and `layers`.
fn write_table(
    mut lines: impl BufRead,
    output: &mut (dyn Write + Send),
    analyzers: &[&str],
    layers: &[String],
) -> io::Result<()> {
    let mut table = Table::new(output, analyzers, layers)?;
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        table.push(&line)?;
        line.clear();
    }
    table.finish()
}
