//! What a page is made of, kept from document to document so that room for it is made once.

use std::ops::Range;

use super::Word;
use super::tidy::push_tidy;
use crate::kind::Kind;
use crate::names::{Findings, Segment};

/// An entity found.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its words.
    pub(crate) words: Range<usize>,
    /// Its bytes in the document.
    pub(crate) range: Range<usize>,
    /// Canonical name or value.
    pub(crate) name: Name,
}

/// A name or value in the buffer of [`Names`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    start: u32,
    end: u32,
}

/// Names and values, back to back.
#[derive(Debug, Default)]
pub(crate) struct Names(String);

impl Names {
    pub(super) fn push(&mut self, name: &str) -> Name {
        let start = self.0.len() as u32;
        self.0.push_str(name);
        Name { start, end: self.0.len() as u32 }
    }

    /// Adds a name as [`tidy`](super::tidy) writes it.
    pub(super) fn push_tidy(&mut self, written: &str) -> Name {
        let start = self.0.len() as u32;
        push_tidy(written, &mut self.0);
        Name { start, end: self.0.len() as u32 }
    }

    /// A name.
    pub(crate) fn get(&self, name: Name) -> &str {
        self.0.get(name.start as usize..name.end as usize).unwrap_or_default()
    }
}

/// The buffers of a page.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub(super) words: Vec<Word>,
    /// For each word the entity that has it, its index and one more; 0 where none has, [`BLOCKED`](super::BLOCKED) where
    /// none may.
    pub(super) owners: Vec<u32>,
    pub(super) segments: Vec<Segment>,
    /// The words with which a value may begin where they stand, and those with which a name may.
    pub(super) value_starts: Vec<u32>,
    pub(super) name_starts: Vec<u32>,
    /// The names and values of entities.
    pub(crate) names: Names,
    /// The entities found.
    pub(crate) found: Vec<Entity>,
    /// What the document has said of its names.
    pub(super) findings: Findings,
}

impl Buffers {
    /// Makes room for another document.
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.owners.clear();
        self.segments.clear();
        self.value_starts.clear();
        self.name_starts.clear();
        self.names.0.clear();
        self.found.clear();
        self.findings.clear();
    }
}
