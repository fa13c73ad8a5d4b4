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

use crate::token::{Kind, Token};

/// A sentence of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without the white space around it.
    pub span: Range<usize>,
    /// How many of its tokens are words.
    pub words: usize,
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

fn default(text: &str, mut tokens: &[Token], sentences: &mut Vec<Sentence>) {
    let mut start = 0;
    while start < text.len() {
        let end = segment_end(text, start);
        let sentence = text[start..end].trim();
        if !sentence.is_empty() {
            let start = end - text[start..end].trim_start().len();
            let span = start..start + sentence.len();
            // No token crosses an end of a sentence.
            let own = tokens.iter().take_while(|token| token.start() < span.end).count();
            let (own, rest) = tokens.split_at(own);
            sentences.push(Sentence { span, words: words(own) });
            tokens = rest;
        }
        start = end;
    }
}

/// Sentences end between tokens, so that no token is cut.
fn tailored(text: &str, tokens: &[Token], candidates: &Candidates, sentences: &mut Vec<Sentence>) {
    let context = rules::Context { text, tokens };
    let mut closings = closing::Closings::default();
    let mut first = 0;
    for index in candidates.iter().take_while(|&index| index < tokens.len()) {
        // The marks behind an end are taken by it.
        if index < first {
            continue;
        }
        let end = if context.plainly_ends(first, index) {
            Some(index)
        } else {
            context
                .end(first, index, &mut closings)
                .or_else(|| context.ends_unmarked(first, index).then_some(index))
        };
        if let Some(last) = end {
            sentences.extend(of_tokens(&tokens[first..=last]));
            first = last + 1;
        }
    }
    sentences.extend(tokens.get(first..).and_then(of_tokens));
}

/// The sentence of these tokens, if there are any.
fn of_tokens(tokens: &[Token]) -> Option<Sentence> {
    let [first, ..] = tokens else { return None };
    let last = tokens.last()?;
    Some(Sentence { span: first.start()..last.end(), words: words(tokens) })
}

/// How many of the tokens are words.
fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| token.kind == Kind::Word).count()
}

#[cfg(test)]
mod tests;
