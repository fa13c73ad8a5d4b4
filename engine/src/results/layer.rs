//! Layers over one document, and their spans.

use std::fmt;
use std::ops::Range;

use super::document::unknown;
use crate::batch::{DocumentIndex, Texts};
use crate::error::Error;
use crate::layer::{AttributeValue, EntryIndex, Layer};

/// A layer over one document: its spans, in the order of the text.
///
/// ```no_run
/// # let engine = textmill::Engine::builder().builtins().build()?;
/// let result = engine.texts().layers(["tokens"]).analyze("One, two.")?;
/// if let Some(tokens) = result.layer("tokens")? {
///     println!("{} tokens", tokens.len());
///     for token in tokens.spans() {
///         println!("{:?} {:?} {}", token.bytes(), token.label(), token.text());
///     }
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct LayerResult<'a> {
    texts: &'a Texts,
    layer: &'a Layer,
    document: DocumentIndex,
}

/// A span of a document's text, with a label and attributes; or what a layer of documents says of the whole of it.
///
/// ```no_run
/// # let engine = textmill::Engine::builder().builtins().build()?;
/// let result = engine.texts().layers(["entities"]).analyze("Cairo is lovely.")?;
/// if let Some(entities) = result.layer("entities")? {
///     for entity in entities.spans() {
///         println!("{:?} {} {:?}", entity.label(), entity.text(), entity.attribute("canonical")?);
///     }
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Span<'a> {
    texts: &'a Texts,
    layer: &'a Layer,
    /// Where the document begins in the batch.
    base: u32,
    entry: EntryIndex,
}

impl<'a> LayerResult<'a> {
    pub(super) fn new(texts: &'a Texts, layer: &'a Layer, document: DocumentIndex) -> Self {
        Self { texts, layer, document }
    }

    /// The layer's name in the run.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.layer.name()
    }

    /// The number of spans.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layer.entries(self.texts, self.document).len()
    }

    /// Whether there is no span.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The spans. [`AttributeValue::Reference`] is an index into them, or into those of the layer that it is declared to
    /// point into.
    pub fn spans(&self) -> impl ExactSizeIterator<Item = Span<'a>> + use<'a> {
        let Self { texts, layer, document } = *self;
        let base = texts.bound(document).start;
        layer.entries(texts, document).map(move |entry| Span { texts, layer, base, entry })
    }
}

impl<'a> Span<'a> {
    /// Its bytes in the text of the document; nothing where it is of the whole document.
    #[must_use]
    pub fn bytes(&self) -> Option<Range<usize>> {
        let bytes = self.layer.bytes(self.texts, self.entry);
        let offset = |byte: u32| (byte - self.base) as usize;
        (!self.layer.is_of_documents()).then(|| offset(bytes.start)..offset(bytes.end))
    }

    /// Its text: of the whole document where it is of that.
    #[must_use]
    pub fn text(&self) -> &'a str {
        let bytes = self.layer.bytes(self.texts, self.entry);
        &self.texts.text()[bytes.start as usize..bytes.end as usize]
    }

    /// Its label, where it has one.
    #[must_use]
    pub fn label(&self) -> Option<&'a str> {
        self.layer.label(self.entry)
    }

    /// An attribute by its name; nothing where this span has none.
    ///
    /// # Errors
    /// [`ErrorKind::Name`](crate::ErrorKind::Name) where the layer has no such attribute, with those that it has.
    pub fn attribute(&self, name: &str) -> Result<Option<AttributeValue<'a>>, Error> {
        match self.layer.typed_value(self.entry, name) {
            Some(value) => Ok(value),
            None => Err(unknown("attribute", name, self.layer.attribute_names())),
        }
    }

    /// The attributes that it has, by name.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, AttributeValue<'a>)> + use<'a> {
        self.layer.typed_values(self.entry)
    }
}

impl fmt::Debug for LayerResult<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("LayerResult")
            .field("name", &self.name())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Span<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Span")
            .field("bytes", &self.bytes())
            .field("text", &self.text())
            .field("label", &self.label())
            .finish_non_exhaustive()
    }
}
