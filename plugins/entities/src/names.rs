//! Names in text: persons, organizations, places.
//!
//! Two passes. The first takes what its own words or neighbours prove, and remembers it. The second decides what is
//! left by what the document said elsewhere (`Lebed` after `Alexander Lebed`), and only then by weaker signs.

mod acronym;
mod arabic;
mod english;
mod evidence;
mod match_report;
mod memory;
mod segment;

use std::ops::Range;

use crate::forms::class::{Class, Classes};
use crate::hash::hash_of;
use crate::keys::Keys;
use crate::kind::Kind;
use crate::page::{Name, Page};
use crate::text::piece::Form;
pub(crate) use arabic::{is_street, vocabulary};
use english::thing::Things;
pub(crate) use english::{is_article, is_dull, may_link};
use evidence::Evidence;
use memory::Memory;
pub(crate) use segment::Segment;

/// Classes whose entries are whole names.
const NAMES: Classes = Classes::PLACE
    .or(Class::Organization.set())
    .or(Class::OtherName.set())
    .or(Class::Product.set())
    .or(Class::Demonym.set());

/// Classes of Arabic words that a document does not explain by a name.
pub(crate) const EXPLAINED: Classes = Class::Common.set().or(Class::Title.set());

/// Whether a rule of names can begin with a word.
pub(crate) fn may_begin(form: Form, begins: Classes) -> bool {
    form.is_capital() || begins.meets(LISTED) || form == Form::Arabic && begins.meets(arabic::OPENERS)
}

/// Classes whose entries are names of the kinds looked for.
const LISTED: Classes = Classes::PLACE.or(Class::Organization.set());

/// A name whose kind its own words and neighbours do not prove.
#[derive(Clone, Debug)]
struct Doubt {
    words: Range<usize>,
    /// What it is, should the document say nothing better; nothing where that would be a bare guess.
    guess: Option<Kind>,
}

/// What the first pass has found besides the page's entities.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    memory: Memory,
    doubts: Vec<Doubt>,
    /// The words in capitals that stand in brackets, ascending.
    bracketed: Vec<usize>,
    /// Acronyms that the document has for things, by their keys.
    things: Keys,
    /// Names of persons and places that the document has for ships and the like, by their keys.
    vessels: Things,
    /// How many programs and languages of computers are named.
    products: usize,
    /// What the doubts say of each other.
    evidence: Evidence,
}

/// From so many products on, a text is about technology, where unknown names are oftener of things than of persons.
const TECHNICAL: usize = 3;

impl Findings {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.memory.clear();
        self.doubts.clear();
        self.bracketed.clear();
        self.things.clear();
        self.vessels.clear();
        self.products = 0;
        self.evidence.clear();
    }
}

/// Bytes from which on a language that was detected is relied on.
const SURE_LANGUAGE: usize = 200;

/// How far the rules may continue a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// All rules.
    Guesses,
    /// No names that only their shape and neighbours speak for.
    Proofs,
    /// Names of the lists alone: the rules know the page's language too little.
    Lists,
}

impl Reach {
    /// How far to go in a document of so many bytes in a language, by its BCP 47 tag: the rules know the words of
    /// English and Arabic. What is found of the language of a few words is no ground to forgo the rules.
    pub(crate) fn of<'a>(
        language: impl FnOnce() -> Option<&'a str>,
        bytes: usize,
        guess_names: bool,
    ) -> Self {
        let sure = if bytes >= SURE_LANGUAGE { language() } else { None };
        let primary = sure.map_or("en", |tag| tag.split('-').next().unwrap_or(tag));
        match primary {
            "en" | "ar" if guess_names => Self::Guesses,
            "en" | "ar" => Self::Proofs,
            _ => Self::Lists,
        }
    }
}

/// Finds the names of the page.
pub(crate) fn find(page: &mut Page<'_>, reach: Reach) {
    let mut findings = page.take_findings();
    let mut has_arabic = false;
    for index in 0.. {
        let Some(segment) = page.segment(index) else { break };
        block_share_links(page, &segment);
        english::find(page, &segment, reach, &mut findings);
        arabic::find(page, &segment, reach, &mut findings);
        has_arabic |= segment.has_arabic;
    }
    if !findings.bracketed.is_empty() {
        let is_technical = is_technical(page, &findings);
        acronym::link(page, &mut findings, is_technical);
    }
    findings.memory.rename(page);
    settle(page, &mut findings, reach);
    if has_arabic {
        explain(page, &findings.memory);
    }
    if !findings.vessels.is_empty() {
        english::thing::take_out(page, &findings.vessels);
    }
    page.return_findings(findings);
}

/// The most words of a line of buttons.
const BUTTONS: usize = 3;

/// Takes the buttons for sharing a page out of the text: services in a line by themselves.
fn block_share_links(page: &mut Page<'_>, segment: &Segment) {
    if segment.words.len() > BUTTONS {
        return;
    }
    for at in segment.words.clone() {
        if let Some((length, _)) = page.entry(at, Class::ShareLink) {
            page.block(at..at + length);
        }
    }
}

fn settle(page: &mut Page<'_>, findings: &mut Findings, reach: Reach) {
    let is_guessing = reach == Reach::Guesses
        && findings.doubts.iter().any(|doubt| doubt.guess.is_some())
        && !is_technical(page, findings);
    if is_guessing {
        findings.evidence.read(page, &findings.doubts);
    }
    let findings = &*findings;
    for doubt in &findings.doubts {
        let words = doubt.words.clone();
        let is_thing = words.len() == 1
            && !findings.things.is_empty()
            && findings.things.find(page.stem_hash(words.start), page.stem_key(words.start)).is_some();
        if is_thing || !page.all_free(words.clone()) {
            continue;
        }
        if let Some((kind, name)) = findings.memory.of(page, words.clone()) {
            page.add(words, kind, name);
        } else if is_guessing && let Some(kind) = findings.evidence.kind(page, doubt) {
            let name = page.tidied(words.clone());
            page.add(words, kind, name);
        }
    }
}

/// Whether the text is about technology or science, where an unknown name or acronym is oftener of a thing.
fn is_technical(page: &Page<'_>, findings: &Findings) -> bool {
    findings.products >= TECHNICAL || page.is_technical()
}

/// Takes the Arabic words that are left for the names that the document has given them elsewhere.
fn explain(page: &mut Page<'_>, memory: &Memory) {
    if memory.is_empty() {
        return;
    }
    let mut next = 0;
    while let Some(at) = page.open_word(next, |hash| memory.may_have(hash)) {
        if let Some((kind, name)) = memory.of(page, at..at + 1) {
            page.add(at..at + 1, kind, name);
        }
        next = at + 1;
    }
}

/// Calls `run` with the key of a name and its hash. Names are in scripts with capitals, where the stem is the word.
fn with_key<T>(page: &Page<'_>, words: Range<usize>, run: impl FnOnce(u64, &str) -> T) -> T {
    if words.len() == 1 {
        return run(page.stem_hash(words.start), page.stem_key(words.start));
    }
    let mut key = String::with_capacity(page.written_range(words.clone()).len() + words.len());
    for at in words {
        key.push_str(page.key(at));
        key.push(' ');
    }
    run(hash_of(&key), &key)
}

/// Adds a proved name and remembers it; gives the place after it.
fn prove(page: &mut Page<'_>, words: Range<usize>, kind: Kind, findings: &mut Findings) -> usize {
    let is_shouted = kind == Kind::Person && words.clone().all(|at| is_shouted(page, at));
    let name = if is_shouted { page.capitalized(words.clone()) } else { page.tidied(words.clone()) };
    prove_as(page, words, kind, name, findings)
}

/// Whether a word is written in capitals for the sake of the line: `BIDEN`, but not `JR` or `JFK`.
fn is_shouted(page: &Page<'_>, at: usize) -> bool {
    page.form(at) == Form::Upper && page.characters(at) > 3
}

fn prove_as(
    page: &mut Page<'_>,
    words: Range<usize>,
    kind: Kind,
    name: Name,
    findings: &mut Findings,
) -> usize {
    findings.memory.learn(page, words.clone(), kind, name);
    let end = words.end;
    page.add(words, kind, name);
    end
}

/// The kind of a name that the lexicon lists; nothing for names that are no entities.
fn kind_of(class: Class) -> Option<Kind> {
    match class {
        Class::Country | Class::City | Class::Region => Some(Kind::Location),
        Class::Organization => Some(Kind::Organization),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
