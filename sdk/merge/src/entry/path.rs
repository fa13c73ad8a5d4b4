//! Where an entry stands.

use std::cmp::Ordering;

use super::path_end::{PathEnd, Step};
use crate::error::{EntryError, StateError};
use crate::json::{Reader, write_string};
use crate::schema::Schema;

/// Names of fields and keys, from the root: back to back in one buffer, so that a path is read without an allocation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Path {
    text: String,
    /// Where each name ends in `text`.
    ends: Vec<usize>,
}

impl Path {
    pub(super) fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|index| self.name(index))
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(super) fn name(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    #[inline]
    fn bytes(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text.as_bytes()[start..self.ends[index]]
    }

    /// Takes over another path, into the memory that this has.
    pub(super) fn copy(&mut self, other: &Self) {
        self.text.clone_from(&other.text);
        self.ends.clone_from(&other.ends);
    }

    /// Reads a list of names, and follows them in the schema: it takes no more names than the schema has levels.
    pub(super) fn read<'s>(
        &mut self,
        schema: &'s Schema,
        reader: &mut Reader<'_>,
    ) -> Result<PathEnd<'s>, EntryError> {
        self.text.clear();
        self.ends.clear();
        let mut step = Step::State(schema);
        reader.list(|reader| self.read_name(&mut step, reader)).map_err(|error| self.error_of(error))?;
        step.end().map_err(|message| self.error_of(reader.error(message)))
    }

    fn read_name(&mut self, step: &mut Step<'_>, reader: &mut Reader<'_>) -> Result<(), StateError> {
        let name = reader.string()?;
        self.text.push_str(&name);
        self.ends.push(self.text.len());
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
        let joint = if self.ends.is_empty() || below.is_empty() { "" } else { "." };
        EntryError::new(format!("{}{joint}{below}", self.to_place()), message, Some(offset))
    }
}

impl Ord for Path {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        // Where all names but the last are of equal lengths, as they are in a run of `counts`, the first byte that differs
        // decides, and one look at the buffers finds it.
        if let ([ours @ .., _], [theirs @ .., _]) = (&self.ends[..], &other.ends[..])
            && ours == theirs
        {
            return self.text.as_bytes().cmp(other.text.as_bytes());
        }
        for index in 0..self.len().min(other.len()) {
            match self.bytes(index).cmp(other.bytes(index)) {
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
        let mut path = Path::default();
        for name in names {
            path.text.push_str(name);
            path.ends.push(path.text.len());
        }
        path
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
