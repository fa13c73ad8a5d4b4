//! Strings in one buffer.

use std::ops::Range;

/// Strings back to back in one buffer: string `i` is `text[ends[i - 1]..ends[i]]`.
///
/// A string costs 8 bytes beside its text, 4 in a guest, and no allocation of its own. What is looked up often, or cut into
/// the columns of a call, lies so.
///
/// ```
/// use textmill_merge::Strings;
///
/// let mut words: Strings = ["tea", "", "قهوة"].into_iter().collect();
/// words.push("mint");
/// assert_eq!((words.len(), words.get(2)), (4, "قهوة"));
/// assert_eq!(words.iter().collect::<String>(), words.text());
///
/// words.truncate(1);
/// assert_eq!((words.text(), words.ends()), ("tea", &[3][..]));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strings {
    text: String,
    /// On character boundaries, never decreasing, the last equal to `text.len()`.
    ends: Vec<usize>,
}

impl Strings {
    /// No strings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many strings more, of so many bytes together.
    pub fn reserve(&mut self, strings: usize, bytes: usize) {
        self.ends.reserve(strings);
        self.text.reserve(bytes);
    }

    /// Adds a string at the end.
    #[inline]
    pub fn push(&mut self, string: &str) {
        self.text.push_str(string);
        self.ends.push(self.text.len());
    }

    /// Adds empty strings, or removes the last, until there are `strings`.
    pub fn resize(&mut self, strings: usize) {
        if strings < self.len() {
            self.truncate(strings);
        } else {
            self.ends.resize(strings, self.text.len());
        }
    }

    /// Removes all but the first `strings`.
    pub fn truncate(&mut self, strings: usize) {
        self.ends.truncate(strings);
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
    }

    /// Removes all, and keeps the room.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// The strings from number `first` on, which are removed here.
    ///
    /// # Panics
    /// Where there are fewer than `first`.
    #[must_use]
    pub fn split_off(&mut self, first: usize) -> Self {
        let start = self.start(first);
        let mut ends = self.ends.split_off(first);
        ends.iter_mut().for_each(|end| *end -= start);
        Self { text: self.text.split_off(start), ends }
    }

    /// The number of strings.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// String `index`.
    ///
    /// # Panics
    /// Where there is none of that number.
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> &str {
        &self.text[self.range(index)]
    }

    /// As [`get`](Self::get), without the look for character boundaries that a piece of a string takes.
    #[inline]
    #[must_use]
    pub fn bytes(&self, index: usize) -> &[u8] {
        &self.text.as_bytes()[self.range(index)]
    }

    /// The strings in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// The buffer.
    #[inline]
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where each string ends in the buffer, in bytes.
    #[inline]
    #[must_use]
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// The buffer, and where each string ends in it.
    #[must_use]
    pub fn into_parts(self) -> (String, Vec<usize>) {
        (self.text, self.ends)
    }

    /// Bytes on the heap.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>()
    }

    /// Takes over other strings, into the memory that these have.
    pub fn copy(&mut self, other: &Self) {
        self.text.clone_from(&other.text);
        self.ends.clone_from(&other.ends);
    }

    /// Where string `index` lies in the buffer.
    #[inline]
    fn range(&self, index: usize) -> Range<usize> {
        self.start(index)..self.ends[index]
    }

    #[inline]
    fn start(&self, index: usize) -> usize {
        if index == 0 { 0 } else { self.ends[index - 1] }
    }
}

impl<S: AsRef<str>> FromIterator<S> for Strings {
    fn from_iter<I: IntoIterator<Item = S>>(strings: I) -> Self {
        let mut all = Self::new();
        all.extend(strings);
        all
    }
}

impl<S: AsRef<str>> Extend<S> for Strings {
    fn extend<I: IntoIterator<Item = S>>(&mut self, strings: I) {
        let strings = strings.into_iter();
        self.ends.reserve(strings.size_hint().0);
        strings.for_each(|string| self.push(string.as_ref()));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Strings;

    proptest! {
        #[test]
        fn strings_are_those_of_a_list(
            mut list in prop::collection::vec("[a\\x00س]{0,3}", 0..20),
            first in 0_usize..25,
            length in 0_usize..25,
        ) {
            let mut strings: Strings = list.iter().collect();
            prop_assert!(strings.iter().eq(&list));
            prop_assert!((0..list.len()).all(|index| strings.bytes(index) == list[index].as_bytes()));

            let first = first.min(list.len());
            let (last, last_of_list) = (strings.split_off(first), list.split_off(first));
            prop_assert!(strings.iter().eq(&list) && last.iter().eq(&last_of_list));

            strings.resize(length);
            list.resize(length, String::new());
            prop_assert!(strings.iter().eq(&list));

            strings.copy(&last);
            strings.extend(&list);
            prop_assert!(strings.iter().eq(last_of_list.iter().chain(&list)));
            prop_assert_eq!(strings.ends().last().copied().unwrap_or(0), strings.text().len());
        }
    }
}
