//! Numbers that look like chance and are the same in every run.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A sequence of its own for each seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next_number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound - 1`; 0 where `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        // The bias towards low numbers is under 2⁻³² for the bounds that texts have.
        (self.next_number() % (bound.max(1) as u64)) as usize
    }

    /// One of `strings`.
    ///
    /// # Panics
    /// Where there is none.
    pub fn pick<'a>(&mut self, strings: &'a [String]) -> &'a str {
        &strings[self.below(strings.len())]
    }
}
