//! A sentence as a row of elements: words and phrases that say something, others, and the ends of clauses.

use std::ops::Range;

use crate::lexicon::{Entry, Lexicon, NodeId};
use crate::reading::{Reader, Reading, Scripts};

/// A token of the document, as the layer `tokens` gives it.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) range: Range<usize>,
    pub(crate) kind: &'a str,
}

/// One element of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Element<'l> {
    /// Bytes of the document's text.
    pub(crate) range: Range<usize>,
    pub(crate) class: Class,
    /// What the lexicon has for it.
    pub(crate) entry: Option<&'l Entry>,
    /// What it says here, from -4 to 4 and, emphasized, somewhat beyond.
    pub(crate) weight: f64,
}

/// What an element is in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Word,
    /// An emoji or emoticon. No word's reach is used up by it.
    Symbol,
    /// The end of a clause: no shift goes beyond it.
    Break,
}

/// The elements of one sentence and its final marks.
#[derive(Debug, Default)]
pub(crate) struct Sentence<'l> {
    pub(crate) elements: Vec<Element<'l>>,
    pub(crate) words: usize,
    pub(crate) exclamations: usize,
    pub(crate) questions: usize,
}

/// A token or a part of a hashtag, read but not yet joined to phrases.
#[derive(Clone, Debug)]
struct Atom<'l> {
    range: Range<usize>,
    class: Class,
    reading: Reading,
    symbol: Option<&'l Entry>,
    emphasis: f64,
}

/// Capitals among small letters, and lengthened letters, strengthen a word by these factors.
const CAPITALS: f64 = 1.25;
const LENGTHENED: f64 = 1.25;

/// A hashtag names a topic more often than it judges.
const HASHTAG: f64 = 0.7;

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
        sentence.elements.clear();
        (sentence.words, sentence.exclamations, sentence.questions) = (0, 0, 0);
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
                    self.push_word(token.range, written, 1.0);
                }
                "hashtag" => {
                    sentence.words += 1;
                    self.push_hashtag(token.range.start, written);
                }
                "emoji" => self.push_symbol(token.range, written),
                "punctuation" | "symbol" => {
                    read_to = self.push_mark(text, token.range, written, sentence);
                }
                _ => self.push_plain(token.range, Class::Word),
            }
        }
        self.join_phrases(has_small_letters, &mut sentence.elements);
    }

    fn push_word(&mut self, range: Range<usize>, written: &str, factor: f64) {
        let (reading, spelling) = self.reader.read(self.lexicon, self.scripts, written);
        let capitals = if spelling.capitals { CAPITALS } else { 1.0 };
        let lengthened = if spelling.lengthened { LENGTHENED } else { 1.0 };
        let emphasis = capitals * lengthened * factor;
        self.atoms.push(Atom { range, class: Class::Word, reading, symbol: None, emphasis });
    }

    /// A hashtag says what its parts say: `#خدمة_سيئة`, `#SoHappy`.
    fn push_hashtag(&mut self, start: usize, written: &str) {
        for part in hashtag_parts(written) {
            self.push_word(start + part.start..start + part.end, &written[part], HASHTAG);
        }
    }

    fn push_symbol(&mut self, range: Range<usize>, written: &str) {
        let symbol = self.lexicon.symbol(written, &mut self.symbol);
        self.push_entry(range, symbol);
    }

    fn push_entry(&mut self, range: Range<usize>, symbol: Option<&'l Entry>) {
        self.atoms.push(Atom { symbol, emphasis: 1.0, ..Self::plain(range, Class::Symbol) });
    }

    fn push_plain(&mut self, range: Range<usize>, class: Class) {
        self.atoms.push(Self::plain(range, class));
    }

    fn plain(range: Range<usize>, class: Class) -> Atom<'l> {
        Atom { range, class, reading: Reading::default(), symbol: None, emphasis: 1.0 }
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
            self.push_entry(range.start..end, Some(emoticon));
            return end;
        }
        sentence.exclamations += written.matches('!').count();
        sentence.questions += written.matches(['?', '؟']).count();
        match written {
            // A hyphen joins what a phrase of the lexicon holds as two words; quotes do not part a clause.
            "-" | "/" | "_" | "'" | "\"" | "’" | "‘" | "“" | "”" | "«" | "»" | "*" | "#" | "@" | "&"
            | "%" => {}
            _ if written.chars().any(|mark| {
                self.lexicon.symbol(mark.encode_utf8(&mut [0; 4]), &mut self.symbol).is_some()
            }) =>
            {
                self.push_symbol(range, written);
            }
            _ => self.push_plain(range, Class::Break),
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

    /// Joins atoms to the longest phrases of the lexicon.
    fn join_phrases(&self, has_small_letters: bool, elements: &mut Vec<Element<'l>>) {
        let mut at = 0;
        while let Some(atom) = self.atoms.get(at) {
            let found = self.longest(at);
            let end = found.map_or(at + 1, |found| found.end);
            let entry = found.map(|found| found.entry).or(atom.symbol);
            let mut weight = entry.map_or(0.0, |entry| entry.weight);
            if weight != 0.0 {
                let emphasis = self.atoms[at..end].iter().map(|atom| atom.emphasis).fold(1.0, f64::max);
                let tag = self.atoms[at..end].iter().map(|atom| atom.emphasis).fold(1.0, f64::min);
                weight *= if has_small_letters || emphasis != CAPITALS { emphasis } else { 1.0 } * tag;
                if found.is_some_and(|found| found.turned) {
                    weight = crate::rules::turn(weight);
                }
            }
            let range = atom.range.start..self.atoms[end - 1].range.end;
            elements.push(Element { range, class: atom.class, entry, weight });
            at = end;
        }
    }

    fn longest(&self, at: usize) -> Option<Found<'l>> {
        let mut best = None;
        for form in self.atoms[at].reading.forms() {
            if let Some(node) = self.lexicon.first(form.word) {
                self.extend(node, at + 1, form.turned, &mut best);
            }
        }
        best
    }

    fn extend(&self, node: NodeId, end: usize, turned: bool, best: &mut Option<Found<'l>>) {
        if let Some(entry) = self.lexicon.entry(node)
            && best.is_none_or(|best| end > best.end)
        {
            *best = Some(Found { entry, end, turned });
        }
        let Some(atom) = self.atoms.get(end) else { return };
        for form in atom.reading.forms() {
            if let Some(next) = self.lexicon.next(node, form.word) {
                self.extend(next, end + 1, turned ^ form.turned, best);
            }
        }
    }
}

/// An entry that begins at an atom.
#[derive(Clone, Copy, Debug)]
struct Found<'l> {
    entry: &'l Entry,
    /// The atom behind its last.
    end: usize,
    turned: bool,
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
