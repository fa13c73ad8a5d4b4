//! Whether ما begins a relative clause, and denies nothing: ما يقدمونه رائع, ما أعجبني هو المكان.
//!
//! Where the word before it or the verb after it tells, as in كل ما and ما يحدث, the lexicon has the two as a phrase.

use textmill_text::fold::BARE;

use crate::forms::class::Class;
use crate::sentence::phrases::SentenceTokens;

/// How many tokens after ما a pronoun may stand that parts what is said from what it is said of.
const REACH: usize = 6;

/// The fewest letters of a verb in the imperfect with its object.
const SHORTEST: usize = 5;

/// What may stand after a verb with its object, beside its subject with the article.
const AFTER_OBJECT: [&str; 9] = ["هو", "هي", "كان", "كانت", "في", "لي", "لنا", "لك", "من"];

/// Whether the token `at`, ما, begins a relative clause.
#[cold]
pub(crate) fn begins_at(tokens: &SentenceTokens<'_, '_>, at: usize) -> bool {
    is_pointed_at(tokens, at) || has_object(tokens, at + 1) || is_parted(tokens, at)
}

/// Whether هذا stands before it, and after it a verb as Modern Standard Arabic has it and the dialects have not: هذا ما أعجبني.
fn is_pointed_at(tokens: &SentenceTokens<'_, '_>, at: usize) -> bool {
    let before = tokens.levelled(at.checked_sub(1));
    let verb = || tokens.written(at + 1).map(|verb| BARE.folded(verb)).unwrap_or_default();
    matches!(before.as_str(), "هذا" | "ذلك" | "وهذا" | "وذلك")
        && verb().starts_with('أ')
        && letters(&verb()) >= SHORTEST
}

/// Whether a verb in the imperfect says by a pronoun what is done to what ما stands for: يقدمونه, تفعله الشركة. A verb that
/// judges by itself is denied: ما يحبه.
fn has_object(tokens: &SentenceTokens<'_, '_>, at: usize) -> bool {
    let is_cue = tokens.classes.get(at).is_some_and(|class| class.has(Class::CUE));
    let is_noun = || tokens.written(at).is_some_and(|noun| BARE.folded(noun).ends_with('ة'));
    let verb = tokens.levelled(Some(at));
    if is_cue || !verb.starts_with(['ي', 'ت', 'ن']) || letters(&verb) < SHORTEST || is_noun() {
        return false;
    }
    if ["ونه", "ونها", "ونهم"].iter().any(|ending| verb.ends_with(ending)) {
        return true;
    }
    let next = || tokens.levelled(Some(at + 1));
    ["ه", "ها"].iter().any(|ending| verb.ends_with(ending))
        && (next().starts_with("ال") && letters(&next()) > 3 || AFTER_OBJECT.contains(&next().as_str()))
}

/// Whether هو or هي stands further on in the clause: ما أعجبني في الفندق هو النظافة.
fn is_parted(tokens: &SentenceTokens<'_, '_>, at: usize) -> bool {
    let clause = (at + 1..=at + REACH).take_while(|&token| {
        tokens.classes.get(token).is_some_and(|class| class.has(Class::WORD | Class::JOINS))
    });
    clause.skip(1).any(|token| matches!(tokens.levelled(Some(token)).as_str(), "هو" | "هي"))
}

fn letters(levelled: &str) -> usize {
    levelled.chars().count()
}
