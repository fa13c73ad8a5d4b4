//! How far the spellings of a word are taken for one.
//!
//! A [`Folding`] says which differences fall away, a [`Folder`] does it. Four of them are ready, each of which takes more
//! for one than the one before: [`WRITTEN`], [`BARE`], [`LOOKUP`], [`LOOSE`].

mod folder;
mod mapped;
mod rules;

pub use folder::Folder;
pub use mapped::Mapped;
pub use rules::{Alef, Case, Folding, KafAndYeh};

/// [`Folding::WRITTEN`]: what looks the same is the same.
pub static WRITTEN: Folder = Folder::new(Folding::WRITTEN);

/// [`Folding::BARE`]: and vowel signs are left out.
pub static BARE: Folder = Folder::new(Folding::BARE);

/// [`Folding::LOOKUP`]: and what many writers type alike is one letter.
pub static LOOKUP: Folder = Folder::new(Folding::LOOKUP);

/// [`Folding::LOOSE`]: and so is what careless writers type alike.
pub static LOOSE: Folder = Folder::new(Folding::LOOSE);

#[cfg(test)]
mod tests;
