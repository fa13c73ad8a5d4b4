//! The forms that an instance has met, cut into pieces and looked up.

use textmill_sdk::prelude::*;

use crate::forms::lexeme::{Lexemes, Pieces};

/// Bytes of forms that are kept: some thirty-five thousand of them, with their pieces 5 MB.
#[cfg(not(test))]
const MAX_BYTES: usize = 3 << 19;

/// So few that tests forget all the time.
#[cfg(test)]
const MAX_BYTES: usize = 64;

/// What is known of forms. It is a function of their text alone.
#[derive(Debug)]
pub(crate) struct Dictionary {
    memo: Memo<Pieces>,
    lexemes: Lexemes,
    /// The memo's, when the pieces were last seen to be of forms that it holds.
    generation: u32,
    /// For each form of a call the index in the memo.
    indexes: Vec<u32>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self { memo: Memo::new(MAX_BYTES), lexemes: Lexemes::default(), generation: 0, indexes: Vec::new() }
    }
}

impl Dictionary {
    /// What is known of all pieces.
    pub(crate) fn lexemes(&self) -> &Lexemes {
        &self.lexemes
    }

    /// Sets `pieces` to those of each form of a call.
    pub(crate) fn look_up(&mut self, forms: Forms<'_>, pieces: &mut Vec<Pieces>) {
        self.begin(forms);
        self.memo.look_up(forms, 0, |form| self.lexemes.make(form), &mut self.indexes);
        pieces.clear();
        pieces.extend(self.indexes.iter().map(|&index| *self.memo.get(index)));
    }

    /// Begins a call, unless it is the one in hand. Pieces of the last one are good no longer.
    pub(crate) fn begin(&mut self, forms: Forms<'_>) {
        self.memo.begin(forms);
        if self.generation != self.memo.generation() {
            self.generation = self.memo.generation();
            self.lexemes.forget_others_than(self.memo.values_mut());
        }
    }

    /// The pieces of a span's form, of the call that was begun.
    pub(crate) fn of(&mut self, span: &Span<'_>) -> Pieces {
        *self.memo.of(span, |form| self.lexemes.make(form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_outlive_others() {
        let mut lexemes = Lexemes::default();
        let [_, first, _, second] = ["Cairo", "al-Qaida", "on", "U.S."].map(|form| lexemes.make(form));
        let mut kept = [first, second];
        lexemes.forget_others_than(&mut kept);
        let again = lexemes.make("Cairo");
        let keys = |pieces| -> Vec<String> {
            let indexes = lexemes.indexes(pieces);
            indexes.map(|index| lexemes.key(lexemes.get(index)).to_owned()).collect()
        };
        assert_eq!(kept.map(keys), [vec!["al", "-", "qaida"], vec!["us"]]);
        assert_eq!(keys(again), ["cairo"]);
    }

    #[test]
    fn nothing_found_depends_on_what_is_forgotten() {
        let texts =
            ["Maria Johnson left Cairo", "قال الرئيس محمد مرسي أمس", "on 12 March 2003", "U.S. O'Brien's"];
        let used = Harness::<crate::Entities>::new(json!({})).unwrap();
        for text in texts.iter().cycle().take(12) {
            let sample = Sample::new(*text).words();
            let fresh = Harness::<crate::Entities>::new(json!({})).unwrap();
            let [again, first] = [&used, &fresh].map(|harness| harness.analyze(&sample).unwrap());
            assert_eq!(again.spans("entities"), first.spans("entities"), "{text:?}");
            assert_eq!(again.strings("entities", "canonical"), first.strings("entities", "canonical"));
        }
    }
}
