//! From tokens to the words that phrases are made of.

use textmill_sdk::{ByCode, Document};

use crate::glossary::Glossary;
use crate::reader::{Reader, Room};
use crate::terms::Terms;
use crate::tokens::{Borders, Kind, TokenClitics, Tokens};
use crate::word::{Marks, Step, Word};

/// Reads a document: counts its words, and writes down those that phrases are made of.
pub(crate) struct Reading<'r, 'a, T> {
    pub(crate) tokens: &'r Tokens<'a>,
    pub(crate) clitics: &'r mut TokenClitics<'a>,
    /// What is known of forms in the language of the document.
    pub(crate) words: ByCode<'r, 'a, Word>,
    pub(crate) reader: Reader<'r>,
    pub(crate) room: &'r mut Room,
    pub(crate) glossary: &'r mut Glossary,
    pub(crate) terms: &'r mut T,
    /// The words in the order of the text, with a [`Step::BREAK`] where no phrase continues.
    pub(crate) sequence: &'r mut Vec<Step>,
    /// The last of them, a break before the first.
    pub(crate) last: Step,
    pub(crate) unit: Unit,
}

/// What the tokens before leave open, by their indexes in the columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    /// Whether something has to be written down before the next word: a hyphen, or what is not in the sequence yet.
    is_open: bool,
    kind: UnitKind,
    /// The first and the last token of the word that a hyphen may still add to.
    first: u32,
    last: u32,
    /// How long the sequence was before it.
    place: usize,
    /// The hyphen after that word, or [`NONE`].
    hyphen: u32,
    /// The ideograph before, if it is no stop word, or [`NONE`].
    ideograph: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnitKind {
    /// There is none.
    Nothing,
    /// One word, which is in the sequence already.
    Word,
    /// A number that is not counted: a word only with what follows, as in `19-year-old`.
    Number,
    /// Words and numbers that hyphens join, of which nothing is in the sequence yet.
    Several,
}

/// No token: a batch that is indexed with 32 bits has not so many.
const NONE: u32 = u32::MAX;

impl Unit {
    pub(crate) const NOTHING: Self = Self {
        is_open: false,
        kind: UnitKind::Nothing,
        first: NONE,
        last: NONE,
        place: 0,
        hyphen: NONE,
        ideograph: NONE,
    };

    /// Begins a unit of one token.
    #[inline]
    fn begin(&mut self, kind: UnitKind, token: u32) {
        (self.kind, self.first, self.last) = (kind, token, token);
    }
}

impl<'a, T: Terms> Reading<'_, 'a, T> {
    /// Reads the tokens of a document.
    ///
    /// What hyphens join is counted by its parts and is one word in a phrase: `agent-based system`.
    pub(crate) fn read(&mut self, document: &Document<'_>) {
        let tokens = self.tokens;
        let spans = tokens.spans(document);
        let (labels, codes) = (tokens.labels().slice(spans.clone()), tokens.forms().codes());
        let starts = tokens.starts().slice(spans.clone());
        let mut borders = Borders::new(tokens, document);
        let mut sentence = self.sequence.len();
        let columns = labels.iter().zip(codes.slice(spans.clone()).iter().zip(starts.iter()));
        for (token, (label, (code, start))) in (spans.start as u32..).zip(columns) {
            if borders.are_before(token, start) {
                self.end();
                self.leave_verb_out(sentence);
                sentence = self.sequence.len();
                self.terms.end_stretch();
            }
            match tokens.kind(label) {
                Kind::Word => self.word(token, code),
                Kind::Punctuation => self.punctuation(token, start),
                Kind::Number => self.number(token),
                Kind::Hashtag => self.hashtag(token),
                Kind::Other => self.end(),
            }
        }
        self.end();
        self.leave_verb_out(sentence);
    }

    /// Ends the phrase after the first word of a sentence, given by its place, where that is an Arabic verb: it is no part of
    /// what is said of.
    #[inline]
    fn leave_verb_out(&mut self, first: usize) {
        let has = |place: usize, marks: Marks| {
            let content = self.sequence.get(place).and_then(|step| step.as_content());
            content.is_some_and(|content| self.glossary.contents[content as usize].marks.has(marks))
        };
        if has(first, Marks::VERB_OR_NOUN) && has(first + 1, Marks::AGENT) {
            self.sequence[first] = Step::BREAK;
        }
    }

    #[inline]
    fn word(&mut self, token: u32, code: u32) {
        match self.words.known(code) {
            Some((number, &word)) if !self.unit.is_open && !word.step.is_ideograph() => {
                self.terms.add(number, word.term);
                self.push_word(token, word);
            }
            _ => self.any_word(token, code),
        }
    }

    /// A word of which more is asked than what is known of it.
    #[inline(never)]
    fn any_word(&mut self, token: u32, code: u32) {
        let Self { clitics, reader, room, glossary, terms, .. } = self;
        let number = self.words.index(code, |form| {
            let word = reader.word(form, || clitics.of(token), room, glossary);
            terms.make_room(glossary.strings.len());
            word
        });
        let word = *self.words.get(number);
        if word.step.is_ideograph() {
            return self.ideograph(token, word.step);
        }
        self.terms.add(number, word.term);
        if self.unit.is_open {
            if self.joins(token) {
                return;
            }
            self.flush();
        }
        self.push_word(token, word);
    }

    #[inline]
    fn push_word(&mut self, token: u32, word: Word) {
        // What it begins with is told when it is joined.
        (self.unit.kind, self.unit.last, self.unit.place) = (UnitKind::Word, token, self.sequence.len());
        self.push(word.step);
    }

    /// A number that is not counted is still a part of `covid-19`.
    fn number(&mut self, token: u32) {
        if !self.joins(token) {
            self.end();
            self.unit.begin(UnitKind::Number, token);
        }
    }

    #[inline]
    fn punctuation(&mut self, token: u32, start: u32) {
        if self.tokens.may_be_hyphen(start) && self.is_joint(token) {
            (self.unit.hyphen, self.unit.is_open) = (token, true);
        } else {
            self.end();
        }
    }

    /// Whether a mark is a hyphen after a word or number, which the next may join.
    fn is_joint(&self, token: u32) -> bool {
        let Unit { kind, last, hyphen, .. } = self.unit;
        kind != UnitKind::Nothing
            && hyphen == NONE
            && self.tokens.follows(token, last)
            && matches!(self.tokens.slice(token, token), "-" | "\u{2010}" | "\u{2011}")
    }

    fn hashtag(&mut self, token: u32) {
        self.end();
        if self.tokens.hashtags_are_words() {
            let (number, word) = self.find(self.tokens.slice(token, token));
            self.terms.add(number, word.term);
        }
    }

    /// Adds a token to the word before, if a hyphen joins the two.
    fn joins(&mut self, token: u32) -> bool {
        let Unit { kind, hyphen, .. } = self.unit;
        if hyphen == NONE || kind == UnitKind::Nothing || !self.tokens.follows(token, hyphen) {
            return false;
        }
        if kind == UnitKind::Word {
            self.unit.first = self.unit.last;
            self.sequence.truncate(self.unit.place);
            self.last = self.sequence.last().copied().unwrap_or(Step::BREAK);
        }
        (self.unit.kind, self.unit.last, self.unit.hyphen) = (UnitKind::Several, token, NONE);
        true
    }

    /// Ideographs that no dictionary has cut into words count in overlapping pairs, as is the custom of search
    /// engines; a pair joins no phrase.
    fn ideograph(&mut self, token: u32, step: Step) {
        self.end_unit();
        let before = std::mem::replace(&mut self.unit.ideograph, NONE);
        if step == Step::STOP_IDEOGRAPH {
            return;
        }
        if before != NONE && self.tokens.follows(token, before) {
            let (number, word) = self.find(self.tokens.slice(before, token));
            self.terms.add_overlapping(number, word.term);
            self.push(word.step);
            self.push(Step::BREAK);
        }
        self.unit.ideograph = token;
    }

    /// Ends the phrase.
    #[inline]
    fn end(&mut self) {
        self.end_unit();
        self.unit.ideograph = NONE;
    }

    #[inline]
    fn end_unit(&mut self) {
        if self.unit.is_open {
            self.flush();
        }
        self.unit.kind = UnitKind::Nothing;
        self.push(Step::BREAK);
    }

    /// Writes down what is open after the last word of the sequence.
    fn flush(&mut self) {
        let Unit { kind, first, last, hyphen, .. } = self.unit;
        if kind == UnitKind::Several {
            let (number, word) = self.find(self.tokens.slice(first, last));
            self.terms.note(number);
            self.push(word.step);
        }
        if kind == UnitKind::Number || hyphen != NONE {
            self.push(Step::BREAK);
        }
        (self.unit.kind, self.unit.hyphen, self.unit.is_open) = (UnitKind::Nothing, NONE, false);
    }

    /// Adds to the sequence, but no second break.
    #[inline]
    fn push(&mut self, step: Step) {
        if step != Step::BREAK || self.last != Step::BREAK {
            self.last = step;
            self.sequence.push(step);
        }
    }

    /// The word of a text that is no form, so that nobody says what its clitics are. A hashtag keeps its sign, and so is
    /// known apart from the word.
    fn find(&mut self, text: &str) -> (u32, Word) {
        let Self { reader, room, glossary, terms, .. } = self;
        let number = self.words.index_of(text, |text| {
            let word = reader.word(text.trim_start_matches(['#', '＃']), || None, room, glossary);
            terms.make_room(glossary.strings.len());
            word
        });
        (number, *self.words.get(number))
    }
}
