//! Strings back to back, as the contract carries them.

use std::ops::Range;

/// Strings in one buffer: string `i` is `text[ends[i - 1]..ends[i]]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Texts {
    text: String,
    /// UTF-8 byte offsets: never decreasing, on character boundaries, the last equal to `text.len()`.
    ends: Vec<u32>,
}

/// The buffer would be over 4 GiB, which 32-bit offsets cannot reach.
#[derive(Debug)]
pub(crate) struct TooLong;

impl Texts {
    /// Makes room for so many strings more, of so many bytes together.
    pub(crate) fn reserve(&mut self, strings: usize, bytes: usize) {
        self.text.reserve(bytes);
        self.ends.reserve(strings);
    }

    /// Adds a string at the end.
    ///
    /// # Errors
    /// [`TooLong`]; nothing is added then.
    pub(crate) fn push(&mut self, string: &str) -> Result<(), TooLong> {
        let end = u32::try_from(self.text.len() + string.len()).map_err(|_| TooLong)?;
        self.text.push_str(string);
        self.ends.push(end);
        Ok(())
    }

    /// The number of strings.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The buffer.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where each string ends in the buffer.
    pub(crate) fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// Bytes of the texts and of the column of their ends.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len() + size_of_val(self.ends())
    }

    /// Where string `index` stands in the buffer.
    pub(crate) fn bound(&self, index: usize) -> Range<u32> {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        start..self.ends[index]
    }

    /// Where each string stands in the buffer.
    pub(crate) fn bounds(&self) -> impl Iterator<Item = Range<u32>> {
        (0..self.len()).map(|index| self.bound(index))
    }

    /// String `index`.
    pub(crate) fn get(&self, index: usize) -> &str {
        let bound = self.bound(index);
        &self.text[bound.start as usize..bound.end as usize]
    }

    /// Whether an offset into the buffer stands between two characters.
    pub(crate) fn is_boundary(&self, offset: u32) -> bool {
        self.text.is_char_boundary(offset as usize)
    }

    /// The strings `kept`, in that order.
    pub(crate) fn select(&self, kept: &[usize]) -> Self {
        let mut selected = Self::default();
        for &index in kept {
            selected.text.push_str(self.get(index));
            // A part of what was indexed with 32 bits is so again.
            selected.ends.push(selected.text.len() as u32);
        }
        selected
    }
}
