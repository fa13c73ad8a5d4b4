//! A document as it was read: its tokens, sentences and language.

use std::borrow::Cow;

use textmill_sdk::Document;

use crate::Settings;
use crate::clitics::CliticTable;
use crate::forms::Forms;
use crate::language::{self, VoteTable};
use crate::sentences::{Sentence, Splitter};
use crate::tag;
use crate::words::{Found, Tokenizer};

/// Reads one document after the other, in memory that is used again.
#[derive(Debug)]
pub(crate) struct Reading {
    tokenizer: Tokenizer,
    splitter: Splitter,
    votes: VoteTable,
    /// How Arabic words are cut.
    pub(crate) clitics: CliticTable,
    /// The forms of the call.
    pub(crate) forms: Forms,
    /// What was found in the document.
    pub(crate) found: Found,
    /// The sentences of the document.
    pub(crate) sentences: Vec<Sentence>,
}

impl Reading {
    pub(crate) fn new(settings: Settings) -> Self {
        let Settings { tailorings, dictionary } = settings;
        Reading {
            tokenizer: Tokenizer::new(tailorings).with_dictionary(dictionary),
            splitter: Splitter::new(tailorings),
            votes: VoteTable::default(),
            clitics: CliticTable::default(),
            forms: Forms::new(),
            found: Found::default(),
            sentences: Vec::new(),
        }
    }

    /// Begins a call, whose forms are counted again.
    pub(crate) fn begin_call(&mut self) {
        if let Some(kept) = self.forms.begin_call() {
            self.votes.clear();
            self.clitics.keep(&kept);
        }
    }

    /// Reads a document, and gives its language: that of its metadata, or what is detected. `None` where there is no
    /// letter to tell it by.
    pub(crate) fn read(&mut self, document: &Document<'_>) -> Option<Cow<'static, str>> {
        let text = document.text();
        let given = document.metadata("language").and_then(|value| tag::well_formed(value.as_str()?));
        self.tokenizer.find(text, given.as_deref(), &mut self.forms, &mut self.found);
        self.sentences.clear();
        let Found { tokens, candidates, scripts, .. } = &self.found;
        self.splitter.sentences(text, tokens, candidates, &mut self.sentences);
        given.map(Cow::Owned).or_else(|| {
            language::detect(tokens, scripts, &mut self.forms, &mut self.votes).map(Cow::Borrowed)
        })
    }
}
