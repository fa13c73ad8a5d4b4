//! What tells a group of documents from all others.

use serde::{Deserialize, Serialize};

/// A key that a group of documents has more often than all others together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DistinctiveKey {
    /// The key: a term, a name.
    pub key: String,
    /// How often it was counted in the group.
    pub count: u64,
    /// In how many documents of the group.
    pub documents: u64,
    /// How often it was counted in all other documents.
    pub against: u64,
    /// The log-likelihood G² with one degree of freedom (Rayson and Garside 2000), to three decimals.
    pub log_likelihood: f64,
    /// The binary logarithm of the ratio of both frequencies (Hardie 2014), to three decimals: 1 is twice as often.
    pub log_ratio: f64,
}
