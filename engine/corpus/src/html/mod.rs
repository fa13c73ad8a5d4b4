//! HTML pages: which of their text is read, and what they say of themselves.

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
