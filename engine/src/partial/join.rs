//! Partial files joined: into what a report shows, and into one partial file more.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use textmill_corpus::Input;
use textmill_merge::{Finisher, KeyOrder, Schema};

use super::counts;
use super::entries::join_entries;
use super::head::PartialHead;
use super::line::{Line, SectionLine};
use super::read::{PartialReader, TakenSection, take_section};
use super::write::PartialWriter;
use crate::error::{Error, ErrorKind};
use crate::keyness::{Distinctive, GroupKeys, of_states};
use crate::plugin::Pipeline;
use crate::report::{Report, RunRecord, Section};
use crate::scratch::Scratch;
use crate::tally::{FaultLog, SectionTally, Tally, Totals};

/// All that a report shows but for how it was made; without sections where the file that was written is all that was wanted.
pub(crate) struct Joined {
    head: PartialHead,
    pub(crate) faults: FaultLog,
    pub(crate) inputs: Vec<Input>,
    sections: Found,
}

/// By group and analyzer; without a group those of the whole.
type Found = BTreeMap<(Option<String>, String), Section>;

impl Joined {
    /// What one tally holds, without a file in between; the head is of it.
    pub(crate) fn of_tally(
        head: PartialHead,
        pipeline: &Pipeline,
        mut tally: Tally,
        inputs: Vec<Input>,
    ) -> Self {
        let mut sections = BTreeMap::new();
        let reported = pipeline.stages().iter().zip(&mut tally.sections).filter(|(stage, _)| stage.reported);
        for (stage, said) in reported {
            let mut add = |group: Option<String>, counted: &SectionTally| {
                let section = Section {
                    version: stage.plugin.manifest.version.clone(),
                    documents: counted.documents,
                    faults: counted.faults,
                    schema: schema_of(&group, counted.state.schema()),
                    output: counted.state.finish_by(head.provenance.selection.rank),
                    distinctive: BTreeMap::new(),
                };
                sections.insert((group, stage.plugin.name.clone()), section);
            };
            add(None, &said.whole);
            said.groups.iter().for_each(|(group, section)| add(Some(group.to_string()), section));
            if !said.groups.is_empty() {
                let groups = said.groups.iter_mut().map(|(group, section)| (&**group, &mut section.state));
                let distinctive = of_states(&mut said.whole.state, groups);
                put_distinctive(&mut sections, &stage.plugin.name, distinctive);
            }
        }
        Self { head, faults: tally.faults, inputs, sections }
    }

    /// The same without sections.
    pub(crate) fn without_sections(head: PartialHead, tally: Tally, inputs: Vec<Input>) -> Self {
        Self { head, faults: tally.faults, inputs, sections: BTreeMap::new() }
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
    join_by(files, complete, None, out)
}

/// The same, for a report that shows keys in another order than the files were to be shown in.
///
/// # Errors
/// As [`join`].
pub(crate) fn join_by(
    files: &[PathBuf],
    complete: bool,
    rank: Option<KeyOrder>,
    out: Option<&mut dyn Write>,
) -> Result<Joined, Error> {
    join_as(files, complete, Wanted::Report(rank), out)
}

fn join_as(
    files: &[PathBuf],
    complete: bool,
    wanted: Wanted,
    out: Option<&mut dyn Write>,
) -> Result<Joined, Error> {
    if files.len() <= OPEN_FILES {
        return join_at_once(files, complete, out, wanted);
    }
    let scratch = Scratch::new().map_err(cannot_write)?;
    let mut between = files.to_vec();
    while between.len() > OPEN_FILES {
        between = join_in_parts(&between, &scratch, files)?;
    }
    join_at_once(&between, complete, out, wanted)
}

/// The same, for files that a run has written itself, of which the heads may count other documents than the sections: of a run
/// in which some analyzers have a part of the documents, or whose counts stand elsewhere.
///
/// # Errors
/// As [`join`].
pub(crate) fn join_own(
    files: &[PathBuf],
    complete: bool,
    out: Option<&mut dyn Write>,
) -> Result<Joined, Error> {
    join_as(files, complete, Wanted::Own, out)
}

/// The same for the file that is written alone.
///
/// # Errors
/// As [`join`].
pub(crate) fn join_into(files: &[PathBuf], complete: bool, out: &mut dyn Write) -> Result<Joined, Error> {
    join_as(files, complete, Wanted::File, Some(out))
}

/// What files are joined for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// What they say together, with keys in this order where one is asked for.
    Report(Option<KeyOrder>),
    /// What they say together, whatever their heads count.
    Own,
    /// The file that is written.
    File,
}

/// How many files are open at once, of the thousand or less that systems let a process have.
const OPEN_FILES: usize = 64;

/// Joins files in parts into fewer ones in `scratch`. What was made in between, and is not of `kept`, is removed.
fn join_in_parts(files: &[PathBuf], scratch: &Scratch, kept: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut joined = Vec::new();
    for part in files.chunks(OPEN_FILES) {
        let (mut out, path) = scratch.file().map_err(cannot_write)?;
        // Whether the whole is complete, its parts say in their heads.
        join_at_once(part, true, Some(&mut out), Wanted::File)?;
        for done in part.iter().filter(|done| !kept.contains(done)) {
            fs::remove_file(done).map_err(cannot_write)?;
        }
        joined.push(path);
    }
    Ok(joined)
}

fn join_at_once(
    files: &[PathBuf],
    complete: bool,
    out: Option<&mut dyn Write>,
    wanted: Wanted,
) -> Result<Joined, Error> {
    let mut readers = files.iter().map(|path| PartialReader::open(path)).collect::<Result<Vec<_>, _>>()?;
    let mut head = joined_head(&readers)?;
    head.complete &= complete;
    if let Wanted::Report(Some(rank)) = wanted {
        head.provenance.selection.rank = rank;
    }
    let schemas: BTreeMap<String, Arc<Schema>> =
        head.read_schemas()?.into_iter().map(|(name, schema)| (name, Arc::new(schema))).collect();
    let out = out.map(|out| PartialWriter::begin(out, &head));
    let is_grouped = wanted != Wanted::File && head.provenance.selection.group_by.is_some();
    let mut joining = Joining {
        finishes: wanted != Wanted::File,
        keys: is_grouped.then(|| (String::new(), GroupKeys::new(&Schema::Each))),
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
    if let Wanted::Report(_) = wanted {
        counts::check(&readers, &joining.joined.head)?;
    }
    joining.put_keys("", &Schema::Each)?;
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
    /// Whether what a report shows is made.
    finishes: bool,
    /// Where documents are grouped, the keys of the analyzer whose sections come.
    keys: Option<(String, GroupKeys)>,
    out: Option<PartialWriter<W>>,
}

impl<W: Write> Joining<W> {
    /// Begins the keys of an analyzer. Those of the one before it have all come.
    fn put_keys(&mut self, analyzer: &str, schema: &Schema) -> Result<(), Error> {
        let Some((current, keys)) = &mut self.keys else { return Ok(()) };
        if current == analyzer {
            return Ok(());
        }
        let done = std::mem::replace(current, analyzer.to_owned());
        let keys = std::mem::replace(keys, GroupKeys::new(schema));
        put_distinctive(&mut self.joined.sections, &done, keys.finish()?);
        Ok(())
    }

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
        self.put_keys(&line.analyzer, schema)?;
        if let Some(out) = &mut self.out {
            out.line(&Line::Section(line.clone())).map_err(cannot_write)?;
        }
        let rank = self.joined.head.provenance.selection.rank;
        let mut finisher = self.finishes.then(|| Finisher::by(Arc::clone(schema), rank));
        join_entries(schema, line.documents, readers, |entry, json| {
            if let Some(finisher) = &mut finisher {
                let added = finisher.add(entry);
                added.map_err(|error| Error::new(ErrorKind::Partial, error.to_string()))?;
            }
            if let Some((_, keys)) = &mut self.keys {
                keys.add(line.group.as_deref(), entry)?;
            }
            match &mut self.out {
                Some(out) => out.entry(json).map_err(cannot_write),
                None => Ok(()),
            }
        })?;
        let Some(finisher) = finisher else { return Ok(()) };
        let plugin = self.joined.head.provenance.plugins.get(&line.analyzer);
        let version = plugin.map(|plugin| plugin.version.clone()).unwrap_or_default();
        let SectionLine { documents, faults, .. } = line;
        let distinctive = BTreeMap::new();
        let section = Section {
            version,
            documents,
            faults,
            schema: schema_of(&line.group, schema),
            output: finisher.finish(),
            distinctive,
        };
        self.joined.sections.insert((line.group, line.analyzer), section);
        Ok(())
    }
}

/// Gives the groups' sections of an analyzer the keys that they have more often than all others.
fn put_distinctive(sections: &mut Found, analyzer: &str, distinctive: Distinctive) {
    for (group, fields) in distinctive {
        if let Some(section) = sections.get_mut(&(Some(group), analyzer.to_owned())) {
            section.distinctive = fields;
        }
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
