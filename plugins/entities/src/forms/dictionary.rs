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
        let next = self.lexemes.next();
        self.memo.look_up(forms, 0, |form| self.lexemes.make(form), &mut self.indexes);
        self.forget_before(next);
        pieces.clear();
        pieces.extend(self.indexes.iter().map(|&index| *self.memo.get(index)));
    }

    /// The pieces of a span's form.
    pub(crate) fn of(&mut self, span: &Span<'_>) -> Pieces {
        let next = self.lexemes.next();
        let pieces = *self.memo.of(span, |form| self.lexemes.make(form));
        self.forget_before(next);
        pieces
    }

    /// Where the memo has begun again, the pieces of what it has forgotten go too.
    fn forget_before(&mut self, next: u32) {
        if self.generation != self.memo.generation() {
            self.generation = self.memo.generation();
            self.lexemes.forget_before(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_outlive_what_was_forgotten() {
        let mut lexemes = Lexemes::default();
        let before: Vec<Pieces> = ["al-Qaida", "Cairo"].map(|form| lexemes.make(form)).into();
        let next = lexemes.next();
        let after = lexemes.make("U.S.");
        lexemes.forget_before(next);
        let keys = |pieces| -> Vec<String> {
            let indexes = lexemes.indexes(pieces);
            indexes.map(|index| lexemes.key(lexemes.get(index)).to_owned()).collect()
        };
        assert_eq!(keys(after), ["us"]);
        assert_eq!(keys(before[1]), [""]);
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
