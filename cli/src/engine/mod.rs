//! The engine of a command: which analyzers run, and with what.
//!
//! `choice.rs` brings the command line and the configuration together, `recorded.rs` reads a report's provenance; the lock
//! file holds what comes of either to what it was.

mod analyzers;
mod choice;
mod config;
pub(crate) mod lock;
mod recorded;
mod resources;

use std::env;

use textmill::{CompiledCache, Engine, EngineBuilder, Limits, PluginSource};

pub(crate) use self::analyzers::Analyzers;
use self::choice::{limits_of_all, sources};
pub(crate) use self::config::Config;
pub(crate) use self::recorded::RecordedAnalyzers;
use crate::args::{AnalyzerArguments, CompiledArguments};
use crate::error::Error;
use crate::terminal::Console;
use crate::terminal::text::escaped;

/// Set to anything, it stands for `--no-compiled-cache`, as where a script cannot give an option.
const NO_CACHE: &str = "TEXTMILL_NO_COMPILED_CACHE";

/// What an engine is made from: the analyzers of the command line and of the configuration, with as many workers as is
/// said there or here. Their messages go to the console.
///
/// # Errors
/// A file that cannot be read, an analyzer or a setting that there is none of.
pub(crate) fn builder(
    arguments: &AnalyzerArguments,
    threads: Option<u16>,
    console: &Console,
) -> Result<EngineBuilder, Error> {
    let config = arguments.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
    let threads = threads.or(config.threads);
    let limits = arguments.limits();
    let sources = sources(&arguments.plugins, &arguments.with, &arguments.set, &limits, config)?;
    Ok(of_sources(sources, limits_of_all(&limits), threads, console))
}

/// As [`builder`], of plugins that were found, with limits of those that are filled in.
fn of_sources(
    sources: Vec<PluginSource>,
    provider_limits: Limits,
    threads: Option<u16>,
    console: &Console,
) -> EngineBuilder {
    let log = console.clone();
    Engine::builder()
        .plugins(sources)
        .provider_limits(provider_limits)
        // 0 stands for one worker per core.
        .threads(threads.unwrap_or_default().into())
        .on_log(move |plugin, level, message| log.relay(plugin, level, message))
}

/// Builds an engine whose compiled analyzers are kept for the next start, and says where that cannot be.
///
/// # Errors
/// What is wrong with the analyzers.
pub(crate) fn build(
    builder: EngineBuilder,
    arguments: CompiledArguments,
    console: &Console,
) -> Result<Engine, Error> {
    let keeps_none =
        arguments.no_compiled_cache || env::var_os(NO_CACHE).is_some_and(|value| !value.is_empty());
    let builder = if keeps_none { builder } else { builder.compiled_cache(CompiledCache::user()) };
    let engine = builder.build()?;
    for warning in engine.warnings() {
        console.warn(&format!("{}; --no-compiled-cache goes without", escaped(&warning)));
    }
    Ok(engine)
}
