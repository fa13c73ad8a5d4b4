//! Writing a partial file.

use std::io::{self, Write};

use textmill_corpus::Input;

use super::entries::write_entries;
use super::head::Head;
use super::line::{Line, SectionLine};
use crate::plugin::Pipeline;
use crate::run::{Section, Tally};

/// Writes lines behind a head.
pub(crate) struct PartialWriter<W: Write> {
    out: W,
}

impl<W: Write> PartialWriter<W> {
    /// Writes the head.
    ///
    /// # Errors
    /// Those of the writer, here and below.
    pub(super) fn begin(mut out: W, head: &Head) -> io::Result<Self> {
        json_line(&mut out, head)?;
        Ok(Self { out })
    }

    pub(super) fn line(&mut self, line: &Line) -> io::Result<()> {
        json_line(&mut self.out, line)
    }

    /// Writes an entry, given as JSON without a line break.
    pub(super) fn entry(&mut self, entry: &str) -> io::Result<()> {
        self.out.write_all(entry.as_bytes())?;
        self.out.write_all(b"\n")
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a tally as a partial file, with the inputs (sorted by path) that it is of.
///
/// # Errors
/// Those of the writer.
pub(crate) fn write_tally(
    out: &mut dyn Write,
    head: &Head,
    inputs: &[Input],
    tally: &Tally,
    pipeline: &Pipeline,
) -> io::Result<()> {
    let mut writer = PartialWriter::begin(out, head)?;
    for input in inputs {
        writer.line(&Line::Input(input.clone()))?;
    }
    for fault in tally.faults.kept() {
        writer.line(&Line::Fault(fault.clone()))?;
    }
    let stages = pipeline.stages().iter().zip(&tally.sections);
    let mut reported: Vec<_> = stages.filter(|(stage, _)| stage.reported).collect();
    reported.sort_by(|(ours, _), (theirs, _)| ours.plugin.name.cmp(&theirs.plugin.name));
    for (stage, sections) in reported {
        let name = &stage.plugin.name;
        section(&mut writer, name, None, &sections.whole)?;
        for (group, said) in &sections.groups {
            section(&mut writer, name, Some(group), said)?;
        }
    }
    writer.finish()
}

fn section<W: Write>(
    writer: &mut PartialWriter<W>,
    analyzer: &str,
    group: Option<&str>,
    section: &Section,
) -> io::Result<()> {
    let line = SectionLine {
        analyzer: analyzer.to_string(),
        group: group.map(str::to_string),
        documents: section.documents,
        faults: section.faults,
    };
    writer.line(&Line::Section(line))?;
    write_entries(&section.state, |entry| writer.entry(entry))
}

fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
