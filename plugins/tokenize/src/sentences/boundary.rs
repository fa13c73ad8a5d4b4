//! Sentence boundaries by the default rules of UAX #29, section 5.1 (Unicode 18), without tailoring.

use crate::unicode::{Properties, SentenceBreak};

/// Where the sentence that starts at `start` ends, white space after it included; `text.len()` when `start` is
/// there.
///
/// `start` is a sentence boundary of `text`.
pub fn segment_end(text: &str, start: usize) -> usize {
    let mut scan = Scan { text, position: start, base: None, before: None };
    while let Some(class) = scan.advance() {
        use SentenceBreak::*;
        match class {
            // SB3, SB4.
            Cr => return scan.position + if scan.rest().starts_with('\n') { 1 } else { 0 },
            Lf | Sep => return scan.position,
            ATerm | STerm => {
                if let Some(end) = scan.end_after(class) {
                    return end;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// A forward scan that knows the last two characters that SB5 does not pass over.
struct Scan<'a> {
    text: &'a str,
    position: usize,
    base: Option<SentenceBreak>,
    before: Option<SentenceBreak>,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    /// Takes in the next character that SB5 does not pass over, and gives its class.
    fn advance(&mut self) -> Option<SentenceBreak> {
        let class = loop {
            let character = self.rest().chars().next()?;
            self.position += character.len_utf8();
            let class = Properties::of(character).sentence_break();
            if !matches!(class, SentenceBreak::Extend | SentenceBreak::Format) {
                break class;
            }
        };
        self.before = self.base.replace(class);
        Some(class)
    }

    /// SB6 to SB11, just after a `terminator` was taken in: where the sentence ends, or `None` where it continues;
    /// the scan then stands after the closing marks and spaces that were passed over.
    fn end_after(&mut self, mut terminator: SentenceBreak) -> Option<usize> {
        use SentenceBreak::*;
        if terminator == ATerm {
            match (self.before, peek(self.rest())) {
                (_, Some(Numeric)) => return None,                 // SB6
                (Some(Upper | Lower), Some(Upper)) => return None, // SB7
                _ => {}
            }
        }
        let mut seen_space = false;
        loop {
            let end = self.skip_marks();
            match peek(self.rest()) {
                Some(Close) if !seen_space => {}
                Some(Sp) => seen_space = true,
                Some(Sep | Lf | Cr) => return Some(end + paragraph_separator(self.rest())), // SB10, SB11
                Some(SContinue) => return None,                                             // SB8a
                Some(next @ (ATerm | STerm)) => {
                    // SB8a; what follows is judged by the later terminator.
                    terminator = next;
                    self.advance();
                    if terminator == ATerm && peek(self.rest()) == Some(Numeric) {
                        return None;
                    }
                    seen_space = false;
                    continue;
                }
                _ if terminator == ATerm && lower_follows(self.rest()) => return None, // SB8
                _ => return Some(end),
            }
            self.advance();
        }
    }

    /// Passes over what SB5 attaches to the last character.
    fn skip_marks(&mut self) -> usize {
        self.position += marks(self.rest());
        self.position
    }
}

/// Bytes of the marks and format characters that `text` begins with.
fn marks(text: &str) -> usize {
    text.char_indices()
        .find(|&(_, character)| {
            !matches!(
                Properties::of(character).sentence_break(),
                SentenceBreak::Extend | SentenceBreak::Format
            )
        })
        .map_or(text.len(), |(at, _)| at)
}

/// The class of the first character of `text` that SB5 does not pass over.
fn peek(text: &str) -> Option<SentenceBreak> {
    text[marks(text)..].chars().next().map(|character| Properties::of(character).sentence_break())
}

fn paragraph_separator(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { text.chars().next().map_or(0, char::len_utf8) }
}

/// SB8: whether a lower-case letter comes before any other letter, terminator or line break.
fn lower_follows(text: &str) -> bool {
    use SentenceBreak::*;
    for character in text.chars() {
        match Properties::of(character).sentence_break() {
            Lower => return true,
            OLetter | Upper | Sep | Cr | Lf | STerm | ATerm => return false,
            _ => {}
        }
    }
    false
}
