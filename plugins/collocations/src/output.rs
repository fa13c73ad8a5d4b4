//! What is reported.

use serde::Serialize;
use textmill_sdk::{Counts, Output};

/// The pairs of a document.
#[derive(Clone, Debug, Serialize, Output)]
pub struct Collocations {
    /// Words of which the second stands after the first in the same sentence, with how often that is so.
    // Fewer than three times are seldom worth a look, and most pairs come once (Evert 2004 advises five).
    #[merge(pairs, top = 50, at_least = 3)]
    pub pairs: Counts,
}
