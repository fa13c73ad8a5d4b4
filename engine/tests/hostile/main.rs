//! Whatever a plugin does, the host stays up, the others' results stay right, and the report says what happened.
//!
//! The plugins stand in `tests/hostile` as WebAssembly text, one sin each, and in `tests/mindful`.

mod calls;
mod dependents;
mod harness;
mod loading;
mod many;
mod memories;
mod widths;
