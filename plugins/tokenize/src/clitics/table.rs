//! How words are cut, found out once for each form.

use super::model;
use super::split::Split;
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
    /// Forgets all, for numbers that mean other forms.
    pub(crate) fn clear(&mut self) {
        self.splits.clear();
    }

    /// How the form of a code is cut; `None` where it is no word of Arabic letters.
    pub(crate) fn split(&mut self, forms: &Forms, code: u32) -> Option<Split> {
        let number = forms.number_of(code) as usize;
        if self.splits.len() <= number {
            self.splits.resize(number + 1, UNASKED);
        }
        if self.splits[number] == UNASKED {
            let split = model::split(forms.text(code));
            self.splits[number] = split.map_or(NONE, |split| split.number() as u16);
        }
        Split::from_number(usize::from(self.splits[number]))
    }
}
