//! What a passage that belongs to a page is.

/// The kinds of boilerplate. Where a line may be of several, the first of this order is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Menus, breadcrumbs, search and log-in, the site's name above its menu.
    Navigation,
    /// Buttons that share, save, print or buy.
    Sharing,
    /// Links to other pages of the site.
    Related,
    /// The page's own tags.
    Tags,
    /// What readers wrote below the text, and the form for more of it.
    Comments,
    /// The notice about cookies and its buttons.
    Cookies,
    /// Newsletters, channels, applications of the site.
    Subscription,
    /// Rights, imprint, the menu at the end.
    Footer,
    /// The words that mark an advertisement.
    Advertisement,
    /// Counters and tools of the page: minutes to read, views, size of letters. Never dates and by-lines.
    Metadata,
}

impl Kind {
    pub(super) const ALL: [Self; 10] = [
        Self::Navigation,
        Self::Sharing,
        Self::Related,
        Self::Tags,
        Self::Comments,
        Self::Cookies,
        Self::Subscription,
        Self::Footer,
        Self::Advertisement,
        Self::Metadata,
    ];

    /// The most words of a line that is a cue of any kind.
    pub(super) const MAX_WORDS: u32 = 80;

    /// The name in reports.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Navigation => "navigation",
            Self::Sharing => "sharing",
            Self::Related => "related",
            Self::Tags => "tags",
            Self::Comments => "comments",
            Self::Cookies => "cookies",
            Self::Subscription => "subscription",
            Self::Footer => "footer",
            Self::Advertisement => "advertisement",
            Self::Metadata => "metadata",
        }
    }

    /// The most words of a line that begins with a cue of this kind. A longer one is a sentence of the text that
    /// happens to begin so.
    pub(super) fn most_words(self) -> u32 {
        match self {
            Self::Cookies => Self::MAX_WORDS,
            Self::Comments | Self::Footer => 40,
            _ => 24,
        }
    }
}
