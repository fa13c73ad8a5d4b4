//! What stands at the end of an entry's path.

use super::path_end::PathEnd;
use crate::error::StateError;
use crate::json::{Reader, write_count};
use crate::kind::counts::Tally;
use crate::kind::map::read_documents;
use crate::kind::{Node, OtherKind, Whole};
use crate::schema::Schema;

#[derive(Debug, Clone)]
pub(super) enum Leaf {
    /// Of a key of `counts`.
    Tally(Tally),
    /// Of a key of `map` whose values have entries of their own: in how many documents it had one.
    Documents(u64),
    /// Of a key of any other `map`, with the state of its values.
    Key(u64, Whole),
    /// Of a kind whose state is one whole.
    State(Whole),
}

impl Default for Leaf {
    fn default() -> Self {
        Self::State(Whole::Each(Default::default()))
    }
}

impl Leaf {
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::State(state) if state.is_empty())
    }

    /// Of how many documents a state must be that has this.
    pub(super) fn least_documents(&self, end: PathEnd<'_>) -> u64 {
        match (self, end) {
            (Self::Tally(tally), _) => tally.documents,
            (Self::Documents(documents), _) => *documents,
            (Self::Key(documents, state), PathEnd::Key(of)) => state.least_documents(of).max(*documents),
            (Self::State(state), PathEnd::State(schema)) => state.least_documents(schema),
            (Self::Key(..) | Self::State(_), _) => 0,
        }
    }

    #[inline]
    pub(super) fn read(end: PathEnd<'_>, reader: &mut Reader<'_>) -> Result<Self, StateError> {
        match end {
            PathEnd::Tally(dispersed) => Tally::read(reader, dispersed).map(Self::Tally),
            PathEnd::Key(of) if of.is_spread() => read_documents(reader).map(Self::Documents),
            PathEnd::Key(of) => {
                let (documents, state) = reader.pair(read_documents, |reader| read_whole(of, reader))?;
                Ok(Self::Key(documents, state))
            }
            PathEnd::State(schema) => match read_whole(schema, reader)? {
                state if state.is_empty() => Err(reader.error("expected a state that is not empty")),
                state => Ok(Self::State(state)),
            },
        }
    }

    #[inline]
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Tally(tally) => tally.write(out),
            Self::Documents(documents) => write_count(out, (*documents).into()),
            Self::Key(documents, state) => write_key(*documents, state, out),
            Self::State(state) => state.write(out),
        }
    }

    /// Takes in another count of the same key, without asking what the schema has: whether both were counts.
    #[inline]
    pub(super) fn merge_tally(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Tally(ours), Self::Tally(theirs)) => {
                ours.merge(*theirs);
                true
            }
            _ => false,
        }
    }

    /// Takes in what stands at the same path of another state.
    ///
    /// # Errors
    /// Where one of the two may not stand there; nothing is then taken in.
    pub(super) fn merge(&mut self, end: PathEnd<'_>, other: Self) -> Result<(), OtherKind> {
        match (self, other, end) {
            (Self::Tally(ours), Self::Tally(theirs), PathEnd::Tally(_)) => ours.merge(theirs),
            (Self::Documents(ours), Self::Documents(theirs), PathEnd::Key(of)) if of.is_spread() => {
                *ours = ours.saturating_add(theirs);
            }
            (Self::Key(ours, state), Self::Key(theirs, other), PathEnd::Key(of)) => {
                state.merge(of, other)?;
                *ours = ours.saturating_add(theirs);
            }
            (Self::State(state), Self::State(other), PathEnd::State(schema)) => state.merge(schema, other)?,
            _ => return Err(OtherKind),
        }
        Ok(())
    }
}

fn read_whole(schema: &Schema, reader: &mut Reader<'_>) -> Result<Whole, StateError> {
    let node = Node::read(schema, reader)?;
    node.into_whole().ok_or_else(|| reader.error(OtherKind::MESSAGE))
}

/// `[documents, state]`.
pub(super) fn write_key(documents: u64, state: &Whole, out: &mut String) {
    out.push('[');
    write_count(out, documents.into());
    out.push(',');
    state.write(out);
    out.push(']');
}
