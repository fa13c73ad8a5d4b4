//! Components for the tests of the whole.

/// A tokenizer that goes wrong where a document says so: see `tests/faulty`.
pub const FAULTY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/faulty.wasm"));

/// An analyzer that requires a layer which no built-in plugin provides: see `tests/needy`.
pub const NEEDY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/needy.wasm"));
