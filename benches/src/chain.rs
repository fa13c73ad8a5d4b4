//! The built-in analyzers in a row.

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::native::manifest;
use crate::{ANALYZERS, Call};

/// Takes documents through the built-in analyzers as the engine takes a batch, and gives the number of their tokens.
///
/// `make` makes the calls, each by the name of the analyzer: of `tokenize`, of which all layers are wanted, then of those
/// that read them.
pub fn chain(documents: &[String], mut make: impl FnMut(&'static str, &Call) -> wit::Analysis) -> u64 {
    let [first, others @ ..] = ANALYZERS;
    let layers = make(first, &Call::of(&manifest(first), documents, &[], true)).layers;
    for analyzer in others {
        make(analyzer, &Call::of(&manifest(analyzer), documents, &layers, false));
    }
    tokens(&layers)
}

/// The number of tokens in a layer's column of numbers.
fn tokens(layers: &[wit::Layer]) -> u64 {
    let tokens = layers.iter().find(|layer| layer.name == "tokens");
    tokens.map_or(0, |layer| layer.starts.len() as u64 / 4)
}
