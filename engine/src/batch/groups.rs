//! The groups of a batch.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::DocumentIndex;

/// The place of a group among those of its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct GroupIndex(u32);

/// The groups of a batch, each of one document or more; none where documents are not grouped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    /// That of each document.
    of: Vec<GroupIndex>,
    /// Of each group, in the order of their first documents.
    names: Vec<Arc<str>>,
}

impl Groups {
    /// Groups by name. `names` has that of each document.
    pub(crate) fn by_name<N: Into<Arc<str>>>(names: impl Iterator<Item = N>) -> Self {
        let mut known: BTreeMap<Arc<str>, GroupIndex> = BTreeMap::new();
        let mut groups = Self::default();
        for name in names {
            let name: Arc<str> = name.into();
            let group = *known.entry(Arc::clone(&name)).or_insert_with(|| {
                groups.names.push(name);
                // A batch is indexed with 32 bits, its groups too.
                GroupIndex(groups.names.len() as u32 - 1)
            });
            groups.of.push(group);
        }
        groups
    }

    /// The name of a document's group, where there are groups.
    pub(crate) fn name_of(&self, document: DocumentIndex) -> Option<&Arc<str>> {
        self.of.get(document.get()).map(|group| &self.names[group.0 as usize])
    }

    /// The names of all groups, in the order in which a call has their states.
    pub(crate) fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    /// How many states a call gives: one for each group, or a single one where there are none.
    pub(crate) fn states(&self) -> usize {
        self.names.len().max(1)
    }

    /// The place of each document's group, as the contract carries it.
    pub(crate) fn column(&self) -> Vec<u32> {
        self.of.iter().map(|group| group.0).collect()
    }

    /// The groups of the documents `kept`.
    pub(super) fn select(&self, kept: &[DocumentIndex]) -> Self {
        Self::by_name(kept.iter().filter_map(|&document| self.name_of(document).cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{DocumentIndex, Groups};

    #[test]
    fn groups_stand_in_the_order_of_their_first_documents() {
        let groups = Groups::by_name(["b", "a", "b", "c"].into_iter());
        assert_eq!((groups.names().join(""), groups.column()), ("bac".into(), vec![0, 1, 0, 2]));
        let kept = [1, 2, 3].map(DocumentIndex::new);
        let groups = groups.select(&kept);
        assert_eq!((groups.names().join(""), groups.column()), ("abc".into(), vec![0, 1, 2]));
        let none = Groups::default().select(&kept);
        assert_eq!((none.states(), none.column(), none.name_of(kept[0])), (1, vec![], None));
    }
}
