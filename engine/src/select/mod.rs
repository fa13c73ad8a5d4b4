//! Which documents are analyzed, and in which groups they are reported: by their fields, a sample, a layer.
//!
//! Decides on one document at a time from what a [`Fields`] shows of it. Reading documents is the corpus's business;
//! labels of layers are brought by `run`.

mod field;
mod filter;
mod group;
mod sample;

pub(crate) use field::Fields;
pub use filter::Filter;
pub use group::GroupBy;
pub use sample::Sample;

/// What is analyzed of a corpus, and how it is grouped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    /// All of them have to let a document through.
    pub(crate) filters: Vec<Filter>,
    pub(crate) sample: Option<Sample>,
    pub(crate) group_by: Option<GroupBy>,
}

impl Selection {
    /// The fields that are looked at.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        let grouped = self.group_by.as_ref().map(GroupBy::field);
        self.filters.iter().map(Filter::field).chain(grouped)
    }
}
