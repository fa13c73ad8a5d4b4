//! The lock file: what analyzers were once found to be, to be held to it.
//!
//! `textmill plugin lock` writes it, `--locked` compares it. It is TOML with everything in a fixed order, made to stand
//! under version control; docs/provenance.md describes it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use textmill::{Engine, PluginRecord};

use crate::args::LockArguments;
use crate::bounded;
use crate::difference::{diff, differences};
use crate::error::Error;
use crate::output::Output;
use crate::terminal::Paint;
use crate::terminal::number;

/// What the file is called by default.
const NAME: &str = "textmill.lock";

/// The version of the file's form.
const FORMAT: u32 = 1;

const HEADER: &str = "\
# The analyzers of a run: `textmill plugin lock` writes this file, and --locked runs no others. Not for editing.\n";

/// The file.
#[derive(Serialize)]
struct Lock {
    format: u32,
    engine: String,
    /// The analyzers by their names in the run.
    plugins: BTreeMap<String, Locked>,
}

/// An analyzer. Tables come last, as TOML has it.
#[derive(Serialize)]
struct Locked {
    name: String,
    version: String,
    sha256: String,
    interface: String,
    reported: bool,
    /// Where the component was found. It is not compared: another machine has other folders.
    origin: String,
    /// Settings that TOML cannot say, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    settings_json: Option<String>,
    settings: toml::Table,
    limits: toml::Table,
    layers: BTreeMap<String, String>,
    resources: BTreeMap<String, String>,
}

/// Writes the analyzers of an engine into a lock file, whole or not at all. Says what was written.
///
/// # Errors
/// A place that cannot be written.
pub(crate) fn write(engine: &Engine, place: &Path) -> Result<String, Error> {
    let mut output = Output::create(place)?;
    output.write_whole(&text(engine)?)?;
    let said = format!("{}: {}", output.place(), number::counted(engine.plugins().len() as u64, "analyzer"));
    output.publish()?;
    Ok(said)
}

/// Holds the analyzers of an engine to the lock file, where `--locked` asks for it.
///
/// # Errors
/// A file that is not there or is none, and every difference, as lines of a diff.
pub(crate) fn check(arguments: &LockArguments, config: Option<&Path>, engine: &Engine) -> Result<(), Error> {
    let Some(place) = file(arguments, config) else { return Ok(()) };
    let text = bounded::text_of(&place, bounded::SMALL).map_err(|error| {
        Error::io(format!("the lock file {}", place.display()), &error)
            .with_hint("`textmill plugin lock`, with the same -p, --set and --config, writes it")
    })?;
    let locked = read(&text).map_err(|problem| Error::new(format!("{}: {problem}", place.display())))?;
    let found = read(&self::text(engine)?).map_err(Error::new)?;
    let differences = differences("", &locked, &found);
    if differences.is_empty() {
        return Ok(());
    }
    let lines = diff(&differences, Paint::default());
    let count = number::counted(differences.len() as u64, "difference");
    let message = format!(
        "{}: the analyzers are not those of the lock file: {count} (- locked, + found)\n{}",
        place.display(),
        lines.trim_end()
    );
    Err(Error::new(message)
        .with_hint("where the change is meant, `textmill plugin lock` writes the file again"))
}

/// The lock file that analyzers are held to, if they are to one.
pub(crate) fn file(arguments: &LockArguments, config: Option<&Path>) -> Option<PathBuf> {
    arguments.locked.then(|| place(arguments.lock_file.as_deref(), config))
}

/// Where the lock file is: the one that is given, or beside the configuration, or in the current folder.
pub(crate) fn place(given: Option<&Path>, config: Option<&Path>) -> PathBuf {
    match (given, config) {
        (Some(given), _) => given.to_owned(),
        (None, Some(config)) => config.with_file_name(NAME),
        (None, None) => NAME.into(),
    }
}

/// The lock file of an engine's analyzers.
fn text(engine: &Engine) -> Result<String, Error> {
    let provenance = engine.provenance();
    let origins = engine.plugins().into_iter().map(|plugin| (plugin.name, plugin.origin));
    let mut origins: BTreeMap<String, String> = origins.collect();
    let plugins = provenance.plugins.iter().map(|(name, record)| {
        let origin = origins.remove(name).unwrap_or_default();
        (name.clone(), Locked::new(record, &provenance.interface, origin))
    });
    render(&Lock { format: FORMAT, engine: provenance.engine.clone(), plugins: plugins.collect() })
}

fn render(lock: &Lock) -> Result<String, Error> {
    let tables = toml::to_string(lock).map_err(|error| Error::new(format!("the lock file: {error}")))?;
    Ok(format!("{HEADER}\n{tables}"))
}

impl Locked {
    fn new(record: &PluginRecord, interface: &str, origin: String) -> Self {
        // TOML has no null and no integer above 2⁶³ − 1.
        let settings = toml::Table::try_from(&record.settings).ok();
        Self {
            name: record.name.clone(),
            version: record.version.clone(),
            sha256: record.sha256.clone(),
            interface: interface.to_owned(),
            reported: record.reported,
            origin,
            settings_json: settings.is_none().then(|| record.settings.to_string()),
            settings: settings.unwrap_or_default(),
            limits: limits(record),
            layers: record.layers.clone(),
            resources: record.resources.clone(),
        }
    }
}

/// Limits as TOML can say them: where one is above its greatest integer, there is no limit either way.
fn limits(record: &PluginRecord) -> toml::Table {
    let limits = serde_json::to_value(&record.limits).unwrap_or_default();
    let fields = limits.as_object().into_iter().flatten();
    let counts = fields.filter_map(|(key, value)| Some((key.clone(), value.as_u64()?)));
    counts.map(|(key, count)| (key, i64::try_from(count).unwrap_or(i64::MAX).into())).collect()
}

/// What is compared of a lock file.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn read(text: &str) -> Result<Value, String> {
    let parsed: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    match parsed.get("format").and_then(toml::Value::as_integer) {
        None => return Err("it is no lock file: it has no `format`".to_owned()),
        Some(format) if format != i64::from(FORMAT) => {
            return Err(format!("it is of format {format}, and this version reads {FORMAT}"));
        }
        Some(_) => {}
    }
    let mut record = serde_json::to_value(parsed).map_err(|error| error.to_string())?;
    if let Some(plugins) = record.get_mut("plugins").and_then(Value::as_object_mut) {
        for plugin in plugins.values_mut().filter_map(Value::as_object_mut) {
            plugin.remove("origin");
        }
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use textmill::Limits;

    use super::*;

    fn record() -> PluginRecord {
        PluginRecord {
            name: "shouting".into(),
            version: "0.1.0".into(),
            sha256: "5d41".into(),
            reported: true,
            settings: json!({"min_length": 3, "case": "upper", "weights": {"a.b": 0.5}, "words": ["x", "y"]}),
            limits: Limits { memory: u64::MAX, ..Limits::default() },
            layers: [("shouts".to_string(), "loud".to_string())].into(),
            resources: [("lexicon".to_string(), "9a0e".to_string())].into(),
        }
    }

    fn lock_of(record: &PluginRecord) -> String {
        let locked = Locked::new(record, "textmill:analyzer@0.1.0", "./shouting.wasm".into());
        let plugins = [("loud".to_string(), locked)].into();
        render(&Lock { format: FORMAT, engine: "0.1.0".into(), plugins }).unwrap()
    }

    #[test]
    fn a_lock_file_is_for_people_too() {
        let text = lock_of(&record());
        let (before, limits) = text.split_once("[plugins.loud.limits]").expect("limits have a table");
        insta::assert_snapshot!(before, @r#"
            # The analyzers of a run: `textmill plugin lock` writes this file, and --locked runs no others. Not for editing.

            format = 1
            engine = "0.1.0"

            [plugins.loud]
            name = "shouting"
            version = "0.1.0"
            sha256 = "5d41"
            interface = "textmill:analyzer@0.1.0"
            reported = true
            origin = "./shouting.wasm"

            [plugins.loud.settings]
            case = "upper"
            min_length = 3
            words = ["x", "y"]

            [plugins.loud.settings.weights]
            "a.b" = 0.5
        "#);
        assert!(limits.contains(&format!("memory = {}\n", i64::MAX)), "{limits}");
        let (_, after) = limits.split_once("\n\n").expect("limits end");
        insta::assert_snapshot!(after, @r#"
            [plugins.loud.layers]
            shouts = "loud"

            [plugins.loud.resources]
            lexicon = "9a0e"
        "#);
    }

    #[test]
    fn what_toml_cannot_say_is_json() {
        let text = lock_of(&PluginRecord { settings: json!({"a": null, "b": u64::MAX}), ..record() });
        assert!(text.contains(r#"settings_json = '{"a":null,"b":18446744073709551615}'"#), "{text}");
    }

    #[track_caller]
    fn check_differs(change: impl FnOnce(&mut PluginRecord), expected: &str) {
        let mut changed = record();
        change(&mut changed);
        let (was, is) = (read(&lock_of(&record())).unwrap(), read(&lock_of(&changed)).unwrap());
        assert_eq!(diff(&differences("", &was, &is), Paint::default()), expected);
    }

    #[test]
    fn every_difference_is_seen() {
        check_differs(|_| {}, "");
        check_differs(
            |record| record.sha256 = "77aa".into(),
            "- plugins.loud.sha256 = \"5d41\"\n+ plugins.loud.sha256 = \"77aa\"\n",
        );
        check_differs(
            |record| record.settings["min_length"] = json!(4),
            "- plugins.loud.settings.min_length = 3\n+ plugins.loud.settings.min_length = 4\n",
        );
        check_differs(
            |record| record.settings["weights"]["a.b"] = json!(1),
            "- plugins.loud.settings.weights.\"a.b\" = 0.5\n+ plugins.loud.settings.weights.\"a.b\" = 1\n",
        );
        check_differs(|record| record.limits.fuel = Some(7), "+ plugins.loud.limits.fuel = 7\n");
        check_differs(|record| record.layers.clear(), "- plugins.loud.layers.shouts = \"loud\"\n");
        check_differs(
            |record| record.resources["lexicon"].clone_into(&mut record.name),
            "- plugins.loud.name = \"shouting\"\n+ plugins.loud.name = \"9a0e\"\n",
        );
    }

    #[test]
    fn where_a_component_was_found_is_no_difference() {
        let text = lock_of(&record());
        let moved = text.replace("./shouting.wasm", "/elsewhere/shouting.wasm");
        assert_ne!(text, moved);
        assert_eq!(read(&text), read(&moved));
    }

    #[track_caller]
    fn check_wrong(text: &str, message: &str) {
        let problem = read(text).expect_err(message);
        assert_eq!(problem.lines().next(), Some(message));
    }

    #[test]
    fn what_is_no_lock_file_is_refused() {
        check_wrong("engine = \"0.1.0\"\n", "it is no lock file: it has no `format`");
        check_wrong("format = 2\n", "it is of format 2, and this version reads 1");
        check_wrong("format = \n", "TOML parse error at line 1, column 10");
    }

    #[test]
    fn it_stands_beside_the_configuration() {
        let config = Path::new("conf/textmill.toml");
        assert_eq!(place(None, None), Path::new("textmill.lock"));
        assert_eq!(place(None, Some(config)), Path::new("conf/textmill.lock"));
        assert_eq!(place(Some(Path::new("a.lock")), Some(config)), Path::new("a.lock"));
    }
}
