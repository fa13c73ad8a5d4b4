//! The summary of a report, made for reading on a terminal.
//!
//! One file per block. A block knows the output of one built-in analyzer; where the fields that it knows are not there, or
//! are of other kinds, and for every analyzer of others, `other.rs` shows what there is by the kinds of its schema. All of
//! it only lays out what the report, or the library's model of it, says: nothing is added up or guessed here, shares in
//! percent apart.
//!
//! Invariant: in a line that has text from a document, that text stands last (see [`crate::terminal::text`]), so that columns
//! hold in whatever direction it runs.

mod bars;
mod faults;
mod figures;
#[cfg(test)]
pub(crate) mod fixture;
mod groups;
mod languages;
mod mood;
mod names;
mod other;
mod overview;
mod page;
mod pairs;
mod terms;

use textmill::{Counts, Merged, MergedError, Report, Section};

use self::page::Page;
use crate::terminal::Terminal;

/// An analyzer's part of a report.
struct Part<'a> {
    /// The analyzer's name in the run.
    name: &'a str,
    /// The plugin's own name, by which its block is chosen: the same plugin may run under two names.
    plugin: &'a str,
    section: &'a Section,
    /// What it found, by its schema.
    output: Result<Merged<'a>, MergedError>,
}

impl<'a> Part<'a> {
    /// A field of its output.
    fn field(&self, name: &str) -> Option<&Merged<'a>> {
        self.output.as_ref().ok()?.field(name)
    }

    /// A field of its output that counts keys.
    fn counts(&self, name: &str) -> Option<&Counts<'a>> {
        match self.field(name)? {
            Merged::Counts(counts) => Some(counts),
            _ => None,
        }
    }

    /// A heading, with the analyzer's name where that says more.
    fn heading(&self, heading: &str) -> String {
        if self.name == self.plugin { heading.to_owned() } else { format!("{heading} ({})", self.name) }
    }
}

/// A block: gives whether it knew the output.
type Block = fn(&mut Page, &Part<'_>) -> bool;

/// The blocks in the order of the page, by the plugin whose output each knows.
const BLOCKS: [(&str, Block); 5] = [
    ("tokenize", languages::block),
    ("keywords", terms::block),
    ("collocations", pairs::block),
    ("sentiment", mood::block),
    ("entities", names::block),
];

/// The page.
pub(crate) fn summary(report: &Report, terminal: Terminal) -> String {
    let parts: Vec<Part<'_>> =
        report.analyzers.iter().map(|(name, section)| part(report, name, section)).collect();
    let mut page = Page::new(terminal);
    overview::block(&mut page, report, &parts);
    groups::block(&mut page, report, &parts);
    let mut shown = vec![false; parts.len()];
    for (plugin, block) in BLOCKS {
        for (part, shown) in parts.iter().zip(&mut shown).filter(|(part, _)| part.plugin == plugin) {
            *shown = block(&mut page, part);
        }
    }
    for (part, _) in parts.iter().zip(shown).filter(|(_, shown)| !shown) {
        other::block(&mut page, part);
    }
    faults::block(&mut page, report);
    page.finish()
}

fn part<'a>(report: &'a Report, name: &'a str, section: &'a Section) -> Part<'a> {
    let plugin = report.provenance.plugins.get(name).map_or(name, |record| record.name.as_str());
    Part { name, plugin, section, output: report.merged(name) }
}

#[cfg(test)]
mod tests;
