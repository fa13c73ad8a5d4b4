//! Textmill's merge algebra: outputs of documents in, one report out, the same bytes in whatever order.
//!
//! An analyzer gives an output per document. A [`Schema`] says how each of its fields merges, and a [`State`] holds
//! what was folded under that schema. Guests and the host compile this one crate, so a plugin that folds for itself
//! and a host that folds for it leave the same state.
//!
//! ```
//! use serde::Serialize;
//! use textmill_merge::{Schema, State};
//!
//! /// What some analyzer says of one document.
//! #[derive(Serialize)]
//! struct Output<'a> {
//!     words: Vec<&'a str>,
//!     lengths: Vec<usize>,
//! }
//!
//! fn analyze(text: &str) -> Output<'_> {
//!     let words: Vec<&str> = text.split_whitespace().collect();
//!     let lengths = words.iter().map(|word| word.chars().count()).collect();
//!     Output { words, lengths }
//! }
//!
//! let schema = Schema::from_json(
//!     r#"{"kind": "record", "fields": {
//!         "words": {"kind": "counts", "top": 2},
//!         "lengths": {"kind": "stats"}
//!     }}"#,
//! )?;
//!
//! // Two workers, each with its share of the documents.
//! let mut first = State::new(schema.clone());
//! first.fold("a.txt", &analyze("the cat and the dog"))?;
//! let mut second = State::new(schema);
//! second.fold("b.txt", &analyze("the end"))?;
//!
//! // A state crosses a sandbox or a network as JSON. Which of the two takes in the other leaves no trace.
//! first.merge_json(&second.to_json())?;
//!
//! let report = first.finish();
//! assert_eq!(report["words"]["total"], 7);
//! assert_eq!(report["words"]["top"][0]["key"], "the");
//! assert_eq!(report["words"]["top"][0]["count"], 3);
//! assert_eq!(report["words"]["top"][0]["documents"], 2);
//! assert_eq!(report["lengths"]["mean"], 3.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The laws
//!
//! States of one schema are a commutative monoid: [`State::merge`] is associative and commutative, [`State::new`] is
//! its identity, and folding documents one after the other gives what lifting each to a state of its own and merging
//! those gives. All of it holds to the bit, for floats too, and a state survives its JSON ([`State::to_json`]) and its
//! bytes ([`State::to_bytes`]). So a report does not depend on threads, order, batches or machines. `tests/laws.rs` holds
//! every kind to that.
//!
//! Nothing here does input or output, looks at a clock, draws a random number, or asks the platform for a function
//! such as a logarithm, which a guest and its host would not agree on.
//!
//! # Without a value in between
//!
//! [`State::fold`] takes whatever serde can serialize, and asks the schema for each part of it. An output that knows the
//! kinds of its fields ([`Fold`], which the SDK derives) is folded without asking, and who has counted a whole batch adds
//! to the fields by type ([`State::fields`]). All three leave the same state.
//!
//! # More keys than memory
//!
//! Where [`State::memory`] passes a mark, a host writes the state out as sorted entries ([`State::write_entries`]) and
//! begins a new one. [`Join`] merges the entries of any number of such runs, and [`Finisher`] makes the report of them,
//! both in memory that does not grow with the keys (but for pairs that may be shown, see there), and to the byte what the merged state would give
//! (`tests/entries.rs`).
//!
//! # The kinds
//!
//! [`Schema`] has a variant for each, made of the rows of `textmill-kinds` ([`KINDS`]). What a kind takes of a document is
//! one of a few [forms](Takes), which kinds share.
//!
//! `docs/merge.md` has each with its schema, values, state and report by example.
//!
//! `ARCHITECTURE.md` has the modules and what each may use, `CONTRIBUTING.md` the files that a new kind takes.

#![cfg_attr(not(test), deny(clippy::unwrap_used))]

mod add;
mod binary;
mod dispersion;
mod entry;
mod error;
mod exact;
mod fold;
mod hash;
mod index;
mod json;
mod keys;
mod kind;
mod number;
mod round;
mod schema;
mod state;
mod strings;

pub use add::{Adder, CountsAdder, Fields, HashesAdder, KeysAdder, MapAdder, NumbersAdder, ScoresAdder};
pub use binary::ReadLimits;
pub use dispersion::{DocumentSize, dispersed_bits, dispersion};
pub use entry::{Entry, Finisher, Join, JoinError};
pub use error::{EntryError, FoldError, MergeError, SchemaError, StateError};
pub use fold::{Fold, Folder};
pub use hash::hash;
pub use kind::{Kept, KeyOrder, Marginals, Strength};
pub use schema::{MAX_DEPTH, MAX_VALUE_DEPTH, Schema, Takes};
pub use state::{Counted, State};
pub use strings::Strings;
pub use textmill_kinds::{Form, Given, KINDS, Kind, MAX_KEPT, MAX_POINTS, Parameter, Values};

/// The version of all that a state is made of: the JSON of schemas and states, their binary form, the hash and its input,
/// the borders of buckets, and thresholds such as that of `distinct`.
///
/// States are told apart by the version of the plugin interface or the partial file that carries them, which is at
/// least this. States of each version that was released stay readable.
pub const VERSION: &str = "0.1.0";
