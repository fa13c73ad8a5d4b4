//! What was seen and left out, by reason.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How many entries of folders and archives, and records of web crawls, were seen and left out, by reason.
///
/// In JSON, an object from reasons to numbers. What is left out is no document and no fault: nobody asked for it.
///
/// ```
/// use textmill_corpus::LeftOut;
///
/// let left_out: LeftOut = serde_json::from_str(r#"{"hidden": 2, "links": 1}"#)?;
/// assert_eq!((left_out.get(LeftOut::HIDDEN), left_out.total()), (2, 3));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeftOut(BTreeMap<String, u64>);

impl LeftOut {
    /// Files and folders whose names begin with a dot, and `__MACOSX` in archives.
    pub const HIDDEN: &str = "hidden";
    /// Files and folders that a `.gitignore`, `.ignore` or `.textmillignore` names.
    pub const IGNORED: &str = "ignored";
    /// Files and folders that the globs of the user leave out.
    pub const EXCLUDED: &str = "excluded";
    /// Symbolic links where they are not followed, and in archives hard links too.
    pub const LINKS: &str = "links";
    /// Files and folders that the run writes.
    pub const OUTPUTS: &str = "outputs of the run";
    /// Pipes, sockets and devices.
    pub const NOT_REGULAR: &str = "not regular files";

    /// Pictures in documents.
    pub const IMAGES: &str = "images";
    /// Other documents and data in documents: tables of calculations, diagrams, sounds.
    pub const EMBEDDED: &str = "embedded objects";
    /// Remarks on a document, which are none of its text.
    pub const COMMENTS: &str = "comments";
    /// What stands at the edges of all pages.
    pub const EDGES: &str = "headers and footers";

    /// How many were left out for a reason.
    #[must_use]
    pub fn get(&self, reason: &str) -> u64 {
        self.0.get(reason).copied().unwrap_or(0)
    }

    /// How many were left out in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Whether nothing was left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reasons, sorted, and how many were left out for each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(reason, &count)| (reason.as_str(), count))
    }

    /// Adds what was left out elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for (reason, count) in other.iter() {
            self.add(reason, count);
        }
    }

    pub(super) fn add(&mut self, reason: &str, count: u64) {
        match self.0.get_mut(reason) {
            Some(counted) => *counted += count,
            None if count > 0 => drop(self.0.insert(reason.to_owned(), count)),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_reason_add_up() {
        let mut left_out = LeftOut::default();
        left_out.add(LeftOut::LINKS, 0);
        assert!(left_out.is_empty());
        left_out.add(LeftOut::LINKS, 2);
        left_out.merge(&left_out.clone());
        left_out.add(LeftOut::HIDDEN, 1);
        assert_eq!(
            (left_out.get(LeftOut::LINKS), left_out.get(LeftOut::IGNORED), left_out.total()),
            (4, 0, 5)
        );
        assert_eq!(serde_json::to_string(&left_out).unwrap(), r#"{"hidden":1,"links":4}"#);
    }
}
