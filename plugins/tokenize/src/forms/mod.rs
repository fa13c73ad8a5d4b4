//! The different tokens that an instance has met, with what is known of each.
//!
//! Of a megabyte of news a tenth of the tokens are different, so what can be said of a form is found out once and kept,
//! for as long as the memory for it lasts. It is a function of the form alone: no output shows what was kept.

mod known;
mod table;

pub(crate) use known::{Known, characters};
pub(crate) use table::{Key, eight};

use table::FormTable;

use crate::language;
use crate::unicode::Script;

/// Forms with what is known of them, and which of them have come in the call at hand, with a code each.
#[derive(Debug)]
pub(crate) struct Forms {
    table: FormTable,
    /// By the number that the table gives a form.
    known: Vec<Known>,
    /// The number of the call, so that what stands of another one counts for nothing.
    call: u32,
    /// The forms of the call by code: their numbers.
    codes: Vec<u32>,
}

/// Bytes of what is kept from call to call, at most.
const MOST_KEPT: usize = 8 << 20;

impl Forms {
    pub(crate) fn new() -> Self {
        Forms { table: FormTable::new(), known: Vec::new(), call: 0, codes: Vec::new() }
    }

    /// Begins a call: no form has come. Whether what was known had to be forgotten.
    pub(crate) fn begin_call(&mut self) -> bool {
        self.codes.clear();
        self.call = self.call.wrapping_add(1);
        let full = self.table.memory() + self.known.capacity() * size_of::<Known>() > MOST_KEPT;
        // A call that was numbered as this one is was four billion calls ago.
        if full || self.call == 0 {
            self.call = 1;
            self.table.clear();
            self.known = Vec::new();
        }
        full
    }

    /// The code of the form from `start` to `end` of `text`, whose key is `key`, and what is known of it.
    #[inline(always)]
    pub(crate) fn enter(&mut self, key: Key, text: &str, start: usize, end: usize) -> (u32, &mut Known) {
        let number = self.table.number(key, text, start, end);
        if number as usize == self.known.len() {
            self.meet(number);
        }
        let known = &mut self.known[number as usize];
        if known.call != self.call {
            (known.call, known.words) = (self.call, 0);
            known.code = self.codes.len() as u32;
            self.codes.push(number);
        }
        (known.code, known)
    }

    /// What is known of the form from `start` to `end` of `text`, whose key is `key`. It need not have come in the call.
    pub(crate) fn know(&mut self, key: Key, text: &str, start: usize, end: usize) -> &mut Known {
        let number = self.table.number(key, text, start, end);
        if number as usize == self.known.len() {
            self.meet(number);
        }
        &mut self.known[number as usize]
    }

    #[cold]
    #[inline(never)]
    fn meet(&mut self, number: u32) {
        self.known.push(Known::of(self.table.form(number)));
    }

    /// How many forms have come in the call: each code is below this.
    pub(crate) fn len(&self) -> usize {
        self.codes.len()
    }

    /// The text of a code.
    pub(crate) fn text(&self, code: u32) -> &str {
        self.table.form(self.codes[code as usize])
    }

    /// What is known of a code.
    #[inline]
    pub(crate) fn known(&self, code: u32) -> &Known {
        &self.known[self.codes[code as usize] as usize]
    }

    /// What is known of a code, to be added to, and its text.
    pub(crate) fn known_and_text(&mut self, code: u32) -> (&mut Known, &str) {
        let number = self.codes[code as usize];
        (&mut self.known[number as usize], self.table.form(number))
    }

    /// What is known of the forms of the call, in the order of their codes.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Known> {
        self.codes.iter().map(|&number| &self.known[number as usize])
    }

    /// Gives the forms that were words in the call to `take`, without what spelling leaves open.
    pub(crate) fn for_each_folded_word(&mut self, mut take: impl FnMut(&str)) {
        let mut folded = String::new();
        for &number in &self.codes {
            let known = &mut self.known[number as usize];
            if known.words == 0 {
                continue;
            }
            let form = self.table.form(number);
            if known.folded == Some(true) {
                take(form);
                continue;
            }
            language::fold(form, known.script.unwrap_or(Script::LATIN), &mut folded);
            known.folded = Some(folded == form);
            take(&folded);
        }
    }
}
