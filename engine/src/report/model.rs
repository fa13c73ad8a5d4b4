//! The report.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{FaultSummary, Provenance, RunRecord};

/// The report of a run.
///
/// All but [`Report::run`] is the same bytes for the same documents, plugins and settings, whatever the number of
/// threads, the size of batches, and the cut of the documents into files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of the report's form: [`Report::FORMAT`].
    pub format: u32,
    /// Whether all documents were seen; not so where the run was stopped.
    pub complete: bool,
    /// What was read.
    pub corpus: CorpusTotals,
    /// What each analyzer found, by its name in the run.
    pub analyzers: BTreeMap<String, Section>,
    /// What each analyzer found in each group of documents, where groups were asked for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, BTreeMap<String, Section>>,
    /// Documents that could not be read or analyzed.
    pub faults: FaultSummary,
    /// With what the report was made.
    pub provenance: Provenance,
    /// What belongs to this one run.
    pub run: RunRecord,
}

impl Report {
    /// The version of the report's form that this engine writes.
    pub const FORMAT: u32 = 1;

    /// The report as JSON, indented, with a line break at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Keys are strings and numbers are finite, so there is nothing that JSON could not say.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorpusTotals {
    /// Documents that were analyzed.
    pub documents: u64,
    /// UTF-8 bytes of their decoded texts.
    pub bytes: u64,
    /// What offsets in outputs and layers count: [`CorpusTotals::OFFSETS`].
    #[serde(default)]
    pub offsets: String,
    /// Documents that could not be read; each is a fault.
    pub unread: u64,
    /// Documents that were read and not asked for: by a filter, or since they are not in the sample.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub filtered: u64,
    /// Documents in which bytes that are not valid text were replaced by U+FFFD.
    pub replaced: u64,
    /// The least hundred of them by id and position.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub replaced_in: BTreeSet<DocumentName>,
    /// How many documents were decoded from which encoding, by its name in the WHATWG Encoding Standard. Documents that
    /// never were bytes are not among them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub encodings: BTreeMap<String, u64>,
    /// What was taken out of texts as boilerplate of web pages, by its kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<String, RemovedTotals>,
    /// What tells one corpus from another: the sum, modulo 2^256, of the SHA-256 of each document's id and text, as 64
    /// hexadecimal digits. It does not depend on the order of documents or their cut into files. Before the id of
    /// a document comes its length in bytes as 64 bits, least byte first.
    pub fingerprint: String,
}

impl CorpusTotals {
    /// Bytes of the text as it was decoded (and cleaned, where boilerplate was removed), not of the file.
    pub const OFFSETS: &'static str = "UTF-8 bytes of the decoded text";
}

/// How a document is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentName {
    /// Its id.
    pub document: String,
    /// Where it stands: ids may repeat, positions do not.
    pub source: String,
}

/// How much was taken out of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedTotals {
    /// Passages.
    pub passages: u64,
    /// Their UTF-8 bytes.
    pub bytes: u64,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// What an analyzer found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The analyzer's version.
    pub version: String,
    /// Documents in the output.
    pub documents: u64,
    /// Faults of this analyzer.
    pub faults: u64,
    /// The merged output, by the kinds of its schema; see `docs/merge.md`.
    pub output: Value,
}
