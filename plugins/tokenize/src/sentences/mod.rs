//! Cuts a text into sentences.
//!
//! [`segment_end`] holds the default rules of UAX #29. The tailored rules look at tokens instead, which already know
//! abbreviations, numbers and addresses, and at the line breaks of web pages.

mod boundary;
mod mark;
mod rules;
mod starters;

pub use boundary::segment_end;

use std::ops::Range;

use crate::token::Token;
use crate::words::Abbreviations;

/// Cuts texts into sentences.
#[derive(Debug)]
pub struct Splitter {
    tailored: Option<Tailorings>,
}

#[derive(Debug)]
struct Tailorings {
    abbreviations: Abbreviations,
    starters: starters::Starters,
}

impl Splitter {
    /// By this crate's rules over tokens, or, without `tailorings`, by the default rules of UAX #29.
    pub fn new(tailorings: bool) -> Self {
        let tailored =
            || Tailorings { abbreviations: Abbreviations::new(), starters: starters::Starters::new() };
        Splitter { tailored: tailorings.then(tailored) }
    }

    /// Appends the sentences of `text` to `sentences`: in order, without white space around them.
    ///
    /// `tokens` are those of `text`. A stretch without tokens is no sentence.
    pub fn sentences(&self, text: &str, tokens: &[Token], sentences: &mut Vec<Range<usize>>) {
        match &self.tailored {
            Some(Tailorings { abbreviations, starters }) => {
                tailored(rules::Context { text, tokens, abbreviations, starters }, sentences);
            }
            None => default(text, sentences),
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
fn tailored(context: rules::Context<'_>, sentences: &mut Vec<Range<usize>>) {
    let tokens = context.tokens;
    let mut first = 0;
    let mut index = 0;
    while index < tokens.len() {
        let end = context.end(first, index).or_else(|| context.ends_unmarked(first, index).then_some(index));
        if let Some(last) = end {
            sentences.push(tokens[first].start..tokens[last].end);
            first = last + 1;
        }
        index = end.unwrap_or(index) + 1;
    }
    if let (Some(start), Some(last)) = (tokens.get(first), tokens.last()) {
        sentences.push(start.start..last.end);
    }
}

#[cfg(test)]
mod tests;
