//! The different tokens that an instance has met, with what is known of each.
//!
//! Of a megabyte of news a tenth of the tokens are different, so what can be said of a form is found out once and kept,
//! for as long as the memory for it lasts. It is a function of the form alone: no output shows what was kept.

mod known;
mod table;

pub(crate) use known::{Known, characters};
pub(crate) use table::{Key, eight};

use crate::language;
use table::FormTable;

/// Forms with what is known of them, and which of them have come in the call at hand, with a code each.
#[derive(Debug)]
pub(crate) struct Forms {
    table: FormTable,
    /// The number of the call, so that what stands of another one counts for nothing.
    call: u32,
    /// The forms of the call by code: their numbers.
    codes: Vec<u32>,
    /// The numbers of the forms of one ASCII character, as far as they have come; else 0.
    singles: [u32; 128],
}

/// Bytes of what is kept from call to call, at most: some forty thousand forms.
const MAX_KEPT: usize = 4 << 20;

impl Forms {
    pub(crate) fn new() -> Self {
        Forms { table: FormTable::new(), call: 0, codes: Vec::new(), singles: [0; 128] }
    }

    /// Begins a call: no form has come. Where what was known was too much, so that all votes had to be forgotten, and all
    /// forms but those of the call before, the former numbers of these in the order of their new ones, which go up from 0;
    /// that is of no form.
    pub(crate) fn begin_call(&mut self) -> Option<Vec<u32>> {
        let last = self.call;
        self.codes.clear();
        self.call = self.call.wrapping_add(1);
        // A call that was numbered as this one is was four billion calls ago.
        let is_numbered_anew = self.call == 0;
        let forgets = is_numbered_anew || self.table.memory() > MAX_KEPT;
        if !forgets {
            return None;
        }
        self.singles = [0; 128];
        let mut kept = self.table.retain(|known| {
            known.votes = language::Votes::default();
            known.call == last
        });
        if is_numbered_anew || self.table.memory() > MAX_KEPT {
            self.call = 1;
            self.table.clear();
            kept.clear();
        }
        Some(kept)
    }

    /// Takes the form of a key that has come in the call, and counts it if it is a `word`. Its code; `None` where it has not
    /// come, or is not where it is looked for first.
    #[inline(always)]
    pub(crate) fn take_known(&mut self, key: Key, word: bool) -> Option<u32> {
        let call = self.call;
        let known = self.table.at_hand(key).filter(|known| known.call == call)?;
        known.words += u32::from(word);
        Some(known.code)
    }

    /// The number of the form from `start` to `end` of `text`, whose key is `key`. It need not come in the call.
    #[inline(always)]
    pub(crate) fn number(&mut self, key: Key, text: &str, start: usize, end: usize) -> u32 {
        self.table.number(key, text, start, end)
    }

    /// The number of the form that is an ASCII character, which stands at `position` of `text`.
    #[inline]
    pub(crate) fn number_of_single(&mut self, byte: u8, text: &str, position: usize) -> u32 {
        match self.singles[usize::from(byte & 0x7F)] {
            0 => self.meet_single(byte, text, position),
            number => number,
        }
    }

    #[cold]
    fn meet_single(&mut self, byte: u8, text: &str, position: usize) -> u32 {
        let number = self.number(Key::of_byte(byte), text, position, position + 1);
        self.singles[usize::from(byte & 0x7F)] = number;
        number
    }

    /// Takes the form of a number as one of the call. Its code, and what is known of it.
    #[inline(always)]
    pub(crate) fn enter(&mut self, number: u32) -> (u32, &mut Known) {
        let known = self.table.known_mut(number);
        if known.call != self.call {
            (known.call, known.words) = (self.call, 0);
            known.code = self.codes.len() as u32;
            self.codes.push(number);
        }
        (known.code, known)
    }

    /// What is known of the form of a number.
    #[inline]
    pub(crate) fn by_number(&mut self, number: u32) -> &mut Known {
        self.table.known_mut(number)
    }

    /// How many forms have come in the call: each code is below this.
    pub(crate) fn len(&self) -> usize {
        self.codes.len()
    }

    /// The text of a code.
    pub(crate) fn text(&self, code: u32) -> &str {
        self.table.form(self.codes[code as usize])
    }

    /// The number of a code: a form's own until [`Forms::begin_call`] forgets some.
    pub(crate) fn number_of(&self, code: u32) -> u32 {
        self.codes[code as usize]
    }

    /// What is known of a code.
    #[inline]
    pub(crate) fn known(&self, code: u32) -> &Known {
        self.table.known(self.codes[code as usize])
    }

    /// What is known of a code, to be added to, and its text.
    pub(crate) fn known_and_text(&mut self, code: u32) -> (&mut Known, &str) {
        self.table.known_and_form(self.codes[code as usize])
    }

    /// What is known of the forms of the call, in the order of their codes.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Known> {
        self.codes.iter().map(|&number| self.table.known(number))
    }

    /// Gives a hash of each form that was a word in the call, without what spelling leaves open.
    pub(crate) fn for_each_word_hash(&mut self, mut take: impl FnMut(u64)) {
        let mut folded = String::new();
        for &number in &self.codes {
            let known = self.table.known(number);
            if known.words == 0 {
                continue;
            }
            take(match known.folded_hash {
                Some(hash) => hash.get(),
                None => self.table.ask_folded_hash(number, &mut folded),
            });
        }
    }
}
