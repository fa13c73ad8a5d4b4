//! The report.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use textmill_corpus::EncodingEvidence;
use textmill_merge::Schema;

use super::{DistinctiveKey, FaultSummary, Merged, MergedError, Provenance, RunRecord};

/// The report of a run.
///
/// All but [`Report::run`] is the same bytes for the same documents, plugins and settings, whatever the number of
/// threads, the size of batches, and the cut of the documents into files.
///
/// ```no_run
/// use textmill::Report;
///
/// let report: Report = serde_json::from_str(&std::fs::read_to_string("report.json")?)?;
/// println!("{} documents, {} faults", report.corpus.documents, report.faults.total);
/// for (analyzer, section) in &report.analyzers {
///     println!("{analyzer}: {}", section.output);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

    /// What an analyzer found in all documents, by its name in the run, typed by its schema.
    ///
    /// ```no_run
    /// use textmill::Merged;
    ///
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let report = engine.analyze(&mut corpus)?;
    /// if let Some(Merged::Counts(terms)) = report.merged("keywords")?.field("terms") {
    ///     for term in &terms.top {
    ///         println!("{} {}, in {} documents", term.count, term.key, term.documents);
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`MergedError`], where there is no such analyzer, or the report has no schema of what it found, or was changed after
    /// it was written.
    pub fn merged(&self, analyzer: &str) -> Result<Merged<'_>, MergedError> {
        let section =
            self.analyzers.get(analyzer).ok_or_else(|| MergedError::Analyzer(analyzer.to_owned()))?;
        self.read(&["analyzers"], analyzer, section)
    }

    /// What an analyzer found in a group of documents, typed by its schema.
    ///
    /// ```no_run
    /// # use textmill::{Corpus, Engine, Merged};
    /// # let engine = Engine::builder().builtins().build()?;
    /// # let mut corpus = Corpus::new().path("corpus").open()?;
    /// let report = engine.analysis().group_by("date:year".parse()?).run(&mut corpus)?;
    /// for group in report.groups.keys() {
    ///     if let Some(Merged::Stats(score)) = report.merged_in(group, "sentiment")?.field("score") {
    ///         println!("{group}: {:?}", score.mean);
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`merged`](Self::merged), and where there is no such group.
    pub fn merged_in(&self, group: &str, analyzer: &str) -> Result<Merged<'_>, MergedError> {
        let sections = self.groups.get(group).ok_or_else(|| MergedError::Group(group.to_owned()))?;
        let section = sections.get(analyzer).ok_or_else(|| MergedError::Analyzer(analyzer.to_owned()))?;
        self.read(&["groups", group], analyzer, section)
    }

    /// Reads a section by the schema of the whole's.
    fn read<'a>(
        &'a self,
        place: &[&str],
        analyzer: &str,
        section: &'a Section,
    ) -> Result<Merged<'a>, MergedError> {
        let whole = self.analyzers.get(analyzer);
        let schema = whole.and_then(|whole| whole.schema.as_ref());
        let schema = schema.ok_or_else(|| MergedError::Schema(analyzer.to_owned()))?;
        Merged::read(schema, &section.output).map_err(|misfit| {
            let misfit = misfit.under("output").under(analyzer);
            MergedError::Misfit(place.iter().rev().fold(misfit, |misfit, name| misfit.under(name)))
        })
    }

    /// Bytes of text that were analyzed in a second of the run; nothing where the run took no time.
    #[must_use]
    pub fn bytes_per_second(&self) -> Option<f64> {
        let seconds = self.run.seconds;
        (seconds > 0.0).then(|| self.corpus.bytes as f64 / seconds)
    }

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
    /// Documents that were left out since another says the same
    /// ([`Analysis::unique`](crate::Analysis::unique)).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub duplicates: u64,
    /// The least hundred of them by id and position.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub duplicates_in: BTreeSet<DocumentName>,
    /// Documents in which bytes that are not valid text were replaced by U+FFFD.
    pub replaced: u64,
    /// The least hundred of them by id and position.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub replaced_in: BTreeSet<DocumentName>,
    /// Documents that have no span of time by which they could be grouped, as what they say is no date: the least hundred of them
    /// by id and position.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub undated_in: BTreeSet<UndatedDocument>,
    /// How many documents were decoded from which encoding, by its name in the WHATWG Encoding Standard. Documents that
    /// never were bytes are not among them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub encodings: BTreeMap<String, u64>,
    /// By what those encodings are known, under the same names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub encoding_evidence: BTreeMap<String, EvidenceTotals>,
    /// What was taken out of texts as boilerplate of web pages, by its kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<String, RemovedTotals>,
    /// What tells one corpus from another: the sum, modulo 2^256, of the SHA-256 of each document's id and text, as 64
    /// hexadecimal digits. It does not depend on the order of documents or their cut into files. Before the id of
    /// a document comes its length in bytes as 64 bits, least byte first.
    pub fingerprint: String,
}

/// How many documents are known to be in an encoding, by what that is known by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceTotals {
    /// A byte-order mark.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub mark: u64,
    /// The user's word.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub given: u64,
    /// Bytes that are valid UTF-8.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub valid: u64,
    /// What a page, its server or the format of its file says.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub declared: u64,
    /// What the bytes look like.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub detected: u64,
}

impl EvidenceTotals {
    /// The number for a kind of evidence.
    pub(crate) fn of(&mut self, evidence: EncodingEvidence) -> &mut u64 {
        match evidence {
            EncodingEvidence::Mark => &mut self.mark,
            EncodingEvidence::Given => &mut self.given,
            EncodingEvidence::Valid => &mut self.valid,
            EncodingEvidence::Declared => &mut self.declared,
            EncodingEvidence::Detected => &mut self.detected,
        }
    }

    /// Adds those of other documents, which a file may have made up.
    pub(crate) fn merge(&mut self, other: &Self) {
        let pairs = [
            (&mut self.mark, other.mark),
            (&mut self.given, other.given),
            (&mut self.valid, other.valid),
            (&mut self.declared, other.declared),
            (&mut self.detected, other.detected),
        ];
        for (ours, theirs) in pairs {
            *ours = ours.saturating_add(theirs);
        }
    }
}

impl CorpusTotals {
    /// Bytes of the text as it was decoded (and cleaned, where boilerplate was removed), not of the file.
    pub const OFFSETS: &'static str = "UTF-8 bytes of the decoded text";

    /// What was taken out of texts as boilerplate, of all kinds together.
    #[must_use]
    pub fn removed_in_all(&self) -> RemovedTotals {
        self.removed.values().fold(RemovedTotals::default(), |all, kind| RemovedTotals {
            passages: all.passages.saturating_add(kind.passages),
            bytes: all.bytes.saturating_add(kind.bytes),
        })
    }
}

/// How a document is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentName {
    /// Its id.
    pub document: String,
    /// Where it stands: ids may repeat, positions do not.
    pub source: String,
}

/// A document that says of its date what is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UndatedDocument {
    /// Its id.
    pub document: String,
    /// Where it stands.
    pub source: String,
    /// The first hundred bytes of what it says.
    pub value: String,
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
    /// How the output merges, and so what each of its fields is. Only the section of all documents has it; it holds for
    /// those of groups too. Reports of earlier versions have none.
    #[serde(default, with = "schema_as_json", skip_serializing_if = "Option::is_none")]
    pub schema: Option<Schema>,
    /// The merged output, by the kinds of its schema; see `docs/merge.md`. [`Report::merged`] reads it.
    pub output: Value,
    /// In the section of a group, for each field of kind `counts` the keys that the group has more often than all other
    /// documents together, the most telling first; by the field, with dots between the names that lead to it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub distinctive: BTreeMap<String, Vec<DistinctiveKey>>,
}

/// A schema as the JSON of manifests.
mod schema_as_json {
    use serde::de::{Deserialize, Deserializer, Error as _};
    use serde::ser::{Error as _, Serialize, Serializer};
    use serde_json::Value;
    use textmill_merge::Schema;

    pub(super) fn serialize<S: Serializer>(
        schema: &Option<Schema>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let json = schema.as_ref().map(|schema| serde_json::from_str::<Value>(&schema.to_json()));
        json.transpose().map_err(S::Error::custom)?.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Schema>, D::Error> {
        let json = Option::<Value>::deserialize(deserializer)?;
        json.map(|json| Schema::from_json(&json.to_string())).transpose().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report() -> Value {
        let schema = json!({"kind": "record", "fields": {"words": {"kind": "counts", "top": 1}}});
        let counts = |total: Value| json!({"words": {"total": total, "distinct": 0, "top": []}});
        let section =
            |total| json!({"version": "0.1.0", "documents": 1, "faults": 0, "output": counts(total)});
        let mut whole = section(json!(3));
        whole["schema"] = schema;
        json!({
            "format": 1,
            "complete": true,
            "corpus": {"documents": 1, "bytes": 9, "unread": 0, "replaced": 0, "fingerprint": ""},
            "analyzers": {"loud": whole, "old": section(json!(4))},
            "groups": {"a.b": {"loud": section(json!(1)), "old": section(json!(1))}, "c": {"loud": section(json!("two"))}},
            "faults": {"total": 0, "by": {}, "first": []},
            "provenance": {"engine": "", "interface": "", "selection": {}, "plugins": {}},
            "run": {"started": "", "seconds": 2.0, "threads": 1, "batch_bytes": 1, "host": "", "sources": []},
        })
    }

    fn read(json: Value) -> Report {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn schemas_are_read_and_written() {
        let json = report();
        let written = serde_json::to_value(read(json.clone())).unwrap();
        assert_eq!(written["analyzers"], json["analyzers"]);
        assert_eq!(written["groups"], json["groups"]);
        let mut odd = json;
        odd["analyzers"]["loud"]["schema"]["fields"]["words"]["kind"] = json!("counted");
        let error = serde_json::from_value::<Report>(odd).unwrap_err().to_string();
        assert!(error.starts_with("`words`: unknown kind `counted`, expected one of"), "{error}");
    }

    #[test]
    fn sections_are_read_by_the_schema_of_the_whole() {
        let report = read(report());
        let total = |found: Merged<'_>| match found.field("words") {
            Some(Merged::Counts(words)) => words.total.as_u64(),
            _ => None,
        };
        assert_eq!(report.merged("loud").map(total), Ok(Some(3)));
        assert_eq!(report.merged_in("a.b", "loud").map(total), Ok(Some(1)));
        for (found, expected) in [
            (report.merged("quiet"), "the report has no analyzer `quiet`"),
            (report.merged_in("d", "loud"), "the report has no group `d`"),
            (report.merged_in("c", "old"), "the report has no analyzer `old`"),
            (
                report.merged("old"),
                "the report has no schema of what `old` found: an earlier version wrote it",
            ),
            (
                report.merged_in("c", "loud"),
                "the report does not fit its schemas: `groups.c.loud.output.words.total`: expected a number, found a \
                 string",
            ),
        ] {
            assert_eq!(found.unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn the_greatest_groups_come_first() {
        let mut json = report();
        for (name, documents) in [("x", 9), ("y", 2), ("a", 2)] {
            json["groups"][name] =
                json!({"loud": {"version": "", "documents": documents, "faults": 1, "output": {}}});
        }
        let report = read(json);
        let greatest = report.greatest_groups(3);
        let names: Vec<_> = greatest.first.iter().map(|group| (group.name, group.documents)).collect();
        assert_eq!(names, [("x", 9), ("a", 2), ("y", 2)]);
        assert_eq!((greatest.others, greatest.documents_of_others), (2, 2));
        assert_eq!(report.greatest_groups(9).others, 0);
        assert_eq!(report.bytes_per_second(), Some(4.5));
    }
}
