//! The order of analyzers: who provides what another requires.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Index;

use super::manifest::{AttributeRequirement, Requirement};
use super::{CallRequest, PerStage, Plugin, RequestedLayer, StageIndex};
use crate::error::{Error, ErrorKind};
use crate::layer::{Attribute, FORM, Provision, Scope};
use crate::report::Limits;

/// The analyzers of an engine in the order in which they run.
#[derive(Debug)]
pub(crate) struct Pipeline {
    stages: PerStage<Stage>,
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
    pub(crate) inputs: Vec<StageInput>,
    /// Those of its layers that other analyzers read, with the attributes that they read of them.
    pub(crate) layers: Vec<RequestedLayer>,
}

/// A layer that an analyzer reads.
#[derive(Debug)]
pub(crate) struct StageInput {
    pub(crate) layer: String,
    /// The stage that provides it; nothing where the host does.
    pub(crate) provider: Option<StageIndex>,
    pub(crate) optional: bool,
    /// Whether the stage adds attributes to the layer, which another makes, and is an input beside.
    pub(crate) is_enrichment: bool,
}

/// Who makes what: plugins by their places among those that were loaded, before they are stages.
struct Providers {
    layers: BTreeMap<String, usize>,
    /// By layer and attribute, of enrichments.
    attributes: BTreeMap<(String, String), usize>,
}

/// The layers that one of the plugins requires and none provides, each with who requires it.
pub(crate) fn lacking_layers<'p>(plugins: impl Iterator<Item = &'p Plugin> + Clone) -> Vec<(String, String)> {
    let provided: Vec<&str> = plugins.clone().flat_map(provided_layers).collect();
    let mut lacking: Vec<(String, String)> = plugins
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

/// The layers that a plugin makes, without those that it adds to, by their names in the run.
fn provided_layers(plugin: &Plugin) -> impl Iterator<Item = &str> {
    let made = plugin.manifest.provides.iter().filter(|provision| provision.scope != Scope::Enrichment);
    made.map(|provision| plugin.layer_in_run(&provision.layer))
}

/// The layers that a plugin adds attributes to.
fn enrichments(plugin: &Plugin) -> impl Iterator<Item = &Provision> {
    plugin.manifest.provides.iter().filter(|provision| provision.scope == Scope::Enrichment)
}

impl Pipeline {
    /// Orders plugins. The first `reported` of them are reported, those after were filled in.
    ///
    /// # Errors
    /// [`ErrorKind::Pipeline`]: two of one name, a layer that two provide or nobody, or that does not have what is
    /// relied on, or a circle; both ends are named.
    pub(crate) fn new(plugins: Vec<Plugin>, reported: usize) -> Result<Self, Error> {
        check_names(&plugins)?;
        let providers = Providers::of(&plugins)?;
        check_requirements(&plugins, &providers)?;
        let order = order(&plugins, &providers)?;
        Ok(Self::in_order(plugins, reported, &providers, &order))
    }

    fn in_order(plugins: Vec<Plugin>, reported: usize, providers: &Providers, order: &[usize]) -> Self {
        let mut host_language = false;
        let mut slots: Vec<Option<Plugin>> = plugins.into_iter().map(Some).collect();
        let stage = |index: usize| order.iter().position(|&other| other == index).map(StageIndex::new);
        let mut stages = Vec::with_capacity(slots.len());
        for &index in order {
            let Some(plugin) = slots[index].take() else { continue };
            let mut inputs = Vec::new();
            for requirement in &plugin.manifest.requires {
                let layer = &requirement.layer;
                let provider = providers.layers.get(layer).and_then(|&provider| stage(provider));
                let by_host = provider.is_none() && layer == "language";
                host_language |= by_host;
                if provider.is_none() && !by_host {
                    continue;
                }
                let (layer, optional) = (layer.clone(), requirement.optional);
                inputs.push(StageInput { layer, provider, optional, is_enrichment: false });
                inputs.extend(providers.enrichers(requirement).into_iter().map(|(enricher, optional)| {
                    StageInput {
                        layer: requirement.layer.clone(),
                        provider: stage(enricher),
                        optional: optional || requirement.optional,
                        is_enrichment: true,
                    }
                }));
            }
            stages.push(Stage { plugin, reported: index < reported, inputs, layers: Vec::new() });
        }
        let mut stages: PerStage<Stage> = stages.into_iter().collect();
        note_wanted_layers(&mut stages);
        Self { stages, host_language }
    }

    /// The analyzers in the order in which they run.
    pub(crate) fn stages(&self) -> &PerStage<Stage> {
        &self.stages
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
    pub(crate) fn on_the_way_to(&self, layer: &str) -> Vec<(StageIndex, Vec<String>)> {
        let provides = |stage: &Stage, name: &str| provided_layers(&stage.plugin).any(|other| other == name);
        let mut needed: BTreeSet<String> = [layer.to_string()].into();
        let mut enrichments: BTreeSet<(StageIndex, String)> = BTreeSet::new();
        let mut way = Vec::new();
        // Providers stand before those that read them, so one way back finds all.
        for (index, stage) in self.stages.indexed().rev() {
            let made = needed.iter().filter(|name| provides(stage, name));
            let added = enrichments.iter().filter(|(enricher, _)| *enricher == index).map(|(_, name)| name);
            let names: Vec<String> = made.chain(added).cloned().collect();
            if !names.is_empty() {
                for input in &stage.inputs {
                    match input.provider.filter(|_| input.is_enrichment) {
                        Some(enricher) => drop(enrichments.insert((enricher, input.layer.clone()))),
                        None => drop(needed.insert(input.layer.clone())),
                    }
                }
                way.push((index, names));
            }
        }
        way.reverse();
        way
    }

    /// Whether an analyzer reads the forms of a layer's spans.
    pub(crate) fn reads_forms_of(&self, layer: &str) -> bool {
        self.stages.iter().any(|stage| stage.plugin.manifest.reads(layer, FORM))
    }

    /// The names of all layers of the run.
    pub(crate) fn layers(&self) -> impl Iterator<Item = &str> {
        self.stages.iter().flat_map(|stage| provided_layers(&stage.plugin))
    }

    /// Whether the run has a layer of this name.
    pub(crate) fn has_layer(&self, name: &str) -> bool {
        self.layers().any(|layer| layer == name)
    }
}

impl Index<StageIndex> for Pipeline {
    type Output = Stage;

    fn index(&self, stage: StageIndex) -> &Stage {
        &self.stages[stage]
    }
}

impl Stage {
    /// What a call of this stage asks for, where the layers `shown` (by their names in the run) are shown to the user.
    pub(crate) fn want(&self, outputs: bool, shown: &[String]) -> CallRequest {
        let plugin = &self.plugin;
        let wanted = plugin.manifest.provides.iter().filter_map(|provision| {
            let is_shown = shown.iter().any(|shown| shown == plugin.layer_in_run(&provision.layer));
            let read = self.layers.iter().find(|wanted| wanted.layer == provision.layer);
            (is_shown || read.is_some()).then(|| wanted(provision, read, is_shown))
        });
        let layers = self.with_targets(wanted.collect());
        CallRequest { outputs: outputs && self.reported, partials: self.reported, layers }
    }

    /// The names in the run of those of its layers that other analyzers read.
    pub(crate) fn layers_in_run(&self) -> Vec<String> {
        self.layers.iter().map(|wanted| self.plugin.layer_in_run(&wanted.layer).to_string()).collect()
    }

    /// What a call asks for that makes these layers (by their names in the run) and nothing else.
    pub(crate) fn request_layers(&self, names: &[String]) -> CallRequest {
        let plugin = &self.plugin;
        let provisions = plugin.manifest.provides.iter();
        let asked = provisions
            .filter(|provision| names.iter().any(|name| name == plugin.layer_in_run(&provision.layer)));
        let wanted = asked.map(|provision| {
            wanted(provision, self.layers.iter().find(|wanted| wanted.layer == provision.layer), false)
        });
        CallRequest { outputs: false, partials: false, layers: self.with_targets(wanted.collect()) }
    }

    /// All that it makes.
    pub(crate) fn want_all(&self) -> CallRequest {
        let provisions = self.plugin.manifest.provides.iter();
        let layers = provisions.map(|provision| RequestedLayer {
            layer: provision.layer.clone(),
            attributes: provision.attributes.iter().map(|attribute| attribute.name.clone()).collect(),
        });
        CallRequest { outputs: true, partials: true, layers: layers.collect() }
    }

    /// Whether it adds attributes to a layer (by its name in the run) that another makes.
    pub(crate) fn enriches(&self, layer: &str) -> bool {
        enrichments(&self.plugin).any(|provision| provision.layer == layer)
    }

    /// Adds the layers of its own that wanted references point into, without which nobody could check those.
    fn with_targets(&self, mut layers: Vec<RequestedLayer>) -> Vec<RequestedLayer> {
        let provisions = &self.plugin.manifest.provides;
        let mut next = 0;
        while let Some(wanted) = layers.get(next).cloned() {
            let provision = provisions.iter().find(|provision| provision.layer == wanted.layer);
            let attributes = provision.into_iter().flat_map(|provision| &provision.attributes);
            for attribute in attributes.filter(|attribute| wanted.attributes.contains(&attribute.name)) {
                let target = &attribute.target;
                let is_own = provisions.iter().any(|provision| provision.layer == *target);
                if is_own && !layers.iter().any(|other| other.layer == *target) {
                    layers.push(RequestedLayer { layer: target.clone(), attributes: Vec::new() });
                }
            }
            next += 1;
        }
        layers
    }
}

/// A layer that is wanted with the attributes that are read of it, and those that are shown.
fn wanted(provision: &Provision, read: Option<&RequestedLayer>, is_shown: bool) -> RequestedLayer {
    let is_wanted = |attribute: &&Attribute| {
        let is_read = read.is_some_and(|read| read.attributes.contains(&attribute.name));
        is_read || (is_shown && attribute.name != FORM)
    };
    let attributes = provision.attributes.iter().filter(is_wanted).map(|attribute| attribute.name.clone());
    RequestedLayer { layer: provision.layer.clone(), attributes: attributes.collect() }
}

fn note_wanted_layers(stages: &mut PerStage<Stage>) {
    for reader in stages.indices() {
        for input in 0..stages[reader].inputs.len() {
            let StageInput { layer, provider: Some(provider), .. } = &stages[reader].inputs[input] else {
                continue;
            };
            let (layer, provider) = (layer.clone(), *provider);
            let read = stages[reader].plugin.manifest.attributes_read_of(&layer);
            stages[provider].note_read(&layer, &read);
        }
    }
}

impl Stage {
    /// Notes that another stage reads these attributes of a layer, by its name in the run.
    fn note_read(&mut self, layer: &str, read: &[String]) {
        let mut provided = self.plugin.manifest.provides.iter();
        let Some(provision) = provided.find(|provision| self.plugin.layer_in_run(&provision.layer) == layer)
        else {
            return;
        };
        let place = self.layers.iter().position(|wanted| wanted.layer == provision.layer);
        let place = place.unwrap_or_else(|| {
            self.layers.push(RequestedLayer { layer: provision.layer.clone(), attributes: Vec::new() });
            self.layers.len() - 1
        });
        let wanted = &mut self.layers[place].attributes;
        for attribute in provision.attributes.iter().filter(|attribute| read.contains(&attribute.name)) {
            if !wanted.contains(&attribute.name) {
                wanted.push(attribute.name.clone());
            }
        }
        wanted.sort();
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

impl Providers {
    /// # Errors
    /// Where two make one layer, or one attribute of a layer.
    fn of(plugins: &[Plugin]) -> Result<Self, Error> {
        let mut layers = BTreeMap::new();
        for (index, plugin) in plugins.iter().enumerate() {
            for layer in provided_layers(plugin) {
                if let Some(other) = layers.insert(layer.to_string(), index) {
                    return Err(twice(plugins, other, index, &format!("the layer `{layer}`")));
                }
            }
        }
        let mut attributes = BTreeMap::new();
        for (index, plugin) in plugins.iter().enumerate() {
            for provision in enrichments(plugin) {
                let layer = &provision.layer;
                for Attribute { name, .. } in &provision.attributes {
                    let of_layer =
                        layers.get(layer).filter(|&&maker| declared(&plugins[maker], layer, name).is_some());
                    let before = attributes.insert((layer.clone(), name.clone()), index);
                    if let Some(other) = of_layer.copied().or(before) {
                        let what = format!("the attribute `{name}` of the layer `{layer}`");
                        return Err(twice(plugins, other, index, &what));
                    }
                }
            }
        }
        Ok(Self { layers, attributes })
    }

    /// The plugins that add attributes which a requirement reads, each with whether all of those are optional.
    fn enrichers(&self, requirement: &Requirement) -> BTreeMap<usize, bool> {
        let mut enrichers = BTreeMap::new();
        for AttributeRequirement { attribute, optional } in &requirement.attributes {
            let key = (requirement.layer.clone(), attribute.name.clone());
            if let Some(&enricher) = self.attributes.get(&key) {
                let all_optional = enrichers.entry(enricher).or_insert(true);
                *all_optional &= optional;
            }
        }
        enrichers
    }

    /// The plugins that have to run before one of this requirement.
    fn before<'a>(&'a self, requirement: &'a Requirement) -> impl Iterator<Item = usize> + 'a {
        let maker = self.layers.get(&requirement.layer).copied();
        maker.into_iter().chain(self.enrichers(requirement).into_keys())
    }

    fn check(&self, plugins: &[Plugin], plugin: &Plugin, requirement: &Requirement) -> Result<(), Error> {
        let layer = &requirement.layer;
        let Some(&maker) = self.layers.get(layer) else {
            return match requirement.optional || layer == "language" {
                true => Ok(()),
                false => Err(nobody_provides(plugins, &plugin.name, layer)),
            };
        };
        let provider = &plugins[maker];
        for AttributeRequirement { attribute, optional } in &requirement.attributes {
            let enricher = self.attributes.get(&(layer.clone(), attribute.name.clone()));
            let by = enricher.map_or(provider, |&enricher| &plugins[enricher]);
            match declared(by, layer, &attribute.name) {
                Some(found) if found == attribute => {}
                None if *optional => {}
                // The host makes it of spans.
                None if attribute.name == FORM && has_spans(provider, layer) => {}
                _ => {
                    return Err(pipeline(format!(
                        "plugin `{}` relies on the {} attribute `{}` of the layer `{layer}`, which `{}` does not declare",
                        plugin.name, attribute.values, attribute.name, by.name
                    )));
                }
            }
        }
        let labels = provision_in_run(provider, layer).map_or(&[][..], |provision| &provision.labels);
        match requirement.labels.iter().find(|label| !labels.is_empty() && !labels.contains(label)) {
            None => Ok(()),
            Some(label) => Err(pipeline(format!(
                "plugin `{}` relies on the label `{}` of the layer `{layer}`, which `{}` does not have (its labels: {})",
                plugin.name,
                label.escape_debug(),
                provider.name,
                labels.join(", ")
            ))),
        }
    }
}

/// What a plugin says of a layer that it makes or adds to, by its name in the run.
fn provision_in_run<'a>(plugin: &'a Plugin, layer: &str) -> Option<&'a Provision> {
    plugin.manifest.provides.iter().find(|provision| plugin.layer_in_run(&provision.layer) == layer)
}

fn declared<'a>(plugin: &'a Plugin, layer: &str, attribute: &str) -> Option<&'a Attribute> {
    provision_in_run(plugin, layer)?.attributes.iter().find(|declared| declared.name == attribute)
}

fn has_spans(plugin: &Plugin, layer: &str) -> bool {
    provision_in_run(plugin, layer).is_some_and(|provision| provision.scope == Scope::Spans)
}

fn twice(plugins: &[Plugin], one: usize, other: usize, what: &str) -> Error {
    let [one, other] = [one, other].map(|index| &plugins[index].name);
    pipeline(format!("`{one}` and `{other}` both provide {what}"))
        .with_hint("leave one out, or give its layer another name in the configuration")
}

fn check_requirements(plugins: &[Plugin], providers: &Providers) -> Result<(), Error> {
    plugins.iter().try_for_each(|plugin| {
        let requirements = &plugin.manifest.requires;
        requirements.iter().try_for_each(|requirement| providers.check(plugins, plugin, requirement))
    })
}

pub(crate) fn nobody_provides(plugins: &[Plugin], plugin: &str, layer: &str) -> Error {
    let loaded: Vec<&str> = plugins.iter().map(|plugin| plugin.name.as_str()).collect();
    pipeline(format!(
        "plugin `{plugin}` requires the layer `{layer}`, which no loaded plugin provides (loaded: {})",
        loaded.join(", ")
    ))
    .with_hint("add the plugin that provides it with -p")
}

/// Providers before those that read them; where nothing decides, in the order of loading.
fn order(plugins: &[Plugin], providers: &Providers) -> Result<Vec<usize>, Error> {
    let needs = |index: usize| {
        let requires = &plugins[index].manifest.requires;
        requires.iter().flat_map(|requirement| providers.before(requirement))
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
