//! Sound plugins to hold hostile ones against.

use std::path::Path;
use std::sync::LazyLock;

use textmill::{
    CompiledCache, Document, Engine, EngineBuilder, Error, Limits, PluginSource, Report, Section,
};
use textmill_test_plugins::{FAULTY, hostile};

/// Documents of which the second tempts the plugins of `tests/hostile`: it begins with `!`, and a letter of two bytes.
pub(crate) const TEMPTING: [&str; 5] = ["one two", "!éternité three four", "two", "", "one"];

/// Limits that a test reaches soon, but for that of time, which ends only what has no end.
pub(crate) fn limits() -> Limits {
    Limits { memory: 64 << 20, output: 8 << 20, output_per_byte: 0, time_ms: 60_000, ..Limits::default() }
}

/// Limits for a plugin that never comes back.
pub(crate) fn short() -> Limits {
    Limits { time_ms: 200, ..limits() }
}

/// A plugin of `tests/hostile`, with a name and layers of its own in the run.
pub(crate) fn plugin(name: &str) -> PluginSource {
    PluginSource::bytes(format!("{name}.wasm"), hostile(name))
        .named(name)
        .rename_layer("marks", format!("marks-of-{name}"))
        .limits(limits())
}

/// A sound plugin, called `neighbour`: it counts words where no document says otherwise.
pub(crate) fn neighbour() -> PluginSource {
    PluginSource::bytes("neighbour.wasm", FAULTY).named("neighbour").limits(limits())
}

/// An engine of the neighbour alone.
static ALONE: LazyLock<Engine> =
    LazyLock::new(|| engine(neighbour()).build().expect("the neighbour is sound"));

/// What the neighbour says of [`TEMPTING`] where it is alone, at this moment.
pub(crate) fn alone() -> String {
    json(&report(&ALONE, &TEMPTING).analyzers["neighbour"])
}

/// An engine to be. What was compiled for one is kept for the others, since that is most of what they take.
pub(crate) fn engine(plugin: PluginSource) -> EngineBuilder {
    let compiled = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled");
    Engine::builder().plugin(plugin).threads(2).compiled_cache(CompiledCache::folder(compiled))
}

pub(crate) fn documents<T: AsRef<str>>(texts: &[T]) -> impl Iterator<Item = Document> {
    texts.iter().enumerate().map(|(index, text)| Document::new(format!("{index:04}"), text.as_ref()))
}

pub(crate) fn report<T: AsRef<str> + Sync>(engine: &Engine, texts: &[T]) -> Report {
    engine.analyze(&mut documents(texts)).expect("nothing that a plugin does ends a run")
}

/// A section's bytes in a report.
pub(crate) fn json(section: &Section) -> String {
    serde_json::to_string(section).expect("a section is JSON")
}

/// An error with its hint, as the command line shows them.
pub(crate) fn shown(error: &Error) -> String {
    let hint = error.hint().map_or(String::new(), |hint| format!("\nhint: {hint}"));
    format!("{error}{hint}")
}
