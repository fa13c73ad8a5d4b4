//! The order of analyzers: who provides what another requires.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Attribute, Provision};
use super::{Limits, Plugin, Want};
use crate::error::{Error, ErrorKind};

/// The analyzers of an engine in the order in which they run.
#[derive(Debug)]
pub(crate) struct Pipeline {
    stages: Vec<Stage>,
    /// Whether an analyzer reads the layer `language` and none makes it: the host then gives it from metadata.
    host_language: bool,
}

/// An analyzer in its place.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) plugin: Plugin,
    /// Whether the analyzer's output is reported. One that was filled in for its layers alone has none.
    pub(crate) reported: bool,
    /// What it reads of what is provided, in the order of its manifest.
    pub(crate) inputs: Vec<Input>,
    /// Those of its layers that other analyzers read, by its manifest's names.
    pub(crate) layers: Vec<String>,
}

/// A layer that an analyzer reads.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) layer: String,
    /// The stage that provides it; nothing where the host does.
    pub(crate) provider: Option<usize>,
    pub(crate) optional: bool,
}

/// The layers that one of the plugins requires and none provides, each with who requires it.
pub(crate) fn lacking_layers(plugins: &[Plugin]) -> Vec<(String, String)> {
    let provided: Vec<&str> = plugins.iter().flat_map(provided_layers).collect();
    let mut lacking: Vec<(String, String)> = plugins
        .iter()
        .flat_map(|plugin| {
            let required = plugin.manifest.requires.iter().filter(|requirement| !requirement.optional);
            required.map(|requirement| (requirement.layer.clone(), plugin.name.clone()))
        })
        .filter(|(layer, _)| !provided.contains(&layer.as_str()))
        .collect();
    lacking.sort();
    lacking.dedup_by(|a, b| a.0 == b.0);
    lacking
}

fn provided_layers(plugin: &Plugin) -> impl Iterator<Item = &str> {
    plugin.manifest.provides.iter().map(|provision| plugin.layer_in_run(&provision.layer))
}

impl Pipeline {
    /// Orders plugins. The first `reported` of them are reported, those behind were filled in.
    ///
    /// # Errors
    /// [`ErrorKind::Pipeline`]: two of one name, a layer that two provide or nobody, or that does not have what is
    /// relied on, or a circle; both ends are named.
    pub(crate) fn new(plugins: Vec<Plugin>, reported: usize) -> Result<Self, Error> {
        check_names(&plugins)?;
        let providers = providers(&plugins)?;
        check_requirements(&plugins, &providers)?;
        let order = order(&plugins, &providers)?;
        Ok(Self::in_order(plugins, reported, &providers, &order))
    }

    fn in_order(
        plugins: Vec<Plugin>,
        reported: usize,
        providers: &BTreeMap<String, usize>,
        order: &[usize],
    ) -> Self {
        let mut host_language = false;
        let mut slots: Vec<Option<Plugin>> = plugins.into_iter().map(Some).collect();
        let place = |index: usize| order.iter().position(|&other| other == index);
        let mut stages = Vec::with_capacity(slots.len());
        for &index in order {
            let Some(plugin) = slots[index].take() else { continue };
            let mut inputs = Vec::new();
            for requirement in &plugin.manifest.requires {
                let provider = providers.get(&requirement.layer).and_then(|&provider| place(provider));
                let by_host = provider.is_none() && requirement.layer == "language";
                host_language |= by_host;
                if provider.is_some() || by_host {
                    inputs.push(Input {
                        layer: requirement.layer.clone(),
                        provider,
                        optional: requirement.optional,
                    });
                }
            }
            stages.push(Stage { plugin, reported: index < reported, inputs, layers: Vec::new() });
        }
        note_wanted_layers(&mut stages);
        Self { stages, host_language }
    }

    /// The analyzers in the order in which they run.
    pub(crate) fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Changes after how many documents instances are replaced.
    pub(crate) fn replace_instances_after(&mut self, documents: u64) {
        for stage in &mut self.stages {
            stage.plugin.compiled.limits.documents_per_instance = documents;
        }
    }

    /// What each analyzer may use.
    pub(crate) fn limits(&self) -> impl Iterator<Item = &Limits> {
        self.stages.iter().map(|stage| &stage.plugin.compiled.limits)
    }

    /// Whether the host gives the layer `language`.
    pub(crate) fn host_language(&self) -> bool {
        self.host_language
    }

    /// The metadata fields that the analyzers read, and the host for them.
    pub(crate) fn metadata_fields(&self) -> BTreeSet<String> {
        let of_plugins = self.stages.iter().flat_map(|stage| &stage.plugin.manifest.metadata);
        let of_host = self.host_language.then(|| "language".to_string());
        of_plugins.cloned().chain(of_host).collect()
    }

    /// The stages that it takes to make a layer, in order, each with those of its layers (by their names in the run)
    /// that are needed for that; none where the host makes it, or nobody.
    pub(crate) fn on_the_way_to(&self, layer: &str) -> Vec<(usize, Vec<String>)> {
        let provides = |stage: &Stage, name: &str| provided_layers(&stage.plugin).any(|other| other == name);
        let mut needed: BTreeSet<String> = [layer.to_string()].into();
        let mut way = Vec::new();
        // Providers stand before those that read them, so one way back finds all.
        for (index, stage) in self.stages.iter().enumerate().rev() {
            let names: Vec<String> = needed.iter().filter(|name| provides(stage, name)).cloned().collect();
            if !names.is_empty() {
                needed.extend(stage.inputs.iter().map(|input| input.layer.clone()));
                way.push((index, names));
            }
        }
        way.reverse();
        way
    }

    /// The names of all layers of the run.
    pub(crate) fn layers(&self) -> impl Iterator<Item = &str> {
        self.stages.iter().flat_map(|stage| provided_layers(&stage.plugin))
    }
}

impl Stage {
    /// What a call of this stage asks for, where the layers `shown` (by their names in the run) are shown to the user.
    pub(crate) fn want(&self, outputs: bool, shown: &[String]) -> Want {
        let plugin = &self.plugin;
        let layers = plugin.manifest.provides.iter().map(|provision| &provision.layer);
        let wanted = layers.filter(|layer| {
            self.layers.contains(layer) || shown.iter().any(|shown| shown == plugin.layer_in_run(layer))
        });
        Want { outputs: outputs && self.reported, partials: self.reported, layers: wanted.cloned().collect() }
    }

    /// The names in the run of those of its layers that other analyzers read.
    pub(crate) fn layers_in_run(&self) -> Vec<String> {
        self.layers.iter().map(|layer| self.plugin.layer_in_run(layer).to_string()).collect()
    }

    /// What a call asks for that makes these layers (by their names in the run) and nothing else.
    pub(crate) fn want_layers(&self, names: &[String]) -> Want {
        let plugin = &self.plugin;
        let layers = plugin.manifest.provides.iter().map(|provision| &provision.layer);
        let wanted = layers.filter(|layer| names.iter().any(|name| name == plugin.layer_in_run(layer)));
        Want { outputs: false, partials: false, layers: wanted.cloned().collect() }
    }
}

fn note_wanted_layers(stages: &mut [Stage]) {
    let read: Vec<(usize, String)> = stages
        .iter()
        .flat_map(|stage| &stage.inputs)
        .filter_map(|input| Some((input.provider?, input.layer.clone())))
        .collect();
    for (provider, layer) in read {
        let stage = &mut stages[provider];
        let provided = stage.plugin.manifest.provides.iter();
        let own_name =
            provided.map(|provision| &provision.layer).find(|own| stage.plugin.layer_in_run(own) == layer);
        if let Some(own_name) = own_name.filter(|own| !stage.layers.contains(own)) {
            let own_name = own_name.clone();
            stage.layers.push(own_name);
        }
    }
}

fn check_names(plugins: &[Plugin]) -> Result<(), Error> {
    for (index, plugin) in plugins.iter().enumerate() {
        if let Some(other) = plugins[..index].iter().find(|other| other.name == plugin.name) {
            return Err(pipeline(format!(
                "two analyzers are called `{}` ({} and {})",
                plugin.name, other.origin, plugin.origin
            ))
            .with_hint("give one of them another name in the configuration"));
        }
    }
    Ok(())
}

/// For each layer the plugin that provides it.
fn providers(plugins: &[Plugin]) -> Result<BTreeMap<String, usize>, Error> {
    let mut providers = BTreeMap::new();
    for (index, plugin) in plugins.iter().enumerate() {
        for layer in provided_layers(plugin) {
            if let Some(other) = providers.insert(layer.to_string(), index) {
                let other: &Plugin = &plugins[other];
                return Err(pipeline(format!(
                    "`{}` and `{}` both provide the layer `{layer}`",
                    other.name, plugin.name
                ))
                .with_hint("leave one out, or give its layer another name in the configuration"));
            }
        }
    }
    Ok(providers)
}

fn check_requirements(plugins: &[Plugin], providers: &BTreeMap<String, usize>) -> Result<(), Error> {
    for plugin in plugins {
        for requirement in &plugin.manifest.requires {
            match providers.get(&requirement.layer) {
                Some(&provider) => {
                    check_attributes(
                        plugin,
                        &requirement.attributes,
                        &plugins[provider],
                        &requirement.layer,
                    )?;
                }
                None if requirement.optional || requirement.layer == "language" => {}
                None => return Err(nobody_provides(plugins, &plugin.name, &requirement.layer)),
            }
        }
    }
    Ok(())
}

pub(crate) fn nobody_provides(plugins: &[Plugin], plugin: &str, layer: &str) -> Error {
    let loaded: Vec<&str> = plugins.iter().map(|plugin| plugin.name.as_str()).collect();
    pipeline(format!(
        "plugin `{plugin}` requires the layer `{layer}`, which no loaded plugin provides (loaded: {})",
        loaded.join(", ")
    ))
    .with_hint("add the plugin that provides it with -p")
}

fn check_attributes(
    plugin: &Plugin,
    relied_on: &[Attribute],
    provider: &Plugin,
    layer: &str,
) -> Result<(), Error> {
    let provision: Option<&Provision> =
        provider.manifest.provides.iter().find(|provision| provider.layer_in_run(&provision.layer) == layer);
    let declared = provision.map_or(&[][..], |provision| &provision.attributes);
    match relied_on.iter().find(|attribute| !declared.contains(attribute)) {
        None => Ok(()),
        Some(attribute) => Err(pipeline(format!(
            "plugin `{}` relies on the {} attribute `{}` of the layer `{layer}`, which `{}` does not declare",
            plugin.name, attribute.values, attribute.name, provider.name
        ))),
    }
}

/// Providers before those that read them; where nothing decides, in the order of loading.
fn order(plugins: &[Plugin], providers: &BTreeMap<String, usize>) -> Result<Vec<usize>, Error> {
    let needs = |index: usize| {
        let requires = &plugins[index].manifest.requires;
        requires.iter().filter_map(|requirement| providers.get(&requirement.layer).copied())
    };
    let mut order: Vec<usize> = Vec::with_capacity(plugins.len());
    while order.len() < plugins.len() {
        let ready = (0..plugins.len())
            .find(|index| !order.contains(index) && needs(*index).all(|need| order.contains(&need)));
        match ready {
            Some(index) => order.push(index),
            None => {
                let circle: Vec<String> = (0..plugins.len())
                    .filter(|index| !order.contains(index))
                    .map(|index| format!("`{}`", plugins[index].name))
                    .collect();
                return Err(pipeline(format!("the requirements of {} go in a circle", circle.join(", "))));
            }
        }
    }
    Ok(order)
}

fn pipeline(message: String) -> Error {
    Error::new(ErrorKind::Pipeline, message)
}
