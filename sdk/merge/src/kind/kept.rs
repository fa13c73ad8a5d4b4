//! What a state keeps as a document gave it: keys, the values of a `sample`, the payloads of a `top`.

/// The longest of what a [`State`](crate::State) keeps as a document gave it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept<'s> {
    /// The names of fields and keys of maps that lead to the field that keeps it; none where that is the state itself.
    pub field: Vec<&'s str>,
    /// Of a key its bytes, of a value those of its canonical JSON; 0 where nothing is kept.
    pub bytes: usize,
}

impl<'s> Kept<'s> {
    pub(crate) fn hold(&mut self, field: &[&'s str], bytes: usize) {
        if bytes > self.bytes {
            *self = Self { field: field.to_vec(), bytes };
        }
    }
}
