//! What a page gives, and any other text that is made of what its file says.

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
