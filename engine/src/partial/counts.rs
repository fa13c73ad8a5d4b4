//! What the head of a file says of its documents, held against its sections.
//!
//! Files that belong together are held together: one that a large state was spilled to has the sections of documents that the
//! head of another counts.

use std::collections::BTreeMap;

use super::head::PartialHead;
use super::line::SectionLine;
use super::read::PartialReader;
use crate::error::{Error, ErrorKind};

/// The documents of an analyzer's sections, those that were lost among them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted {
    whole: u64,
    /// Of all groups together.
    groups: u64,
}

impl Counted {
    fn add(&mut self, other: Self) {
        self.whole = self.whole.saturating_add(other.whole);
        self.groups = self.groups.saturating_add(other.groups);
    }
}

/// The sections of a file, by their analyzer.
#[derive(Debug, Default)]
pub(super) struct SectionCounts(BTreeMap<String, Counted>);

impl SectionCounts {
    pub(super) fn add(&mut self, section: &SectionLine) {
        let documents = section.documents.saturating_add(section.faults);
        let counted = match section.group {
            None => Counted { whole: documents, groups: 0 },
            Some(_) => Counted { whole: 0, groups: documents },
        };
        self.0.entry(section.analyzer.clone()).or_default().add(counted);
    }
}

/// Holds that each analyzer has a section of all documents that the head of all files counts, and no more in its groups. All
/// sections were read.
///
/// # Errors
/// [`ErrorKind::Partial`] for the first analyzer of which that is not so.
pub(super) fn check(readers: &[PartialReader], head: &PartialHead) -> Result<(), Error> {
    let mut all = SectionCounts::default();
    for (analyzer, counted) in readers.iter().flat_map(|reader| &reader.counts().0) {
        all.0.entry(analyzer.clone()).or_default().add(*counted);
    }
    let documents = head.corpus.documents;
    for analyzer in head.schemas.keys() {
        let counted = all.0.get(analyzer).copied().unwrap_or_default();
        let (sections, told) = match counted {
            Counted { whole, .. } if whole != documents => ("the sections", whole),
            Counted { whole, groups } if groups > whole => ("the groups", groups),
            _ => continue,
        };
        let paths: Vec<String> = readers.iter().map(|reader| reader.path().display().to_string()).collect();
        let message = format!(
            "{}: {sections} of `{analyzer}` are of {told} documents, and the heads count {documents}",
            paths.join(", ")
        );
        return Err(Error::new(ErrorKind::Partial, message).with_hint(
            "files of a state belong together: give all of them; else a file was changed, or made by something else",
        ));
    }
    Ok(())
}
