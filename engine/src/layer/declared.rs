//! What a manifest declares of a layer: its entries, labels and attributes.

use std::fmt;

use serde::Serialize;
use textmill_wit::host::textmill::analyzer::types as wit;

/// A layer that an analyzer makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provision {
    /// The layer's name.
    pub layer: String,
    /// What its entries are.
    #[serde(skip_serializing_if = "Scope::is_spans")]
    pub scope: Scope,
    /// What an entry is.
    pub summary: String,
    /// The labels that may occur; empty where they are not listed.
    pub labels: Vec<String>,
    /// The attributes that a span may have.
    pub attributes: Vec<Attribute>,
}

/// What the entries of a layer are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Spans of text.
    #[default]
    Spans,
    /// Documents, the empty ones too.
    Documents,
    /// The spans of a layer that the analyzer requires, to which it adds attributes.
    Enrichment,
}

impl Scope {
    fn is_spans(&self) -> bool {
        *self == Self::Spans
    }
}

/// An attribute of a layer's entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub values: ValueType,
    /// For references the layer that they point into, empty for the attribute's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target: String,
}

/// The type of an attribute's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    /// Finite numbers.
    Number,
    /// Numbers without fractions.
    Integer,
    /// True or false.
    Boolean,
    /// Strings.
    Text,
    /// Spans of the same document.
    Reference,
    /// Finite numbers, as many in each.
    Vector,
}

/// The attribute of every layer of spans whose value is the text of the span: the host makes it where no provider does.
pub(crate) const FORM: &str = "form";

impl fmt::Display for ValueType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Text => "text",
            Self::Reference => "reference",
            Self::Vector => "vector",
        })
    }
}

impl From<wit::Scope> for Scope {
    fn from(found: wit::Scope) -> Self {
        match found {
            wit::Scope::Spans => Self::Spans,
            wit::Scope::Documents => Self::Documents,
            wit::Scope::Enrichment => Self::Enrichment,
        }
    }
}

impl From<wit::AttributeType> for Attribute {
    fn from(found: wit::AttributeType) -> Self {
        let values = match found.values {
            wit::ValueType::Number => ValueType::Number,
            wit::ValueType::Integer => ValueType::Integer,
            wit::ValueType::Boolean => ValueType::Boolean,
            wit::ValueType::Text => ValueType::Text,
            wit::ValueType::Reference => ValueType::Reference,
            wit::ValueType::Vector => ValueType::Vector,
        };
        Self { name: found.name, values, target: found.target }
    }
}
