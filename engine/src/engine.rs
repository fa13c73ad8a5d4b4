//! The engine: plugins loaded once, for any number of runs.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::ThreadPool;
use rayon::prelude::*;
use serde_json::json;
use textmill_corpus::Source;

use crate::Analysis;
use crate::error::{Error, ErrorKind};
use crate::plugin::{
    CompiledCache, CompiledCode, Limits, LogHandler, LogLevel, Manifest, Pipeline, Plugin, PluginSource,
    Runtime, Stage, lacking_layers,
};
use crate::report::{Origin, PluginRecord, Provenance, Report, SelectionRecord};
use crate::run::Trace;

/// Plugins that are loaded, checked and in order, ready to analyze any number of corpora.
pub struct Engine {
    pub(crate) pipeline: Pipeline,
    pub(crate) pool: ThreadPool,
    pub(crate) batch_bytes: usize,
    pub(crate) max_document_bytes: u64,
    /// Whether the loading of the plugins was traced already.
    traced: AtomicBool,
    // Held for its clock, which stops when this is dropped.
    runtime: Runtime,
}

/// What an [`Engine`] is made from.
#[derive(Clone)]
pub struct EngineBuilder {
    plugins: Vec<PluginSource>,
    threads: usize,
    batch_bytes: usize,
    max_document_bytes: u64,
    compiled_cache: Option<CompiledCache>,
    log: Option<LogHandler>,
    provider_limits: Limits,
    names_for_perf: bool,
}

/// A plugin of an engine, as [`Engine::plugins`] shows it.
#[derive(Clone, Debug)]
pub struct PluginInfo {
    /// The analyzer's name in the run.
    pub name: String,
    /// Where the component came from: a path, or `built-in`.
    pub origin: String,
    /// The SHA-256 of the component, in hexadecimal digits.
    pub sha256: String,
    /// The size of the component in bytes.
    pub bytes: usize,
    /// Whether its output is reported; otherwise it runs for the layers that others require.
    pub reported: bool,
    /// What it says of itself.
    pub manifest: Manifest,
}

impl Default for EngineBuilder {
    fn default() -> Self {
        Self {
            plugins: Vec::new(),
            threads: 0,
            batch_bytes: Self::BATCH_BYTES,
            max_document_bytes: Self::MAX_DOCUMENT_BYTES,
            compiled_cache: None,
            log: None,
            provider_limits: Limits::default(),
            names_for_perf: false,
        }
    }
}

impl EngineBuilder {
    /// Text bytes of a batch, where nothing else is said.
    pub const BATCH_BYTES: usize = 1 << 20;

    /// Bytes of a document at the most, where nothing else is said: 64 MiB.
    pub const MAX_DOCUMENT_BYTES: u64 = 64 << 20;

    /// Adds a plugin.
    #[must_use]
    pub fn plugin(mut self, plugin: PluginSource) -> Self {
        self.plugins.push(plugin);
        self
    }

    /// Adds plugins.
    #[must_use]
    pub fn plugins(mut self, plugins: impl IntoIterator<Item = PluginSource>) -> Self {
        self.plugins.extend(plugins);
        self
    }

    /// Adds the four built-in plugins.
    #[cfg(feature = "builtin")]
    #[must_use]
    pub fn builtins(self) -> Self {
        self.plugins(PluginSource::builtins())
    }

    /// The number of workers; 0, the start value, means one for each core.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Text bytes of a batch. It changes how fast a run is and how much memory it takes, and no result.
    #[must_use]
    pub fn batch_bytes(mut self, bytes: usize) -> Self {
        self.batch_bytes = bytes.max(1);
        self
    }

    /// Bytes of a document at the most. A longer one is counted as unread and named in the report.
    #[must_use]
    pub fn max_document_bytes(mut self, bytes: u64) -> Self {
        self.max_document_bytes = bytes;
        self
    }

    /// What built-in plugins may use that are loaded for the layers which others require.
    #[must_use]
    pub fn provider_limits(mut self, limits: Limits) -> Self {
        self.provider_limits = limits;
        self
    }

    /// Keeps compiled components on disk, so that the next engine need not compile them. Without it nothing is written
    /// there. It changes how fast an engine is built, and no result; where it fails, [`Engine::warnings`] says so.
    #[must_use]
    pub fn compiled_cache(mut self, cache: CompiledCache) -> Self {
        self.compiled_cache = Some(cache);
        self
    }

    /// Writes `/tmp/perf-PID.map`, by which Linux's `perf` knows the functions of plugins by their names. For whoever
    /// looks for where the time goes.
    #[must_use]
    pub fn names_for_perf(mut self) -> Self {
        self.names_for_perf = true;
        self
    }

    /// Takes the messages of plugins: the analyzer's name, the level, and the message, in which there are no control
    /// characters. It is called by workers, and should be quick.
    #[must_use]
    pub fn on_log(mut self, handler: impl Fn(&str, LogLevel, &str) + Send + Sync + 'static) -> Self {
        self.log = Some(Arc::new(handler));
        self
    }

    /// Loads the plugins, in parallel: compiles and checks each, fills in built-in ones for required layers that no
    /// plugin provides, and puts them in order.
    ///
    /// # Errors
    /// [`ErrorKind::Plugin`], [`ErrorKind::Settings`] or [`ErrorKind::Pipeline`], by what is wrong, and
    /// [`ErrorKind::System`] where there are no threads to be had.
    pub fn build(self) -> Result<Engine, Error> {
        if self.plugins.is_empty() {
            return Err(Error::new(ErrorKind::Pipeline, "an engine needs a plugin")
                .with_hint("add the built-in ones with EngineBuilder::builtins"));
        }
        let limits = || self.plugins.iter().map(|plugin| &plugin.limits).chain([&self.provider_limits]);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .stack_size(Runtime::thread_stack(limits()))
            .thread_name(|index| format!("textmill-{index}"))
            .build()
            .map_err(|error| Error::new(ErrorKind::System, format!("no threads for workers: {error}")))?;
        let code = CompiledCode::open(self.compiled_cache.as_ref());
        let runtime = Runtime::new(limits(), self.names_for_perf)?.with_code(code);
        let mut plugins = load(&pool, &runtime, &self.plugins, self.log.as_ref())?;
        let reported = plugins.len();
        fill_in(&pool, &runtime, &mut plugins, &self.provider_limits, self.log.as_ref())?;
        Ok(Engine {
            pipeline: Pipeline::new(plugins, reported)?,
            pool,
            batch_bytes: self.batch_bytes,
            max_document_bytes: self.max_document_bytes,
            traced: AtomicBool::new(false),
            runtime,
        })
    }
}

impl fmt::Debug for EngineBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EngineBuilder")
            .field("plugins", &self.plugins)
            .field("threads", &self.threads)
            .field("batch_bytes", &self.batch_bytes)
            .finish_non_exhaustive()
    }
}

fn load(
    pool: &ThreadPool,
    runtime: &Runtime,
    sources: &[PluginSource],
    log: Option<&LogHandler>,
) -> Result<Vec<Plugin>, Error> {
    let loaded: Vec<Result<Plugin, Error>> = pool
        .install(|| sources.par_iter().map(|source| Plugin::load(runtime, source, log.cloned())).collect());
    // Of several errors the first by the order of plugins, not by that of threads.
    loaded.into_iter().collect()
}

/// Adds the built-in plugins that provide required layers which nobody provides.
#[cfg(feature = "builtin")]
fn fill_in(
    pool: &ThreadPool,
    runtime: &Runtime,
    plugins: &mut Vec<Plugin>,
    limits: &Limits,
    log: Option<&LogHandler>,
) -> Result<(), Error> {
    loop {
        let lacking = lacking_layers(plugins);
        let provider = lacking.iter().find_map(|(layer, _)| {
            textmill_plugins::ALL.iter().find(|builtin| builtin.provides.contains(&layer.as_str()))
        });
        let Some(provider) = provider else { return Ok(()) };
        if let Some(same) = plugins.iter().find(|plugin| plugin.name == provider.name) {
            return Err(Error::new(
                ErrorKind::Pipeline,
                format!(
                    "the built-in plugin `{}` would provide a required layer, but another analyzer has its name ({})",
                    provider.name, same.origin
                ),
            )
            .with_hint("give that analyzer another name in the configuration"));
        }
        let provider = PluginSource::builtin(provider.name)?.limits(limits.clone());
        plugins.extend(load(pool, runtime, &[provider], log)?);
    }
}

#[cfg(not(feature = "builtin"))]
fn fill_in(
    _: &ThreadPool,
    _: &Runtime,
    plugins: &mut [Plugin],
    _: &Limits,
    _: Option<&LogHandler>,
) -> Result<(), Error> {
    // What is lacking is named when the plugins are put in order.
    let _ = lacking_layers(plugins);
    Ok(())
}

impl Engine {
    /// What an engine is made from.
    #[must_use]
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// The plugins in the order in which they run.
    #[must_use]
    pub fn plugins(&self) -> Vec<PluginInfo> {
        self.pipeline.stages().iter().map(PluginInfo::of).collect()
    }

    /// What the engine's user should know, though it changes no result: that compiled components are not kept, and why.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.runtime.code().warning().into_iter().collect()
    }

    /// Analyzes all documents of a source: an iterator of documents, or files as [`crate::Corpus`] opens them.
    ///
    /// # Errors
    /// Only where the machine fails. A document that cannot be read or analyzed is a fault in the report.
    pub fn analyze(&self, source: &mut dyn Source) -> Result<Report, Error> {
        self.analysis().run(source)
    }

    /// An analysis with more to it: results by document, groups, filters, a state to go on from.
    #[must_use]
    pub fn analysis(&self) -> Analysis<'_> {
        Analysis::new(self)
    }

    /// A trace of a run that began at `started`. In the first there is also the loading of the plugins.
    pub(crate) fn begin_trace(&self, started: Instant) -> Trace {
        let loaded = self.pipeline.stages().iter().map(|stage| (&stage.plugin.name, stage.plugin.loading));
        let loaded: Vec<_> = match self.traced.swap(true, Ordering::Relaxed) {
            true => Vec::new(),
            false => loaded.collect(),
        };
        let zero = loaded.iter().map(|(_, loading)| loading.started).chain([started]).min();
        let trace = Trace::new(zero.unwrap_or(started));
        for (name, loading) in loaded {
            trace.track(loading.thread).add(
                "load",
                format_args!("load {name}"),
                loading.started,
                loading.time,
                || json!({}),
            );
        }
        trace
    }

    /// What a report of this engine says of how it was made, with a selection of everything: that of a run is
    /// [`Analysis::provenance`].
    #[must_use]
    pub fn provenance(&self) -> Provenance {
        let stages = self.pipeline.stages().iter();
        Provenance {
            engine: env!("CARGO_PKG_VERSION").into(),
            interface: format!("{}@{}", textmill_wit::PACKAGE, textmill_wit::VERSION),
            selection: SelectionRecord::default(),
            plugins: stages
                .map(|stage| (stage.plugin.name.clone(), PluginRecord::new(&stage.plugin, stage.reported)))
                .collect(),
        }
    }
}

impl Engine {
    /// Where each plugin and its resources came from, by the analyzer's name.
    pub(crate) fn origins(&self) -> BTreeMap<String, Origin> {
        let stages = self.pipeline.stages().iter();
        stages.map(|stage| (stage.plugin.name.clone(), Origin::of(&stage.plugin))).collect()
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> =
            self.pipeline.stages().iter().map(|stage| stage.plugin.name.as_str()).collect();
        formatter.debug_struct("Engine").field("plugins", &names).finish_non_exhaustive()
    }
}

impl PluginInfo {
    fn of(stage: &Stage) -> Self {
        let plugin = &stage.plugin;
        Self {
            name: plugin.name.clone(),
            origin: plugin.origin.clone(),
            sha256: plugin.sha256.clone(),
            bytes: plugin.bytes,
            reported: stage.reported,
            manifest: plugin.manifest.clone(),
        }
    }
}
