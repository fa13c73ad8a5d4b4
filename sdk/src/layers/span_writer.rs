//! Attributes of one span.

use super::values::Value;
use super::writer::LayerWriter;

/// An entry that was just written, to which attributes can be added. The manifest declares them; one that it does not,
/// or of another type, makes the document a fault. Of an attribute that is set twice the last value stands.
#[derive(Debug)]
pub struct SpanWriter<'a> {
    layer: &'a mut LayerWriter,
}

impl<'a> SpanWriter<'a> {
    pub(super) fn new(layer: &'a mut LayerWriter) -> Self {
        Self { layer }
    }
}

impl SpanWriter<'_> {
    /// Sets a number attribute. It has to be finite.
    pub fn number(self, attribute: &str, value: f64) -> Self {
        self.layer.set(attribute, Value::Number(value));
        self
    }

    /// Sets an integer attribute, from −2⁵³ + 1 to 2⁵³ − 1.
    pub fn integer(self, attribute: &str, value: i64) -> Self {
        self.layer.set(attribute, Value::Integer(value));
        self
    }

    /// Sets a boolean attribute.
    pub fn boolean(self, attribute: &str, value: bool) -> Self {
        self.layer.set(attribute, Value::Boolean(value));
        self
    }

    /// Sets a vector attribute. Its numbers have to be finite, and as many as in all other vectors of the attribute.
    pub fn vector(self, attribute: &str, value: &[f32]) -> Self {
        self.layer.set(attribute, Value::Vector(value));
        self
    }

    /// Sets a text attribute.
    pub fn string(self, attribute: &str, value: impl AsRef<str>) -> Self {
        self.layer.set(attribute, Value::Text(value.as_ref()));
        self
    }

    /// Sets a reference attribute to another span of the document. One of this layer is named by the index in which it
    /// was written, what [`LayerWriter::len`] was before: the reference follows the span when spans are sorted, and may
    /// name one yet to come. One of another layer that is required is named by its index there.
    pub fn reference(self, attribute: &str, span: usize) -> Self {
        self.layer.set(attribute, Value::Reference(span));
        self
    }
}
