//! Counts by number.

use textmill_merge::CountsAdder;

/// How often each of many things came in a call, and in how many documents, where things have small numbers: the indexes
/// of a [`Memo`](crate::Memo), say, or the codes of [`Forms`](crate::Forms).
///
/// Counting a number is a handful of instructions, where counting a key hashes it and looks for it. The keys are asked
/// for in the end, once each. It takes 16 bytes for each number up to the greatest, and to begin again costs what was
/// counted, not that, so it is kept for the life of an instance.
///
/// ```
/// use textmill_sdk::IdCounts;
/// use textmill_sdk::merge::{Schema, State};
///
/// let words = ["the", "cat", "dog"];
/// let documents: [&[u32]; 2] = [&[0, 1, 0], &[0, 2]];
///
/// let mut counts = IdCounts::new();
/// for (document, ids) in (0..).zip(documents) {
///     ids.iter().for_each(|id| counts.add(*id, document));
/// }
///
/// let mut state = State::new(Schema::counts(3));
/// counts.drain_into(&mut state.adder().counts()?, |id| words[id as usize]);
/// assert_eq!(state.to_json(), r#"{"cat":[1,1],"dog":[1,1],"the":[3,2]}"#);
/// assert!(counts.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct IdCounts {
    /// By number; what was not counted is all 0.
    slots: Vec<Slot>,
    /// The numbers that were counted, in the order of their first coming.
    counted: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    count: u64,
    documents: u32,
    /// The document that it was last counted in.
    document: u32,
}

impl IdCounts {
    /// Nothing counted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts a number once in a document, whose place in the batch may be any number that no other document has.
    ///
    /// All that is counted in a document is counted before the next: to come back to one would count it again.
    #[inline]
    pub fn add(&mut self, id: u32, document: u32) {
        self.add_times(id, 1, document);
    }

    /// Counts a number so many times in a document; 0 leaves no trace.
    #[inline]
    pub fn add_times(&mut self, id: u32, times: u64, document: u32) {
        if times == 0 {
            return;
        }
        let Some(slot) = self.slots.get_mut(id as usize) else {
            return self.add_beyond(id, times, document);
        };
        if slot.count == 0 {
            self.counted.push(id);
        }
        if slot.documents == 0 || slot.document != document {
            slot.documents = slot.documents.saturating_add(1);
            slot.document = document;
        }
        slot.count = slot.count.saturating_add(times);
    }

    /// How often a number came, and in how many documents.
    #[must_use]
    pub fn get(&self, id: u32) -> (u64, u32) {
        self.slots.get(id as usize).map_or((0, 0), |slot| (slot.count, slot.documents))
    }

    /// How many different numbers came.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counted.len()
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counted.is_empty()
    }

    /// The numbers that came, how often, and in how many documents, in the order of their first coming.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u32, u64, u32)> {
        self.counted.iter().map(|id| {
            let (count, documents) = self.get(*id);
            (*id, count, documents)
        })
    }

    /// Adds all to a field's counts, each number under its key, and begins again.
    ///
    /// No two numbers have the same key, or a document that has both counts twice.
    pub fn drain_into<'k>(&mut self, counts: &mut CountsAdder<'_>, mut key: impl FnMut(u32) -> &'k str) {
        for (id, count, documents) in self.iter() {
            counts.add(key(id), count, documents.into());
        }
        self.clear();
    }

    /// Begins again, and keeps the room.
    pub fn clear(&mut self) {
        for id in self.counted.drain(..) {
            self.slots[id as usize] = Slot::default();
        }
    }

    #[cold]
    fn add_beyond(&mut self, id: u32, times: u64, document: u32) {
        let slots = (id as usize + 1).max(2 * self.slots.len());
        self.slots.resize(slots, Slot::default());
        self.add_times(id, times, document);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use textmill_merge::{Schema, State};

    use super::IdCounts;

    fn state() -> State {
        State::new(Schema::counts(1))
    }

    proptest! {
        #[test]
        fn numbers_count_as_their_keys_do(
            batches in prop::collection::vec(
                prop::collection::vec(prop::collection::vec((0_u32..40, 0_u64..3), 0..12), 0..6),
                0..4,
            ),
        ) {
            let keys: Vec<String> = (0..40).map(|id| format!("key {id}")).collect();
            let (mut by_id, mut by_key) = (state(), state());
            let mut counts = IdCounts::new();
            for documents in &batches {
                for (document, ids) in (0..).zip(documents) {
                    let mut of_document = BTreeMap::<&str, u64>::new();
                    for (id, times) in ids {
                        counts.add_times(*id, *times, document);
                        *of_document.entry(&keys[*id as usize]).or_default() += times;
                    }
                    by_key.fold("", &of_document).expect("counts by key");
                }
                prop_assert_eq!(counts.len(), counts.iter().len());
                let mut adder = by_id.adder();
                counts.drain_into(&mut adder.reborrow().counts().expect("it counts"), |id| &keys[id as usize]);
                prop_assert!(counts.is_empty());
                prop_assert!((0..40).all(|id| counts.get(id) == (0, 0)));
            }
            prop_assert_eq!(by_id.to_json(), by_key.to_json());
        }
    }

    #[test]
    fn numbers_keep_the_order_of_their_first_coming() {
        let mut counts = IdCounts::new();
        for (id, document) in [(7, u32::MAX), (0, u32::MAX), (7, u32::MAX), (7, 0)] {
            counts.add(id, document);
        }
        assert_eq!(counts.iter().collect::<Vec<_>>(), [(7, 3, 2), (0, 1, 1)]);
        assert_eq!(counts.get(1_000), (0, 0));
    }
}
