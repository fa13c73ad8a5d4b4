//! Partial files joined: into what a report shows, and into one partial file more.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use textmill_corpus::Input;
use textmill_merge::Schema;

use super::entries::join_entries;
use super::head::PartialHead;
use super::line::{Line, SectionLine};
use super::read::{PartialReader, TakenSection, take_section};
use super::write::PartialWriter;
use crate::error::{Error, ErrorKind};
use crate::plugin::Pipeline;
use crate::report::{Report, RunRecord, Section};
use crate::tally::{FaultLog, SectionTally, Tally, Totals};

/// All that a report shows but for how it was made.
pub(crate) struct Joined {
    head: PartialHead,
    pub(crate) faults: FaultLog,
    pub(crate) inputs: Vec<Input>,
    /// By group and analyzer; without a group those of the whole.
    sections: BTreeMap<(Option<String>, String), Section>,
}

impl Joined {
    /// What one tally holds, without a file in between.
    pub(crate) fn of_tally(
        head: PartialHead,
        pipeline: &Pipeline,
        tally: Tally,
        inputs: Vec<Input>,
        complete: bool,
    ) -> Self {
        let mut sections = BTreeMap::new();
        let reported = pipeline.stages().iter().zip(&tally.sections).filter(|(stage, _)| stage.reported);
        for (stage, said) in reported {
            let mut add = |group: Option<String>, counted: &SectionTally| {
                let section = Section {
                    version: stage.plugin.manifest.version.clone(),
                    documents: counted.documents,
                    faults: counted.faults,
                    schema: schema_of(&group, counted.state.schema()),
                    output: counted.state.finish(),
                };
                sections.insert((group, stage.plugin.name.clone()), section);
            };
            add(None, &said.whole);
            said.groups.iter().for_each(|(group, section)| add(Some(group.to_string()), section));
        }
        let head = PartialHead { complete, corpus: tally.totals.report(), ..head };
        Self { head, faults: tally.faults, inputs, sections }
    }

    /// The same, of a run that saw all of its documents or not.
    pub(crate) fn with_complete(mut self, complete: bool) -> Self {
        self.head.complete = complete;
        self
    }

    /// How many documents each section is of, those that were lost among them; by group and analyzer.
    pub(crate) fn documents(&self) -> BTreeMap<(Option<String>, String), u64> {
        let sections = self.sections.iter();
        sections.map(|(key, section)| (key.clone(), section.documents + section.faults)).collect()
    }

    /// The report.
    pub(crate) fn into_report(self, run: RunRecord) -> Report {
        let mut analyzers = BTreeMap::new();
        let mut groups: BTreeMap<String, BTreeMap<String, Section>> = BTreeMap::new();
        for ((group, name), section) in self.sections {
            match group {
                None => analyzers.insert(name, section),
                Some(group) => groups.entry(group).or_default().insert(name, section),
            };
        }
        Report {
            format: Report::FORMAT,
            complete: self.head.complete,
            corpus: self.head.corpus,
            analyzers,
            groups,
            faults: self.faults.into_summary(),
            provenance: self.head.provenance,
            run,
        }
    }
}

/// Joins files, in memory that does not grow with them, and writes them as one where `out` is given. The result is
/// complete if all of them are, and `complete` says so too.
///
/// # Errors
/// [`ErrorKind::Partial`] where a file cannot be read, breaks the form, or is of other plugins than the first;
/// [`ErrorKind::Output`] where `out` cannot be written.
pub(crate) fn join(files: &[PathBuf], complete: bool, out: Option<&mut dyn Write>) -> Result<Joined, Error> {
    if files.len() <= OPEN_FILES {
        return join_at_once(files, complete, out);
    }
    let folder = tempfile::tempdir().map_err(cannot_write)?;
    let mut between = files.to_vec();
    while between.len() > OPEN_FILES {
        between = join_in_parts(&between, folder.path(), files)?;
    }
    join_at_once(&between, complete, out)
}

/// How many files are open at once, of the thousand or less that systems let a process have.
const OPEN_FILES: usize = 64;

/// Joins files in parts into fewer ones in `folder`. What was made in between, and is not of `kept`, is removed.
fn join_in_parts(files: &[PathBuf], folder: &Path, kept: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut joined = Vec::new();
    for part in files.chunks(OPEN_FILES) {
        let file = tempfile::Builder::new().suffix(".jsonl").tempfile_in(folder);
        let kept_file = file.and_then(|file| Ok(file.keep()?));
        let (mut out, path) = kept_file.map_err(cannot_write)?;
        // Whether the whole is complete, its parts say in their heads.
        join_at_once(part, true, Some(&mut out))?;
        for done in part.iter().filter(|done| !kept.contains(done)) {
            fs::remove_file(done).map_err(cannot_write)?;
        }
        joined.push(path);
    }
    Ok(joined)
}

fn join_at_once(files: &[PathBuf], complete: bool, out: Option<&mut dyn Write>) -> Result<Joined, Error> {
    let mut readers = files.iter().map(|path| PartialReader::open(path)).collect::<Result<Vec<_>, _>>()?;
    let mut head = joined_head(&readers)?;
    head.complete &= complete;
    let schemas: BTreeMap<String, Arc<Schema>> =
        head.read_schemas()?.into_iter().map(|(name, schema)| (name, Arc::new(schema))).collect();
    let out = out.map(|out| PartialWriter::begin(out, &head));
    let mut joining = Joining {
        joined: Joined { head, faults: FaultLog::default(), inputs: Vec::new(), sections: BTreeMap::new() },
        out: out.transpose().map_err(cannot_write)?,
    };
    while let Some(least) = least(&readers) {
        let line = readers[least].line().cloned();
        match line {
            Some(Line::Section(section)) => joining.section(&mut readers, &section, &schemas)?,
            Some(line) => {
                readers[least].take_line()?;
                joining.add(line)?;
            }
            None => break,
        }
    }
    if let Some(stray) = readers.iter().find(|reader| reader.entry().is_some()) {
        return Err(stray.error("an entry of no section"));
    }
    if let Some(out) = joining.out {
        out.finish().map_err(cannot_write)?;
    }
    Ok(joining.joined)
}

/// The reader whose next line is the least, of those whose next line is no entry.
fn least(readers: &[PartialReader]) -> Option<usize> {
    let lines = readers.iter().enumerate().filter_map(|(index, reader)| Some((index, reader.line()?)));
    lines.min_by(|(_, ours), (_, theirs)| ours.place(theirs)).map(|(index, _)| index)
}

/// The head of all files together.
pub(super) fn joined_head(readers: &[PartialReader]) -> Result<PartialHead, Error> {
    let Some((first, others)) = readers.split_first() else {
        return Err(Error::new(ErrorKind::Partial, "there is no partial file to join"));
    };
    let mut totals = Totals::default();
    let mut head = first.head().clone();
    for reader in readers {
        let read = Totals::read(reader.head().corpus.clone());
        totals.merge(read.ok_or_else(|| reader.error("its fingerprint is none"))?);
        head.complete &= reader.head().complete;
    }
    for other in others {
        first.head().check_joins(other.head()).map_err(|difference| {
            let message = format!(
                "{} and {} do not join: {}:\n  {}\n  {}",
                first.path().display(),
                other.path().display(),
                difference.what,
                difference.ours,
                difference.theirs
            );
            Error::new(ErrorKind::Partial, message)
                .with_hint("join files of the same plugins, settings and resources; analyze the others again")
        })?;
    }
    head.corpus = totals.report();
    Ok(head)
}

struct Joining<W: Write> {
    joined: Joined,
    out: Option<PartialWriter<W>>,
}

impl<W: Write> Joining<W> {
    fn add(&mut self, line: Line) -> Result<(), Error> {
        if let Some(out) = &mut self.out {
            out.line(&line).map_err(cannot_write)?;
        }
        match line {
            Line::Input(input) => {
                let of_path = self.joined.inputs.iter().rev().take_while(|other| other.path == input.path);
                if let Some(same) = of_path.into_iter().find(|other| is_same(other, &input)) {
                    let message =
                        format!("two of the partial files hold {}, with the same content", same.path);
                    return Err(Error::new(ErrorKind::Partial, message)
                        .with_hint("leave one of them out: its documents would count twice"));
                }
                self.joined.inputs.push(input);
            }
            Line::Fault(fault) => self.joined.faults.add(fault),
            Line::Section(_) | Line::End(_) => {}
        }
        Ok(())
    }

    /// Joins one section of all files that have it.
    fn section(
        &mut self,
        readers: &mut [PartialReader],
        section: &SectionLine,
        schemas: &BTreeMap<String, Arc<Schema>>,
    ) -> Result<(), Error> {
        let Some(TakenSection { line, schema, readers }) = take_section(readers, schemas, section.key())?
        else {
            return Ok(());
        };
        if let Some(out) = &mut self.out {
            out.line(&Line::Section(line.clone())).map_err(cannot_write)?;
        }
        let output = join_entries(schema, readers, |entry| match &mut self.out {
            Some(out) => out.entry(entry).map_err(cannot_write),
            None => Ok(()),
        })?;
        let plugin = self.joined.head.provenance.plugins.get(&line.analyzer);
        let version = plugin.map(|plugin| plugin.version.clone()).unwrap_or_default();
        let SectionLine { documents, faults, .. } = line;
        let section = Section { version, documents, faults, schema: schema_of(&line.group, schema), output };
        self.joined.sections.insert((line.group, line.analyzer), section);
        Ok(())
    }
}

/// The schema of a section, which that of the whole has for all of its groups.
fn schema_of(group: &Option<String>, schema: &Schema) -> Option<Schema> {
    group.is_none().then(|| schema.clone())
}

/// Whether two inputs of one path are one. Without a hash there is no telling.
fn is_same(ours: &Input, theirs: &Input) -> bool {
    ours.sha256 == theirs.sha256 && !ours.sha256.is_empty()
}

pub(super) fn cannot_write(error: std::io::Error) -> Error {
    Error::unwritten("the partial file", error)
}
