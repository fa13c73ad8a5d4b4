//! The engine: plugins loaded once, for any number of runs.

mod analysis;
#[cfg(feature = "futures")]
mod async_stream;
mod builder;
mod stream;
mod text_analysis;
mod turns;

pub use analysis::Analysis;
pub(crate) use analysis::Attachments;
#[cfg(feature = "futures")]
pub use async_stream::AsyncDocumentStream;
pub use builder::EngineBuilder;
pub use stream::DocumentStream;
pub use text_analysis::TextAnalysis;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde_json::json;
use textmill_corpus::Source;

use self::turns::Turns;
use crate::error::{Error, ErrorKind};
use crate::plugin::{Manifest, Pipeline, Runtime, Stage};
use crate::report::{Origin, Provenance, Report, SelectionRecord};
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

    /// The layers that are made in a run, by their names there: what [`Analysis::layers`] may be asked for.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// assert!(engine.layers().contains(&"entities".to_string()));
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn layers(&self) -> Vec<String> {
        self.0.pipeline.layers().map(str::to_string).collect()
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
    /// # Ok::<(), Box<dyn std::error::Error>>(())
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
    /// By default a call needs 1.5 MiB of its thread's stack, and more where a plugin's limit `stack` is raised. Where less is
    /// left it takes another stack for as long as it lasts, which costs up to a third of a short text's time.
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
