//! Acronyms in brackets after the name that they shorten: `World Food Programme (WFP)`, منظمة التحرير (م.ت.ف).

use super::Findings;
use super::memory::Memory;
use crate::forms::lexeme::Traits;
use crate::kind::Kind;
use crate::page::Page;

/// The most words of a name that an acronym shortens.
const MAX_WORDS: usize = 8;

/// Takes each acronym in brackets for the organization before it, found or not, where its letters are that name's
/// initials; remembers it for the rest of the document.
pub(super) fn link(page: &mut Page<'_>, findings: &mut Findings) {
    let Findings { memory, bracketed, .. } = findings;
    for &at in &*bracketed {
        link_one(page, memory, at);
    }
}

/// Whether the word is in capitals and stands in brackets after something.
pub(super) fn is_bracketed(page: &Page<'_>, at: usize) -> bool {
    page.has(at, Traits::UPPER) && at >= 2 && page.is_mark(at - 1, '(') && page.is_mark(at + 1, ')')
}

fn link_one(page: &mut Page<'_>, memory: &mut Memory, acronym: usize) {
    let end = acronym - 1;
    let before = page.ending_with(end - 1).filter(|entity| entity.kind == Kind::Organization);
    let name = match before.map(|entity| entity.name) {
        Some(name) => name,
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
