//! A plugin as a user names it, before it is loaded.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use serde_json::Value;

use super::{Resource, resource};
use crate::error::{Error, ErrorKind};
use crate::report::Limits;

/// A plugin to load: a component, its settings, and what it is called in the run.
///
/// ```no_run
/// use serde_json::json;
/// use textmill::PluginSource;
///
/// let keywords = PluginSource::builtin("keywords")?.settings(json!({"min_length": 4}));
/// let places = PluginSource::file("places.wasm")?.named("rivers").resource("lexicon", "Nile\nTigris\n");
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone)]
pub struct PluginSource {
    pub(crate) component: Cow<'static, [u8]>,
    /// Where the component came from, for messages: a path, or `built-in`.
    pub(crate) origin: String,
    pub(crate) name: Option<String>,
    pub(crate) settings: Value,
    pub(crate) layers: BTreeMap<String, String>,
    pub(crate) resources: BTreeMap<String, Resource>,
    /// The paths of those that came from files.
    pub(crate) resource_origins: BTreeMap<String, String>,
    pub(crate) limits: Limits,
    pub(crate) builtin: bool,
}

impl PluginSource {
    /// The longest file that is read as a component, in bytes: 1 GiB. What may be loaded is less by default
    /// ([`Limits::component`]).
    pub const MAX_BYTES: u64 = 1 << 30;

    /// A component in memory. `origin` says in messages where it came from.
    ///
    /// ```no_run
    /// let component = std::fs::read("long_words.wasm")?;
    /// let plugin = textmill::PluginSource::bytes("a column of the database", component);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn bytes(origin: impl Into<String>, component: impl Into<Cow<'static, [u8]>>) -> Self {
        Self {
            component: component.into(),
            origin: origin.into(),
            name: None,
            settings: Value::Object(serde_json::Map::new()),
            layers: BTreeMap::new(),
            resources: BTreeMap::new(),
            resource_origins: BTreeMap::new(),
            limits: Limits::default(),
            builtin: false,
        }
    }

    /// A component in a file.
    ///
    /// ```no_run
    /// let plugin = textmill::PluginSource::file("long_words.wasm")?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Plugin`] where the file cannot be read, or is longer than [`PluginSource::MAX_BYTES`].
    pub fn file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let component = resource::read(path, Self::MAX_BYTES).and_then(|component| {
            component.ok_or_else(|| io::Error::other(format!("it has more than {} bytes", Self::MAX_BYTES)))
        });
        let component = component.map_err(|error| {
            Error::new(ErrorKind::Plugin, format!("plugin {}: {error}", path.display()))
                .with_hint("name a built-in plugin (`textmill plugin list`), or the path of a component")
                .with_source(error)
        })?;
        Ok(Self::bytes(path.display().to_string(), component))
    }

    /// All components (`*.wasm`) of a folder, by name.
    ///
    /// ```no_run
    /// let engine = textmill::Engine::builder().plugins(textmill::PluginSource::folder("plugins")?).build()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Plugin`] where the folder cannot be read or has no component.
    pub fn folder(path: impl AsRef<Path>) -> Result<Vec<Self>, Error> {
        let folder = path.as_ref();
        let unreadable = |error: std::io::Error| {
            Error::new(ErrorKind::Plugin, format!("plugins in {}: {error}", folder.display()))
                .with_source(error)
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|extension| extension == "wasm") {
                paths.push(path);
            }
        }
        if paths.is_empty() {
            return Err(Error::new(ErrorKind::Plugin, format!("no plugin (*.wasm) in {}", folder.display())));
        }
        paths.sort();
        paths.iter().map(Self::file).collect()
    }

    /// One of the built-in plugins.
    ///
    /// ```
    /// let error = textmill::PluginSource::builtin("keyword").expect_err("there is none");
    /// assert_eq!(error.hint(), Some("the built-in plugins are collocations, entities, keywords, sentiment, tokenize"));
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Plugin`] where there is none of that name.
    #[cfg(feature = "builtin")]
    pub fn builtin(name: &str) -> Result<Self, Error> {
        let found = textmill_plugins::ALL.iter().find(|plugin| plugin.name == name);
        let plugin = found.ok_or_else(|| {
            let names: Vec<&str> = Self::builtin_names().collect();
            Error::new(ErrorKind::Plugin, format!("no built-in plugin is called `{name}`"))
                .with_hint(format!("the built-in plugins are {}", names.join(", ")))
        })?;
        Ok(Self { builtin: true, ..Self::bytes("built-in", plugin.component) })
    }

    /// The names of the built-in plugins, in order.
    ///
    /// ```
    /// let names: Vec<&str> = textmill::PluginSource::builtin_names().collect();
    /// assert_eq!(names, ["collocations", "entities", "keywords", "sentiment", "tokenize"]);
    /// ```
    #[cfg(feature = "builtin")]
    pub fn builtin_names() -> impl ExactSizeIterator<Item = &'static str> {
        textmill_plugins::ALL.iter().map(|plugin| plugin.name)
    }

    /// The names of those built-in plugins that run where nobody names any, in order. The others cost more, and are taken in
    /// by name.
    ///
    /// ```
    /// let names: Vec<&str> = textmill::PluginSource::default_names().collect();
    /// assert_eq!(names, ["entities", "keywords", "sentiment", "tokenize"]);
    /// ```
    #[cfg(feature = "builtin")]
    pub fn default_names() -> impl Iterator<Item = &'static str> {
        textmill_plugins::ALL.iter().filter(|plugin| plugin.by_default).map(|plugin| plugin.name)
    }

    /// The built-in plugins that run where nobody names any.
    #[cfg(feature = "builtin")]
    #[must_use]
    pub fn builtins() -> Vec<Self> {
        textmill_plugins::ALL
            .iter()
            .filter(|plugin| plugin.by_default)
            .map(|plugin| Self { builtin: true, ..Self::bytes("built-in", plugin.component) })
            .collect()
    }

    /// Calls the analyzer by another name than its manifest's, so that one plugin can run twice.
    ///
    /// ```no_run
    /// use serde_json::json;
    /// use textmill::PluginSource;
    ///
    /// let short = PluginSource::builtin("keywords")?.named("short").settings(json!({"min_length": 2}));
    /// let engine = textmill::Engine::builder().builtins().plugin(short).build()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The analyzer's settings: a JSON object. What it lacks has the analyzer's default.
    ///
    /// ```no_run
    /// use serde_json::json;
    /// use textmill::PluginSource;
    ///
    /// let keywords = PluginSource::builtin("keywords")?.settings(json!({"min_length": 4}));
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn settings(mut self, settings: Value) -> Self {
        self.settings = settings;
        self
    }

    /// Calls a layer that the analyzer provides by another name.
    ///
    /// ```no_run
    /// use textmill::PluginSource;
    ///
    /// // Two analyzers that both provide `entities` run beside each other.
    /// let places = PluginSource::file("places.wasm")?.rename_layer("entities", "places");
    /// let engine = textmill::Engine::builder().builtins().plugin(places).build()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn rename_layer(mut self, layer: impl Into<String>, name: impl Into<String>) -> Self {
        self.layers.insert(layer.into(), name.into());
        self
    }

    /// Gives a resource (a lexicon, a model) that the analyzer's manifest names. A [`Resource`] that several plugins are
    /// given is in memory once.
    ///
    /// ```no_run
    /// use textmill::{PluginSource, Resource};
    ///
    /// let lexicon = Resource::file("finance.tsv")?;
    /// let sentiment = PluginSource::builtin("sentiment")?.resource("lexicon", lexicon);
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn resource(mut self, name: impl Into<String>, content: impl Into<Resource>) -> Self {
        self.resources.insert(name.into(), content.into());
        self
    }

    /// Says where a resource came from, for [`RunRecord::origins`](crate::RunRecord::origins).
    #[must_use]
    pub fn resource_origin(mut self, name: impl Into<String>, path: impl AsRef<Path>) -> Self {
        self.resource_origins.insert(name.into(), path.as_ref().display().to_string());
        self
    }

    /// What the analyzer may use.
    ///
    /// ```no_run
    /// use textmill::{Limits, PluginSource};
    ///
    /// let limits = Limits { memory: 64 << 20, time_ms: 500, ..Limits::default() };
    /// let strange = PluginSource::file("strange.wasm")?.limits(limits);
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

impl fmt::Debug for PluginSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PluginSource")
            .field("origin", &self.origin)
            .field("name", &self.name)
            .field("bytes", &self.component.len())
            .finish_non_exhaustive()
    }
}
