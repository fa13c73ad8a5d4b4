//! Segments: words between two breaks, and how much their capitals are worth.

use std::ops::Range;

use crate::page::{Gap, Page};
use crate::piece::Form;

/// Words that follow each other without a break.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// The words.
    pub(super) words: Range<usize>,
    /// Whether most words are capitalized, so that a capital proves no name: a headline, a menu, a shout.
    pub(super) is_headline: bool,
    /// Whether any word is of Arabic script.
    pub(super) has_arabic: bool,
    /// Whether any word begins with a capital.
    pub(super) has_capitals: bool,
}

/// The segments of the page in order.
pub(super) fn segments(page: &Page<'_>) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut start = 0;
    for at in 1..=page.len() {
        let breaks = page.word(at).is_none_or(|word| word.gap == Gap::Break);
        if breaks {
            segments.push(segment(page, start..at));
            start = at;
        }
    }
    segments
}

/// From so many words on, a segment is long enough to be judged by its capitals.
const FEWEST_WORDS: usize = 4;

fn segment(page: &Page<'_>, words: Range<usize>) -> Segment {
    let (mut long, mut capitals, mut any_capital, mut arabic) = (0, 0, false, false);
    let (mut upper, mut small) = (0, 0);
    for at in words.clone() {
        let form = page.form(at);
        arabic |= form == Form::Arabic;
        any_capital |= form.is_capital();
        upper += usize::from(form == Form::Upper);
        small += usize::from(form == Form::Lower);
        // Short words stay small in headlines.
        if matches!(form, Form::Lower | Form::Title | Form::Upper) && page.written(at).len() > 3 {
            long += 1;
            capitals += usize::from(form.is_capital());
        }
    }
    let is_title = long >= FEWEST_WORDS && capitals * 5 >= long * 4;
    let is_shout = upper >= FEWEST_WORDS && small == 0;
    Segment { words, is_headline: is_title || is_shout, has_arabic: arabic, has_capitals: any_capital }
}
