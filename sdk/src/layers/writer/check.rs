//! Whether the spans of a layer keep the contract.

use super::{LayerWriter, NO_FORM, offset_in_text};
use crate::numbers::Numbers;

/// The layers whose spans do not overlap by the contract.
const FLAT: &[&str] = &["tokens", "sentences", "language"];

/// Spans of a document from which on its columns are checked one by one.
const SPANS_IN_VECTORS: usize = 8;

/// Spans that are looked at together: of English text most stretches of so many words are ASCII.
const SPANS_AT_ONCE: usize = 16;

impl LayerWriter {
    pub(super) fn check_spans(&self, text: &str) -> Result<(), String> {
        if self.is_sound {
            return Ok(());
        }
        let (starts, ends) = self.in_hand();
        for index in 0..self.len() {
            self.check_span(index, text)?;
        }
        if FLAT.contains(&self.name.as_str())
            && let Some(index) = (1..self.len()).find(|&index| starts.get(index) < ends.get(index - 1))
        {
            let [(start, end), (before_start, before_end)] =
                [index, index - 1].map(|index| (starts.get(index), ends.get(index)));
            return Err(format!("span {start}..{end} overlaps {before_start}..{before_end}"));
        }
        Ok(())
    }

    /// Whether all spans pass, stand in order, and do not overlap. What is then wrong, if anything is, and of which, is
    /// asked after. Each loop goes over a column without a branch, so that a vector of the processor takes several spans.
    pub(super) fn spans_are_sound(&self, text: &str) -> bool {
        let (starts, ends) = self.in_hand();
        if starts.len() < SPANS_IN_VECTORS {
            return self.few_are_sound(text);
        }
        let columns = [&self.label_indexes, &self.codes].map(|column| column.numbers());
        let [labels, codes] = columns.map(|column| column.slice(self.entries..column.len()));
        let fits = |column: Numbers<'_>, count: usize| {
            column.is_empty() || count > 0 && !column.has_beyond(offset_in_text(count - 1))
        };
        let forms = self.known_forms();
        let fits_or_lacks = |form: u32| form == NO_FORM || (form as usize) < forms;
        fits(labels, self.labels.len())
            && (fits(codes, forms) || codes.iter().all(fits_or_lacks))
            && starts.are_before(ends)
            && ends.are_up_to(starts.slice(1..starts.len()))
            // None ends after the last.
            && ends.last().is_none_or(|end| end as usize <= text.len())
            && stand_on_boundaries(text, starts, ends)
    }

    /// The same of so few spans that each is looked at by itself.
    fn few_are_sound(&self, text: &str) -> bool {
        let (starts, ends) = self.in_hand();
        let mut before = 0;
        (0..starts.len()).all(|index| {
            let clear = starts.get(index) >= before;
            before = ends.get(index);
            clear && self.problem(index, text).is_none()
        })
    }

    fn check_span(&self, index: usize, text: &str) -> Result<(), String> {
        let Some(problem) = self.problem(index, text) else { return Ok(()) };
        let (starts, ends) = self.in_hand();
        let (start, end) = (starts.get(index), ends.get(index));
        Err(format!("span {start}..{end} {problem} (of {} bytes)", text.len()))
    }

    /// What is wrong with a span of the document in hand by itself.
    fn problem(&self, index: usize, text: &str) -> Option<&'static str> {
        let entry = self.entries + index;
        let [start, end] = [&self.starts, &self.ends].map(|column| column.numbers().get(entry) as usize);
        let form = if self.codes.len() > entry { self.codes.numbers().get(entry) } else { NO_FORM };
        if start >= end {
            Some("is empty")
        } else if end > text.len() {
            Some("is outside of the text")
        } else if !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            Some("begins or ends inside a character")
        } else if self.label_indexes.numbers().get(entry) as usize >= self.labels.len() {
            Some("has a label of another layer")
        } else if form != NO_FORM && form as usize >= self.known_forms() {
            Some("has a form of another layer")
        } else {
            None
        }
    }
}

/// Whether all spans, which do not overlap and lie inside the text, begin and end between characters.
fn stand_on_boundaries(text: &str, starts: Numbers<'_>, ends: Numbers<'_>) -> bool {
    let bytes = text.as_bytes();
    let is_boundary = |offset: u32| bytes.get(offset as usize).is_none_or(|&byte| byte as i8 >= -0x40);
    let mut first = 0;
    while first < starts.len() {
        let end = starts.len().min(first + SPANS_AT_ONCE);
        // Where all bytes are characters, no offset need be looked at.
        let stretch = starts.get(first) as usize..ends.get(end - 1) as usize;
        let is_ascii = bytes.get(stretch.end).is_none_or(u8::is_ascii)
            && bytes.get(stretch).is_some_and(<[u8]>::is_ascii);
        let mut spans = starts.slice(first..end).iter().zip(ends.slice(first..end).iter());
        if !is_ascii && !spans.all(|(start, end)| is_boundary(start) && is_boundary(end)) {
            return false;
        }
        first = end;
    }
    true
}
