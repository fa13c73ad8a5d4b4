//! What analyzers cost.

use serde::{Deserialize, Serialize};

/// What an analyzer cost in one run: what it would be billed for.
///
/// Calls that failed count, and so do those that were made again to find the document to blame.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Wall time in seconds, of all workers together: in calls, in making instances, and in merging what calls gave.
    pub seconds: f64,
    /// Its part of the time of all analyzers, from 0 to 1.
    pub share: f64,
    /// Calls to it.
    pub calls: u64,
    /// Documents that it was given; one that was given twice counts twice.
    pub documents: u64,
    /// Bytes that it was given: texts, ids, metadata and layers.
    pub bytes_in: u64,
    /// Bytes that it gave back and that were lawful: outputs, states and layers.
    pub bytes_out: u64,
    /// Fuel, where it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fuel: Option<u64>,
    /// The most linear memory that an instance came to, in bytes.
    pub peak_memory: u64,
    /// Instances that were made.
    pub instances: u64,
    /// Documents that were lost.
    pub faults: u64,
    /// The slowest documents, the slowest first. Documents go into calls together: where `documents` is more than one,
    /// it is the call that was measured.
    pub slowest: Vec<SlowDocuments>,
}

/// A document, or several in one call, that took long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlowDocuments {
    /// The id of the document, or of the first.
    pub document: String,
    /// Where it stands.
    pub source: String,
    /// How many documents there were in the call.
    pub documents: u64,
    /// Bytes of their texts.
    pub bytes: u64,
    /// Wall time in seconds.
    pub seconds: f64,
}
