//! What a page, or another document that is read whole, gives.

use serde_json::{Map, Value};

use crate::encoding::Decoded;
use crate::source::Removed;

/// A page, or such a text, that was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Page {
    /// Its text, and how the page was decoded.
    pub(crate) decoded: Decoded,
    /// What it says of itself: `title`, `language`, `description`, `author`, `date`, `url`, `site`, as far as it does.
    pub(crate) metadata: Map<String, Value>,
    /// What was taken out of its text.
    pub(crate) removed: Vec<Removed>,
}

impl Page {
    /// One that says nothing of itself.
    pub(crate) fn new(decoded: Decoded) -> Self {
        Self { decoded, metadata: Map::new(), removed: Vec::new() }
    }
}
