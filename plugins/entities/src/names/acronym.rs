//! Acronyms in brackets after the name that they shorten: `World Food Programme (WFP)`, منظمة التحرير (م.ت.ف).

use std::ops::Range;

use super::Findings;
use super::memory::Memory;
use crate::forms::class::Class;
use crate::forms::lexeme::Traits;
use crate::kind::Kind;
use crate::page::Page;
use crate::text::piece::Form;

/// The most words of a name that an acronym shortens.
const MAX_WORDS: usize = 8;

/// Takes each acronym in brackets for the organization before it, found or not, where its letters are that name's
/// initials; remembers it for the rest of the document.
/// In a technical text an acronym proves no organization, for methods have acronyms too.
pub(super) fn link(page: &mut Page<'_>, findings: &mut Findings, is_technical: bool) {
    let Findings { memory, bracketed, things, .. } = findings;
    for &at in &*bracketed {
        let (hash, key) = (page.stem_hash(at), page.stem_key(at));
        if is_of_common_words(page, at) && things.find(hash, key).is_none() {
            things.insert(hash, key);
        }
        link_one(page, memory, at, is_technical);
    }
}

/// Whether the word is in capitals and stands in brackets after something.
pub(super) fn is_bracketed(page: &Page<'_>, at: usize) -> bool {
    page.has(at, Traits::UPPER) && at >= 2 && page.is_mark(at - 1, '(') && page.is_mark(at + 1, ')')
}

fn link_one(page: &mut Page<'_>, memory: &mut Memory, acronym: usize, is_technical: bool) {
    let end = acronym - 1;
    let before = page.ending_with(end - 1).filter(|entity| entity.kind == Kind::Organization);
    let name = match before.map(|entity| (entity.words.clone(), entity.name)) {
        Some((words, name)) if may_shorten(page, &words, acronym) => name,
        Some(_) => return,
        None if is_technical => return,
        None => {
            let Some(start) = spelled_from(page, end, page.key(acronym)) else {
                return;
            };
            let name = page.tidied(start..end);
            page.add(start..end, Kind::Organization, name);
            name
        }
    };
    memory.learn_form(page, acronym, Kind::Organization, name);
    if page.is_free(acronym) {
        page.add(acronym..acronym + 1, Kind::Organization, name);
    }
}

/// Whether the words before the bracket, most of them small, begin with the letters: `support vector machine (SVM)`.
fn is_of_common_words(page: &Page<'_>, acronym: usize) -> bool {
    let mut letters = page.key(acronym).trim_end_matches('s').chars().rev().peekable();
    let mut small = 0;
    let end = acronym - 1;
    for at in (end.saturating_sub(MAX_WORDS)..end).rev() {
        if page.is_mark(at, '-') {
            continue;
        }
        let is_next = page.form(at).is_word() && page.key(at).chars().next() == letters.peek().copied();
        if !is_next {
            return false;
        }
        letters.next();
        small += usize::from(page.form(at) == Form::Lower);
        if letters.peek().is_none() {
            return small > 1;
        }
    }
    false
}

/// Whether the acronym can be short for the words: its letters stand in them in order, the first at their start. Letters of
/// another script cannot be compared; there it has one for most words, and is no name that a list knows.
fn may_shorten(page: &Page<'_>, words: &Range<usize>, acronym: usize) -> bool {
    let letters = page.key(acronym);
    if page.form(words.start) == Form::Arabic {
        let count = letters.chars().count();
        let is_listed = page.is(acronym, Class::Organization) || page.is(acronym, Class::OtherName);
        return !is_listed && (words.len().saturating_sub(2)..=words.len() + 2).contains(&count);
    }
    // The front of the name may be another's: `British Columbia` before `Institute of Technology (BCIT)`.
    let initials: String = words
        .clone()
        .filter(|&at| page.form(at).is_capital())
        .filter_map(|at| page.key(at).chars().next())
        .collect();
    if initials.chars().nth(1).is_some() && letters.ends_with(&initials) {
        return true;
    }
    let mut rest = letters.chars().peekable();
    let is_first = words.clone().any(|at| page.key(at).chars().next() == rest.peek().copied());
    for letter in words.clone().flat_map(|at| page.key(at).chars()) {
        rest.next_if_eq(&letter);
    }
    is_first && rest.peek().is_none()
}

/// Where the words begin whose capitals spell the acronym and that end at `end`.
fn spelled_from(page: &Page<'_>, end: usize, acronym: &str) -> Option<usize> {
    let mut letters = acronym.chars().rev().peekable();
    for at in (end.saturating_sub(MAX_WORDS)..end).rev() {
        if !page.is_free(at) || !page.joins(at + 1) {
            return None;
        }
        let first = page.key(at).chars().next();
        if page.form(at).is_capital() {
            if letters.next() != first {
                return None;
            }
            if letters.peek().is_none() {
                return Some(at);
            }
        } else if !matches!(page.key(at), "of" | "for" | "and" | "the" | "on" | "in" | "&" | "to" | "-") {
            return None;
        }
    }
    None
}
