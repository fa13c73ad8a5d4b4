//! WebAssembly: what a component is compiled with, kept as, and held to while it runs.

mod clock;
mod compiled;
pub(super) mod component;
pub(super) mod guest;
pub(super) mod runtime;
mod settings;
pub(super) mod stopped;
mod structure;

pub use compiled::CompiledCache;
pub(crate) use compiled::CompiledCode;
pub use runtime::LogLevel;
pub(crate) use runtime::{LogHandler, Runtime};
