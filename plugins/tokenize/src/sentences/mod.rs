//! Cuts a text into sentences.
//!
//! [`segment_end`] holds the default rules of UAX #29. The tailored rules look at tokens instead, which already know
//! abbreviations, numbers and addresses, and at the line breaks of web pages.

mod boundary;
mod candidates;
mod closing;
mod mark;
mod rules;

pub use boundary::segment_end;
pub use candidates::Candidates;

use std::ops::Range;

use crate::token::Token;

/// Cuts texts into sentences.
#[derive(Clone, Copy, Debug)]
pub struct Splitter {
    tailored: bool,
}

impl Splitter {
    /// By this crate's rules over tokens, or, without `tailorings`, by the default rules of UAX #29.
    pub fn new(tailorings: bool) -> Self {
        Splitter { tailored: tailorings }
    }

    /// Appends the sentences of `text` to `sentences`: in order, without white space around them.
    ///
    /// `tokens` are those of `text`, and `candidates` the places where the rules are asked. A stretch without tokens is no
    /// sentence.
    pub fn sentences(
        self,
        text: &str,
        tokens: &[Token],
        candidates: &Candidates,
        sentences: &mut Vec<Range<usize>>,
    ) {
        if self.tailored {
            tailored(text, tokens, candidates, sentences);
        } else {
            default(text, sentences);
        }
    }
}

fn default(text: &str, sentences: &mut Vec<Range<usize>>) {
    let mut start = 0;
    while start < text.len() {
        let end = segment_end(text, start);
        let sentence = text[start..end].trim();
        if !sentence.is_empty() {
            let start = end - text[start..end].trim_start().len();
            sentences.push(start..start + sentence.len());
        }
        start = end;
    }
}

/// Sentences end between tokens, so that no token is cut.
fn tailored(text: &str, tokens: &[Token], candidates: &Candidates, sentences: &mut Vec<Range<usize>>) {
    let context = rules::Context { text, tokens };
    let mut closings = closing::Closings::default();
    let mut first = 0;
    for index in candidates.iter().take_while(|&index| index < tokens.len()) {
        // The marks behind an end are taken by it.
        if index < first {
            continue;
        }
        if context.plainly_ends(first, index) {
            sentences.push(tokens[first].start()..tokens[index].end());
            first = index + 1;
            continue;
        }
        let end = context
            .end(first, index, &mut closings)
            .or_else(|| context.ends_unmarked(first, index).then_some(index));
        if let Some(last) = end {
            sentences.push(tokens[first].start()..tokens[last].end());
            first = last + 1;
        }
    }
    if let (Some(start), Some(last)) = (tokens.get(first), tokens.last()) {
        sentences.push(start.start()..last.end());
    }
}

#[cfg(test)]
mod tests;
