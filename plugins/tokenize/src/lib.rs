//! Words, sentences and language.

mod lexicon;
pub mod sentences;
pub mod token;
pub mod unicode;
pub mod words;
