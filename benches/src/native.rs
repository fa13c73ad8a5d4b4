//! Analyzers without a sandbox.

use serde_json::json;
use textmill_entities::Entities;
use textmill_keywords::KeywordAnalyzer;
use textmill_sdk::{Analyzer, Harness, export};
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

/// What the built-in analyzer of a name says of itself.
///
/// # Panics
/// Where there is none.
#[must_use]
pub fn manifest(name: &str) -> wit::Manifest {
    match name {
        "tokenize" => export::describe::<Tokenize>(),
        "keywords" => export::describe::<KeywordAnalyzer>(),
        "sentiment" => export::describe::<Sentiment>(),
        "entities" => export::describe::<Entities>(),
        _ => panic!("no built-in analyzer is called {name}"),
    }
}

/// An analyzer with its default settings.
///
/// # Panics
/// Where it has none.
#[must_use]
pub fn configured<A: Analyzer>() -> Box<dyn Native> {
    Box::new(Harness::<A>::new(json!({})).expect("the default settings are good"))
}
