//! Which documents are analyzed, and in which groups they are reported: by their fields, a sample, a layer.
//!
//! Decides on one document at a time from what a [`Fields`] shows of it. Reading documents is the corpus's business;
//! labels of layers are brought by `run`.

mod field;
mod filter;
mod group;
mod sample;
mod seen;
mod text;
mod unique;

pub(crate) use field::{Fields, site};
pub use filter::Filter;
pub use group::GroupBy;
pub use sample::Sample;
pub(crate) use seen::{Purpose, SeenFields};
pub(crate) use text::TextFilter;
pub(crate) use unique::Unique;

use std::sync::Arc;

use textmill_duplicates::RepeatedLines;
use textmill_merge::KeyOrder;

/// What is analyzed of a corpus, and how it is grouped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    /// All of them have to let a document through.
    pub(crate) filters: Vec<Filter>,
    pub(crate) sample: Option<Sample>,
    /// Each text once.
    pub(crate) unique: Option<Unique>,
    /// Lines that are taken out of texts.
    pub(crate) lines: Option<Arc<RepeatedLines>>,
    pub(crate) group_by: Option<GroupBy>,
    /// In what order keys are shown.
    pub(crate) rank: KeyOrder,
    /// Which of the fields that are asked for some document had.
    pub(crate) seen: Arc<SeenFields>,
    /// No part of what a report is of: whoever sets it takes results by document.
    pub(crate) text: Option<TextFilter>,
    /// Fields that are kept with each document, beside those that are looked at.
    pub(crate) kept: Vec<String>,
}

impl Selection {
    /// Whether a document meets the filters as far as its `fields` tell: one on a field that they lack and `by_layer`
    /// says is told by a layer is left for later.
    pub(crate) fn may_hold(&self, fields: &Fields<'_>, by_layer: impl Fn(&str) -> bool) -> bool {
        let is_later = |field: &str| by_layer(field) && !fields.has(field);
        self.filters.iter().all(|filter| is_later(filter.field()) || filter.accepts(fields))
    }

    /// Begins to take note of the fields that only metadata tell: those of filters which ask for more than that a field is
    /// absent, that of groups, those that are kept, and `id`, by which the source calls documents.
    pub(crate) fn watch(&mut self, id: Option<String>, by_layer: impl Fn(&str) -> bool) {
        let filters = self.filters.iter().filter(|filter| filter.needs_field());
        let filters = filters.map(|filter| (filter.field().to_string(), Purpose::Filter));
        let group = self.group_by.iter().map(|group| (group.field().to_string(), Purpose::Group));
        let kept = self.kept.iter().map(|field| (field.clone(), Purpose::Kept));
        let fields = filters.chain(group).chain(kept).filter(|(field, _)| !by_layer(field));
        let fields = fields.chain(id.map(|id| (id, Purpose::Id)));
        self.seen = Arc::new(SeenFields::new(fields, self.seen.any_read()));
    }

    /// The fields that are looked at or kept.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        let grouped = self.group_by.as_ref().map(GroupBy::field);
        self.filters.iter().map(Filter::field).chain(grouped).chain(self.kept.iter().map(String::as_str))
    }
}
