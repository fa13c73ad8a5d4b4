//! Arabic proclitics: و and ف (and), ب ل ك (in, to, like), written as one word with the name after them.

use crate::forms::class::Classes;
use crate::lexicon::{self, WordId};
use crate::text::piece::Form;

/// A written word as proclitics and a word that the lexicon knows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proclitic {
    /// Bytes of the proclitics to cut off the key.
    pub(crate) bytes: u8,
    /// The word after them.
    pub(crate) stem: WordId,
    /// What the lexicon says of it.
    pub(crate) classes: Classes,
}

/// Every letter that is a proclitic has two bytes.
const LETTER: usize = 2;

/// Takes off as few proclitics as make the word known. A word that is known whole keeps its letters: وزير is no زير.
pub(crate) fn proclitics(key: &str, id: WordId) -> Proclitic {
    let whole = Proclitic { bytes: 0, stem: id, classes: lexicon::classes(id, Form::Arabic) };
    if is_known(whole) {
        return whole;
    }
    let conjunction = key.strip_prefix(['و', 'ف']);
    conjunction
        .and_then(|rest| known(rest, LETTER))
        .or_else(|| preposition(key, 0))
        .or_else(|| preposition(conjunction?, LETTER))
        .unwrap_or(whole)
}

fn preposition(key: &str, before: usize) -> Option<Proclitic> {
    let rest = key.strip_prefix(['ب', 'ل', 'ك'])?;
    // كسرت is `was broken` oftener than `like Sirte`.
    if key.starts_with('ك') && rest.len() < 5 * LETTER {
        return None;
    }
    if let Some(noun) = rest.strip_prefix('ل').filter(|_| key.starts_with('ل')) {
        // للقاهرة is ل and القاهرة, whose alef is not written: cutting the ل off would leave no word.
        let restored = known(&format!("ال{noun}"), before);
        if restored.is_some() {
            return restored;
        }
    }
    known(rest, before + LETTER)
}

fn known(stem: &str, bytes: usize) -> Option<Proclitic> {
    // What is left of a short word is a word by chance: ولي is not و and لي.
    if stem.len() < 3 * LETTER {
        return None;
    }
    let stem_length = stem.len();
    let before = bytes.saturating_sub(LETTER);
    let stem = lexicon::id(stem);
    let found = Proclitic { bytes: bytes as u8, stem, classes: lexicon::classes(stem, Form::Arabic) };
    // A short name after a proclitic is one by chance: ولايات is no و, ل and آيات.
    let is_mere_name = found.classes.meets(Classes::PERSON) && !found.classes.meets(Classes::PLACE);
    let is_chance = is_mere_name && before > 0 && stem_length < 5 * LETTER;
    (is_known(found) && !is_chance).then_some(found)
}

fn is_known(word: Proclitic) -> bool {
    !word.classes.is_empty() || !lexicon::begins(word.stem, Form::Upper).is_empty()
}
