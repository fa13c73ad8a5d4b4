//! With what a report was made, and when.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::plugin::{Limits, Plugin};
use textmill_corpus::Input;

/// With what a report was made: the same for all runs that give the same report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The version of the engine.
    pub engine: String,
    /// The plugin interface, with its version.
    pub interface: String,
    /// The plugins, by the analyzer's name in the run; also those that ran for their layers alone.
    pub plugins: BTreeMap<String, PluginRecord>,
}

/// A plugin of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PluginRecord {
    /// The plugin's own name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its component, in hexadecimal digits.
    pub sha256: String,
    /// Whether its output is in the report; otherwise it ran for the layers that others require.
    pub reported: bool,
    /// Its settings, as given.
    pub settings: Value,
    /// What it could use.
    pub limits: Limits,
    /// The names in the run of those of its layers that have another there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub layers: BTreeMap<String, String>,
    /// The SHA-256 of each resource that it was given.
    pub resources: BTreeMap<String, String>,
}

impl PluginRecord {
    pub(crate) fn new(plugin: &Plugin, reported: bool) -> Self {
        Self {
            name: plugin.manifest.name.clone(),
            version: plugin.manifest.version.clone(),
            sha256: plugin.sha256.clone(),
            reported,
            settings: plugin.compiled.settings.clone(),
            limits: plugin.compiled.limits.clone(),
            layers: plugin.layers.clone(),
            resources: plugin.compiled.resource_hashes(),
        }
    }
}

/// What belongs to one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// When the run began, in UTC (RFC 3339).
    pub started: String,
    /// Wall time in seconds.
    pub seconds: f64,
    /// The number of workers.
    pub threads: usize,
    /// Text bytes of a batch.
    pub batch_bytes: usize,
    /// Operating system and processor of the host.
    pub host: String,
    /// The inputs that were read, sorted by path.
    pub sources: Vec<Input>,
}

impl RunRecord {
    /// Operating system and processor of this host.
    pub(crate) fn this_host() -> String {
        format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
    }
}
