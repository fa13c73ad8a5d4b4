//! With what a report was made, and when.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Cost;
use crate::plugin::{Limits, Plugin};
use textmill_corpus::{Input, LeftOut};

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
    /// What each analyzer cost, by its name in the run.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cost: BTreeMap<String, Cost>,
    /// What the cache did, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<CacheRecord>,
    /// Files of folders that were seen and left out, by the reason.
    #[serde(default, skip_serializing_if = "LeftOut::is_empty")]
    pub left_out: LeftOut,
    /// The inputs that were read, sorted by path.
    pub sources: Vec<Input>,
}

/// What a cache of outputs did for a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheRecord {
    /// Outputs that were found in it, one for each document and analyzer.
    pub hits: u64,
    /// Outputs that were not.
    pub misses: u64,
    /// Outputs that it holds now.
    pub entries: u64,
    /// Bytes that it takes on disk.
    pub bytes: u64,
    /// Outputs that went to make room in this run. Many say that it is smaller than the run needs.
    pub evicted: u64,
    /// Outputs that were damaged, and are gone.
    pub damaged: u64,
    /// What its user should know, such as that another run was writing to it.
    pub warnings: Vec<String>,
}

impl RunRecord {
    /// Operating system and processor of this host.
    pub(crate) fn this_host() -> String {
        format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
    }
}
