//! A hit.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A place where the pattern of a [concordance](crate::Concordance) stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The document's id.
    pub document: String,
    /// Where the document stands in its source.
    pub source: String,
    /// The bytes of the hit in the decoded text.
    pub bytes: Range<usize>,
    /// What stands before it.
    pub before: Context,
    /// The hit itself, as it is written.
    pub text: String,
    /// What stands after it.
    pub after: Context,
    /// The fields that were asked for, in their order; nothing where the document has none of the name.
    pub fields: Vec<Option<String>>,
    /// The SHA-256 of what the hit is: of the SHA-256 of the text, and the two offsets as 64-bit integers, the least byte first. It
    /// is the same however documents are called, ordered and cut into files, so samples are chosen by it.
    pub mark: [u8; 32],
}

/// The text on one side of a hit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// The text, without the white space at its ends.
    pub text: String,
    /// The bytes in it of each token.
    pub tokens: Vec<Range<usize>>,
}

impl Context {
    /// The tokens' texts, from the first.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.tokens.iter().map(|bytes| &self.text[bytes.clone()])
    }
}
