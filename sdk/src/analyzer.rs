//! What an author implements.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Document, Layers, Manifest, Output, Resources};

/// An analyzer: documents in, an output per document.
///
/// One value serves all documents of an instance, so what takes time (a lexicon, an automaton) is built once in
/// [`Analyzer::new`].
pub trait Analyzer: Sized + 'static {
    /// The settings object. Give its fields documentation and defaults: both reach the user through the manifest.
    /// `#[serde(default, deny_unknown_fields)]` is what users expect of it. [`NoSettings`] where there are none.
    type Settings: DeserializeOwned + JsonSchema;

    /// What is said of one document.
    type Output: Output;

    /// What the analyzer is called, and which layers it reads and makes.
    fn manifest() -> Manifest;

    /// Makes the analyzer, once per instance.
    ///
    /// # Errors
    /// A message for the user that names the setting or the resource that is wrong.
    fn new(settings: Self::Settings, resources: &Resources) -> Result<Self, String>;

    /// Analyzes one document. Layers that the manifest provides are written to `layers`.
    ///
    /// # Errors
    /// The reason why this document cannot be analyzed. It becomes a fault of this document in the report; the
    /// other documents are not touched.
    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Self::Output, Fault>;
}

/// The settings of an analyzer that has none: an empty object.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NoSettings {}

/// Why a document could not be analyzed.
///
/// Any error converts with `?`; of an error with a cause, only its own message is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    message: String,
}

impl Fault {
    /// A fault with a message for the user: what is wrong with the document, and where.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn into_message(self) -> String {
        self.message
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl<E: std::error::Error> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::new(error.to_string())
    }
}
