//! What an engine is made from, and the making of it.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::turns::Turns;
use super::{Engine, Loaded};
use crate::error::{Error, ErrorKind};
use crate::plugin::{
    CompiledCache, CompiledCode, Instance, LogHandler, LogLevel, Pipeline, Plugin, PluginSource, Runtime,
    lacking_layers,
};
use crate::report::Limits;
use crate::run::Instances;

/// What an [`Engine`] is made from.
///
/// ```no_run
/// use serde_json::json;
/// use textmill::{Engine, PluginSource};
///
/// let engine = Engine::builder()
///     .plugin(PluginSource::builtin("keywords")?.settings(json!({"min_length": 4})))
///     .threads(4)
///     .on_log(|analyzer, level, message| eprintln!("{analyzer}: {level}: {message}"))
///     .build()?;
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone)]
pub struct EngineBuilder {
    plugins: Vec<PluginSource>,
    only: Vec<String>,
    threads: usize,
    kept_instances: Option<usize>,
    batch_bytes: usize,
    max_document_bytes: u64,
    compiled_cache: Option<CompiledCache>,
    log: Option<LogHandler>,
    provider_limits: Limits,
    names_for_perf: bool,
}

impl Default for EngineBuilder {
    fn default() -> Self {
        Self {
            plugins: Vec::new(),
            only: Vec::new(),
            threads: 0,
            kept_instances: None,
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
    /// Text bytes of a batch by default: 768 KiB.
    pub const BATCH_BYTES: usize = 768 << 10;

    /// The greatest size of a batch, in bytes of text: 1 GiB. A batch is indexed with 32 bits.
    pub const MAX_BATCH_BYTES: usize = 1 << 30;

    /// The greatest number of workers of a run.
    pub const MAX_THREADS: usize = crate::run::MAX_THREADS;

    /// The greatest size of a document by default, in bytes: 64 MiB.
    pub const MAX_DOCUMENT_BYTES: u64 = 64 << 20;

    /// Adds a plugin.
    ///
    /// ```no_run
    /// let words = textmill::PluginSource::file("long_words.wasm")?;
    /// let engine = textmill::Engine::builder().builtins().plugin(words).build()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn plugin(mut self, plugin: PluginSource) -> Self {
        self.plugins.push(plugin);
        self
    }

    /// Adds plugins.
    ///
    /// ```no_run
    /// let plugins = textmill::PluginSource::folder("plugins")?;
    /// let engine = textmill::Engine::builder().plugins(plugins).build()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn plugins(mut self, plugins: impl IntoIterator<Item = PluginSource>) -> Self {
        self.plugins.extend(plugins);
        self
    }

    /// Adds the four built-in plugins that run by default ([`PluginSource::default_names`]).
    ///
    /// ```no_run
    /// let engine = textmill::Engine::builder().builtins().build()?;
    /// assert_eq!(engine.plugins().len(), 4);
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[cfg(feature = "builtin")]
    #[must_use]
    pub fn builtins(self) -> Self {
        self.plugins(PluginSource::builtins())
    }

    /// Reports these analyzers alone, by their names in the run. They find what they find beside all others: of the others those
    /// run whose layers they read, be it that they need them or use them where they are; and the rest do not.
    ///
    /// ```no_run
    /// // `sentiment` leaves out names, which `entities` finds.
    /// let engine = textmill::Engine::builder().builtins().only(["sentiment"]).build()?;
    /// let names: Vec<String> = engine.plugins().into_iter().map(|plugin| plugin.name).collect();
    /// assert_eq!(names, ["tokenize", "entities", "sentiment"]);
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn only<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.only.extend(names.into_iter().map(Into::into));
        self
    }

    /// The number of workers that a run has at most, up to [`MAX_THREADS`](Self::MAX_THREADS); 0, the default, means one for
    /// each core.
    ///
    /// Workers are threads of their run, which are there while there is work for them. Calls ([`Engine::analyze_text`]) run
    /// on the thread of their caller, and are not counted.
    ///
    /// ```no_run
    /// // Beside a server, which needs the other cores.
    /// let engine = textmill::Engine::builder().builtins().threads(1).build()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// How many configured instances of each plugin are kept at most while nobody works with them; by default,
    /// four for each worker. More are made where more are at work at once, and go when they are done.
    ///
    /// An instance has memory of its own: of the built-in analyzers together some 10 MB after a short text, and up to
    /// [`Limits::memory_kept`] of each plugin after a long one.
    ///
    /// ```no_run
    /// // As many as there are callers at once, so that none waits for an instance to be made.
    /// let engine = textmill::Engine::builder().builtins().kept_instances(32).build()?;
    /// engine.warm_up(32)?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn kept_instances(mut self, count: usize) -> Self {
        self.kept_instances = Some(count);
        self
    }

    /// Text bytes of a batch, at most [`MAX_BATCH_BYTES`](Self::MAX_BATCH_BYTES). It changes how fast a run is and how much
    /// memory it takes, and no result.
    ///
    /// ```no_run
    /// // Less memory for each worker, for a little time.
    /// let engine = textmill::Engine::builder().builtins().batch_bytes(256 << 10).build()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn batch_bytes(mut self, bytes: usize) -> Self {
        self.batch_bytes = bytes.max(1);
        self
    }

    /// Bytes of a document at most. A longer one is counted as unread and named in the report.
    ///
    /// ```no_run
    /// let engine = textmill::Engine::builder().builtins().max_document_bytes(1 << 20).build()?;
    /// let report = engine.analyze(&mut textmill::Corpus::new().path("corpus").open()?)?;
    /// println!("{} documents were not read", report.corpus.unread);
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn max_document_bytes(mut self, bytes: u64) -> Self {
        self.max_document_bytes = bytes;
        self
    }

    /// What built-in plugins may use that are loaded for the layers which others require.
    ///
    /// ```no_run
    /// use textmill::{Engine, Limits, PluginSource};
    ///
    /// // `keywords` needs the layer `tokens`, for which `tokenize` is loaded with these limits.
    /// let limits = Limits { time_ms: 500, ..Limits::default() };
    /// let engine = Engine::builder().plugin(PluginSource::builtin("keywords")?).provider_limits(limits).build()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
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
    ///
    /// ```
    /// let builder = textmill::Engine::builder().builtins().on_log(|analyzer, level, message| {
    ///     eprintln!("{analyzer}: {level}: {message}");
    /// });
    /// ```
    #[must_use]
    pub fn on_log(mut self, handler: impl Fn(&str, LogLevel, &str) + Send + Sync + 'static) -> Self {
        self.log = Some(Arc::new(handler));
        self
    }

    /// Loads the plugins, in parallel: compiles and checks each, fills in built-in ones for required layers that no
    /// plugin provides, and puts them in order.
    ///
    /// ```
    /// use textmill::{Engine, ErrorKind};
    ///
    /// let error = Engine::builder().build().expect_err("there is no plugin");
    /// assert_eq!(error.kind(), ErrorKind::Pipeline);
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Plugin`], [`ErrorKind::Settings`] or [`ErrorKind::Pipeline`], by what is wrong, and
    /// [`ErrorKind::System`] where there are no threads to be had.
    pub fn build(self) -> Result<Engine, Error> {
        if self.plugins.is_empty() {
            return Err(Error::new(ErrorKind::Pipeline, "an engine needs a plugin")
                .with_hint("add the built-in ones with EngineBuilder::builtins"));
        }
        if self.batch_bytes > Self::MAX_BATCH_BYTES {
            let message =
                format!("batches of {} bytes, over the limit of {}", self.batch_bytes, Self::MAX_BATCH_BYTES);
            return Err(Error::new(ErrorKind::Settings, message)
                .with_hint("768 KiB is right for most; larger batches take memory with each worker"));
        }
        if self.threads > Self::MAX_THREADS {
            let message = format!("{} threads, over the limit of {}", self.threads, Self::MAX_THREADS);
            return Err(Error::new(ErrorKind::Settings, message)
                .with_hint("more than there are cores make no run faster"));
        }
        let limits = || self.plugins.iter().map(|plugin| &plugin.limits).chain([&self.provider_limits]);
        let threads = match self.threads {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => threads,
        };
        let code = CompiledCode::open(self.compiled_cache.as_ref());
        let runtime = Runtime::new(limits(), self.names_for_perf)?.with_code(code);
        let loading = Loader {
            runtime: &runtime,
            log: self.log.as_ref(),
            threads,
            stack: Runtime::thread_stack(limits()),
        };
        let mut plugins = loading.load(&self.plugins)?;
        let reported = match self.only.as_slice() {
            [] => plugins.len(),
            only => keep_only(&mut plugins, only)?,
        };
        fill_in(&loading, &mut plugins, &self.provider_limits)?;
        let (plugins, instances): (Vec<Plugin>, Vec<Instance>) = plugins.into_iter().unzip();
        let mut first: BTreeMap<String, Instance> =
            plugins.iter().map(|plugin| plugin.name.clone()).zip(instances).collect();
        let pipeline = Arc::new(Pipeline::new(plugins, reported)?);
        let first = pipeline.stages().iter().map(|stage| first.remove(&stage.plugin.name)).collect();
        let kept = self.kept_instances.unwrap_or(threads.saturating_mul(4));
        Ok(Engine(Arc::new(Loaded {
            instances: Instances::new(Arc::clone(&pipeline), first, kept),
            pipeline,
            threads,
            batch_bytes: self.batch_bytes,
            max_document_bytes: self.max_document_bytes,
            traced: AtomicBool::new(false),
            turns: Turns::new(),
            runtime,
        })))
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

/// Keeps the plugins of these names, which come first, and those whose layers they read; gives how many are the first.
///
/// # Errors
/// [`ErrorKind::Name`] for a name that none has, with those that there are.
fn keep_only(plugins: &mut Vec<(Plugin, Instance)>, only: &[String]) -> Result<usize, Error> {
    let names = || plugins.iter().map(|(plugin, _)| plugin.name.as_str());
    if let Some(unknown) = only.iter().find(|only| !names().any(|name| name == only.as_str())) {
        let there: Vec<&str> = names().collect();
        return Err(Error::new(ErrorKind::Name, format!("no analyzer is called `{unknown}`"))
            .with_hint(format!("the analyzers are {}", there.join(", "))));
    }
    let (mut kept, mut others): (Vec<_>, Vec<_>) =
        plugins.drain(..).partition(|(plugin, _)| only.contains(&plugin.name));
    let reported = kept.len();
    let mut next = 0;
    while let Some((reader, _)) = kept.get(next) {
        let is_read =
            |layer: &str| reader.manifest.requires.iter().any(|requirement| requirement.layer == layer);
        let (read_from, rest): (Vec<_>, Vec<_>) = others.into_iter().partition(|(plugin, _)| {
            let provisions = &plugin.manifest.provides;
            provisions.iter().any(|provision| is_read(plugin.layer_in_run(&provision.layer)))
        });
        kept.extend(read_from);
        others = rest;
        next += 1;
    }
    *plugins = kept;
    Ok(reported)
}

/// What it takes to load plugins.
struct Loader<'a> {
    runtime: &'a Runtime,
    log: Option<&'a LogHandler>,
    threads: usize,
    /// Bytes of stack that a thread needs which runs guests.
    stack: usize,
}

impl Loader<'_> {
    /// Loads plugins, side by side.
    fn load(&self, sources: &[PluginSource]) -> Result<Vec<(Plugin, Instance)>, Error> {
        let next = AtomicUsize::new(0);
        let loaded: Vec<Mutex<Option<Result<_, Error>>>> = sources.iter().map(|_| Mutex::default()).collect();
        let work = |thread: usize| {
            while let Some((source, place)) = {
                let index = next.fetch_add(1, Ordering::Relaxed);
                sources.get(index).zip(loaded.get(index))
            } {
                let plugin = Plugin::load(self.runtime, source, self.log.cloned(), thread);
                *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(plugin);
            }
        };
        thread::scope(|scope| {
            for index in 0..self.threads.min(sources.len()) {
                let thread = thread::Builder::new().name(format!("textmill-load-{index}"));
                let started = thread.stack_size(self.stack).spawn_scoped(scope, move || work(index));
                // The others do it, if there are any; whether all was done is seen below.
                if started.is_err() {
                    break;
                }
            }
        });
        let loaded =
            loaded.into_iter().map(|place| place.into_inner().unwrap_or_else(PoisonError::into_inner));
        // Of several errors the first by the order of plugins, not by that of threads.
        let no_thread = || Error::new(ErrorKind::System, "there is no thread to load plugins on");
        loaded.map(|plugin| plugin.ok_or_else(no_thread)?).collect()
    }
}

/// Adds the built-in plugins that provide required layers which nobody provides.
#[cfg(feature = "builtin")]
fn fill_in(
    loading: &Loader<'_>,
    plugins: &mut Vec<(Plugin, Instance)>,
    limits: &Limits,
) -> Result<(), Error> {
    loop {
        let lacking = lacking_layers(plugins.iter().map(|(plugin, _)| plugin));
        let provider = lacking.iter().find_map(|(layer, _)| {
            textmill_plugins::ALL.iter().find(|builtin| builtin.provides.contains(&layer.as_str()))
        });
        let Some(provider) = provider else { return Ok(()) };
        if let Some((same, _)) = plugins.iter().find(|(plugin, _)| plugin.name == provider.name) {
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
        plugins.extend(loading.load(&[provider])?);
    }
}

#[cfg(not(feature = "builtin"))]
fn fill_in(_: &Loader<'_>, plugins: &mut [(Plugin, Instance)], _: &Limits) -> Result<(), Error> {
    // What is lacking is named when the plugins are put in order.
    let _ = lacking_layers(plugins.iter().map(|(plugin, _)| plugin));
    Ok(())
}
