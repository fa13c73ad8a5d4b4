//! What the members of a part are called.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::name::Name;

/// The names of an archive's members, or of the records of a crawl.
pub(crate) struct Names {
    archive: Name,
    /// How often a name was met, by its hash: an archive may have millions. Two names of one hash are told apart as
    /// if they were one name, which no harm comes of.
    met: HashMap<u64, u32>,
}

impl Names {
    pub(crate) fn new(archive: Name) -> Self {
        Self { archive, met: HashMap::new() }
    }

    /// The name of the next member of that path.
    pub(crate) fn member(&mut self, path: &[u8]) -> Name {
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        let met = self.met.entry(hasher.finish()).or_insert(0);
        *met += 1;
        self.archive.member(path, *met)
    }
}
