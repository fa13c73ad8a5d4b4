//! From the tokens of a sentence to its elements.

use std::ops::Range;

use crate::atom::{self, Atom};
use crate::lexicon::{Entry, Lexicon};
use crate::reading::{Reader, Scripts};
use crate::sentence::{Class, Sentence};

/// A token of the document, as the layer `tokens` gives it.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) range: Range<usize>,
    pub(crate) kind: &'a str,
}

/// Makes sentences, with buffers that are kept from one to the next.
#[derive(Debug)]
pub(crate) struct Parser<'l> {
    lexicon: &'l Lexicon,
    scripts: Scripts,
    reader: Reader,
    symbol: String,
    atoms: Vec<Atom<'l>>,
}

impl<'l> Parser<'l> {
    pub(crate) fn new(lexicon: &'l Lexicon, scripts: Scripts) -> Self {
        Self { lexicon, scripts, reader: Reader::default(), symbol: String::new(), atoms: Vec::new() }
    }

    /// Reads the tokens of one sentence of `text` into `sentence`, which is cleared first.
    pub(crate) fn parse<'t>(
        &mut self,
        text: &str,
        tokens: impl Iterator<Item = Token<'t>>,
        sentence: &mut Sentence<'l>,
    ) {
        sentence.clear();
        self.atoms.clear();
        let mut read_to = 0;
        let mut has_small_letters = false;
        for token in tokens {
            // An emoticon is several tokens, and has been read at the first.
            if token.range.start < read_to {
                continue;
            }
            let Some(written) = text.get(token.range.clone()) else { continue };
            match token.kind {
                "word" | "number" => {
                    sentence.words += 1;
                    has_small_letters |= written.bytes().any(|byte| byte.is_ascii_lowercase());
                    self.push_word(token.range, written, false);
                }
                "hashtag" => {
                    sentence.words += 1;
                    self.push_hashtag(token.range.start, written);
                }
                // Emoticons may come as one token or as several marks.
                "emoji" | "punctuation" | "symbol" => {
                    read_to = self.push_mark(text, token.range, written, sentence);
                }
                _ => self.atoms.push(Atom::plain(token.range, Class::Word)),
            }
        }
        atom::join(self.lexicon, &self.atoms, has_small_letters, &mut sentence.elements);
    }

    fn push_word(&mut self, range: Range<usize>, written: &str, in_hashtag: bool) {
        let (reading, spelling) = self.reader.read(self.lexicon, self.scripts, written);
        let class = Class::Word;
        let (capitals, lengthened) = (spelling.capitals, spelling.lengthened);
        self.atoms.push(Atom { range, class, reading, symbol: None, capitals, lengthened, in_hashtag });
    }

    /// A hashtag says what its parts say: `#خدمة_سيئة`, `#SoHappy`.
    fn push_hashtag(&mut self, start: usize, written: &str) {
        for part in hashtag_parts(written) {
            self.push_word(start + part.start..start + part.end, &written[part], true);
        }
    }

    fn push_symbol(&mut self, range: Range<usize>, written: &str) {
        let symbol = self.lexicon.symbol(written, &mut self.symbol);
        self.atoms.push(Atom::symbol(range, symbol));
    }

    /// Reads punctuation or an emoticon that begins with it. Gives the offset up to which the text is read.
    fn push_mark(
        &mut self,
        text: &str,
        range: Range<usize>,
        written: &str,
        sentence: &mut Sentence<'l>,
    ) -> usize {
        let end = range.end;
        if let Some(emoticon) = self.emoticon_at(text, range.start) {
            let end = range.start + emoticon.term.len();
            self.atoms.push(Atom::symbol(range.start..end, Some(emoticon)));
            return end;
        }
        sentence.exclamations += written.matches('!').count();
        sentence.questions += written.matches(['?', '؟']).count();
        if is_pictograph(written) {
            self.push_symbol(range, written);
        } else if !joins(written) {
            self.atoms.push(Atom::plain(range, Class::Break));
        }
        end
    }

    /// An emoticon that stands alone: not `10:3`, not `Note:Do`.
    fn emoticon_at(&self, text: &str, start: usize) -> Option<&'l Entry> {
        let emoticon = self.lexicon.emoticon(text.get(start..)?)?;
        let after = text[start + emoticon.term.len()..].chars().next();
        let ends_free = !after.is_some_and(char::is_alphanumeric);
        let follows_digit = text[..start].ends_with(|before: char| before.is_numeric());
        (ends_free && !follows_digit).then_some(emoticon)
    }
}

/// A hyphen joins what a phrase of the lexicon holds as two words; quotes and marks of web text do not part a clause.
fn joins(mark: &str) -> bool {
    matches!(
        mark,
        "-" | "/" | "_" | "'" | "\"" | "’" | "‘" | "“" | "”" | "«" | "»" | "*" | "#" | "@" | "&" | "%"
    )
}

/// Whether a mark may be in the table of emoji: hearts, stars and check marks are symbols to a tokenizer.
fn is_pictograph(mark: &str) -> bool {
    const FIRST: char = '\u{2600}';
    mark.chars().next().is_some_and(|first| first >= FIRST)
}

/// The parts of a hashtag as byte ranges: cut at underscores, and where a capital follows a small letter.
fn hashtag_parts(written: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    let mut before = '_';
    let end = std::iter::once((written.len(), '_'));
    written.char_indices().chain(end).filter_map(move |(at, letter)| {
        let separator = matches!(letter, '_' | '#' | '＃');
        let cut = separator || (letter.is_uppercase() && before.is_lowercase());
        before = letter;
        if !cut {
            return None;
        }
        let part = start..at;
        start = if separator { at + letter.len_utf8() } else { at };
        (!part.is_empty()).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::hashtag_parts;

    #[test]
    fn a_hashtag_is_cut_at_underscores_and_capitals() {
        for (tag, parts) in [
            ("#SoHappy", vec!["So", "Happy"]),
            ("#خدمة_سيئة", vec!["خدمة", "سيئة"]),
            ("#fail", vec!["fail"]),
            ("#__", vec![]),
        ] {
            let found: Vec<_> = hashtag_parts(tag).map(|part| &tag[part]).collect();
            assert_eq!(found, parts, "in {tag:?}");
        }
    }
}
