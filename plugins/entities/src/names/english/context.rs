//! What the words around an unlisted name say of it.

use std::ops::Range;

use crate::forms::class::{Class, Classes};
use crate::forms::lexeme::Traits;
use crate::kind::Kind;
use crate::names::segment::Segment;
use crate::page::Page;
use crate::text::piece::Form;

/// What is held of an unlisted name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Its neighbours prove the kind.
    Proved(Kind),
    /// Its shape or neighbours speak for the kind.
    Guessed(Kind),
    /// It may be a name that the document explains elsewhere.
    Open,
    /// It is no name.
    NoName,
}

/// Judges the words of a run that begin with no listed name.
pub(super) fn judge(page: &Page<'_>, segment: &Segment, words: &Range<usize>) -> Verdict {
    let is_latin = page.written(words.start).starts_with(|first| first < '\u{250}');
    if !is_latin || words.len() == 1 && page.characters(words.start) == 1 {
        return Verdict::NoName;
    }
    let verdict = match proved(page, segment, words) {
        Some(kind) => Verdict::Proved(kind),
        None if segment.is_headline => Verdict::Open,
        None if words.len() > 1 => several_words(page, words),
        None => one_word(page, words.start),
    };
    let is_guess = matches!(verdict, Verdict::Guessed(_));
    let is_no_name = match verdict {
        Verdict::Proved(Kind::Person) | Verdict::Guessed(Kind::Person) => {
            is_of_thing(page, words)
                || is_own_word(page, words, is_guess)
                || is_adverb(page, words)
                || has_what_is_written(page, words)
        }
        // `in Listing 15`
        Verdict::Guessed(Kind::Location) => {
            is_of_thing(page, words) || page.joins(words.end) && page.form(words.end) == Form::Digits
        }
        _ => false,
    };
    if is_no_name { Verdict::Open } else { verdict }
}

/// Whether no person is called so: `VariSeed`, the `Hartree–Fock` method, `R&D`, `DSM-IV`.
fn is_of_thing(page: &Page<'_>, words: &Range<usize>) -> bool {
    let is_code =
        page.form(words.start) == Form::Upper && words.len() > 1 && page.is_mark(words.start + 1, '-');
    let is_of_thing =
        |at: usize| page.has(at, Traits::MIXED) || matches!(page.form(at), Form::Mark('–' | '&'));
    is_code || words.clone().any(is_of_thing)
}

/// Whether a word is the language's own, as the document has it in small letters too: of one with which a sentence begins
/// that says more than a neighbour does (`Documentation says`), of others more than a guess.
fn is_own_word(page: &Page<'_>, words: &Range<usize>, is_guess: bool) -> bool {
    words.len() == 1
        && page.form(words.start) == Form::Title
        && (is_guess || page.is_initial(words.start))
        && page.has_small(words.start)
}

/// `Frequently asked`, `Previously said`: how something is done, at the beginning of a sentence.
fn is_adverb(page: &Page<'_>, words: &Range<usize>) -> bool {
    words.len() == 1 && page.is_initial(words.start) && page.key(words.start).ends_with("ly")
}

/// `Implementation notes`, `Detailed reports`: what looks like a verb of speech, behind a word of the language.
fn has_what_is_written(page: &Page<'_>, words: &Range<usize>) -> bool {
    words.len() == 1
        && has_common_ending(page.key(words.start))
        && matches!(
            page.key(words.end),
            "notes" | "reports" | "comments" | "claims" | "calls" | "answers" | "states"
        )
}

/// The kind that a neighbour proves.
fn proved(page: &Page<'_>, segment: &Segment, words: &Range<usize>) -> Option<Kind> {
    let is_acronym = words.len() == 1 && page.form(words.start) == Form::Upper;
    if !segment.is_headline && is_person_here(page, words) && !is_acronym && words.len() <= 3 {
        return Some(Kind::Person);
    }
    is_place_here(page, words).then_some(Kind::Location)
}

fn is_person_here(page: &Page<'_>, words: &Range<usize>) -> bool {
    let end = words.end;
    let comma = usize::from(page.is_mark(end, ','));
    let relative = page.joins(end + comma) && matches!(page.key(end + comma), "who" | "whose" | "whom");
    let age = comma == 1
        && page.form(end + 1) == Form::Digits
        && page.written_len(end + 1) <= 2
        && page.is_mark(end + 2, ',');
    let title = role_before(page, words.start);
    relative || age || title || says(page, words)
}

/// `said Zubrov`, `Zubrov said`.
pub(super) fn says(page: &Page<'_>, words: &Range<usize>) -> bool {
    let after =
        page.joins(words.end) && page.is(words.end, Class::Speech) && page.form(words.end) == Form::Lower;
    let before = words.start > 0 && page.joins(words.start) && page.is(words.start - 1, Class::Speech);
    after || before && page.form(words.start - 1) == Form::Lower
}

/// `spokesman Zubrov`: a role in lower case before the name.
fn role_before(page: &Page<'_>, start: usize) -> bool {
    start > 0 && page.joins(start) && page.is(start - 1, Class::Title) && page.form(start - 1) == Form::Lower
}

fn is_place_here(page: &Page<'_>, words: &Range<usize>) -> bool {
    let end = words.end;
    // `Zubrovka, Russia`.
    let in_larger = page.is_mark(end, ',')
        && page.joins(end + 1)
        && page.longest(end + 1, Classes::PLACE).is_some_and(|(_, class, _)| class != Class::City);
    let tail = page.joins(end)
        && page.form(end) == Form::Lower
        && page.is(end, Class::LocationTail)
        && page.key(end - 1) != "the";
    let kind_before = words.start > 1
        && page.key(words.start - 1) == "of"
        && page.joins(words.start)
        && page.form(words.start - 2) == Form::Lower
        && page.is(words.start - 2, Class::LocationTail);
    in_larger && words.len() <= 3 || tail || kind_before
}

/// Whether a listed name means something else as often and nothing shows that it is the organization: `GCC` is a compiler,
/// `the GCC` and `GCC leaders` are states of the Gulf.
pub(super) fn lacks_proof(page: &Page<'_>, words: &Range<usize>) -> bool {
    if words.len() > 1 || !page.is(words.start, Class::Doubtful) {
        return false;
    }
    if page.is_technical() {
        return true;
    }
    let before = words.start.checked_sub(1).map_or("", |before| page.key(before));
    let is_license = matches!(page.key(words.end), "license" | "licence" | "licensed");
    let is_stock = before == "in"
        && words.start > 1
        && matches!(page.key(words.start - 2), "shares" | "stake" | "stock");
    let stands = is_stock
        || page.form(words.start) == Form::Upper
            && matches!(before, "the" | "at" | "in" | "on" | "to" | "from")
            && !is_license;
    !(stands || is_followed_as_body(page, words.end) && page.form(words.end) != Form::Possessive)
}

fn one_word(page: &Page<'_>, at: usize) -> Verdict {
    let initial = page.is_initial(at);
    let before = at.checked_sub(1).map_or("", |before| page.key(before));
    let letters = page.characters(at);
    if page.form(at) == Form::Upper {
        let is_body = !initial && (3..=6).contains(&letters) && acts_as_body(page, at, before);
        return if is_body { Verdict::Guessed(Kind::Organization) } else { Verdict::Open };
    }
    if letters < 3 {
        return Verdict::NoName;
    }
    if initial {
        return initial_word(page, at);
    }
    match before {
        "in" | "near" | "at" | "outside" | "throughout" | "across" | "toward" | "towards" => {
            Verdict::Guessed(Kind::Location)
        }
        "with" | "by" | "met" | "told" | "asked" | "than" | "thank" | "thanks" | "against" | "@" => {
            Verdict::Guessed(Kind::Person)
        }
        "the" | "a" | "an" | "this" => Verdict::Open,
        _ if page.form(at + 1) == Form::Possessive => Verdict::Guessed(Kind::Person),
        _ => Verdict::Open,
    }
}

/// Whether what follows is said and had of bodies: verbs of speech, officials, members.
fn is_followed_as_body(page: &Page<'_>, next: usize) -> bool {
    page.joins(next)
        && (page.is(next, Class::Speech)
            || page.form(next) == Form::Possessive
            || matches!(
                page.key(next),
                "has"
                    | "had"
                    | "will"
                    | "would"
                    | "officials"
                    | "members"
                    | "countries"
                    | "states"
                    | "leader"
                    | "leaders"
                    | "president"
                    | "chairman"
                    | "spokesman"
                    | "spokeswoman"
                    | "shares"
                    | "employees"
                    | "executives"
                    | "announced"
                    | "plans"
            ))
}

/// Whether an acronym stands where bodies stand rather than things: `the FERC said`, `by the ICRC`, `EADS has`.
fn acts_as_body(page: &Page<'_>, at: usize, before: &str) -> bool {
    let is_plain = page.written(at).bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'.');
    let follows = is_followed_as_body(page, at + 1);
    // `1. Maria Chelimo (KEN) 1:07:41`: behind a person and before a result stand the letters of a country or a party.
    let is_of_person = |last: usize| {
        page.form(last) == Form::Title
            && (page.classes(last).meets(Classes::PERSON) || last > 0 && page.is(last - 1, Class::Given))
    };
    let precedes = matches!(before, "of" | "by" | "at" | "with" | "for" | "from" | "joined" | "against")
        || before == "(" && !(at > 1 && is_of_person(at - 2)) && page.form(at + 2) != Form::Digits;
    let of_the = before == "the"
        && at > 1
        && matches!(
            page.key(at - 2),
            "of" | "by" | "at" | "with" | "for" | "from" | "to" | "that" | "joined"
        );
    is_plain && (follows || precedes || of_the)
}

/// A sentence's first word is a name only where it acts like a person: nothing else is born, marries or is jailed.
/// `Profit was high` has the capital of every sentence.
fn initial_word(page: &Page<'_>, at: usize) -> Verdict {
    let next = page.key(at + 1);
    let is_passive =
        matches!(next, "was" | "is" | "were" | "had" | "has" | "also" | "later" | "then" | "and");
    let verb = if is_passive { page.key(at + 2) } else { next };
    let acts = page.joins(at + 1)
        && matches!(
            verb,
            "born"
                | "died"
                | "married"
                | "educated"
                | "arrested"
                | "jailed"
                | "elected"
                | "appointed"
                | "graduated"
                | "studied"
                | "retired"
                | "resigned"
                | "attended"
                | "joined"
                | "grew"
                | "moved"
                | "worked"
                | "returned"
                | "wrote"
                | "played"
                | "sang"
                | "starred"
                | "smiled"
                | "nodded"
                | "shrugged"
                | "lives"
                | "lived"
                | "earned"
        );
    if acts && !has_common_ending(page.key(at)) && !page.key(at).ends_with('s') {
        Verdict::Guessed(Kind::Person)
    } else {
        Verdict::Open
    }
}

/// Endings of the language's own words.
fn has_common_ending(key: &str) -> bool {
    ["ing", "ly", "ed", "tion", "ness", "ment", "ity", "ism", "ies", "ous", "ful", "able", "ive"]
        .iter()
        .any(|ending| key.ends_with(ending) && key.len() > ending.len() + 2)
}

fn several_words(page: &Page<'_>, words: &Range<usize>) -> Verdict {
    let names = words.clone().filter(|&at| page.form(at).is_word());
    let is_title = |at: usize| page.form(at) == Form::Title;
    // `Rauma Constructions`: a plural of the language's own words is as little a name.
    let has_ending = |at: usize| {
        let key = page.key(at);
        has_common_ending(key) || key.strip_suffix('s').is_some_and(has_common_ending)
    };
    // `Jaylen Brown`: behind a word that no list knows a family may be a word.
    let is_family = |at: usize| {
        at + 1 == words.end
            && page.is(at, Class::Family)
            && page.classes(at - 1).is_empty()
            && !page.classes(at).meets(Class::LocationTail.set().or(super::organization::HEADS))
    };
    let plain = names
        .clone()
        .all(|at| is_title(at) && (!page.is(at, Class::Common) || is_family(at)) && !has_ending(at));
    let count = names.count();
    // `Ling-Ling`, `Perrin-Riou`: what is one word in writing is no whole name.
    let is_one = words.len() == 3 && page.is_mark(words.start + 1, '-');
    // `the Mersenne Twister`: persons have no article.
    if plain && !is_one && !super::has_article_of_thing(page, words) && (2..=3).contains(&count) {
        return Verdict::Guessed(Kind::Person);
    }
    Verdict::Open
}
