//! What a schema has at the end of a path.

use crate::kind::record;
use crate::schema::Schema;

/// What stands at the end of a whole path.
#[derive(Debug, Clone, Copy)]
pub(super) enum PathEnd<'s> {
    /// The count of a key of `counts`; with what its dispersion is made of, where that is so.
    Tally(bool),
    /// A key of a map of this.
    Key(&'s Schema),
    /// The state of a kind that is one entry.
    State(&'s Schema),
}

/// How far a path has come.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'s> {
    State(&'s Schema),
    /// A key of a map of this: the path may end here, or continue into the state of its values.
    Key(&'s Schema),
    Tally(bool),
}

impl<'s> PathEnd<'s> {
    pub(super) fn of<'a>(
        schema: &'s Schema,
        names: impl Iterator<Item = &'a str>,
    ) -> Result<Self, &'static str> {
        let mut step = Step::State(schema);
        for name in names {
            step = step.down(name)?;
        }
        step.end()
    }
}

impl<'s> Step<'s> {
    /// The step to the field or key of this name.
    #[inline]
    pub(super) fn down(self, name: &str) -> Result<Self, &'static str> {
        match self {
            Self::State(Schema::Counts { dispersion, .. }) => Ok(Self::Tally(*dispersion)),
            Self::State(Schema::Pairs { .. }) => Ok(Self::Tally(false)),
            Self::State(Schema::Map { of, .. }) => Ok(Self::Key(of)),
            Self::State(Schema::Record { fields }) | Self::Key(Schema::Record { fields }) => {
                record::position(fields, name)
                    .map(|(_, field)| Self::State(field))
                    .ok_or("the schema has no such field")
            }
            Self::Key(of) if of.is_spread() => Self::State(of).down(name),
            Self::State(_) | Self::Key(_) | Self::Tally(_) => {
                Err("the path continues where the schema has an end")
            }
        }
    }

    pub(super) fn end(self) -> Result<PathEnd<'s>, &'static str> {
        match self {
            Self::Tally(dispersed) => Ok(PathEnd::Tally(dispersed)),
            Self::Key(of) => Ok(PathEnd::Key(of)),
            Self::State(Schema::Each) => Err("nothing is kept of `each`"),
            Self::State(schema) if schema.is_spread() => Err("the path ends above the keys or fields"),
            Self::State(schema) => Ok(PathEnd::State(schema)),
        }
    }
}
