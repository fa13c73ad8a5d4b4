//! Counts the words and phrases of a document.

use hashbrown::HashTable;

/// A word or phrase that may be a key term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The place of its first word among the words of the document, where it comes first.
    pub(super) start: usize,
    /// How many words it has.
    pub(super) length: usize,
    /// How often it is in the document.
    pub(super) count: u32,
    /// Whether it is somewhere a whole run.
    whole: bool,
    /// How often the most frequent phrase is that has one word more.
    within: u32,
}

impl Candidate {
    /// Whether it is more than a part of one longer phrase: by itself somewhere, or in different phrases.
    pub(super) fn stands_alone(&self) -> bool {
        self.whole || self.count > self.within
    }
}

/// All phrases of up to `longest + 1` words; the longest only so that those one shorter know what they are part of.
///
/// `groups` are the words of all runs, and `ends` the places in it where runs end. Time and memory are linear in
/// `groups.len() * longest`.
pub(super) fn count(groups: &[u32], ends: &[usize], longest: usize) -> Vec<Candidate> {
    let mut counter = Counter { groups, candidates: Vec::new(), index: HashTable::new() };
    let mut run_start = 0;
    for &run_end in ends {
        for start in run_start..run_end {
            let mut hash = 0;
            for end in start + 1..=run_end.min(start + longest + 1) {
                hash = extend(hash, groups[end - 1]);
                counter.add(hash, start, end - start, start == run_start && end == run_end);
            }
        }
        run_start = run_end;
    }
    counter.note_parts();
    counter.candidates
}

struct Counter<'g> {
    groups: &'g [u32],
    candidates: Vec<Candidate>,
    /// Indexes into `candidates`, by the groups of their words.
    index: HashTable<u32>,
}

impl Counter<'_> {
    fn add(&mut self, hash: u64, start: usize, length: usize, whole: bool) {
        if let Some(known) = self.find(hash, &self.groups[start..start + length]) {
            let candidate = &mut self.candidates[known];
            candidate.count += 1;
            candidate.whole |= whole;
            return;
        }
        let id = u32::try_from(self.candidates.len()).expect("the words that are looked at are few");
        self.candidates.push(Candidate { start, length, count: 1, whole, within: 0 });
        let (groups, candidates) = (self.groups, &self.candidates);
        self.index.insert_unique(finish(hash), id, |&id| hash_of(words_of(groups, &candidates[id as usize])));
    }

    fn find(&self, hash: u64, words: &[u32]) -> Option<usize> {
        let holds = |&id: &u32| words_of(self.groups, &self.candidates[id as usize]) == words;
        self.index.find(finish(hash), holds).map(|&id| id as usize)
    }

    /// Tells each phrase how often the longer ones are that it begins or ends.
    fn note_parts(&mut self) {
        for id in 0..self.candidates.len() {
            let Candidate { start, length, count, .. } = self.candidates[id];
            if length == 1 {
                continue;
            }
            for part in [start..start + length - 1, start + 1..start + length] {
                let words = &self.groups[part];
                let hash = words.iter().fold(0, |hash, &word| extend(hash, word));
                if let Some(part) = self.find(hash, words) {
                    let within = &mut self.candidates[part].within;
                    *within = count.max(*within);
                }
            }
        }
    }
}

fn words_of<'g>(groups: &'g [u32], candidate: &Candidate) -> &'g [u32] {
    &groups[candidate.start..candidate.start + candidate.length]
}

fn hash_of(words: &[u32]) -> u64 {
    finish(words.iter().fold(0, |hash, &word| extend(hash, word)))
}

/// The hash of words and one more. It is multiplicative (FxHash), so that a phrase costs one step more than the one
/// that it extends.
fn extend(hash: u64, word: u32) -> u64 {
    (hash.rotate_left(5) ^ (u64::from(word) + 1)).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Multiplication mixes upwards; the table also reads the low bits.
fn finish(hash: u64) -> u64 {
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::count;

    #[test]
    fn a_phrase_knows_what_it_is_part_of() {
        // 1 2 3 | 2 3 | 1 2 3
        let candidates = count(&[1, 2, 3, 2, 3, 1, 2, 3], &[3, 5, 8], 3);
        let find = |words: &[u32]| {
            let found = candidates.iter().find(|candidate| {
                [1u32, 2, 3, 2, 3, 1, 2, 3][candidate.start..candidate.start + candidate.length] == *words
            });
            found.map(|candidate| (candidate.count, candidate.stands_alone()))
        };
        assert_eq!(find(&[1, 2, 3]), Some((2, true)));
        assert_eq!(find(&[2, 3]), Some((3, true)), "a run of its own");
        assert_eq!(find(&[1, 2]), Some((2, false)), "always before 3");
        assert_eq!(find(&[2]), Some((3, false)), "always before 3");
        assert_eq!(find(&[3, 2]), None, "across runs");
    }

    proptest! {
        #[test]
        fn counts_are_those_of_a_map(runs in proptest::collection::vec(proptest::collection::vec(0u32..4, 1..7), 0..20)) {
            let groups = runs.concat();
            let ends: Vec<usize> = runs.iter().scan(0, |end, run| { *end += run.len(); Some(*end) }).collect();
            let mut map = BTreeMap::<&[u32], u32>::new();
            for words in runs.iter().flat_map(|run| (1..=3).flat_map(|length| run.windows(length))) {
                *map.entry(words).or_default() += 1;
            }
            let candidates = count(&groups, &ends, 2);
            prop_assert_eq!(candidates.len(), map.len());
            for candidate in candidates {
                let words = &groups[candidate.start..candidate.start + candidate.length];
                prop_assert_eq!(map[words], candidate.count);
            }
        }
    }
}
