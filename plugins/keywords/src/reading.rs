//! From tokens to the words that phrases are made of.

use std::ops::Range;

use textmill_sdk::{Document, Spans};

use crate::lexicon::Lists;
use crate::script::Script;
use crate::settings::Settings;
use crate::vocabulary::Vocabulary;

/// Stands in a sequence between words that no phrase joins.
pub(crate) const BREAK: u32 = u32::MAX;

/// Adds the words of a document to `vocabulary`, and gives their numbers in the order of the text, with a [`BREAK`]
/// where no phrase goes on.
///
/// What hyphens join is counted by its parts and is one word in a phrase: `agent-based system`.
pub(crate) fn read<'t>(
    document: &Document<'t>,
    lists: &Lists<'_>,
    settings: &Settings,
    vocabulary: &mut Vocabulary<'t>,
) -> Vec<u32> {
    let tokens = document.tokens();
    let mut reader = Reader {
        text: document.text(),
        lists,
        vocabulary,
        sequence: Vec::with_capacity(tokens.len() + 1),
        unit: None,
        hyphen: None,
        ideograph: None,
    };
    let mut borders = Borders::new(document);
    for token in tokens {
        let range = token.range();
        if borders.between(range.start) {
            reader.end();
        }
        borders.after(range.end);
        match token.label() {
            "word" => reader.word(range),
            "number" if settings.numbers => reader.word(range),
            "number" => reader.number(range),
            "punctuation" => reader.punctuation(range),
            "hashtag" => {
                reader.end();
                if settings.hashtags {
                    reader.vocabulary.add(token.text().trim_start_matches(['#', '＃']), 1);
                }
            }
            _ => reader.end(),
        }
    }
    reader.end();
    reader.sequence
}

struct Reader<'r, 't> {
    text: &'t str,
    lists: &'r Lists<'r>,
    vocabulary: &'r mut Vocabulary<'t>,
    sequence: Vec<u32>,
    /// The word that a hyphen may still add to.
    unit: Option<Unit>,
    /// Where a hyphen behind that word ends.
    hyphen: Option<usize>,
    /// The ideograph before, if it is no stop word.
    ideograph: Option<Range<usize>>,
}

struct Unit {
    range: Range<usize>,
    parts: Parts,
}

enum Parts {
    /// One word, by its number.
    Word(u32),
    /// A number that is not counted: a word only with what follows, as in `19-year-old`.
    Number,
    Several,
}

impl<'t> Reader<'_, 't> {
    fn word(&mut self, range: Range<usize>) {
        let text = self.slice(range.clone());
        if is_ideograph(text) {
            return self.ideograph(range);
        }
        let number = self.vocabulary.add(text, 1);
        if !self.joins(&range) {
            self.flush();
            self.unit = Some(Unit { range, parts: Parts::Word(number) });
        }
    }

    /// A number that is not counted is still a part of `covid-19`.
    fn number(&mut self, range: Range<usize>) {
        if !self.joins(&range) {
            self.end();
            self.unit = Some(Unit { range, parts: Parts::Number });
        }
    }

    fn punctuation(&mut self, range: Range<usize>) {
        let hyphen = matches!(self.slice(range.clone()), "-" | "\u{2010}" | "\u{2011}");
        match &self.unit {
            Some(unit) if hyphen && self.hyphen.is_none() && unit.range.end == range.start => {
                self.hyphen = Some(range.end);
            }
            _ => self.end(),
        }
    }

    /// Adds a token to the word before, if a hyphen joins the two.
    fn joins(&mut self, range: &Range<usize>) -> bool {
        match &mut self.unit {
            Some(unit) if self.hyphen == Some(range.start) => {
                *unit = Unit { range: unit.range.start..range.end, parts: Parts::Several };
                self.hyphen = None;
                true
            }
            _ => false,
        }
    }

    /// Ideographs that no dictionary has cut into words count in overlapping pairs, as is the custom of search
    /// engines; a pair joins no phrase.
    fn ideograph(&mut self, range: Range<usize>) {
        self.end_unit();
        let before = self.ideograph.take();
        if self.lists.leave_out(self.slice(range.clone()), Script::Han) {
            return;
        }
        if let Some(before) = before.filter(|before| before.end == range.start) {
            let pair = self.vocabulary.add(self.slice(before.start..range.end), 1);
            self.sequence.extend([pair, BREAK]);
        }
        self.ideograph = Some(range);
    }

    /// Ends the phrase.
    fn end(&mut self) {
        self.end_unit();
        self.ideograph = None;
    }

    fn end_unit(&mut self) {
        self.flush();
        if self.sequence.last().is_some_and(|&last| last != BREAK) {
            self.sequence.push(BREAK);
        }
    }

    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    fn flush(&mut self) {
        let mut ends = self.hyphen.take().is_some();
        if let Some(unit) = self.unit.take() {
            match unit.parts {
                Parts::Word(number) => self.sequence.push(number),
                Parts::Number => ends = true,
                Parts::Several => self.sequence.push(self.vocabulary.add(self.slice(unit.range), 0)),
            }
        }
        if ends {
            self.sequence.push(BREAK);
        }
    }
}

/// Whether a word is one ideograph. The first byte tells it from all but a few scripts.
fn is_ideograph(word: &str) -> bool {
    if !matches!(word.as_bytes(), [0xE3..=0xE9 | 0xF0, _, _] | [0xF0, _, _, _]) {
        return false;
    }
    let mut characters = word.chars();
    let first = characters.next().map(Script::of_character);
    first == Some(Script::Han) && characters.next().is_none()
}

/// Where sentences end; without that layer, blank lines.
struct Borders<'t> {
    text: &'t str,
    sentences: Option<Spans<'t>>,
    /// Where the sentence of the token before ends.
    sentence_end: usize,
    /// Where the token before ends.
    token_end: usize,
}

impl<'t> Borders<'t> {
    fn new(document: &Document<'t>) -> Self {
        let sentences = document.sentences();
        let sentences = (sentences.len() > 0).then_some(sentences);
        Self { text: document.text(), sentences, sentence_end: 0, token_end: 0 }
    }

    /// Whether a border lies between the token before and one that starts at `start`.
    fn between(&mut self, start: usize) -> bool {
        let Some(sentences) = &mut self.sentences else {
            let between = self.text.get(self.token_end..start).unwrap_or_default();
            return between.matches('\n').count() > 1;
        };
        let border = start >= self.sentence_end;
        while start >= self.sentence_end {
            match sentences.next() {
                Some(sentence) => self.sentence_end = sentence.end(),
                None => self.sentence_end = usize::MAX,
            }
        }
        border
    }

    fn after(&mut self, end: usize) {
        self.token_end = end;
    }
}
