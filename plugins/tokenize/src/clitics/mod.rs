//! Clitics of Arabic words: particles and the article before a stem, a pronoun after it.
//!
//! Which letters are clitics and which are of the word (وقال against وقود) only the language tells. [`split::for_each`]
//! gives the ways in which a word may be cut, [`features`] what there is to be said of each, and `model` the weights of
//! that, which `cargo xtask clitics` learns, with the words that they get wrong.

pub mod features;
pub mod letters;
mod model;
pub mod split;
mod table;

pub use model::{Model, split};
pub(crate) use table::CliticTable;

#[cfg(test)]
mod tests;
