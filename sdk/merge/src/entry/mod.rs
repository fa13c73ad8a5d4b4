//! A state as entries, so that it can be written out in order, joined with others, and finished in flat memory.
//!
//! An [`Entry`] is a path and what stands there; `visit.rs` writes those of a state, `join.rs` merges those of several,
//! and `finish.rs` makes the report of them. Where they are kept meanwhile is the host's business.

mod finish;
mod join;
mod leaf;
mod path;
mod path_end;
mod visit;

use std::cmp::Ordering;

pub use self::finish::Finisher;
pub use self::join::{Join, JoinError};
use self::leaf::Leaf;
use self::path::Path;
use self::path_end::PathEnd;
pub(crate) use self::visit::write_entries;
use crate::error::EntryError;
use crate::json::Reader;
use crate::kind::OtherKind;
use crate::schema::Schema;

/// One place of a [`State`](crate::State), and what stands there.
///
/// A state of millions of keys need not be in memory as a whole: as entries, in the order of their paths, it can be
/// written to a file ([`State::write_entries`](crate::State::write_entries)), joined with others ([`Join`]), and made
/// a report of ([`Finisher`]). A path goes from the root through fields and keys, each any string. At its end stands
///
/// - for a key of `counts`: its count, and in how many documents it was;
/// - for a key of `map`: in how many documents it had a value, and the state of its values. Where those are `counts`,
///   `map` or `record`, the number of documents stands alone, and their state is in entries below;
/// - for any other kind: the state.
///
/// Paths are compared name by name, and names byte by byte, so an entry comes before those below it. What is empty has
/// no entry. As JSON an entry is its path and what stands there, `["words","cat"],[3,2]`: two items of a list to which
/// a host may add what it needs to find the state.
///
/// An entry is meant to be used again: reading into it keeps the memory that it has.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    path: Path,
    leaf: Leaf,
}

impl Entry {
    /// An entry to be read into; until then it is that of an empty state.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads an entry of a state of this schema in place of what this was.
    ///
    /// # Errors
    /// [`EntryError`] with the path, as far as it was read, for anything that
    /// [`State::write_entries`](crate::State::write_entries) does not write: a file is not to be trusted. This entry is
    /// then of no use until it is read into again.
    pub fn read(&mut self, schema: &Schema, json: &str) -> Result<(), EntryError> {
        let mut reader = Reader::new(json);
        let end = self.path.read(schema, &mut reader)?;
        self.leaf = reader
            .expect(b',')
            .and_then(|()| Leaf::read(end, &mut reader))
            .and_then(|leaf| reader.end().map(|()| leaf))
            .map_err(|error| self.path.error_of(error))?;
        // Of counts, which are most of what is read, there is one spelling that is taken, blanks aside.
        if !matches!(self.leaf, Leaf::Tally(_) | Leaf::Documents(_)) && !self.is_written_as(json) {
            return Err(self.path.error("is not written as it should be".to_owned()));
        }
        Ok(())
    }

    /// Whether the JSON is what [`write`](Self::write) writes.
    fn is_written_as(&self, json: &str) -> bool {
        let mut written = String::with_capacity(json.len());
        self.write(&mut written);
        written == json
    }

    /// Appends the JSON.
    pub fn write(&self, out: &mut String) {
        self.path.write(out);
        out.push(',');
        self.leaf.write(out);
    }

    /// The fields and keys that lead to the entry, from the root.
    pub fn path(&self) -> impl ExactSizeIterator<Item = &str> {
        self.path.names()
    }

    /// Whether it is of a key of the field that these names lead to.
    ///
    /// ```
    /// use textmill_merge::{Entry, Schema};
    ///
    /// let schema = Schema::from_json(r#"{"kind": "record", "fields": {"words": {"kind": "counts", "top": 2}}}"#)?;
    /// let mut entry = Entry::new();
    /// entry.read(&schema, r#"["words","cat"],[3,2]"#)?;
    /// assert!(entry.is_key_of(&["words"]) && !entry.is_key_of(&["names"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_key_of<N: AsRef<str>>(&self, field: &[N]) -> bool {
        let path = self.path();
        path.len() == field.len() + 1 && path.zip(field).all(|(ours, theirs)| ours == theirs.as_ref())
    }

    /// Of a key of `counts`: its count, and in how many documents it was. Nothing for every other kind.
    ///
    /// ```
    /// use textmill_merge::{Entry, Schema};
    ///
    /// let mut entry = Entry::new();
    /// entry.read(&Schema::counts(10), r#"["cat"],[3,2]"#)?;
    /// assert_eq!(entry.count(), Some((3, 2)));
    /// # Ok::<(), textmill_merge::EntryError>(())
    /// ```
    pub fn count(&self) -> Option<(u128, u64)> {
        match &self.leaf {
            Leaf::Tally(tally) => Some((tally.count, tally.documents)),
            Leaf::Documents(_) | Leaf::Key(..) | Leaf::State(_) => None,
        }
    }

    /// Of a key of `counts` with `dispersion`: what its documents add to the divergence of its occurrences, in 2⁻¹⁶ bits. Of all
    /// keys' total it gives the [`dispersion`](crate::dispersion()).
    pub fn dispersed_bits(&self) -> Option<u64> {
        match &self.leaf {
            Leaf::Tally(tally) => tally.bits,
            Leaf::Documents(_) | Leaf::Key(..) | Leaf::State(_) => None,
        }
    }

    /// Of how many documents a state of this schema must be that has the entry.
    ///
    /// # Errors
    /// [`EntryError`], where the schema has no such path.
    pub fn least_documents(&self, schema: &Schema) -> Result<u64, EntryError> {
        if let Leaf::Tally(tally) = &self.leaf {
            return Ok(tally.documents);
        }
        let end = PathEnd::of(schema, self.path.names()).map_err(|message| self.path.error(message))?;
        Ok(self.leaf.least_documents(end))
    }

    /// How the path compares with another's: name by name, and names by their bytes.
    pub fn cmp_path(&self, other: &Self) -> Ordering {
        self.path.cmp(&other.path)
    }

    /// Takes in what stands at the same path of another state, and leaves `other` empty.
    ///
    /// What comes of it is the entry of the merged state, which may be empty: a sum of 1 and −1 has none.
    ///
    /// # Errors
    /// [`EntryError`], where the paths differ, or one of the entries is not of this schema. This one is then unchanged.
    pub fn merge(&mut self, schema: &Schema, other: &mut Self) -> Result<(), EntryError> {
        if self.cmp_path(other).is_ne() {
            return Err(other
                .path
                .error(format!("does not merge with another path: `{}`", self.path.to_place())));
        }
        if self.leaf.merge_tally(&other.leaf) {
            return Ok(());
        }
        let end = PathEnd::of(schema, self.path.names()).map_err(|message| self.path.error(message))?;
        self.leaf.merge(end, std::mem::take(&mut other.leaf)).map_err(|_| self.path.error(OtherKind::MESSAGE))
    }

    /// Whether nothing stands here, so that a state has no such entry.
    pub fn is_empty(&self) -> bool {
        self.leaf.is_empty()
    }
}
