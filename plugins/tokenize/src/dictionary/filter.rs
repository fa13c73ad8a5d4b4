//! A table from hashes to small numbers that stores no hash.

/// A binary fuse filter (Graf and Lemire 2022) whose fingerprints are shifted by a number.
///
/// A hash has three slots, whose sum without carry is its fingerprint plus the number that was stored for it. Of another
/// hash it is anything, and so a number below `n` in one of `2^bits / n` cases.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    seed: u32,
    /// Slots of a segment, a power of two: those of a hash are in segments that follow one another.
    segment: u32,
    /// Slots in which the first of a hash may be.
    starts: u32,
    bits: u32,
    slots: &'a [u8],
}

/// Bytes before the slots: the seed, the slots of a segment and the first slots, four bytes each, the least one first.
const HEAD: usize = 12;

impl<'a> Filter<'a> {
    /// What is stored at the beginning of `stored`, with slots of so many bits, and what comes after it; `None` where that
    /// is too short.
    pub fn read(stored: &'a [u8], bits: u32) -> Option<(Self, &'a [u8])> {
        let (head, rest) = stored.split_first_chunk::<HEAD>()?;
        let number = |at: usize| Some(u32::from_le_bytes(*head.get(at..)?.first_chunk()?));
        let (seed, segment, starts) = (number(0)?, number(4)?, number(8)?);
        let slots = u64::from(starts) + 2 * u64::from(segment);
        let bytes = usize::try_from((slots * u64::from(bits)).div_ceil(8)).ok()?;
        let (slots, rest) = rest.split_at_checked(bytes)?;
        let fits = segment.is_power_of_two() && starts > 0 && starts.is_multiple_of(segment);
        fits.then_some((Filter { seed, segment, starts, bits, slots }, rest))
    }

    /// What comes before the slots of a filter.
    pub fn head(seed: u32, segment: u32, starts: u32) -> [u8; HEAD] {
        let mut head = [0; HEAD];
        for (bytes, number) in head.as_chunks_mut::<4>().0.iter_mut().zip([seed, segment, starts]) {
            *bytes = number.to_le_bytes();
        }
        head
    }

    /// The seed of the hashes.
    #[inline]
    pub fn seed(self) -> u32 {
        self.seed
    }

    /// The slots of a hash, in a filter of these sizes.
    #[inline]
    pub fn slots_of(hash: u64, segment: u32, starts: u32) -> [u32; 3] {
        let first = (((hash >> 32) * u64::from(starts)) >> 32) as u32;
        let mask = segment - 1;
        [
            first,
            (first + segment) ^ ((hash >> 18) as u32 & mask),
            (first + 2 * segment) ^ (hash as u32 & mask),
        ]
    }

    /// What a number is added to, for a hash, in slots of so many bits.
    #[inline]
    pub fn fingerprint(hash: u64, bits: u32) -> u32 {
        (hash ^ hash >> 40) as u32 & ((1 << bits) - 1)
    }

    /// The number of a hash, below `2^bits`.
    #[inline]
    pub fn number(self, hash: u64) -> u32 {
        let [a, b, c] = Filter::slots_of(hash, self.segment, self.starts);
        let sum = self.slot(a) ^ self.slot(b) ^ self.slot(c);
        sum.wrapping_sub(Filter::fingerprint(hash, self.bits)) & ((1 << self.bits) - 1)
    }

    #[inline]
    fn slot(self, index: u32) -> u32 {
        let bit = index as usize * self.bits as usize;
        let byte = |at: usize| self.slots.get(at).copied().unwrap_or(0);
        let two = u32::from(u16::from_le_bytes([byte(bit / 8), byte(bit / 8 + 1)]));
        two >> (bit % 8) & ((1 << self.bits) - 1)
    }
}
