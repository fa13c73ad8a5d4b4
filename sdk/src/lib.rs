//! Write Textmill analyzers.
//!
//! An analyzer turns a document into an output, and its outputs merge over a corpus into a section of the report.
//! It runs in a sandbox: it sees the documents, the layers and the metadata that it asked for, and nothing else.
//!
//! **Purity.** An output depends on the document's text, the declared layers and metadata, the settings and the
//! resources; on no other document, no clock, no order. Caching, retrying and splitting a corpus over machines
//! all stand on this, so keep nothing between two documents.
//!
//! ```
//! use textmill_sdk::prelude::*;
//!
//! /// What is reported of one document.
//! #[derive(Serialize, Output)]
//! struct Shouts {
//!     /// Words in capitals, with how often they are shouted.
//!     #[merge(counts, top = 20)]
//!     words: Counts,
//!     /// Their share of all words.
//!     #[merge(stats)]
//!     share: f64,
//! }
//!
//! #[derive(Deserialize, JsonSchema)]
//! #[serde(default, deny_unknown_fields)]
//! struct Settings {
//!     /// The fewest letters of a shouted word.
//!     min_length: usize,
//! }
//!
//! impl Default for Settings {
//!     fn default() -> Self {
//!         Self { min_length: 3 }
//!     }
//! }
//!
//! struct Shouting(Settings);
//!
//! impl Analyzer for Shouting {
//!     type Settings = Settings;
//!     type Output = Shouts;
//!
//!     fn manifest() -> Manifest {
//!         Manifest::new("shouting", env!("CARGO_PKG_VERSION"), "Words in capitals").requires("tokens")
//!     }
//!
//!     fn new(settings: Settings, _: &Resources) -> Result<Self, String> {
//!         Ok(Self(settings))
//!     }
//!
//!     fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Shouts, Fault> {
//!         let mut words = Counts::new();
//!         for token in document.tokens().map(|token| token.text()) {
//!             if token.chars().count() >= self.0.min_length && token.chars().all(char::is_uppercase) {
//!                 words.add(token, 1);
//!             }
//!         }
//!         let share = words.total() as f64 / document.tokens().len().max(1) as f64;
//!         Ok(Shouts { words, share })
//!     }
//! }
//!
//! textmill_sdk::export!(Shouting);
//!
//! // The same analyzer without a sandbox, as a test calls it:
//! # fn main() -> Result<(), String> {
//! let harness = Harness::<Shouting>::new(json!({"min_length": 2}))?;
//! let tokens = [(0..2, "word"), (3..6, "word")];
//! let analyzed = harness.analyze(&Sample::new("OH yes").layer("tokens", tokens))?;
//! assert_eq!(analyzed.output.words.get("OH"), 1);
//! assert_eq!(analyzed.output.share, 0.5);
//! # Ok(())
//! # }
//! ```
//!
//! `cargo build --release --target wasm32-unknown-unknown` makes the component, given `crate-type = ["cdylib"]` under
//! `[lib]` in `Cargo.toml` and these two lines in `.cargo/config.toml`:
//!
//! ```toml
//! [target.wasm32-unknown-unknown]
//! linker = "wasm-component-ld"
//! ```
//!
//! The derives of [`serde`] and [`schemars`] want those two crates among the dependencies. `sdk/template` in the
//! repository has all of it in place, to be copied.

mod analyzer;
mod batch;
mod call;
mod clitics;
mod columns;
mod counts;
mod document;
pub mod export;
mod forms;
mod harness;
mod id_counts;
mod layers;
pub mod log;
mod manifest;
mod memo;
mod numbers;
mod resources;
mod settings;
mod span;
mod texts;
mod value;

pub use analyzer::{Analyzer, Fault, NoSettings};
pub use batch::{Batch, Columns};
pub use clitics::Clitics;
pub use columns::string_column;
pub use counts::Counts;
pub use document::Document;
pub use forms::Forms;
pub use harness::{Analyzed, Harness, Sample};
pub use id_counts::IdCounts;
pub use layers::{Label, LayerWriter, Layers, SpanWriter};
pub use manifest::{Manifest, Provision};
pub use memo::{ByCode, Memo};
pub use numbers::{Numbers, number_column};
pub use resources::Resources;
pub use span::{Span, Spans};
pub use texts::Texts;
pub use value::Output;
#[doc(hidden)]
pub use value::OutputFields;

/// The merge algebra, with the schema that an [`Output`] has.
pub use textmill_merge as merge;

/// What analyzers know of letters: levels of folding with the way back to the text, scripts, digits, clitics, word lists.
///
/// ```
/// use textmill_sdk::prelude::*;
/// use textmill_sdk::text::fold::LOOKUP;
///
/// /// How often a document has a word, in whatever spelling.
/// fn count(document: &Document<'_>, word: &str) -> usize {
///     let wanted = LOOKUP.folded(word);
///     document.tokens().filter(|token| LOOKUP.folded(token.text()) == wanted).count()
/// }
/// ```
pub use textmill_text as text;

/// The records that a call carries, for [`Harness::analyze_batch`]. An author needs none of them.
pub use textmill_wit::guest::textmill::analyzer::types as contract;

/// What a field holds, by the form that its kind takes.
macro_rules! field_value {
    (Number) => {
        "a number"
    };
    (Amount) => {
        "a number or a `bool`"
    };
    (Numbers) => {
        "a number, or a list of numbers or of `(number, count)` pairs"
    };
    (Counts) => {
        "[`Counts`], a map of counts, a key, or a list of keys"
    };
    (Keys) => {
        "a key or a list of keys"
    };
    (Score) => {
        "a number; with `payload`, also a pair of one and anything"
    };
    (Json) => {
        "anything"
    };
    (Unkept) => {
        "anything"
    };
    (Map) => {
        "a map from strings to what the kind inside takes"
    };
    (Record) => {
        "another output"
    };
}

/// The kind inside a kind.
macro_rules! kind_inside {
    (Of $parameter:ident $example:literal) => {
        concat!("(", $example, ")")
    };
    ($($other:tt)*) => {
        ""
    };
}

/// A parameter as it is written.
macro_rules! written_parameter {
    (Of $($other:tt)*) => {
        ""
    };
    (Fields $($other:tt)*) => {
        ""
    };
    ($values:ident $parameter:ident $text:literal) => {
        concat!(", `", stringify!($parameter), " = ", $text, "`")
    };
    ($values:ident $parameter:ident) => {
        concat!(", `", stringify!($parameter), "`")
    };
}

// An attribute finds what is imported, and not what merely stands before it.
use {field_value, kind_inside, written_parameter};

macro_rules! output {
    ($(
        $(#[doc = $about:literal])*
        $kind:ident $name:literal takes $form:ident $({ $(
            $(#[$told:meta])*
            $parameter:ident: $values:ident $(($($bound:expr),*))?, $given:ident $(($text:literal))?;
        )* })?;
    )*) => {
        /// Derives [`trait@Output`] for a struct with named fields, each of which says how it merges.
        ///
        /// | attribute | the field's value | what merges |
        /// | --- | --- | --- |
        $(#[doc = concat!(
            "| `", $name, $($(kind_inside!($values $parameter $($text)?),)*)? "`",
            $($(written_parameter!($values $parameter $($text)?),)*)?
            " | ", field_value!($form), " |", $($about,)* " |",
        )])*
        ///
        /// [`merge::Schema`] has each kind in full. A value of `None` counts for nothing, so a field that not every document
        /// has is an `Option`. The names are those that serde writes: `rename`, `rename_all` and `skip` are heeded.
        ///
        /// ```
        /// use std::collections::BTreeMap;
        /// use textmill_sdk::prelude::*;
        ///
        /// #[derive(Serialize, Output)]
        /// #[serde(rename_all = "kebab-case")]
        /// struct Review {
        ///     #[merge(stats)]
        ///     stars: Option<f64>,
        ///     #[merge(map(histogram(edges = [-0.5, 0, 0.5])), top = 10)]
        ///     score_by_topic: BTreeMap<String, f64>,
        ///     #[merge(record)]
        ///     words: Words,
        /// }
        ///
        /// #[derive(Serialize, Output)]
        /// struct Words {
        ///     #[merge(counts, top = 100)]
        ///     all: Counts,
        ///     #[merge(distinct)]
        ///     different: Vec<String>,
        /// }
        /// # assert!(Review::schema().to_json().contains("score-by-topic"));
        /// ```
        pub use textmill_derive::Output;
    };
}

textmill_kinds::kinds!(output);

pub use schemars;
pub use serde;
pub use serde_json;

/// The page of the guide is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/spelling.md")]
mod spelling {}

/// All that most analyzers use.
pub mod prelude {
    pub use crate::{
        Analyzed, Analyzer, Batch, Counts, Document, Fault, Forms, Harness, IdCounts, Label, LayerWriter,
        Layers, Manifest, Memo, NoSettings, Output, Provision, Resources, Sample, Span, Spans, export,
    };
    pub use schemars::JsonSchema;
    pub use serde::{Deserialize, Serialize};
    pub use serde_json::json;
    pub use textmill_merge::State;
}
