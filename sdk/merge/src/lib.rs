//! Textmill's merge algebra.
#![deny(missing_docs)]

mod error;
mod exact;
mod fold;
mod hash;
mod json;
mod keys;
mod kind;
mod number;
mod round;
mod schema;
mod state;

pub use error::{FoldError, MergeError, SchemaError, StateError};
pub use hash::hash;
pub use schema::{MAX_DEPTH, MAX_KEPT, MAX_POINTS, Schema};
pub use state::State;

/// How many lists and objects of a `sample`d value may lie in one another: 64.
pub const MAX_VALUE_DEPTH: usize = 64;

/// The version of everything that a state is made of.
pub const VERSION: &str = "0.1.0";
