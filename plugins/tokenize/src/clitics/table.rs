//! How words are cut, found out once for each form.

use super::model;
use super::split::SPLITS;
use crate::forms::Forms;

/// The splits of forms that were asked.
#[derive(Debug, Default)]
pub(crate) struct CliticTable {
    /// By the number of a form: [`UNASKED`], [`NONE`], or the number of its split.
    splits: Vec<u16>,
}

const UNASKED: u16 = u16::MAX;
const NONE: u16 = u16::MAX - 1;

impl CliticTable {
    /// Forgets all but the splits of forms that were kept, by their former numbers. Their new ones count them.
    pub(crate) fn keep(&mut self, kept: &[u32]) {
        let split = |&number: &u32| self.splits.get(number as usize).copied().unwrap_or(UNASKED);
        self.splits = kept.iter().map(split).collect();
    }

    /// The number of the split of a code's form, below [`SPLITS`]; `None` where it is no word of Arabic letters.
    pub(crate) fn number(&mut self, forms: &Forms, code: u32) -> Option<usize> {
        let number = forms.number_of(code) as usize;
        if self.splits.len() <= number {
            self.splits.resize(number + 1, UNASKED);
        }
        let split = &mut self.splits[number];
        if *split == UNASKED {
            *split = model::split(forms.text(code)).map_or(NONE, |split| split.number() as u16);
        }
        Some(usize::from(*split)).filter(|&split| split < SPLITS)
    }
}
