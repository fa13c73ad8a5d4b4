//! What a page takes of each document.

use std::borrow::Cow;
use std::io;

use serde_json::{Map, Value};

/// Documents that can be gone through again.
pub trait Documents {
    /// Goes through all of them from the first, in order: what could not be read too, as a document with a fault and no
    /// output.
    ///
    /// # Errors
    /// Where they cannot be read, and what `take` says.
    fn each(&mut self, take: &mut dyn FnMut(PageDocument<'_>) -> io::Result<()>) -> io::Result<()>;
}

/// What was found in one document.
#[derive(Clone, Debug, Default)]
pub struct PageDocument<'a> {
    /// Its id. Ids may repeat.
    pub id: Cow<'a, str>,
    /// Where it stands.
    pub position: Cow<'a, str>,
    /// The group that it is in, where there are groups.
    pub group: Option<Cow<'a, str>>,
    /// What its source says of it.
    pub metadata: Map<String, Value>,
    /// Its text, where that was kept.
    pub text: Option<Cow<'a, str>>,
    /// The outputs of analyzers, by their names.
    pub analyzers: Vec<(Cow<'a, str>, Value)>,
    /// The spans of layers, by their names.
    pub layers: Vec<(Cow<'a, str>, Vec<PageSpan<'a>>)>,
    /// What was taken out of the text: its kind, and the passage.
    pub removed: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// What went wrong.
    pub faults: Vec<PageFault<'a>>,
}

/// A span of a layer, or, without bounds, what a layer says of the document.
#[derive(Clone, Debug, Default)]
pub struct PageSpan<'a> {
    /// Where it begins and ends, in bytes of the text.
    pub bounds: Option<(u32, u32)>,
    /// What it is.
    pub label: Option<Cow<'a, str>>,
    /// What else is known of it.
    pub attributes: Map<String, Value>,
}

/// Why an analyzer could not do a document, or why it could not be read.
#[derive(Clone, Debug, Default)]
pub struct PageFault<'a> {
    /// The analyzer; nothing where the document could not be read.
    pub analyzer: Option<Cow<'a, str>>,
    /// What kind of fault it is.
    pub kind: Cow<'a, str>,
    /// What the analyzer counts it by.
    pub code: Cow<'a, str>,
    /// What happened.
    pub message: Cow<'a, str>,
}

impl PageDocument<'_> {
    /// Whether it could not be read at all.
    pub(crate) fn is_unread(&self) -> bool {
        self.faults.iter().any(|fault| fault.analyzer.is_none())
    }

    /// The label of a layer that says something of the document, or of most of its text.
    pub(crate) fn label_of(&self, layer: &str) -> Option<&str> {
        let (_, spans) = self.layers.iter().find(|(name, _)| name == layer)?;
        let length =
            |span: &PageSpan<'_>| span.bounds.map_or(u32::MAX, |(start, end)| end.saturating_sub(start));
        // Of spans of one length the first.
        let longest = spans.iter().rev().max_by_key(|span| length(span))?;
        longest.label.as_deref()
    }
}
