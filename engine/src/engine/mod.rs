//! The engine: plugins loaded once, for any number of runs.

mod analysis;
#[cfg(feature = "futures")]
mod async_stream;
mod stream;
mod text_analysis;
mod turns;

pub use analysis::Analysis;
pub(crate) use analysis::Attachments;
#[cfg(feature = "futures")]
pub use async_stream::AsyncDocumentStream;
pub use stream::DocumentStream;
pub use text_analysis::TextAnalysis;

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use serde_json::json;
use textmill_corpus::Source;

use self::turns::Turns;
use crate::error::{Error, ErrorKind};
use crate::plugin::{
    CompiledCache, CompiledCode, Instance, LogHandler, LogLevel, Manifest, Pipeline, Plugin, PluginSource,
    Runtime, Stage, lacking_layers,
};
use crate::report::{Limits, Origin, Provenance, Report, SelectionRecord};
use crate::results::DocumentResult;
use crate::run::{Instances, Trace};

/// Plugins that are loaded, checked and in order, ready to analyze any number of texts and corpora, from any number of
/// threads at once.
///
/// A clone is the same engine. Between runs and calls it has no threads of its own; what it keeps are configured instances
/// of its plugins ([`EngineBuilder::kept_instances`]). Engines of one process share the code of plugins that both have.
///
/// ```no_run
/// use textmill::{Document, Engine};
///
/// let engine = Engine::builder().builtins().build()?;
/// let report = engine.analyze(&mut [Document::new("1", "The rooms are lovely.")].into_iter())?;
/// println!("{}", report.analyzers["sentiment"].output["score"]["mean"]);
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone)]
pub struct Engine(pub(crate) Arc<Loaded>);

/// What all clones of an engine share.
pub(crate) struct Loaded {
    pub(crate) pipeline: Arc<Pipeline>,
    pub(crate) instances: Arc<Instances>,
    pub(crate) threads: usize,
    pub(crate) batch_bytes: usize,
    pub(crate) max_document_bytes: u64,
    /// Whether the loading of the plugins was traced already.
    traced: AtomicBool,
    /// For callers of texts; workers of runs are as many as the user wants.
    turns: Turns,
    runtime: Runtime,
}

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
    threads: usize,
    kept_instances: Option<usize>,
    batch_bytes: usize,
    max_document_bytes: u64,
    compiled_cache: Option<CompiledCache>,
    log: Option<LogHandler>,
    provider_limits: Limits,
    names_for_perf: bool,
}

/// A plugin of an engine, as [`Engine::plugins`] shows it.
///
/// ```no_run
/// # let engine = textmill::Engine::builder().builtins().build()?;
/// for plugin in engine.plugins() {
///     println!("{} {} from {}", plugin.name, plugin.manifest.version, plugin.origin);
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
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

    /// Adds the four built-in plugins.
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

    /// The number of workers that a run has at most; 0, the default, means one for each core.
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
        let reported = plugins.len();
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

impl Engine {
    /// What an engine is made from.
    ///
    /// ```no_run
    /// let engine = textmill::Engine::builder().builtins().threads(2).build()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// The plugins in the order in which they run.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// for plugin in engine.plugins() {
    ///     println!("{} {}: {}", plugin.name, plugin.manifest.version, plugin.manifest.summary);
    /// }
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn plugins(&self) -> Vec<PluginInfo> {
        self.0.pipeline.stages().iter().map(PluginInfo::of).collect()
    }

    /// What the engine's user should know, though it changes no result: that compiled components are not kept, and why.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// for warning in engine.warnings() {
    ///     eprintln!("warning: {warning}");
    /// }
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.0.runtime.code().warning().into_iter().collect()
    }

    /// Analyzes all documents of a source: an iterator of documents, or files as [`crate::Corpus`] opens them.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// use textmill::Document;
    ///
    /// let mut documents = ["I like it.", "لا يعجبني."].iter().enumerate().map(|(n, text)| Document::new(n.to_string(), *text));
    /// let report = engine.analyze(&mut documents)?;
    /// println!("{}", report.corpus.documents);
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// Only where the machine fails. A document that cannot be read or analyzed is a fault in the report.
    pub fn analyze(&self, source: &mut dyn Source) -> Result<Report, Error> {
        self.analysis().run(source)
    }

    /// An analysis with more to it: results by document, groups, filters, a state to resume from.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let report = engine.analysis().group_by("date:year".parse()?).state("run.state").run(&mut corpus)?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn analysis<'w>(&self) -> Analysis<'w> {
        Analysis::new(self.clone())
    }

    /// Analyzes one text, on the thread of the caller, with instances that are kept warm.
    ///
    /// The result is what a run would say of the text. Layers are not kept; [`texts`](Self::texts) has more to it: layers,
    /// metadata, a deadline, a handle to break the call off.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// let result = engine.analyze_text("The rooms are lovely.")?;
    /// println!("{}", result.output("sentiment")?.map_or("none", |output| output.json()));
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// Only where the machine fails. A text that an analyzer cannot do has a [fault](DocumentResult::faults).
    pub fn analyze_text(&self, text: &str) -> Result<DocumentResult, Error> {
        self.texts().analyze(text)
    }

    /// Analyzes texts together, in fewer calls to the plugins than one by one, on the thread of the caller. The results are
    /// those of [`analyze_text`](Self::analyze_text), in order.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// for result in engine.analyze_texts(&["I like it.", "لا يعجبني."])? {
    ///     println!("{}", result.to_json()?);
    /// }
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// As `analyze_text`.
    pub fn analyze_texts<T: AsRef<str>>(&self, texts: &[T]) -> Result<Vec<DocumentResult>, Error> {
        self.texts().analyze_all(texts)
    }

    /// Calls that analyze texts, with what they ask for.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// let texts = engine.texts().layers(["entities"]).time_limit(std::time::Duration::from_millis(200));
    /// let result = texts.analyze("Naguib Mahfouz lived in Cairo.")?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn texts(&self) -> TextAnalysis {
        TextAnalysis::new(self.clone())
    }

    /// Makes configured instances of each plugin until there are `count`, or as many as are kept
    /// ([`EngineBuilder::kept_instances`]), so that the first calls need not. Loader leaves one.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// engine.warm_up(8)?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Plugin`] where a plugin fails now that it did not before.
    pub fn warm_up(&self, count: usize) -> Result<(), Error> {
        let warmed = Runtime::with_stack(self.0.pipeline.limits(), || self.0.instances.warm_up(count));
        warmed.map_err(|(stage, failure)| {
            let name = &self.0.pipeline[stage].plugin.name;
            let message = format!("plugin `{name}`: it cannot be configured: {}", failure.message);
            Error::new(ErrorKind::Plugin, message)
        })
    }

    /// A trace of a run that began at `started`. In the first there is also the loading of the plugins.
    pub(crate) fn begin_trace(&self, started: Instant) -> Trace {
        let loaded = self.0.pipeline.stages().iter().map(|stage| (&stage.plugin.name, stage.plugin.loading));
        let loaded: Vec<_> = match self.0.traced.swap(true, Ordering::Relaxed) {
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
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// for (analyzer, plugin) in &engine.provenance().plugins {
    ///     println!("{analyzer}: {}", plugin.sha256);
    /// }
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn provenance(&self) -> Provenance {
        let stages = self.0.pipeline.stages().iter();
        Provenance {
            engine: env!("CARGO_PKG_VERSION").into(),
            interface: format!("{}@{}", textmill_wit::PACKAGE, textmill_wit::VERSION),
            selection: SelectionRecord::default(),
            plugins: stages
                .map(|stage| (stage.plugin.name.clone(), stage.plugin.record(stage.reported)))
                .collect(),
        }
    }
}

impl Engine {
    /// Where each plugin and its resources came from, by the analyzer's name.
    pub(crate) fn origins(&self) -> BTreeMap<String, Origin> {
        let stages = self.0.pipeline.stages().iter();
        stages.map(|stage| (stage.plugin.name.clone(), stage.plugin.origins())).collect()
    }
}

impl Loaded {
    /// Layers that are asked for have to be there.
    pub(crate) fn check_layers(&self, asked: &[String]) -> Result<(), Error> {
        let known = || self.pipeline.layers();
        match asked.iter().find(|asked| !known().any(|layer| layer == *asked)) {
            None => Ok(()),
            Some(layer) => {
                let known: Vec<&str> = known().collect();
                Err(Error::new(ErrorKind::Settings, format!("no analyzer makes the layer `{layer}`"))
                    .with_hint(format!("the layers of this run are {}", known.join(", "))))
            }
        }
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> =
            self.0.pipeline.stages().iter().map(|stage| stage.plugin.name.as_str()).collect();
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
