//! A look at each document, on several threads, taken up in the order of the source.

use std::collections::BTreeMap;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use textmill_corpus::{Document, Item, Source, StopHandle, Unread};

use crate::run::Progress;

/// How documents are looked at.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    pub(super) threads: usize,
    /// The greatest document; a greater one is unread.
    pub(super) max_document_bytes: u64,
    pub(super) stop: &'a StopHandle,
    pub(super) progress: &'a Progress,
}

/// Bytes that go to a thread at a time, about, and items.
const PORTION: (usize, usize) = (256 << 10, 256);

/// What was seen of a portion.
struct Looked<T> {
    seen: Vec<T>,
    unread: Vec<Unread>,
    bytes: u64,
}

/// What could not be read.
#[derive(Clone, Debug, Default)]
pub(super) struct AllUnread {
    pub(super) count: u64,
    /// The first, in the order of the source, up to [`NAMED`].
    pub(super) first: Vec<Unread>,
}

/// How many documents are named that could not be read.
const NAMED: usize = 100;

impl Scan<'_> {
    /// Gives `take` what `look` sees of each document that `accepts` lets through, in the order of the source; and gives
    /// what could not be read. Ends early where it is stopped.
    pub(super) fn each<T: Send>(
        self,
        source: &mut dyn Source,
        accepts: &(dyn Fn(&Document) -> bool + Sync),
        look: &(dyn Fn(&Document) -> T + Sync),
        mut take: impl FnMut(T),
    ) -> AllUnread {
        source.stop_by(self.stop);
        self.progress.note_start(source.progress());
        let mut unread = AllUnread::default();
        thread::scope(|scope| {
            let (portions, work) = bounded::<(u64, Vec<Item>)>(self.threads);
            let (results, looked) = unbounded::<(u64, Looked<T>)>();
            let begins = |_: &usize| {
                let (work, results) = (work.clone(), results.clone());
                let thread = thread::Builder::new().name("textmill-scan".to_owned());
                thread.spawn_scoped(scope, move || self.work(&work, &results, accepts, look)).is_ok()
            };
            // Where the system gives no more threads, those that there are do it, or this one.
            let begun = (0..self.threads).take_while(begins).count();
            drop((work, results));
            let mut ordered = Ordered { next: 0, waiting: BTreeMap::new() };
            let mut note = |looked: Looked<T>| {
                let faults = looked.unread.len() as u64;
                self.progress.note_batch(looked.seen.len() as u64, looked.bytes, faults, 0);
                unread.count += faults;
                let room = NAMED.saturating_sub(unread.first.len());
                unread.first.extend(looked.unread.into_iter().take(room));
                looked.seen.into_iter().for_each(&mut take);
            };
            for number in 0.. {
                let items = self.portion(source);
                self.progress.note_batch(0, 0, 0, source.progress().read);
                if items.is_empty() {
                    break;
                }
                if begun == 0 {
                    ordered.add(number, self.looked(items, accepts, look), &mut note);
                } else if portions.send((number, items)).is_err() {
                    break;
                }
                looked.try_iter().for_each(|(number, looked)| ordered.add(number, looked, &mut note));
            }
            drop(portions);
            looked.iter().for_each(|(number, looked)| ordered.add(number, looked, &mut note));
        });
        unread
    }

    /// The next items; none at the end.
    fn portion(self, source: &mut dyn Source) -> Vec<Item> {
        let (mut items, mut bytes) = (Vec::new(), 0);
        while bytes < PORTION.0 && items.len() < PORTION.1 && !self.stop.is_stopped() {
            let Some(item) = source.next_item() else { break };
            bytes += match &item {
                Item::Document(document) => document.text.len(),
                Item::Deferred(deferred) => deferred.bytes(),
                Item::Unread(_) => 0,
            };
            items.push(item);
        }
        items
    }

    fn work<T>(
        self,
        work: &Receiver<(u64, Vec<Item>)>,
        results: &Sender<(u64, Looked<T>)>,
        accepts: &(dyn Fn(&Document) -> bool + Sync),
        look: &(dyn Fn(&Document) -> T + Sync),
    ) {
        for (number, items) in work {
            // Nobody listens any more where whoever takes has panicked.
            if results.send((number, self.looked(items, accepts, look))).is_err() {
                return;
            }
        }
    }

    fn looked<T>(
        self,
        items: Vec<Item>,
        accepts: &(dyn Fn(&Document) -> bool + Sync),
        look: &(dyn Fn(&Document) -> T + Sync),
    ) -> Looked<T> {
        let mut looked = Looked { seen: Vec::new(), unread: Vec::new(), bytes: 0 };
        for made in items.into_iter().flat_map(Item::made) {
            match made {
                Ok(document) if document.text.len() as u64 > self.max_document_bytes => {
                    let (bytes, most) = (document.text.len(), self.max_document_bytes);
                    let message = format!("a document of {bytes} bytes, over the limit of {most}");
                    let Document { id, position, .. } = document;
                    looked.unread.push(Unread { id, position, message });
                }
                Ok(document) if accepts(&document) => {
                    looked.bytes += document.text.len() as u64;
                    looked.seen.push(look(&document));
                }
                Ok(_) => {}
                Err(unread) => looked.unread.push(unread),
            }
        }
        looked
    }
}

/// What came before what stands before it.
struct Ordered<T> {
    next: u64,
    waiting: BTreeMap<u64, T>,
}

impl<T> Ordered<T> {
    fn add(&mut self, number: u64, value: T, take: &mut impl FnMut(T)) {
        self.waiting.insert(number, value);
        while let Some(value) = self.waiting.remove(&self.next) {
            self.next += 1;
            take(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_are_no_threads_the_same_is_seen() {
        let seen = |threads: usize| {
            let scan = Scan {
                threads,
                max_document_bytes: 60,
                stop: &StopHandle::new(),
                progress: &Progress::default(),
            };
            let documents =
                (0..1_000).map(|number| Document::new(number.to_string(), "x".repeat(number % 70)));
            let documents: Vec<Document> = documents.collect();
            let mut seen = Vec::new();
            let look = |document: &Document| document.id.to_string();
            let unread = scan.each(&mut documents.into_iter(), &|_| true, &look, |id| seen.push(id));
            (seen, unread.count)
        };
        let (ids, unread) = seen(3);
        assert_eq!((ids.len(), unread), (874, 126));
        assert_eq!(seen(0), (ids, unread));
    }
}
