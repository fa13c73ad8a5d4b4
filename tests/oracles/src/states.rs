//! States in binary, from a plugin that may hand over anything.
//!
//! The input is a line with a schema, and after it the bytes of a state.

use std::sync::Arc;

use textmill_merge::{ReadLimits, Schema, State};

use crate::merge::{assert_same, schema, seeds_of_kinds};

/// Holds that bytes are taken as what JSON could say too, and that what is refused leaves no trace.
///
/// # Panics
/// Where that does not hold.
pub fn hold(input: &[u8]) {
    let Some(end) = input.iter().position(|byte| *byte == b'\n') else { return };
    let (line, bytes) = (&input[..end], &input[end + 1..]);
    let Some(schema) = str::from_utf8(line).ok().and_then(schema) else { return };
    let mut merged = State::new(Arc::clone(&schema));
    match State::from_bytes(Arc::clone(&schema), bytes) {
        Ok(state) => {
            merged.merge_bytes(bytes).expect("what can be read can be merged");
            assert_same(&merged, &state, "bytes merge as the state does");
            taken(&schema, &state);
        }
        Err(error) => {
            assert!(error.offset() <= bytes.len(), "a place in the bytes");
            assert_eq!(merged.merge_bytes(bytes), Err(error), "what cannot be read cannot be merged");
            assert!(merged.is_empty(), "what is refused leaves no trace");
        }
    }
    limited(&schema, bytes);
}

/// A state that is taken is one that could have been folded, as far as anybody can tell.
fn taken(schema: &Arc<Schema>, state: &State) {
    let by_json = State::from_json(Arc::clone(schema), &state.to_json()).expect("a state's own JSON is read");
    assert_same(&by_json, state, "it survives its JSON");
    let by_bytes =
        State::from_bytes(Arc::clone(schema), &state.to_bytes()).expect("a state's own bytes are read");
    assert_same(&by_bytes, state, "it survives its bytes");
    let (mut forward, mut backward) = (state.clone(), by_json.clone());
    forward.merge_json(&by_json.to_json()).expect("a state's own JSON is merged");
    backward.merge_bytes(&state.to_bytes()).expect("a state's own bytes are merged");
    assert_same(&forward, &backward, "both forms merge alike");
}

/// A limit changes nothing but that there may be too much.
fn limited(schema: &Arc<Schema>, bytes: &[u8]) {
    let mut limits = ReadLimits { keys: 3 };
    match State::from_bytes_within(Arc::clone(schema), bytes, &mut limits) {
        Ok(_) => assert!(limits.keys <= 3, "keys are taken off"),
        Err(error) if error.is_over_limit() => assert_eq!(limits.keys, 3, "nothing was read"),
        Err(error) => assert_eq!(State::from_bytes(Arc::clone(schema), bytes).err(), Some(error)),
    }
}

/// A state of each kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let seed = |(schema, state): (&str, State)| [schema.as_bytes(), b"\n", &state.to_bytes()].concat();
    seeds_of_kinds().into_iter().map(seed).collect()
}
