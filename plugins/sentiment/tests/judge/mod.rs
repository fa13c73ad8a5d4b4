//! Texts judged with the layers that the tokenizer gives.

use textmill_sdk::Analyzed;
use textmill_sdk::prelude::*;
use textmill_sentiment::{Polarity, Sentiment};
use textmill_tokenize::Tokenize;

/// The analyzer with its default settings, behind the tokenizer.
pub(crate) struct Judge {
    tokenize: Harness<Tokenize>,
    sentiment: Harness<Sentiment>,
}

impl Judge {
    /// # Errors
    /// Where an analyzer refuses its default settings.
    pub(crate) fn new() -> Result<Self, String> {
        Ok(Self { tokenize: Harness::new(json!({}))?, sentiment: Harness::new(json!({}))? })
    }

    /// What is said of a text.
    ///
    /// # Errors
    /// What is wrong, where an analyzer does not take it.
    pub(crate) fn judge(&self, text: &str) -> Result<Analyzed<Polarity>, String> {
        self.sentiment.analyze(&Sample::new(text).analyzed_by(&self.tokenize)?)
    }
}
