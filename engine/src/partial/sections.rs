//! Sections of partial files, one after another, each as the files together have it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use textmill_merge::{Entry, Join, Schema};

use super::counts;
use super::entries::{self, ReadEntry};
use super::head::PartialHead;
use super::join::joined_head;
use super::line::{Line, SectionLine};
use super::read::{PartialReader, TakenSection, take_section};
use crate::error::Error;

/// Partial files that are gone through side by side, forwards.
pub(crate) struct Sections {
    readers: Vec<PartialReader>,
    head: PartialHead,
    schemas: BTreeMap<String, Arc<Schema>>,
}

/// The entries of one section, in the order of their paths.
pub(crate) struct SectionEntries<'a> {
    /// Documents in the section.
    pub(crate) documents: u64,
    schema: Arc<Schema>,
    join: Join<ReadEntry<'a>>,
    paths: Vec<PathBuf>,
}

impl Sections {
    /// Opens files that join with each other.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] where one cannot be read or is of other plugins than the first.
    pub(crate) fn open(files: &[PathBuf]) -> Result<Self, Error> {
        let readers = files.iter().map(|path| PartialReader::open(path)).collect::<Result<Vec<_>, _>>()?;
        let head = joined_head(&readers)?;
        let schemas = head.read_schemas()?.into_iter().map(|(name, schema)| (name, Arc::new(schema)));
        Ok(Self { schemas: schemas.collect(), readers, head })
    }

    pub(crate) fn head(&self) -> &PartialHead {
        &self.head
    }

    /// The schema of an analyzer's output.
    pub(crate) fn schema(&self, analyzer: &str) -> Option<Arc<Schema>> {
        self.schemas.get(analyzer).map(Arc::clone)
    }

    /// The next section, whichever it is; it is left to be taken.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] for a line that is not in its place.
    pub(crate) fn next(&mut self) -> Result<Option<SectionLine>, Error> {
        let mut least: Option<SectionLine> = None;
        for reader in &mut self.readers {
            let section = skip(reader, |_| false)?;
            least = match (least, section) {
                (Some(ours), Some(theirs)) if ours.key() <= theirs.key() => Some(ours),
                (least, section) => section.or(least),
            };
        }
        Ok(least)
    }

    /// The section of this name, which has to come after those that were taken; nothing where no file has it.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub(crate) fn take(
        &mut self,
        analyzer: &str,
        group: Option<&str>,
    ) -> Result<Option<SectionEntries<'_>>, Error> {
        for reader in &mut self.readers {
            skip(reader, |section| section.key() < (analyzer, group))?;
        }
        let taken = take_section(&mut self.readers, &self.schemas, (analyzer, group))?;
        let Some(TakenSection { line, schema, readers }) = taken else { return Ok(None) };
        let (join, paths) = entries::open_join(schema, readers)?;
        Ok(Some(SectionEntries { documents: line.documents, schema: Arc::clone(schema), join, paths }))
    }

    /// Reads what is left, so that each file is known to be whole, and its head to be of what it holds.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        for reader in &mut self.readers {
            skip(reader, |_| true)?;
        }
        counts::check(&self.readers, &self.head)
    }
}

impl SectionEntries<'_> {
    /// The next entry.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] for a line that is no entry of the schema or not in order.
    pub(crate) fn next(&mut self) -> Result<Option<&Entry>, Error> {
        let next = self.join.next_entry().map_err(|error| entries::failed(error, &self.paths))?;
        if let Some(entry) = next {
            entries::check_documents(&self.schema, self.documents, entry, &self.paths)?;
        }
        Ok(next)
    }
}

/// Goes over inputs, faults, entries, and sections that are not wanted; gives the section that comes next.
fn skip(
    reader: &mut PartialReader,
    is_unwanted: impl Fn(&SectionLine) -> bool,
) -> Result<Option<SectionLine>, Error> {
    loop {
        match reader.line() {
            Some(Line::Section(section)) if !is_unwanted(section) => return Ok(Some(section.clone())),
            Some(_) => {
                reader.take_line()?;
            }
            None if reader.entry().is_some() => reader.take_entry()?,
            None => return Ok(None),
        }
    }
}
