//! What is asked of HTML pages, and what a page gives.

use serde_json::{Map, Value};

use super::encoding::Decoded;

/// Which text of an HTML page is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HtmlText {
    /// The main text: without navigation, related links, comment forms and other parts that belong to the site. A page
    /// in which none can be found gives all of its text.
    #[default]
    Main,
    /// All text that a browser would show.
    All,
}

/// A page that was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Page {
    /// Its text, and how the page was decoded.
    pub(super) decoded: Decoded,
    /// What it says of itself: `title`, `language`, `description`, `author`, `date`, `url`, `site`, as far as it does.
    pub(super) metadata: Map<String, Value>,
}
