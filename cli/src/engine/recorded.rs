//! Analyzers as a report's provenance has them, where its command does not tell: it was merged, or made by a program.

use std::collections::BTreeMap;
use std::path::PathBuf;

use textmill::{Limits, Origin, PluginRecord, PluginSource, Report};

use super::resources::ResourceFiles;
use crate::error::Error;
use crate::values::{Component, LimitSetting};

/// What a component is called that is built in.
const BUILTIN: &str = "built-in";

/// The analyzers of a report, and where they were found.
#[derive(Clone, Debug)]
pub(crate) struct RecordedAnalyzers {
    plugins: BTreeMap<String, PluginRecord>,
    origins: BTreeMap<String, Origin>,
}

impl RecordedAnalyzers {
    pub(crate) fn of(report: &Report) -> Self {
        Self { plugins: report.provenance.plugins.clone(), origins: report.run.origins.clone() }
    }

    /// The same with other limits, of which each holds for one of them or for all.
    pub(super) fn with_limits(mut self, limits: &[LimitSetting]) -> Self {
        for (name, plugin) in &mut self.plugins {
            for limit in limits.iter().filter(|limit| limit.is_for(name)) {
                plugin.limits = limit.apply(&plugin.limits);
            }
        }
        self
    }

    /// The plugins that are reported, with the settings, limits, layers and resources that the report names. Those that
    /// provide layers for them are filled in as they were then.
    ///
    /// # Errors
    /// An analyzer or a resource of which the report does not say where it is found, or that is not found there.
    pub(super) fn sources(&self) -> Result<Vec<PluginSource>, Error> {
        let reported = self.plugins.iter().filter(|(_, record)| record.reported);
        let mut files = ResourceFiles::default();
        reported.map(|(name, record)| source(name, record, self.origins.get(name), &mut files)).collect()
    }

    /// The files that they are made from.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        let origins = self.origins.values();
        let paths = origins.flat_map(|origin| origin.resources.values().chain([&origin.component]));
        paths.filter(|path| *path != BUILTIN).map(PathBuf::from)
    }

    /// The limits of those that are filled in: all of them have the same.
    pub(super) fn provider_limits(&self) -> Limits {
        let mut filled_in = self.plugins.values().filter(|record| !record.reported);
        filled_in.next().map(|record| record.limits.clone()).unwrap_or_default()
    }
}

fn source(
    name: &str,
    record: &PluginRecord,
    origin: Option<&Origin>,
    files: &mut ResourceFiles,
) -> Result<PluginSource, Error> {
    let unknown = |what: &str| {
        Error::new(format!("the report does not say where {what} `{name}` was found"))
            .with_hint("name the analyzers with -p, and their resources with --config")
    };
    let component = match origin.map(|origin| origin.component.as_str()) {
        None | Some(BUILTIN) if PluginSource::builtin_names().any(|name| name == record.name) => {
            Component::Builtin(record.name.clone())
        }
        None | Some(BUILTIN) => return Err(unknown("the analyzer")),
        Some(path) => Component::File(path.into()),
    };
    let mut source =
        component.source()?.named(name).settings(record.settings.clone()).limits(record.limits.clone());
    for (layer, renamed) in &record.layers {
        source = source.rename_layer(layer, renamed);
    }
    for resource in record.resources.keys() {
        let path = origin.and_then(|origin| origin.resources.get(resource));
        let path = path.ok_or_else(|| unknown(&format!("the resource `{resource}` of")))?;
        let content = files.read(path.as_ref())?;
        source = source.resource_origin(resource, path).resource(resource, content);
    }
    Ok(source)
}
