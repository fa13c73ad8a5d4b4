//! The tokens of a batch as they are read.

use std::ops::Range;

use textmill_sdk::{Batch, Columns, Document, Forms, Numbers};

use crate::settings::Settings;

/// The columns of a batch that are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    tokens: Columns<'a>,
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
        if tokens.forms().codes().len() != tokens.starts().len() {
            return Err("the layer `tokens` came without the attribute `form`");
        }
        let mut read = Self {
            text: batch.text(),
            tokens,
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
        self.tokens.labels()
    }

    pub(crate) fn hashtags_are_words(&self) -> bool {
        self.hashtags_are_words
    }

    /// The forms of the tokens.
    pub(crate) fn forms(&self) -> Forms<'a> {
        self.tokens.forms()
    }

    /// Whether a token starts where another ends.
    #[inline]
    pub(crate) fn follows(&self, token: u32, before: u32) -> bool {
        self.ends.get(before as usize) == self.starts.get(token as usize)
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

/// The stretches of a document's tokens across whose borders no phrase goes: sentences; without that layer, what stands
/// between blank lines.
pub(crate) struct Stretches<'r, 'a> {
    tokens: &'r Tokens<'a>,
    /// Where the document's tokens end.
    end: usize,
    /// Where its sentences end.
    sentence_ends: Numbers<'a>,
    /// How many of them were met.
    sentences: usize,
}

impl<'r, 'a> Stretches<'r, 'a> {
    pub(crate) fn new(tokens: &'r Tokens<'a>, document: &Document<'_>) -> Self {
        let sentence_ends = tokens.sentences.ends().slice(tokens.sentences.spans(document));
        Self { tokens, end: tokens.tokens.spans(document).end, sentence_ends, sentences: 0 }
    }

    /// Where the stretch ends that begins with a token.
    pub(crate) fn end(&mut self, start: usize) -> usize {
        if self.sentence_ends.is_empty() {
            let is_border = |&token: &usize| self.has_blank_line_before(token);
            return (start + 1..self.end).find(is_border).unwrap_or(self.end);
        }
        let starts = self.tokens.starts;
        while self.sentences < self.sentence_ends.len() {
            let sentence_end = self.sentence_ends.get(self.sentences);
            if starts.get(start) < sentence_end {
                return self.first_from(sentence_end, start + 1);
            }
            self.sentences += 1;
        }
        self.end
    }

    /// The first token that starts at an offset or after it, of those from `start` on.
    fn first_from(&self, offset: u32, start: usize) -> usize {
        // Tokens are in order, so four are before it where the last of them is.
        const STRIDE: usize = 4;
        let starts = self.tokens.starts.slice(start..self.end);
        let is_before = |token: usize| token < starts.len() && starts.get(token) < offset;
        let mut count = 0;
        while is_before(count + STRIDE - 1) {
            count += STRIDE;
        }
        while is_before(count) {
            count += 1;
        }
        start + count
    }

    fn has_blank_line_before(&self, token: usize) -> bool {
        let (end, start) = (self.tokens.ends.get(token - 1) as usize, self.tokens.starts.get(token) as usize);
        let between = self.tokens.text.get(end..start).unwrap_or_default();
        between.len() > 1 && between.bytes().filter(|&byte| byte == b'\n').count() > 1
    }
}
