//! From a stream of items to portions of about one size.

use textmill_corpus::{Cursor, Item, Source};

use super::Progress;
use super::ordered::Place;

/// Items that go to a worker together, as they were read.
#[derive(Debug)]
pub(crate) struct Portion {
    /// The place in the order of the input.
    pub(crate) place: Place,
    /// Bytes of the input that were read when the portion was full.
    pub(crate) read: u64,
    pub(crate) items: Vec<Item>,
}

impl Portion {
    /// Cuts the portion into at most `most` parts, in order, none of less than `least` bytes but the last.
    pub(crate) fn cut(self, most: usize, least: usize) -> Vec<Self> {
        let bytes: usize = self.items.iter().map(bytes_of).sum();
        let wanted = bytes.div_ceil(most.max(1)).max(least);
        let (mut parts, mut part) = (Vec::new(), Vec::new());
        let (mut taken, mut left) = (0, bytes);
        for item in self.items {
            // A rest that is hardly worth a call stays with what is before it.
            let is_full = !part.is_empty() && taken >= wanted && left >= wanted.div_ceil(2);
            if is_full && parts.len() + 1 < most {
                parts.push(std::mem::take(&mut part));
                taken = 0;
            }
            taken += bytes_of(&item);
            left -= bytes_of(&item);
            part.push(item);
        }
        parts.push(part);
        let places = self.place.parts(parts.len());
        places.zip(parts).map(|(place, items)| Self { place, read: self.read, items }).collect()
    }
}

/// By which portions are cut.
fn bytes_of(item: &Item) -> usize {
    match item {
        Item::Document(document) => document.text.len(),
        Item::Deferred(deferred) => deferred.bytes(),
        Item::Unread(_) => 0,
    }
}

/// Cuts a source into portions.
pub(crate) struct Batcher<'a> {
    source: &'a mut dyn Source,
    progress: &'a Progress,
    batch_bytes: usize,
    sequence: u64,
    /// Items of the portion before.
    items_before: usize,
}

impl<'a> Batcher<'a> {
    /// Items of a portion at the most: a batch of tweets is as much work as one of books, and so is one of nothing.
    const MOST_ITEMS: usize = 8192;

    pub(crate) fn new(source: &'a mut dyn Source, progress: &'a Progress, batch_bytes: usize) -> Self {
        Self { source, progress, batch_bytes, sequence: 0, items_before: 0 }
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
        // Portions of one corpus are alike.
        let mut items = Vec::with_capacity(self.items_before);
        let mut bytes = 0;
        while bytes < self.batch_bytes && items.len() < Self::MOST_ITEMS {
            let Some(item) = self.source.next_item() else { break };
            bytes += bytes_of(&item);
            items.push(item);
        }
        let progress = self.source.progress();
        self.progress.note_start(progress);
        if items.is_empty() {
            return None;
        }
        self.items_before = items.len();
        let place = Place::whole(self.sequence);
        self.sequence += 1;
        Some(Portion { place, read: progress.read, items })
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
        assert_eq!(portions[2].place, Place::whole(2));
        assert!(progress.started());
    }

    #[test]
    fn a_portion_is_cut_into_parts_of_about_one_size() {
        let lengths = |texts: &[usize], most: usize, least: usize| {
            let documents = texts.iter().map(|&bytes| Document::new("id", "x".repeat(bytes)).into());
            let portion = Portion { place: Place::whole(7), read: 9, items: documents.collect() };
            let parts = portion.cut(most, least);
            assert!(parts.iter().map(|part| part.place).eq(Place::whole(7).parts(parts.len())));
            parts.iter().map(|part| part.items.len()).collect::<Vec<_>>()
        };
        assert_eq!(lengths(&[1; 8], 4, 0), [2, 2, 2, 2]);
        assert_eq!(lengths(&[1; 8], 4, 3), [3, 3, 2]);
        assert_eq!(lengths(&[1; 7], 4, 3), [3, 4]);
        assert_eq!(lengths(&[1; 8], 1, 0), [8]);
        assert_eq!(lengths(&[9, 1, 1, 1], 4, 0), [1, 3]);
        assert_eq!(lengths(&[0, 0], 4, 0), [1, 1]);
        assert_eq!(lengths(&[0, 0], 4, 1), [2]);
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
