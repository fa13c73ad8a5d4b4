//! Words, sentences and language.

pub mod language;
mod lexicon;
pub mod sentences;
pub mod token;
pub mod unicode;
pub mod words;
