//! A folded text with the way back to the text that it comes from.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::compose::Letter;

/// A folded text that knows which bytes of the text each part of it comes from.
///
/// ```
/// use textmill_text::fold::LOOKUP;
///
/// let text = "و\u{64E}أ\u{64E}حْمَد قال";
/// let mapped = LOOKUP.mapped(text);
/// assert_eq!(mapped.text(), "واحمد قال");
/// let name = mapped.text().find("احمد").map(|at| mapped.source(at..at + "احمد".len()));
/// assert_eq!(name.map(|range| &text[range]), Some("أ\u{64E}حْمَد"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Mapped {
    text: String,
    /// The letters that have another number of bytes than before, in order.
    changes: Vec<Change>,
}

/// A letter that was folded.
#[derive(Clone, Debug)]
struct Change {
    folded: Range<usize>,
    source: Range<usize>,
}

impl Mapped {
    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the text that a part of the folded one comes from: whole letters, with the marks after the last of them.
    #[must_use]
    pub fn source(&self, part: Range<usize>) -> Range<usize> {
        let start = self.start(part.start);
        start..self.end(part.end).max(start)
    }

    /// The folded text alone.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    fn start(&self, at: usize) -> usize {
        let before = self.changes.partition_point(|change| change.folded.end <= at);
        match self.changes.get(before) {
            Some(change) if change.folded.start < at => change.source.start,
            _ => self.after(before, at),
        }
    }

    fn end(&self, at: usize) -> usize {
        let before = self.changes.partition_point(|change| change.folded.end <= at);
        match self.changes.get(before) {
            Some(change) if change.folded.start < at => change.source.end,
            _ => self.after(before, at),
        }
    }

    /// The place of a byte that no change has, behind so many of them.
    fn after(&self, changes: usize, at: usize) -> usize {
        let last = changes.checked_sub(1).and_then(|last| self.changes.get(last));
        last.map_or(at, |last| last.source.end + (at - last.folded.end))
    }

    /// Takes what became of a letter.
    pub(super) fn add(&mut self, letter: Letter, folded: Range<usize>) {
        let source = letter.start..letter.end;
        match self.changes.last_mut() {
            // The letters of one presentation form start together, and stay one.
            Some(last) if last.source.start == source.start => {
                (last.source.end, last.folded.end) = (source.end.max(last.source.end), folded.end);
            }
            _ if folded.len() == source.len() => {}
            _ => self.changes.push(Change { folded, source }),
        }
    }

    pub(super) fn finish(self, text: String) -> Self {
        Self { text, ..self }
    }
}
