//! The configuration file: which analyzers run, under which names, with which settings.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Number, Value};
use textmill::{Limits, Resource};
use toml::Spanned;

use super::resources::ResourceFiles;
use crate::bounded;
use crate::error::Error;
use crate::values::{Component, LimitSetting, check_name};

/// A configuration, checked as far as that goes without loading a plugin.
#[derive(Debug, Default)]
pub(crate) struct Config {
    pub(crate) threads: Option<u16>,
    /// The analyzers by their names in the run.
    pub(crate) plugins: BTreeMap<String, PluginConfig>,
}

/// What a configuration says of one analyzer.
#[derive(Debug, PartialEq)]
pub(crate) struct PluginConfig {
    pub(crate) component: Component,
    pub(crate) settings: Map<String, Value>,
    /// Names in the run of the layers that it provides, by the manifest's names.
    pub(crate) layers: BTreeMap<String, String>,
    /// Resource files, by the manifest's names.
    pub(crate) resources: BTreeMap<String, ResourceFile>,
    pub(crate) limits: Limits,
}

/// A resource that was read.
#[derive(Debug, PartialEq)]
pub(crate) struct ResourceFile {
    pub(crate) path: PathBuf,
    pub(crate) content: Resource,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    threads: Option<Spanned<u16>>,
    #[serde(default)]
    plugins: BTreeMap<String, Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    plugin: Option<String>,
    #[serde(default)]
    settings: toml::Table,
    #[serde(default)]
    layers: BTreeMap<String, String>,
    #[serde(default)]
    resources: BTreeMap<String, Spanned<PathBuf>>,
    #[serde(default)]
    limits: BTreeMap<String, Spanned<toml::Value>>,
}

impl Config {
    /// Reads a file, and the resource files that it names.
    ///
    /// # Errors
    /// What is wrong, with the file, the line and the key.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let text =
            bounded::text_of(path, bounded::SMALL).map_err(|error| Error::io(path.display(), &error))?;
        let file = File { path, text: &text, resources: RefCell::default() };
        let document = file.parse()?;
        let threads = document.threads.map(|threads| file.threads(&threads)).transpose()?;
        let plugins = document.plugins.into_iter();
        let plugins = plugins.map(|(name, entry)| Ok((name.clone(), file.plugin(&name, entry)?)));
        Ok(Self { threads, plugins: plugins.collect::<Result<_, Error>>()? })
    }
}

/// The file in which an error is.
struct File<'a> {
    path: &'a Path,
    text: &'a str,
    resources: RefCell<ResourceFiles>,
}

impl File<'_> {
    fn parse(&self) -> Result<Document, Error> {
        let wrong = |error: toml::de::Error, key: &str| self.error(error.span(), key, error.message());
        let deserializer = toml::Deserializer::parse(self.text).map_err(|error| wrong(error, ""))?;
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            // What `Spanned` adds to the path, and the dot that stands for the whole file, mean nothing to a user.
            let path = error.path().to_string();
            let keys: Vec<&str> =
                path.split('.').filter(|key| !key.is_empty() && !key.starts_with("$__")).collect();
            wrong(error.into_inner(), &keys.join("."))
        })
    }

    fn threads(&self, threads: &Spanned<u16>) -> Result<u16, Error> {
        match *threads.get_ref() {
            number @ 1..=1_024 => Ok(number),
            number => {
                Err(self.error(Some(threads.span()), "threads", &format!("{number} is not in 1..=1024")))
            }
        }
    }

    fn plugin(&self, name: &str, entry: Spanned<Entry>) -> Result<PluginConfig, Error> {
        let key = |rest: &str| format!("plugins.{name}{rest}");
        let span = entry.span();
        check_name(name).map_err(|problem| self.error(Some(span.clone()), &key(""), &problem))?;
        let entry = entry.into_inner();
        let component = match Component::parse(entry.plugin.as_deref().unwrap_or(name)) {
            Component::File(path) => Component::File(self.resolve(&path)),
            builtin => builtin,
        };
        let settings = object(entry.settings).map_err(|(place, problem)| {
            self.error(Some(span), &key(&format!(".settings{place}")), &problem)
        })?;
        let resources = entry.resources.into_iter().map(|(resource, path)| {
            let file = self.resource(&path, &key(&format!(".resources.{resource}")))?;
            Ok((resource, file))
        });
        Ok(PluginConfig {
            component,
            settings,
            layers: entry.layers,
            resources: resources.collect::<Result<_, Error>>()?,
            limits: self.limits(&entry.limits, &key(".limits"))?,
        })
    }

    fn limits(&self, entries: &BTreeMap<String, Spanned<toml::Value>>, key: &str) -> Result<Limits, Error> {
        let mut limits = Limits::default();
        for (name, value) in entries {
            let text = match value.get_ref() {
                toml::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let setting = LimitSetting::new(None, name, &text);
            let setting = setting
                .map_err(|problem| self.error(Some(value.span()), &format!("{key}.{name}"), &problem))?;
            limits = setting.apply(&limits);
        }
        Ok(limits)
    }

    fn resource(&self, path: &Spanned<PathBuf>, key: &str) -> Result<ResourceFile, Error> {
        let resolved = self.resolve(path.get_ref());
        let content = self.resources.borrow_mut().read(&resolved);
        let content = content.map_err(|error| self.error(Some(path.span()), key, &error.to_string()))?;
        Ok(ResourceFile { path: resolved, content })
    }

    /// Paths are relative to the file they stand in, so that it can be used from any folder.
    fn resolve(&self, path: &Path) -> PathBuf {
        self.path.parent().map_or_else(|| path.to_owned(), |folder| folder.join(path))
    }

    fn error(&self, span: Option<Range<usize>>, key: &str, problem: &str) -> Error {
        let before = span.and_then(|span| self.text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let place = if key.is_empty() { String::new() } else { format!("{key}: ") };
        Error::new(format!("{}:{line}: {place}{}", self.path.display(), problem.trim_end()))
            .with_hint("`textmill analyze --help` shows a configuration")
    }
}

/// The place of a value in the settings, and what is wrong with it.
type Misfit = (String, String);

fn object(table: toml::Table) -> Result<Map<String, Value>, Misfit> {
    table
        .into_iter()
        .map(|(key, value)| match json(value) {
            Ok(value) => Ok((key, value)),
            Err((place, problem)) => Err((format!(".{key}{place}"), problem)),
        })
        .collect()
}

fn json(value: toml::Value) -> Result<Value, Misfit> {
    Ok(match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Table(table) => object(table)?.into(),
        toml::Value::Float(number) => Number::from_f64(number)
            .map(Value::Number)
            .ok_or_else(|| (String::new(), format!("{number} is not a finite number")))?,
        toml::Value::Array(values) => {
            let item = |(index, value)| {
                json(value).map_err(|(place, problem)| (format!("[{index}]{place}"), problem))
            };
            Value::Array(values.into_iter().enumerate().map(item).collect::<Result<_, _>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;
    use tempfile::TempDir;

    use super::*;

    fn read(text: &str) -> (TempDir, Result<Config, Error>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("textmill.toml");
        fs::write(&path, text).unwrap();
        fs::write(folder.path().join("words.txt"), "one").unwrap();
        let config = Config::read(&path);
        (folder, config)
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (folder, config) = read(text);
        let message = config.expect_err(text).to_string();
        let folder = format!("{}/", folder.path().display());
        assert_eq!(message.replace(&folder, ""), expected, "{text}");
    }

    #[test]
    fn all_that_can_be_configured() {
        let (folder, config) = read(
            r#"
            threads = 4
            [plugins.keywords]
            [plugins.mood]
            plugin = "sentiment"
            settings = { neutral = 0.1, words = { meh = -1 }, list = ["a", 1979-05-27] }
            layers = { sentiment = "mood" }
            [plugins.shouting]
            plugin = "./shouting.wasm"
            resources = { lexicon = "words.txt" }
            limits = { time_ms = 2000, memory = "64M" }
            "#,
        );
        let config = config.unwrap();
        assert_eq!(config.threads, Some(4));
        assert_eq!(config.plugins["keywords"].component, Component::Builtin("keywords".into()));
        let mood = &config.plugins["mood"];
        assert_eq!(mood.component, Component::Builtin("sentiment".into()));
        assert_eq!(
            Value::from(mood.settings.clone()),
            json!({"neutral": 0.1, "words": {"meh": -1}, "list": ["a", "1979-05-27"]})
        );
        assert_eq!(mood.layers["sentiment"], "mood");
        let shouting = &config.plugins["shouting"];
        assert_eq!(shouting.component, Component::File(folder.path().join("./shouting.wasm")));
        assert_eq!(shouting.resources["lexicon"].content.bytes(), b"one");
        assert_eq!(shouting.limits, Limits { time_ms: 2_000, memory: 64 << 20, ..Limits::default() });
    }

    #[test]
    fn an_empty_file_configures_nothing() {
        let (_folder, config) = read("");
        let config = config.unwrap();
        assert!(config.plugins.is_empty() && config.threads.is_none());
    }

    #[test]
    fn what_is_wrong_is_named_with_line_and_key() {
        check("threads = \n", "textmill.toml:1: string values must be quoted, expected literal string");
        check(
            "\nthread = 4\n",
            "textmill.toml:2: thread: unknown field `thread`, expected `threads` or `plugins`",
        );
        check("threads = 0\n", "textmill.toml:1: threads: 0 is not in 1..=1024");
        check(
            "threads = \"many\"\n",
            "textmill.toml:1: threads: invalid type: string \"many\", expected u16",
        );
        check(
            "[plugins.a]\nsetting = {}\n",
            "textmill.toml:2: plugins.a.setting: unknown field `setting`, expected one of `plugin`, `settings`, \
             `layers`, `resources`, `limits`",
        );
        check(
            "[plugins.a.limits]\ntime_ms = 1\nmemry = 1\n",
            "textmill.toml:3: plugins.a.limits.memry: `memry` is no limit (there are component, documents_per_instance, \
             fuel, fuel_per_byte, function_bytes, functions, json_depth, json_keys, json_keys_per_byte, log_messages, \
             memory, memory_kept, memory_per_byte, output, output_per_byte, spans, spans_per_byte, stack, state, \
             table_elements, time_ms, time_ms_per_mib)",
        );
        check(
            "[plugins.a.limits]\nmemory = \"64X\"\n",
            "textmill.toml:2: plugins.a.limits.memory: `X` is no unit of bytes, expected K, M or G",
        );
        check(
            "[plugins.a.limits]\ntime_ms = -1\n",
            "textmill.toml:2: plugins.a.limits.time_ms: expected a number, as 5000, 5K or 5M",
        );
        check(
            "\n[plugins.Loud]\n",
            "textmill.toml:2: plugins.Loud: `Loud` is not a name: lower-case letters, digits and `-`, first a letter",
        );
        check(
            "[plugins.a]\nsettings = { x = [1, nan] }\n",
            "textmill.toml:1: plugins.a.settings.x[1]: NaN is not a finite number",
        );
        check(
            "[plugins.a]\nresources = { lexicon = \"nowhere\" }\n",
            "textmill.toml:2: plugins.a.resources.lexicon: nowhere: No such file or directory (os error 2)",
        );
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Config::read(Path::new("nowhere.toml")).unwrap_err();
        assert_eq!(error.to_string(), "nowhere.toml: No such file or directory (os error 2)");
    }
}
