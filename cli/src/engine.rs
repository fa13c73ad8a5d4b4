//! What all commands that load analyzers have in common.

use std::env;

use textmill::{CompiledCache, Engine, EngineBuilder};

use crate::args::CompiledArguments;
use crate::console::Console;
use crate::error::Error;
use crate::text::escaped;

/// Set to anything, it stands for `--no-compiled-cache`, as where a script cannot give an option.
const NO_CACHE: &str = "TEXTMILL_NO_COMPILED_CACHE";

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
