//! From a stream of items to portions of about one size.

use textmill_corpus::{Cursor, Item, Source};

use super::Progress;

/// Items that go to a worker together, as they were read.
#[derive(Debug)]
pub(crate) struct Portion {
    /// The place in the order of the input, from 0.
    pub(crate) sequence: u64,
    /// Bytes of the input that were read when the portion was full.
    pub(crate) read: u64,
    pub(crate) items: Vec<Item>,
}

/// Cuts a source into portions.
pub(crate) struct Batcher<'a> {
    source: &'a mut dyn Source,
    progress: &'a Progress,
    batch_bytes: usize,
    sequence: u64,
}

impl<'a> Batcher<'a> {
    /// Items of a portion at the most: a batch of tweets is as much work as one of books, and so is one of nothing.
    const MOST_ITEMS: usize = 8192;

    pub(crate) fn new(source: &'a mut dyn Source, progress: &'a Progress, batch_bytes: usize) -> Self {
        Self { source, progress, batch_bytes, sequence: 0 }
    }

    /// Where the source stands behind the last portion.
    pub(crate) fn cursor(&self) -> Option<Cursor> {
        self.source.cursor()
    }

    /// The source, for what is not its items.
    pub(crate) fn source(&mut self) -> &mut dyn Source {
        self.source
    }
}

impl Iterator for Batcher<'_> {
    type Item = Portion;

    fn next(&mut self) -> Option<Portion> {
        let mut items = Vec::new();
        let mut bytes = 0;
        while bytes < self.batch_bytes && items.len() < Self::MOST_ITEMS {
            let Some(item) = self.source.next_item() else { break };
            bytes += match &item {
                Item::Document(document) => document.text.len(),
                Item::Deferred(deferred) => deferred.bytes(),
                Item::Unread(_) => 0,
            };
            items.push(item);
        }
        let progress = self.source.progress();
        self.progress.note_start(progress);
        if items.is_empty() {
            return None;
        }
        let sequence = self.sequence;
        self.sequence += 1;
        Some(Portion { sequence, read: progress.read, items })
    }
}

#[cfg(test)]
mod tests {
    use textmill_corpus::{Deferred, Document};

    use super::*;

    #[test]
    fn portions_are_cut_by_bytes() {
        let texts = ["aaa", "bbb", "", "cccccccc", "d"];
        let mut source = texts.iter().map(|text| Document::new("id", *text)).collect::<Vec<_>>().into_iter();
        let progress = Progress::default();
        let portions: Vec<Portion> = Batcher::new(&mut source, &progress, 6).collect();
        let lengths: Vec<usize> = portions.iter().map(|portion| portion.items.len()).collect();
        assert_eq!(lengths, [2, 2, 1]);
        assert_eq!(portions[2].sequence, 2);
        assert!(progress.started());
    }

    /// Gives deferred items of ten bytes.
    struct Deferring(u32);

    impl Source for Deferring {
        fn next_item(&mut self) -> Option<Item> {
            self.0 = self.0.checked_sub(1)?;
            Some(Item::Deferred(Deferred::new("a", "a", 10, || {
                unreachable!("nobody asks for the documents")
            })))
        }
    }

    #[test]
    fn what_is_deferred_is_not_made_here() {
        let progress = Progress::default();
        let mut source = Deferring(5);
        assert_eq!(Batcher::new(&mut source, &progress, 20).count(), 3);
    }
}
