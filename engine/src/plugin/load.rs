//! LoadingTime: from a plugin as a user names it to one that can be run.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use serde_json::Value;
use textmill_merge::Schema;
use textmill_wit::host::{Analyzer, AnalyzerPre};
use wasmtime::{Store, Trap, UpdateDeadline};

use super::instance::{Failure, Instance};
use super::manifest::{Manifest, check_name};
use super::sandbox::component;
use super::sandbox::guest::Guest;
use super::sandbox::runtime::{LogChannel, LogHandler, Sandbox, Ticking};
use super::{PluginSource, Resource, Runtime};
use crate::batch::Texts;
use crate::error::{Error, ErrorKind};
use crate::layer::{Layer, Provision, Scope, Widths};
use crate::report::{FaultKind, Limits, Origin, PluginRecord, bounded};

/// A component that can be instantiated, with what its instances are given.
pub(crate) struct Compiled {
    component: Arc<AnalyzerPre<Guest>>,
    sandbox: Arc<Sandbox>,
    pub(crate) settings: Value,
    pub(crate) limits: Limits,
    pub(super) resources: BTreeMap<String, Resource>,
    log: Arc<LogChannel>,
}

/// A plugin that was compiled, described, and configured once, so that its settings are known to be right.
pub(crate) struct Plugin {
    /// The analyzer's name in the run.
    pub(crate) name: String,
    pub(crate) manifest: Manifest,
    pub(crate) schema: Arc<Schema>,
    pub(crate) builtin: bool,
    /// Where the component came from.
    pub(crate) origin: String,
    /// SHA-256 of the component, in hexadecimal digits.
    pub(crate) sha256: String,
    /// Size of the component, in bytes.
    pub(crate) bytes: usize,
    /// Names in the run of the layers that have another there.
    pub(crate) layers: BTreeMap<String, String>,
    /// The paths of resources that came from files.
    pub(crate) resource_origins: BTreeMap<String, String>,
    pub(crate) compiled: Compiled,
    pub(super) widths: Widths,
    pub(crate) loading: LoadingTime,
    /// Whether the host folds outputs, since the guest was seen not to; nothing before the first call.
    pub(crate) host_folds: OnceLock<bool>,
}

/// When a plugin was compiled, described and configured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoadingTime {
    pub(crate) started: Instant,
    pub(crate) time: Duration,
    /// The thread that did it, of those that loaded plugins.
    pub(crate) thread: usize,
}

impl Compiled {
    fn new(
        runtime: &Runtime,
        source: &PluginSource,
        sha256: &str,
        log: Option<LogHandler>,
    ) -> Result<Self, Error> {
        source.limits.check().map_err(|problem| {
            let name = source.name.as_deref().unwrap_or(&source.origin);
            Error::new(ErrorKind::Settings, format!("plugin `{name}`: {problem}"))
        })?;
        Ok(Self {
            component: component::compile(runtime, source, sha256)?,
            sandbox: Arc::clone(runtime.sandbox(&source.limits)?),
            settings: source.settings.clone(),
            limits: source.limits.clone(),
            resources: source.resources.clone(),
            log: Arc::new(LogChannel::new(&source.origin, log, source.limits.log_messages)),
        })
    }

    /// The SHA-256 of each resource, in hexadecimal digits.
    pub(crate) fn resource_hashes(&self) -> BTreeMap<String, String> {
        self.resources.iter().map(|(name, resource)| (name.clone(), resource.sha256().to_owned())).collect()
    }

    /// Has guests stop at each tick of the clock until the result is dropped.
    pub(super) fn tick(&self) -> Ticking<'_> {
        self.sandbox.tick()
    }

    /// A store and an instance in it.
    pub(super) fn instantiate(&self) -> (Store<Guest>, wasmtime::Result<Analyzer>) {
        let guest = Guest::new(&self.limits, Arc::clone(&self.log));
        let mut store = Store::new(self.component.engine(), guest);
        store.limiter(|guest| guest);
        stop_at_each_tick(&mut store);
        store.set_hostcall_fuel(self.limits.output_for(0));
        set_fuel(&mut store, &self.limits, None);
        let instance = self.component.instantiate(&mut store);
        (store, instance)
    }
}

/// Has a guest stop at each tick of the engine's clock, and continue where it has time left.
fn stop_at_each_tick(store: &mut Store<Guest>) {
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(|mut store| match store.data_mut().time_is_over() {
        true => Err(Trap::Interrupt.into()),
        false => Ok(UpdateDeadline::Continue(1)),
    });
}

/// Gives a guest fuel, where it is counted: `budget`, or as much as there is.
pub(super) fn set_fuel(store: &mut Store<Guest>, limits: &Limits, budget: Option<u64>) {
    if limits.fuel.is_some() {
        // It fails only in an engine that does not count.
        let set = store.set_fuel(budget.unwrap_or(u64::MAX));
        debug_assert!(set.is_ok(), "the engine of a plugin with a limit of fuel counts it");
    }
}

impl Plugin {
    /// What a report says of it.
    pub(crate) fn record(&self, reported: bool) -> PluginRecord {
        PluginRecord {
            name: self.manifest.name.clone(),
            version: self.manifest.version.clone(),
            sha256: self.sha256.clone(),
            reported,
            settings: self.compiled.settings.clone(),
            limits: self.compiled.limits.clone(),
            layers: self.layers.clone(),
            resources: self.compiled.resource_hashes(),
        }
    }

    /// Where it and its resources came from.
    pub(crate) fn origins(&self) -> Origin {
        Origin { component: self.origin.clone(), resources: self.resource_origins.clone() }
    }

    /// Compiles a component, asks what it is, and configures it. Gives it with its first instance, by `thread`, the number of
    /// the thread that does it.
    ///
    /// Has to be called on a thread with [`Runtime::thread_stack`] of stack, since it runs the guest.
    ///
    /// # Errors
    /// [`ErrorKind::Plugin`] where it is no plugin of this interface, [`ErrorKind::Settings`] where a setting,
    /// resource or layer name is wrong.
    pub(crate) fn load(
        runtime: &Runtime,
        source: &PluginSource,
        log: Option<LogHandler>,
        thread: usize,
    ) -> Result<(Self, Instance), Error> {
        let started = Instant::now();
        let sha256 = component::sha256(&source.component);
        let compiled = Compiled::new(runtime, source, &sha256, log)?;
        let described = Instance::describe(&compiled).map_err(|failure| {
            let name = source.name.as_deref().unwrap_or(&source.origin);
            unusable(name, "it does not describe itself", &failure)
        })?;
        let (manifest, schema) = Manifest::check(described).map_err(|problem| {
            Error::new(ErrorKind::Plugin, format!("plugin {}: {}", source.origin, bounded(problem)))
        })?;
        let mut plugin = Self {
            name: source.name.clone().unwrap_or_else(|| manifest.name.clone()),
            manifest,
            schema: Arc::new(schema),
            builtin: source.builtin,
            origin: source.origin.clone(),
            sha256,
            bytes: source.component.len(),
            layers: source.layers.clone(),
            resource_origins: source.resource_origins.clone(),
            compiled,
            widths: Widths::default(),
            loading: LoadingTime { started, time: Duration::ZERO, thread },
            host_folds: OnceLock::new(),
        };
        plugin.compiled.log.name(&plugin.name);
        plugin.check_names()?;
        let first = plugin.configure()?;
        plugin.loading.time = started.elapsed();
        Ok((plugin, first))
    }

    fn configure(&self) -> Result<Instance, Error> {
        if !self.compiled.settings.is_object() {
            return Err(self.wrong_setting("its settings are not an object"));
        }
        match Instance::new(&self.compiled) {
            Ok(instance) => Ok(instance),
            Err(Failure { kind: FaultKind::Error, message, .. }) => Err(self
                .wrong_setting(&message)
                .with_hint(format!("`textmill plugin inspect {}` shows its settings", self.shown()))),
            Err(failure) => Err(unusable(&self.name, "it cannot be configured", &failure)),
        }
    }

    /// Resources and renamed layers have to be ones that the manifest knows, and new names as lawful as its own.
    fn check_names(&self) -> Result<(), Error> {
        for (what, name) in
            std::iter::once(("name", &self.name)).chain(self.layers.values().map(|layer| ("layer", layer)))
        {
            check_name(what, name).map_err(|problem| self.wrong_setting(&problem))?;
        }
        let resources = &self.manifest.resources;
        if let Some(name) = self.compiled.resources.keys().find(|name| !resources.contains(name)) {
            return Err(self.wrong_setting(&format!(
                "it looks for no resource `{name}` (its resources: {})",
                listed(resources.iter())
            )));
        }
        // What enriches a layer does not give it its name.
        let made = self.manifest.provides.iter().filter(|provision| provision.scope != Scope::Enrichment);
        let provided: Vec<&String> = made.map(|provision| &provision.layer).collect();
        if let Some(layer) = self.layers.keys().find(|layer| !provided.contains(layer)) {
            return Err(self.wrong_setting(&format!(
                "it provides no layer `{layer}` that could be renamed (its layers: {})",
                listed(provided.into_iter())
            )));
        }
        Ok(())
    }

    fn wrong_setting(&self, problem: &str) -> Error {
        Error::new(ErrorKind::Settings, format!("plugin `{}`: {problem}", self.name))
    }

    /// How a user names the plugin to a command.
    fn shown(&self) -> &str {
        if self.builtin { &self.manifest.name } else { &self.origin }
    }

    /// A provided layer's name in the manifest, by that in the run.
    pub(crate) fn layer_in_manifest<'a>(&'a self, in_run: &'a str) -> &'a str {
        let mut own = self.manifest.provides.iter().map(|provision| provision.layer.as_str());
        own.find(|own| self.layer_in_run(own) == in_run).unwrap_or(in_run)
    }

    /// Holds a layer that comes from a disk, by the manifest's name, to the contract, and names it as the run does.
    ///
    /// # Errors
    /// What in it breaks the contract.
    pub(crate) fn check_again(&self, layer: Layer, text: &Texts) -> Result<Layer, String> {
        let provision = self.provision(layer.name()).ok_or("the manifest does not provide it")?;
        let layer = layer.check_again(provision, text)?;
        self.widths.hold(&layer)?;
        let in_run = self.layer_in_run(layer.name()).to_string();
        Ok(layer.named(&in_run))
    }

    /// What the manifest says of a layer that it provides.
    pub(super) fn provision(&self, layer: &str) -> Option<&Provision> {
        self.manifest.provides.iter().find(|provision| provision.layer == layer)
    }

    /// A provided layer's name in the run.
    pub(crate) fn layer_in_run<'a>(&'a self, layer: &'a str) -> &'a str {
        self.layers.get(layer).map_or(layer, String::as_str)
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Plugin").field("name", &self.name).finish_non_exhaustive()
    }
}

fn unusable(plugin: &str, what: &str, failure: &Failure) -> Error {
    if failure.by_machine {
        return Error::exhausted(plugin, &failure.message);
    }
    Error::new(ErrorKind::Plugin, format!("plugin `{plugin}`: {what}: {}: {}", failure.kind, failure.message))
}

fn listed<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<&str> = names.map(String::as_str).collect();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}
