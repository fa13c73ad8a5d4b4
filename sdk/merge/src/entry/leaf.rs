//! What stands at the end of an entry's path.

use super::spot::Spot;
use crate::error::StateError;
use crate::json::{Reader, write_count};
use crate::kind::Node;
use crate::kind::counts::Tally;
use crate::kind::map::read_documents;

#[derive(Debug, Clone)]
pub(super) enum Leaf {
    /// Of a key of `counts`.
    Tally(Tally),
    /// Of a key of `map` whose values have entries of their own: in how many documents it had one.
    Documents(u64),
    /// Of a key of any other `map`, with the state of its values.
    Key(u64, Node),
    State(Node),
}

impl Default for Leaf {
    fn default() -> Self {
        Self::State(Node::Each)
    }
}

impl Leaf {
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::State(node) if node.is_empty())
    }

    #[inline]
    pub(super) fn read(spot: Spot<'_>, reader: &mut Reader<'_>) -> Result<Self, StateError> {
        match spot {
            Spot::Tally => Tally::read(reader).map(Self::Tally),
            Spot::Key(of) if of.is_spread() => read_documents(reader).map(Self::Documents),
            Spot::Key(of) => {
                let (documents, node) = reader.pair(read_documents, |reader| Node::read(of, reader))?;
                Ok(Self::Key(documents, node))
            }
            Spot::State(schema) => match Node::read(schema, reader)? {
                node if node.is_empty() => Err(reader.error("expected a state that is not empty")),
                node => Ok(Self::State(node)),
            },
        }
    }

    #[inline]
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Tally(tally) => tally.write(out),
            Self::Documents(documents) => write_count(out, (*documents).into()),
            Self::Key(documents, node) => write_key(*documents, node, out),
            Self::State(node) => node.write_single(out),
        }
    }

    /// Whether this may stand there.
    pub(super) fn fits(&self, spot: Spot<'_>) -> bool {
        match (self, spot) {
            (Self::Tally(_), Spot::Tally) => true,
            (Self::Documents(_), Spot::Key(of)) => of.is_spread(),
            (Self::Key(_, node), Spot::Key(of)) => !of.is_spread() && node.is_of(of),
            (Self::State(node), Spot::State(schema)) => node.is_of(schema),
            _ => false,
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

    /// Takes in what stands at the same spot of another state. Both must fit.
    pub(super) fn merge(&mut self, spot: Spot<'_>, other: Self) {
        match (self, other, spot) {
            (Self::Tally(ours), Self::Tally(theirs), _) => ours.merge(theirs),
            (Self::Documents(ours), Self::Documents(theirs), _) => *ours = ours.saturating_add(theirs),
            (Self::Key(ours, node), Self::Key(theirs, other), Spot::Key(of)) => {
                *ours = ours.saturating_add(theirs);
                node.merge(of, other);
            }
            (Self::State(node), Self::State(other), Spot::State(schema)) => node.merge(schema, other),
            (ours, theirs, spot) => debug_assert!(false, "{ours:?} and {theirs:?} do not fit {spot:?}"),
        }
    }
}

/// `[documents, state]`.
pub(super) fn write_key(documents: u64, node: &Node, out: &mut String) {
    out.push('[');
    write_count(out, documents.into());
    out.push(',');
    node.write_single(out);
    out.push(']');
}
