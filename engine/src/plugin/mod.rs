//! Plugins: loaded, checked, ordered, limited, called.
//!
//! The only folder that knows wasmtime. What comes out of a sandbox is checked here, once: a [`Layer`] or an
//! [`Analysis`] that `run` holds keeps the contract. Which documents go into a call, and what becomes of those that
//! a call fails on, is for `run` to decide.

mod analysis;
mod answer;
mod attribute;
mod check;
mod clock;
mod columns;
mod compiled;
mod component;
mod dictionary;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzz;
mod guest;
mod instance;
mod layer;
mod limits;
mod load;
mod manifest;
mod pipeline;
mod resource;
mod runtime;
mod select;
mod settings;
mod shape;
mod source;
mod stopped;
mod stored;
mod structure;
mod widths;

pub(crate) use analysis::{Analysis, Want, WantedLayer};
pub(crate) use answer::is_binary;
pub use attribute::AttributeValue;
pub use compiled::CompiledCache;
pub(crate) use compiled::CompiledCode;
pub(crate) use instance::{Bounds, CallCost, Failure, Instance};
pub(crate) use layer::Layer;
pub use limits::Limits;
pub(crate) use load::Plugin;
pub use manifest::{Attribute, AttributeRequirement, Manifest, Provision, Requirement, Scope, ValueType};
pub(crate) use pipeline::{Pipeline, Stage, lacking_layers};
pub use resource::Resource;
pub use runtime::LogLevel;
pub(crate) use runtime::{LogHandler, Runtime};
pub use source::PluginSource;
pub(crate) use stored::{StoredLayer, add as add_to_hash};
