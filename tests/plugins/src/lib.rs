//! Components for the tests of the whole.

mod grown;

pub use grown::{large_component, many_exports};

/// A tokenizer that goes wrong where a document says so: see `tests/faulty`.
pub const FAULTY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/faulty.wasm"));

/// An analyzer that does nothing: see `tests/idle`.
pub const IDLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/idle.wasm"));

/// An analyzer that does nothing with the tokens that it is given: see `tests/listening`.
pub const LISTENING: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/listening.wasm"));

/// An analyzer that remembers what it must not: see `tests/mindful`.
pub const MINDFUL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/mindful.wasm"));

/// An analyzer that requires a layer which no built-in plugin provides: see `tests/needy`.
pub const NEEDY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/needy.wasm"));

/// `tests/specimen`: it uses all of the contract.
pub const SPECIMEN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/specimen.wasm"));

/// `tests/witness`: it tells what it sees of the layers of `specimen`, and reads what it should not where it is told to.
pub const WITNESS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/witness.wasm"));

/// What `tests/hostile` holds as WebAssembly text, by the names of the files.
const HOSTILE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/hostile.rs"));

/// The bytes of a file of `tests/hostile`, by its name without `.wat`.
///
/// # Panics
/// Where there is no such file.
#[must_use]
pub fn hostile(name: &str) -> &'static [u8] {
    let found = HOSTILE.iter().find(|(known, _)| *known == name);
    found.map_or_else(|| panic!("tests/hostile has no {name}.wat"), |(_, bytes)| bytes)
}
