//! Names of persons by a title or a given name.

use std::ops::Range;

use super::context;
use crate::forms::class::{Class, Classes};
use crate::forms::lexeme::Traits;
use crate::page::Page;
use crate::text::piece::Form;

/// The most words of a person's name.
const MAX_WORDS: usize = 5;

/// A person at the start of a run.
pub(super) struct Person {
    /// The name.
    pub(super) words: Range<usize>,
    /// Whether it needs no further witness.
    pub(super) is_proved: bool,
}

/// The name after titles at the start of the run: `Deputy Prime Minister Smith`, `Gen. Lee`.
pub(super) fn titled(page: &Page<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    let first = after_titles(page, run.clone());
    if first == run.start || first >= run.end {
        return None;
    }
    let listed = page.longest(first, super::NAMES);
    let is_person = page.classes(first).meets(Classes::PERSON);
    let is_other = !is_person && (listed.is_some() || page.is(first, Class::Common))
        || !page.form(first).is_word()
        || !is_person && is_word_of_technology(page.key(first - 1)) && page.is_technical();
    (!is_other).then(|| first..end(page, first, run.end))
}

/// Titles that technology has as other words, as in `General Category`, `Population Count Instruction`.
fn is_word_of_technology(title: &str) -> bool {
    matches!(
        title,
        "general" | "major" | "private" | "principal" | "master" | "chief" | "count" | "guard" | "commodore"
    )
}

/// The place after titles, and nationalities between them.
fn after_titles(page: &Page<'_>, run: Range<usize>) -> usize {
    let mut at = run.start;
    let mut end = at;
    while at < run.end {
        if let Some((length, _)) = page.entry(at, Class::Title) {
            at += length;
            at += usize::from(page.is_mark(at, '.') && at < run.end);
            end = at;
        } else if page.is(at, Class::Demonym)
            || page.is_mark(at, '-')
            || page.is(at, Class::Common) && at == run.start
        {
            at += 1;
        } else {
            break;
        }
    }
    end
}

/// The person that a given name begins.
pub(super) fn named(
    page: &Page<'_>,
    run: &Range<usize>,
    listed: Option<(usize, Class, &'static str)>,
) -> Option<Person> {
    let at = run.start;
    if is_named_after(page, run) || run.len() == 1 && is_verb_here(page, at) {
        return None;
    }
    if !page.is(at, Class::Given) || listed.is_some_and(|(length, ..)| length > 1) {
        return family_alone(page, run, listed);
    }
    let end = end(page, at, run.end);
    // `Fermi–Dirac`, `Grant–Smith`: two.
    if (at..end).any(|at| page.is_mark(at, '–')) {
        return None;
    }
    let is_alone = end == at + 1;
    // `KEN` is a code oftener than a Ken.
    if is_alone && page.form(at) == Form::Upper {
        return None;
    }
    // `Jan.` is a month.
    let other = Class::Common.set().or(Class::Month.set());
    let is_doubtful = page.classes(at).meets(other) || listed.is_some();
    if is_alone && is_doubtful {
        // `Grace said`: a word that is a name too speaks.
        let speaks = listed.is_none() && context::says(page, &(at..end));
        return speaks.then_some(Person { words: at..end, is_proved: true });
    }
    if is_doubtful && page.is(at + 1, Class::Common) && !page.is(at + 1, Class::Family) {
        return None;
    }
    // `Paris Agreement`, `Victoria Station`: a second word that the language has makes no person of a place.
    if listed.is_some() && !is_name_like(page, end - 1) {
        return None;
    }
    // `Sydney Sweeney` acts as a person, `Sydney Metro` does not.
    let is_open = listed.is_some() && !page.is(end - 1, Class::Family);
    if is_open && is_place_first(page, at) && !acts(page, &(at..end)) {
        return None;
    }
    Some(Person { words: at..end, is_proved: true })
}

/// Given names that are rather places.
fn is_place_first(page: &Page<'_>, at: usize) -> bool {
    matches!(
        page.key(at),
        "paris"
            | "virginia"
            | "sydney"
            | "israel"
            | "alexandria"
            | "brooklyn"
            | "dakota"
            | "savannah"
            | "georgia"
            | "victoria"
            | "kenya"
            | "india"
            | "asia"
            | "vienna"
    )
}

/// Whether what follows is done by persons.
fn acts(page: &Page<'_>, words: &Range<usize>) -> bool {
    context::says(page, words)
        || page.joins(words.end)
            && matches!(
                page.key(words.end),
                "beat"
                    | "won"
                    | "scored"
                    | "arrived"
                    | "spoke"
                    | "lived"
                    | "lives"
                    | "wrote"
                    | "starred"
                    | "played"
                    | "joined"
                    | "died"
                    | "married"
                    | "sang"
                    | "who"
                    | "smiled"
                    | "tweeted"
                    | "posted"
            )
}

/// `Pat the chicken dry`, `Sue them all`: what a sentence tells one to do, before what it is to be done to.
fn is_verb_here(page: &Page<'_>, at: usize) -> bool {
    let is_object = page.has(at + 1, Traits::ARTICLE)
        || page.form(at + 1) == Form::Lower
            && matches!(
                page.key(at + 1),
                "them" | "it" | "him" | "these" | "those" | "all" | "some" | "each" | "any"
            );
    if !is_object {
        return false;
    }
    let is_verb = || {
        matches!(
            page.key(at),
            "pat"
                | "sue"
                | "chase"
                | "rob"
                | "bill"
                | "mark"
                | "drew"
                | "grant"
                | "nick"
                | "jack"
                | "skip"
                | "chuck"
                | "bob"
                | "wade"
                | "trace"
                | "chip"
                | "pierce"
                | "dash"
                | "peg"
                | "josh"
                | "rush"
                | "lance"
                | "harry"
                | "don"
                | "buck"
                | "frank"
                | "miles"
                | "carol"
                | "dot"
        )
    };
    let begins = || page.is_initial(at) || matches!(page.key(at - 1), "and" | "or" | "then" | ",");
    is_verb() && page.joins(at + 1) && begins()
}

/// `The James`, `the Conrad` have their names of persons and are none; `the Clinton administration` is one's.
fn is_named_after(page: &Page<'_>, run: &Range<usize>) -> bool {
    let is_it = run.len() == 1 && super::has_article(page, run.start);
    is_it && !is_had_by_persons(page.key(run.end))
}

/// What a person has whose name stands behind an article: `the Clinton administration`.
pub(in crate::names) fn is_had_by_persons(noun: &str) -> bool {
    matches!(
        noun,
        "administration"
            | "family"
            | "campaign"
            | "presidency"
            | "government"
            | "era"
            | "regime"
            | "case"
            | "brothers"
            | "sisters"
            | "doctrine"
            | "plan"
            | "camp"
            | "team"
            | "trial"
            | "estate"
            | "foundation"
            | "budget"
            | "speech"
            | "years"
            | "supporter"
            | "supporters"
            | "fan"
            | "fans"
            | "voter"
            | "voters"
            | "ally"
            | "allies"
            | "aide"
            | "aides"
            | "adviser"
            | "advisers"
            | "loyalist"
            | "loyalists"
            | "appointee"
            | "critic"
            | "lawyer"
            | "lawyers"
            | "painting"
            | "paintings"
            | "portrait"
            | "song"
            | "songs"
            | "album"
            | "video"
            | "film"
            | "films"
            | "movie"
            | "movies"
            | "book"
            | "novel"
            | "biography"
            | "biopic"
            | "memoir"
            | "documentary"
            | "concert"
            | "interview"
            | "rally"
            | "quote"
            | "tweet"
            | "thriller"
    )
}

/// A family name by itself: proved by nothing, but a fair guess.
fn family_alone(
    page: &Page<'_>,
    run: &Range<usize>,
    listed: Option<(usize, Class, &'static str)>,
) -> Option<Person> {
    let at = run.start;
    let is_name = page.is(at, Class::Family) && listed.is_none() && !page.is(at, Class::Common);
    (is_name && run.len() == 1).then(|| Person { words: at..at + 1, is_proved: false })
}

/// The end of a name that begins at `first`.
fn end(page: &Page<'_>, first: usize, run_end: usize) -> usize {
    let mut end = first + 1;
    let mut words = 1;
    while end < run_end && words < MAX_WORDS {
        let next = (end..run_end).find(|&at| page.form(at).is_capital()).unwrap_or(run_end);
        // `Liam & Noel` are two.
        let is_two = (end..next).any(|at| page.is_mark(at, '&'));
        if next == run_end || is_two || stops(page, next, run_end) {
            break;
        }
        words += 1;
        end = next + 1;
    }
    // `Martin Luther King Jr.`, `Louis XVI`
    let is_numbered = page.form(end).is_capital() && is_roman(page.key(end)) && page.key(end) != "i"
        || page.form(end) == Form::Title && page.key(end) == "i" && !page.form(end + 1).is_word();
    if page.joins(end) && (matches!(page.key(end), "jr" | "sr") || is_numbered) {
        end += 1;
    }
    end
}

/// Numbers of kings, popes and grandsons.
fn is_roman(key: &str) -> bool {
    matches!(
        key,
        "i" | "ii"
            | "iii"
            | "iv"
            | "v"
            | "vi"
            | "vii"
            | "viii"
            | "ix"
            | "x"
            | "xi"
            | "xii"
            | "xiii"
            | "xiv"
            | "xv"
            | "xvi"
            | "xvii"
            | "xviii"
            | "xix"
            | "xx"
            | "xxiii"
    )
}

/// A word that begins another name or none.
fn stops(page: &Page<'_>, at: usize, run_end: usize) -> bool {
    let is_initial = page.written_len(at) == 1;
    if page.classes(at).meets(Classes::PERSON.or(Class::Particle.set())) || is_initial {
        return false;
    }
    // `Michael J. Fox`: behind an initial stands the family, whatever else the word is.
    if follows_initial(page, at) {
        return page.form(at) != Form::Title || page.has(at, Traits::ARTICLE) || page.written_len(at) < 3;
    }
    // `BIDEN VISITS`: behind a family in capitals anything may come.
    if page.form(at) == Form::Upper && page.form(at - 1) == Form::Upper && page.is(at - 1, Class::Family) {
        return true;
    }
    // `Philip Glass`, `Eddy Grant`: the last word of a name may be any noun.
    if page.is(at, Class::Common) {
        return at + 1 < run_end || is_small_word(page, at);
    }
    let is_listed = page.longest(at, super::NAMES).is_some_and(|(length, class, _)| {
        length > 1 || class == Class::Country || class == Class::Demonym || class == Class::OtherName
    });
    is_listed || page.is(at, Class::Title) || page.is(at, Class::Weekday)
}

/// Whether the word before is an initial within the name, with its full stop.
fn follows_initial(page: &Page<'_>, at: usize) -> bool {
    at > 2
        && page.is_mark(at - 1, '.')
        && page.form(at - 2) == Form::Title
        && page.characters(at - 2) == 1
        && page.form(at - 3) == Form::Title
        && page.joins(at)
}

/// Small words and words of offices, which headlines write large.
fn is_small_word(page: &Page<'_>, at: usize) -> bool {
    page.written_len(at) < 4
        || page
            .classes(at)
            .meets(Class::Title.set().or(Class::OrganizationTail.set()).or(Class::LocationTail.set()))
        || ["ing", "ed", "tion", "ment"].iter().any(|ending| page.key(at).ends_with(ending))
}

fn is_name_like(page: &Page<'_>, at: usize) -> bool {
    page.is(at, Class::Family) || page.classes(at).is_empty()
}
