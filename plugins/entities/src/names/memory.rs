//! What a document has said of its names: a later mention is often shorter.

use std::ops::Range;

use crate::class::Class;
use crate::hash::Map;
use crate::kind::Kind;
use crate::page::Page;
use crate::piece::Form;

/// The names of a document that are proved, by the key under which a later mention finds them.
#[derive(Debug, Default)]
pub(super) struct Memory {
    names: Map<String, Mention>,
}

#[derive(Clone, Debug)]
struct Mention {
    kind: Kind,
    canonical: String,
    /// Whether the key is only the last word of the name.
    is_short: bool,
}

impl Memory {
    /// Remembers a proved name under all its words, and a person under the family name too.
    pub(super) fn learn(&mut self, page: &Page<'_>, words: Range<usize>, kind: Kind, canonical: &str) {
        let whole = Mention { kind, canonical: canonical.to_owned(), is_short: false };
        let last = words.end - 1;
        if kind == Kind::Person && words.len() > 1 && is_telling(page, last) {
            let short = Mention { is_short: true, ..whole.clone() };
            self.learn_short(page.stem_key(last), short);
        }
        // A name of one word says less than the whole name that it may be short for.
        if kind == Kind::Person && words.len() == 1 {
            self.names.entry(key(page, words)).or_insert(whole);
            return;
        }
        if kind == Kind::Organization && words.len() > 1 && is_company(page, &words) {
            self.names.entry(page.key(words.start).to_owned()).or_insert(whole.clone());
        }
        self.names.insert(key(page, words), whole);
    }

    /// A place or body of that name stays one; the first person of that family stays the one meant.
    fn learn_short(&mut self, key: &str, short: Mention) {
        let stays = self.names.get(key).is_some_and(|known| known.is_short || known.kind != Kind::Person);
        if !stays {
            self.names.insert(key.to_owned(), short);
        }
    }

    /// Remembers a short form of a name.
    pub(super) fn learn_key(&mut self, key: String, kind: Kind, canonical: &str) {
        let mention = Mention { kind, canonical: canonical.to_owned(), is_short: false };
        self.names.insert(key, mention);
    }

    /// The kind and canonical name of words that the document has named before or after.
    pub(super) fn of(&self, page: &Page<'_>, words: Range<usize>) -> Option<(Kind, String)> {
        let mention = match words.len() {
            1 => self.names.get(page.stem_key(words.start))?,
            _ => self.names.get(&key(page, words))?,
        };
        Some((mention.kind, mention.canonical.clone()))
    }

    /// Gives persons named by one word, and towns that are a family name here, the name of the person meant.
    pub(super) fn rename(&self, page: &mut Page<'_>) {
        let mut found = std::mem::take(&mut page.found);
        for entity in found.iter_mut().filter(|entity| entity.words.len() == 1) {
            let Some(mention) = self.names.get(page.stem_key(entity.words.start)) else {
                continue;
            };
            let place_before = entity.words.start.checked_sub(1).map_or("", |before| page.key(before));
            let is_person = entity.kind == Kind::Person
                || entity.kind == Kind::Location
                    && page.form(entity.words.start) != Form::Arabic
                    && !matches!(place_before, "in" | "at" | "from" | "to" | "near" | ",");
            if is_person && mention.is_short {
                entity.kind = Kind::Person;
                entity.canonical.clone_from(&mention.canonical);
            }
        }
        page.found = found;
    }
}

/// Whether a last word can stand for the whole person.
fn is_telling(page: &Page<'_>, last: usize) -> bool {
    page.written(last).chars().nth(2).is_some() && !page.is(last, Class::Common) && page.form(last).is_word()
}

/// Whether the first word of an organization can stand for the whole: `Brightwater` for `Brightwater Holdings`.
fn is_company(page: &Page<'_>, words: &Range<usize>) -> bool {
    let first = words.start;
    page.form(first).is_capital()
        && page.classes(first).is_empty()
        && page.written(first).len() > 3
        && words
            .clone()
            .skip(1)
            .all(|at| page.classes(at).meets(Class::OrganizationTail.set().or(Class::Common.set())))
}

fn key(page: &Page<'_>, words: Range<usize>) -> String {
    let mut key = page.stem_key(words.start).to_owned();
    for at in words.start + 1..words.end {
        key.push(' ');
        key.push_str(page.key(at));
    }
    key
}
