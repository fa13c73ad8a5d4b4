//! Faults: documents that an analyzer could not do, with the reason.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use textmill_corpus::Unread;

/// A document that an analyzer could not do, or that could not be read.
///
/// Ordered by document, source, analyzer and kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// The document's id.
    pub document: String,
    /// Where the document stands: ids may repeat, positions do not.
    pub source: String,
    /// The analyzer, or nothing where the document could not be read.
    pub analyzer: Option<String>,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// What the analyzer counts it by, where it said so: lower-case ASCII letters, digits and `-`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// What happened.
    pub message: String,
    /// The guest's functions that were at work when it trapped, the innermost first; none where there is nothing to tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub backtrace: Vec<String>,
}

impl Fault {
    /// That of what could not be read.
    pub(crate) fn unread(unread: &Unread) -> Self {
        Self {
            document: unread.id.clone(),
            source: unread.position.clone(),
            analyzer: None,
            kind: FaultKind::Unread,
            code: String::new(),
            message: bounded(unread.message.clone()),
            backtrace: Vec::new(),
        }
    }
}

/// A message of no more bytes than one is read for. What it quotes may be of any length: the names of all fields of a schema, what
/// a plugin says of itself, a line of a file.
pub(crate) fn bounded(mut message: String) -> String {
    const MOST: usize = 2_048;
    if message.len() > MOST {
        message.truncate(message.floor_char_boundary(MOST));
        message.push('…');
    }
    message
}

/// What kind of fault a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FaultKind {
    /// The analyzer said that it cannot analyze the document.
    Error,
    /// The analyzer needs more fuel than its limit.
    Fuel,
    /// A layer that the analyzer made breaks the contract.
    Layer,
    /// The analyzer needs more memory than its limit.
    Memory,
    /// The analyzer's output is not JSON, or does not fit its schema.
    Output,
    /// The analyzer gives back more than its limits: bytes, spans, or keys and depth of JSON.
    Oversize,
    /// The analyzer took longer than its limit of time.
    Timeout,
    /// The analyzer crashed.
    Trap,
    /// The document could not be read.
    Unread,
    /// An analyzer that provides for this one lost the document.
    Upstream,
}

impl fmt::Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Error => "error",
            Self::Fuel => "fuel",
            Self::Layer => "layer",
            Self::Memory => "memory",
            Self::Output => "output",
            Self::Oversize => "oversize",
            Self::Timeout => "timeout",
            Self::Trap => "trap",
            Self::Unread => "unread",
            Self::Upstream => "upstream",
        })
    }
}

/// The faults of a run.
///
/// ```
/// use textmill::{FaultKind, FaultSummary};
///
/// let faults: FaultSummary = serde_json::from_str(
///     r#"{"total": 1, "by": {"keywords": {"timeout": 1}}, "first": [
///         {"document": "a.txt", "source": "a.txt", "analyzer": "keywords", "kind": "timeout", "message": "took 1 s"}
///     ]}"#,
/// )?;
/// assert_eq!(faults.by["keywords"][&FaultKind::Timeout], 1);
/// assert_eq!(faults.first[0].document, "a.txt");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultSummary {
    /// All of them.
    pub total: u64,
    /// How many of each kind, by analyzer; those of documents that could not be read under `(reader)`, which is no
    /// analyzer's name.
    pub by: BTreeMap<String, BTreeMap<FaultKind, u64>>,
    /// How many there are of each code that an analyzer gave, by analyzer; those without a code are not among them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<String, BTreeMap<String, u64>>,
    /// The least hundred by document, source, analyzer and kind.
    pub first: Vec<Fault>,
}

impl FaultSummary {
    /// The key in [`FaultSummary::by`] of what could not be read.
    pub const READER: &str = "(reader)";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cut_between_characters() {
        for (message, expected) in [
            ("short".to_owned(), "short".to_owned()),
            ("x".repeat(2_048), "x".repeat(2_048)),
            ("x".repeat(1 << 20), "x".repeat(2_048) + "…"),
            ("x".to_owned() + &"م".repeat(2_000), "x".to_owned() + &"م".repeat(1_023) + "…"),
        ] {
            assert_eq!(bounded(message), expected);
        }
    }
}
