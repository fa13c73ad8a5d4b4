//! Strings back to back, as the contract carries them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Strings in one buffer: string `i` is `text[ends[i - 1]..ends[i]]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Strings {
    text: String,
    /// UTF-8 byte offsets: never decreasing, on character boundaries, the last equal to `text.len()`.
    ends: Vec<u32>,
}

impl Strings {
    /// A text cut at `ends`.
    ///
    /// # Errors
    /// Where they do not cut it whole, on character boundaries, one after the other.
    pub(crate) fn cut(text: String, ends: Vec<u32>) -> Result<Self, String> {
        let mut start = 0;
        for &end in &ends {
            let end = end as usize;
            if end < start || !text.is_char_boundary(end) {
                return Err(format!("its strings are not cut on character boundaries: {start}..{end}"));
            }
            start = end;
        }
        match start == text.len() {
            true => Ok(Self { text, ends }),
            false => Err("its strings do not fill their buffer".into()),
        }
    }

    /// So many empty strings.
    pub(crate) fn empty(strings: usize) -> Self {
        Self { text: String::new(), ends: vec![0; strings] }
    }

    /// Makes room for so many strings more, of so many bytes together.
    pub(crate) fn reserve(&mut self, strings: usize, bytes: usize) {
        self.text.reserve(bytes);
        self.ends.reserve(strings);
    }

    /// Whether another string can be added: 32-bit offsets reach no further than 4 GiB.
    pub(crate) fn has_room_for(&self, string: &str) -> bool {
        u32::try_from(self.text.len() + string.len()).is_ok()
    }

    /// Adds a string at the end, where there is room for it, and tells whether there was.
    pub(crate) fn push(&mut self, string: &str) -> bool {
        let has_room = self.has_room_for(string);
        if has_room {
            self.text.push_str(string);
            self.ends.push(self.text.len() as u32);
        }
        has_room
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
    pub(super) fn bound(&self, index: usize) -> Range<u32> {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        start..self.ends[index]
    }

    /// String `index`.
    pub(crate) fn get(&self, index: usize) -> &str {
        let bound = self.bound(index);
        &self.text[bound.start as usize..bound.end as usize]
    }

    /// All strings, in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// The buffer, and where each string ends in it.
    pub(crate) fn into_parts(self) -> (String, Vec<u32>) {
        (self.text, self.ends)
    }

    /// Whether an offset into the buffer stands between two characters.
    pub(crate) fn is_boundary(&self, offset: u32) -> bool {
        self.text.is_char_boundary(offset as usize)
    }

    /// The strings `kept`, in that order.
    pub(crate) fn select(&self, kept: &[usize]) -> Self {
        kept.iter().map(|&index| self.get(index)).collect()
    }
}

/// Of strings that are part of what 32-bit offsets reach already.
impl<'a> FromIterator<&'a str> for Strings {
    fn from_iter<T: IntoIterator<Item = &'a str>>(strings: T) -> Self {
        let strings = strings.into_iter();
        let mut all = Self::default();
        all.ends.reserve(strings.size_hint().0);
        for string in strings {
            all.text.push_str(string);
            all.ends.push(all.text.len() as u32);
        }
        all
    }
}
