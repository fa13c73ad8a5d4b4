//! Arabic names of persons: given names, titles and speech verbs before names, and the parts that names are built of.

use std::ops::Range;

use super::vocabulary;
use crate::class::{Class, Classes};
use crate::page::Page;
use crate::piece::Form;

/// The most parts of a name.
const MOST_PARTS: usize = 6;

/// The most parts that no list knows.
const MOST_UNKNOWN: usize = 2;

/// The person whose name, title or verb begins at the word; the name alone.
pub(super) fn person(
    page: &Page<'_>,
    at: usize,
    listed: Option<(usize, Class, &'static str)>,
) -> Option<Range<usize>> {
    if listed.is_some_and(|(length, class, _)| length > 1 && super::kind_of(class).is_some()) {
        return None;
    }
    if let Some(first) = announced(page, at) {
        return name(page, first, true);
    }
    name(page, at, false)
}

/// The place of the name that a title or a verb announces.
fn announced(page: &Page<'_>, at: usize) -> Option<usize> {
    if let Some((length, _)) = page.entry(at, Class::Title) {
        return behind_titles(page, at + length);
    }
    let (length, _) = page.entry(at, Class::Speech)?;
    let next = at + length;
    if !page.joins(next) {
        return None;
    }
    behind_titles(page, next).or(Some(next))
}

/// The place behind further titles, nationalities and adjectives of an office, where a name can begin.
fn behind_titles(page: &Page<'_>, start: usize) -> Option<usize> {
    let mut at = start;
    while page.joins(at) && page.form(at) == Form::Arabic {
        let is_adjective_only =
            page.is(at, Class::Demonym) && page.joins(at + 1) && is_name_word(page, at + 1);
        if is_name_word(page, at) && !is_adjective_only {
            return Some(at);
        }
        if let Some((length, _)) = page.entry(at, Class::Title) {
            at += length;
        } else if page.is(at, Class::Demonym) || is_adjective(page, at) && at < start + 3 {
            at += 1;
        } else {
            break;
        }
    }
    (page.joins(at) && page.form(at) == Form::Arabic).then_some(at)
}

fn is_name_word(page: &Page<'_>, at: usize) -> bool {
    page.classes(at).meets(Classes::PERSON.or(Class::Particle.set()))
}

/// An adjective or noun with the article that belongs to a title: السابق, وزير الخارجية.
fn is_adjective(page: &Page<'_>, at: usize) -> bool {
    page.key(at).starts_with("ال") && (vocabulary::is_word(page, at) || page.key(at).ends_with('ه'))
}

/// A name that begins at the word. Announced, its first part may be unknown.
fn name(page: &Page<'_>, first: usize, announced: bool) -> Option<Range<usize>> {
    let (mut end, mut unknown) = first_part(page, first, announced)?;
    let mut parts = 1;
    while parts < MOST_PARTS && page.joins(end) && page.is_free(end) {
        let Some((next, is_unknown)) = next_part(page, end, parts) else {
            break;
        };
        unknown += usize::from(is_unknown);
        if unknown > MOST_UNKNOWN {
            break;
        }
        parts += 1;
        end = next;
    }
    let is_enough = announced || parts > 1 || is_sure_alone(page, first, end);
    is_enough.then_some(first..end)
}

/// A single given name that is nothing else.
fn is_sure_alone(page: &Page<'_>, first: usize, end: usize) -> bool {
    end > first + 1
        || page.proclitic(first) == 0 && !page.classes(first).meets(Class::Common.set().or(Classes::PLACE))
}

fn first_part(page: &Page<'_>, at: usize, announced: bool) -> Option<(usize, usize)> {
    if page.form(at) != Form::Arabic || !page.is_free(at) {
        return None;
    }
    if let Some((length, ..)) = page.longest(at, Classes::PERSON) {
        return Some((behind_compound(page, at + length), 0));
    }
    if let Some(end) = particle_part(page, at) {
        return Some((end, 0));
    }
    let is_other = page.longest(at, super::NAMES).is_some();
    (announced && !is_other && may_be_name(page, at, true)).then_some((at + 1, 1))
}

/// The end of the next part of a name, and whether no list knows it.
fn next_part(page: &Page<'_>, at: usize, parts: usize) -> Option<(usize, bool)> {
    if page.form(at) == Form::Mark('-') && page.touches(at) && page.touches(at + 1) {
        return next_part(page, at + 1, parts);
    }
    if page.form(at) != Form::Arabic || page.proclitic(at) > 0 {
        return None;
    }
    if let Some(end) = particle_part(page, at) {
        return Some((end, false));
    }
    let listed = page.longest(at, super::NAMES);
    if let Some((length, ..)) = page.longest(at, Classes::PERSON) {
        let longer =
            listed.is_some_and(|(other, class, _)| other > length && super::kind_of(class).is_some());
        return (!longer).then(|| (behind_compound(page, at + length), false));
    }
    // محمد المصري is a family; behind a whole name a nationality is one.
    let is_family = page.is(at, Class::Demonym) && parts == 1 && is_nisba(page.key(at));
    if is_family {
        return Some((at + 1, true));
    }
    (listed.is_none() && may_be_name(page, at, false)).then_some((at + 1, true))
}

/// بن, أبو, عبد, آل and the word that each takes.
fn particle_part(page: &Page<'_>, at: usize) -> Option<usize> {
    let (length, _) = page.entry(at, Class::Particle)?;
    let next = at + length;
    if !page.joins(next) || page.form(next) != Form::Arabic || page.proclitic(next) > 0 {
        return None;
    }
    if let Some(end) = particle_part(page, next) {
        return Some(end);
    }
    if let Some((length, ..)) = page.longest(next, Classes::PERSON) {
        return Some(next + length);
    }
    let is_servant = page.key(at) == "عبد" && page.key(next).starts_with("ال");
    let is_name = is_servant || page.key(at) != "عبد" && !vocabulary::is_word(page, next);
    is_name.then_some(next + 1)
}

/// صلاح الدين, نصر الله.
fn behind_compound(page: &Page<'_>, at: usize) -> usize {
    at + usize::from(page.joins(at) && matches!(page.key(at), "الدين" | "الله"))
}

/// Whether a word that no list knows can be part of a name.
fn may_be_name(page: &Page<'_>, at: usize, is_first: bool) -> bool {
    let key = page.key(at);
    let letters = key.chars().count();
    if letters < 3 || !page.classes(at).is_empty() || vocabulary::is_word(page, at) {
        return false;
    }
    if let Some(stem) = key.strip_prefix("ال") {
        return is_nisba(key) && stem.chars().count() > 3 && !is_first;
    }
    !looks_inflected(key, is_first)
}

/// الخطيب is no nisba, البرادعي is.
fn is_nisba(key: &str) -> bool {
    key.starts_with("ال") && key.ends_with(['ي', 'ى'])
}

/// Verbs and nouns with endings that names do not have.
fn looks_inflected(key: &str, is_first: bool) -> bool {
    let ends = ["ات", "ون", "ها", "هم", "هما", "وا", "تها", "ية", "يه", "تين"]
        .iter()
        .any(|ending| key.ends_with(ending) && key.chars().count() > 4);
    let begins = !is_first && key.starts_with(['ي', 'ت', 'ن', 'س']) && key.chars().count() <= 5;
    let attached =
        key.starts_with("وال") || key.starts_with("بال") || key.starts_with("لل") || key.starts_with("فال");
    ends || begins || attached
}
