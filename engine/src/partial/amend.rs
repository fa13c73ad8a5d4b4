//! A partial file of which a part is done again: what stays of it.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use textmill_corpus::Input;

use super::head::PartialHead;
use super::join::cannot_write;
use super::line::{Line, SectionLine};
use super::read::PartialReader;
use super::write::PartialWriter;
use crate::error::{Error, ErrorKind};
use crate::report::Fault;

/// What stands before the sections of a file.
#[derive(Debug)]
pub(crate) struct Front {
    pub(crate) head: PartialHead,
    pub(crate) inputs: Vec<Input>,
    pub(crate) faults: Vec<Fault>,
}

/// What becomes of a file whose faults are tried again.
pub(crate) struct Amendment<'a> {
    /// In the place of its head.
    pub(crate) head: &'a PartialHead,
    /// The analyzers whose sections are made again.
    pub(crate) anew: &'a dyn Fn(&str) -> bool,
    /// How many of a section's faults were tried again, by group and analyzer.
    pub(crate) tried: &'a BTreeMap<(Option<String>, String), u64>,
}

/// Reads what stands before the sections.
///
/// # Errors
/// [`ErrorKind::Partial`] where the file cannot be read or breaks the form.
pub(crate) fn read_front(path: &Path) -> Result<Front, Error> {
    let mut reader = PartialReader::open(path)?;
    let mut front = Front { head: reader.head().clone(), inputs: Vec::new(), faults: Vec::new() };
    while let Some(Line::Input(_) | Line::Fault(_)) = reader.line() {
        match reader.take_line()? {
            Some(Line::Input(input)) => front.inputs.push(input),
            Some(Line::Fault(fault)) => front.faults.push(fault),
            _ => {}
        }
    }
    Ok(front)
}

/// Writes a file again, without what is done again: faults of analyzers, the counts of those that were tried, and the
/// sections that are made again.
///
/// # Errors
/// [`ErrorKind::Partial`] where the file cannot be read, or has fewer faults than were tried;
/// [`ErrorKind::Output`] where `out` cannot be written.
pub(crate) fn amend(path: &Path, amendment: &Amendment<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let mut reader = PartialReader::open(path)?;
    let mut out = PartialWriter::begin(out, amendment.head).map_err(cannot_write)?;
    let mut tried = amendment.tried.clone();
    let mut skips = false;
    loop {
        if let Some(entry) = reader.entry() {
            if !skips {
                out.entry(entry).map_err(cannot_write)?;
            }
            reader.take_entry()?;
            continue;
        }
        let line = match reader.take_line()? {
            None => break,
            Some(Line::Section(section)) => {
                skips = (amendment.anew)(&section.analyzer);
                if skips {
                    continue;
                }
                Line::Section(without_tried(&reader, section, &mut tried)?)
            }
            Some(line) => {
                skips = matches!(&line, Line::Fault(fault) if fault.analyzer.is_some());
                line
            }
        };
        if !skips {
            out.line(&line).map_err(cannot_write)?;
        }
    }
    match tried.into_iter().find(|((_, analyzer), count)| *count > 0 && !(amendment.anew)(analyzer)) {
        Some(((_, analyzer), _)) => Err(too_few_faults(path, &analyzer)),
        None => out.finish().map_err(cannot_write),
    }
}

fn without_tried(
    reader: &PartialReader,
    section: SectionLine,
    tried: &mut BTreeMap<(Option<String>, String), u64>,
) -> Result<SectionLine, Error> {
    let key = (section.group.clone(), section.analyzer.clone());
    let tried = tried.remove(&key).unwrap_or_default();
    match section.faults.checked_sub(tried) {
        Some(faults) => Ok(SectionLine { faults, ..section }),
        None => Err(too_few_faults(reader.path(), &section.analyzer)),
    }
}

fn too_few_faults(path: &Path, analyzer: &str) -> Error {
    let message = format!("{}: counts fewer faults of `{analyzer}` than it lists", path.display());
    Error::new(ErrorKind::Partial, message).with_hint("the file was not written by a run over this corpus")
}
