//! What a document has said of its names: a later mention is often shorter.

use std::ops::Range;

use crate::forms::class::{Class, Classes};
use crate::hash::hash_of;
use crate::keys::Keys;
use crate::kind::Kind;
use crate::page::{Name, Page};
use crate::text::piece::Form;

/// The names of a document that are proved, by the key under which a later mention finds them: the stem key of one word,
/// or of several the keys with blanks between.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    keys: Keys,
    /// What is remembered under each key.
    mentions: Vec<Mention>,
    /// A bit for each hash: most words of a text are no names, and are turned away here. Empty until a name is learnt.
    filter: Vec<u64>,
}

/// What is remembered under a key.
#[derive(Clone, Copy, Debug)]
struct Mention {
    kind: Kind,
    name: Name,
    /// Whether the key is only the last word of the name.
    is_short: bool,
}

/// Bits of the filter.
const FILTER: usize = 4096;

impl Memory {
    /// Forgets all names.
    pub(crate) fn clear(&mut self) {
        if !self.is_empty() {
            self.keys.clear();
            self.mentions.clear();
            self.filter.fill(0);
        }
    }

    /// Whether nothing is remembered.
    pub(super) fn is_empty(&self) -> bool {
        self.mentions.is_empty()
    }

    /// Remembers a proved name under all its words, and a person under the family name too.
    pub(super) fn learn(&mut self, page: &Page<'_>, words: Range<usize>, kind: Kind, name: Name) {
        let whole = Mention { kind, name, is_short: false };
        let last = words.end - 1;
        if kind == Kind::Person && words.len() > 1 && is_telling(page, last) {
            self.learn_short(page, last, Mention { is_short: true, ..whole });
        }
        // A name of one word says less than the whole name that it may be short for.
        if kind == Kind::Person && words.len() == 1 {
            return self.learn_new(page, words.start, whole);
        }
        if kind == Kind::Organization && words.len() > 1 && is_company(page, &words) {
            self.learn_new(page, words.start, whole);
        }
        if words.len() == 1 {
            return self.learn_word(page, words.start, whole);
        }
        let key = key(page, words);
        self.insert(hash_of(&key), &key, whole);
    }

    /// A place or body of that name stays one; the first person of that family stays the one meant.
    fn learn_short(&mut self, page: &Page<'_>, at: usize, short: Mention) {
        let known = self.word(page, at);
        let stays = known.is_some_and(|known| known.is_short || known.kind != Kind::Person);
        if !stays {
            self.learn_word(page, at, short);
        }
    }

    /// What is known of the word stays.
    fn learn_new(&mut self, page: &Page<'_>, at: usize, mention: Mention) {
        if self.word(page, at).is_none() {
            self.learn_word(page, at, mention);
        }
    }

    fn learn_word(&mut self, page: &Page<'_>, at: usize, mention: Mention) {
        self.insert(page.stem_hash(at), page.stem_key(at), mention);
    }

    /// Remembers a short form of a name, which is a word without proclitics.
    pub(super) fn learn_form(&mut self, page: &Page<'_>, at: usize, kind: Kind, name: Name) {
        self.learn_word(page, at, Mention { kind, name, is_short: false });
    }

    /// The kind and canonical name of words that the document has named before or after.
    pub(super) fn of(&self, page: &Page<'_>, words: Range<usize>) -> Option<(Kind, Name)> {
        if self.is_empty() {
            return None;
        }
        let mention = match words.len() {
            1 => self.word(page, words.start)?,
            _ => {
                let key = key(page, words);
                self.get(hash_of(&key), &key)?
            }
        };
        Some((mention.kind, mention.name))
    }

    /// Gives persons named by one word, and towns that are a family name here, the name of the person meant.
    pub(super) fn rename(&self, page: &mut Page<'_>) {
        if self.is_empty() {
            return;
        }
        for index in 0..page.found().len() {
            let entity = &page.found()[index];
            let (at, kind) = (entity.words.start, entity.kind);
            if entity.words.len() != 1 || !matches!(kind, Kind::Person | Kind::Location) {
                continue;
            }
            let Some(mention) = self.word(page, at).filter(|mention| mention.is_short) else { continue };
            if !may_be_person(page, at, kind) {
                continue;
            }
            let name = mention.name;
            if let Some(entity) = page.entity(index) {
                (entity.kind, entity.name) = (Kind::Person, name);
            }
        }
    }

    fn word(&self, page: &Page<'_>, at: usize) -> Option<&Mention> {
        let hash = page.stem_hash(at);
        self.may_have(hash).then(|| self.get(hash, page.stem_key(at))).flatten()
    }

    /// Whether a key of this hash may be remembered: false says that none is.
    #[inline]
    pub(super) fn may_have(&self, hash: u64) -> bool {
        let (word, bit) = place(hash);
        self.filter.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn get(&self, hash: u64, key: &str) -> Option<&Mention> {
        self.mentions.get(self.keys.find(hash, key)?)
    }

    fn insert(&mut self, hash: u64, key: &str, mention: Mention) {
        if let Some(known) = self.keys.find(hash, key) {
            self.mentions[known] = mention;
            return;
        }
        self.keys.insert(hash, key);
        self.mentions.push(mention);
        self.filter.resize(FILTER / 64, 0);
        let (word, bit) = place(hash);
        self.filter[word] |= bit;
    }
}

/// The bit of a hash in the filter: its word, and a mask.
fn place(hash: u64) -> (usize, u64) {
    let bit = hash as usize % FILTER;
    (bit / 64, 1 << (bit % 64))
}

/// Whether an entity of one word that is a family's name can be the person.
fn may_be_person(page: &Page<'_>, at: usize, kind: Kind) -> bool {
    let before = at.checked_sub(1).map_or("", |before| page.key(before));
    kind == Kind::Person
        || kind == Kind::Location
            && page.form(at) != Form::Arabic
            && !matches!(before, "in" | "at" | "from" | "to" | "near" | ",")
}

/// Whether a last word can stand for the whole person: no word of the language, no أبي and no second of his name.
fn is_telling(page: &Page<'_>, last: usize) -> bool {
    let is_word =
        Class::Common.set().or(Class::Ordinal.set()).or(Class::Particle.set()).or(Class::Title.set());
    let is_doubtful = page.form(last) == Form::Arabic
        && !page.classes(last).meets(Classes::PERSON)
        && (page.has_stem(last) || page.likeness(last) < 0.0 && !page.key(last).starts_with("ال"));
    // `Sam Pike`: where a capital shows the name, a family may be a word.
    let is_family = page.form(last).is_capital() && page.is(last, Class::Family);
    let is_common = page.classes(last).meets(is_word) && !is_family;
    page.characters(last) > 2 && page.form(last).is_word() && !is_common && !is_doubtful
}

/// Whether the first word of an organization can stand for the whole: `Brightwater` for `Brightwater Holdings`.
fn is_company(page: &Page<'_>, words: &Range<usize>) -> bool {
    let first = words.start;
    page.form(first).is_capital()
        && page.classes(first).is_empty()
        && page.written_len(first) > 3
        && words
            .clone()
            .skip(1)
            .all(|at| page.classes(at).meets(Class::OrganizationTail.set().or(Class::Common.set())))
        && !is_of_town(page.key(words.end - 1))
}

/// Kinds of bodies that are called after their town: `near Kettering` is not near Kettering General Hospital.
fn is_of_town(kind: &str) -> bool {
    matches!(
        kind,
        "hospital"
            | "university"
            | "college"
            | "school"
            | "academy"
            | "museum"
            | "library"
            | "church"
            | "cathedral"
            | "airport"
            | "station"
            | "council"
            | "court"
            | "police"
            | "theatre"
            | "theater"
    )
}

fn key(page: &Page<'_>, words: Range<usize>) -> String {
    let mut key = String::with_capacity(page.written_range(words.clone()).len() + 1);
    key.push_str(page.stem_key(words.start));
    for at in words.start + 1..words.end {
        key.push(' ');
        key.push_str(page.key(at));
    }
    key
}
