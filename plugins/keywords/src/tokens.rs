//! The tokens of a batch as they are read.

use std::ops::Range;

use textmill_sdk::{Batch, Clitics, Columns, Document, Forms, Numbers, Texts};

use crate::settings::Settings;

/// The attribute of tokens that says how an Arabic word is made up.
pub const CLITICS: &str = "clitics";

/// The columns of a batch that are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    tokens: Columns<'a>,
    forms: Forms<'a>,
    labels: Numbers<'a>,
    starts: Numbers<'a>,
    ends: Numbers<'a>,
    sentences: Columns<'a>,
    numbers_are_words: bool,
    hashtags_are_words: bool,
    /// The kinds of the first labels: all that a batch has, but for one that nobody would make.
    kinds: [Kind; 16],
}

/// What a token is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    Punctuation,
    Hashtag,
    Other,
}

impl<'a> Tokens<'a> {
    /// # Errors
    /// Where the tokens have no forms.
    pub(crate) fn new(batch: Batch<'a>, settings: &Settings) -> Result<Self, &'static str> {
        let tokens = batch.columns("tokens");
        let forms = tokens.forms();
        if forms.codes().len() != tokens.starts().len() {
            return Err("the layer `tokens` came without the attribute `form`");
        }
        let mut read = Self {
            text: batch.text(),
            tokens,
            forms,
            labels: tokens.labels(),
            starts: tokens.starts(),
            ends: tokens.ends(),
            sentences: batch.columns("sentences"),
            numbers_are_words: settings.numbers,
            hashtags_are_words: settings.hashtags,
            kinds: [Kind::Other; 16],
        };
        for label in 0..read.kinds.len() {
            read.kinds[label] = read.kind_of_name(label);
        }
        Ok(read)
    }

    /// The indexes of a document's tokens in the columns.
    pub(crate) fn spans(&self, document: &Document<'_>) -> Range<usize> {
        self.tokens.spans(document)
    }

    pub(crate) fn labels(&self) -> Numbers<'a> {
        self.labels
    }

    pub(crate) fn hashtags_are_words(&self) -> bool {
        self.hashtags_are_words
    }

    /// The forms of the tokens.
    pub(crate) fn forms(&self) -> Forms<'a> {
        self.forms
    }

    /// Where the tokens start.
    pub(crate) fn starts(&self) -> Numbers<'a> {
        self.starts
    }

    /// Whether a token starts where another ends.
    #[inline]
    pub(crate) fn follows(&self, token: u32, before: u32) -> bool {
        self.ends.get(before as usize) == self.starts.get(token as usize)
    }

    /// Whether a mark that starts at an offset may be a hyphen, by its first byte.
    #[inline]
    pub(crate) fn may_be_hyphen(&self, start: u32) -> bool {
        const LONGER: u8 = "\u{2010}".as_bytes()[0];
        matches!(self.text.as_bytes().get(start as usize), Some(b'-' | &LONGER))
    }

    /// The text from the start of a token to the end of another.
    pub(crate) fn slice(&self, first: u32, last: u32) -> &'a str {
        let (start, end) = (self.starts.get(first as usize), self.ends.get(last as usize));
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// What a token with a label is.
    #[inline]
    pub(crate) fn kind(&self, label: u32) -> Kind {
        match self.kinds.get(label as usize) {
            Some(&kind) => kind,
            None => self.kind_of_name(label as usize),
        }
    }

    fn has_blank_line_before(&self, token: usize) -> bool {
        let (end, start) = (self.ends.get(token - 1) as usize, self.starts.get(token) as usize);
        let between = self.text.get(end..start).unwrap_or_default();
        between.len() > 1 && between.bytes().filter(|&byte| byte == b'\n').count() > 1
    }

    fn kind_of_name(&self, label: usize) -> Kind {
        match self.tokens.label_names().get(label).map_or("", String::as_str) {
            "word" => Kind::Word,
            "number" if self.numbers_are_words => Kind::Word,
            "number" => Kind::Number,
            "punctuation" => Kind::Punctuation,
            "hashtag" => Kind::Hashtag,
            _ => Kind::Other,
        }
    }
}

/// The clitics of words, where somebody tells them: they are the same for all tokens of a form and a language.
#[derive(Debug)]
pub(crate) struct TokenClitics<'a> {
    values: Texts<'a>,
    /// By the code of a value: what it says, in letters, once it was asked for.
    read: Vec<Option<Clitics>>,
}

impl<'a> TokenClitics<'a> {
    pub(crate) fn new(batch: Batch<'a>) -> Self {
        Self { values: batch.columns("tokens").texts(CLITICS), read: Vec::new() }
    }

    /// Those of a token in letters.
    pub(crate) fn of(&mut self, token: u32) -> Option<Clitics> {
        let code = self.values.code(token as usize)?;
        if self.read.len() <= code {
            self.read.resize(code + 1, None);
        }
        Some(*self.read[code].get_or_insert_with(|| Clitics::letters(self.values.text(code))))
    }
}

/// The borders within a document that no phrase crosses: those of sentences; without that layer, blank lines.
pub(crate) struct Borders<'r, 'a> {
    tokens: &'r Tokens<'a>,
    /// The first token of the document.
    first: u32,
    /// Where its sentences end.
    sentence_ends: Numbers<'a>,
    /// How many of them have ended.
    sentences: usize,
    /// Where the sentence in hand ends: 0 before the first, and where there are none.
    end: u32,
}

impl<'r, 'a> Borders<'r, 'a> {
    pub(crate) fn new(tokens: &'r Tokens<'a>, document: &Document<'_>) -> Self {
        let sentence_ends = tokens.sentences.ends().slice(tokens.sentences.spans(document));
        let first = tokens.spans(document).start as u32;
        Self { tokens, first, sentence_ends, sentences: 0, end: 0 }
    }

    /// Whether there is one between a token, given with where it starts, and the one before. Tokens are asked for in order.
    #[inline]
    pub(crate) fn are_before(&mut self, token: u32, start: u32) -> bool {
        start >= self.end && self.pass(token, start)
    }

    fn pass(&mut self, token: u32, start: u32) -> bool {
        if self.sentence_ends.is_empty() {
            return token > self.first && self.tokens.has_blank_line_before(token as usize);
        }
        while self.sentences < self.sentence_ends.len() && self.sentence_ends.get(self.sentences) <= start {
            self.sentences += 1;
        }
        // What stands after the last sentence is a stretch of its own.
        self.end = if self.sentences < self.sentence_ends.len() {
            self.sentence_ends.get(self.sentences)
        } else {
            u32::MAX
        };
        true
    }
}
