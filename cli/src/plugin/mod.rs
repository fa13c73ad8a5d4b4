//! `textmill plugin`: what analyzers say of themselves.
//!
//! All of it is in their manifests; here it is put into words. `schema.rs` reads the two schemas of a manifest, that of
//! the output and that of the settings.

mod inspect;
mod list;
mod schema;
mod test;

use textmill::{Engine, PluginInfo, PluginSource};

use crate::args::{CompiledArguments, LockFileArguments, PluginCommand};
use crate::engine::{self, Analyzers, lock};
use crate::error::{Error, Exit};
use crate::output::{check_inputs, print, print_data};
use crate::terminal::text::escaped_data;
use crate::terminal::{Console, Terminal, Verbosity};
use crate::values::Component;

/// Shows analyzers, or pins them.
///
/// # Errors
/// A plugin that cannot be loaded, or a page that cannot be printed.
pub(crate) fn plugin(command: &PluginCommand) -> Result<Exit, Error> {
    match command {
        PluginCommand::List(arguments) => {
            let all = PluginSource::builtin_names().map(PluginSource::builtin);
            let plugins = load(all.collect::<Result<Vec<_>, _>>()?, arguments.compiled)?;
            print(&list::table(&plugins, Terminal::stdout()))?;
        }
        PluginCommand::Inspect(arguments) => {
            let plugin = load_one(&arguments.plugin.plugin, arguments.compiled)?;
            match arguments.json {
                true => print_data(&escaped_data(&inspect::json(&plugin)?))?,
                false => print(&inspect::page(&plugin, Terminal::stdout()))?,
            }
        }
        PluginCommand::Test(arguments) => return test::test(arguments),
        PluginCommand::Lock(arguments) => lock_analyzers(arguments)?,
    }
    Ok(Exit::Done)
}

/// Pins analyzers in a lock file.
fn lock_analyzers(arguments: &LockFileArguments) -> Result<(), Error> {
    let analyzers = &arguments.analyzers;
    let console = Console::new(Verbosity::new(arguments.quiet, false));
    let builder = engine::builder(analyzers, None, &console)?;
    let engine = engine::build(builder, arguments.compiled, &console)?;
    let place = lock::place(arguments.lock_file.as_deref(), analyzers.config.as_deref());
    check_inputs([&place], &Analyzers::Given(analyzers.clone()).files()?)?;
    console.say(&lock::write(&engine, &place)?);
    Ok(())
}

/// Loads plugins to see what they are. They stand by name.
fn load(sources: Vec<PluginSource>, compiled: CompiledArguments) -> Result<Vec<PluginInfo>, Error> {
    let console = Console::new(Verbosity::Normal);
    let log = console.clone();
    let builder = Engine::builder()
        .plugins(sources)
        .on_log(move |plugin, level, message| log.relay(plugin, level, message));
    let mut plugins = engine::build(builder, compiled, &console)?.plugins();
    // Those that provide layers for it are of no interest here.
    plugins.retain(|plugin| plugin.reported);
    plugins.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(plugins)
}

fn load_one(text: &str, compiled: CompiledArguments) -> Result<PluginInfo, Error> {
    let component = Component::parse(text);
    if let Component::Builtin(name) = &component
        && !PluginSource::builtin_names().any(|builtin| builtin == name)
    {
        return Err(Error::new(format!(
            "no built-in analyzer is called `{name}` (there are {})",
            PluginSource::builtin_names().collect::<Vec<_>>().join(", ")
        ))
        .with_hint(format!("a file has a slash or ends in .wasm: ./{name}")));
    }
    let loaded = load(vec![component.source()?], compiled)?;
    loaded.into_iter().next().ok_or_else(|| Error::new(format!("{text}: the engine did not load it")))
}

/// The pieces of manifests that the tests of both pages show.
#[cfg(test)]
mod example {
    use serde_json::json;
    use textmill::{Manifest, PluginInfo, Provision, Requirement, Scope};

    pub(super) fn plugin() -> PluginInfo {
        PluginInfo {
            name: "shouting".into(),
            origin: "./shouting.wasm".into(),
            sha256: "5d41402abc4b2a76b9719d911017c592ae5d41402abc4b2a76b9719d911017c5".into(),
            bytes: 401_204,
            reported: true,
            manifest: manifest(),
        }
    }

    fn manifest() -> Manifest {
        Manifest {
            name: "shouting".into(),
            version: "0.1.0".into(),
            summary: "Words in capitals, how long they are, and who shouts them".into(),
            requires: vec![
                Requirement {
                    layer: "tokens".into(),
                    optional: false,
                    attributes: Vec::new(),
                    labels: Vec::new(),
                },
                Requirement {
                    layer: "language".into(),
                    optional: true,
                    attributes: Vec::new(),
                    labels: Vec::new(),
                },
            ],
            provides: vec![Provision {
                layer: "shouts".into(),
                scope: Scope::Spans,
                summary: "A word of capitals".into(),
                labels: vec!["word".into(), "number".into()],
                attributes: Vec::new(),
            }],
            metadata: vec!["language".into()],
            resources: Vec::new(),
            output_schema: json!({"kind": "record", "fields": {
                "words": {"kind": "counts", "top": 50},
                "length": {"kind": "stats"},
                "by_language": {"kind": "map", "of": {"kind": "quantiles", "at": [0.5, 0.95]}, "top": 20},
                "score": {"kind": "histogram", "edges": [-0.5, 0.0, 0.5]},
                "first": {"kind": "each"},
            }}),
            settings_schema: json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "type": "object",
                "properties": {
                    "min_length": {
                        "description": "The shortest word that counts, in characters.\n\nA word of one letter is seldom a shout, and a short one is as often an abbreviation.",
                        "type": "integer", "minimum": 0, "default": 2
                    },
                    "languages": {"type": ["array", "null"], "items": {"type": "string"}, "default": null},
                    "weights": {
                        "description": "Weights of words.", "type": "object",
                        "additionalProperties": {"type": "number"}, "default": {}
                    },
                    "case": {"$ref": "#/$defs/Case", "default": "upper"}
                },
                "additionalProperties": false,
                "$defs": {"Case": {"description": "Which case shouts.", "type": "string", "enum": ["upper", "lower"]}}
            }),
        }
    }
}
