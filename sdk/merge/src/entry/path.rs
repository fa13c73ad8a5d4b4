//! Where an entry stands.

use std::cmp::Ordering;

use super::path_end::{PathEnd, Step};
use crate::error::{EntryError, StateError};
use crate::json::{Reader, write_string};
use crate::schema::Schema;
use crate::strings::Strings;

/// Names of fields and keys, from the root: in one buffer, so that a path is read without an allocation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Path(Strings);

impl Path {
    pub(super) fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    pub(super) fn name(&self, index: usize) -> &str {
        self.0.get(index)
    }

    /// Takes over another path, into the memory that this has.
    pub(super) fn copy(&mut self, other: &Self) {
        self.0.copy(&other.0);
    }

    /// Reads a list of names, and follows them in the schema: it takes no more names than the schema has levels.
    pub(super) fn read<'s>(
        &mut self,
        schema: &'s Schema,
        reader: &mut Reader<'_>,
    ) -> Result<PathEnd<'s>, EntryError> {
        self.0.clear();
        let mut step = Step::State(schema);
        reader.list(|reader| self.read_name(&mut step, reader)).map_err(|error| self.error_of(error))?;
        step.end().map_err(|message| self.error_of(reader.error(message)))
    }

    fn read_name(&mut self, step: &mut Step<'_>, reader: &mut Reader<'_>) -> Result<(), StateError> {
        let name = reader.string()?;
        self.0.push(&name);
        *step = step.down(&name).map_err(|message| reader.error(message))?;
        Ok(())
    }

    pub(super) fn write(&self, out: &mut String) {
        out.push('[');
        for (index, name) in self.names().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write_string(out, name);
        }
        out.push(']');
    }

    /// The path as errors show it: `words.cat`.
    pub(super) fn to_place(&self) -> String {
        self.names().collect::<Vec<&str>>().join(".")
    }

    pub(super) fn error(&self, message: impl Into<String>) -> EntryError {
        EntryError::new(self.to_place(), message.into(), None)
    }

    /// An error in what stands here.
    pub(super) fn error_of(&self, error: StateError) -> EntryError {
        let (below, message, offset) = error.into_parts();
        let joint = if self.0.is_empty() || below.is_empty() { "" } else { "." };
        EntryError::new(format!("{}{joint}{below}", self.to_place()), message, Some(offset))
    }
}

impl Ord for Path {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        // Where all names but the last are of equal lengths, as they are in a run of `counts`, the first byte that differs
        // decides, and one look at the buffers finds it.
        if let ([ours @ .., _], [theirs @ .., _]) = (self.0.ends(), other.0.ends())
            && ours == theirs
        {
            return self.0.text().as_bytes().cmp(other.0.text().as_bytes());
        }
        for index in 0..self.len().min(other.len()) {
            match self.0.bytes(index).cmp(other.0.bytes(index)) {
                Ordering::Equal => {}
                unequal => return unequal,
            }
        }
        self.len().cmp(&other.len())
    }
}

impl PartialOrd for Path {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Path;

    fn path(names: &[String]) -> Path {
        Path(names.iter().collect())
    }

    proptest! {
        #[test]
        fn paths_are_in_the_order_of_their_names(
            ours in prop::collection::vec("[ab\\x00س]{0,2}", 0..4),
            theirs in prop::collection::vec("[ab\\x00س]{0,2}", 0..4),
        ) {
            prop_assert_eq!(path(&ours).cmp(&path(&theirs)), ours.cmp(&theirs));
            prop_assert!(path(&ours).names().eq(ours.iter().map(String::as_str)));
        }
    }
}
