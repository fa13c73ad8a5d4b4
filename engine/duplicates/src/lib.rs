//! Which texts of a corpus are the same as another, or nearly.
//!
//! [`LineCounts`] tell which lines belong to a source, and not to its texts. The rest is about whole texts.
//!
//! Each text is looked at once, on any thread, and leaves a [`Sketch`] of some 150 bytes. The sketches, in the order of
//! the documents, tell which belong together: [`Texts`].
//!
//! - **The same** are texts of the same words in the same order: spelling is folded as for looking words up, and case,
//!   punctuation and white space do not count. Equal words have an equal hash of 128 bits.
//! - **Nearly the same** are texts whose sets of [`SHINGLE`] words that follow each other are alike: their Jaccard index,
//!   the share of common ones in all, is at least so much. It is estimated from [`HASHES`] minimal hashes (Broder 1997, "On
//!   the resemblance and containment of documents"), of which the lowest eight bits are kept (Li and König 2010, "b-Bit
//!   minwise hashing"): the standard error is at most 0.045. Which two are compared at all is decided by bands of hashes
//!   (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3): see [`Texts::groups`].
//!
//! ```
//! use textmill_duplicates::{Kind, Sketch, Texts};
//!
//! let mut texts = Texts::new();
//! for text in ["The river rose again.", "Nothing of note.", "the RIVER rose — again"] {
//!     texts.push(&Sketch::of(text));
//! }
//! let groups = texts.groups(0.5);
//! assert_eq!(groups.first_of(2), 0);
//! assert_eq!(groups.kind_of(2), Some(Kind::Same));
//! assert_eq!((groups.same, groups.near), (1, 0));
//! ```

#![deny(missing_docs)]

mod groups;
mod lines;
mod sketch;
mod words;

pub use groups::{Groups, Kind, Texts};
pub use lines::{LEAST_DOCUMENTS, LineCounts, Lines, ONE_OF, RepeatedLines};
pub use sketch::{HASHES, SHINGLE, Sketch};
