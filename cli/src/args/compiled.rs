//! The options of commands that load analyzers.

use clap::Args;

#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct CompiledArguments {
    /// Compile analyzers anew, and keep nothing of it
    ///
    /// Otherwise what was compiled is kept for the next start in the user's folder for caches, `textmill/compiled` in
    /// XDG_CACHE_HOME or ~/.cache. TEXTMILL_NO_COMPILED_CACHE, set to anything, does the same as this option.
    #[arg(long, help_heading = "Running")]
    pub(crate) no_compiled_cache: bool,
}
