//! What is reported.

use serde::Serialize;
use textmill_sdk::{Counts, Output};

/// The terms and phrases of a document.
#[derive(Clone, Debug, Serialize, Output)]
pub struct Keywords {
    /// Words that are no stop words, in one spelling, with how often they are.
    #[merge(counts, top = 50, dispersion = true)]
    pub terms: Counts,
    /// The terms that tell most about the document: those that it has far more often than texts in general, with how often
    /// they are.
    #[merge(counts, top = 50, dispersion = true, widespread = true)]
    pub key_terms: Counts,
    /// The phrases that tell most about the document, with how often they are.
    #[merge(counts, top = 30, widespread = true)]
    pub phrases: Counts,
    /// How many words were counted in `terms`.
    #[merge(stats)]
    pub terms_per_document: u64,
    /// The words and phrases that tell most about the document, the best first. It stays with the document.
    #[merge(each)]
    pub keys: Vec<String>,
}
