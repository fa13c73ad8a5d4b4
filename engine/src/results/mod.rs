//! What was found in each document, typed: for programs that read it where it was found, and as lines of JSON.

mod document;
mod findings;
mod layer;
mod line;
mod output;

pub use document::DocumentResult;
pub(crate) use findings::{BatchItem, Findings};
pub use layer::{LayerResult, Span};
pub(crate) use line::position_of;
pub use line::{DocumentLine, LineFault, LineJson, LineRemoved, LineSpan};
pub use output::{Output, OutputValue};
