//! The groups of a report by their size.

use std::cmp::Reverse;

use super::Report;

/// A group of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupSize<'a> {
    /// Its name: a key of [`Report::groups`].
    pub name: &'a str,
    /// Documents that an analyzer did in it, of the analyzer that lost the fewest.
    pub documents: u64,
}

/// The groups of most documents, and how much is beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GreatestGroups<'a> {
    /// The greatest first; those of one size in the order of their names.
    pub first: Vec<GroupSize<'a>>,
    /// How many groups there are more.
    pub others: u64,
    /// How many documents are in those.
    pub documents_of_others: u64,
}

impl Report {
    /// The groups of most documents, at most `first`.
    #[must_use]
    pub fn greatest_groups(&self, first: usize) -> GreatestGroups<'_> {
        let mut groups: Vec<GroupSize<'_>> = self.groups.keys().map(|name| self.group_size(name)).collect();
        groups.sort_by_key(|group| Reverse(group.documents));
        let others = groups.split_off(first.min(groups.len()));
        let documents = others.iter().map(|group| group.documents);
        GreatestGroups {
            others: others.len() as u64,
            documents_of_others: documents.fold(0, u64::saturating_add),
            first: groups,
        }
    }

    fn group_size<'a>(&'a self, name: &'a str) -> GroupSize<'a> {
        let sections = self.groups.get(name).into_iter().flat_map(|sections| sections.values());
        let documents = sections.map(|section| section.documents).max();
        GroupSize { name, documents: documents.unwrap_or_default() }
    }
}
