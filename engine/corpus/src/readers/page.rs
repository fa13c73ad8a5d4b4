//! What a page gives.

use serde_json::{Map, Value};

use crate::encoding::Decoded;

/// A page that was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Page {
    /// Its text, and how the page was decoded.
    pub(crate) decoded: Decoded,
    /// What it says of itself: `title`, `language`, `description`, `author`, `date`, `url`, `site`, as far as it does.
    pub(crate) metadata: Map<String, Value>,
}
