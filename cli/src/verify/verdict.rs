//! Two reports of one command, compared, and the reason found where they differ.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use textmill::{FaultKind, PluginInfo, Report, Section};

use super::inputs::{self, InputDifference};
use crate::difference::{Difference, differences};
use crate::report::ReportFile;

/// What comes of the comparison of a report with that of another run.
#[derive(Debug, PartialEq)]
pub(super) struct Verdict {
    /// Inputs that are not what they were.
    pub(super) inputs: Vec<InputDifference>,
    /// Versions, settings, limits and the like that are not what they were.
    pub(super) provenance: Vec<Difference>,
    /// Parts of the report that differ.
    pub(super) parts: Vec<Part>,
    /// Why the reports differ, where neither inputs nor provenance say so.
    pub(super) cause: Option<Cause>,
}

/// A part of the report that differs: the section of an analyzer, groups, faults, counts of the corpus.
#[derive(Debug, PartialEq)]
pub(super) struct Part {
    /// The first difference in it.
    pub(super) first: Difference,
    /// How many there are.
    pub(super) count: usize,
}

/// Why two runs of the same analyzers over the same inputs found different things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Cause {
    /// An analyzer gives another answer each time. It is this one, or one of those whose layers it reads and that show
    /// no difference of their own.
    Analyzer { analyzer: String, providers: Vec<String> },
    /// An analyzer ran out of time on other documents than before.
    Timeout { analyzer: String },
    /// Documents were read or counted otherwise.
    Reading,
}

impl Verdict {
    /// Compares a report with that of the run of now. `plugins` are those of now, in the order in which they run.
    pub(super) fn of(was: &ReportFile, is: &Report, plugins: &[PluginInfo]) -> Self {
        let is = &without_new_schemas(&was.report, is);
        let now = serde_json::to_value(is).unwrap_or_default();
        let inputs = inputs::compare(&was.report.run.sources, &is.run.sources);
        let provenance = differences("", &was.json["provenance"], &now["provenance"]);
        let parts = parts(&was.json, &now);
        let explained = parts.is_empty() || !inputs.is_empty() || !provenance.is_empty();
        let cause = (!explained).then(|| cause(&was.report, is, plugins));
        Self { inputs, provenance, parts, cause }
    }

    /// Whether the reports are the same but for what belongs to one run.
    pub(super) fn is_same(&self) -> bool {
        self.provenance.is_empty() && self.parts.is_empty()
    }
}

/// The report without the schemas that the earlier one does not have, since a version wrote it that did not say them.
fn without_new_schemas(was: &Report, is: &Report) -> Report {
    let mut is = is.clone();
    for (name, section) in &mut is.analyzers {
        if was.analyzers.get(name).is_some_and(|earlier| earlier.schema.is_none()) {
            section.schema = None;
        }
    }
    is
}

/// The parts that differ, but for `provenance` and `run`.
fn parts(was: &Value, is: &Value) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut add = |path: &str, was: &Value, is: &Value| {
        let mut differences = differences(path, was, is).into_iter();
        found.extend(differences.next().map(|first| Part { first, count: 1 + differences.count() }));
    };
    let outer = |report: &Value| {
        let mut report = report.clone();
        if let Some(fields) = report.as_object_mut() {
            ["analyzers", "provenance", "run"].iter().for_each(|key| drop(fields.remove(*key)));
        }
        report
    };
    for (key, (was, is)) in both(&outer(was), &outer(is)) {
        add(key, was, is);
    }
    for (name, (was, is)) in both(&was["analyzers"], &is["analyzers"]) {
        add(&crate::difference::joined("analyzers", name), was, is);
    }
    found
}

/// The fields of two objects side by side, null where one lacks a field.
fn both<'a>(was: &'a Value, is: &'a Value) -> BTreeMap<&'a str, (&'a Value, &'a Value)> {
    let fields =
        |value: &'a Value| value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value));
    let mut sides: BTreeMap<&str, (&Value, &Value)> =
        fields(was).map(|(key, value)| (key, (value, &Value::Null))).collect();
    for (key, value) in fields(is) {
        sides.entry(key).or_insert((&Value::Null, &Value::Null)).1 = value;
    }
    sides
}

fn cause(was: &Report, is: &Report, plugins: &[PluginInfo]) -> Cause {
    if was.corpus != is.corpus {
        return Cause::Reading;
    }
    let differing = |plugin: &&PluginInfo| is_differing(&plugin.name, was, is);
    let out_of_time = |plugin: &&PluginInfo| timeouts(&plugin.name, was) != timeouts(&plugin.name, is);
    // What one loses, its dependents lose too: the first to run is where it begins.
    if let Some(plugin) = plugins.iter().find(out_of_time) {
        return Cause::Timeout { analyzer: plugin.name.clone() };
    }
    match plugins.iter().find(differing) {
        Some(plugin) => {
            Cause::Analyzer { analyzer: plugin.name.clone(), providers: providers(plugin, plugins, is) }
        }
        None => Cause::Reading,
    }
}

/// Whether anything that a report says of an analyzer is not what it was.
fn is_differing(name: &str, was: &Report, is: &Report) -> bool {
    let in_groups = |report: &Report| -> Vec<_> {
        let of_it = |(group, sections): (&String, &BTreeMap<String, Section>)| {
            Some((group.clone(), sections.get(name)?.clone()))
        };
        report.groups.iter().filter_map(of_it).collect()
    };
    let faults = |report: &Report| -> Vec<_> {
        let of_it = report.faults.first.iter().filter(|fault| fault.analyzer.as_deref() == Some(name));
        of_it.cloned().collect()
    };
    was.analyzers.get(name) != is.analyzers.get(name)
        || was.faults.by.get(name) != is.faults.by.get(name)
        || faults(was) != faults(is)
        || in_groups(was) != in_groups(is)
}

fn timeouts(name: &str, report: &Report) -> u64 {
    let kinds = report.faults.by.get(name);
    kinds.and_then(|kinds| kinds.get(&FaultKind::Timeout)).copied().unwrap_or_default()
}

/// Those that make the layers which an analyzer reads, by the names that the layers have in the run.
fn providers(plugin: &PluginInfo, plugins: &[PluginInfo], report: &Report) -> Vec<String> {
    let renamed = |provider: &PluginInfo, layer: &str| {
        let record = report.provenance.plugins.get(&provider.name);
        record.and_then(|record| record.layers.get(layer)).map_or(layer, String::as_str).to_owned()
    };
    let provides = |provider: &PluginInfo, wanted: &str| {
        provider.manifest.provides.iter().any(|provision| renamed(provider, &provision.layer) == wanted)
    };
    let needed = |provider: &&PluginInfo| {
        let mut requires = plugin.manifest.requires.iter();
        provider.name != plugin.name && requires.any(|requirement| provides(provider, &requirement.layer))
    };
    plugins.iter().filter(needed).map(|provider| provider.name.clone()).collect()
}
