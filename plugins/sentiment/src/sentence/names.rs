//! Names, in which no word is a cue: `Manchester United`, `Turkey`, `Hope Street`, جمال عبد الناصر.

use std::ops::Range;

use textmill_sdk::{Columns, prelude::*};

use crate::forms::class::Class;
use crate::forms::tokens::TokenColumns;

/// The labels of names in the layer `entities`, and of amounts of money: `MAD 900`.
const LABELS: [&str; 4] = ["person", "organization", "location", "money"];

/// The names of a batch, where an analyzer finds them.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    columns: Columns<'a>,
    /// Of each label, by its number, whether it is one of [`LABELS`].
    are_names: Vec<bool>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(batch: Batch<'a>) -> Self {
        let columns = batch.columns("entities");
        let labels = columns.label_names().iter();
        Self { columns, are_names: labels.map(|label| LABELS.contains(&label.as_str())).collect() }
    }

    /// Takes the effect of words from the classes of a document's tokens that lie in names.
    pub(crate) fn hide(
        &self,
        document: &Document<'_>,
        columns: &TokenColumns<'_>,
        tokens: Range<usize>,
        classes: &mut [u8],
    ) {
        let mut first = tokens.start;
        for name in self.columns.spans(document) {
            let label = self.columns.labels().get(name) as usize;
            if !self.are_names.get(label).copied().unwrap_or_default() {
                continue;
            }
            let (start, end) = (self.columns.starts().get(name), self.columns.ends().get(name));
            first = columns.first_from(first..tokens.end, start);
            let after = columns.first_from(first..tokens.end, end);
            let name = first..after;
            first = after;
            let text = || document.text().get((start as usize).saturating_sub(document.range().start)..);
            if name.len() == 1 && text().is_some_and(may_be_no_name) {
                continue;
            }
            let classes = classes.get_mut(name.start - tokens.start..name.end - tokens.start);
            for class in classes.unwrap_or_default() {
                *class &= !(Class::CUE | Class::LEADS | Class::FOLLOWS);
            }
        }
    }
}

/// Whether a text begins with a script without capitals, in which a word alone may be a name by mistake.
fn may_be_no_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() && !first.is_uppercase() && !first.is_lowercase())
}
