//! Which analyzers run, and with what: the command line and the configuration brought together.

use serde_json::{Map, Value};
use textmill::{Limits, PluginSource};

use super::config::{Config, PluginConfig};
use crate::error::Error;
use crate::values::{Component, LimitSetting, Named, Setting};

/// The plugins to load: `plugins`, or those that run by default, and the others of `with`.
///
/// # Errors
/// A file that cannot be read, a built-in that there is none of, a setting of an analyzer that does not run.
pub(crate) fn sources(
    plugins: &[Named],
    with: &[Named],
    set: &[Setting],
    limits: &[LimitSetting],
    config: Config,
) -> Result<Vec<PluginSource>, Error> {
    let mut choices = choices(plugins, with, config)?;
    for setting in set {
        apply(setting, &mut choices)?;
    }
    for limit in limits {
        apply_limit(limit, &mut choices)?;
    }
    choices.into_iter().map(Choice::source).collect()
}

/// The limits of analyzers that the command line does not name.
pub(crate) fn limits_of_all(limits: &[LimitSetting]) -> Limits {
    let of_all = limits.iter().filter(|limit| limit.plugin.is_none());
    of_all.fold(Limits::default(), |limits, limit| limit.apply(&limits))
}

/// An analyzer that was chosen to run.
#[derive(Debug, PartialEq)]
struct Choice {
    /// Its name in the run, where it is not to be the manifest's.
    name: Option<String>,
    plugin: PluginConfig,
}

fn choices(plugins: &[Named], with: &[Named], mut config: Config) -> Result<Vec<Choice>, Error> {
    let others = with.iter().map(|plugin| choose(plugin, &mut config)).collect::<Result<Vec<_>, _>>()?;
    let mut choices = usual(plugins, config)?;
    for other in others {
        // One that runs anyway runs once.
        if choices.iter().all(|choice| choice.title() != other.title()) {
            choices.push(other);
        }
    }
    Ok(choices)
}

fn usual(plugins: &[Named], mut config: Config) -> Result<Vec<Choice>, Error> {
    if !plugins.is_empty() {
        return plugins.iter().map(|plugin| choose(plugin, &mut config)).collect();
    }
    if config.plugins.is_empty() {
        let builtins = PluginSource::default_names();
        return Ok(builtins.map(|name| Choice::new(None, Component::Builtin(name.to_owned()))).collect());
    }
    let configured = config.plugins.into_iter();
    Ok(configured.map(|(name, plugin)| Choice { name: Some(name), plugin }).collect())
}

fn choose(plugin: &Named, config: &mut Config) -> Result<Choice, Error> {
    if plugin.name.is_none()
        && let Some(configured) = config.plugins.remove(&plugin.plugin)
    {
        return Ok(Choice { name: Some(plugin.plugin.clone()), plugin: configured });
    }
    let component = Component::parse(&plugin.plugin);
    match &component {
        Component::Builtin(name) if !PluginSource::builtin_names().any(|builtin| builtin == name) => {
            Err(nobody(name, config))
        }
        _ => Ok(Choice::new(plugin.name.clone(), component)),
    }
}

fn nobody(name: &str, config: &Config) -> Error {
    let configured = config.plugins.keys().map(String::as_str);
    let mut known: Vec<&str> = PluginSource::builtin_names().collect();
    known.extend(configured);
    Error::new(format!("no analyzer is called `{name}` (there are {})", known.join(", ")))
        .with_hint(format!("a file has a slash or ends in .wasm: -p ./{name}"))
}

impl Choice {
    fn new(name: Option<String>, component: Component) -> Self {
        let plugin = PluginConfig {
            component,
            settings: Map::new(),
            layers: Default::default(),
            resources: Default::default(),
            limits: Default::default(),
        };
        Self { name, plugin }
    }

    /// What `--set` calls it. The manifest's name of a file is not known before it is loaded.
    fn title(&self) -> String {
        match (&self.name, &self.plugin.component) {
            (Some(name), _) | (None, Component::Builtin(name)) => name.clone(),
            (None, Component::File(path)) => {
                path.file_stem().unwrap_or_default().to_string_lossy().replace('_', "-")
            }
        }
    }

    fn source(self) -> Result<PluginSource, Error> {
        let Self { name, plugin } = self;
        let mut source = plugin.component.source()?.settings(plugin.settings.into()).limits(plugin.limits);
        if let Some(name) = name {
            source = source.named(name);
        }
        for (layer, name) in plugin.layers {
            source = source.rename_layer(layer, name);
        }
        for (name, file) in plugin.resources {
            source = source.resource_origin(&name, &file.path).resource(name, file.content);
        }
        Ok(source)
    }
}

fn apply(setting: &Setting, choices: &mut [Choice]) -> Result<(), Error> {
    let option = format!("--set {}.{}", setting.plugin, setting.keys.join("."));
    let choice = find(&setting.plugin, &option, choices)?;
    insert(&mut choice.plugin.settings, &setting.keys, &setting.value)
        .map_err(|problem| Error::usage(format!("{option}: {problem}")))
}

fn apply_limit(limit: &LimitSetting, choices: &mut [Choice]) -> Result<(), Error> {
    match &limit.plugin {
        Some(plugin) => {
            let choice = find(plugin, &limit.shown(), choices)?;
            choice.plugin.limits = limit.apply(&choice.plugin.limits);
        }
        None => choices.iter_mut().for_each(|choice| {
            choice.plugin.limits = limit.apply(&choice.plugin.limits);
        }),
    }
    Ok(())
}

/// The analyzer that an option calls by a name.
fn find<'a>(plugin: &str, option: &str, choices: &'a mut [Choice]) -> Result<&'a mut Choice, Error> {
    let titles: Vec<String> = choices.iter().map(Choice::title).collect();
    let title = plugin.replace('_', "-");
    match titles.iter().position(|other| *other == title) {
        Some(place) => Ok(&mut choices[place]),
        None => Err(Error::usage(format!(
            "{option}: no analyzer of this run is called `{plugin}` (there are {})",
            titles.join(", ")
        ))
        .with_hint(format!("add it with -p {plugin}"))),
    }
}

fn insert(settings: &mut Map<String, Value>, keys: &[String], value: &Value) -> Result<(), String> {
    match keys {
        [] => Ok(()),
        [key] => {
            settings.insert(key.clone(), value.clone());
            Ok(())
        }
        [key, rest @ ..] => match settings.entry(key.clone()).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(inner) => insert(inner, rest, value),
            _ => Err(format!("`{key}` is set to a value that is no object")),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn named(texts: &[&str]) -> Vec<Named> {
        texts.iter().map(|text| text.parse().expect(text)).collect()
    }

    fn config(names: &[(&str, &str)]) -> Config {
        let plugin = |component: &str| Choice::new(None, Component::parse(component)).plugin;
        let plugins = names.iter().map(|(name, component)| ((*name).to_owned(), plugin(component)));
        Config { threads: None, plugins: plugins.collect() }
    }

    /// Names and components, as `name=component`.
    #[track_caller]
    fn check_with(plugins: &[&str], with: &[&str], configured: &[(&str, &str)], expected: &[&str]) {
        let choices = choices(&named(plugins), &named(with), config(configured)).expect("all are known");
        let shown = |choice: &Choice| {
            let name = choice.name.as_deref().unwrap_or_default();
            match &choice.plugin.component {
                Component::Builtin(builtin) => format!("{name}={builtin}"),
                Component::File(path) => format!("{name}={}", path.display()),
            }
        };
        assert_eq!(choices.iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[track_caller]
    fn check(plugins: &[&str], configured: &[(&str, &str)], expected: &[&str]) {
        check_with(plugins, &[], configured, expected);
    }

    #[test]
    fn one_more_runs_beside_those_that_run_anyway() {
        let four = ["=entities", "=keywords", "=sentiment", "=tokenize"];
        check_with(&[], &["collocations"], &[], &[&four[..], &["=collocations"]].concat());
        check_with(&[], &["keywords"], &[], &four);
        check_with(
            &["keywords"],
            &["a=./b.wasm", "collocations"],
            &[],
            &["=keywords", "a=./b.wasm", "=collocations"],
        );
        let mood = [("mood", "sentiment")];
        check_with(&[], &["collocations"], &mood, &["mood=sentiment", "=collocations"]);
        check_with(&["keywords"], &["mood"], &mood, &["=keywords", "mood=sentiment"]);
    }

    #[test]
    fn the_command_line_stands_over_the_configuration_and_that_over_the_built_in_ones() {
        let mood = [("mood", "sentiment"), ("loud", "./loud.wasm")];
        check(&[], &[], &["=entities", "=keywords", "=sentiment", "=tokenize"]);
        check(&[], &mood, &["loud=./loud.wasm", "mood=sentiment"]);
        check(&["mood", "keywords"], &mood, &["mood=sentiment", "=keywords"]);
        check(&["other=mood.wasm", "a/b"], &mood, &["other=mood.wasm", "=a/b"]);
        check(&["one=sentiment", "./a=b.wasm"], &[], &["one=sentiment", "=./a=b.wasm"]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_those_there_are() {
        let error = choices(&named(&["keyword"]), &[], config(&[("mood", "sentiment")])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no analyzer is called `keyword` (there are collocations, entities, keywords, sentiment, tokenize, mood)"
        );
    }

    #[track_caller]
    fn check_set(set: &[&str], expected: Result<Value, &str>) {
        let mut choices =
            choices(&named(&["sentiment", "./my_shouting.wasm"]), &[], Config::default()).unwrap();
        let settings: Vec<Setting> = set.iter().map(|text| text.parse().expect(text)).collect();
        let applied = settings.iter().try_for_each(|setting| apply(setting, &mut choices));
        let applied = applied.map(|()| {
            let both: Vec<Value> = choices.into_iter().map(|choice| choice.plugin.settings.into()).collect();
            Value::from(both)
        });
        assert_eq!(applied.map_err(|error| error.to_string()), expected.map_err(str::to_owned));
    }

    #[test]
    fn settings_reach_the_analyzer_they_name() {
        check_set(&["sentiment.neutral=0.1", "my-shouting.a=1"], Ok(json!([{"neutral": 0.1}, {"a": 1}])));
        check_set(&["my_shouting.a.b=1", "my_shouting.a.c=x"], Ok(json!([{}, {"a": {"b": 1, "c": "x"}}])));
        check_set(&["sentiment.a=1", "sentiment.a=2"], Ok(json!([{"a": 2}, {}])));
        check_set(
            &["tokenize.a=1"],
            Err(
                "--set tokenize.a: no analyzer of this run is called `tokenize` (there are sentiment, my-shouting)",
            ),
        );
        check_set(
            &["sentiment.a=1", "sentiment.a.b=2"],
            Err("--set sentiment.a.b: `a` is set to a value that is no object"),
        );
    }
}
