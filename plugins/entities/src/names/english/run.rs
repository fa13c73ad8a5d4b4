//! Runs of capitalized words.

use crate::forms::class::{Class, Classes};
use crate::lexicon;
use crate::page::Page;
use crate::text::piece::Form;

/// The longest run that is read as one name.
const MAX_WORDS: usize = 12;

/// The end of the run of capitalized words that begins at `start`, with the small words and marks that stand inside
/// names: initials, hyphens, `&`, `van`. In a headline it ends before a common word.
pub(super) fn end(page: &Page<'_>, start: usize, is_headline: bool) -> usize {
    let mut end = start + 1;
    while end - start < MAX_WORDS {
        let Some(next) = next_capital(page, end) else {
            break;
        };
        // `Tim Cook`, where a headline says `Tim Cook Met …`.
        let is_family = page.is(next, Class::Family) && page.is(end - 1, Class::Given) && end == start + 1;
        let is_word = is_headline && (page.is(next, Class::Common) || is_headline_verb(page, next));
        // `Michael J. Fox`
        let follows_initial = || page.is_mark(next - 1, '.') && next > end && takes_stop(page, next - 2);
        if is_word && !is_family && !follows_initial() && !goes_on_to_institution(page, next) {
            break;
        }
        end = next + 1;
    }
    end
}

/// Whether a headline has the word for its verb: `Djokovic Beats`, `Zelensky Addresses`. It is a word of the language with
/// the `s` of its subject, and no name that a list knows.
pub(super) fn is_headline_verb(page: &Page<'_>, at: usize) -> bool {
    let other = Classes::PERSON
        .or(Classes::PLACE)
        .or(Class::Organization.set())
        .or(Class::OtherName.set())
        .or(Class::Title.set())
        .or(Class::LocationTail.set())
        .or(super::organization::HEADS);
    let key = page.key(at);
    let Some(stem) = key.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')) else {
        return false;
    };
    let is_word = |stem: &str| {
        let word = lexicon::id(stem);
        lexicon::classes(word, Form::Lower).meets(Class::Common.set().or(Class::Speech.set()))
    };
    page.form(at) == Form::Title
        && !page.classes(at).meets(other)
        && (is_word(stem)
            || stem.strip_suffix('e').is_some_and(is_word)
            || stem.strip_suffix("ie").is_some_and(|stem| is_word(&[stem, "y"].concat())))
}

/// The most words of what an institution is for.
const MAX_FIELDS: usize = 3;

/// `Javits Convention Center`, `King Fahd Hospital`: in a headline too a name goes on to the kind of the institution.
fn goes_on_to_institution(page: &Page<'_>, at: usize) -> bool {
    let is_large = |at: usize| page.form(at) == Form::Title && page.joins(at);
    (at..at + MAX_FIELDS + 1)
        .take_while(|&word| is_large(word) && (word == at || is_field(page.key(word - 1))))
        .any(|word| is_institution(page.key(word)))
}

/// The `'s` within `Boston Children's Hospital`, `St Mary's College`.
fn owns_institution(page: &Page<'_>, at: usize) -> bool {
    let Some(owner) = at.checked_sub(1) else { return false };
    let is_saint = |at: usize| matches!(page.key(at), "st" | "saint");
    is_institution(page.key(at + 1))
        && (matches!(
            page.key(owner),
            "children" | "women" | "men" | "people" | "veterans" | "workers" | "king" | "queen"
        ) || owner > 0
            && (is_saint(owner - 1) || owner > 1 && page.is_mark(owner - 1, '.') && is_saint(owner - 2)))
}

/// Kinds of institutions and buildings that are no verbs.
fn is_institution(key: &str) -> bool {
    matches!(
        key,
        "hospital"
            | "university"
            | "college"
            | "institute"
            | "school"
            | "academy"
            | "museum"
            | "library"
            | "center"
            | "centre"
            | "airport"
            | "stadium"
            | "arena"
            | "clinic"
            | "foundation"
            | "memorial"
            | "courthouse"
            | "theatre"
            | "theater"
            | "cathedral"
            | "church"
            | "mosque"
            | "station"
            | "avenue"
            | "street"
            | "boulevard"
            | "building"
            | "district"
            | "park"
            | "garden"
            | "gardens"
    )
}

/// What institutions are for, before their kind.
fn is_field(key: &str) -> bool {
    matches!(
        key,
        "international"
            | "national"
            | "convention"
            | "conference"
            | "exhibition"
            | "medical"
            | "memorial"
            | "regional"
            | "general"
            | "community"
            | "public"
            | "state"
            | "technical"
            | "cultural"
            | "sports"
            | "arts"
            | "art"
            | "cancer"
            | "research"
            | "high"
            | "middle"
            | "elementary"
            | "county"
            | "science"
            | "health"
            | "training"
            | "law"
            | "business"
            | "teaching"
            | "civic"
            | "trade"
            | "executive"
            | "office"
    )
}

/// The capitalized word that continues with the name whose last word is before `at`.
fn next_capital(page: &Page<'_>, at: usize) -> Option<usize> {
    if !page.joins(at) {
        return None;
    }
    let continues = |word: usize| page.form(word).is_capital() && page.joins(word) && page.is_free(word);
    match page.form(at) {
        Form::Title | Form::Upper => page.is_free(at).then_some(at),
        Form::Mark('.') if takes_stop(page, at - 1) && continues(at + 1) => Some(at + 1),
        Form::Mark('-' | '–') if page.touches(at) && page.touches(at + 1) && continues(at + 1) => {
            Some(at + 1)
        }
        Form::Mark('&') if continues(at + 1) => Some(at + 1),
        Form::Possessive if owns_institution(page, at) && continues(at + 1) => Some(at + 1),
        Form::Lower if page.is(at, Class::Particle) => {
            // `van der Berg`, `al-Assad`.
            let second = usize::from(page.is(at + 1, Class::Particle) || page.is_mark(at + 1, '-'));
            continues(at + 1 + second).then_some(at + 1 + second)
        }
        _ => None,
    }
}

/// Whether a run may continue with a word, as [`next_capital`] has it.
pub(crate) fn may_link(form: Form, classes: Classes) -> bool {
    match form {
        Form::Title | Form::Upper | Form::Mark('.' | '-' | '–' | '&') => true,
        Form::Lower => classes.has(Class::Particle),
        _ => false,
    }
}

/// Whether a full stop after the word ends no sentence: an initial, `St`, `Mr`, `Gen`.
fn takes_stop(page: &Page<'_>, at: usize) -> bool {
    let is_initial = page.form(at) == Form::Title && page.characters(at) == 1;
    let is_abbreviation =
        page.written_len(at) <= 4 && (page.is(at, Class::Title) || page.is(at, Class::LocationHead));
    is_initial || is_abbreviation || matches!(page.key(at), "jr" | "sr")
}
