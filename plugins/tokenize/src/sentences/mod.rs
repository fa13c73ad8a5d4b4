//! Cuts a text into sentences.
//!
//! [`segment_end`] holds the default rules of UAX #29. The tailored rules look at tokens instead, which already know
//! abbreviations, numbers and addresses, and at the line breaks of web pages.

mod boundary;
mod candidates;
mod closing;
mod fold;
mod mark;
mod rules;

pub use boundary::segment_end;
pub use candidates::Candidates;

use std::ops::Range;

use crate::token::Token;

/// A sentence of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without the white space around it.
    pub span: Range<usize>,
    /// Its tokens, by their indexes.
    pub tokens: Range<usize>,
}

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

    /// Appends the sentences of `text` to `sentences`, in order.
    ///
    /// `tokens` are those of `text`, and `candidates` the places where the rules are asked. A stretch without tokens is no
    /// sentence.
    pub fn sentences(
        self,
        text: &str,
        tokens: &[Token],
        candidates: &Candidates,
        sentences: &mut Vec<Sentence>,
    ) {
        if self.tailored {
            tailored(text, tokens, candidates, sentences);
        } else {
            default(text, tokens, sentences);
        }
    }
}

fn default(text: &str, tokens: &[Token], sentences: &mut Vec<Sentence>) {
    let (mut start, mut first) = (0, 0);
    while start < text.len() {
        let end = segment_end(text, start);
        let sentence = text[start..end].trim();
        if !sentence.is_empty() {
            let start = end - text[start..end].trim_start().len();
            let span = start..start + sentence.len();
            // No token crosses an end of a sentence.
            let after = first + tokens[first..].iter().take_while(|token| token.start() < span.end).count();
            sentences.push(Sentence { span, tokens: first..after });
            first = after;
        }
        start = end;
    }
}

/// Sentences end between tokens, so that no token is cut.
fn tailored(text: &str, tokens: &[Token], candidates: &Candidates, sentences: &mut Vec<Sentence>) {
    let context = rules::Context { text, tokens };
    let (mut closings, mut folds) = (closing::Closings::default(), fold::Folds::default());
    let mut first = 0;
    for index in candidates.iter().take_while(|&index| index < tokens.len()) {
        // The marks after an end are taken by it.
        if index < first {
            continue;
        }
        let end = if context.plainly_ends(first, index) {
            Some(index)
        } else {
            context
                .end(first, index, &mut closings)
                .or_else(|| context.ends_unmarked(first, index, &mut folds).then_some(index))
        };
        if let Some(last) = end {
            let span = tokens[first].start()..tokens[last].end();
            sentences.push(Sentence { span, tokens: first..last + 1 });
            first = last + 1;
        }
    }
    if let (Some(start), Some(last)) = (tokens.get(first), tokens.last()) {
        sentences.push(Sentence { span: start.start()..last.end(), tokens: first..tokens.len() });
    }
}

#[cfg(test)]
mod tests;
