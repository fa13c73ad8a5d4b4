//! Analyzers without a sandbox.

use serde_json::json;
use textmill_entities::Entities;
use textmill_keywords::KeywordAnalyzer;
use textmill_sdk::{Analyzer, Harness};
use textmill_sentiment::Sentiment;
use textmill_tokenize::Tokenize;
use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::Call;

/// An analyzer that is called as any other code.
pub trait Native {
    /// Makes a call: columns in, columns out, as in a sandbox.
    ///
    /// # Panics
    /// Where the call does not keep the contract.
    fn analyze(&self, call: &Call) -> wit::Analysis;
}

impl<A: Analyzer> Native for Harness<A> {
    fn analyze(&self, call: &Call) -> wit::Analysis {
        self.analyze_batch(&call.batch, &call.layers, &call.want).expect("a call keeps the contract")
    }
}

/// The built-in analyzer of a name, with its default settings.
///
/// # Panics
/// Where there is none.
#[must_use]
pub fn native(name: &str) -> Box<dyn Native> {
    match name {
        "tokenize" => configured::<Tokenize>(),
        "keywords" => configured::<KeywordAnalyzer>(),
        "sentiment" => configured::<Sentiment>(),
        "entities" => configured::<Entities>(),
        _ => panic!("no built-in analyzer is called {name}"),
    }
}

fn configured<A: Analyzer + 'static>() -> Box<dyn Native> {
    Box::new(Harness::<A>::new(json!({})).expect("the default settings are good"))
}
