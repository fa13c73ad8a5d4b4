//! Names with the article: `the Minerva`, `the brig Penelope` are ships, whoever has the name besides.

use std::ops::Range;

use crate::forms::class::{Class, Classes};
use crate::forms::lexeme::Traits;
use crate::keys::Keys;
use crate::kind::Kind;
use crate::names::with_key;
use crate::page::Page;
use crate::text::piece::Form;

/// The most words of the name of a thing.
const MAX_WORDS: usize = 3;

/// Names that the document has for things.
#[derive(Debug, Default)]
pub(crate) struct Things {
    keys: Keys,
    /// A bit for the hash of the first word of each: most names of others are told from them by it.
    firsts: u64,
}

impl Things {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.keys.clear();
        self.firsts = 0;
    }

    fn add(&mut self, page: &Page<'_>, words: Range<usize>) {
        self.firsts |= first_bit(page, &words);
        with_key(page, words, |hash, key| {
            if self.keys.find(hash, key).is_none() {
                self.keys.insert(hash, key);
            }
        });
    }

    fn has(&self, page: &Page<'_>, words: Range<usize>) -> bool {
        self.firsts & first_bit(page, &words) != 0
            && with_key(page, words, |hash, key| self.keys.find(hash, key).is_some())
    }
}

fn first_bit(page: &Page<'_>, words: &Range<usize>) -> u64 {
    1 << (page.stem_hash(words.start) & 63)
}

/// Takes note of a run that stands as the name of a thing does.
pub(super) fn note(page: &Page<'_>, run: &Range<usize>, things: &mut Things) {
    if run.len() <= MAX_WORDS && is_thing(page, run) {
        things.add(page, run.clone());
    }
}

/// Takes out the persons and places that are things in this document, unless a title is before them or a list has the place.
pub(crate) fn take_out(page: &mut Page<'_>, things: &Things) {
    page.retain(|page, entity| {
        let words = entity.words.clone();
        if !matches!(entity.kind, Kind::Person | Kind::Location) || words.len() > MAX_WORDS {
            return true;
        }
        let before = words.start.checked_sub(1).filter(|&before| page.is(before, Class::Title));
        if entity.kind == Kind::Person
            && let Some(title) = before
        {
            // `the Lady Maud`
            return !things.has(page, title..words.end);
        }
        !things.has(page, words.clone()) || entity.kind == Kind::Location && !may_be_thing(page, &words)
    });
}

/// Whether a place may be a ship: no list has it, and no word of it says what it is, as in `the Saco River`. Saints are places
/// and ships.
fn may_be_thing(page: &Page<'_>, words: &Range<usize>) -> bool {
    let is_kind = |at: usize| {
        page.is(at, Class::LocationTail)
            || page.is(at, Class::LocationHead)
                && !matches!(page.key(at), "san" | "santa" | "santo" | "são" | "saint" | "st")
    };
    let listed = page.longest(words.start, Classes::PLACE);
    listed.is_none_or(|(length, ..)| length < words.len()) && !words.clone().any(is_kind)
}

fn is_thing(page: &Page<'_>, run: &Range<usize>) -> bool {
    let Some(before) = run.start.checked_sub(1).filter(|_| page.joins(run.start)) else { return false };
    if page.has(before, Traits::ARTICLE) {
        let is_alone = page.key(before) == "the" && ends_alone(page, run.end);
        return is_alone && !page.key(run.end - 1).ends_with('s');
    }
    page.has(before, Traits::SMALL) && is_vessel(page.key(before))
}

/// Whether no noun comes after the name that it could belong to, as in `the Clinton plan`.
fn ends_alone(page: &Page<'_>, end: usize) -> bool {
    !page.joins(end)
        || page.form(end).is_mark() && !page.is_mark(end, '-')
        || page.form(end) == Form::Lower
            && matches!(
                page.key(end),
                "for"
                    | "from"
                    | "at"
                    | "in"
                    | "on"
                    | "to"
                    | "with"
                    | "was"
                    | "is"
                    | "had"
                    | "has"
                    | "which"
                    | "and"
                    | "or"
                    | "sailed"
                    | "sank"
                    | "arrived"
            )
}

fn is_vessel(key: &str) -> bool {
    matches!(
        key,
        "ship"
            | "steamer"
            | "brig"
            | "barque"
            | "schooner"
            | "sloop"
            | "ketch"
            | "yacht"
            | "vessel"
            | "ferry"
            | "tug"
            | "trawler"
            | "frigate"
            | "destroyer"
            | "cruiser"
            | "submarine"
            | "battleship"
            | "freighter"
            | "tanker"
            | "boat"
            | "lifeboat"
            | "airship"
            | "hurricane"
            | "typhoon"
            | "cyclone"
            | "storm"
    )
}

#[cfg(test)]
mod tests {
    use crate::names::{Reach, find};
    use crate::tests::found;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(found(text, |page| find(page, Reach::Guesses)), expected, "{text:?}");
    }

    #[test]
    fn ships_are_no_persons() {
        check("In port were Dorothea and Maria . The brig Dorothea left", &["person: Maria = Maria"]);
        check("Cleared the Rosalind for Cardiff . We met Rosalind there", &["location: Cardiff = Cardiff"]);
    }

    #[test]
    fn what_belongs_to_a_person_is_no_ship() {
        check(
            "under the Clinton plan . Clinton said",
            &["person: Clinton = Clinton", "person: Clinton = Clinton"],
        );
        check("the Sudan for years", &["location: Sudan = Sudan"]);
    }
}
