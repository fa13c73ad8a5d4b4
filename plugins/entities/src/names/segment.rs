//! Segments: words between two breaks, and how much their capitals are worth.

use std::ops::Range;

/// Words that follow each other without a break.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// The words.
    pub(crate) words: Range<usize>,
    /// The indexes of those words with which a name may begin, as
    /// [`Page::name_start`](crate::page::Page::name_start) gives them.
    pub(crate) starts: Range<usize>,
    /// Whether most words are capitalized, so that a capital proves no name: a headline, a menu, a shout.
    pub(crate) is_headline: bool,
    /// Whether any word is of Arabic script.
    pub(crate) has_arabic: bool,
    /// Whether any word begins with a capital.
    pub(crate) has_capitals: bool,
}
