//! Writing a partial file.

use std::io::{self, Write};

use sha2::{Digest, Sha256};
use textmill_corpus::Input;

use super::entries::write_entries;
use super::head::PartialHead;
use super::line::{EndLine, Line, SectionLine};
use crate::plugin::Pipeline;
use crate::tally::{SectionTally, Tally};

/// Writes lines after a head, and after them the line that tells that all are there.
pub(crate) struct PartialWriter<W: Write> {
    out: W,
    buffer: Vec<u8>,
    hash: Sha256,
    lines: u64,
}

/// How many bytes are hashed and written at once.
const BUFFER: usize = 1 << 17;

impl<W: Write> PartialWriter<W> {
    /// Writes the head.
    ///
    /// # Errors
    /// Those of the writer, here and below.
    pub(super) fn begin(out: W, head: &PartialHead) -> io::Result<Self> {
        let mut writer = Self { out, buffer: Vec::with_capacity(BUFFER), hash: Sha256::new(), lines: 0 };
        writer.json_line(head)?;
        Ok(writer)
    }

    pub(super) fn line(&mut self, line: &Line) -> io::Result<()> {
        self.json_line(line)
    }

    /// Writes an entry, given as JSON without a line break.
    pub(super) fn entry(&mut self, entry: &str) -> io::Result<()> {
        self.buffer.extend_from_slice(entry.as_bytes());
        self.end_line()
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.pass_on()?;
        let end = EndLine { lines: self.lines, sha256: hexadecimal(self.hash.clone()) };
        self.json_line(&Line::End(end))?;
        self.pass_on()?;
        self.out.flush()
    }

    fn json_line(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.buffer, value)?;
        self.end_line()
    }

    fn end_line(&mut self) -> io::Result<()> {
        self.buffer.push(b'\n');
        self.lines += 1;
        if self.buffer.len() >= BUFFER { self.pass_on() } else { Ok(()) }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        self.hash.update(&self.buffer);
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// A hash in hexadecimal digits.
pub(crate) fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a tally as a partial file, with the inputs (sorted by path) that it is of.
///
/// # Errors
/// Those of the writer.
pub(crate) fn write_tally(
    out: &mut dyn Write,
    head: &PartialHead,
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
    section: &SectionTally,
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
