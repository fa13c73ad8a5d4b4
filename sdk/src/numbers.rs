//! Columns of numbers as the contract carries them: little-endian bytes.

/// A column of 32-bit numbers of a call. It is read where it lies: an entry costs one load.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Numbers<'a> {
    entries: &'a [[u8; 4]],
}

impl<'a> Numbers<'a> {
    /// # Errors
    /// Where the bytes are not four for each number.
    pub(crate) fn read(what: &str, bytes: &'a [u8]) -> Result<Self, String> {
        match bytes.as_chunks() {
            (entries, []) => Ok(Self { entries }),
            (_, rest) => Err(uneven(what, bytes.len(), rest.len(), 4)),
        }
    }

    /// How many numbers there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.entries.is_empty()
    }

    /// Number `index`, 0 after the last.
    #[must_use]
    #[inline]
    pub fn get(self, index: usize) -> u32 {
        self.entries.get(index).map_or(0, |&entry| u32::from_le_bytes(entry))
    }

    /// The numbers in order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = u32> + DoubleEndedIterator + Clone + 'a {
        self.entries.iter().map(|&entry| u32::from_le_bytes(entry))
    }

    /// The numbers of a range of indexes, as far as there are any.
    #[must_use]
    pub fn slice(self, range: std::ops::Range<usize>) -> Self {
        let end = range.end.min(self.entries.len());
        Self { entries: self.entries.get(range.start..end).unwrap_or_default() }
    }

    /// Whether any number is greater than `most`, as far as that can be told without a comparison: numbers of 31 bits are
    /// subtracted, which any processor does several at once. Of greater ones one by one.
    pub(crate) fn has_beyond(self, most: u32) -> bool {
        let most_signed = most.min(i32::MAX as u32);
        let signs = self.iter().fold(0, |signs, number| signs | number | most_signed.wrapping_sub(number));
        signs > i32::MAX as u32 && self.iter().any(|number| number > most)
    }

    /// Whether each number is less than the one in the same place of `others`.
    pub(crate) fn are_before(self, others: Self) -> bool {
        let mut pairs = self.iter().zip(others.iter());
        let signs = pairs
            .clone()
            .fold(0, |signs, (one, other)| signs | one | other | other.wrapping_sub(one).wrapping_sub(1));
        signs <= i32::MAX as u32 || pairs.all(|(one, other)| one < other)
    }

    /// Whether no number is greater than the one in the same place of `others`, as far as both reach.
    pub(crate) fn are_up_to(self, others: Self) -> bool {
        let mut pairs = self.iter().zip(others.iter());
        let signs =
            pairs.clone().fold(0, |signs, (one, other)| signs | one | other | other.wrapping_sub(one));
        signs <= i32::MAX as u32 || pairs.all(|(one, other)| one <= other)
    }

    /// The last number.
    pub(crate) fn last(self) -> Option<u32> {
        self.entries.last().map(|&entry| u32::from_le_bytes(entry))
    }

    /// How many numbers come before the first that `is_before` is not true of, in a column that it parts in two.
    pub(crate) fn partition_point(self, mut is_before: impl FnMut(u32) -> bool) -> usize {
        self.entries.partition_point(|&entry| is_before(u32::from_le_bytes(entry)))
    }

    /// Whether an ascending column has a number.
    pub(crate) fn has(self, number: u32) -> bool {
        self.entries.binary_search_by_key(&number, |&entry| u32::from_le_bytes(entry)).is_ok()
    }
}

impl std::fmt::Debug for Numbers<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// A column of floating-point numbers of 64 bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Doubles<'a>(&'a [[u8; 8]]);

impl<'a> Doubles<'a> {
    /// # Errors
    /// Where the bytes are not eight for each number.
    pub(crate) fn read(what: &str, bytes: &'a [u8]) -> Result<Self, String> {
        match bytes.as_chunks() {
            (entries, []) => Ok(Self(entries)),
            (_, rest) => Err(uneven(what, bytes.len(), rest.len(), 8)),
        }
    }

    pub(crate) fn len(self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(self, index: usize) -> Option<f64> {
        self.0.get(index).map(|&entry| f64::from_le_bytes(entry))
    }
}

/// A column of vectors of one width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vectors<'a> {
    width: usize,
    values: &'a [[u8; 4]],
}

impl<'a> Vectors<'a> {
    /// # Errors
    /// Where the bytes are not four for each number, or the numbers not `width` for each vector.
    pub(crate) fn read(what: &str, width: u32, bytes: &'a [u8]) -> Result<Self, String> {
        let width = width as usize;
        match bytes.as_chunks() {
            (values, []) if width > 0 && values.len().is_multiple_of(width) => Ok(Self { width, values }),
            (values, []) => Err(format!("{what}: {} numbers for vectors of {width}", values.len())),
            (_, rest) => Err(uneven(what, bytes.len(), rest.len(), 4)),
        }
    }

    pub(crate) fn len(self) -> usize {
        self.values.len() / self.width
    }

    pub(crate) fn get(self, index: usize) -> Option<Vec<f32>> {
        let start = index.checked_mul(self.width)?;
        let vector = self.values.get(start..start.checked_add(self.width)?)?;
        Some(vector.iter().map(|&entry| f32::from_le_bytes(entry)).collect())
    }
}

fn uneven(what: &str, bytes: usize, rest: usize, size: usize) -> String {
    format!("{what}: {bytes} bytes, {rest} more than whole numbers of {size}")
}

/// A column of 32-bit numbers in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NumberColumn {
    entries: Vec<[u8; 4]>,
}

impl NumberColumn {
    #[inline]
    pub(crate) fn push(&mut self, number: u32) {
        self.entries.push(number.to_le_bytes());
    }

    /// Makes the column longer by `N` numbers, and gives their bytes, which are to be set.
    #[inline]
    pub(crate) fn grow<const N: usize>(&mut self) -> &mut [[u8; 4]; N] {
        let length = self.entries.len();
        self.entries.extend_from_slice(&[[0; 4]; N]);
        let (grown, _) = self.entries[length..].as_chunks_mut();
        &mut grown[0]
    }

    /// The same by a number that is not known when this is compiled.
    pub(crate) fn grow_by(&mut self, numbers: usize) -> &mut [[u8; 4]] {
        let length = self.entries.len();
        self.entries.resize(length + numbers, [0; 4]);
        &mut self.entries[length..]
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The numbers so far.
    pub(crate) fn numbers(&self) -> Numbers<'_> {
        Numbers { entries: &self.entries }
    }

    /// Sets a number that is there.
    pub(crate) fn set(&mut self, index: usize, number: u32) {
        if let Some(entry) = self.entries.get_mut(index) {
            *entry = number.to_le_bytes();
        }
    }

    /// Adds to all numbers from index `first` on.
    pub(crate) fn add_from(&mut self, first: usize, more: u32) {
        for entry in self.entries.iter_mut().skip(first) {
            *entry = u32::from_le_bytes(*entry).wrapping_add(more).to_le_bytes();
        }
    }

    /// Brings the numbers from index `first` on into an order: for each place the one to stand there. As far as the column
    /// reaches.
    pub(crate) fn permute_from(&mut self, first: usize, order: &[usize]) {
        let Some(numbers) = self.entries.get_mut(first..) else { return };
        let before = numbers.to_vec();
        for (number, &place) in numbers.iter_mut().zip(order) {
            *number = before[place];
        }
    }

    pub(crate) fn truncate(&mut self, length: usize) {
        self.entries.truncate(length);
    }

    pub(crate) fn reserve(&mut self, more: usize) {
        self.entries.reserve(more);
    }

    /// The bytes as the contract carries them.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.entries.into_flattened()
    }
}

impl Extend<u32> for NumberColumn {
    #[inline]
    fn extend<I: IntoIterator<Item = u32>>(&mut self, numbers: I) {
        self.entries.extend(numbers.into_iter().map(u32::to_le_bytes));
    }
}

impl FromIterator<u32> for NumberColumn {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut column = Self::default();
        column.extend(numbers);
        column
    }
}

/// Numbers as the contract carries them: for tests of an analyzer by its columns.
#[must_use]
pub fn number_column(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    numbers.into_iter().collect::<NumberColumn>().into_bytes()
}

/// Floating-point numbers as the contract carries them.
pub(crate) fn double_column(numbers: impl IntoIterator<Item = f64>) -> Vec<u8> {
    numbers.into_iter().flat_map(f64::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Doubles, Numbers, Vectors, double_column, number_column};

    #[test]
    fn what_is_not_whole_numbers_is_named() {
        let problem = Numbers::read("ends", &[1, 0, 0, 0, 2]).expect_err("a number and a byte");
        assert_eq!(problem, "ends: 5 bytes, 1 more than whole numbers of 4");
        assert!(Doubles::read("score", &[0; 12]).is_err());
        let problem = Vectors::read("embedding", 2, &[0; 12]).expect_err("three numbers");
        assert_eq!(problem, "embedding: 3 numbers for vectors of 2");
        assert!(Vectors::read("embedding", 0, &[]).is_err());
    }

    proptest! {
        #[test]
        fn numbers_are_read_back(numbers in proptest::collection::vec(any::<u32>(), 0..20), cut in 0usize..25) {
            let bytes = number_column(numbers.iter().copied());
            let column = Numbers::read("ends", &bytes).expect("whole numbers");
            prop_assert!(column.iter().eq(numbers.iter().copied()));
            prop_assert_eq!(column.get(cut), numbers.get(cut).copied().unwrap_or(0));
            let rest: Vec<u32> = column.slice(cut..100).iter().collect();
            prop_assert_eq!(&rest[..], numbers.get(cut..).unwrap_or_default());
        }

        #[test]
        fn comparisons_are_those_of_a_loop(
            pairs in proptest::collection::vec((0u32..6, 0u32..6), 0..20),
            great in prop::option::of((0usize..20, any::<u32>())),
            most in prop_oneof![0u32..6, any::<u32>()],
        ) {
            let (mut ones, others): (Vec<u32>, Vec<u32>) = pairs.into_iter().unzip();
            if let Some((place, number)) = great.filter(|&(place, _)| place < ones.len()) {
                ones[place] = number;
            }
            let [one, other] = [&ones, &others].map(|numbers| number_column(numbers.iter().copied()));
            let one = Numbers::read("starts", &one).expect("whole numbers");
            let other = Numbers::read("ends", &other).expect("whole numbers");
            let mut pairs = ones.iter().zip(&others);
            prop_assert_eq!(one.has_beyond(most), ones.iter().any(|&number| number > most));
            prop_assert_eq!(one.are_before(other), pairs.clone().all(|(one, other)| one < other));
            prop_assert_eq!(one.are_up_to(other), pairs.all(|(one, other)| one <= other));
        }

        #[test]
        fn doubles_and_vectors_are_read_back(numbers in proptest::collection::vec(-1e6f64..1e6, 0..20)) {
            let bytes = double_column(numbers.iter().copied());
            let column = Doubles::read("score", &bytes).expect("whole numbers");
            for (index, number) in numbers.iter().enumerate() {
                prop_assert_eq!(column.get(index), Some(*number));
            }
            let singles: Vec<u8> = numbers.iter().flat_map(|&number| (number as f32).to_le_bytes()).collect();
            let vectors = Vectors::read("embedding", 1, &singles).expect("vectors of one number");
            prop_assert_eq!(vectors.len(), numbers.len());
            prop_assert_eq!(vectors.get(0), numbers.first().map(|&number| vec![number as f32]));
            prop_assert_eq!(vectors.get(numbers.len()), None);
        }
    }
}
