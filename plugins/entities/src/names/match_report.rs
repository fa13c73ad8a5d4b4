//! Towns that are clubs: `Liverpool beat Chelsea`, فاز برشلونة على ريال مدريد.

use std::ops::Range;

use super::LISTED;
use crate::forms::class::{Class, Classes};
use crate::page::Page;
use crate::text::piece::Form;

/// Whether a town plays: a verb of matches stands between it and another town or club.
pub(super) fn plays(page: &Page<'_>, town: &Range<usize>) -> bool {
    if page.form(town.start) == Form::Arabic { arabic(page, town) } else { english(page, town) }
}

/// `Barcelona beat Sevilla`, `Milan drew with Lazio`, and the second of them.
fn english(page: &Page<'_>, town: &Range<usize>) -> bool {
    let is_club = |at: usize| page.joins(at) && page.longest(at, CLUBS).is_some();
    if let Some(next) = after_verb(page, town.end)
        && page.joins(town.end)
    {
        return is_club(next);
    }
    let end = town.start;
    let link = usize::from(end > 0 && matches!(page.key(end - 1), "with" | "to"));
    let Some(verb) = end.checked_sub(link + 1) else { return false };
    let is_match = page.joins(end) && after_verb(page, verb) == Some(end);
    // The first may be a club of several words: what ends before the verb is looked for from its last four words.
    is_match
        && (verb.saturating_sub(3)..verb)
            .any(|at| page.longest(at, CLUBS).is_some_and(|(length, ..)| at + length == verb))
}

/// Classes of which clubs are in the lists.
const CLUBS: Classes = Class::City.set().or(Class::Organization.set());

/// The word after a verb of matches and its preposition.
fn after_verb(page: &Page<'_>, at: usize) -> Option<usize> {
    match (page.key(at), page.key(at + 1)) {
        ("drew", "with") | ("lost", "to") => Some(at + 2),
        ("beat" | "thrashed" | "hammered" | "outplayed" | "trounced", _) => Some(at + 1),
        _ => None,
    }
}

/// فاز برشلونة على ريال مدريد, تعادل ميلان مع لاتسيو, and the second of them.
fn arabic(page: &Page<'_>, town: &Range<usize>) -> bool {
    let is_preposition = |at: usize| matches!(page.key(at), "على" | "علي" | "مع" | "امام");
    let follows_verb = |at: usize| at > 0 && page.joins(at) && is_verb(page.stem_key(at - 1));
    let is_listed = |at: usize| page.joins(at) && page.longest(at, LISTED).is_some();
    if follows_verb(town.start) {
        return page.joins(town.end) && is_preposition(town.end) && is_listed(town.end + 1);
    }
    let Some(link) = town.start.checked_sub(1).filter(|&link| page.joins(town.start) && is_preposition(link))
    else {
        return false;
    };
    (link.saturating_sub(3)..link)
        .any(|at| follows_verb(at) && page.longest(at, CLUBS).is_some_and(|(length, ..)| at + length == link))
}

fn is_verb(key: &str) -> bool {
    matches!(key, "فاز" | "يفوز" | "تعادل" | "يتعادل" | "خسر" | "تغلب" | "يتغلب" | "انتصر")
}
