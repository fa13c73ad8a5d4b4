//! One line after the head.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use textmill_corpus::Input;

use crate::report::Fault;

/// A line that is no entry of a state: an object of one field, which tells what it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Line {
    Input(Input),
    Fault(Fault),
    Section(SectionLine),
    End(EndLine),
}

/// The last line, by which a file is known to be whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EndLine {
    /// Lines before it, the head among them.
    pub(super) lines: u64,
    /// The SHA-256 of all bytes before it, in hexadecimal digits.
    pub(super) sha256: String,
}

/// The line before the entries of a state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct SectionLine {
    pub(crate) analyzer: String,
    /// Nothing for the state of all documents.
    pub(crate) group: Option<String>,
    /// Documents in the state.
    pub(crate) documents: u64,
    /// Documents that were lost.
    pub(super) faults: u64,
}

impl SectionLine {
    /// Which section it is.
    pub(super) fn key(&self) -> (&str, Option<&str>) {
        (&self.analyzer, self.group.as_deref())
    }
}

impl Line {
    /// The order of lines in a file. Two of equal place are the same input, fault or section.
    pub(super) fn place(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Input(ours), Self::Input(theirs)) => ours.path.cmp(&theirs.path),
            (Self::Fault(ours), Self::Fault(theirs)) => ours.cmp(theirs),
            (Self::Section(ours), Self::Section(theirs)) => ours.key().cmp(&theirs.key()),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Input(_) => 0,
            Self::Fault(_) => 1,
            Self::Section(_) => 2,
            Self::End(_) => 3,
        }
    }
}
