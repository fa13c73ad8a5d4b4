//! By what an encoding is known.

/// By what the encoding of a text is known, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EncodingEvidence {
    /// A byte-order mark.
    Mark,
    /// The user's word ([`Corpus::encoding`](crate::Corpus::encoding)).
    Given,
    /// Its bytes: they are valid UTF-8, which no other encoding is by chance. ASCII is, where nothing else is declared.
    Valid,
    /// What the page, its server or the format of its file says.
    Declared,
    /// What its bytes look like.
    Detected,
}

impl EncodingEvidence {
    /// How it is called in reports: `mark`, `given`, `valid`, `declared`, `detected`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Given => "given",
            Self::Valid => "valid",
            Self::Declared => "declared",
            Self::Detected => "detected",
        }
    }
}
