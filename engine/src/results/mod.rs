//! What was found in each document, typed: for programs that read it where it was found.

mod document;
mod findings;
mod layer;
mod output;

pub use document::DocumentResult;
pub(crate) use findings::{BatchItem, Findings};
pub use layer::{LayerResult, Span};
pub use output::{Output, OutputValue};
