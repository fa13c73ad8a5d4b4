//! Names of organizations by their head words: `University of Maryland`, `Zubrov Industries Inc`.

use std::ops::Range;

use crate::forms::class::{Class, Classes};
use crate::forms::lexeme::Traits;
use crate::page::Page;
use crate::text::piece::Form;

/// The organization that the run begins with, by a head word in it.
pub(super) fn pattern(page: &Page<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    let start = first_name_word(page, run);
    let head = (start..run.end).rev().find(|&at| is_head(page, at) && !is_cut(page, start, at))?;
    // Asked of heads alone: behind another word a chain of names would be read again from each of them.
    if page.is(head, Class::OrganizationHead)
        && let Some(end) = after_of(page, head + 1)
    {
        return Some(start..end);
    }
    // `X POST` is no paper.
    let is_name = |at: usize| {
        page.form(at).is_word()
            && !page.has(at, Traits::ARTICLE)
            && (head - start > 1 || page.characters(at) > 1)
    };
    let has_name = (start..head).any(is_name) && !is_word_of_technology(page, head);
    let is_district = page.key(head) == "school" && page.key(head + 1) == "district" && head + 1 < run.end;
    has_name.then_some(start..head + 1 + usize::from(is_district))
}

/// Classes of head words.
pub(super) const HEADS: Classes = Class::OrganizationTail.set().or(Class::OrganizationHead.set());

/// `Encoding Standard`, `Grand Central Dispatch`: heads of papers and companies that texts about technology have for things.
fn is_word_of_technology(page: &Page<'_>, head: usize) -> bool {
    let is_word = matches!(
        page.key(head),
        "standard"
            | "dispatch"
            | "properties"
            | "register"
            | "mirror"
            | "exchange"
            | "command"
            | "guard"
            | "front"
            | "observer"
            | "records"
    );
    is_word && page.is_technical()
}

fn is_head(page: &Page<'_>, at: usize) -> bool {
    // `CC BY-SA` is no company.
    let is_end_of_code =
        || at > 0 && page.form(at) == Form::Upper && page.touches(at) && page.is_mark(at - 1, '-');
    page.classes(at).meets(HEADS) && !is_end_of_code()
}

/// A title between the name's first word and its head shows two names: `Chief Justice Department`.
fn is_cut(page: &Page<'_>, start: usize, head: usize) -> bool {
    (start + 1..head).any(|at| page.is_mark(at, '.') && page.is(at - 1, Class::Title))
}

/// The first word that may belong to the name: after an article, and after a sentence's first common word.
fn first_name_word(page: &Page<'_>, run: &Range<usize>) -> usize {
    let first = run.start;
    // `Attended James High School`
    let is_verb = || page.key(first).ends_with("ed") && page.classes(first).is_empty();
    let is_opening = page.is_initial(first)
        && (page.is(first, Class::Common) || is_verb())
        && !is_head(page, first)
        && page.joins(first + 1)
        && !is_adjective_of_names(page, first);
    first + usize::from(page.has(first, Traits::ARTICLE) || is_opening)
}

/// Common words that begin names of organizations often enough.
fn is_adjective_of_names(page: &Page<'_>, at: usize) -> bool {
    matches!(
        page.key(at),
        "national"
            | "international"
            | "federal"
            | "general"
            | "central"
            | "new"
            | "united"
            | "american"
            | "first"
            | "royal"
            | "world"
            | "global"
            | "green"
            | "social"
            | "democratic"
            | "labor"
            | "labour"
            | "people's"
            | "king"
            | "queen"
            | "prince"
            | "princess"
            | "sultan"
            | "public"
            | "free"
            | "north"
            | "south"
            | "east"
            | "west"
    )
}

/// Whether a key is that of an article, or of a word that stands in its place.
pub(crate) fn is_article(key: &str) -> bool {
    matches!(
        key,
        "the" | "a" | "an" | "this" | "that" | "our" | "their" | "his" | "her" | "its" | "my" | "your"
    )
}

/// The end of `of Maryland`, `for the Study of Peace`, `of Health and Welfare` after a head.
fn after_of(page: &Page<'_>, at: usize) -> Option<usize> {
    let mut end = after_one_of(page, at)?;
    while let Some(next) = after_one_of(page, end) {
        end = next;
    }
    Some(end)
}

fn after_one_of(page: &Page<'_>, at: usize) -> Option<usize> {
    let is_link = matches!(page.key(at), "of" | "for" | "on" | "to") && page.joins(at);
    if !is_link {
        return None;
    }
    let the = usize::from(matches!(page.key(at + 1), "the"));
    let first = at + 1 + the;
    if !is_name_word(page, first) {
        return None;
    }
    let mut end = after_name_words(page, first + 1);
    let and = matches!(page.key(end), "and" | "&") && page.joins(end);
    if and && is_name_word(page, end + 1) && is_noun_pair(page, first, end) {
        end = after_name_words(page, end + 2);
    }
    Some(end)
}

fn after_name_words(page: &Page<'_>, mut end: usize) -> usize {
    while is_name_word(page, end) {
        end += 1;
    }
    end
}

/// `Health and Welfare` are one ministry's, `Physics and Astronomy` one department's; a name that a list knows stands alone.
fn is_noun_pair(page: &Page<'_>, first: usize, and: usize) -> bool {
    let names = super::NAMES.or(Classes::PERSON).or(Class::Title.set());
    let is_noun = |at: usize| {
        page.form(at) == Form::Title
            && (page.is(at, Class::Common) || !page.classes(at).or(page.begins(at)).meets(names))
            && page.key(at).len() > 3
    };
    (first..and).all(is_noun) && is_noun(and + 1)
}

fn is_name_word(page: &Page<'_>, at: usize) -> bool {
    page.form(at).is_capital() && page.joins(at) && page.is_free(at)
}
