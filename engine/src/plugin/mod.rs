//! Plugins: loaded, checked, ordered, limited, called.
//!
//! The only folder that knows wasmtime. What comes out of a sandbox is checked here, once: a
//! [`Layer`](crate::layer::Layer) or an [`Answer`] that `run` holds keeps the contract. Which documents go into a call,
//! and what becomes of those that a call fails on, is for `run` to decide.

mod answer;
mod call;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzz;
mod instance;
mod load;
mod manifest;
mod pipeline;
mod resource;
mod sandbox;
mod shape;
mod source;
mod stage_index;

pub(crate) use answer::is_binary;
pub(crate) use call::{Answer, CallRequest, RequestedLayer};
pub(crate) use instance::{Bounds, CallCost, Failure, Instance};
pub(crate) use load::Plugin;
pub use manifest::{AttributeRequirement, Manifest, Requirement};
pub(crate) use pipeline::{Pipeline, Stage, lacking_layers};
pub use resource::Resource;
pub use sandbox::{CompiledCache, LogLevel};
pub(crate) use sandbox::{CompiledCode, LogHandler, Runtime};
pub use source::PluginSource;
pub(crate) use stage_index::{PerStage, StageIndex};
