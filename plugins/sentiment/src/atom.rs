//! Tokens, read and ready to be joined to phrases.

use std::ops::Range;

use crate::lexicon::{Entry, Lexicon, NodeId};
use crate::reading::Reading;
use crate::rules::turn;
use crate::sentence::{Class, Element};

/// A token, or a part of a hashtag, with all the words of the lexicon that it may be.
#[derive(Clone, Debug)]
pub(crate) struct Atom<'l> {
    pub(crate) range: Range<usize>,
    pub(crate) class: Class,
    pub(crate) reading: Reading,
    pub(crate) symbol: Option<&'l Entry>,
    pub(crate) capitals: bool,
    pub(crate) lengthened: bool,
    pub(crate) in_hashtag: bool,
}

/// Capitals among small letters, and lengthened letters, strengthen a word by these factors.
const CAPITALS: f64 = 1.25;
const LENGTHENED: f64 = 1.25;

/// A hashtag names a topic more often than it judges.
const IN_HASHTAG: f64 = 0.7;

impl<'l> Atom<'l> {
    /// An atom that says nothing.
    pub(crate) fn plain(range: Range<usize>, class: Class) -> Self {
        Self {
            range,
            class,
            reading: Reading::default(),
            symbol: None,
            capitals: false,
            lengthened: false,
            in_hashtag: false,
        }
    }

    /// An emoji or emoticon.
    pub(crate) fn symbol(range: Range<usize>, symbol: Option<&'l Entry>) -> Self {
        Self { symbol, ..Self::plain(range, Class::Symbol) }
    }
}

/// Joins atoms to the longest phrases of the lexicon.
///
/// `capitals_tell`: the sentence has small letters too, so that a word in capitals is emphasized.
pub(crate) fn join<'l>(
    lexicon: &'l Lexicon,
    atoms: &[Atom<'l>],
    capitals_tell: bool,
    elements: &mut Vec<Element<'l>>,
) {
    let mut at = 0;
    while let Some(atom) = atoms.get(at) {
        let found = longest(lexicon, atoms, at);
        let end = found.map_or(at + 1, |found| found.end);
        let entry = found.map(|found| found.entry).or(atom.symbol);
        let mut weight = entry.map_or(0.0, |entry| entry.weight);
        if weight != 0.0 {
            weight *= emphasis(&atoms[at..end], capitals_tell);
        }
        if found.is_some_and(|found| found.turned) {
            weight = turn(weight);
        }
        let range = atom.range.start..atoms[end - 1].range.end;
        elements.push(Element { range, class: atom.class, entry, weight });
        at = end;
    }
}

fn emphasis(atoms: &[Atom<'_>], capitals_tell: bool) -> f64 {
    let factor = |applies: bool, factor: f64| if applies { factor } else { 1.0 };
    factor(capitals_tell && atoms.iter().any(|atom| atom.capitals), CAPITALS)
        * factor(atoms.iter().any(|atom| atom.lengthened), LENGTHENED)
        * factor(atoms.iter().any(|atom| atom.in_hashtag), IN_HASHTAG)
}

/// An entry that begins at an atom.
#[derive(Clone, Copy, Debug)]
struct Found<'l> {
    entry: &'l Entry,
    /// The atom behind its last.
    end: usize,
    turned: bool,
}

fn longest<'l>(lexicon: &'l Lexicon, atoms: &[Atom<'l>], at: usize) -> Option<Found<'l>> {
    let mut best = None;
    for form in atoms[at].reading.forms() {
        if let Some(node) = lexicon.first(form.word) {
            extend(lexicon, atoms, Path { node, end: at + 1, turned: form.turned }, &mut best);
        }
    }
    best
}

/// A way into the trie along the atoms.
#[derive(Clone, Copy, Debug)]
struct Path {
    node: NodeId,
    end: usize,
    turned: bool,
}

fn extend<'l>(lexicon: &'l Lexicon, atoms: &[Atom<'l>], path: Path, best: &mut Option<Found<'l>>) {
    let Path { node, end, turned } = path;
    if let Some(entry) = lexicon.entry(node)
        && best.is_none_or(|best| end > best.end)
    {
        *best = Some(Found { entry, end, turned });
    }
    let Some(atom) = atoms.get(end).filter(|_| lexicon.leads_on(node)) else { return };
    for form in atom.reading.forms() {
        if let Some(node) = lexicon.next(node, form.word) {
            extend(lexicon, atoms, Path { node, end: end + 1, turned: turned ^ form.turned }, best);
        }
    }
}
