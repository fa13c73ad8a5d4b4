//! The first line: what a file is, and with what it was made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use textmill_merge::{KeyOrder, Schema};

use crate::error::{Error, ErrorKind};
use crate::report::{CorpusTotals, Provenance};

/// The head of a partial file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PartialHead {
    /// What the file is: [`PartialHead::KIND`].
    pub(crate) textmill: String,
    /// The version of the form: [`PartialHead::FORMAT`].
    pub(crate) format: u32,
    /// The version of the states' JSON: [`textmill_merge::VERSION`].
    pub(crate) merge: String,
    /// Whether the run saw all documents.
    pub(crate) complete: bool,
    pub(crate) corpus: CorpusTotals,
    pub(crate) provenance: Provenance,
    /// The output schemas of the reported analyzers, by their names.
    pub(crate) schemas: BTreeMap<String, Value>,
}

impl PartialHead {
    pub(crate) const KIND: &'static str = "partial";
    pub(crate) const FORMAT: u32 = 1;

    /// Whether two files can be joined.
    ///
    /// # Errors
    /// What differs, with both values.
    pub(crate) fn check_joins(&self, other: &Self) -> Result<(), HeadDifference> {
        let differs = |what: String, ours: String, theirs: String| match ours == theirs {
            true => Ok(()),
            false => Err(HeadDifference { what, ours, theirs }),
        };
        let shown = |grouping: &Option<String>| grouping.clone().unwrap_or_else(|| "nothing".to_string());
        differs("merge algebra".into(), self.merge.clone(), other.merge.clone())?;
        let grouped = |head: &Self| shown(&head.provenance.selection.group_by);
        differs("documents are grouped by".into(), grouped(self), grouped(other))?;
        // In what order keys are shown is a matter of the report alone.
        let shown_alike = |head: &Self| {
            let mut provenance = head.provenance.clone();
            provenance.selection.rank = KeyOrder::default();
            flat(&provenance)
        };
        let (ours, theirs) = (shown_alike(self), shown_alike(other));
        let keys: std::collections::BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for key in keys {
            let of = |values: &BTreeMap<String, String>| {
                values.get(key).cloned().unwrap_or_else(|| "absent".into())
            };
            differs(key.clone(), of(&ours), of(&theirs))?;
        }
        for (name, schema) in &self.schemas {
            let theirs = other.schemas.get(name).unwrap_or(&Value::Null);
            differs(format!("plugins.{name}.schema"), schema.to_string(), theirs.to_string())?;
        }
        Ok(())
    }

    /// The schemas, read.
    ///
    /// # Errors
    /// Which is none, and why.
    pub(crate) fn read_schemas(&self) -> Result<BTreeMap<String, Schema>, Error> {
        let read = |(name, schema): (&String, &Value)| {
            let schema = Schema::from_json(&schema.to_string()).map_err(|error| {
                Error::new(ErrorKind::Partial, format!("the output schema of `{name}`: {error}"))
            })?;
            Ok((name.clone(), schema))
        };
        self.schemas.iter().map(read).collect()
    }
}

/// In what two heads differ.
#[derive(Debug)]
pub(crate) struct HeadDifference {
    pub(crate) what: String,
    pub(crate) ours: String,
    pub(crate) theirs: String,
}

/// The values of a nested record by their paths, so that a difference can be named.
pub(crate) fn flat(record: &impl Serialize) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    flatten(String::new(), &serde_json::to_value(record).unwrap_or_default(), &mut values);
    values
}

fn flatten(path: String, value: &Value, values: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (key, value) in fields {
                let joint = if path.is_empty() { "" } else { "." };
                flatten(format!("{path}{joint}{key}"), value, values);
            }
        }
        value => {
            values.insert(path, value.to_string());
        }
    }
}
