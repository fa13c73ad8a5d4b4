//! Entries of states, as lines.

use std::io;

use serde_json::Value;
use textmill_merge::{Schema, State};

use super::read::PartialReader;
use crate::error::Error;

pub(super) fn write_entries(state: &State, mut write: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    write(&format!("[[],{}]", state.to_json()))
}

pub(super) fn join_entries(
    schema: &std::sync::Arc<Schema>,
    readers: Vec<&mut PartialReader>,
    mut each: impl FnMut(&str) -> Result<(), Error>,
) -> Result<Value, Error> {
    let mut state = State::new(std::sync::Arc::clone(schema));
    for reader in readers {
        while let Some(entry) = reader.entry() {
            let json = entry.strip_prefix("[[],").and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
            state.merge_json(json).map_err(|error| reader.error(&error.to_string()))?;
            reader.take_entry()?;
        }
    }
    each(&format!("[[],{}]", state.to_json()))?;
    Ok(state.finish())
}
