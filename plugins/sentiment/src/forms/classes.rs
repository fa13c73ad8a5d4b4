//! The classes of a document's tokens, looked at eight at a time.

use crate::forms::class::Class;

/// The classes of consecutive tokens: those of a sentence are a part of those of its document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Classes<'c> {
    /// They, and [`Classes::LANES`] bytes or more after them.
    padded: &'c [u8],
    len: usize,
}

/// What eight tokens have, a byte for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    classes: u64,
    /// Of each token the class of the one after it.
    next: u64,
}

/// How many tokens of some groups tell what of the register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RegisterCounts {
    pub(crate) words: u32,
    /// Words that plain reports tell of, those twice by which they say who said something.
    pub(crate) reporting: u32,
    /// Words with which somebody speaks for himself.
    pub(crate) personal: u32,
    /// Exclamation and question marks, emoji.
    pub(crate) marks: u32,
}

/// Classes without what words tell of the register, as [`Class::without_register`].
#[inline]
fn without_registers(classes: u64) -> u64 {
    const REGISTER: u64 = lanes(Class::REPORTS | Class::SPEAKS);
    let words = classes & lanes(Class::WORD);
    // All bits of each lane that has the lowest.
    let of_words = (words << u8::BITS).wrapping_sub(words);
    classes & !(of_words & REGISTER)
}

/// The same byte in each lane.
const fn lanes(byte: u8) -> u64 {
    u64::from_le_bytes([byte; Classes::LANES])
}

impl<'c> Classes<'c> {
    /// The tokens of a group.
    pub(crate) const LANES: usize = 8;

    /// The first `len` of `padded`.
    pub(crate) fn new(padded: &'c [u8], len: usize) -> Self {
        Self { padded, len: len.min(padded.len()) }
    }

    /// The first `count`, and the rest.
    pub(crate) fn split_at(self, count: usize) -> (Self, Self) {
        let count = count.min(self.len);
        let rest = self.padded.get(count..).unwrap_or_default();
        (Self { len: count, ..self }, Self { padded: rest, len: self.len - count })
    }

    pub(crate) fn len(self) -> usize {
        self.len
    }

    /// The class of a token, nothing after the last.
    #[inline]
    pub(crate) fn get(self, token: usize) -> Option<Class> {
        self.padded.get(..self.len)?.get(token).map(|&class| Class(class).without_register())
    }

    /// The classes of a range of tokens, as far as there are any.
    pub(crate) fn range(self, start: usize, end: usize) -> impl Iterator<Item = Class> + 'c {
        let classes = self.padded.get(start..end.min(self.len)).unwrap_or_default();
        classes.iter().map(|&class| Class(class).without_register())
    }

    /// What the tokens tell of the register: of a long text some groups, evenly apart.
    pub(crate) fn register_counts(self) -> RegisterCounts {
        const MOST_GROUPS: usize = 32;
        const { assert!(2 * MOST_GROUPS <= u8::MAX as usize) }
        let mut lanes = RegisterLanes::default();
        let groups = self.len.div_ceil(Self::LANES);
        let stride = groups.div_ceil(MOST_GROUPS).max(1);
        for group in (0..groups).step_by(stride) {
            let first = group * Self::LANES;
            let Some(&classes) = self.padded.get(first..).and_then(<[u8]>::first_chunk::<8>) else { break };
            let left = self.len - first;
            let own = if left >= Self::LANES { u64::MAX } else { !(u64::MAX << (left as u32 * u8::BITS)) };
            lanes.add(u64::from_le_bytes(classes) & own);
        }
        lanes.counts()
    }

    /// The tokens from `first` on. Behind the last there are some without a class.
    #[inline]
    pub(crate) fn group(self, first: usize) -> Group {
        let left = self.len.saturating_sub(first);
        let padded = self.padded.get(first..).and_then(<[u8]>::first_chunk::<9>);
        let Some(&[start @ .., after]) = padded else { return Group { classes: 0, next: 0 } };
        let classes = without_registers(u64::from_le_bytes(start));
        let next = classes >> u8::BITS | u64::from(after) << (u64::BITS - u8::BITS);
        if left > Self::LANES {
            return Group { classes, next };
        }
        // The last ones: none leads to the next sentence.
        let own = u64::MAX.checked_shl(left as u32 * u8::BITS).map_or(u64::MAX, |after| !after);
        Group { classes: classes & own, next: next & own >> u8::BITS }
    }
}

/// [`RegisterCounts`] of each lane. A lane holds at most twice the groups that are looked at.
#[derive(Clone, Copy, Debug, Default)]
struct RegisterLanes {
    words: u64,
    reporting: u64,
    personal: u64,
    marks: u64,
}

impl RegisterLanes {
    /// Counts the tokens of a group.
    #[inline]
    fn add(&mut self, classes: u64) {
        let has = |bit: u8| classes >> bit.trailing_zeros() & lanes(1);
        let (words, reports, speaks) = (has(Class::WORD), has(Class::REPORTS), has(Class::SPEAKS));
        let marks = has(Class::SPECIAL) & !words & !has(Class::BREAK) & !has(Class::JOINS);
        self.words += words;
        self.reporting += (words & reports) + (words & reports & speaks);
        self.personal += words & speaks & !reports;
        self.marks += marks;
    }

    fn counts(self) -> RegisterCounts {
        RegisterCounts {
            words: sum(self.words),
            reporting: sum(self.reporting),
            personal: sum(self.personal),
            marks: sum(self.marks),
        }
    }
}

/// The sum of all lanes.
fn sum(lanes: u64) -> u32 {
    lanes.to_le_bytes().into_iter().map(u32::from).sum()
}

impl Group {
    /// The lanes whose token has any of `bits`: 0 in all others.
    #[inline]
    pub(crate) fn lanes_with(self, bits: u8) -> u64 {
        self.classes & lanes(bits)
    }

    /// The lanes whose token leads to the next: 0 in all others.
    #[inline]
    pub(crate) fn lanes_that_lead(self) -> u64 {
        const { assert!(Class::LEADS << 1 == Class::FOLLOWS) }
        self.classes & self.next >> 1 & lanes(Class::LEADS)
    }

    /// The lanes of [`Group::lanes_that_lead`] whose next token is a word, and no hashtag.
    #[inline]
    pub(crate) fn lanes_that_lead_to_words(self) -> u64 {
        const { assert!(Class::WORD << 3 == Class::LEADS && Class::SPECIAL >> 4 == Class::LEADS) }
        self.lanes_that_lead() & self.next << 3 & !(self.next >> 4)
    }

    /// How many tokens have the lowest bit.
    #[inline]
    pub(crate) fn words(self) -> usize {
        const { assert!(Class::WORD == 1) }
        ((self.classes & lanes(Class::WORD)).wrapping_mul(lanes(1)) >> 56) as usize
    }

    /// Whether any token has this bit.
    #[inline]
    pub(crate) fn has(self, bits: u8) -> bool {
        self.classes & lanes(bits) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, Classes, RegisterCounts};

    #[test]
    fn a_group_ends_with_the_sentence() {
        let mut padded =
            vec![Class::WORD | Class::LEADS, Class::WORD | Class::FOLLOWS | Class::SMALL, Class::BREAK];
        padded.extend([Class::WORD | Class::FOLLOWS; 12]);
        let of = |first, len| Classes::new(&padded, len).group(first);
        assert_eq!((of(0, 1).lanes_that_lead(), of(0, 2).lanes_that_lead()), (0, u64::from(Class::LEADS)));
        assert_eq!(
            (of(0, 2).lanes_with(Class::BREAK), of(0, 3).lanes_with(Class::BREAK)),
            (0, u64::from(Class::BREAK) << 16)
        );
        assert_eq!((of(0, 1).words(), of(0, 2).words(), of(0, 5).words(), of(2, 15).words()), (1, 2, 4, 7));
        assert!(!of(0, 1).has(Class::SMALL) && of(0, 2).has(Class::SMALL));
        assert_eq!((of(3, 3).words(), of(9, 3).words()), (0, 0));
    }

    #[test]
    fn a_sentence_is_a_part() {
        let (sentence, rest) = Classes::new(&[1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0], 3).split_at(2);
        assert_eq!((sentence.get(1), sentence.get(2)), (Some(Class(2)), None));
        assert_eq!((rest.len(), rest.get(0), rest.get(1)), (1, Some(Class(3)), None));
        assert_eq!(rest.range(0, 9).count(), 1);
    }

    #[test]
    fn what_words_tell_of_the_register_is_counted_and_no_mark() {
        const REPORT: u8 = Class::WORD | Class::REPORTS;
        const SPEAKS: u8 = Class::WORD | Class::SPEAKS;
        let of = |classes: &[u8]| {
            let mut padded = classes.to_vec();
            padded.extend([REPORT; Classes::LANES + 1]);
            let classes = Classes::new(&padded, classes.len());
            assert_eq!(classes.group(0).lanes_with(Class::BREAK | Class::JOINS).count_ones(), 2);
            classes.register_counts()
        };
        let counts =
            of(&[REPORT, REPORT | SPEAKS, SPEAKS, Class::WORD, Class::BREAK, Class::JOINS, Class::SPECIAL]);
        assert_eq!(counts, RegisterCounts { words: 4, reporting: 3, personal: 1, marks: 1 });
        let long = of(&[[Class::BREAK, Class::JOINS, REPORT, SPEAKS].as_slice(), &[Class::WORD; 4]]
            .concat()
            .repeat(64));
        assert_eq!((long.words, long.reporting, long.personal), (192, 32, 32));
    }
}
