//! Names in scripts with capitals: runs of capitalized words, typed by what the lexicon knows of them and by what
//! stands around them.

mod context;
mod organization;
mod person;
mod run;
pub(super) mod thing;

use std::ops::Range;

pub(crate) use organization::is_article;
pub(crate) use run::may_link;

use super::segment::Segment;
use super::{Doubt, Findings, LISTED, NAMES, Reach, acronym, kind_of, match_report, prove, prove_as};
use crate::forms::class::{Class, Classes};
use crate::forms::lexeme::Traits;
use crate::kind::Kind;
use crate::page::Page;
use crate::text::piece::Form;

/// Classes of words at which [`take`] looks further, though they are common ones.
const TELLING: Classes = NAMES
    .or(organization::HEADS)
    .or(Class::Title.set())
    .or(Class::LocationHead.set())
    .or(Class::LocationTail.set())
    .or(Class::Given.set());

/// Whether no name begins with a word where no capitalized word continues from it: as [`take`] finds for a run of one.
/// Capitals may be an acronym.
pub(crate) fn is_dull(form: Form, classes: Classes, begins: Classes) -> bool {
    form == Form::Title && classes.has(Class::Common) && !classes.or(begins).meets(TELLING)
}

/// Finds the names of a segment.
pub(super) fn find(page: &mut Page<'_>, segment: &Segment, reach: Reach, findings: &mut Findings) {
    if !segment.has_capitals {
        return;
    }
    let mut end = segment.words.start;
    for index in segment.starts.clone() {
        let Some(at) = page.name_start(index) else { break };
        if acronym::is_bracketed(page, at) {
            findings.bracketed.push(at);
        }
        if at < end || !page.is_free(at) {
            continue;
        }
        end = if reach == Reach::Lists {
            listed_alone(page, at, findings).unwrap_or(at + 1)
        } else if page.form(at).is_capital() {
            let end = run::end(page, at, segment.is_headline);
            take(page, segment, at..end.min(segment.words.end), findings)
        } else if page.form(at) == Form::Lower {
            listed_alone(page, at, findings).unwrap_or(at + 1)
        } else {
            at + 1
        };
    }
}

/// A name of the lists, with no regard to its neighbours.
fn listed_alone(page: &mut Page<'_>, at: usize, findings: &mut Findings) -> Option<usize> {
    let (length, class, value) = page.longest(at, LISTED)?;
    let words = at..at + length;
    add_listed(page, words.clone(), class, value, findings);
    Some(words.end)
}

/// Takes the first name of a run, or gives up its first word; gives the place to resume from.
fn take(page: &mut Page<'_>, segment: &Segment, run: Range<usize>, findings: &mut Findings) -> usize {
    let at = run.start;
    if is_shouted_word(page, segment, at) {
        return at + 1;
    }
    if is_eponym(page, &run) {
        return at + 1;
    }
    let listed = page.longest(at, NAMES);
    if segment.is_headline && listed.is_none() && run::is_headline_verb(page, at) {
        return at + 1;
    }
    let known = Known::of(page, &run);
    if listed.is_none() || known.classes.meets(Classes::PERSON) {
        thing::note(page, &run, &mut findings.vessels);
    }
    if known.classes.meets(organization::HEADS)
        && let Some(words) = organization::pattern(page, &run)
    {
        // A list knows better where a name ends: `United Nations Children's Fund`.
        if listed.is_none_or(|(length, class, _)| at + length < words.end || class == Class::Demonym) {
            return prove(page, words, Kind::Organization, findings);
        }
    }
    if known.begins.has(Class::Title)
        && listed.is_none_or(|(length, ..)| length == 1)
        && let Some(words) = person::titled(page, &run)
    {
        return prove(page, words, Kind::Person, findings);
    }
    if (known.classes.has(Class::LocationTail) || known.begins.has(Class::LocationHead))
        && let Some(place) = place_pattern(page, &run)
        && listed.is_none_or(|(length, ..)| at + length < place.end)
    {
        return prove(page, place, Kind::Location, findings);
    }
    if page.classes(at).meets(Classes::PERSON)
        && let Some(person) = person::named(page, &run, listed)
    {
        return if person.is_proved {
            prove(page, person.words, Kind::Person, findings)
        } else {
            doubt(person.words, Some(Kind::Person), findings)
        };
    }
    if let Some((length, class, value)) = listed {
        return take_listed(page, segment, &run, (length, class, value), findings);
    }
    if page.is(at, Class::Common) || page.is(at, Class::Title) && !page.is(at, Class::Family) {
        return at + 1;
    }
    unlisted(page, segment, run, findings)
}

/// Whether an article stands before a word.
fn has_article(page: &Page<'_>, at: usize) -> bool {
    at > 0 && page.joins(at) && matches!(page.key(at - 1), "the" | "a" | "an")
}

/// Whether a name has an article as things have it: `the Mersenne Twister`, but not `the Clinton administration`.
pub(super) fn has_article_of_thing(page: &Page<'_>, words: &Range<usize>) -> bool {
    has_article(page, words.start) && !person::is_had_by_persons(page.key(words.end))
}

/// `Parkinson's`, `non-Hodgkin's lymphoma`: diseases by the names of their physicians.
fn is_eponym(page: &Page<'_>, run: &Range<usize>) -> bool {
    let is_possessive = page.form(run.end) == Form::Possessive;
    // Most names have no noun behind them that could be a disease.
    if run.len() > 1 || !is_possessive && !page.is(run.start, Class::Family) {
        return false;
    }
    let noun = run.end + usize::from(is_possessive);
    let is_disease = page.joins(noun)
        && matches!(
            page.key(noun),
            "syndrome" | "disease" | "lymphoma" | "palsy" | "theorem" | "lemma" | "conjecture"
        )
        && !page.classes(run.start).meets(Classes::PLACE);
    is_disease
        || is_possessive
            && matches!(
                page.key(run.start),
                "parkinson"
                    | "alzheimer"
                    | "crohn"
                    | "hodgkin"
                    | "huntington"
                    | "asperger"
                    | "raynaud"
                    | "tourette"
            )
}

/// What the lexicon says of any word of a run: most runs are of words of which it says nothing that a pattern asks for.
struct Known {
    classes: Classes,
    begins: Classes,
}

impl Known {
    fn of(page: &Page<'_>, run: &Range<usize>) -> Self {
        let (classes, begins) = page.classes_of_all(run.clone());
        Self { classes, begins }
    }
}

/// `WHO WANTS IT`: where all is in capitals, `WHO` is a word.
fn is_shouted_word(page: &Page<'_>, segment: &Segment, at: usize) -> bool {
    let is_word = segment.is_headline && page.form(at) == Form::Upper && page.is(at, Class::Common);
    // `PRESIDENT BIDEN VISITS`
    let is_title =
        page.is(at, Class::Title) && page.joins(at + 1) && page.classes(at + 1).meets(Classes::PERSON);
    is_word && !is_title
}

/// A name that the lexicon lists at the start of the run.
fn take_listed(
    page: &mut Page<'_>,
    segment: &Segment,
    run: &Range<usize>,
    (length, class, value): (usize, Class, &'static str),
    findings: &mut Findings,
) -> usize {
    let words = run.start..run.start + length;
    // `Houston Rockets`: a town with a plural after it is a team.
    let goes_on = words.end < run.end && page.joins(words.end) && !segment.is_headline;
    if goes_on && class == Class::City && words.end + 1 == run.end && is_team(page, words.end) {
        return prove(page, run.clone(), Kind::Organization, findings);
    }
    if kind_of(class).is_some() && context::lacks_proof(page, &words) {
        return doubt(words, None, findings);
    }
    add_listed(page, words.clone(), class, value, findings);
    words.end
}

fn is_team(page: &Page<'_>, at: usize) -> bool {
    page.key(at).len() > 4
        && page.key(at).ends_with('s')
        && page.form(at) == Form::Title
        && !page.classes(at).meets(Classes::PERSON)
}

fn add_listed(page: &mut Page<'_>, words: Range<usize>, class: Class, value: &str, findings: &mut Findings) {
    findings.products += usize::from(class == Class::Product);
    match kind_of(class) {
        Some(kind) => {
            let plays = class == Class::City && match_report::plays(page, &words);
            let kind = if plays { Kind::Organization } else { kind };
            let name = page.name(value);
            prove_as(page, words, kind, name, findings);
        }
        None => page.block(words),
    }
}

fn doubt(words: Range<usize>, guess: Option<Kind>, findings: &mut Findings) -> usize {
    let end = words.end;
    findings.doubts.push(Doubt { words, guess });
    end
}

/// `Lake Victoria`, `Orontes River`, `Madison Avenue`.
fn place_pattern(page: &Page<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    let at = run.start;
    let is_thing = |key: &str| is_word_of_technology(key) && page.is_technical();
    if let Some((length, _)) = page.entry(at, Class::LocationHead).filter(|_| !is_thing(page.key(at))) {
        let stop = usize::from(page.is_mark(at + length, '.'));
        let name = at + length + stop;
        if name < run.end
            && page.joins(name)
            && !page.is(name, Class::Common)
            && !page.has(name, Traits::MIXED)
        {
            return Some(at..after_tails(page, name + 1, run.end));
        }
    }
    let tail = (at + 1..run.end.min(at + 4)).find(|&at| page.is(at, Class::LocationTail))?;
    // `Grant Park`: what is a name too.
    let is_name = (at..tail).any(|at| {
        page.form(at).is_word() && (!page.is(at, Class::Common) || page.classes(at).meets(Classes::PERSON))
    });
    let is_other = page.is_mark(tail - 1, '.') || is_thing(page.key(tail)) || is_person(page, at, tail);
    (is_name && !is_other).then(|| at..after_tails(page, tail + 1, run.end))
}

/// `Keith Hall`, `Jonah Hill`: families that are words of places, behind a given name and no word of where.
fn is_person(page: &Page<'_>, at: usize, tail: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| page.key(before));
    tail == at + 1
        && matches!(page.key(tail), "hall" | "hill")
        && page.is(at, Class::Given)
        && !matches!(
            before,
            "the" | "in" | "at" | "on" | "to" | "from" | "near" | "of" | "outside" | "around"
        )
}

/// `Central Dispatch`, `Random Forest`: words of places that texts about technology have for other things.
fn is_word_of_technology(key: &str) -> bool {
    matches!(
        key,
        "new"
            | "old"
            | "central"
            | "upper"
            | "lower"
            | "greater"
            | "point"
            | "port"
            | "range"
            | "peak"
            | "ridge"
            | "forest"
            | "delta"
            | "basin"
            | "bridge"
            | "tunnel"
            | "state"
            | "region"
            | "junction"
            | "springs"
            | "tower"
    )
}

/// The end of the words that say what a place is, `National Park`, `Square Garden`: whether any do.
fn after_tails(page: &Page<'_>, at: usize, end: usize) -> usize {
    let is_tail = |at: usize| at < end && page.is(at, Class::LocationTail) && page.form(at) == Form::Title;
    let is_owned = matches!(page.key(at), "national" | "state" | "regional" | "provincial" | "memorial");
    match at {
        at if is_owned && is_tail(at + 1) => at + 2,
        at if is_tail(at) => at + 1,
        at => at,
    }
}

/// A run that begins with a word that no list knows.
fn unlisted(page: &mut Page<'_>, segment: &Segment, run: Range<usize>, findings: &mut Findings) -> usize {
    let words = run.start..unlisted_end(page, &run);
    let end = words.end;
    match context::judge(page, segment, &words) {
        context::Verdict::Proved(kind) => prove(page, words, kind, findings),
        context::Verdict::Guessed(kind) => doubt(words, Some(kind), findings),
        context::Verdict::Open => doubt(words, None, findings),
        context::Verdict::NoName => end,
    }
}

/// How far an unlisted name reaches in its run: up to the next name that a list knows.
fn unlisted_end(page: &Page<'_>, run: &Range<usize>) -> usize {
    (run.start + 1..run.end)
        .find(|&at| {
            page.longest(at, NAMES).is_some() && !page.is(at, Class::Family) && !page.is_mark(at - 1, '-')
        })
        .unwrap_or(run.end)
}
