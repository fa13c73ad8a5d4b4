//! Acronyms in brackets behind the name that they shorten: `World Food Programme (WFP)`, منظمة التحرير (م.ت.ف).

use super::memory::Memory;
use crate::kind::Kind;
use crate::page::Page;
use crate::piece::Form;

/// The most words of a name that an acronym shortens.
const MOST_WORDS: usize = 8;

/// Takes each acronym in brackets for the organization before it, found or not, where its letters are that name's
/// initials; remembers it for the rest of the document.
pub(super) fn link(page: &mut Page<'_>, memory: &mut Memory) {
    for at in 1..page.len().saturating_sub(1) {
        let in_brackets = page.is_mark(at - 1, '(') && page.is_mark(at + 1, ')');
        if in_brackets && page.form(at) == Form::Upper && at >= 2 {
            link_one(page, memory, at);
        }
    }
}

fn link_one(page: &mut Page<'_>, memory: &mut Memory, acronym: usize) {
    let end = acronym - 1;
    let before = page
        .found
        .iter()
        .find(|entity| entity.words.end == end && entity.kind == Kind::Organization)
        .map(|entity| entity.canonical.clone());
    let canonical = match before {
        Some(canonical) => canonical,
        None => {
            let Some(start) = spelled_from(page, end, page.key(acronym)) else {
                return;
            };
            page.add_written(start..end, Kind::Organization);
            crate::page::tidy(page.written_range(start..end))
        }
    };
    memory.learn_key(page.key(acronym).to_owned(), Kind::Organization, &canonical);
    if page.is_free(acronym) {
        page.add(acronym..acronym + 1, Kind::Organization, canonical);
    }
}

/// Where the words begin whose capitals spell the acronym and that end at `end`.
fn spelled_from(page: &Page<'_>, end: usize, acronym: &str) -> Option<usize> {
    let mut letters = acronym.chars().rev().peekable();
    for at in (end.saturating_sub(MOST_WORDS)..end).rev() {
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
