//! What can go wrong, each with the place and the fact.

use std::fmt;

/// A place inside a nested value: `words.x`, `spans[3].label`; empty at the root.
///
/// It is built from the inside out while an error travels up, so that nothing is paid where nothing fails.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place(String);

impl Place {
    pub(crate) fn under_key(&mut self, key: &str) {
        let joint = if self.0.is_empty() || self.0.starts_with('[') { "" } else { "." };
        self.0 = format!("{key}{joint}{}", self.0);
    }

    pub(crate) fn under_index(&mut self, index: usize) {
        let joint = if self.0.is_empty() || self.0.starts_with('[') { "" } else { "." };
        self.0 = format!("[{index}]{joint}{}", self.0);
    }

    fn as_str(&self) -> &str {
        &self.0
    }

    /// `` `words.x`: `` before a message, or nothing at the root.
    fn prefix(&self) -> String {
        if self.0.is_empty() { String::new() } else { format!("`{}`: ", self.0) }
    }
}

/// Why a [`Schema`](crate::Schema) was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    place: Place,
    message: String,
}

impl SchemaError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { place: Place::default(), message: message.into() }
    }

    pub(crate) fn under(mut self, key: &str) -> Self {
        self.place.under_key(key);
        self
    }

    /// The output's field at fault, such as `words.x`; empty for the output itself.
    pub fn path(&self) -> &str {
        self.place.as_str()
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.place.prefix(), self.message)
    }
}

impl std::error::Error for SchemaError {}

/// Why a document's value does not fit its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldError(Box<Misfit>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Misfit {
    place: Place,
    found: String,
    expected: String,
}

impl FoldError {
    pub(crate) fn new(found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self(Box::new(Misfit { place: Place::default(), found: found.into(), expected: expected.into() }))
    }

    pub(crate) fn under_key(mut self, key: &str) -> Self {
        self.0.place.under_key(key);
        self
    }

    pub(crate) fn under_index(mut self, index: usize) -> Self {
        self.0.place.under_index(index);
        self
    }

    /// The place in the document's value, such as `words.x` or `lengths[3]`; empty for the value itself.
    pub fn path(&self) -> &str {
        self.0.place.as_str()
    }

    /// What stands there, such as `-1` or `a string`.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// What the schema wants there; empty where the value itself could not be serialized.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }
}

impl fmt::Display for FoldError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Misfit { place, found, expected } = &*self.0;
        if expected.is_empty() {
            write!(formatter, "{}{found}", place.prefix())
        } else {
            write!(formatter, "{}found {found}, expected {expected}", place.prefix())
        }
    }
}

impl std::error::Error for FoldError {}

impl serde::ser::Error for FoldError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string(), "")
    }
}

/// Why two states do not merge.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MergeError {
    /// They were folded under different schemas, which are given as JSON.
    Schema {
        /// The schema of the state that was to take the other in.
        ours: String,
        /// The schema of the state that was to be taken in.
        theirs: String,
    },
}

impl fmt::Display for MergeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Schema { ours, theirs } = self;
        write!(formatter, "states of different schemas do not merge: {ours} and {theirs}")
    }
}

impl std::error::Error for MergeError {}

/// Why the JSON or the bytes of a state were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateError {
    place: Place,
    message: String,
    offset: usize,
    over_limit: bool,
}

impl StateError {
    pub(crate) fn new(offset: usize, message: impl Into<String>) -> Self {
        Self { place: Place::default(), message: message.into(), offset, over_limit: false }
    }

    /// The same error, as one of a limit.
    pub(crate) fn over_limit(self) -> Self {
        Self { over_limit: true, ..self }
    }

    pub(crate) fn under(mut self, key: &str) -> Self {
        self.place.under_key(key);
        self
    }

    /// Place, message and offset.
    pub(crate) fn into_parts(self) -> (String, String, usize) {
        (self.place.0, self.message, self.offset)
    }

    /// The place in the state, such as `words.x`; empty for the state itself.
    pub fn path(&self) -> &str {
        self.place.as_str()
    }

    /// Where in the JSON text or the bytes the fault was noticed, in bytes.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Whether nothing is wrong but that there is more than the [limits](crate::ReadLimits) allow.
    pub fn is_over_limit(&self) -> bool {
        self.over_limit
    }
}

impl fmt::Display for StateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{} at byte {} of the state", self.place.prefix(), self.message, self.offset)
    }
}

impl std::error::Error for StateError {}

/// Why an [`Entry`](crate::Entry) was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryError {
    place: Place,
    message: String,
    offset: Option<usize>,
}

impl EntryError {
    pub(crate) fn new(path: String, message: String, offset: Option<usize>) -> Self {
        Self { place: Place(path), message, offset }
    }

    /// The entry's path as far as it could be read, with the place in what stands there: `words.cat`; empty at the root.
    pub fn path(&self) -> &str {
        self.place.as_str()
    }

    /// Where in the JSON of the entry the fault was noticed, in bytes; none where it is not in the JSON but in
    /// what came before.
    pub fn offset(&self) -> Option<usize> {
        self.offset
    }
}

impl fmt::Display for EntryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.place.prefix(), self.message)?;
        match self.offset {
            Some(offset) => write!(formatter, " at byte {offset} of the entry"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for EntryError {}
