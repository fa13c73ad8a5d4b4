//! Words, sentences and language.

pub mod unicode;
pub mod words { mod boundary; pub use boundary::segment_end; }
pub mod sentences { mod boundary; pub use boundary::segment_end; }
