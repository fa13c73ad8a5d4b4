//! Arabic proclitics: و and ف (and), ب ل ك (in, to, like), written as one word with the name after them.

use crate::forms::class::{Class, Classes};
use crate::forms::nation::masculines;
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
    /// Whether it is an inflection of the word, a nationality: nothing else that the word is or begins.
    pub(crate) is_inflected: bool,
}

/// Every letter that is a proclitic has two bytes.
const LETTER: usize = 2;

/// Takes off as few proclitics as make the word known. A word that is known whole keeps its letters: وزير is no زير.
pub(crate) fn proclitics(key: &str, id: WordId) -> Proclitic {
    let whole = of_word(0, id);
    if is_known(whole) {
        return whole;
    }
    if let Some(nation) = nation(key, 0) {
        return nation;
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
    let mut found = of_word(bytes, lexicon::id(stem));
    if !is_known(found) {
        found = nation(stem, bytes)?;
    }
    // A short name after a proclitic is one by chance: ولايات is no و, ل and آيات.
    let is_mere_name = found.classes.meets(Classes::PERSON) && !found.classes.meets(Classes::PLACE);
    let is_chance = is_mere_name && before > 0 && stem_length < 5 * LETTER;
    (is_known(found) && !is_chance).then_some(found)
}

fn of_word(bytes: usize, stem: WordId) -> Proclitic {
    let classes = lexicon::classes(stem, Form::Arabic);
    Proclitic { bytes: bytes as u8, stem, classes, is_inflected: false }
}

/// The word as an inflection of a nationality.
fn nation(key: &str, bytes: usize) -> Option<Proclitic> {
    let is_nation = |&stem: &WordId| lexicon::classes(stem, Form::Arabic).has(Class::Demonym);
    let stem = masculines(key).map(lexicon::id).find(is_nation)?;
    Some(Proclitic { bytes: bytes as u8, stem, classes: Class::Demonym.set(), is_inflected: true })
}

fn is_known(word: Proclitic) -> bool {
    !word.classes.is_empty() || !lexicon::begins(word.stem, Form::Upper).is_empty()
}
