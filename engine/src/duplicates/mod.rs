//! Which documents are the same as another, or nearly.
//!
//! Texts are compared by `textmill-duplicates`, which knows no documents; here they are read, on several threads, and kept in
//! an order that is not that in which they came (`standing.rs`). No analyzer runs.

mod scan;
mod standing;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use textmill_corpus::{Document, Source, StopHandle, Unread};
use textmill_duplicates::{Groups, LineCounts, Lines, RepeatedLines, Sketch, Texts};

use self::scan::Scan;
use self::standing::{Id, Standing};
pub use textmill_duplicates::Kind as DuplicateKind;

use crate::run::{MAX_THREADS, Progress};
use crate::select::{Unique, site};

/// A search for documents that are the same as another, or nearly.
///
/// ```
/// use textmill::{Document, Duplicates};
///
/// let texts = ["The river rose again.", "Nothing of note.", "the RIVER rose — again"];
/// let documents = texts.iter().enumerate().map(|(number, text)| Document::new(number.to_string(), *text));
/// let found = Duplicates::new().find(&mut documents.into_iter());
/// assert_eq!((found.documents, found.same, found.near), (3, 1, 0));
/// assert_eq!(found.groups()[0].copies[0].document, "2");
/// ```
#[derive(Clone, Debug)]
pub struct Duplicates {
    similarity: f64,
    threads: usize,
    max_document_bytes: u64,
    stop: StopHandle,
    progress: Arc<Progress>,
}

impl Default for Duplicates {
    fn default() -> Self {
        Self {
            similarity: Self::SIMILARITY,
            threads: 0,
            max_document_bytes: u64::MAX,
            stop: StopHandle::new(),
            progress: Arc::default(),
        }
    }
}

impl Duplicates {
    /// The least similarity by default: a half of what two texts say together, in stretches of three words, is common to both.
    /// A text of which every tenth word was changed is about so like what it was.
    pub const SIMILARITY: f64 = 0.5;

    /// With the least similarity by default, on as many threads as there are cores.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The least estimated Jaccard index of near-duplicates, from 0 to 1; with more than 1 documents are found that are the
    /// same, and no others.
    #[must_use]
    pub fn similarity(mut self, least: f64) -> Self {
        self.similarity = least;
        self
    }

    /// The number of threads, up to 1,024; 0, the default, means one for each core. What is found does not depend on it.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// The greatest document, in bytes of UTF-8; a greater one is unread.
    #[must_use]
    pub fn max_document_bytes(mut self, bytes: u64) -> Self {
        self.max_document_bytes = bytes;
        self
    }

    /// Ends the search early once it is stopped: what was read until then is compared.
    #[must_use]
    pub fn stop(mut self, stop: StopHandle) -> Self {
        self.stop = stop;
        self
    }

    /// Counts in `progress` how far it has come.
    #[must_use]
    pub fn progress(mut self, progress: Arc<Progress>) -> Self {
        self.progress = progress;
        self
    }

    /// Reads all documents, and finds those that are the same as another, or nearly.
    ///
    /// It takes the memory of the documents' ids, 190 bytes for each, and 130 more for each while they are compared.
    #[must_use]
    pub fn find(&self, source: &mut dyn Source) -> FoundDuplicates {
        source.keep_metadata(&BTreeSet::new());
        let (mut texts, mut standing, mut bytes) = (Texts::new(), Vec::new(), 0);
        let unread = self.scan().each(
            source,
            &|_| true,
            &|document| (Sketch::of(&document.text), Standing::of(document), document.text.len() as u64),
            |(sketch, document, length)| {
                texts.push(&sketch);
                standing.push(document);
                bytes += length;
            },
        );
        let standing = arranged(&mut texts, standing);
        let groups = texts.groups(self.similarity);
        let names: Vec<Id> = standing.into_iter().map(|document| document.id).collect();
        FoundDuplicates {
            documents: names.len() as u64,
            bytes,
            unread: unread.count,
            first_unread: unread.first,
            same: groups.same,
            near: groups.near,
            not_compared: groups.not_compared,
            names,
            groups,
        }
    }

    /// Of the documents that `accepts` lets through, those for which another stands that is the same, or nearly.
    pub(crate) fn left_out(
        &self,
        source: &mut dyn Source,
        accepts: &(dyn Fn(&Document) -> bool + Sync),
    ) -> Unique {
        let scan = self.scan();
        let mut left_out = BTreeSet::new();
        let is_near = self.similarity <= 1.0;
        if is_near {
            let (mut texts, mut standing) = (Texts::new(), Vec::new());
            let look = |document: &Document| (Sketch::of(&document.text), Standing::of(document));
            scan.each(source, accepts, &look, |(sketch, document)| {
                texts.push(&sketch);
                standing.push(document);
            });
            let standing = arranged(&mut texts, standing);
            let groups = texts.groups(self.similarity);
            let others = (0..standing.len()).filter(|&text| groups.first_of(text) != text);
            left_out = others.map(|text| standing[text].position).collect();
        } else {
            let mut standing: BTreeMap<u128, Standing> = BTreeMap::new();
            let look = |document: &Document| (Sketch::hash_of(&document.text), Standing::of(document));
            scan.each(source, accepts, &look, |(text, document)| {
                let other = match standing.get_mut(&text) {
                    None => {
                        standing.insert(text, document);
                        return;
                    }
                    Some(stands) if document < *stands => std::mem::replace(stands, document),
                    Some(_) => document,
                };
                left_out.insert(other.position);
            });
        }
        let how = if is_near { format!("near={}", self.similarity) } else { "same".to_string() };
        Unique { how, left_out }
    }

    /// The lines that stand in many documents of a source.
    pub(crate) fn repeated_lines(
        &self,
        source: &mut dyn Source,
        accepts: &(dyn Fn(&Document) -> bool + Sync),
    ) -> RepeatedLines {
        let mut counts = LineCounts::new();
        let look = |document: &Document| Lines::of(site(&document.position), &document.text);
        self.scan().each(source, accepts, &look, |lines| counts.add(&lines));
        counts.repeated()
    }

    fn scan(&self) -> Scan<'_> {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        Scan {
            threads: if self.threads == 0 { cores() } else { self.threads.min(MAX_THREADS) },
            max_document_bytes: self.max_document_bytes,
            stop: &self.stop,
            progress: &self.progress,
        }
    }
}

/// Puts texts and their documents into the order in which they stand for others.
fn arranged(texts: &mut Texts, documents: Vec<Standing>) -> Vec<Standing> {
    let mut documents: Vec<(Standing, u32)> = documents.into_iter().zip(0..).collect();
    documents.sort_unstable();
    let (documents, order): (Vec<Standing>, Vec<u32>) = documents.into_iter().unzip();
    texts.arrange(&order);
    documents
}

/// What was found. It does not depend on the order of the documents, where they have ids that do not.
#[derive(Clone, Debug)]
pub struct FoundDuplicates {
    /// Documents that were read.
    pub documents: u64,
    /// UTF-8 bytes of their texts.
    pub bytes: u64,
    /// Documents that could not be read.
    pub unread: u64,
    /// The first hundred of them.
    pub first_unread: Vec<Unread>,
    /// Documents that have the words of one that stands for them, in the same order.
    pub same: u64,
    /// Documents that have nearly those of one that stands for them.
    pub near: u64,
    /// How often a document was not compared with one that it has much in common with, since there were too many of these.
    pub not_compared: u64,
    names: Vec<Id>,
    groups: Groups,
}

/// Documents that say the same, or nearly.
#[derive(Clone, Debug, PartialEq)]
pub struct DuplicateGroup<'a> {
    /// The id of the one that stands for all: the one with most letters and digits, and of as many the one with the least id.
    pub first: &'a str,
    /// The others, by their ids, with numbers in the order of numbers.
    pub copies: Vec<DuplicateDocument<'a>>,
}

/// A document that says what the first of its group does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DuplicateDocument<'a> {
    /// Its id.
    pub document: &'a str,
    /// How it is like the first.
    pub kind: DuplicateKind,
}

impl FoundDuplicates {
    /// The groups, by the ids of those that stand for them.
    #[must_use]
    pub fn groups(&self) -> Vec<DuplicateGroup<'_>> {
        let name = |text: usize| &*self.names[text].0;
        let copy =
            |text: usize| Some(DuplicateDocument { document: name(text), kind: self.groups.kind_of(text)? });
        let mut groups = self.groups.several();
        groups.iter_mut().for_each(|texts| texts[1..].sort_by_key(|&text| &self.names[text]));
        groups.sort_by_key(|texts| &self.names[texts[0]]);
        let group = |texts: Vec<usize>| DuplicateGroup {
            first: name(texts[0]),
            copies: texts.iter().filter_map(|&text| copy(text)).collect(),
        };
        groups.into_iter().map(group).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn documents(texts: &[String]) -> Vec<Document> {
        texts.iter().enumerate().map(|(number, text)| Document::new(format!("d{number}"), text)).collect()
    }

    fn found(texts: &[String], threads: usize) -> Vec<(String, Vec<String>)> {
        let found = Duplicates::new().threads(threads).find(&mut documents(texts).into_iter());
        let copies = |group: &DuplicateGroup<'_>| {
            group.copies.iter().map(|copy| format!("{} {:?}", copy.document, copy.kind)).collect()
        };
        found.groups().iter().map(|group| (group.first.to_string(), copies(group))).collect()
    }

    #[test]
    fn what_is_too_long_is_unread() {
        let texts = ["a".to_string(), "b c d e".to_string()];
        let found = Duplicates::new().max_document_bytes(3).find(&mut documents(&texts).into_iter());
        assert_eq!((found.documents, found.unread), (1, 1));
    }

    #[test]
    fn the_first_that_is_let_through_stays() {
        let texts = ["a b", "A b!", "c", "a, b"].map(str::to_string);
        let documents = documents(&texts);
        let search = Duplicates::new().similarity(2.0);
        let unique = search.left_out(&mut documents.clone().into_iter(), &|document| document.id != "d0");
        let ids: Vec<&str> = documents
            .iter()
            .filter(|document| !unique.holds(document))
            .map(|document| &*document.id)
            .collect();
        assert_eq!(ids, ["d3"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(30))]

        #[test]
        fn any_order_finds_the_same(
            texts in proptest::collection::vec("[ab]{1,2}( [abc]{1,2}){0,8}", 0..100),
        ) {
            let documents = documents(&texts);
            let left_out = |documents: Vec<Document>, similarity: f64| {
                Duplicates::new().similarity(similarity).left_out(&mut documents.into_iter(), &|_| true).left_out
            };
            let reversed: Vec<Document> = documents.iter().rev().cloned().collect();
            for similarity in [0.5, 2.0] {
                prop_assert_eq!(
                    left_out(documents.clone(), similarity),
                    left_out(reversed.clone(), similarity)
                );
            }
        }

        #[test]
        fn any_number_of_threads_finds_the_same(
            texts in proptest::collection::vec("[ab]{1,2}( [abc]{1,2}){0,8}", 0..200),
        ) {
            let expected = found(&texts, 1);
            for threads in [2, 3, 8] {
                prop_assert_eq!(&found(&texts, threads), &expected);
            }
        }
    }
}
