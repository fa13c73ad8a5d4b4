//! What analyzers of text know of letters, in one place.
//!
//! Texts spell a word in many ways: with a letter and its mark as one character or as two, in the presentation forms of a
//! PDF file, drawn out by tatweel, with vowel signs or without, with the keyboard of another language. An analyzer that
//! looks words up wants one:
//!
//! ```
//! use textmill_text::fold::LOOKUP;
//!
//! for spelling in ["أحمد", "احمد", "ا\u{654}حمد", "ﺃﺣﻤﺪ", "أَحْمَــد"] {
//!     assert_eq!(LOOKUP.folded(spelling), "احمد");
//! }
//! ```
//!
//! - [`fold`] has levels of how far spellings are taken for one, and the way back to the bytes of the text;
//! - [`Letters`] reads a text letter by letter, however each is written;
//! - [`Script`], [`digit_value`] and the functions on marks say what a character is;
//! - [`clitics`] has what Arabic writes together with a word;
//! - [`list`] reads word lists, with their source and licence.
//!
//! Nothing here allocates but for what it gives, and all tables are static: what is made of them costs nothing at start.

#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod clitics;
mod compose;
mod digits;
mod expand;
pub mod fold;
pub mod list;
mod marks;
mod place;
mod script;

pub use compose::{Letter, Letters, composed};
pub use digits::{digit_value, european_digit};
pub use expand::expansion;
pub use marks::{
    TATWEEL, is_apostrophe, is_arabic_mark, is_hebrew_point, is_invisible, is_joiner, stands_for_apostrophe,
};
pub use place::{ARABIC_PLACES, arabic_place};
pub use script::{Script, is_arabic};
