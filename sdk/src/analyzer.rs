//! What an author implements.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use textmill_merge::State;

use crate::{Batch, Document, Layers, Manifest, Output, Resources};

/// An analyzer: documents in, an output per document.
///
/// One value serves all documents of an instance, so what takes time (a lexicon, an automaton) is built once in
/// [`Analyzer::new`].
pub trait Analyzer: Sized + 'static {
    /// The settings object. Give its fields documentation and defaults: both reach the user through the manifest.
    /// `#[serde(default, deny_unknown_fields)]` is what users expect of it. [`NoSettings`] where there are none.
    type Settings: DeserializeOwned + JsonSchema;

    /// What is found in one document.
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

    /// Analyzes consecutive documents of one group at once, where nobody wants their outputs: what they come to is added
    /// to the state `into`, where that is wanted, and layers are written document by document, each followed by
    /// [`Layers::finish`].
    ///
    /// It has to leave the state and the layers that [`Analyzer::analyze`] of one document after the other leaves, and is
    /// there for analyzers that count over a whole batch for less. By default it is not used.
    ///
    /// # Errors
    /// Where the documents are better taken one by one, since one of them has a fault, say. What was added and written is
    /// then forgotten, and each goes through [`Analyzer::analyze`].
    fn fold(&self, batch: Batch<'_>, layers: &mut Layers, into: Option<&mut State>) -> Result<(), Fault> {
        let _ = (batch, layers, into);
        Err(Fault::new("documents are taken one by one"))
    }
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
    code: String,
    message: String,
}

impl Fault {
    /// A fault with a message for the user: what is wrong with the document, and where.
    pub fn new(message: impl Into<String>) -> Self {
        Self { code: String::new(), message: message.into() }
    }

    /// The same fault with a code, by which reports count it: lower-case ASCII letters, digits and `-`, first a letter,
    /// such as `no-text`.
    #[must_use]
    pub fn with_code(self, code: impl Into<String>) -> Self {
        Self { code: code.into(), ..self }
    }

    /// The code, empty where there is none.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
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
